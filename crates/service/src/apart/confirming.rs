//! A senior's yes to an arrangement that names people who are not its maker's, or a colleague.
//!
//! Safety comes first: whoever works with one of those concerned arranges it at once, and it holds. But it changes what
//! colleagues elsewhere can book, so that a senior looks at it within days: of the maker's team, or of another side's. And a
//! senior's word on whoever left a group that one names: until then they are kept apart as before.

use std::sync::Arc;

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::apart::{Arrangement, Leaving};
use record::case::View;
use record::facts::affiliation::group_key;
use record::facts::keepapart::{KeepApartConfirmed, KeepApartReleased, KeepApartRetained, Member, Who};
use record::facts::organisation::Role;
use record::time::Happened;
use serde::Serialize;
use store::{ArrangedCount, Snapshot};

use super::answering::Falls;
use super::{arrangement_id, person_of, works_with};
use crate::booking::around::kept_apart;
use crate::desks::Desks;
use crate::directory::Names;
use crate::questions::{Pinned, pin};
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// A senior confirms an arrangement.
#[derive(Clone, Debug, Serialize)]
pub struct Confirming {
    /// Its stream.
    pub stream: String,
    /// What they looked at.
    pub reason: String,
}

/// What a senior says of somebody who left a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Settling {
    /// They need not be kept apart for it any more.
    Release,
    /// They stay kept apart all the same.
    Retain,
}

/// A senior says whether whoever left a group stays kept apart.
#[derive(Clone, Debug, Serialize)]
pub struct OfLeaver {
    /// The arrangement's stream.
    pub stream: String,
    /// Who left: their stream.
    pub person: String,
    /// The group.
    pub group: String,
    /// Which of the two.
    pub what: Settling,
    /// What they looked at, or why.
    pub reason: String,
}

/// An arrangement that waits for a senior.
#[derive(Clone, Debug)]
pub struct ToConfirm {
    /// Its stream.
    pub stream: StreamId,
    /// By when.
    pub by: Date,
    /// Who made it; staff code.
    pub made_by: String,
    /// The day on which somebody left a group that it names, where that is what waits; none where it is to be confirmed itself.
    pub left_on: Option<Date>,
    /// To whom it falls; others concerned may say it as well.
    pub falls_to: Falls,
}

impl Service {
    /// By when a senior has to confirm an arrangement of these members: never where a senior makes it, or somebody who
    /// works with everybody it is about, and themselves are the only member of staff in it.
    pub(super) async fn confirm_by(&self, ask: &Ask, members: &[Member]) -> Result<Option<Date>, Problem> {
        if ask.actor.role == Role::SeniorProbationOfficer {
            return Ok(None);
        }
        let people: Vec<StreamId> = members.iter().filter_map(person_of).cloned().collect();
        let group = members.iter().any(|member| matches!(member.who, Who::Group(_)));
        // What colleagues can be booked for changes with it.
        let colleague =
            members.iter().any(|member| matches!(&member.who, Who::Staff(code) if *code != ask.actor.staff));
        let (actor, today) = (ask.actor.clone(), ask.today());
        let strangers = self.store.read(move |snapshot| {
            for person in &people {
                if !works_with(snapshot, &actor, person, today)? {
                    return Ok(true);
                }
            }
            Ok(false)
        });
        let days = i64::from(Places::split_2014().value(PlaceFigure::ConfirmDays));
        // Who belongs to a group, or will, nobody can say.
        Ok((group || colleague || strangers.await?).then(|| today.saturating_add(Span::new().days(days))))
    }

    /// Confirms an arrangement. Answers with its stream.
    pub async fn confirm_apart(&self, ask: &Ask, form: &Form, said: &Confirming) -> Result<Saved, Problem> {
        let stream = arrangement_id(&said.stream)?;
        let seen = self.seen_apart(ask, &stream).await?;
        self.permit_apart(ask, Action::OverrideApart, &seen).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say what you looked at"));
        }
        self.record_apart(&stream, &[], ask, form, said, |streams| {
            let stands = Arrangement::fold(streams.of(&stream), View::default()).ok_or(Problem::NotFound)?;
            if stands.version != form.version {
                return Err(Problem::field("reason", "Somebody else changed this meanwhile. Look at it again"));
            }
            if stands.confirm_by().is_none() {
                return Err(Problem::field("reason", "Nobody has to confirm it any more"));
            }
            let fact = Said::new(&stream, KeepApartConfirmed {}, Happened::On(ask.today()));
            let fact = fact.because([stands.entry.clone()]).reason(&said.reason).sensitive();
            Ok(Work { said: vec![fact], answer: stream.to_string(), ..Work::default() })
        })
        .await
    }

    /// Says of somebody who left a group whether they stay in an arrangement to which they came with it. Answers with its stream.
    pub async fn settle_leaver(&self, ask: &Ask, form: &Form, said: &OfLeaver) -> Result<Saved, Problem> {
        let stream = arrangement_id(&said.stream)?;
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let seen = self.seen_apart(ask, &stream).await?;
        self.permit_apart(ask, Action::OverrideApart, &seen).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say what you looked at"));
        }
        self.record_apart(&stream, &[], ask, form, said, |streams| {
            let stands = Arrangement::fold(streams.of(&stream), View::default()).ok_or(Problem::NotFound)?;
            if stands.version != form.version {
                return Err(Problem::field("reason", "Somebody else changed this meanwhile. Look at it again"));
            }
            let of = |one: &&Leaving| one.person == person && group_key(&one.group) == group_key(&said.group);
            let Some(left) = stands.leaving.iter().find(of).filter(|_| stands.ended.is_none()) else {
                return Err(Problem::field("reason", "That is settled, or they belong to the group again"));
            };
            let (on, group) = (Happened::On(ask.today()), left.group.clone());
            let fact = match said.what {
                Settling::Release => Said::new(&stream, KeepApartReleased { person: person.clone(), group }, on),
                Settling::Retain => Said::new(&stream, KeepApartRetained { person: person.clone(), group }, on),
            };
            let fact = fact.because([stands.entry.clone()]).reason(&said.reason).sensitive();
            let bumps = vec![kept_apart(person.as_str()), kept_apart(stream.as_str())];
            Ok(Work { said: vec![fact], answer: stream.to_string(), bumps, ..Work::default() })
        })
        .await
    }

    /// The arrangements that wait for the senior of a team that the asker signs for today, those that are due first: once to be
    /// confirmed, and once for each who left a group that it names.
    pub async fn apart_to_confirm(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Vec<ToConfirm>, Problem> {
        Ok(self.waits_for(ask, desks).await?.to_confirm)
    }

    /// Who made how many arrangements, with their names, for whoever checks the work.
    ///
    /// With the last checkpoint of that moment: the views have no past, so it cannot be asked again as of it.
    pub async fn arranged_by_whom(&self, ask: &Ask) -> Result<(Vec<ArrangedCount>, Option<Pinned>, Names), Problem> {
        let today = ask.today().to_string();
        let asked = move |snapshot: &Snapshot| Ok((snapshot.arranged_by_whom(&today)?, pin(snapshot, None)?));
        let (counts, drawn_up) = self.store.read(asked).await?;
        self.permit_list(ask, Action::AskTheRecord, counts.len()).await?;
        let names = self.names(counts.iter().map(|count| count.staff.clone())).await?;
        Ok((counts, drawn_up, names))
    }
}
