//! The diary in weeks and months, and the tokens by which a calendar program fetches it.

use ledger::StreamId;

use crate::diary::DiaryRow;
use crate::error::StoreError;
use crate::limits::LimitRow;
use crate::project::query;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

/// A member of staff's calendar feed. Only the hash of its token is kept: a copy of the folder opens no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRow {
    /// Whose diary.
    pub staff: String,
    /// The hash of the token.
    pub token_hash: Vec<u8>,
    /// When it was made, in microseconds.
    pub made: i64,
    /// The last day (`YYYY-MM-DD`) on which its reading was logged; empty when it never was.
    pub read_on: String,
}

/// How many appointments of a day stand in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `booked`, `moved`, `cancelled` or `recorded`.
    pub state: String,
    /// How many.
    pub count: u64,
    /// How long they take together, in minutes.
    pub minutes: i64,
}

/// How many appointments of a kind had an outcome at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCount {
    /// The place; empty for none.
    pub site: String,
    /// The kind.
    pub mode: String,
    /// The outcome.
    pub outcome: String,
    /// How many.
    pub count: u64,
}

/// Whose diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiaryOf {
    /// One officer's.
    Officer(String),
    /// A whole team's.
    Team(String),
}

/// Somebody in a diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryPerson {
    /// Their stream.
    pub stream: StreamId,
    /// Their name, as in a list.
    pub name: String,
    /// What is flagged beside it: JSON.
    pub flags: String,
}

/// The people of a diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryPeople {
    /// Everybody, by stream.
    pub people: Vec<DiaryPerson>,
    /// Every limit on access to the record of one of them.
    pub limits: Vec<LimitRow>,
}

impl Snapshot {
    /// Names, and limits on access, of everybody in a diary on these days (`YYYY-MM-DD`, both included).
    pub fn people_of_diary(&self, whose: &DiaryOf, from: &str, to: &str) -> Result<DiaryPeople, StoreError> {
        let end = format!("{to}U");
        let (names, limits, code) = match whose {
            DiaryOf::Officer(code) => (
                "SELECT DISTINCT p.stream, p.name, p.flags FROM diary d JOIN person p ON p.stream = d.stream
                 WHERE d.officer = $1 AND d.starts >= $2 AND d.starts < $3 AND d.known_to = 9223372036854775807
                 ORDER BY p.stream",
                "SELECT {} FROM limit_access WHERE known_to = 9223372036854775807 AND stream IN (
                     SELECT stream FROM diary WHERE officer = $1 AND starts >= $2 AND starts < $3)
                 ORDER BY stream, staff, kind, from_on",
                code,
            ),
            DiaryOf::Team(code) => (
                "SELECT DISTINCT p.stream, p.name, p.flags FROM diary d JOIN person p ON p.stream = d.stream
                 WHERE d.team = $1 AND d.starts >= $2 AND d.starts < $3 AND d.known_to = 9223372036854775807
                 ORDER BY p.stream",
                "SELECT {} FROM limit_access WHERE known_to = 9223372036854775807 AND stream IN (
                     SELECT stream FROM diary WHERE team = $1 AND starts >= $2 AND starts < $3)
                 ORDER BY stream, staff, kind, from_on",
                code,
            ),
        };
        Ok(DiaryPeople {
            people: self.conn().all(names, cells![code, from, end], |row| {
                Ok(DiaryPerson { stream: row.get(0)?, name: row.get(1)?, flags: row.get(2)? })
            })?,
            limits: query(self.conn(), limits, cells![code, from, end])?,
        })
    }

    /// An officer's or a team's appointments of these days (`YYYY-MM-DD`, both included), by start.
    pub fn diary_of_whom(&self, whose: &DiaryOf, from: &str, to: &str) -> Result<Vec<DiaryRow>, StoreError> {
        match whose {
            DiaryOf::Officer(code) => self.diary_of_officer(code, from, to),
            DiaryOf::Team(code) => self.diary_of_team(code, from, to),
        }
    }

    /// How many appointments there are on each of these days (both included), by state.
    pub fn diary_counts(&self, whose: &DiaryOf, from: &str, to: &str) -> Result<Vec<DayCount>, StoreError> {
        let (text, code) = match whose {
            DiaryOf::Officer(code) => (
                "SELECT SUBSTR(starts, 1, 10) AS day, state, COUNT(*), CAST(SUM(minutes) AS BIGINT) FROM diary
                 WHERE officer = $1 AND starts >= $2 AND starts < $3 AND known_to = 9223372036854775807
                 GROUP BY SUBSTR(starts, 1, 10), state ORDER BY SUBSTR(starts, 1, 10), state",
                code,
            ),
            DiaryOf::Team(code) => (
                "SELECT SUBSTR(starts, 1, 10) AS day, state, COUNT(*), CAST(SUM(minutes) AS BIGINT) FROM diary
                 WHERE team = $1 AND starts >= $2 AND starts < $3 AND known_to = 9223372036854775807
                 GROUP BY SUBSTR(starts, 1, 10), state ORDER BY SUBSTR(starts, 1, 10), state",
                code,
            ),
        };
        self.conn().all(text, cells![code, from, format!("{to}U")], |row| {
            Ok(DayCount { day: row.get(0)?, state: row.get(1)?, count: row.get(2)?, minutes: row.get(3)? })
        })
    }

    /// What was recorded of a team's appointments of these days (both included): place, kind, outcome, how many.
    pub fn held_by_place(&self, team: &str, from: &str, to: &str) -> Result<Vec<HeldCount>, StoreError> {
        self.conn().all(
            "SELECT site, mode, outcome, COUNT(*) FROM diary
             WHERE team = $1 AND starts >= $2 AND starts < $3 AND known_to = 9223372036854775807
               AND state = 'recorded' AND outcome IS NOT NULL
             GROUP BY site, mode, outcome ORDER BY site, mode, outcome",
            cells![team, from, format!("{to}U")],
            |row| Ok(HeldCount { site: row.get(0)?, mode: row.get(1)?, outcome: row.get(2)?, count: row.get(3)? }),
        )
    }

    /// The feed with this hash.
    pub fn calendar_of_token(&self, token_hash: &[u8]) -> Result<Option<CalendarRow>, StoreError> {
        let text = "SELECT staff, token_hash, made, read_on FROM calendar_token WHERE token_hash = $1";
        self.conn().first(text, cells![token_hash], calendar)
    }

    /// Somebody's feed, if they have one.
    pub fn calendar_of(&self, staff: &str) -> Result<Option<CalendarRow>, StoreError> {
        let text = "SELECT staff, token_hash, made, read_on FROM calendar_token WHERE staff = $1";
        self.conn().first(text, cells![staff], calendar)
    }
}

fn calendar(row: &crate::sql::Row<'_>) -> Result<CalendarRow, StoreError> {
    Ok(CalendarRow { staff: row.get(0)?, token_hash: row.get(1)?, made: row.get(2)?, read_on: row.get(3)? })
}

/// A new token takes the place of the old one.
pub(crate) fn put(conn: &Conn, row: &CalendarRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO calendar_token (staff, token_hash, made, read_on) VALUES ($1, $2, $3, $4)
         ON CONFLICT (staff) DO UPDATE SET token_hash = excluded.token_hash, made = excluded.made,
             read_on = excluded.read_on",
        cells![row.staff, row.token_hash, row.made, row.read_on],
    )
}

pub(crate) fn read(conn: &Conn, token_hash: &[u8], day: &str) -> Result<(), StoreError> {
    conn.write("UPDATE calendar_token SET read_on = $1 WHERE token_hash = $2", cells![day, token_hash])
}

pub(crate) fn revoke(conn: &Conn, staff: &str) -> Result<(), StoreError> {
    conn.write("DELETE FROM calendar_token WHERE staff = $1", cells![staff])
}
