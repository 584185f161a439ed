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

/// The ways of an officer round an appointment that is still to be booked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// To it, from the one before.
    pub there: Option<Travel>,
    /// From it, to the next one.
    pub onward: Option<Travel>,
}

/// An appointment that is still to be booked, as far as it makes a way.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// With whom; staff code.
    pub staff: String,
    /// Whose.
    pub person: StreamId,
    /// What kind; empty for one in a building.
    pub contact: String,
    /// Where; site code, empty for a visit.
    pub site: String,
    /// When.
    pub starts: Minute,
    /// For how long, in minutes.
    pub minutes: u32,
}

impl Service {
    /// The ways of whoever is to see somebody, were this booked as well: what the day would say of it. Whoever asks was let
    /// into the record a moment ago.
    pub async fn ways(&self, wanted: &Wanted) -> Result<Ways, Problem> {
        let (staff, day) = (wanted.staff.clone(), wanted.starts.day().to_string());
        let rows = self.store.read(move |snapshot| snapshot.diary_of_officer(&staff, &day, &day)).await?;
        Ok(ways(rows, wanted, |code| self.standards.contact_type(code)))
    }

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

/// The name of an appointment that has none yet.
const WANTED: &str = "";

fn ways<'a>(mut rows: Vec<DiaryRow>, wanted: &Wanted, kind: impl Fn(&str) -> Option<&'a ContactType>) -> Ways {
    rows.push(DiaryRow {
        stream: wanted.person.clone(),
        appointment: WANTED.to_owned(),
        officer: wanted.staff.clone(),
        team: String::new(),
        site: wanted.site.clone(),
        starts: wanted.starts.to_string(),
        minutes: i64::from(wanted.minutes),
        what: String::new(),
        mode: wanted.contact.clone(),
        state: "booked".to_owned(),
        outcome: None,
        detail: String::new(),
    });
    rows.sort_by(|a, b| a.starts.cmp(&b.starts));
    let mut found = travels(&rows, &kind);
    let mut after = rows.iter().skip_while(|row| row.appointment != WANTED).skip(1);
    // A telephone call between the two is at no place, and on no way.
    let next = after.find(|row| row.state != "cancelled" && place(row, kind(&row.mode)).is_some());
    let is_somewhere = |row: &&DiaryRow| row.appointment == WANTED && place(row, kind(&row.mode)).is_some();
    let onward = next
        .filter(|_| rows.iter().any(|row| is_somewhere(&row)))
        .map(|row| (row.stream.clone(), row.appointment.clone()));
    Ways {
        there: found.remove(&(wanted.person.clone(), WANTED.to_owned())),
        onward: onward.and_then(|next| found.remove(&next)),
    }
}

/// Minutes from one minute of a day to another.
fn minutes_between(from: Minute, to: Minute) -> i64 {
    let of = |minute: Minute| {
        let (hour, of_hour) = minute.clock();
        i64::from(hour) * 60 + i64::from(of_hour)
    };
    of(to) - of(from)
}

#[cfg(test)]
mod tests {
    use practice::Standards;

    use super::*;

    fn row(appointment: &str, site: &str, starts: &str, mode: &str) -> DiaryRow {
        DiaryRow {
            stream: StreamId::new("person", [7; 16]),
            appointment: appointment.to_owned(),
            officer: "one".to_owned(),
            team: String::new(),
            site: site.to_owned(),
            starts: format!("2015-08-11T{starts}"),
            minutes: 30,
            what: String::new(),
            mode: mode.to_owned(),
            state: "booked".to_owned(),
            outcome: None,
            detail: String::new(),
        }
    }

    #[track_caller]
    fn check(starts: &str, site: &str, there: Option<i64>, onward: Option<i64>) {
        let day =
            vec![row("a", "mill", "09:00", "COAP"), row("b", "", "10:00", "COPT"), row("c", "quay", "11:00", "COAP")];
        let starts = format!("2015-08-11T{starts}").parse().expect("a minute");
        let person = StreamId::new("person", [8; 16]);
        let wanted =
            Wanted { staff: "one".into(), person, contact: String::new(), site: site.into(), starts, minutes: 30 };
        let found = ways(day, &wanted, |code| Standards::split_2014().contact_type(code));
        let minutes = |way: Option<Travel>| way.map(|way| way.minutes);
        assert_eq!((minutes(found.there), minutes(found.onward)), (there, onward), "{starts} {site}");
    }

    #[test]
    fn an_appointment_that_is_still_to_be_booked_has_a_way_there_and_one_from_there() {
        check("09:30", "mill", None, Some(60));
        check("09:45", "quay", Some(15), None);
        check("10:15", "park", Some(45), Some(15));
        check("12:00", "mill", Some(30), None);
        check("08:00", "quay", None, Some(30));
        check("10:15", "", None, None);
    }
}
