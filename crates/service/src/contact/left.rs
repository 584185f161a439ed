//! Those who had not been seen and of whom the senior who signed could not speak, because access to their record is limited, or
//! it was another team's or organisation's by then. They are counted in the month that was signed; one senior of the organisation
//! whose team signed it is asked what is done about each, wherever the case is by now, and whether or not it has ended.

use std::collections::BTreeMap;

use access::{Action, Actor, Permit};
use jiff::Span;
use jiff::civil::Date;
use practice::contact_sign_off::month_to_sign;
use record::StreamId;
use record::entry::Basis;
use record::facts::Fact;
use record::facts::organisation::{ContactSpokenOf, SignedCase};
use record::facts::signed::UnseenSignedOff;
use record::time::{Happened, Instant};
use serde::Serialize;
use store::{PersonRow, SignedOffRow, Snapshot, StoreError};

use super::signed::{is_left, named};
use super::stood::stood;
use crate::day::visible;
use crate::door::limits;
use crate::owner::Roster;
use crate::write::Parts;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A month of a team with people of whom nobody has said what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftMonth {
    /// The team's code.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Who, of those whom the asker is asked about.
    pub people: Vec<StreamId>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct LeftCase {
    /// Their stream.
    pub stream: StreamId,
    /// Who; none where no senior of the organisation may open the record.
    pub person: Option<PersonRow>,
    /// The day they were last seen face to face, or supervision began, as it stood when the month was signed.
    pub since: Date,
    permit: Permit,
}

/// What a senior says of them.
#[derive(Clone, Debug, Serialize)]
pub struct SayingOfLeft {
    /// The team's code.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Of each case, by its stream: why, or what is done.
    pub actions: BTreeMap<String, String>,
}

impl Service {
    /// The months in which the asker, a senior, may speak of somebody of whom nobody has: the oldest first.
    pub async fn left_to_say(&self, ask: &Ask) -> Result<Vec<LeftMonth>, Problem> {
        if !access::role_does(ask.actor.role, Action::SpeakOfUnseen) {
            return Ok(Vec::new());
        }
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| left(snapshot, &actor, today)).await?;
        let mut months: Vec<LeftMonth> = found.into_iter().map(|(month, _)| month).collect();
        months.sort_by(|a, b| (a.month, &a.team).cmp(&(b.month, &b.team)));
        Ok(months)
    }

    /// Those of one month of a team. Each is logged as read by whoever asks.
    pub async fn left_of_month(&self, ask: &Ask, team: &str, month: Date) -> Result<Vec<LeftCase>, Problem> {
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), (team.to_owned(), month));
        let read = self.store.read(move |snapshot| {
            let months = left(snapshot, &actor, today)?;
            let found = months.into_iter().find(|(left, _)| (&left.team, left.month) == (&wanted.0, wanted.1));
            let Some((left, row)) = found else { return Ok(None) };
            let mut people = Vec::new();
            for stream in left.people {
                let person = visible(snapshot, &stream, &actor.staff, today)?;
                people.push((snapshot.entries(&stream)?, stream, person));
            }
            Ok(Some((people, row)))
        });
        let Some((people, row)) = read.await? else { return Ok(Vec::new()) };
        let signed_on = Instant(row.at).day();
        let due_on = month_to_sign(month.saturating_add(Span::new().months(1)), self.standards)?;
        let day = due_on.map_or(signed_on, |month| month.value.due_on.min(signed_on));
        let mut cases = Vec::new();
        for (entries, stream, person) in people {
            let permit = self.permit_to_speak(ask, &stream, team).await?;
            let stood = stood(&stream, &entries, day, self.standards)?;
            let since = stood.and_then(|(_, row)| row.last.since_on.parse().ok()).unwrap_or(month);
            cases.push(LeftCase { stream, person, since, permit });
        }
        Ok(cases)
    }

    /// Says it, a line in the record of each, and of whom in the team's. Answers with the team's code.
    pub async fn say_of_left(&self, ask: &Ask, form: &Form, said: &SayingOfLeft) -> Result<Saved, Problem> {
        let cases = self.left_of_month(ask, &said.team, said.month).await?;
        if cases.is_empty() {
            return Err(Problem::field("month", "Nobody of that month is left, or somebody has spoken of them"));
        }
        let (mut permits, mut lines) = (Vec::new(), Vec::new());
        for case in &cases {
            let stream = &case.stream;
            let action = said.actions.get(stream.as_str()).map_or("", |action| action.trim()).to_owned();
            if action.is_empty() {
                let words = "Say of each person why, or what is done about it";
                return Err(Problem::Invalid(vec![FieldError::new("actions", words)]));
            }
            permits.push(case.permit.clone());
            let line = UnseenSignedOff { team: said.team.clone(), month: said.month, since: case.since, action };
            lines.push((stream.clone(), line));
        }
        let code = said.team.clone();
        let team = self.store.read(move |snapshot| snapshot.team(&code)).await?.ok_or(Problem::NotFound)?.stream;
        self.record_across(&permits, std::slice::from_ref(&team), ask, form, said, |streams| {
            let mut parts = Parts::new(streams);
            let on = Happened::On(ask.today());
            let mut cases = Vec::with_capacity(lines.len());
            for (person, line) in &lines {
                let again = |fact: &Fact| {
                    matches!(fact, Fact::UnseenSignedOff(old) if old.month == line.month && old.team == line.team)
                };
                let mut before = streams.of(person).iter().filter_map(|entry| entry.content.as_ref());
                if before.any(|content| again(&content.fact)) {
                    return Err(Problem::field("month", "Somebody has spoken of one of them meanwhile. Look again"));
                }
                let entry = parts.say(Said::new(person, line.clone(), on).basis(Basis::Opinion));
                cases.push(SignedCase { case: person.clone(), entry: Some(entry.seq), said: None });
            }
            // The team's own stream keeps that they were spoken of, whatever becomes of what was said.
            let spoken = ContactSpokenOf { team: said.team.clone(), month: said.month, cases };
            parts.say(Said::new(&team, spoken, on));
            Ok(parts.answer(said.team.clone()))
        })
        .await
    }
}

/// The months of the asker's organisation with people of whom nobody has spoken and they are asked, with the row of what was
/// signed.
fn left(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<(LeftMonth, SignedOffRow)>, StoreError> {
    let mut found = Vec::new();
    let months = snapshot.signed_with_left(&actor.provider)?;
    if months.is_empty() {
        return Ok(found);
    }
    let roster = Roster::of_seniors(snapshot, &actor.provider, today)?;
    for row in months {
        // What was said before teams kept of whom it was stands with the people alone.
        let lines = snapshot.signed_lines_of(&row.team, &row.month)?;
        let mut people = Vec::new();
        for SignedCase { case, .. } in named(&row)?.into_iter().filter(is_left) {
            // Of somebody whose record was erased nothing is left to say.
            let is_open = lines.iter().all(|line| line.stream != case) && snapshot.person(&case)?.is_some();
            if is_open
                && speaker_of(snapshot, &roster, (&row.team, &actor.provider), &case, today)?.as_ref()
                    == Some(&actor.staff)
            {
                people.push(case);
            }
        }
        if !people.is_empty() {
            let month = format!("{}-01", row.month).parse::<Date>();
            let month = month.map_err(|error| StoreError::Damaged(format!("a signed month: {error}")))?;
            found.push((LeftMonth { team: row.team.clone(), month, people }, row));
        }
    }
    Ok(found)
}

/// Who is asked today what is done about somebody of a team's signed month, of whom whoever signed could not speak. The team that
/// signed answers, and its organisation: the case may be another's by now, or nobody's.
pub(crate) fn speaker(
    snapshot: &Snapshot,
    person: &StreamId,
    team: &str,
    today: Date,
) -> Result<Option<String>, StoreError> {
    let Some(unit) = snapshot.team(team)? else { return Ok(None) };
    let roster = Roster::of_seniors(snapshot, &unit.provider, today)?;
    speaker_of(snapshot, &roster, (team, &unit.provider), person, today)
}

/// The same, of a team and its organisation whose seniors were read.
fn speaker_of(
    snapshot: &Snapshot,
    seniors: &Roster,
    (team, provider): (&str, &str),
    person: &StreamId,
    today: Date,
) -> Result<Option<String>, StoreError> {
    let (excluded, restricted_to) = limits(snapshot, person, today)?;
    let may_open = |staff: &str| !access::limited(staff, &excluded, &restricted_to);
    let found = seniors.leading(provider, today).speaker(team, &may_open);
    Ok(found.map(str::to_owned))
}
