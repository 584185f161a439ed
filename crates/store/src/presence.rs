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
    /// Everybody who is to be in a building on a day (`YYYY-MM-DD`), by start.
    pub fn presence_at(&self, site: &str, day: &str) -> Result<Vec<PresenceRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM presence WHERE site = $1 AND starts >= $2 AND starts < $3 ORDER BY starts, stream, slot",
            cells![site, day, format!("{day}U")],
        )
    }

    /// Where somebody is to be from a day on, by start.
    pub fn presence_of(&self, stream: &StreamId, from: &str) -> Result<Vec<PresenceRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM presence WHERE stream = $1 AND starts >= $2 ORDER BY starts, slot",
            cells![stream, from],
        )
    }
}
