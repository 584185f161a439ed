//! Who is to be where and when: what a booking is checked against so that people who must be kept apart are not called
//! into one building. A building and a time, and nothing of what for.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Somebody is to be in a building, or is there now.
    PresenceRow, "presence", versioned: false,
    keys {
        /// What brings them: an appointment, or a visit.
        slot: String,
    }
    values {
        /// The building.
        site: String,
        /// The room; empty where none is booked.
        room: String,
        /// From when, London time: `YYYY-MM-DDTHH:MM`.
        starts: String,
        /// Until when.
        ends: String,
    }
}

impl Snapshot {
    /// Everybody who is to be in a building between two minutes, by start.
    pub fn presence_at(&self, site: &str, from: &str, to: &str) -> Result<Vec<PresenceRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM presence WHERE site = $1 AND starts < $3 AND ends > $2 AND starts >= $4
             ORDER BY starts, stream, slot",
            cells![site, from, to, day_before(from)],
        )
    }
}

/// Nobody stays a night: what started before the day began is not looked for.
fn day_before(minute: &str) -> &str {
    minute.split('T').next().unwrap_or(minute)
}
