//! What the views show of a member of staff's absences.

use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use store::AwayRow;

/// Every absence, by first day. A later word on an absence of the same first day takes the place of the earlier.
pub(super) fn rows(stream: &StreamId, entries: &[Entry]) -> Vec<AwayRow> {
    let (mut staff, mut rows) = (String::new(), Vec::<AwayRow>::new());
    let standing = resolve(entries, View::default()).into_iter().filter(|r| r.standing == Standing::Stands);
    for content in standing.filter_map(|r| r.content) {
        match &content.fact {
            Fact::StaffJoined(joined) => staff.clone_from(&joined.code),
            Fact::StaffAway(away) => {
                let from_on = away.from.to_string();
                rows.retain(|row| row.from_on != from_on);
                rows.push(AwayRow {
                    stream: stream.clone(),
                    from_on,
                    staff: staff.clone(),
                    until_on: away.until.map(|day| day.to_string()),
                    kind: away.kind.code().to_owned(),
                    cover: away.cover.clone(),
                });
            }
            Fact::StaffBack(_) => {
                let back = content.happened.day();
                let last = back.yesterday().unwrap_or(back).to_string();
                let back = back.to_string();
                // Back on the first day is not away at all.
                rows.retain(|row| row.from_on != back);
                for row in rows.iter_mut().filter(|row| row.from_on < back) {
                    if row.until_on.as_ref().is_none_or(|until| *until > last) {
                        row.until_on = Some(last.clone());
                    }
                }
            }
            _ => {}
        }
    }
    // Codes change; whoever is asked for is asked for by the one they have now.
    for row in &mut rows {
        row.staff.clone_from(&staff);
    }
    rows
}
