//! The diary by the week and by the month: an officer's own, a colleague's for whoever leads them, or the team's.

use std::collections::BTreeMap;

use access::Action;
use jiff::civil::Date;
use practice::catalogue::{ContactType, Mode};
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::facts::organisation::Role;
use record::time::Minute;
pub use store::{DayCount, DiaryOf, DiaryPerson};
use store::{DiaryPeople, DiaryRow};

use crate::project::SlotDetail;
use crate::{Ask, Problem, Service};

/// Whose diary is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One's own; the team's, for whoever leads or serves one.
    Usual,
    /// One's team's.
    Team,
    /// A member of one's team's, by staff code.
    Colleague(String),
}

/// A week of a diary.
#[derive(Debug)]
pub struct Week {
    /// Whose it is.
    pub whose: DiaryOf,
    /// The appointments, by time.
    pub slots: Vec<WeekSlot>,
}

/// An appointment of a week.
#[derive(Debug)]
pub struct WeekSlot {
    /// The appointment.
    pub row: DiaryRow,
    /// What else is shown of it.
    pub detail: SlotDetail,
    /// Whom it is with; none where access to their record is limited.
    pub person: Option<DiaryPerson>,
    /// The way from the appointment before.
    pub travel: Option<Travel>,
}

/// The way from one appointment to the next, at another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travel {
    /// Minutes between the end of one and the start of the next; less than none where they overlap.
    pub minutes: i64,
    /// How many are allowed for.
    pub allowed: i64,
}

impl Travel {
    /// Whether the time is too short.
    pub fn is_short(&self) -> bool {
        self.minutes < self.allowed
    }
}

impl Service {
    /// The appointments from one day to another.
    pub async fn week(&self, ask: &Ask, asked: &Asked, from: Date, to: Date) -> Result<Week, Problem> {
        let whose = self.whose_diary(ask, asked).await?;
        let (wanted, first, last) = (whose.clone(), from.to_string(), to.to_string());
        let read = self.store.read(move |snapshot| {
            let rows = snapshot.diary_of_whom(&wanted, &first, &last)?;
            Ok((rows, snapshot.people_of_diary(&wanted, &first, &last)?))
        });
        let (rows, people) = read.await?;
        self.permit_list(ask, Action::ViewDay, rows.len()).await?;
        let people = visible(&people, &ask.actor.staff, ask.today());
        let mut ways = travels(&rows, |code| self.standards.contact_type(code));
        let slots = rows.into_iter().map(|row| WeekSlot {
            detail: serde_json::from_str(&row.detail).unwrap_or_default(),
            person: people.get(&row.stream).cloned(),
            travel: ways.remove(&(row.stream.clone(), row.appointment.clone())),
            row,
        });
        Ok(Week { slots: slots.collect(), whose })
    }

    /// How many appointments there are on each day from one to another, by state.
    pub async fn month(
        &self,
        ask: &Ask,
        asked: &Asked,
        from: Date,
        to: Date,
    ) -> Result<(DiaryOf, Vec<DayCount>), Problem> {
        let whose = self.whose_diary(ask, asked).await?;
        let (wanted, from, to) = (whose.clone(), from.to_string(), to.to_string());
        let counts = self.store.read(move |snapshot| snapshot.diary_counts(&wanted, &from, &to)).await?;
        self.permit_list(ask, Action::ViewDay, counts.len()).await?;
        Ok((whose, counts))
    }

    /// Whether a colleague's diary is theirs to see: whoever leads or serves a team sees its members'.
    async fn whose_diary(&self, ask: &Ask, asked: &Asked) -> Result<DiaryOf, Problem> {
        let actor = &ask.actor;
        let leads = matches!(actor.role, Role::CaseAdministrator | Role::SeniorProbationOfficer);
        match asked {
            Asked::Usual if !leads => Ok(DiaryOf::Officer(actor.staff.clone())),
            Asked::Usual | Asked::Team => Ok(DiaryOf::Team(actor.team.clone())),
            Asked::Colleague(staff) if *staff == actor.staff => Ok(DiaryOf::Officer(staff.clone())),
            Asked::Colleague(staff) => {
                let theirs = self.colleagues(ask).await?.iter().any(|(code, _)| code == staff);
                if leads && theirs {
                    Ok(DiaryOf::Officer(staff.clone()))
                } else {
                    self.not_theirs(ask, Action::ViewDay).await
                }
            }
        }
    }
}

/// Those whom a member of staff may see.
fn visible(people: &DiaryPeople, staff: &str, today: Date) -> BTreeMap<StreamId, DiaryPerson> {
    let day = today.to_string();
    let holds = |from: &str, to: Option<&str>| from <= day.as_str() && to.is_none_or(|to| day.as_str() < to);
    let hidden = |stream: &StreamId| {
        let (mut excluded, mut restricted_to) = (Vec::new(), Vec::new());
        for limit in people.limits.iter().filter(|limit| limit.stream == *stream) {
            if holds(&limit.from_on, limit.to_on.as_deref()) {
                let list = if limit.kind == "exclusion" { &mut excluded } else { &mut restricted_to };
                list.push(limit.staff.clone());
            }
        }
        access::limited(staff, &excluded, &restricted_to)
    };
    let shown = people.people.iter().filter(|person| !hidden(&person.stream));
    shown.map(|person| (person.stream.clone(), person.clone())).collect()
}

/// Where an officer has to be; none where they need not go anywhere.
fn place<'a>(row: &'a DiaryRow, kind: Option<&ContactType>) -> Option<&'a str> {
    match kind {
        Some(kind) if kind.mode != Mode::InPerson => None,
        // Somebody's home: another one for each person.
        Some(kind) if kind.elsewhere => Some(row.stream.as_str()),
        _ if row.site.is_empty() => None,
        _ => Some(&row.site),
    }
}

/// The ways between appointments of one officer on one day at different places, by the appointment they lead to. The rows come
/// by time.
pub(crate) fn travels<'a>(
    rows: &[DiaryRow],
    kind: impl Fn(&str) -> Option<&'a ContactType>,
) -> BTreeMap<(StreamId, String), Travel> {
    let allowed = i64::from(Places::split_2014().value(PlaceFigure::TravelMinutes));
    let mut last: BTreeMap<&str, (Minute, &str)> = BTreeMap::new();
    let mut ways = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state != "cancelled") {
        let Some(at) = place(row, kind(&row.mode)) else { continue };
        let Ok(starts) = row.starts.parse::<Minute>() else { continue };
        if let Some((ended, before)) = last.get(row.officer.as_str()).filter(|(ended, _)| ended.day() == starts.day())
            && *before != at
        {
            let minutes = minutes_between(*ended, starts);
            ways.insert((row.stream.clone(), row.appointment.clone()), Travel { minutes, allowed });
        }
        last.insert(&row.officer, (starts.plus_minutes(row.minutes), at));
    }
    ways
}

/// Minutes from one minute of a day to another.
fn minutes_between(from: Minute, to: Minute) -> i64 {
    let of = |minute: Minute| {
        let (hour, of_hour) = minute.clock();
        i64::from(hour) * 60 + i64::from(of_hour)
    };
    of(to) - of(from)
}
