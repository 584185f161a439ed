//! What is still to be sent: letters that were issued and not posted, reminders and their texts. Once it has left, it has no
//! row.

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// Something that is still to be sent.
    OutgoingRow, "outgoing", versioned: false,
    keys {
        /// Its name within the stream: `letter-5`, `reminder-appointment-7`, `text-9`; a number is its entry's.
        message: String,
    }
    values {
        /// `letter`, `reminder` (nothing is queued yet) or `text` (queued).
        kind: String,
        /// The team that manages the case.
        team: String,
        /// Where the appointment is that it reminds of; empty for a letter.
        site: String,
        /// From when it is to go: the day a letter was issued, `YYYY-MM-DD`; else a London minute, `YYYY-MM-DDTHH:MM`.
        from_at: String,
        /// From when not any more; for a letter, the last day on which what it asks for can still be done, empty where
        /// nothing in it runs out.
        until_at: String,
        /// `waiting`; `failed` where somebody says that it could not be sent; `moved` for a letter to somebody who is written
        /// to elsewhere since it was issued; `handed` for a text that was handed over and no
        /// longer says what it is to say.
        state: String,
        /// Why it could not be sent; for a letter that could be, which letter; for a text that was handed over, its key; for a
        /// reminder or a text that is to go by e-mail, `email`.
        why: String,
    }
}

/// The letters that wait in one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeCount {
    /// The office: site code.
    pub office: String,
    /// How many wait.
    pub letters: u64,
    /// The day the oldest was issued, `YYYY-MM-DD`.
    pub oldest: String,
    /// How many of them could not be sent.
    pub failed: u64,
}

impl Snapshot {
    /// The letters that wait in a team's office, oldest first: its own and those of the provider's other teams there.
    pub fn letters_waiting(&self, provider: &str, office: &str) -> Result<Vec<OutgoingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM outgoing WHERE kind = 'letter'
                 AND team IN (SELECT team FROM team WHERE provider = $1 AND office = $2)
             ORDER BY from_at, stream, message",
            cells![provider, office],
        )
    }

    /// How many letters wait in each office of a provider, those waiting longest first.
    pub fn letters_by_office(&self, provider: &str) -> Result<Vec<OfficeCount>, StoreError> {
        self.conn().all(
            "SELECT t.office, COUNT(*), MIN(o.from_at), COUNT(CASE WHEN o.state = 'failed' THEN 1 END)
             FROM team t JOIN outgoing o ON o.team = t.team AND o.kind = 'letter'
             WHERE t.provider = $1 GROUP BY t.office ORDER BY MIN(o.from_at), t.office",
            cells![provider],
            |row| {
                Ok(OfficeCount { office: row.get(0)?, letters: row.get(1)?, oldest: row.get(2)?, failed: row.get(3)? })
            },
        )
    }

    /// The reminders that may go out at a minute (`YYYY-MM-DDTHH:MM`), but for those with a mark, those closing first; so many at
    /// most.
    pub fn reminders_due(&self, now: &str, but: &str, most: u64) -> Result<Vec<OutgoingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM outgoing WHERE kind = 'reminder' AND from_at <= $1 AND until_at > $1 AND why <> $2
             ORDER BY until_at, stream, message LIMIT $3",
            cells![now, but, most],
        )
    }

    /// The texts that were queued and of which nobody says what became of them, oldest first, so many at most. Those with a mark
    /// only once they may not go out any more, at a minute (`YYYY-MM-DDTHH:MM`).
    pub fn texts_queued(&self, but: &str, now: &str, most: u64) -> Result<Vec<OutgoingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM outgoing WHERE kind = 'text' AND state = 'waiting' AND (why <> $1 OR until_at <= $2)
             ORDER BY from_at, stream, message LIMIT $3",
            cells![but, now, most],
        )
    }

    /// The texts that were handed over, no longer say what they are to say, and may not have gone at a minute
    /// (`YYYY-MM-DDTHH:MM`), oldest first; so many at most.
    pub fn texts_overtaken(&self, now: &str, most: u64) -> Result<Vec<OutgoingRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM outgoing WHERE kind = 'text' AND state = 'handed' AND until_at > $1
             ORDER BY from_at, stream, message LIMIT $2",
            cells![now, most],
        )
    }

    /// How many reminders of a provider's office go out by a minute (`YYYY-MM-DDTHH:MM`) or should have, and are not closed.
    pub fn reminders_waiting(&self, provider: &str, office: &str, now: &str, by: &str) -> Result<u64, StoreError> {
        self.conn().value(
            "SELECT COUNT(*) FROM outgoing WHERE kind IN ('reminder', 'text') AND state <> 'handed'
                 AND team IN (SELECT team FROM team WHERE provider = $1 AND office = $2)
                 AND until_at > $3 AND from_at <= $4",
            cells![provider, office, now, by],
        )
    }
}
