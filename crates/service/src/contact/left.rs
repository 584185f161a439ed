//! Those who had not been seen and of whom the senior who signed could not speak, because access to their record is limited, or
//! it is another team's by now. They are counted in the month that was signed; what is done about them is said by any senior of
//! the organisation who may open their record.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Actor};
use jiff::Span;
use jiff::civil::Date;
use practice::contact_sign_off::month_to_sign;
use record::StreamId;
use record::entry::Basis;
use record::facts::Fact;
use record::facts::organisation::SignedCase;
use record::facts::signed::UnseenSignedOff;
use record::time::{Happened, Instant};
use serde::Serialize;
use store::{PersonRow, SignedOffRow, Snapshot, StoreError};

use super::signed::is_left;
use super::stood::stood;
use crate::write::Parts;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Months since one was signed that are looked at, however late that was.
const MONTHS: i64 = 12;

/// A month of a team with people of whom nobody has said what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftMonth {
    /// The team's code.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Who, of those whose records the asker may open.
    pub people: Vec<StreamId>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct LeftCase {
    /// Who.
    pub person: PersonRow,
    /// The day they were last seen face to face, or supervision began, as it stood when the month was signed.
    pub since: Date,
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

    /// Those of one month of a team. Each is shown by name, and their record says so.
    pub async fn left_of_month(&self, ask: &Ask, team: &str, month: Date) -> Result<Vec<LeftCase>, Problem> {
        let cases = self.left_cases(ask, team, month).await?;
        self.permit_list(ask, Action::SignOffContact, cases.len()).await?;
        for case in &cases {
            self.log_shown(ask, Action::SpeakOfUnseen, &case.person.stream).await?;
        }
        Ok(cases)
    }

    /// The same, for what is looked at first and asked leave for one by one.
    async fn left_cases(&self, ask: &Ask, team: &str, month: Date) -> Result<Vec<LeftCase>, Problem> {
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), (team.to_owned(), month));
        let read = self.store.read(move |snapshot| {
            let months = left(snapshot, &actor, today)?;
            let found = months.into_iter().find(|(left, _)| (&left.team, left.month) == (&wanted.0, wanted.1));
            let Some((left, row)) = found else { return Ok(None) };
            let mut people = Vec::new();
            for stream in left.people {
                if let Some(person) = snapshot.person(&stream)? {
                    people.push((snapshot.entries(&stream)?, person));
                }
            }
            Ok(Some((people, row)))
        });
        let Some((people, row)) = read.await? else { return Ok(Vec::new()) };
        let signed_on = Instant(row.at).day();
        let due_on = month_to_sign(month.saturating_add(Span::new().months(1)), self.standards)?;
        let day = due_on.map_or(signed_on, |month| month.value.due_on.min(signed_on));
        let mut cases = Vec::new();
        for (entries, person) in people {
            let stood = stood(&person.stream, &entries, day, self.standards)?;
            let since = stood.and_then(|(_, row)| row.last.since_on.parse().ok()).unwrap_or(month);
            cases.push(LeftCase { person, since });
        }
        Ok(cases)
    }

    /// Says it, a line in the record of each. Answers with the team's code.
    pub async fn say_of_left(&self, ask: &Ask, form: &Form, said: &SayingOfLeft) -> Result<Saved, Problem> {
        let cases = self.left_cases(ask, &said.team, said.month).await?;
        self.permit_list(ask, Action::SignOffContact, cases.len()).await?;
        if cases.is_empty() {
            return Err(Problem::field("month", "Nobody of that month is left, or somebody has spoken of them"));
        }
        let (mut permits, mut lines) = (Vec::new(), Vec::new());
        for case in &cases {
            let stream = &case.person.stream;
            let action = said.actions.get(stream.as_str()).map_or("", |action| action.trim()).to_owned();
            if action.is_empty() {
                let words = "Say of each person why, or what is done about it";
                return Err(Problem::Invalid(vec![FieldError::new("actions", words)]));
            }
            permits.push(self.permit(ask, Action::SpeakOfUnseen, stream).await?);
            let line = UnseenSignedOff { team: said.team.clone(), month: said.month, since: case.since, action };
            lines.push((stream.clone(), line));
        }
        self.record_for(&permits, ask, form, said, |streams| {
            let mut parts = Parts::new(streams);
            for (person, line) in &lines {
                let again = |fact: &Fact| {
                    matches!(fact, Fact::UnseenSignedOff(old) if old.month == line.month && old.team == line.team)
                };
                let mut before = streams.of(person).iter().filter_map(|entry| entry.content.as_ref());
                if before.any(|content| again(&content.fact)) {
                    return Err(Problem::field("month", "Somebody has spoken of one of them meanwhile. Look again"));
                }
                let on = Happened::On(ask.today());
                parts.say(Said::new(person, line.clone(), on).basis(Basis::Opinion));
            }
            Ok(parts.answer(said.team.clone()))
        })
        .await
    }
}

/// The months of the asker's organisation with people of whom nobody has spoken and they may, with the row of what was signed.
fn left(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<(LeftMonth, SignedOffRow)>, StoreError> {
    let since = today.saturating_sub(Span::new().months(MONTHS));
    let mut found = Vec::new();
    for team in snapshot.teams_of(&actor.provider)? {
        let mut rows = snapshot.signed_off(&team.team)?;
        rows.retain(|row| Instant(row.at).day() >= since);
        let named = rows.into_iter().map(|row| (left_of(&row), row)).filter(|(people, _)| !people.is_empty());
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            continue;
        }
        let lines = snapshot.signed_lines(&team.team)?;
        for (mut people, row) in named {
            let spoken: BTreeSet<&StreamId> =
                lines.iter().filter(|line| line.month == row.month).map(|line| &line.stream).collect();
            people.retain(|person| !spoken.contains(person));
            let mut open = Vec::new();
            for person in people {
                if crate::door::may(snapshot, actor, Action::SpeakOfUnseen, &person, today)? {
                    open.push(person);
                }
            }
            let month = format!("{}-01", row.month).parse::<Date>();
            if let (Ok(month), false) = (month, open.is_empty()) {
                found.push((LeftMonth { team: team.team.clone(), month, people: open }, row));
            }
        }
    }
    Ok(found)
}

fn left_of(row: &SignedOffRow) -> Vec<StreamId> {
    let named: Vec<SignedCase> = serde_json::from_str(&row.cases).unwrap_or_default();
    named.into_iter().filter(is_left).map(|signed| signed.case).collect()
}
