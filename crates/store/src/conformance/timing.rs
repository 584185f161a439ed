//! The two times of entries, across streams.

use ledger::StreamId;

use super::samples::{START, act, diary_row, person, record};
use super::{Outcome, same, words};
use crate::act::{Act, SideWrite};
use crate::error::StoreError;
use crate::rows::Rows;
use crate::store::Store;
use crate::timing::{AboutCount, LaterCount, Timing, TimingRow};

const DAY: &str = "2015-12-16T09:00";

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

pub(super) async fn views_worked_out_before_a_stream_moved_replace_nothing(store: &Store) -> Outcome {
    let (one, two) = (person(1), person(2));
    let at = record(store, act(START, &one, "booked")).await?.recorded;
    record(store, act(START, &two, "booked")).await?;
    let row = |appointment: &str| Rows::Diary { stream: one.clone(), rows: vec![diary_row(1, appointment, DAY)] };
    let anew = |stream: &StreamId, seq, kept, appointment| SideWrite::ProjectAnew {
        stream: stream.clone(),
        seq,
        kept,
        rows: if *stream == one { vec![row(appointment)] } else { vec![] },
        at,
    };
    let stored = || store.read(|snapshot| Ok(snapshot.diary_of(&person(1))?.len()));
    // Both as they were read.
    let both = |appointment| SideWrite::All(vec![anew(&one, 1, 1, appointment), anew(&two, 1, 1, appointment)]);
    store.put(both("read")).await.map_err(words)?;
    same("as it was read", &stored().await, &Ok(1))?;
    // Somebody went on with the second, or erased in it from elsewhere.
    record(store, act(START, &two, "moved")).await?;
    let nothing = SideWrite::All(vec![
        SideWrite::ProjectAnew {
            stream: one.clone(),
            seq: 1,
            kept: 1,
            rows: vec![Rows::Diary { stream: one.clone(), rows: vec![] }],
            at,
        },
        anew(&two, 1, 1, "late"),
    ]);
    same("moved", &store.put(nothing).await, &Err(StoreError::Moved(two.to_string())))?;
    same("and nothing of the rest either", &stored().await, &Ok(1))?;
    let erased = anew(&two, 2, 3, "late");
    same("erased", &store.put(erased).await, &Err(StoreError::Moved(two.to_string())))
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
