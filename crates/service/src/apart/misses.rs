//! Near misses of a team: bookings that were refused because people must be kept apart, those that a senior let be all the same,
//! and how often two whom an arrangement is about were in a building at once. By building and by week, for whoever leads the team.
//!
//! Nobody is named, nor whose arrangement it is, and a count says no more than it must. Weeks are told once they are over, so that
//! nobody watches a number rise with one of them. A count is rounded down to a step of the standards, under which it is only said
//! that there was something. A building into which few came that week is not named either, whichever of the three it is: its register
//! would tell who was kept from whom. A record that the asker may not open is not counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use access::{Action, role_does};
use jiff::Span;
use jiff::civil::{Date, Weekday};
use practice::LimitName;
use practice::working::{WorkingFigure, value};
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::time::{Instant, Minute};
use serde::Deserialize;
use store::{EntryRow, PairRow, RefusedRow, Snapshot, StoreError, VisitRow};

use crate::door::{KEPT_APART, limits_among};
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// The near misses of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NearMisses {
    /// Weeks and buildings with something in them, the latest week first.
    pub rows: Vec<Misses>,
    /// The step by which counts are told.
    pub step: u64,
    /// The first day of the first week, and the last of the last.
    pub weeks: Option<(Date, Date)>,
}

/// Those of one building in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misses {
    /// The week's Monday.
    pub week: Date,
    /// Where.
    pub at: MissedAt,
    /// Bookings refused.
    pub refused: HowOften,
    /// Bookings that a senior let be.
    pub let_be: HowOften,
    /// Times that two were there at once, or may have been: where nobody noted when one of them left, until the day was over.
    pub together: HowOften,
}

/// Where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissedAt {
    /// In a building, by its code.
    Building(String),
    /// At no building of the service, or none was recorded.
    NoBuilding,
    /// In buildings into which so few came that week that naming them would tell of somebody.
    FewCame,
}

/// A count that tells of nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HowOften {
    /// Not at all.
    #[default]
    Never,
    /// Some, and fewer than this.
    FewerThan(u64),
    /// As many as this, or up to a step more.
    AtLeast(u64),
}

impl HowOften {
    fn of(count: u64, step: u64) -> HowOften {
        match count {
            0 => HowOften::Never,
            count if count < step => HowOften::FewerThan(step),
            count => HowOften::AtLeast(count - count % step.max(1)),
        }
    }
}

/// How often each of the three came to pass, by week and place.
type Counts = BTreeMap<(Reverse<Date>, MissedAt), [u64; 3]>;

impl Service {
    /// The near misses of a team that whoever asks leads, in the last weeks that are over; nothing for whoever may not let such a
    /// booking be.
    pub async fn near_misses(&self, ask: &Ask, team: &str) -> Result<NearMisses, Problem> {
        if !role_does(ask.actor.role, Action::OverrideApart) {
            return Ok(NearMisses::default());
        }
        let team = self.team_to_see(ask, team).await?;
        let step = u64::from(self.standards.limit(LimitName::FewestShown).value);
        let (staff, today) = (ask.actor.staff.clone(), ask.today());
        let first = monday(today).saturating_sub(Span::new().weeks(value(WorkingFigure::NearMissWeeks)));
        let weeks = (first, monday(today).saturating_sub(Span::new().days(1)));
        let found = self.store.read(move |snapshot| Found::read(snapshot, &team, &staff, (weeks, today))).await?;
        let (refused, let_be, together) = (found.refused()?, found.let_be(weeks)?, found.together(weeks));
        let counts = self.store.read(move |snapshot| {
            let mut counts = Counts::new();
            for (kind, all) in [refused, let_be, together].into_iter().enumerate() {
                for (on, site) in all {
                    let week = monday(on);
                    let at = named(snapshot, week, site, step)?;
                    counts.entry((Reverse(week), at)).or_default()[kind] += 1;
                }
            }
            Ok(counts)
        });
        let counts = counts.await?;
        let rows = counts.into_iter().map(|((Reverse(week), at), [refused, let_be, together])| Misses {
            week,
            at,
            refused: HowOften::of(refused, step),
            let_be: HowOften::of(let_be, step),
            together: HowOften::of(together, step),
        });
        let misses = NearMisses { rows: rows.collect(), step, weeks: Some(weeks) };
        self.permit_list(ask, Action::LeadTeam, misses.rows.len()).await?;
        Ok(misses)
    }
}

/// What near misses are counted from.
struct Found {
    /// The people whose cases the team holds, whose records the asker may open, and who may have been concerned.
    people: BTreeSet<StreamId>,
    refused: Vec<RefusedRow>,
    arrangements: Vec<(StreamId, Vec<EntryRow>)>,
    pairs: Vec<PairRow>,
    visits: BTreeMap<StreamId, Vec<VisitRow>>,
}

impl Found {
    fn read(
        snapshot: &Snapshot,
        team: &str,
        staff: &str,
        ((first, last), today): ((Date, Date), Date),
    ) -> Result<Found, StoreError> {
        let (day, since, until) = (today.to_string(), first.to_string(), last.to_string());
        let mut people = snapshot.kept_apart_held(team, &day, &since)?;
        // Where one of the staff must not meet somebody, what is refused may be anybody's booking with them.
        if !snapshot.apart_since(&[], team, &since)?.is_empty() {
            people = snapshot.cases_of_team(team, &day)?.into_iter().map(|person| person.stream).collect();
        }
        let limits = limits_among(snapshot, &people, today)?;
        people.retain(|person| limits.get(person).is_none_or(|(out, only)| !access::limited(staff, out, only)));
        let refused = snapshot.refused_among(&people, KEPT_APART, (begins(first), begins(next(last))))?;
        let with_entries = |stream: StreamId| snapshot.entries(&stream).map(|entries| (stream, entries));
        let arrangements = snapshot.apart_since(&people, team, &since)?.into_iter().map(with_entries);
        let arrangements = arrangements.collect::<Result<_, _>>()?;
        let people: BTreeSet<StreamId> = people.into_iter().collect();
        let mut pairs = snapshot.pairs_held(team, &day, &since)?;
        pairs.retain(|pair| people.contains(&pair.one));
        let others: Vec<StreamId> = pairs.iter().map(|pair| pair.other.clone()).collect();
        let limits = limits_among(snapshot, &others, today)?;
        let may_open =
            |person: &StreamId| limits.get(person).is_none_or(|(out, only)| !access::limited(staff, out, only));
        pairs.retain(|pair| may_open(&pair.other));
        let both: BTreeSet<&StreamId> = pairs.iter().flat_map(|pair| [&pair.one, &pair.other]).collect();
        let both: Vec<StreamId> = both.into_iter().cloned().collect();
        let mut visits: BTreeMap<StreamId, Vec<VisitRow>> = BTreeMap::new();
        for visit in snapshot.visits_among(&both, &since, &until)? {
            visits.entry(visit.stream.clone()).or_default().push(visit);
        }
        Ok(Found { people, refused, arrangements, pairs, visits })
    }

    /// On which days bookings were refused, and in which building they would have been.
    fn refused(&self) -> Result<Vec<(Date, String)>, Problem> {
        #[derive(Deserialize)]
        struct Detail {
            #[serde(default)]
            at: String,
        }
        let read = |row: &RefusedRow| {
            let detail: Detail = serde_json::from_str(&row.detail)
                .map_err(|error| Problem::Damaged(format!("a row of the log of reads: {error}")))?;
            Ok((Instant(row.at).day(), detail.at))
        };
        self.refused.iter().map(read).collect()
    }

    /// On which days bookings of these people were let be, and in which building; each booking once.
    fn let_be(&self, (first, last): (Date, Date)) -> Result<Vec<(Date, String)>, Problem> {
        let mut found = BTreeMap::new();
        for (stream, rows) in &self.arrangements {
            let stands = Arrangement::fold(&read_entries(stream, rows)?, View::default());
            for one in stands.into_iter().flat_map(|stands| stands.overridden) {
                let of_week = (first..=last).contains(&one.on) && self.people.contains(&one.booking.person);
                if of_week {
                    let booking = (one.booking.person, one.booking.appointment, one.on);
                    found.insert(booking, (one.on, one.booking.site));
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// On which day and in which building two were at once whom an arrangement kept apart on that day: each two once a day.
    fn together(&self, (first, last): (Date, Date)) -> Vec<(Date, String)> {
        let none = Vec::new();
        let mut found = BTreeSet::new();
        for pair in &self.pairs {
            let own = self.visits.get(&pair.one).unwrap_or(&none);
            let others = self.visits.get(&pair.other).unwrap_or(&none);
            for (one, other) in own.iter().flat_map(|one| others.iter().map(move |other| (one, other))) {
                let Some(day) = at_once(one, other) else { continue };
                let held = *pair.from_on <= *day && *day <= *pair.until_on;
                let Some(on) = day.parse::<Date>().ok().filter(|on| held && (first..=last).contains(on)) else {
                    continue;
                };
                let two = (pair.one.clone().min(pair.other.clone()), pair.one.clone().max(pair.other.clone()));
                found.insert((two, on, one.site.clone()));
            }
        }
        found.into_iter().map(|(_, on, site)| (on, site)).collect()
    }
}

/// The day on which two visits put their people into one building at once, or may have.
fn at_once<'a>(one: &'a VisitRow, other: &VisitRow) -> Option<&'a str> {
    let (day, from, to) = stay(one);
    let (of_other, other_from, other_to) = stay(other);
    let at_once = one.site == other.site && day == of_other && from <= other_to && other_from <= to;
    at_once.then_some(day)
}

/// The day of a visit, and from when until when on it. Of some only the day is known; who did not leave that day, or was not seen
/// to, may have been there until it was over.
fn stay(visit: &VisitRow) -> (&str, &str, &str) {
    let (day, from) = visit.arrived.split_once('T').unwrap_or((&visit.arrived, "00:00"));
    let until = visit.went.split_once('T').filter(|(on, _)| *on == day);
    (day, from, until.map_or("23:59", |(_, clock)| clock))
}

/// A building as it may be told of in a week: its name only where as many others came as a count would have to be of.
fn named(snapshot: &Snapshot, week: Date, site: String, step: u64) -> Result<MissedAt, StoreError> {
    if site.is_empty() {
        return Ok(MissedAt::NoBuilding);
    }
    let came = snapshot.visitors_at(&site, &week.to_string(), &sunday(week).to_string())?;
    Ok(if came < step { MissedAt::FewCame } else { MissedAt::Building(site) })
}

fn monday(day: Date) -> Date {
    day.saturating_sub(Span::new().days(i64::from(day.weekday().since(Weekday::Monday))))
}

fn sunday(monday: Date) -> Date {
    monday.saturating_add(Span::new().days(6))
}

fn next(day: Date) -> Date {
    day.saturating_add(Span::new().days(1))
}

/// The instant at which a day begins in London, in microseconds.
fn begins(day: Date) -> i64 {
    Minute::new(day.at(0, 0, 0, 0)).instant().0
}

#[cfg(test)]
mod tests {
    use super::{HowOften, VisitRow, at_once};

    fn visit(arrived: &str, went: &str) -> VisitRow {
        VisitRow {
            stream: record::StreamId::new("person", [1; 16]),
            visit: "visit-1".into(),
            site: "P01S1".into(),
            appointment: String::new(),
            arrived: arrived.into(),
            went: went.into(),
        }
    }

    fn check(other: (&str, &str), met: bool) {
        let (one, other) = (visit("2015-08-11T14:00", "2015-08-11T14:30"), visit(other.0, other.1));
        assert_eq!(at_once(&one, &other).is_some(), met, "{other:?}");
        assert_eq!(at_once(&other, &one).is_some(), met, "{other:?}");
    }

    #[test]
    fn two_were_there_at_once_if_neither_had_left_before_the_other_came() {
        check(("2015-08-11T14:29", "2015-08-11T15:00"), true);
        check(("2015-08-11T14:30", "2015-08-11T15:00"), true);
        check(("2015-08-11T14:31", "2015-08-11T15:00"), false);
        check(("2015-08-11T13:00", "2015-08-11T13:59"), false);
        check(("2015-08-11T13:00", ""), true);
        check(("2015-08-11", ""), true);
        check(("2015-08-12T14:00", "2015-08-12T14:30"), false);
        check(("2015-08-10T14:00", ""), false);
    }

    #[test]
    fn a_count_says_no_more_than_its_step() {
        let told = [0, 1, 4, 5, 9, 10, 14].map(|count| HowOften::of(count, 5));
        let fewer = HowOften::FewerThan(5);
        let (five, ten) = (HowOften::AtLeast(5), HowOften::AtLeast(10));
        assert_eq!(told, [HowOften::Never, fewer, fewer, five, five, ten, ten]);
    }
}
