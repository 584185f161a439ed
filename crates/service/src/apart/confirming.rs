//! A senior's yes to an arrangement that names people who are not its maker's, or a colleague.
//!
//! Safety comes first: whoever works with one of those concerned arranges it at once, and it holds. But it changes what
//! colleagues elsewhere can book, so that a senior looks at it within days: of the maker's team, or of another side's.

use std::sync::Arc;

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::facts::keepapart::{KeepApartConfirmed, Member, Who};
use record::facts::organisation::Role;
use record::time::Happened;
use serde::Serialize;
use store::{ArrangedCount, Snapshot, StoreError};

use super::{arrangement_id, person_of, works_with};
use crate::desks::Desks;
use crate::directory::Names;
use crate::leading::Led;
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

/// An arrangement that waits for a senior.
#[derive(Clone, Debug)]
pub struct ToConfirm {
    /// Its stream.
    pub stream: StreamId,
    /// By when.
    pub by: Date,
    /// Who made it; staff code.
    pub made_by: String,
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

    /// The arrangements that wait for the senior of a team that the asker signs for today, those that are due first.
    pub async fn apart_to_confirm(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Vec<ToConfirm>, Problem> {
        let (desks, today) = (desks.clone(), ask.today());
        Ok(self.store.read(move |snapshot| to_confirm(snapshot, &desks, today)).await?)
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

/// The arrangements that wait for the senior of one of the teams that are signed for, those that are due first.
pub(crate) fn to_confirm(snapshot: &Snapshot, desks: &Desks, today: Date) -> Result<Vec<ToConfirm>, StoreError> {
    let mut rows = Vec::new();
    for Led { team, .. } in desks.signs() {
        rows.extend(snapshot.unconfirmed(team, &today.to_string())?);
    }
    rows.sort_by(|a, b| (&a.confirm_by, &a.stream).cmp(&(&b.confirm_by, &b.stream)));
    rows.dedup_by(|a, b| a.stream == b.stream);
    let waiting = rows
        .into_iter()
        .filter_map(|row| Some(ToConfirm { by: row.confirm_by.parse().ok()?, made_by: row.staff, stream: row.stream }));
    Ok(waiting.collect())
}
