//! Who must be kept apart: of each arrangement its members and their sides, and when two of them would meet.
//!
//! [`Snapshot::windows_against`] answers with a building, a time and a token: neither who, nor why.

use ledger::StreamId;

use crate::caseload::Scope;
use crate::error::StoreError;
use crate::glance::{AFTER_STREAMS, in_streams};
use crate::project::{STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A member of an arrangement to keep people apart. Members of different sides must not meet.
    ApartRow, "apart", versioned: false,
    keys {
        /// Who: a person's stream, or the code of a member of staff or of a building.
        who: String,
    }
    values {
        /// `person`, `staff` or `site`.
        kind: String,
        /// Their side: a letter, or of who stands on a side of their own their stream.
        side: String,
        /// What stands for this side wherever the arrangement itself must not be seen.
        token: String,
        /// The first day, `YYYY-MM-DD`.
        from_on: String,
        /// The last day.
        until_on: String,
    }
}

/// A time in a building at which somebody must not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRow {
    /// Stands for whoever is there.
    pub token: String,
    /// The building.
    pub site: String,
    /// From when, London time: `YYYY-MM-DDTHH:MM`.
    pub starts: String,
    /// Until when.
    pub ends: String,
}

/// Two people of different sides of an arrangement, and while it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// The one whose case is asked about.
    pub one: StreamId,
    /// The other.
    pub other: StreamId,
    /// The first day, `YYYY-MM-DD`.
    pub from_on: String,
    /// The last day.
    pub until_on: String,
}

impl Snapshot {
    /// Whom the people whose cases a team holds on a day must not meet, where that held on a day since another (`YYYY-MM-DD`).
    pub fn pairs_held(&self, team: &str, day: &str, since: &str) -> Result<Vec<PairRow>, StoreError> {
        let text = format!(
            "SELECT DISTINCT a.who, b.who, a.from_on, a.until_on
             FROM manager m JOIN apart a ON a.who = m.stream
                            JOIN apart b ON b.stream = a.stream AND b.side <> a.side AND b.kind = 'person'
             WHERE m.team = $1 AND m.known_to = {STILL_KNOWN} AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)
                 AND a.until_on >= $3
             ORDER BY a.who, b.who, a.from_on, a.until_on"
        );
        self.conn().all(&text, cells![team, day, since], |row| {
            Ok(PairRow { one: row.get(0)?, other: row.get(1)?, from_on: row.get(2)?, until_on: row.get(3)? })
        })
    }

    /// The people whose cases a team holds on a day who were in an arrangement that held on a day since another.
    pub fn kept_apart_held(&self, team: &str, day: &str, since: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = format!(
            "SELECT DISTINCT a.who FROM manager m JOIN apart a ON a.who = m.stream
             WHERE m.team = $1 AND m.known_to = {STILL_KNOWN} AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)
                 AND a.until_on >= $3
             ORDER BY a.who"
        );
        self.conn().all(&text, cells![team, day, since], |row| row.get(0))
    }

    /// The arrangements that some people, or those of a team's staff, were in and that held on a day since another.
    pub fn apart_since(&self, people: &[StreamId], team: &str, since: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = |places: &str| {
            format!("SELECT stream FROM apart WHERE who IN ({places}) AND until_on >= ${AFTER_STREAMS} ORDER BY stream")
        };
        let mut found: Vec<StreamId> = in_streams(self.conn(), text, people, cells![since], |row| row.get(0))?;
        found.extend(self.conn().all::<StreamId>(
            "SELECT stream FROM apart WHERE who IN (SELECT staff FROM staff WHERE team = $1) AND until_on >= $2",
            cells![team, since],
            |row| row.get(0),
        )?);
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// The arrangements that somebody is a member of, ended ones as well.
    pub fn apart_of(&self, who: &str) -> Result<Vec<ApartRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM apart WHERE who = $1 ORDER BY stream", cells![who])
    }

    /// The arrangements that hold on a day (`YYYY-MM-DD`) and are about somebody whose case a scope holds on it, each with the
    /// version of its stream.
    pub fn apart_held(&self, scope: &Scope, day: &str) -> Result<Vec<(StreamId, u64)>, StoreError> {
        let text = format!(
            "SELECT DISTINCT a.stream, h.seq FROM manager m JOIN apart a ON a.who = m.stream
                 JOIN head h ON h.stream = a.stream
             WHERE m.{} = $1 AND m.known_to = {STILL_KNOWN} AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)
                 AND a.from_on <= $2 AND a.until_on >= $2
             ORDER BY a.stream",
            scope.column()
        );
        self.conn().all(&text, cells![scope.who(), day], versioned)
    }

    /// The arrangements that hold on a day (`YYYY-MM-DD`), were made by a member of a team, and are about nobody whose case
    /// anybody holds by then, each with the version of its stream.
    pub fn apart_unheld(&self, team: &str, day: &str) -> Result<Vec<(StreamId, u64)>, StoreError> {
        let text = format!(
            "SELECT r.stream, h.seq FROM arranged r JOIN head h ON h.stream = r.stream
             WHERE r.until_on >= $1 AND r.staff IN (SELECT staff FROM staff WHERE team = $2)
                 AND NOT EXISTS (SELECT 1 FROM apart a JOIN manager m ON m.stream = a.who
                     WHERE a.stream = r.stream AND m.known_to = {STILL_KNOWN}
                         AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1))
             ORDER BY r.stream"
        );
        self.conn().all(&text, cells![day, team], versioned)
    }

    /// The arrangements that hold on a day (`YYYY-MM-DD`), are about somebody to whose record access is limited on it, and concern
    /// an organisation: one of its staff made it, or it holds a case that it is about.
    pub fn apart_limited(&self, provider: &str, day: &str) -> Result<Vec<StreamId>, StoreError> {
        let text = format!(
            "SELECT r.stream FROM arranged r
             WHERE r.until_on >= $1
                 AND r.stream IN (SELECT a.stream FROM limit_access l JOIN apart a ON a.who = l.stream
                     WHERE l.known_to = {STILL_KNOWN} AND l.from_on <= $1 AND (l.to_on IS NULL OR l.to_on > $1))
                 AND (EXISTS (SELECT 1 FROM staff s WHERE s.staff = r.staff AND s.provider = $2)
                      OR EXISTS (SELECT 1 FROM apart b JOIN manager m ON m.stream = b.who
                          WHERE b.stream = r.stream AND m.provider = $2 AND m.known_to = {STILL_KNOWN}
                              AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on > $1)))
             ORDER BY r.stream"
        );
        self.conn().all(&text, cells![day, provider], |row| row.get(0))
    }

    /// The arrangements that name a group and hold on a day (`YYYY-MM-DD`), or later.
    pub fn apart_groups(&self, day: &str) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT stream FROM apart WHERE kind = 'group' AND until_on >= $1 ORDER BY stream",
            cells![day],
            |row| row.get(0),
        )
    }

    /// The members of an arrangement.
    pub fn apart_members(&self, stream: &StreamId) -> Result<Vec<ApartRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM apart WHERE stream = $1 ORDER BY side, who", cells![stream])
    }

    /// The times on these days (`YYYY-MM-DD`, both included; what began the day before and ends on the first is one) at which a
    /// person, or a member of staff, must not be in a building because of whoever is to be there: people, members of staff in
    /// their own diary, whatever came of it, for they are in the building all the same; and buildings that are closed to them.
    pub fn windows_against(&self, who: &str, from: &str, to: &str) -> Result<Vec<WindowRow>, StoreError> {
        let end = format!("{to}U");
        let mut windows = self.conn().all(
            "SELECT b.token, p.site, p.starts, p.ends
             FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side
                          JOIN presence p ON p.stream = b.who
             WHERE a.who = $1 AND a.from_on <= $2 AND a.until_on >= $3 AND p.ends >= $3 AND p.starts < $4
             ORDER BY p.starts, b.token, p.site",
            cells![who, to, from, end],
            window,
        )?;
        windows.extend(self.conn().all(
            "SELECT b.token, d.site, d.starts, d.minutes
             FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side AND b.kind = 'staff'
                          JOIN diary d ON d.officer = b.who
             WHERE a.who = $1 AND a.from_on <= $2 AND a.until_on >= $3 AND d.starts >= $3 AND d.starts < $4
               AND d.known_to = 9223372036854775807 AND d.state <> 'cancelled'
               AND d.site <> '' AND d.stream <> $1
             ORDER BY d.starts, b.token, d.site",
            cells![who, to, from, end],
            |row| {
                let starts: String = row.get(2)?;
                let ends = after(&starts, row.get(3)?);
                Ok(WindowRow { token: row.get(0)?, site: row.get(1)?, starts, ends })
            },
        )?);
        windows.extend(self.conn().all(
            "SELECT b.token, b.who FROM apart a JOIN apart b
                 ON b.stream = a.stream AND b.side <> a.side AND b.kind = 'site'
             WHERE a.who = $1 AND a.from_on <= $2 AND a.until_on >= $3 ORDER BY b.token, b.who",
            cells![who, to, from],
            |row| {
                let (starts, ends) = (format!("{from}T00:00"), format!("{to}T23:59"));
                Ok(WindowRow { token: row.get(0)?, site: row.get(1)?, starts, ends })
            },
        )?);
        Ok(windows)
    }

    /// Whether a person and somebody else, or a building, are on different sides of an arrangement on a day.
    pub fn is_kept_from(&self, person: &StreamId, who: &str, day: &str) -> Result<bool, StoreError> {
        let count: i64 = self.conn().value(
            "SELECT COUNT(*) FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side
             WHERE a.who = $1 AND b.who = $2 AND a.from_on <= $3 AND a.until_on >= $3",
            cells![person, who, day],
        )?;
        Ok(count > 0)
    }

    /// The arrangements that hold on one of some days (`YYYY-MM-DD`, the first and the last) in which a person and a member of
    /// staff are on different sides.
    pub fn apart_between(
        &self,
        person: &StreamId,
        staff: &str,
        (from, to): (&str, &str),
    ) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT a.stream FROM apart a JOIN apart b ON b.stream = a.stream AND b.side <> a.side
             WHERE a.who = $1 AND b.who = $2 AND a.from_on <= $3 AND a.until_on >= $4 ORDER BY a.stream",
            cells![person, staff, to, from],
            |row| row.get(0),
        )
    }

    /// Those whom an officer sees on these days (`YYYY-MM-DD`, both included) who are in an arrangement that holds on one of
    /// them: from whom, it does not say.
    pub fn kept_apart_seen_by(&self, officer: &str, from: &str, to: &str) -> Result<Vec<StreamId>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT d.stream FROM diary d JOIN apart a ON a.who = d.stream
             WHERE d.officer = $1 AND d.starts >= $2 AND d.starts < $3 AND d.known_to = 9223372036854775807
               AND d.outcome IS NULL AND a.from_on <= $4 AND a.until_on >= $2
             ORDER BY d.stream",
            cells![officer, from, format!("{to}U"), to],
            |row| row.get(0),
        )
    }
}

fn versioned(row: &crate::sql::Row<'_>) -> Result<(StreamId, u64), StoreError> {
    Ok((row.get(0)?, row.get(1)?))
}

fn window(row: &crate::sql::Row<'_>) -> Result<WindowRow, StoreError> {
    Ok(WindowRow { token: row.get(0)?, site: row.get(1)?, starts: row.get(2)?, ends: row.get(3)? })
}

/// So many minutes after a minute of the day, at the latest its last.
fn after(starts: &str, minutes: i64) -> String {
    let (day, clock) = starts.split_once('T').unwrap_or((starts, "00:00"));
    let (hour, minute) = clock.split_once(':').unwrap_or(("0", "0"));
    let at = hour.parse::<i64>().unwrap_or(0) * 60 + minute.parse::<i64>().unwrap_or(0) + minutes;
    let at = at.min(23 * 60 + 59);
    format!("{day}T{:02}:{:02}", at / 60, at % 60)
}
