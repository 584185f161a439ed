//! An arrangement to keep people apart: a fold over its stream.

use jiff::civil::Date;
use ledger::{EntryId, StreamId};

use crate::case::{Standing, View, resolve};
use crate::entry::Entry;
use crate::facts::Fact;
use crate::facts::affiliation::group_key;
use crate::facts::keepapart::{
    Confidence, KeepApartEntrusted, KeepApartJoined, KeepApartMade, KeepApartMoved, KeepApartOverridden,
    KeepApartTouched, Member, Who,
};

/// An arrangement, and what became of it.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// Who, why, and who says so: as it was made.
    pub made: KeepApartMade,
    /// What is known of it, in words.
    pub note: Option<String>,
    /// Since when.
    pub from: Date,
    /// By whom; staff code.
    pub by: String,
    /// The entry that made it.
    pub entry: EntryId,
    /// How far the source is believed, as it was last reviewed.
    pub confidence: Confidence,
    /// When it must be looked at again.
    pub review_on: Date,
    /// The last day it holds; none until it is ended.
    pub until: Option<Date>,
    /// When and why it was ended.
    pub ended: Option<(Date, Option<String>)>,
    /// Bookings that a senior let be made all the same, with who did and why.
    pub overridden: Vec<Overridden>,
    /// Cases that a senior gave, or left for a while, to a colleague whom they must not meet, with who did and why.
    pub entrusted: Vec<Entrusted>,
    /// The senior who confirmed it, staff code, and when; none while nobody did.
    pub confirmed: Option<(String, Date)>,
    /// Who came to it with a group that it names, with when.
    pub joined: Vec<(KeepApartJoined, Date)>,
    /// Those of them who are in it for that group still.
    pub by_group: Vec<KeepApartJoined>,
    /// Those of these who left the group, of whom no senior has said yet whether they stay.
    pub leaving: Vec<Leaving>,
    /// Who was in it for a group they left, and what a senior said of that.
    pub settled: Vec<Settled>,
    /// Who came to live too near to others, or to what is booked for others, with when.
    pub moved: Vec<(KeepApartMoved, Date)>,
    /// Bookings that stood again after it was made, and how that came.
    pub touched: Vec<(KeepApartTouched, Option<String>)>,
    /// The last seq of the stream.
    pub version: u64,
}

/// A booking that was let be.
#[derive(Clone, Debug)]
pub struct Overridden {
    /// Which.
    pub booking: KeepApartOverridden,
    /// Who let it be; staff code.
    pub by: String,
    /// When.
    pub on: Date,
    /// Why.
    pub reason: Option<String>,
}

/// A case that is with a colleague all the same.
#[derive(Clone, Debug)]
pub struct Entrusted {
    /// Whose, and with whom.
    pub case: KeepApartEntrusted,
    /// Who let it be; staff code.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// Somebody in it who left the group with which they came to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Who.
    pub person: StreamId,
    /// The group, as the arrangement calls it.
    pub group: String,
    /// The day they left.
    pub on: Date,
    /// By when a senior says whether they stay in it.
    pub by: Date,
}

/// What a senior said of somebody who left a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// They need not be kept apart for that group any more: who, which group, since when.
    Released(StreamId, String, Date),
    /// They stay in it all the same.
    Retained(StreamId, String, Date),
}

/// Adds to members somebody who comes to them. Whoever is one already stands where they come to now.
pub fn join(members: &mut Vec<Member>, joined: &KeepApartJoined) {
    let who = Who::Person(joined.person.clone());
    match members.iter_mut().find(|member| member.who == who) {
        Some(member) => member.side.clone_from(&joined.side),
        None => members.push(Member { who, side: joined.side.clone() }),
    }
}

impl Leaving {
    fn is(&self, person: &StreamId, group: &str) -> bool {
        is_of(&self.person, &self.group, person, group)
    }
}

/// Whether one is the same person of the same group, however that is written.
fn is_of(one: &StreamId, its: &str, person: &StreamId, group: &str) -> bool {
    one == person && group_key(its) == group_key(group)
}

impl Arrangement {
    /// Folds the entries of a keep-apart stream; none when nothing was arranged.
    pub fn fold(entries: &[Entry], view: View) -> Option<Arrangement> {
        let mut arrangement: Option<Arrangement> = None;
        for seen in resolve(entries, view).into_iter().filter(|seen| seen.standing == Standing::Stands) {
            let Some(content) = seen.content else { continue };
            let (day, reason) = (content.happened.day(), content.reason.clone());
            if let Fact::KeepApartMade(made) = &content.fact {
                arrangement = Some(Arrangement {
                    made: made.clone(),
                    note: reason.clone(),
                    from: day,
                    by: content.by.staff.clone(),
                    entry: seen.entry.id.clone(),
                    confidence: made.confidence,
                    review_on: made.review_on,
                    until: made.until,
                    ended: None,
                    overridden: Vec::new(),
                    entrusted: Vec::new(),
                    confirmed: None,
                    joined: Vec::new(),
                    by_group: Vec::new(),
                    leaving: Vec::new(),
                    settled: Vec::new(),
                    moved: Vec::new(),
                    touched: Vec::new(),
                    version: 0,
                });
            }
            let Some(stands) = &mut arrangement else { continue };
            match &content.fact {
                Fact::KeepApartReviewed(review) => {
                    stands.confidence = review.confidence;
                    stands.review_on = review.review_on;
                    stands.until = review.until;
                }
                Fact::KeepApartEnded(_) => stands.ended = Some((day, reason)),
                Fact::KeepApartConfirmed(_) => stands.confirmed = Some((content.by.staff.clone(), day)),
                Fact::KeepApartJoined(joined) => stands.joins(joined, day),
                Fact::KeepApartGroupLeft(left) => {
                    let (person, group) = (left.person.clone(), left.group.clone());
                    stands.leaving.retain(|one| !one.is(&person, &group));
                    stands.leaving.push(Leaving { person, group, on: left.left_on, by: left.confirm_by });
                }
                Fact::KeepApartReleased(said) => stands.releases(&said.person, &said.group, day),
                Fact::KeepApartRetained(said) => {
                    stands.leaving.retain(|one| !one.is(&said.person, &said.group));
                    stands.settled.push(Settled::Retained(said.person.clone(), said.group.clone(), day));
                }
                Fact::KeepApartMoved(moved) => stands.moved.push((moved.clone(), day)),
                Fact::KeepApartTouched(booking) => stands.touched.push((booking.clone(), reason)),
                Fact::KeepApartOverridden(booking) => {
                    let by = content.by.staff.clone();
                    stands.overridden.push(Overridden { booking: booking.clone(), by, on: day, reason });
                }
                Fact::KeepApartEntrusted(case) => {
                    let by = content.by.staff.clone();
                    stands.entrusted.push(Entrusted { case: case.clone(), by, reason });
                }
                _ => {}
            }
        }
        let head = entries.last().map_or(0, |entry| entry.id.seq);
        arrangement.map(|stands| Arrangement { version: head, ..stands })
    }

    /// Its members: those it was made for, and those who came with a group and are in it still, each on the side they came to
    /// last. Whoever left the group is one until a senior says otherwise.
    pub fn members(&self) -> Vec<Member> {
        let mut members = self.made.members.clone();
        for joined in &self.by_group {
            join(&mut members, joined);
        }
        members
    }

    /// How somebody is in it for a group, if they are.
    pub fn for_group(&self, person: &StreamId, group: &str) -> Option<&KeepApartJoined> {
        self.by_group.iter().find(|joined| is_of(&joined.person, &joined.group, person, group))
    }

    /// By when a senior has to look at it: to confirm it, or to say whether somebody who left a group stays in it.
    pub fn senior_by(&self) -> Option<Date> {
        let leaving = self.leaving.iter().map(|one| one.by).filter(|_| self.ended.is_none());
        self.confirm_by().into_iter().chain(leaving).min()
    }

    fn joins(&mut self, joined: &KeepApartJoined, on: Date) {
        self.leaving.retain(|one| !one.is(&joined.person, &joined.group));
        self.by_group.retain(|one| !is_of(&one.person, &one.group, &joined.person, &joined.group));
        self.by_group.push(joined.clone());
        self.joined.push((joined.clone(), on));
    }

    /// Whoever had gone over from one side to the other, and is released from the one, is of the other alone.
    fn releases(&mut self, person: &StreamId, group: &str, on: Date) {
        self.leaving.retain(|one| !one.is(person, group));
        self.by_group.retain(|one| !is_of(&one.person, &one.group, person, group));
        self.settled.push(Settled::Released(person.clone(), group.to_owned(), on));
        let named = self.made.members.iter().any(|member| member.who == Who::Person(person.clone()));
        let of_group = |group: &str| {
            let is_it =
                |member: &&Member| matches!(&member.who, Who::Group(name) if group_key(name) == group_key(group));
            self.made.members.iter().find(is_it).map(|member| member.side.clone())
        };
        let mut left = self.by_group.iter_mut().filter(|one| one.person == *person && !named);
        if let (Some(one), None) = (left.next(), left.next())
            && let Some(side) = of_group(&one.group)
        {
            one.side = side;
        }
    }

    /// By when a senior still has to confirm it; none where nobody has to, or it was confirmed or ended.
    pub fn confirm_by(&self) -> Option<Date> {
        self.made.confirm_by.filter(|_| self.confirmed.is_none() && self.ended.is_none())
    }

    /// The last day it holds; none while nobody has set one.
    pub fn last_day(&self) -> Option<Date> {
        // It is ended at once: the day before was its last.
        let ended = self.ended.as_ref().map(|(on, _)| on.yesterday().unwrap_or(*on));
        [self.until, ended].into_iter().flatten().min()
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.last_day().is_none_or(|last| day <= last)
    }
}
