//! The one way to a case: ties, decision, the read logged, and only then the entries.

use access::{Action, Permit, Question, Refusal, Tie, Ties};
use jiff::civil::Date;
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use store::{DiaryRow, ReadRow, Snapshot, StoreError};

use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// A case that somebody may see, with the permit that says so.
#[derive(Debug)]
pub struct Opened {
    /// Why they may.
    pub permit: Permit,
    /// Every entry of the stream.
    pub entries: Vec<Entry>,
    /// The case file as seen from the view asked for.
    pub file: CaseFile,
}

/// Days around today within which an appointment ties its officer to the person.
const APPOINTMENT_TIE_DAYS: i32 = 60;

impl Service {
    /// Opens a case for reading.
    pub async fn open(&self, ask: &Ask, action: Action, case: &StreamId, view: View) -> Result<Opened, Problem> {
        let permit = self.permit(ask, action, case).await?;
        let entries = self.entries(&permit).await?;
        if entries.is_empty() {
            return Err(Problem::NotFound);
        }
        Ok(Opened { permit, file: fold(&entries, view), entries })
    }

    /// Asks leave for one record, and logs the answer before giving it.
    pub async fn permit(&self, ask: &Ask, action: Action, case: &StreamId) -> Result<Permit, Problem> {
        let (today, stream) = (ask.today(), case.clone());
        let ties = self.store.read(move |snapshot| ties(snapshot, &stream, today)).await?;
        let question = Question { actor: &ask.actor, action, case: Some((case, &ties)), today };
        let answer = access::decide(question);
        self.log(ask, action, Some(case), 1, &answer).await?;
        answer.map_err(|refusal| Problem::Refused { refusal, wanted: action.words(), case: Some(case.clone()) })
    }

    /// Asks leave for something that concerns no single record, and logs the answer before giving it.
    pub async fn permit_list(&self, ask: &Ask, action: Action, rows: usize) -> Result<Permit, Problem> {
        let answer = access::decide(Question { actor: &ask.actor, action, case: None, today: ask.today() });
        self.log(ask, action, None, rows, &answer).await?;
        answer.map_err(|refusal| Problem::Refused { refusal, wanted: action.words(), case: None })
    }

    /// The entries of the case a permit is for.
    async fn entries(&self, permit: &Permit) -> Result<Vec<Entry>, Problem> {
        let Some(case) = permit.case().cloned() else { return Err(Problem::NotFound) };
        let stream = case.clone();
        let rows = self.store.read(move |snapshot| snapshot.entries(&stream)).await?;
        read_entries(&case, &rows)
    }

    async fn log(
        &self,
        ask: &Ask,
        action: Action,
        case: Option<&StreamId>,
        rows: usize,
        answer: &Result<Permit, Refusal>,
    ) -> Result<(), Problem> {
        let (outcome, purpose) = match answer {
            Ok(permit) => ("shown", permit.because().words()),
            Err(refusal) => ("refused", refusal.words()),
        };
        let row = ReadRow {
            at: ask.now.0,
            staff: ask.actor.staff.clone(),
            role: ask.actor.role.code().to_owned(),
            organisation: ask.actor.provider.clone(),
            purpose: purpose.to_owned(),
            screen: ask.screen.to_owned(),
            subject: case.map(ToString::to_string),
            outcome: outcome.to_owned(),
            rows: i64::try_from(rows).unwrap_or(i64::MAX),
            detail: format!("{{\"to\":\"{}\"}}", action.words()),
        };
        Ok(self.store.log_read(row).await?)
    }
}

/// How staff are tied to a person on `today`.
pub(crate) fn ties(snapshot: &Snapshot, case: &StreamId, today: Date) -> Result<Ties, StoreError> {
    let day = today.to_string();
    let current = |from: &str, to: Option<&str>| from <= day.as_str() && to.is_none_or(|next| day.as_str() < next);
    let held_by = snapshot
        .managers_of(case)?
        .into_iter()
        .filter(|row| current(&row.from_on, row.to_on.as_deref()))
        .map(|row| Tie { staff: row.staff, team: row.team, provider: row.provider })
        .collect();
    let (from, to) = (shifted(today, -APPOINTMENT_TIE_DAYS), shifted(today, APPOINTMENT_TIE_DAYS));
    let near = |row: &DiaryRow| from.as_str() <= row.starts.as_str() && row.starts.as_str() < to.as_str();
    let mut seen_by: Vec<String> = snapshot.diary_of(case)?.into_iter().filter(near).map(|row| row.officer).collect();
    seen_by.sort_unstable();
    seen_by.dedup();
    let mut ties = Ties { held_by, seen_by, ..Ties::default() };
    for limit in snapshot.limits_of(case)?.into_iter().filter(|row| current(&row.from_on, row.to_on.as_deref())) {
        match limit.kind.as_str() {
            "exclusion" => ties.excluded.push(limit.staff),
            _ => ties.restricted_to.push(limit.staff),
        }
    }
    ties.listed_until = snapshot
        .court_case_of_person(case)?
        .into_iter()
        .filter_map(|row| row.day.parse::<Date>().ok())
        .max()
        .map(crate::court::open_to_court_until);
    Ok(ties)
}

fn shifted(day: Date, days: i32) -> String {
    day.saturating_add(jiff::Span::new().days(days)).to_string()
}
