//! What bookings are checked against of an arrangement to keep people apart: members, sides, days, and a token for each
//! side. Nothing of why, or of who says so.

use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::entry::Entry;
use record::facts::affiliation::group_key;
use record::facts::keepapart::Who;
use store::{ApartRow, ArrangedRow, Rows};

use crate::apart::groups::member_code;

/// After every day there is.
const NO_LAST_DAY: &str = "9999-12-31";

pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let stands = Arrangement::fold(entries, View::default());
    let rows = stands.as_ref().map(|stands| members(stream, stands)).unwrap_or_default();
    let organisation = entries.first().and_then(|entry| entry.content.as_ref()).map(|c| c.by.organisation.clone());
    let arranged = stands.map(|stands| ArrangedRow {
        stream: stream.clone(),
        staff: stands.by.clone(),
        organisation: organisation.unwrap_or_default(),
        made_on: stands.from.to_string(),
        confirm_by: stands.senior_by().map(|day| day.to_string()).unwrap_or_default(),
        until_on: until_on(&stands),
    });
    vec![
        Rows::Apart { stream: stream.clone(), rows },
        Rows::Arranged { stream: stream.clone(), rows: arranged.into_iter().collect() },
    ]
}

fn until_on(stands: &Arrangement) -> String {
    stands.last_day().map_or_else(|| NO_LAST_DAY.to_owned(), |day| day.to_string())
}

fn members(stream: &StreamId, stands: &Arrangement) -> Vec<ApartRow> {
    let until_on = until_on(stands);
    let mut rows: Vec<ApartRow> = stands
        .members()
        .iter()
        .map(|member| {
            let (kind, who) = match &member.who {
                Who::Person(person) => ("person", person.to_string()),
                Who::Staff(code) => ("staff", code.clone()),
                Who::Site(code) => ("site", code.clone()),
                // Nobody and no building is called so: whoever belongs to it is a member of their own.
                Who::Group(name) => ("group", member_code(&group_key(name))),
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
