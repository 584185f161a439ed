//! Limited records that may fall to another than whoever holds the case: the few that are worth asking the rule about.

use super::samples::{START, manager_row, person, stream};
use super::{Outcome, same, words};
use crate::act::SideWrite;
use crate::away::AwayRow;
use crate::limits::{LimitRow, LimitedRow};
use crate::managers::ManagerRow;
use crate::rows::Rows;
use crate::staff::StaffRow;
use crate::store::Store;

const DAY: &str = "2015-12-15";

/// A row of managers as it is kept once more of somebody to whose record access is limited.
pub(super) fn limited_row(row: ManagerRow) -> LimitedRow {
    let ManagerRow { stream, component, staff, from_on, provider, team, to_on } = row;
    LimitedRow { stream, component, staff, from_on, provider, team, to_on }
}

fn staff(number: u64, (name, role): (&str, &str)) -> Rows {
    let row = StaffRow {
        stream: stream("staff", number),
        staff: name.into(),
        name: name.into(),
        role: role.into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: name != "gone",
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

/// Somebody whom one holds, and whose record is limited from the first of the year until the end of the day.
fn limited(number: u64, holder: &str, kind: &str, named: &[&str]) -> [Rows; 2] {
    let limit = |staff: &&str| LimitRow {
        stream: person(number),
        staff: (*staff).to_owned(),
        kind: kind.into(),
        from_on: "2015-01-01".into(),
        to_on: Some("2015-12-16".into()),
    };
    let held = limited_row(manager_row(number, holder, "2014-01-01", None));
    [
        Rows::Limited { stream: person(number), rows: vec![held] },
        Rows::Limit { stream: person(number), rows: named.iter().map(limit).collect() },
    ]
}

pub(super) async fn limited_records_that_may_fall_to_somebody_are_found_and_few_others(store: &Store) -> Outcome {
    let books = [("works", "officer"), ("off", "officer"), ("covered", "officer"), ("covers", "officer")];
    let leaders = [("gone", "officer"), ("leads", "senior"), ("other", "officer")];
    let mut rows: Vec<Rows> = (1..).zip(books.into_iter().chain(leaders)).map(|(n, one)| staff(n, one)).collect();
    rows.extend([away(2, "off", None), away(3, "covered", Some("covers"))]);
    let (shut_out, only) = ("exclusion", "restriction");
    rows.extend(limited(1, "works", shut_out, &["other", "leads", "covers"]));
    rows.extend(limited(2, "works", shut_out, &["other", "works"]));
    rows.extend(limited(3, "works", only, &["leads", "works"]));
    rows.extend(limited(4, "works", only, &["other"]));
    rows.extend(limited(5, "off", shut_out, &["other"]));
    rows.extend(limited(6, "off", shut_out, &["leads"]));
    rows.extend(limited(7, "off", shut_out, &["covers"]));
    rows.extend(limited(8, "off", only, &["leads", "off"]));
    rows.extend(limited(9, "covered", shut_out, &["other"]));
    rows.extend(
        ["gone", "unheard-of", ""].into_iter().zip(10..).flat_map(|(one, n)| limited(n, one, shut_out, &["leads"])),
    );
    store.put(SideWrite::Project { rows, at: START }).await.map_err(words)?;
    let found = async |provider: &'static str, day: &'static str, who: &'static str| {
        let found = store.read(move |snapshot| snapshot.passed_over(provider, day, (who, "senior"))).await;
        found.map(|streams| (1..=20).filter(|number| streams.contains(&person(*number))).collect::<Vec<u64>>())
    };
    let without_an_officer = [10, 11, 12];
    let for_leader = [&[2, 4, 6, 7, 8, 9][..], &without_an_officer].concat();
    same("to whoever leads", &found("provider-1", DAY, "leads").await, &Ok(for_leader.clone()))?;
    let not_named = for_leader.into_iter().filter(|number| *number != 8).collect();
    same("to one whom a restriction does not name", &found("provider-1", DAY, "other").await, &Ok(not_named))?;
    same("in another organisation", &found("provider-2", DAY, "leads").await, &Ok(Vec::new()))?;
    let at_work_again = found("provider-1", "2015-12-13", "leads").await;
    same("while all are at work", &at_work_again, &Ok([&[2, 4][..], &without_an_officer].concat()))?;
    same("once no limit holds", &found("provider-1", "2015-12-16", "leads").await, &Ok(Vec::new()))?;
    same("before any did", &found("provider-1", "2014-12-31", "leads").await, &Ok(Vec::new()))
}
