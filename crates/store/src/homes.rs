//! Where people live, as far as somebody must not be visited there: a mark that two ways to write one address share.

use ledger::StreamId;

use crate::apart::WindowRow;
use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Where somebody lives.
    HomeRow, "home", versioned: false,
    keys {}
    values {
        /// The mark of the address, and behind it others that the same home may be compared by, with spaces between.
        place: String,
        /// Since when, `YYYY-MM-DD`.
        from_on: String,
    }
}

impl Snapshot {
    /// Where somebody lives; none when that is not recorded.
    pub fn home(&self, stream: &StreamId) -> Result<Option<HomeRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM home WHERE stream = $1", cells![stream])?;
        Ok(rows.into_iter().next())
    }

    /// The homes of those whom a person, or a member of staff, must not meet on any of these days (`YYYY-MM-DD`, both included):
    /// they are closed to them for all of that time. One for each mark of a home.
    pub fn homes_against(&self, who: &str, from: &str, to: &str) -> Result<Vec<WindowRow>, StoreError> {
        let found = self.conn().all(
            "SELECT b.token, h.place FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side
                                                  JOIN home h ON h.stream = b.who
             WHERE a.who = $1 AND a.from_on <= $2 AND a.until_on >= $3 ORDER BY b.token, h.place",
            cells![who, to, from],
            |row| {
                let (starts, ends) = (format!("{from}T00:00"), format!("{to}T23:59"));
                Ok(WindowRow { token: row.get(0)?, site: row.get(1)?, starts, ends })
            },
        )?;
        let each = |home: WindowRow| -> Vec<WindowRow> {
            home.site.split(' ').map(|mark| WindowRow { site: mark.to_owned(), ..home.clone() }).collect()
        };
        Ok(found.into_iter().flat_map(each).collect())
    }

    /// Those whom a person, or a member of staff, must not meet who came into a building from one day on and before another
    /// (`YYYY-MM-DD`), and have not left it: they may still be there on that other day.
    pub fn stays_since(&self, who: &str, from: &str, on: &str) -> Result<Vec<WindowRow>, StoreError> {
        self.conn().all(
            "SELECT b.token, v.site, v.arrived
             FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side JOIN visit v ON v.stream = b.who
             WHERE a.who = $1 AND a.from_on <= $2 AND a.until_on >= $2 AND v.arrived >= $3 AND v.arrived < $2
               AND v.went = ''
             ORDER BY v.arrived, b.token, v.site",
            cells![who, on, from],
            |row| {
                let arrived: String = row.get(2)?;
                // Of some only the day is known.
                let starts = if arrived.contains('T') { arrived } else { format!("{arrived}T00:01") };
                Ok(WindowRow { token: row.get(0)?, site: row.get(1)?, starts, ends: format!("{on}T23:59") })
            },
        )
    }
}
