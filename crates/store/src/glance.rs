//! What a caseload is sorted and filtered by, a narrow row a person: a team's hundreds are read in one question, without
//! looking at a duty or an appointment. The rest of a case is read only for the rows of the page that is shown.

use ledger::StreamId;

use crate::caseload::Scope;
use crate::error::StoreError;
use crate::people::PersonRow;
use crate::project::{Projected, STILL_KNOWN, projected};
use crate::snapshot::Snapshot;
use crate::sql::{Cell, Conn, Row, ToCell, cells};

/// People asked for by one statement.
const AT_A_TIME: usize = 25;
/// The number of the first parameter after them.
pub(crate) const AFTER_STREAMS: usize = AT_A_TIME + 1;

projected! {
    /// How a case looks from afar. What has several parts holds a part a line, its words a space apart.
    GlanceRow, "glance", versioned: false, lines: ["starts", "due", "limits"],
    keys {}
    values {
        /// Surname.
        surname: String,
        /// Forenames.
        forenames: String,
        /// The last day of the running order, `YYYY-MM-DD`; none for life, or where none runs.
        ends_on: Option<String>,
        /// The highest risk of serious harm that stands, as in `standing`; none where no order runs.
        harm: Option<String>,
        /// The tier kept by judgement; empty when none is.
        tier: String,
        /// Changes of what is judged that wait for a second person.
        waiting: i64,
        /// The day they last came to an appointment; empty when they never did.
        seen_on: String,
        /// When appointments start that nobody said anything of, in order: `YYYY-MM-DDTHH:MM`.
        starts: String,
        /// What is due: the duty, its day or `-`, and `quiet` where its alarm was put aside.
        due: String,
        /// Who may not see the record: `exclusion` or `restriction`, whom it names, from when, and until when if it ends.
        limits: String,
    }
}

/// A case of a caseload with one of those who hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGlance {
    /// How it looks.
    pub glance: GlanceRow,
    /// The component that is held.
    pub component: String,
    /// The officer; empty while a team holds it without one.
    pub staff: String,
    /// The team.
    pub team: String,
    /// The organisation.
    pub provider: String,
    /// Since when, `YYYY-MM-DD`.
    pub from_on: String,
}

impl Snapshot {
    /// Everything a scope holds on a day (`YYYY-MM-DD`), by stream, component, first day and officer: in one question.
    pub fn glance_held(&self, scope: &Scope, day: &str) -> Result<Vec<HeldGlance>, StoreError> {
        let columns: Vec<String> = GlanceRow::sql().columns.split(", ").map(|c| format!("g.{c}")).collect();
        let text = format!(
            "SELECT {}, m.component, m.staff, m.team, m.provider, m.from_on
             FROM manager m JOIN glance g ON g.stream = m.stream
             WHERE m.{} = $1 AND m.known_to = {STILL_KNOWN} AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)
             ORDER BY m.stream, m.component, m.from_on, m.staff",
            columns.join(", "),
            scope.column()
        );
        let at = columns.len();
        self.conn().all(&text, cells![scope.who(), day], |row: &Row<'_>| {
            Ok(HeldGlance {
                glance: GlanceRow::from_row(row)?,
                component: row.get(at)?,
                staff: row.get(at + 1)?,
                team: row.get(at + 2)?,
                provider: row.get(at + 3)?,
                from_on: row.get(at + 4)?,
            })
        })
    }

    /// How some cases look, by stream; those that are none are left out.
    pub fn glances(&self, streams: &[StreamId]) -> Result<Vec<GlanceRow>, StoreError> {
        self.of_streams(|places| format!("SELECT {{}} FROM glance WHERE stream IN ({places}) ORDER BY stream"), streams)
    }

    /// Some people, by stream; those who are none are left out.
    pub fn people_of(&self, streams: &[StreamId]) -> Result<Vec<PersonRow>, StoreError> {
        self.of_streams(|places| format!("SELECT {{}} FROM person WHERE stream IN ({places}) ORDER BY stream"), streams)
    }

    fn of_streams<R: Projected>(
        &self,
        text: impl Fn(&str) -> String,
        streams: &[StreamId],
    ) -> Result<Vec<R>, StoreError> {
        in_streams(self.conn(), |places| text(places).replacen("{}", &R::sql().columns, 1), streams, &[], R::from_row)
    }

    /// How many people each of a team's staff held on a day, by staff; who held nobody is left out.
    pub fn counts_held(&self, team: &str, day: &str) -> Result<Vec<(String, u64)>, StoreError> {
        let text = format!(
            "SELECT m.staff, COUNT(DISTINCT m.stream) FROM manager m
             WHERE m.staff IN (SELECT s.staff FROM staff s WHERE s.team = $1) AND m.known_to = {STILL_KNOWN}
                 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2)
             GROUP BY m.staff ORDER BY m.staff"
        );
        self.conn().all(&text, cells![team, day], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

/// Asks the same text of any number of streams, or of staff, some at a time: they are `$1` and so on, the last standing as often
/// as is needed to fill their places, and what else is asked for comes after them ([`AFTER_STREAMS`]).
pub(crate) fn in_streams<T, K: ToCell>(
    conn: &Conn,
    text: impl Fn(&str) -> String,
    streams: &[K],
    besides: &[Cell<'_>],
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let places: Vec<String> = (1..=AT_A_TIME).map(|n| format!("${n}")).collect();
    let text = text(&places.join(", "));
    let mut found = Vec::with_capacity(streams.len());
    for some in streams.chunks(AT_A_TIME) {
        let last = some.iter().next_back().into_iter().cycle();
        let mut cells: Vec<Cell<'_>> = some.iter().chain(last).take(AT_A_TIME).map(|stream| stream.cell()).collect();
        cells.extend_from_slice(besides);
        found.extend(conn.all(&text, &cells, &read)?);
    }
    Ok(found)
}
