//! Contact across cases: when somebody was last seen, by whichever mode how often, and which months a senior signed off.

use std::collections::BTreeMap;

use crate::error::StoreError;
use crate::project::{Projected as _, STILL_KNOWN, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::{Row, cells};

projected! {
    /// When somebody under supervision was last seen face to face. One row a person: the running order that was made last.
    LastContactRow, "last_contact", versioned: false,
    keys {
        /// The order.
        component: String,
    }
    values {
        /// The day the time without being seen runs from: the day they were last seen, or supervision began.
        since_on: String,
        /// The last day in time; none where it could not be worked out, or where nobody is asked to see them any more.
        due_on: Option<String>,
        /// The day they were last seen, if they were under this order or before.
        face_on: Option<String>,
        /// The day of the last attended contact that was not face to face, as by telephone.
        other_on: Option<String>,
        /// Appointments since that they did not come to.
        unattended: i64,
        /// The last day of the order; none for life.
        until_on: Option<String>,
    }
}

projected! {
    /// Attended contacts of somebody in a month, by team and mode.
    ContactMonthRow, "contact_month", versioned: false,
    keys {
        /// The month, `YYYY-MM`.
        month: String,
        /// The team whose contact it was.
        team: String,
        /// By which mode: a code of the standards.
        mode: String,
    }
    values {
        /// Contacts.
        contacts: i64,
        /// Of these, at no building of the service.
        elsewhere: i64,
        /// Of these, sessions of which it is asked what was worked on.
        owed: i64,
        /// Of these, sessions of which it was said.
        said: i64,
        /// Of these, sessions that were linked to an objective.
        linked: i64,
    }
}

projected! {
    /// A month that a senior signed off.
    SignedOffRow, "signed_off", versioned: false,
    named: ["case"],
    keys {
        /// The month, `YYYY-MM`.
        month: String,
    }
    values {
        /// The team.
        team: String,
        /// Who signed.
        by_staff: String,
        /// When, in microseconds.
        at: i64,
        /// Running cases that were looked at.
        running: i64,
        /// Those who had not been seen, and what is done: JSON.
        cases: String,
        /// How many leaves of the log the list knew.
        checkpoint: i64,
    }
}

/// A running case of a team, with who holds it and what is booked next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// When they were last seen.
    pub last: LastContactRow,
    /// The officer; empty while the team holds it without one.
    pub staff: String,
    /// The next appointment without an outcome, London time.
    pub next: Option<String>,
}

/// Attended contacts of a team by one mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModeCount {
    /// Contacts.
    pub contacts: u64,
    /// Of these, at a place that is not an office.
    pub elsewhere: u64,
    /// Of these, sessions of which it is asked what was worked on.
    pub owed: u64,
    /// Of these, sessions of which it was said.
    pub said: u64,
    /// Of these, sessions that were linked to an objective.
    pub linked: u64,
}

impl Snapshot {
    /// Every running case that a team manages on a day (`YYYY-MM-DD`), longest not seen first, with the next appointment
    /// from a minute on.
    pub fn unseen_of_team(&self, team: &str, day: &str, now: &str) -> Result<Vec<Unseen>, StoreError> {
        let columns: Vec<String> = LastContactRow::sql().columns.split(", ").map(|c| format!("l.{c}")).collect();
        // Parameters take their numbers in the order they first appear.
        let text = format!(
            "SELECT {}, m.staff,
                 (SELECT MIN(d.starts) FROM diary d WHERE d.stream = l.stream AND d.starts >= $1
                     AND d.outcome IS NULL AND d.state <> 'cancelled' AND d.known_to = {STILL_KNOWN})
             FROM manager m JOIN last_contact l ON l.stream = m.stream AND l.component = m.component
             WHERE m.team = $2 AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= $3 AND (m.to_on IS NULL OR m.to_on > $3)
                 AND (l.until_on IS NULL OR l.until_on >= $3)
             ORDER BY l.since_on, l.stream, m.staff",
            columns.join(", ")
        );
        let at = columns.len();
        self.conn().all(&text, cells![now, team, day], |row: &Row<'_>| {
            Ok(Unseen { last: LastContactRow::from_row(row)?, staff: row.get(at)?, next: row.get(at + 1)? })
        })
    }

    /// When a person was last seen, by order.
    pub fn last_contact_of(&self, stream: &ledger::StreamId) -> Result<Vec<LastContactRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM last_contact WHERE stream = $1 ORDER BY component", cells![stream])
    }

    /// Attended contacts of a time (months, `YYYY-MM`, both included), by team and mode.
    pub fn contact_by_mode(&self, from: &str, to: &str) -> Result<BTreeMap<(String, String), ModeCount>, StoreError> {
        let text = "SELECT team, mode, contacts, elsewhere, owed, said, linked FROM contact_month
             WHERE month >= $1 AND month <= $2";
        let mut statement = self.conn().prepare(text)?;
        let mut rows = statement.rows(cells![from, to])?;
        let mut counts: BTreeMap<(String, String), ModeCount> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let count = counts.entry((row.get(0)?, row.get(1)?)).or_default();
            let number = |at| Ok::<u64, StoreError>(u64::try_from(row.get::<i64>(at)?).unwrap_or(0));
            count.contacts += number(2)?;
            count.elsewhere += number(3)?;
            count.owed += number(4)?;
            count.said += number(5)?;
            count.linked += number(6)?;
        }
        Ok(counts)
    }

    /// Which months of a team were signed off, `YYYY-MM`.
    pub fn months_signed(&self, team: &str) -> Result<Vec<String>, StoreError> {
        let text = "SELECT month FROM signed_off WHERE team = $1 ORDER BY month";
        self.conn().all(text, cells![team], |row| row.get(0))
    }

    /// The months of a provider's teams that may have somebody in them of whom nobody has spoken, the oldest first: beside such a
    /// case stands no number of an entry, so its stream ends what is said of it. Months that are spoken of whole are not read, nor
    /// those whose lines stand with the team, as they once did: of nobody in such a month was anything left.
    pub fn signed_with_left(&self, provider: &str) -> Result<Vec<SignedOffRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM signed_off WHERE team IN (SELECT team FROM team WHERE provider = $1) AND cases LIKE $2
                 AND cases NOT LIKE $3
             ORDER BY month, team, stream",
            cells![provider, "%\"}%", "%\"said\":%"],
        )
    }

    /// The months of a team that were signed off, the latest first.
    pub fn signed_off(&self, team: &str) -> Result<Vec<SignedOffRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM signed_off WHERE team = $1 ORDER BY month DESC, stream", cells![team])
    }
}
