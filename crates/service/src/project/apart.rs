//! What bookings are checked against of an arrangement to keep people apart: members, sides, days, and a token for each
//! side. Nothing of why, or of who says so.

use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::entry::Entry;
use record::facts::keepapart::Who;
use store::{ApartRow, Rows};

/// After every day there is.
const NO_LAST_DAY: &str = "9999-12-31";

pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let rows = Arrangement::fold(entries, View::default()).map(|stands| members(stream, &stands)).unwrap_or_default();
    vec![Rows::Apart { stream: stream.clone(), rows }]
}

fn members(stream: &StreamId, stands: &Arrangement) -> Vec<ApartRow> {
    let until_on = stands.last_day().map_or_else(|| NO_LAST_DAY.to_owned(), |day| day.to_string());
    let mut rows: Vec<ApartRow> = stands
        .made
        .members
        .iter()
        .map(|member| {
            let (kind, who) = match &member.who {
                Who::Person(person) => ("person", person.to_string()),
                Who::Staff(code) => ("staff", code.clone()),
                Who::Site(code) => ("site", code.clone()),
            };
            ApartRow {
                stream: stream.clone(),
                who,
                kind: kind.to_owned(),
                side: member.side.clone(),
                token: token(stream, &member.side),
                from_on: stands.from.to_string(),
                until_on: until_on.clone(),
            }
        })
        .collect();
    rows.sort_by(|a, b| a.who.cmp(&b.who));
    rows.dedup_by(|a, b| a.who == b.who);
    rows
}

/// What stands for one side: only whoever knows the arrangement can tell which it is.
fn token(stream: &StreamId, side: &str) -> String {
    record::Hash::of(format!("{stream}/{side}").as_bytes()).to_string().chars().take(20).collect()
}
