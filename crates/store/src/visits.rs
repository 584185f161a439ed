//! Reception: who came into a building and left it, who is expected there, and of whom somebody must be asked first.

use ledger::StreamId;

use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::project::{Projected as _, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A visit to a building.
    VisitRow, "visit", versioned: false,
    keys {
        /// Its name: the component of its entries.
        visit: String,
    }
    values {
        /// The building.
        site: String,
        /// What they came for; empty when nothing was booked.
        appointment: String,
        /// When they came in, London time: `YYYY-MM-DDTHH:MM`, or only the day.
        arrived: String,
        /// When they left; empty while they are in the building.
        went: String,
    }
}

/// An open appointment that brings somebody into a building.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedRow {
    /// Whom.
    pub stream: StreamId,
    /// The appointment.
    pub appointment: String,
    /// The room; empty where none is booked.
    pub room: String,
    /// From when, London time: `YYYY-MM-DDTHH:MM`.
    pub starts: String,
    /// Until when.
    pub ends: String,
    /// Who sees them.
    pub officer: String,
    /// What kind of contact it is.
    pub mode: String,
    /// What else the diary shows of it, as JSON.
    pub detail: String,
}

/// An open appointment in a building.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedRow {
    /// Whose.
    pub stream: StreamId,
    /// The appointment.
    pub appointment: String,
    /// Who sees them.
    pub officer: String,
    /// When it starts, London time: `YYYY-MM-DDTHH:MM`.
    pub starts: String,
    /// When it ends.
    pub ends: String,
    /// The building.
    pub site: String,
    /// What else the diary shows of it, as JSON.
    pub detail: String,
}

fn booked(row: &crate::sql::Row<'_>) -> Result<BookedRow, StoreError> {
    Ok(BookedRow {
        stream: row.get(0)?,
        appointment: row.get(1)?,
        officer: row.get(2)?,
        starts: row.get(3)?,
        ends: row.get(4)?,
        site: row.get(5)?,
        detail: row.get(6)?,
    })
}

impl Snapshot {
    /// The visits to a building that began on these days (`YYYY-MM-DD`, both included), in order.
    pub fn visits_at(&self, site: &str, from: &str, to: &str) -> Result<Vec<VisitRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM visit WHERE site = $1 AND arrived >= $2 AND arrived < $3 ORDER BY arrived, stream, visit",
            cells![site, from, format!("{to}U")],
        )
    }

    /// The visits of some people that began on these days (`YYYY-MM-DD`, both included), of each in order.
    pub fn visits_among(&self, people: &[StreamId], from: &str, to: &str) -> Result<Vec<VisitRow>, StoreError> {
        let columns = &VisitRow::sql().columns;
        let (first, end) = (AFTER_STREAMS, AFTER_STREAMS + 1);
        let text = |places: &str| {
            format!(
                "SELECT {columns} FROM visit WHERE stream IN ({places}) AND arrived >= ${first} AND arrived < ${end}
                 ORDER BY stream, arrived, visit"
            )
        };
        in_streams(self.conn(), text, people, cells![from, format!("{to}U")], VisitRow::from_row)
    }

    /// How many people came into a building on these days (`YYYY-MM-DD`, both included).
    pub fn visitors_at(&self, site: &str, from: &str, to: &str) -> Result<u64, StoreError> {
        self.conn().value(
            "SELECT COUNT(DISTINCT stream) FROM visit WHERE site = $1 AND arrived >= $2 AND arrived < $3",
            cells![site, from, format!("{to}U")],
        )
    }

    /// The open appointments that bring somebody into a building on a day (`YYYY-MM-DD`), by start.
    pub fn expected_at(&self, site: &str, day: &str) -> Result<Vec<ExpectedRow>, StoreError> {
        self.conn().all(
            "SELECT p.stream, p.slot, p.room, p.starts, p.ends, d.officer, d.mode, d.detail
             FROM presence p JOIN diary d ON d.stream = p.stream AND d.appointment = p.slot
             WHERE p.site = $1 AND p.starts >= $2 AND p.starts < $3 AND d.known_to = 9223372036854775807
             ORDER BY p.starts, p.stream, p.slot",
            cells![site, day, format!("{day}U")],
            |row| {
                Ok(ExpectedRow {
                    stream: row.get(0)?,
                    appointment: row.get(1)?,
                    room: row.get(2)?,
                    starts: row.get(3)?,
                    ends: row.get(4)?,
                    officer: row.get(5)?,
                    mode: row.get(6)?,
                    detail: row.get(7)?,
                })
            },
        )
    }

    /// Those of a building's day (`YYYY-MM-DD`) who are in an arrangement that holds on it: from whom, it does not say.
    pub fn kept_apart_at(&self, site: &str, day: &str) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT p.stream FROM presence p JOIN apart a ON a.who = p.stream
             WHERE p.site = $1 AND p.starts >= $2 AND p.starts < $3 AND a.from_on <= $2 AND a.until_on >= $2
             ORDER BY p.stream",
            cells![site, day, format!("{day}U")],
            |row| row.get(0),
        )
    }

    /// The open appointments in a building from a day (`YYYY-MM-DD`) on, by start.
    pub fn booked_from(&self, site: &str, day: &str) -> Result<Vec<BookedRow>, StoreError> {
        self.conn().all(
            "SELECT d.stream, d.appointment, d.officer, d.starts, p.ends, p.site, d.detail
             FROM presence p JOIN diary d ON d.stream = p.stream AND d.appointment = p.slot
             WHERE p.site = $1 AND p.starts >= $2 AND d.known_to = 9223372036854775807 AND d.outcome IS NULL
             ORDER BY d.starts, d.stream, d.appointment",
            cells![site, day],
            booked,
        )
    }

    /// An officer's open appointments in buildings from a day (`YYYY-MM-DD`) on, by start.
    pub fn booked_by(&self, officer: &str, day: &str) -> Result<Vec<BookedRow>, StoreError> {
        self.conn().all(
            "SELECT d.stream, d.appointment, d.officer, d.starts, p.ends, p.site, d.detail
             FROM diary d JOIN presence p ON p.stream = d.stream AND p.slot = d.appointment
             WHERE d.officer = $1 AND d.starts >= $2 AND d.known_to = 9223372036854775807 AND d.outcome IS NULL
             ORDER BY d.starts, d.stream, d.appointment",
            cells![officer, day],
            booked,
        )
    }

    /// How many open appointments and visits there are in a building from a day (`YYYY-MM-DD`) on.
    pub fn booked_at_from(&self, site: &str, day: &str) -> Result<u64, StoreError> {
        self.conn().value("SELECT COUNT(*) FROM presence WHERE site = $1 AND starts >= $2", cells![site, day])
    }
}
