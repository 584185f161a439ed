//! The two times of entries, across streams.

use super::samples::{START, act, person, record};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::rows::Rows;
use crate::store::Store;
use crate::timing::{AboutCount, LaterCount, Timing, TimingRow};

fn timed(number: u64, kind: &str, on: &str, later: i64) -> Act {
    let timing = Timing {
        entry: 0,
        team: format!("team-{number}"),
        kind: kind.into(),
        happened_on: on.into(),
        later,
        again: kind == "corrected",
    };
    Act { timings: vec![timing], ..act(START, &person(number), &format!("{kind} {on}")) }
}

pub(super) async fn what_was_recorded_later_is_counted_by_team_and_kind(store: &Store) -> Outcome {
    let mut instants = Vec::new();
    for act in [
        timed(1, "noted", "2015-12-15", 0),
        timed(1, "noted", "2015-12-12", 3),
        timed(1, "corrected", "2015-12-01", 14),
        timed(2, "noted", "2015-12-13", 2),
    ] {
        instants.push(record(store, act).await?.recorded);
    }
    let count = |team: &str, recorded, later| LaterCount { team: team.into(), kind: "noted".into(), recorded, later };
    let all = store.read(|snapshot| snapshot.recorded_later(0, i64::MAX, 2)).await.map_err(words)?;
    same("all", &all, &vec![count("team-1", 2, 1), count("team-2", 1, 0)])?;
    let (from, to) = (instants[1], instants[1]);
    let one = store.read(move |snapshot| snapshot.recorded_later(from, to, 1)).await.map_err(words)?;
    same("of one instant", &one, &vec![count("team-1", 1, 1)])?;
    let about = store.read(|snapshot| snapshot.recorded_about(0, i64::MAX, "2015-12-13", 10)).await.map_err(words)?;
    let found: Vec<_> = about.into_iter().map(|row| (row.stream, row.seq, row.recorded)).collect();
    same("about", &found, &vec![(person(1), 3, instants[2]), (person(1), 2, instants[1])])?;
    let counted = store.read(|snapshot| snapshot.recorded_about_by_team(0, i64::MAX, "2015-12-13")).await;
    let expected = AboutCount { team: "team-1".into(), days: 0, week: 1, month: 1, longer: 0 };
    same("by team", &counted, &Ok(vec![expected]))
}

pub(super) async fn times_projected_anew_are_the_same_rows(store: &Store) -> Outcome {
    let at = record(store, timed(1, "noted", "2015-12-12", 3)).await?.recorded;
    let row = TimingRow {
        stream: person(1),
        seq: 1,
        recorded: at,
        team: "team-1".into(),
        kind: "noted".into(),
        happened_on: "2015-12-12".into(),
        later: 3,
        again: false,
    };
    let stored = || store.read(|snapshot| snapshot.timing_of(&person(1)));
    same("written with the act", &stored().await, &Ok(vec![row.clone()]))?;
    let rows = vec![Rows::Timing { stream: person(1), rows: vec![row.clone()] }];
    let rebuild = vec![SideWrite::ClearProjections, SideWrite::Project { rows, at }];
    store.put(SideWrite::All(rebuild)).await.map_err(words)?;
    same("projected anew", &stored().await, &Ok(vec![row]))
}
