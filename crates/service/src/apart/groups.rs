//! Groups that an arrangement names instead of people: it holds for whoever is recorded as belonging to one, then or later.
//!
//! Whoever joins is a member of their own from the same act on, so a booking reads nothing new. Whoever leaves the group stays
//! one until a senior says that they need not be kept apart any more: each arrangement says so by the act that records it, and
//! waits on a senior's day (`confirming`).

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::apart::{Arrangement, join};
use record::case::View;
use record::facts::affiliation::{AffiliationEnded, AffiliationRecorded, group_key};
use record::facts::keepapart::{Confidence, KeepApartGroupLeft, KeepApartJoined, Member, Who};
use record::time::Happened;
use serde::Serialize;
use store::{AffiliationRow, ApartRow};

use super::{Touch, person_of, touching};
use crate::booking::around::kept_apart;
use crate::write::Parts;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service, newer};

/// Somebody is said to belong to a group.
#[derive(Clone, Debug, Serialize)]
pub struct Belonging {
    /// Their stream.
    pub person: String,
    /// The group, by its name.
    pub group: String,
    /// Who says so.
    pub source: String,
    /// How far that is believed.
    pub confidence: Option<Confidence>,
    /// Whether whoever records it knows that nobody else is recorded as belonging to it, and somebody is to one of a name like it.
    pub unheard_of: bool,
}

/// Somebody is said to belong to a group no longer.
#[derive(Clone, Debug, Serialize)]
pub struct Leaving {
    /// Their stream.
    pub person: String,
    /// The group, by the signs it is compared by.
    pub group: String,
    /// The day they left, or since when that is said.
    pub on: Option<Date>,
    /// Who says so, and what they know.
    pub reason: String,
}

impl Service {
    /// Records that somebody no longer belongs to a group. Whoever is arranged to be kept apart from it from now on is not kept
    /// apart from them; in the arrangements that they came to with it they stay until a senior confirms that it ends for them, which
    /// waits on the senior's day from the same act on. Answers with the person's stream.
    pub async fn end_affiliation(&self, ask: &Ask, form: &Form, said: &Leaving) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::KeepApart, &person).await?;
        let group = group_key(&said.group);
        let mut wrong = Vec::new();
        if group.is_empty() {
            wrong.push(FieldError::new("left", "Choose which group"));
        }
        if said.reason.trim().is_empty() {
            wrong.push(FieldError::new("reason", "Say who says so, and what they know"));
        }
        if said.on.is_none_or(|on| on > ask.today()) {
            wrong.push(FieldError::new("on", "Enter the day they left, or since when that is said: today or before"));
        }
        let Some(on) = said.on.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
        let days = i64::from(Places::split_2014().value(PlaceFigure::ConfirmDays));
        let confirm_by = ask.today().saturating_add(Span::new().days(days));
        self.record_joining(&permit, &group, ask, form, said, |streams| {
            let file = streams.case(&person);
            let belongs = file.affiliations.iter().rev().find(|one| one.group == group && one.ended.is_none());
            let Some(belongs) = belongs else {
                return Err(Problem::field("left", "That is not recorded of them, or has ended"));
            };
            if on < belongs.on {
                let since = belongs.on.strftime("%-d/%-m/%Y");
                let words = format!("It is recorded of them since {since}: enter that day, or a later one");
                return Err(Problem::field("on", words));
            }
            let mut parts = Parts::new(streams);
            let fact = Said::new(&person, AffiliationEnded {}, Happened::On(on));
            let left = parts.say(fact.because([belongs.entry.clone()]).reason(&said.reason).sensitive());
            for stream in streams.arrangements() {
                let entries = streams.of(stream);
                let Some(stands) = Arrangement::fold(entries, View::default()) else {
                    // They would stay in it, and nobody be asked.
                    if newer::is_newer(entries) {
                        return Err(newer::cannot_be_judged());
                    }
                    continue;
                };
                let Some(own) = stands.for_group(&person, &group).filter(|_| stands.ended.is_none()) else {
                    continue;
                };
                let (person, group) = (person.clone(), own.group.clone());
                let waits = KeepApartGroupLeft { person, group, left_on: on, confirm_by };
                let fact = Said::new(stream, waits, Happened::On(ask.today()));
                parts.say(fact.because([stands.entry.clone(), left.clone()]).sensitive());
                parts.bump([kept_apart(said.person.as_str()), kept_apart(stream.as_str())]);
            }
            parts.bump([guard(&group)]);
            Ok(parts.answer(said.person.clone()))
        })
        .await
    }

    /// Records that somebody is said to belong to a group. Arrangements that name the group hold for them from the same
    /// act on, and say which bookings that touches. Answers with the person's stream.
    pub async fn record_affiliation(&self, ask: &Ask, form: &Form, said: &Belonging) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::KeepApart, &person).await?;
        let group = group_key(&said.group);
        let mut wrong = Vec::new();
        if group.is_empty() {
            wrong.push(FieldError::new("belongs_to", "Say which group"));
        }
        if said.source.trim().is_empty() {
            wrong.push(FieldError::new("said_by", "Say who says so: police intelligence, the court, the person"));
        }
        let Some(confidence) = said.confidence.filter(|_| wrong.is_empty()) else {
            if said.confidence.is_none() {
                wrong.push(FieldError::new("believed", "Choose how far that is believed"));
            }
            return Err(Problem::Invalid(wrong));
        };
        self.not_another(&said.group, said.unheard_of).await?;
        self.record_joining(&permit, &group, ask, form, said, |streams| {
            let file = streams.case(&person);
            if file.affiliations.iter().any(|one| one.group == group && one.ended.is_none()) {
                return Err(Problem::field("belongs_to", "That is recorded of them"));
            }
            let today = ask.today();
            let mut parts = Parts::new(streams);
            let recorded = AffiliationRecorded {
                group: said.group.trim().to_owned(),
                source: said.source.trim().to_owned(),
                confidence,
            };
            let recorded = parts.say(Said::new(&person, recorded, Happened::On(today)).sensitive());
            for stream in streams.arrangements() {
                let entries = streams.of(stream);
                let Some(stands) = Arrangement::fold(entries, View::default()) else {
                    // They would be in the group, and kept apart from nobody.
                    if newer::is_newer(entries) {
                        return Err(newer::cannot_be_judged());
                    }
                    continue;
                };
                let before = stands.members();
                let again = || again(&stands, &person, &group);
                // One whose last day is over can still be let go on, and holds for whoever belongs to the group then.
                let joined = joining(&before, &person, &group).or_else(again).filter(|_| stands.ended.is_none());
                let Some(joined) = joined else { continue };
                let mut all = before.clone();
                join(&mut all, &joined);
                let stood = touching(&before, streams.whereabouts());
                let touches = touching(&all, streams.whereabouts());
                let touches = touches.iter().filter(|touch| stands.holds(today) && !stood.contains(touch));
                let touches = touches.map(Touch::named).collect();
                let fact = Said::new(stream, KeepApartJoined { touches, ..joined }, Happened::On(today));
                parts.say(fact.because([stands.entry.clone(), recorded.clone()]).sensitive());
                parts.bump([kept_apart(person.as_str()), kept_apart(stream.as_str())]);
            }
            parts.bump([guard(&group)]);
            Ok(parts.answer(person.to_string()))
        })
        .await
    }
}

/// How somebody who belongs to a group comes to an arrangement of these members that names it; not at all who is on its side,
/// or alone on theirs. Whoever belongs to two groups that are kept apart is nobody's friend any more: they come to a side of
/// their own.
fn joining(members: &[Member], person: &StreamId, group: &str) -> Option<KeepApartJoined> {
    let named = members.iter().find_map(|member| match &member.who {
        Who::Group(name) if group_key(name) == group => Some((member, name)),
        _ => None,
    });
    let (member, name) = named?;
    let comes_to = |side: &str| KeepApartJoined {
        person: person.clone(),
        side: side.to_owned(),
        group: name.clone(),
        touches: Vec::new(),
    };
    let Some(own) = members.iter().find(|member| person_of(member) == Some(person)) else {
        return Some(comes_to(&member.side));
    };
    let rivals = |other: &Member| matches!(other.who, Who::Group(_)) && other.side == own.side;
    (own.side != member.side && members.iter().any(rivals)).then(|| comes_to(person.as_str()))
}

/// Somebody who left the group comes back to it before a senior said anything: they stay where they are, and nothing waits any
/// more.
fn again(stands: &Arrangement, person: &StreamId, group: &str) -> Option<KeepApartJoined> {
    stands.leaving.iter().find(|one| one.person == *person && group_key(&one.group) == group)?;
    stands.for_group(person, group).map(|joined| KeepApartJoined { touches: Vec::new(), ..joined.clone() })
}

/// The members with those who belong to the groups among them by now, and how these come to them, in that order.
pub(super) fn belonging(members: &[Member], rows: &[AffiliationRow]) -> (Vec<Member>, Vec<KeepApartJoined>) {
    let (mut all, mut came) = (members.to_vec(), Vec::new());
    for row in rows {
        let Some(joined) = joining(&all, &row.stream, &row.grp) else { continue };
        join(&mut all, &joined);
        came.push(joined);
    }
    (all, came)
}

/// That whoever a group is kept apart with belongs to it, so that nobody arranges it for a group they only heard of.
pub(super) fn still_theirs(person: &StreamId, group: &str, rows: &[AffiliationRow]) -> Result<(), Problem> {
    let group = group_key(group);
    if group.is_empty() || rows.iter().any(|row| row.stream == *person && row.grp == group) {
        return Ok(());
    }
    Err(Problem::field("own_group", "It is not recorded that they belong to it. Record that first"))
}

/// The guard over a group that a member is: raised by whoever joins it and by every arrangement that names it.
pub(super) fn guard_of(member: &Member) -> Option<String> {
    match &member.who {
        Who::Group(name) => Some(guard(&group_key(name))),
        _ => None,
    }
}

/// What stands for a group in the view of members: nobody, and no building, has such a code.
pub(crate) fn member_code(group: &str) -> String {
    format!("#{group}")
}

/// A row of that view as a member; none for a group, whose people have rows of their own.
pub(crate) fn member_of(row: &ApartRow) -> Option<Who> {
    match row.kind.as_str() {
        "person" => row.who.parse().ok().map(Who::Person),
        "staff" => Some(Who::Staff(row.who.clone())),
        "site" => Some(Who::Site(row.who.clone())),
        _ => None,
    }
}

/// The guard over who belongs to a group.
pub(crate) fn guard(group: &str) -> String {
    format!("group/{group}")
}
