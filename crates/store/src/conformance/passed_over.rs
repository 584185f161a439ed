//! Limited records that may fall to another than whoever holds the case: the few that are worth asking the rule about.

use super::samples::{START, limited_row, manager_row, person, stream};
use super::{Outcome, same, words};
use crate::act::SideWrite;
use crate::away::AwayRow;
use crate::limits::LimitRow;
use crate::managers::ManagerRow;
use crate::places::TeamRow;
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::store::Store;

const DAY: &str = "2015-12-15";

fn staff(number: u64, (name, role): (&str, &str)) -> Rows {
    let row = StaffRow {
        stream: stream("staff", number),
        staff: name.into(),
        name: name.into(),
        role: role.into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: true,
        sign_in: name.into(),
    };
    Rows::Staff { stream: row.stream.clone(), rows: vec![row] }
}

/// Away until the end of the day.
fn away(number: u64, staff: &str, cover: Option<&str>) -> Rows {
    let row = AwayRow {
        stream: stream("staff", number),
        from_on: "2015-12-14".into(),
        staff: staff.into(),
        until_on: Some(DAY.into()),
        kind: "leave".into(),
        cover: cover.map(Into::into),
    };
    Rows::Away { stream: row.stream.clone(), rows: vec![row] }
}

/// Somebody whom a team holds, and whose record is limited from the first of the year until the end of the day.
fn limited(number: u64, team: &str, kind: &str, named: &[&str]) -> [Rows; 2] {
    let limit = |staff: &&str| LimitRow {
        stream: person(number),
        staff: (*staff).to_owned(),
        kind: kind.into(),
        from_on: "2015-01-01".into(),
        to_on: Some("2015-12-16".into()),
    };
    let held = ManagerRow { team: team.into(), ..manager_row(number, "works", "2014-01-01", None) };
    [
        Rows::Limited { stream: person(number), rows: vec![limited_row(held)] },
        Rows::Limit { stream: person(number), rows: named.iter().map(limit).collect() },
    ]
}

pub(super) async fn limited_records_that_may_fall_to_somebody_are_found_and_few_others(store: &Store) -> Outcome {
    let books = [("works", "officer"), ("covered", "officer"), ("covers", "officer"), ("leads", "senior")];
    let mut rows: Vec<Rows> = (1..).zip(books).map(|(number, one)| staff(number, one)).collect();
    rows.extend([away(1, "works", None), away(2, "covered", Some("covers"))]);
    let units = ["team-1", "team-2"].map(|team| TeamRow {
        stream: stream("organisation", 1),
        team: team.into(),
        name: team.into(),
        provider: "provider-1".into(),
        office: String::new(),
        detail: String::new(),
    });
    rows.push(Rows::Team { stream: stream("organisation", 1), rows: units.to_vec() });
    let (shut_out, only) = ("exclusion", "restriction");
    rows.extend(limited(1, "team-1", shut_out, &["works", "covered", "other"]));
    rows.extend(limited(2, "team-2", shut_out, &["other"]));
    rows.extend(limited(3, "team-2", only, &["other", "works"]));
    rows.extend(limited(4, "team-1", shut_out, &["other", "leads"]));
    rows.extend(limited(5, "team-1", shut_out, &["covers"]));
    rows.extend(limited(6, "", shut_out, &["other"]));
    rows.extend(limited(7, "team-9", only, &["works"]));
    store.put(SideWrite::Project { rows, at: START }).await.map_err(words)?;
    let found = async |teams: &[&str], provider: &'static str, day: &'static str, who: &'static str| {
        let teams: Vec<String> = teams.iter().map(|team| (*team).to_owned()).collect();
        let found = store.read(move |snapshot| snapshot.passed_over(&teams, (provider, day), (who, "senior"))).await;
        found.map(|streams| (1..=9).filter(|number| streams.contains(&person(*number))).collect::<Vec<u64>>())
    };
    let ours = "provider-1";
    same("of a team", &found(&["team-2"], ours, DAY, "leads").await, &Ok(vec![2, 3, 4, 5, 6, 7]))?;
    same("of two", &found(&["team-1", "team-2"], ours, DAY, "leads").await, &Ok((1..=7).collect()))?;
    same("of neither", &found(&["team-3"], ours, DAY, "leads").await, &Ok(vec![4, 5, 6, 7]))?;
    same("to one of a few", &found(&["team-3"], ours, DAY, "other").await, &Ok(vec![3, 4, 5, 6, 7]))?;
    same("in another organisation", &found(&["team-1"], "provider-2", DAY, "leads").await, &Ok(vec![]))?;
    let after = found(&["team-3"], ours, "2015-12-16", "other").await;
    same("once no limit holds", &after, &Ok(vec![6, 7]))?;
    let before = found(&["team-3"], ours, "2014-12-31", "other").await;
    same("before any did", &before, &Ok(vec![6, 7]))?;
    same("before they were held", &found(&["team-1"], ours, "2013-12-31", "other").await, &Ok(vec![]))
}
