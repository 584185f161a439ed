//! The one way to a case: ties, decision, the read logged, and only then the entries.

use std::collections::BTreeMap;

use access::{Action, Actor, Because, Permit, Question, Refusal, Tie, Ties};
use jiff::civil::Date;
use practice::working::{WorkingFigure, value};
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use serde::Deserialize;
use serde_json::Value;
use store::{LimitRow, ReadRow, Snapshot, StoreError};

use crate::elsewhere::is_mark;
use crate::owner::Roster;
use crate::readers::Upto;
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

/// What is kept with a read besides who, whom and why.
#[derive(Clone, Copy, Default)]
struct Beside<'a> {
    /// What it was asked for: one of a few words.
    what_for: Option<&'static str>,
    /// How far the record went that was shown.
    upto: Option<Upto>,
    /// Of which place it was, and of which day.
    at: Option<(&'a str, Option<Date>)>,
}

/// Said of a look by whoever runs the program, under the name of a member of staff.
const BY_OPERATOR: &str = ",\"by\":\"operator\"";

impl Beside<'_> {
    /// As it stands in the log; `by` is who asked, where it was not the member of staff.
    fn detail(self, action: Action, by: &str) -> String {
        let what_for = self.what_for.map(|code| format!(",\"for\":\"{code}\"")).unwrap_or_default();
        let upto = self.upto.map(|Upto { upto }| format!(",\"upto\":{upto}")).unwrap_or_default();
        let on = |day: Date| format!(",\"on\":\"{day}\"");
        let at = self.at.map(|(site, day)| format!(",\"at\":{}{}", Value::from(site), day.map(on).unwrap_or_default()));
        format!("{{\"to\":\"{}\"{what_for}{upto}{}{by}}}", action.words(), at.unwrap_or_default())
    }
}

/// Of which place and day a list was, as its line in the log says; nothing of one from before that was said.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListAt {
    /// The place: site code.
    pub(crate) at: Option<String>,
    /// The day; none where it was of every day from then on.
    pub(crate) on: Option<Date>,
}

impl ListAt {
    /// What the log says of a list.
    pub(crate) fn of(row: &ReadRow) -> ListAt {
        serde_json::from_str(&row.detail).unwrap_or_default()
    }
}

/// Why a booking is refused that would bring people together, as it stands in the log.
pub(crate) const KEPT_APART: &str = "people must be kept apart";

impl Service {
    /// Opens a case for reading.
    pub async fn open(&self, ask: &Ask, action: Action, case: &StreamId, view: View) -> Result<Opened, Problem> {
        let (actor, today, stream) = (ask.actor.clone(), ask.today(), case.clone());
        // Tie and entries are of one snapshot; without leave nobody looks at the entries, and without the note nobody gets them.
        let read = self.store.read(move |snapshot| {
            snapshot.foresee(|ahead| {
                ahead.entries(&stream)?;
                asked_of_all(ahead, &stream, today)
            })?;
            let answer = decide(snapshot, &actor, action, &stream, today)?;
            let rows = if answer.is_ok() { snapshot.entries(&stream)? } else { Vec::new() };
            Ok((answer, rows))
        });
        let (answer, rows) = read.await?;
        let upto = Upto { upto: rows.last().map_or(0, |row| row.seq) };
        let more = Beside { upto: Some(upto), ..Beside::default() };
        let permit = self.noted(ask, action, case, answer, more).await?;
        let entries = read_entries(case, &rows)?;
        if entries.is_empty() {
            return Err(Problem::NotFound);
        }
        Ok(Opened { permit, file: fold(&entries, view), entries })
    }

    /// Asks leave for one record, and logs the answer before giving it.
    pub async fn permit(&self, ask: &Ask, action: Action, case: &StreamId) -> Result<Permit, Problem> {
        self.permit_for(ask, action, case, None).await
    }

    /// The same, where they say what for: one of a few words that are kept with the read.
    pub(crate) async fn permit_for(
        &self,
        ask: &Ask,
        action: Action,
        case: &StreamId,
        what_for: Option<&'static str>,
    ) -> Result<Permit, Problem> {
        let (actor, today, stream) = (ask.actor.clone(), ask.today(), case.clone());
        let answer = self.store.read(move |snapshot| decide(snapshot, &actor, action, &stream, today)).await?;
        self.noted(ask, action, case, answer, Beside { what_for, ..Beside::default() }).await
    }

    /// Asks leave to say what is done about somebody of a team's signed month, of whom whoever signed could not speak.
    pub(crate) async fn permit_to_speak(&self, ask: &Ask, case: &StreamId, team: &str) -> Result<Permit, Problem> {
        let (actor, today, stream, team) = (ask.actor.clone(), ask.today(), case.clone(), team.to_owned());
        let answer = self.store.read(move |snapshot| {
            let mut ties = ties(snapshot, &stream, today)?;
            ties.speaks = crate::contact::left::speaker(snapshot, &stream, &team, today)?;
            let case = Some((&stream, &ties));
            Ok(access::decide(Question { actor: &actor, action: Action::SpeakOfUnseen, case, today }))
        });
        self.noted(ask, Action::SpeakOfUnseen, case, answer.await?, Beside::default()).await
    }

    /// Gives an answer about one record, once it stands in the log of reads.
    async fn noted(
        &self,
        ask: &Ask,
        action: Action,
        case: &StreamId,
        answer: Result<Permit, Refusal>,
        more: Beside<'_>,
    ) -> Result<Permit, Problem> {
        self.log(ask, action, Some(case), 1, &answer, more).await?;
        match answer {
            Ok(permit) => Ok(permit),
            Err(refusal) => {
                let helper = match &refusal {
                    Refusal::NoRelationship { ask: Some(team) } => self.team_contact(team).await?,
                    _ => None,
                };
                Err(Problem::Refused { refusal, wanted: action.words(), case: Some(case.clone()), ask: helper })
            }
        }
    }

    /// Asks leave for something that concerns no single record, and logs the answer before giving it.
    pub async fn permit_list(&self, ask: &Ask, action: Action, rows: usize) -> Result<Permit, Problem> {
        self.permit_list_for(ask, action, rows, None).await
    }

    /// The same, where they say what for: one of a few words that are kept with the read.
    pub(crate) async fn permit_list_for(
        &self,
        ask: &Ask,
        action: Action,
        rows: usize,
        what_for: Option<&'static str>,
    ) -> Result<Permit, Problem> {
        let answer = access::decide(Question { actor: &ask.actor, action, case: None, today: ask.today() });
        self.log(ask, action, None, rows, &answer, Beside { what_for, ..Beside::default() }).await?;
        answer.map_err(|refusal| Problem::Refused { refusal, wanted: action.words(), case: None, ask: None })
    }

    /// As [`Service::permit_list`], of a place, and of one day there or of every day from today on: kept with the read, for
    /// whoever asks later whom the list held.
    pub(crate) async fn permit_list_at(
        &self,
        ask: &Ask,
        action: Action,
        rows: usize,
        at: (&str, Option<Date>),
    ) -> Result<Permit, Problem> {
        let answer = access::decide(Question { actor: &ask.actor, action, case: None, today: ask.today() });
        self.log(ask, action, None, rows, &answer, Beside { at: Some(at), ..Beside::default() }).await?;
        answer.map_err(|refusal| Problem::Refused { refusal, wanted: action.words(), case: None, ask: None })
    }

    /// Refuses what their role does, but not there: at another organisation's place. It is logged.
    pub(crate) async fn not_theirs<T>(&self, ask: &Ask, action: Action) -> Result<T, Problem> {
        let refusal = Refusal::NotTheirRole;
        self.log_row(ask, action, None, 0, ("refused", "not their organisation’s place"), Beside::default()).await?;
        Err(Problem::Refused { refusal, wanted: action.words(), case: None, ask: None })
    }

    /// Refuses what their role does, but not with this colleague, whom they do not lead. It is logged.
    pub(crate) async fn not_with_them<T>(&self, ask: &Ask, action: Action) -> Result<T, Problem> {
        let refusal = Refusal::NotTheirRole;
        self.log_row(ask, action, None, 0, ("refused", "somebody else leads them"), Beside::default()).await?;
        Err(Problem::Refused { refusal, wanted: action.words(), case: None, ask: None })
    }

    /// Logs that a person was not booked because people must be kept apart, and in which building that would have been.
    pub(crate) async fn log_refused_apart(&self, ask: &Ask, case: &StreamId, site: &str) -> Result<(), Problem> {
        let building = !site.is_empty() && !is_mark(site);
        let more = Beside { at: building.then_some((site, None)), ..Beside::default() };
        self.log_row(ask, Action::Book, Some(case), 1, ("refused", KEPT_APART), more).await
    }

    /// Logs that something was refused about a person, and why.
    pub(crate) async fn log_refused(
        &self,
        ask: &Ask,
        action: Action,
        case: &StreamId,
        why: &'static str,
    ) -> Result<(), Problem> {
        self.log_row(ask, action, Some(case), 1, ("refused", why), Beside::default()).await
    }

    /// Logs that something of a person's record was shown on a page that is about more than them.
    pub(crate) async fn log_shown(&self, ask: &Ask, action: Action, case: &StreamId) -> Result<(), Problem> {
        self.log_row(ask, action, Some(case), 1, ("shown", Because::Role.words()), Beside::default()).await
    }

    /// Logs that so many rows of a record, which the asker has just been let into, were taken away.
    pub(crate) async fn log_rows(
        &self,
        ask: &Ask,
        action: Action,
        case: &StreamId,
        rows: usize,
    ) -> Result<(), Problem> {
        self.log_row(ask, action, Some(case), rows, ("shown", "taken away as a file"), Beside::default()).await
    }

    async fn log(
        &self,
        ask: &Ask,
        action: Action,
        case: Option<&StreamId>,
        rows: usize,
        answer: &Result<Permit, Refusal>,
        more: Beside<'_>,
    ) -> Result<(), Problem> {
        let outcome = match answer {
            Ok(permit) => ("shown", permit.because().words()),
            Err(refusal) => ("refused", refusal.words()),
        };
        self.log_row(ask, action, case, rows, outcome, more).await
    }

    async fn log_row(
        &self,
        ask: &Ask,
        action: Action,
        case: Option<&StreamId>,
        rows: usize,
        (outcome, purpose): (&str, &str),
        more: Beside<'_>,
    ) -> Result<(), Problem> {
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
            detail: more.detail(action, if self.by_operator { BY_OPERATOR } else { "" }),
        };
        Ok(self.store.log_read(row).await?)
    }
}

/// Whether somebody may, as their ties to the person stand.
fn decide(
    snapshot: &Snapshot,
    actor: &Actor,
    action: Action,
    case: &StreamId,
    today: Date,
) -> Result<Result<Permit, Refusal>, StoreError> {
    let mut ties = ties(snapshot, case, today)?;
    let answer = access::decide(Question { actor, action, case: Some((case, &ties)), today });
    // Few are let in because they are asked to countersign: it is looked at last.
    let untied = matches!(answer, Err(Refusal::NoRelationship { .. }));
    if untied && crate::risk::signing::is_asked(snapshot, actor, case, today)? {
        ties.countersigns = Some(actor.staff.clone());
        return Ok(access::decide(Question { actor, action, case: Some((case, &ties)), today }));
    }
    Ok(answer)
}

/// Whether somebody may, without a word in the log: for lists that lead to what is logged when it is opened.
pub(crate) fn may(
    snapshot: &Snapshot,
    actor: &Actor,
    action: Action,
    case: &StreamId,
    today: Date,
) -> Result<bool, StoreError> {
    Ok(decide(snapshot, actor, action, case, today)?.is_ok())
}

/// How staff are tied to a person on `today`.
pub(crate) fn ties(snapshot: &Snapshot, case: &StreamId, today: Date) -> Result<Ties, StoreError> {
    let day = today.to_string();
    let current = |from: &str, to: Option<&str>| from <= day.as_str() && to.is_none_or(|next| day.as_str() < next);
    snapshot.foresee(|ahead| asked_of_all(ahead, case, today))?;
    let mut managers = snapshot.managers_of(case)?;
    managers.retain(|row| current(&row.from_on, row.to_on.as_deref()));
    snapshot.foresee(|ahead| managers.iter().try_for_each(|row| Roster::default().team(ahead, &row.team, today)))?;
    let mut roster = Roster::of_holders(snapshot, &managers, today)?;
    let limits = limits(snapshot, case, today)?;
    let mut stand_ins = crate::owner::standing_in(snapshot, case, &managers, &limits, &mut roster, today)?;
    stand_ins.extend(crate::leading::leading(snapshot, &managers, &mut roster, today)?);
    let held = managers.into_iter().map(|row| Tie { staff: row.staff, team: row.team, provider: row.provider });
    let held_by = held.collect();
    let seen_by = seen_by(snapshot, case, today)?;
    let (excluded, restricted_to) = limits;
    let mut ties = Ties { held_by, stand_ins, seen_by, excluded, restricted_to, ..Ties::default() };
    ties.listed_until = snapshot
        .court_case_of_person(case)?
        .into_iter()
        .filter_map(|row| row.day.parse::<Date>().ok())
        .max()
        .map(crate::court::open_to_court_until);
    Ok(ties)
}

/// What is asked of every case to know who is tied to it, whatever else is answered.
fn asked_of_all(ahead: &Snapshot, case: &StreamId, today: Date) -> Result<(), StoreError> {
    ahead.managers_of(case)?;
    ahead.limits_of(case)?;
    seen_by(ahead, case, today)?;
    ahead.court_case_of_person(case).map(drop)
}

/// Who sees them, or saw them lately.
fn seen_by(snapshot: &Snapshot, case: &StreamId, today: Date) -> Result<Vec<String>, StoreError> {
    let days = i64::from(value(WorkingFigure::AppointmentTieDays));
    snapshot.officers_of(case, &shifted(today, -days), &shifted(today, days))
}

/// Who is excluded from a record, and to whom it is restricted.
pub(crate) type Limits = (Vec<String>, Vec<String>);

/// Who is excluded from a record, and to whom it is restricted, on `today`.
pub(crate) fn limits(snapshot: &Snapshot, case: &StreamId, today: Date) -> Result<Limits, StoreError> {
    let found = running(snapshot.limits_of(case)?, today).remove(case);
    Ok(found.unwrap_or_default())
}

/// The same of some records, by their streams; of most there is none.
pub(crate) fn limits_among(
    snapshot: &Snapshot,
    cases: &[StreamId],
    today: Date,
) -> Result<BTreeMap<StreamId, Limits>, StoreError> {
    Ok(running(snapshot.limits_among(cases)?, today))
}

fn running(rows: Vec<LimitRow>, today: Date) -> BTreeMap<StreamId, Limits> {
    let day = today.to_string();
    let mut found: BTreeMap<StreamId, Limits> = BTreeMap::new();
    for limit in rows {
        if limit.from_on > day || limit.to_on.as_ref().is_some_and(|to| *to <= day) {
            continue;
        }
        let (excluded, restricted_to) = found.entry(limit.stream).or_default();
        match limit.kind.as_str() {
            "exclusion" => excluded.push(limit.staff),
            _ => restricted_to.push(limit.staff),
        }
    }
    found
}

fn shifted(day: Date, days: i64) -> String {
    day.saturating_add(jiff::Span::new().days(days)).to_string()
}
