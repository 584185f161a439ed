//! The documented failures that are planted, and where to find them.

use crate::cast::{Cast, players};
use crate::extras::{AUDIT, dated_back_by};
use crate::profile::{World, crn};
use crate::PilotError;

/// A documented failure that somebody's record shows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Planted {
    /// The failure's number.
    pub row: u16,
    /// What was planted.
    pub what: String,
    /// On whose record.
    pub crn: String,
}

const MOST: usize = 3;

/// Everything planted that this number of people has room for.
pub(crate) fn planted(world: &World<'_>) -> Result<Vec<Planted>, PilotError> {
    let dated_back = format!(
        "Notes of earlier months typed in shortly before the audit announced for {AUDIT}, on instruction: {}",
        dated_back_by()
    );
    let rows: [(u16, Cast, &str); 6] = [
        (13, Cast::MurderUnpaidWork, "Convicted of murder, on record with a community order of 120 hours of unpaid work"),
        (38, Cast::NotSeen, "Booked every week, and not seen for more than two months"),
        (40, Cast::Undecided, "Two failures that nobody decided about"),
        (43, Cast::ServedLate, "A warning served only after the next appointment"),
        (47, Cast::Moved, "Appointments moved twice with the old times kept, outcomes entered nine days later"),
        (62, Cast::DatedBack, &dated_back),
    ];
    let mut planted = Vec::new();
    for (row, cast, what) in rows {
        for number in players(world.network, world.people, cast, MOST) {
            planted.push(Planted { row, what: what.to_owned(), crn: crn(number)?.to_string() });
        }
    }
    Ok(planted)
}
