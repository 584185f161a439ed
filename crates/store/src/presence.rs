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

/// A time at which a room is taken: by whom, and what for, nobody who books there is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusyRow {
    /// From when, London time: `YYYY-MM-DDTHH:MM`.
    pub starts: String,
    /// Until when.
    pub ends: String,
    /// The kind of appointment: the code of its contact type. Empty for whoever came without one.
    pub mode: String,
}

impl Snapshot {
    /// When a room is taken on a day (`YYYY-MM-DD`) by anybody but one person, by start; a line each.
    pub fn busy_room(&self, site: &str, room: &str, day: &str, but: &StreamId) -> Result<Vec<BusyRow>, StoreError> {
        self.conn().all(
            "SELECT p.starts, p.ends, COALESCE(d.mode, '') FROM presence p
             LEFT JOIN diary d ON d.stream = p.stream AND d.appointment = p.slot AND d.known_to = 9223372036854775807
             WHERE p.site = $1 AND p.starts >= $2 AND p.starts < $3 AND p.room = $4 AND p.stream <> $5
             ORDER BY p.starts, p.ends",
            cells![site, day, format!("{day}U"), room, but],
            |row| Ok(BusyRow { starts: row.get(0)?, ends: row.get(1)?, mode: row.get(2)? }),
        )
    }

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
