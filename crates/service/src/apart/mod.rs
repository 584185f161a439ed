//! Keeping people apart: arranging it, looking at it again, ending it, and the bookings it touches.
//!
//! An arrangement is in nobody's own record. Whoever works with one of the people it is about may see that it is there, when
//! it must be looked at again and who says so; the names of the others only of those whom they work with as well.
//!
//! - here: making one, looking at it again, ending it. [`confirming`]: a senior's yes to one that names people who are not
//!   its maker's. [`groups`]: whoever joins a group that one names, or leaves it; `leavers`: who
//!   left before that was asked. `naming`: whom the codes belong to that were typed.
//! - [`reviewing`]: those whose day has come to be looked at again. [`answering`]: to whom either falls. `briefs`: what a day asks
//!   of each, kept in memory.
//! - `alike`: by which names groups are known, so that one does not become two by a way of writing.
//! - [`misses`]: what nearly went wrong, or did, counted for whoever leads a team.
//! - [`touching`]: the bookings it touches. [`near`]: those of an officer's own. `homes`: somebody in it lives elsewhere.
//!   `colleagues`: who must not cover for whom. `entrusting`: a senior lets that be.

mod alike;
pub mod answering;
pub(crate) mod briefs;
pub(crate) mod colleagues;
pub mod confirming;
pub(crate) mod entrusting;
pub mod groups;
pub(crate) mod homes;
mod leavers;
pub mod misses;
mod naming;
pub mod near;
pub mod reviewing;
pub mod touching;

use std::sync::atomic::{AtomicBool, Ordering};

use access::Action;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::facts::keepapart::{
    ApartReason, Confidence, KeepApartEnded, KeepApartMade, KeepApartReviewed, Member, Who,
};
use record::time::Happened;
use serde::Serialize;
use store::{PersonRow, Snapshot, StoreError};

use crate::booking::around::kept_apart;
use crate::leading::signed_for;
use crate::owner::Roster;
use crate::probing::Trying;
use crate::write::{Parts, Work, read_entries};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};
use answering::{Answering, Falls, answering};
use briefs::Brief;
pub use touching::Touch;
pub(crate) use touching::{Whereabouts, touching};

/// An arrangement to be made, beginning with one person.
#[derive(Clone, Debug, Serialize)]
pub struct Arranging {
    /// The person's stream.
    pub person: String,
    /// The others, as typed: a CRN, a staff code or a site code each.
    pub others: String,
    /// A group of the person's that must be kept apart as well, whoever belongs to it, by its name; empty for the person alone.
    pub own_group: String,
    /// A group from which they must be kept apart, whoever belongs to it, by its name; empty for none.
    pub group: String,
    /// Whether whoever arranges it knows that nobody is recorded as belonging to that group yet.
    pub unheard_of: bool,
    /// Why.
    pub reason: Option<ApartReason>,
    /// Whether the others must be kept apart from one another too.
    pub each_other: bool,
    /// Who says so.
    pub source: String,
    /// How far that is believed.
    pub confidence: Option<Confidence>,
    /// When it must be looked at again.
    pub review_on: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// What is known of it, in words; sensitive.
    pub note: String,
}

/// A look at an arrangement that goes on, or is ended.
#[derive(Clone, Debug, Serialize)]
pub struct Reviewing {
    /// Its stream.
    pub stream: String,
    /// Whether it is ended.
    pub end: bool,
    /// Why it goes on, or ends.
    pub reason: String,
    /// How far the source is believed now.
    pub confidence: Option<Confidence>,
    /// When it must be looked at again.
    pub review_on: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
}

/// An arrangement as somebody may see it.
#[derive(Debug)]
pub struct Seen {
    /// Its stream.
    pub stream: StreamId,
    /// What it says.
    pub arrangement: Arrangement,
    /// Its members.
    pub members: Vec<SeenMember>,
    /// The bookings that are too near to one another now.
    pub touches: Vec<Touch>,
    /// Those of its people who live at one address with somebody of another side, as far as is recorded.
    pub sharing: Vec<StreamId>,
    /// Whether nobody holds a case it is about any more, and the asker signs for the team of whoever made it; or it falls to them
    /// because the record is closed to whoever does.
    pub falls_to_asker: bool,
    /// Whether it waits for a senior's word, and the asker is one who is asked for it: they may look at it, whoever's it is.
    pub(super) asked_for: bool,
    /// To whom it falls to confirm it and to look at it again; of one that does not hold, to nobody.
    pub answering: Answering,
    /// The groups that it names, each with how many are recorded as belonging to it today.
    pub groups: Vec<(String, usize)>,
}

impl Seen {
    /// Whether whoever looks may read what was written about it: they made it, or work with everybody it is about. Such words
    /// easily name somebody.
    pub fn may_read(&self, ask: &Ask) -> bool {
        let all = self.members.iter().all(|seen| seen.person.is_some() || person_of(&seen.member).is_none());
        all || self.arrangement.by == ask.actor.staff
    }

    /// Whether somebody is one of those whom whoever looks works with.
    pub fn is_theirs(&self, person: &StreamId) -> bool {
        self.members.iter().any(|seen| seen.person.is_some() && person_of(&seen.member) == Some(person))
    }
}

/// A member of it.
#[derive(Debug)]
pub struct SeenMember {
    /// Who, and their side.
    pub member: Member,
    /// The person, where whoever asks works with them.
    pub person: Option<PersonRow>,
}

impl Service {
    /// Arranges that people are kept apart. Answers with the arrangement's stream.
    pub async fn keep_apart(&self, ask: &Ask, form: &Form, said: &Arranging) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        self.permit(ask, Action::KeepApart, &person).await?;
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        let (reason, confidence, review_on) = checked(said, ask)?;
        self.heard_of(&said.group, said.unheard_of).await?;
        // Whom a code belongs to is looked up for a form that is whole otherwise: it is no directory.
        let members = self.members(ask, &person, said).await?;
        let confirm_by = self.confirm_by(ask, &members).await?;
        let stream = StreamId::new("keepapart", self.random_bits());
        let concerns: Vec<Who> = members.iter().map(|member| member.who.clone()).collect();
        let is_touched = AtomicBool::new(false);
        let made = self.record_apart(&stream, &concerns, ask, form, said, |streams| {
            groups::still_theirs(&person, &said.own_group, streams.belonging())?;
            // Whoever belongs to the groups by now comes to it in the same act.
            let (all, came) = groups::belonging(&members, streams.belonging());
            let touches = touching(&all, streams.whereabouts());
            is_touched.store(!touches.is_empty(), Ordering::Relaxed);
            let made = KeepApartMade {
                reason,
                members: members.clone(),
                source: said.source.trim().to_owned(),
                confidence,
                review_on,
                until: said.until,
                touches: touches.iter().map(Touch::named).collect(),
                confirm_by,
            };
            let mut parts = Parts::new(streams);
            let fact = Said::new(&stream, made, Happened::On(ask.today())).reason(&said.note).sensitive();
            let made = parts.say(fact);
            for joined in came {
                parts.say(Said::new(&stream, joined, Happened::On(ask.today())).because([made.clone()]).sensitive());
            }
            parts.bump(all.iter().filter_map(guard_of));
            parts.bump(members.iter().filter_map(groups::guard_of));
            Ok(parts.answer(stream.to_string()))
        });
        let made = made.await?;
        // What it touches is told at once, and with people who are not its maker's that tells where those are expected.
        if confirm_by.is_some() && is_touched.load(Ordering::Relaxed) {
            self.count(ask, Trying::Times).await?;
        }
        Ok(made)
    }

    /// Looks at an arrangement again, or ends it. Whoever leads a team ends it, or has it end sooner: anybody else who could
    /// would need nobody's leave to bring people together. Answers with its stream.
    pub async fn review_apart(&self, ask: &Ask, form: &Form, said: &Reviewing) -> Result<Saved, Problem> {
        let stream = arrangement_id(&said.stream)?;
        let seen = self.seen_apart(ask, &stream).await?;
        let sooner = said.until.is_some_and(|until| seen.arrangement.until.is_none_or(|stood| until < stood));
        if said.end || sooner {
            self.permit_apart(ask, Action::OverrideApart, &seen).await?;
        }
        let mut wrong = Vec::new();
        if said.reason.trim().is_empty() {
            wrong.push(FieldError::new("reason", if said.end { "Say why it ends" } else { "Say what was found" }));
        }
        let next = review_day(said.review_on, ask);
        if !said.end {
            wrong.extend(next.as_ref().err().cloned());
            wrong.extend(past(said.until, ask));
        }
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        self.record_apart(&stream, &[], ask, form, said, |streams| {
            let stands = Arrangement::fold(streams.of(&stream), View::default()).ok_or(Problem::NotFound)?;
            if stands.version != form.version {
                return Err(Problem::field("reason", "Somebody else changed this meanwhile. Look at it again"));
            }
            if stands.ended.is_some() {
                return Err(Problem::field("reason", "It has ended"));
            }
            let on = Happened::On(ask.today());
            let fact = match next {
                Ok(review_on) if !said.end => {
                    let confidence = said.confidence.unwrap_or(stands.confidence);
                    Said::new(&stream, KeepApartReviewed { confidence, review_on, until: said.until }, on)
                }
                _ => Said::new(&stream, KeepApartEnded {}, on),
            };
            let fact = fact.because([stands.entry.clone()]).reason(&said.reason).sensitive();
            let mut bumps: Vec<String> = stands.members().iter().filter_map(guard_of).collect();
            bumps.push(kept_apart(stream.as_str()));
            Ok(Work { said: vec![fact], answer: stream.to_string(), bumps, ..Work::default() })
        })
        .await
    }

    /// The arrangements that a person is in, newest first, with what whoever asks may see of each.
    pub async fn apart_of(&self, ask: &Ask, person: &StreamId) -> Result<Vec<Seen>, Problem> {
        self.permit(ask, Action::KeepApart, person).await?;
        let wanted = person.clone();
        let streams = self.store.read(move |snapshot| snapshot.apart_of(wanted.as_str())).await?;
        let mut seen = Vec::with_capacity(streams.len());
        for row in streams {
            seen.push(self.look_at_apart(ask, &row.stream).await?);
        }
        seen.sort_by(|a, b| (b.arrangement.from, &b.stream).cmp(&(a.arrangement.from, &a.stream)));
        Ok(seen)
    }

    /// One arrangement. Whoever asks has to work with one of the people it is about.
    pub async fn seen_apart(&self, ask: &Ask, stream: &StreamId) -> Result<Seen, Problem> {
        let seen = self.look_at_apart(ask, stream).await?;
        self.permit_apart(ask, Action::KeepApart, &seen).await?;
        Ok(seen)
    }

    /// Asks leave for an arrangement: by somebody it is about whom they work with; or, once nobody works with any of them, as
    /// whoever signs for the team of its maker, for it goes on holding then, and somebody has to say whether it still must; or as
    /// whoever's word it waits for.
    pub(super) async fn permit_apart(&self, ask: &Ask, action: Action, seen: &Seen) -> Result<(), Problem> {
        let of = asked_of(seen).ok_or(Problem::NotFound)?;
        let works = seen.members.iter().any(|member| member.person.is_some());
        if !seen.falls_to_asker && (works || !seen.asked_for) {
            return self.permit(ask, action, of).await.map(drop);
        }
        let people: Vec<&StreamId> = seen.members.iter().filter_map(|seen| person_of(&seen.member)).collect();
        self.permit_list(ask, Action::KeepApartUnheld, people.len()).await?;
        for person in people {
            self.log_shown(ask, Action::KeepApartUnheld, person).await?;
        }
        Ok(())
    }

    /// What of an arrangement somebody may see, without asking whether they may see it.
    async fn look_at_apart(&self, ask: &Ask, stream: &StreamId) -> Result<Seen, Problem> {
        let (wanted, today, actor) = (stream.clone(), ask.today(), ask.actor.clone());
        let rows = self.store.read(move |snapshot| snapshot.entries(&wanted)).await?;
        let entries = read_entries(stream, &rows)?;
        let arrangement = Arrangement::fold(&entries, View::default()).ok_or(Problem::NotFound)?;
        let members = arrangement.members();
        let holds = arrangement.holds(today);
        let (of, brief) = (stream.clone(), Brief::of(&arrangement));
        let (members, touches, sharing, (falls_to_asker, asked_for), (answering, groups)) = self
            .store
            .read(move |snapshot| {
                let (mut falls_to_asker, asked_for) = falls_to(snapshot, &actor, &of, today)?;
                let mut answers = Answering::default();
                if holds {
                    answers = answering(snapshot, &actor, &brief, &mut Roster::default(), today)?;
                }
                // Where access to a record is limited it may fall to a senior who has nothing to do with it otherwise.
                let reviews = brief.is_due(today) && answers.looks_again == Falls::To(actor.staff.clone());
                let confirms = brief.waits(today) && answers.confirms.as_ref() == Some(&actor.staff);
                if (reviews || confirms) && access::role_does(actor.role, Action::KeepApartUnheld) {
                    let mut works = false;
                    for person in &brief.people {
                        works = works || works_with(snapshot, &actor, person, today)?;
                    }
                    falls_to_asker = falls_to_asker || !works;
                }
                let mut seen = Vec::with_capacity(members.len());
                for member in &members {
                    let mut row = None;
                    if let Some(person) = person_of(member) {
                        if falls_to_asker {
                            row = crate::day::visible(snapshot, person, &actor.staff, today)?;
                        } else if works_with(snapshot, &actor, person, today)? {
                            row = snapshot.person(person)?;
                        }
                    }
                    seen.push(SeenMember { member: member.clone(), person: row });
                }
                let who: Vec<Who> = members.iter().map(|member| member.who.clone()).collect();
                let found = Whereabouts::read(snapshot, &who, &today.to_string())?;
                let touches = if holds { touching(&members, &found) } else { Vec::new() };
                let sharing = if holds { homes::sharing(&members, found.homes()) } else { Vec::new() };
                let groups = alike::groups_of(snapshot, &members)?;
                Ok((seen, touches, sharing, (falls_to_asker, asked_for), (answers, groups)))
            })
            .await?;
        let stream = stream.clone();
        Ok(Seen { stream, arrangement, members, touches, sharing, falls_to_asker, asked_for, answering, groups })
    }
}

/// Whether an arrangement falls to somebody today because nobody holds a case it is about; and whether it waits for their word:
/// of every team that they sign for, and of their own, as their day says.
fn falls_to(
    snapshot: &Snapshot,
    actor: &access::Actor,
    stream: &StreamId,
    today: Date,
) -> Result<(bool, bool), StoreError> {
    if !access::role_does(actor.role, Action::KeepApartUnheld) {
        return Ok((false, false));
    }
    let mut teams = vec![actor.team.clone()];
    teams.extend(signed_for(snapshot, actor, today)?.into_iter().map(|led| led.team));
    let (mut falls, mut waits, day) = (false, false, today.to_string());
    for team in &teams {
        falls = falls || snapshot.apart_unheld(team, &day)?.iter().any(|(unheld, _)| unheld == stream);
        waits = waits || snapshot.unconfirmed(team, &day)?.iter().any(|row| row.stream == *stream);
    }
    Ok((falls, waits))
}

/// The member whose record leave is asked for: somebody whom they work with, if there is one.
pub(crate) fn asked_of(seen: &Seen) -> Option<&StreamId> {
    let theirs = seen.members.iter().filter(|member| member.person.is_some());
    theirs.chain(&seen.members).find_map(|seen| person_of(&seen.member))
}

/// The day by which it is looked at again: to come, and within what the standards let pass.
fn review_day(day: Option<Date>, ask: &Ask) -> Result<Date, FieldError> {
    let months = Places::split_2014().value(PlaceFigure::ReviewMonths);
    let last = ask.today().saturating_add(jiff::Span::new().months(i64::from(months)));
    let message = format!("Say when it is to be looked at again: within {months} months");
    day.filter(|day| *day > ask.today() && *day <= last).ok_or_else(|| FieldError::new("review_on", message))
}

fn past(until: Option<Date>, ask: &Ask) -> Option<FieldError> {
    until.filter(|until| *until < ask.today()).map(|_| FieldError::new("until", "That day is past"))
}

fn checked(said: &Arranging, ask: &Ask) -> Result<(ApartReason, Confidence, Date), Problem> {
    let mut wrong = Vec::new();
    if said.reason.is_none() {
        wrong.push(FieldError::new("why", "Choose why they must be kept apart"));
    }
    if said.source.trim().is_empty() {
        wrong.push(FieldError::new("source", "Say who says so: police intelligence, the court, the person"));
    }
    if said.confidence.is_none() {
        wrong.push(FieldError::new("confidence", "Choose how far that is believed"));
    }
    let review_on = review_day(said.review_on, ask);
    wrong.extend(review_on.as_ref().err().cloned());
    wrong.extend(past(said.until, ask));
    match (said.reason, said.confidence, review_on) {
        (Some(reason), Some(confidence), Ok(review_on)) if wrong.is_empty() => Ok((reason, confidence, review_on)),
        _ => Err(Problem::Invalid(wrong)),
    }
}

pub(crate) fn arrangement_id(text: &str) -> Result<StreamId, Problem> {
    let stream: StreamId = text.parse().map_err(|_| Problem::NotFound)?;
    if stream.kind() == "keepapart" { Ok(stream) } else { Err(Problem::NotFound) }
}

pub(crate) fn person_of(member: &Member) -> Option<&StreamId> {
    match &member.who {
        Who::Person(person) => Some(person),
        Who::Staff(_) | Who::Site(_) | Who::Group(_) => None,
    }
}

/// The guard over whom a member must be kept apart from: every booking of theirs reads it, and every booking with them.
fn guard_of(member: &Member) -> Option<String> {
    match &member.who {
        Who::Person(person) => Some(kept_apart(person.as_str())),
        Who::Staff(code) => Some(kept_apart(code)),
        Who::Site(_) | Who::Group(_) => None,
    }
}

pub(crate) fn works_with(
    snapshot: &Snapshot,
    actor: &access::Actor,
    person: &StreamId,
    today: Date,
) -> Result<bool, StoreError> {
    let ties = crate::door::ties(snapshot, person, today)?;
    let question = access::Question { actor, action: Action::ViewCase, case: Some((person, &ties)), today };
    Ok(access::decide(question).is_ok())
}
