//! An arrangement to keep people apart: a fold over its stream.

use jiff::civil::Date;
use ledger::EntryId;

use crate::case::{Standing, View, resolve};
use crate::entry::Entry;
use crate::facts::Fact;
use crate::facts::keepapart::{
    Confidence, KeepApartJoined, KeepApartMade, KeepApartMoved, KeepApartOverridden, KeepApartTouched, Member, Who,
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
    /// The senior who confirmed it, staff code, and when; none while nobody did.
    pub confirmed: Option<(String, Date)>,
    /// Who came to it with a group that it names, with when.
    pub joined: Vec<(KeepApartJoined, Date)>,
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

/// Adds to members somebody who comes to them. Whoever is one already stands where they come to now.
pub fn join(members: &mut Vec<Member>, joined: &KeepApartJoined) {
    let who = Who::Person(joined.person.clone());
    match members.iter_mut().find(|member| member.who == who) {
        Some(member) => member.side.clone_from(&joined.side),
        None => members.push(Member { who, side: joined.side.clone() }),
    }
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
                    confirmed: None,
                    joined: Vec::new(),
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
                Fact::KeepApartJoined(joined) => stands.joined.push((joined.clone(), day)),
                Fact::KeepApartMoved(moved) => stands.moved.push((moved.clone(), day)),
                Fact::KeepApartTouched(booking) => stands.touched.push((booking.clone(), reason)),
                Fact::KeepApartOverridden(booking) => {
                    let by = content.by.staff.clone();
                    stands.overridden.push(Overridden { booking: booking.clone(), by, on: day, reason });
                }
                _ => {}
            }
        }
        let head = entries.last().map_or(0, |entry| entry.id.seq);
        arrangement.map(|stands| Arrangement { version: head, ..stands })
    }

    /// Its members: those it was made for, and those who came with a group, each on the side they came to last.
    pub fn members(&self) -> Vec<Member> {
        let mut members = self.made.members.clone();
        for (joined, _) in &self.joined {
            join(&mut members, joined);
        }
        members
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
