//! News: what was last recorded about a person that whoever manages the case should know.

use ledger::StreamId;

use crate::error::StoreError;
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::{Row, cells};

projected! {
    /// Something recorded that matters to whoever manages the case.
    NewsRow, "news", versioned: false,
    keys {
        /// The entry's place in the stream.
        seq: i64,
    }
    values {
        /// The kind of the fact.
        kind: String,
        /// Who recorded it.
        staff: String,
        /// When it was recorded, in microseconds.
        at: i64,
    }
}

/// Somebody whom news is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The person's stream.
    pub person: StreamId,
    /// Whether access to the record is or was limited, or will be: by whom it may be opened is then to be looked at.
    pub limited: bool,
}

/// The cases of one desk: what news is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Those that an officer holds.
    Officer(String),
    /// Those that an officer holds for a team; with an empty code those that the team holds without one.
    InTeam {
        /// Staff code.
        staff: String,
        /// Team code.
        team: String,
    },
    /// Those that an organisation recorded and nobody was given.
    Unheld(String),
    /// This one, whoever holds it: somebody answers for it in their place.
    Case(StreamId),
}

impl Snapshot {
    /// What others recorded since an instant (microseconds) about the cases of a desk on a day, and the reader has not said to
    /// have seen; the latest first.
    pub fn news_of(&self, reader: &str, desk: &Desk, day: &str, since: i64) -> Result<Vec<NewsRow>, StoreError> {
        let text = format!("SELECT {{}} FROM news WHERE {} ORDER BY at DESC, stream, seq", unseen(desk));
        match desk {
            Desk::Officer(staff) => query(self.conn(), &text, cells![reader, staff, day, since]),
            Desk::InTeam { staff, team } => query(self.conn(), &text, cells![reader, staff, team, day, since]),
            Desk::Unheld(provider) => query(self.conn(), &text, cells![reader, provider, since]),
            Desk::Case(stream) => query(self.conn(), &text, cells![reader, stream, since]),
        }
    }

    /// Whom that is about, each once.
    pub fn news_about(&self, reader: &str, desk: &Desk, day: &str, since: i64) -> Result<Vec<About>, StoreError> {
        // Counted and not only looked for: PostgreSQL would rather look through every limit there is than one by one.
        let text = format!(
            "SELECT stream, (
                     SELECT COUNT(*) FROM limit_access l WHERE l.stream = about.stream AND l.known_to = {STILL_KNOWN})
             FROM (SELECT DISTINCT stream FROM news WHERE {}) AS about ORDER BY stream",
            unseen(desk)
        );
        let about = |row: &Row<'_>| Ok(About { person: row.get(0)?, limited: row.get::<i64>(1)? > 0 });
        match desk {
            Desk::Officer(staff) => self.conn().all(&text, cells![reader, staff, day, since], about),
            Desk::InTeam { staff, team } => self.conn().all(&text, cells![reader, staff, team, day, since], about),
            Desk::Unheld(provider) => self.conn().all(&text, cells![reader, provider, since], about),
            Desk::Case(stream) => self.conn().all(&text, cells![reader, stream, since], about),
        }
    }

    /// An entry, if it is among the last that are news.
    pub fn news_entry(&self, stream: &StreamId, seq: i64) -> Result<Option<NewsRow>, StoreError> {
        let text = "SELECT {} FROM news WHERE stream = $1 AND seq = $2";
        Ok(query(self.conn(), text, cells![stream, seq])?.into_iter().next())
    }

    /// How many notices somebody has not said to have seen (see [`Snapshot::notices_of`]).
    pub fn notices_unseen(&self, staff: &str) -> Result<u64, StoreError> {
        self.conn().value(
            "SELECT COUNT(*) FROM notice WHERE staff = $1 AND NOT EXISTS (
                 SELECT 1 FROM notice_seen s WHERE s.staff = $1 AND s.notice = notice.stream || '/' || notice.told)",
            cells![staff],
        )
    }

    /// By whom a team's cases are held on a day (`YYYY-MM-DD`): each once, by code; an empty one where a team does without.
    pub fn desks_of_team(&self, team: &str, day: &str) -> Result<Vec<String>, StoreError> {
        let text = format!(
            "SELECT DISTINCT staff FROM manager WHERE team = $1 AND known_to = {STILL_KNOWN}
                 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2) ORDER BY staff"
        );
        self.conn().all(&text, cells![team, day], |row| row.get(0))
    }

    /// Whether a team holds a case on a day (`YYYY-MM-DD`).
    pub fn holds_cases(&self, team: &str, day: &str) -> Result<bool, StoreError> {
        let text = format!(
            "SELECT 1 FROM manager WHERE team = $1 AND known_to = {STILL_KNOWN}
                 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2) LIMIT 1"
        );
        Ok(self.conn().first(&text, cells![team, day], |row| row.get::<i64>(0))?.is_some())
    }
}

/// The reader is `$1`; then come what names the desk, the day but for cases nobody was given, and the instant.
fn unseen(desk: &Desk) -> String {
    let held = |by: &str, day: &str| {
        format!(
            "SELECT m.stream FROM manager m WHERE {by} AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= {day} AND (m.to_on IS NULL OR m.to_on > {day})"
        )
    };
    let (streams, since) = match desk {
        Desk::Officer(_) => (held("m.staff = $2", "$3"), "$4"),
        Desk::InTeam { .. } => (held("m.staff = $2 AND m.team = $3", "$4"), "$5"),
        Desk::Unheld(_) => ("SELECT u.stream FROM standing u WHERE u.provider = $2 AND u.held = 0".to_owned(), "$3"),
        Desk::Case(_) => ("$2".to_owned(), "$3"),
    };
    format!(
        "staff <> $1 AND stream IN ({streams}) AND at >= {since} AND NOT EXISTS (
             SELECT 1 FROM notice_seen s WHERE s.staff = $1 AND s.notice = news.stream || '/' || news.seq)"
    )
}
