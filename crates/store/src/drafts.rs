//! Drafts: what was typed into a form and not yet sent, so that nothing typed is lost.

use crate::error::StoreError;
use crate::snapshot::Snapshot;
use crate::sql::{Conn, Row, cells};

/// What someone typed into a form about something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// The staff id.
    pub staff: String,
    /// The form.
    pub form: String,
    /// What the form is about: a stream, a component, or nothing.
    pub subject: String,
    /// The form's fields.
    pub body: String,
    /// When it was kept, in the caller's microseconds.
    pub saved_at: i64,
}

impl Snapshot {
    /// One draft.
    pub fn draft(&self, staff: &str, form: &str, subject: &str) -> Result<Option<DraftRow>, StoreError> {
        self.conn().first(
            "SELECT staff, form, subject, body, saved_at FROM draft
             WHERE staff = $1 AND form = $2 AND subject = $3",
            cells![staff, form, subject],
            from_row,
        )
    }

    /// Someone's drafts, the latest first.
    pub fn drafts_of(&self, staff: &str) -> Result<Vec<DraftRow>, StoreError> {
        self.conn().all(
            "SELECT staff, form, subject, body, saved_at FROM draft
             WHERE staff = $1 ORDER BY saved_at DESC, form, subject",
            cells![staff],
            from_row,
        )
    }
}

fn from_row(row: &Row<'_>) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        staff: row.get(0)?,
        form: row.get(1)?,
        subject: row.get(2)?,
        body: row.get(3)?,
        saved_at: row.get(4)?,
    })
}

pub(crate) fn put_draft(conn: &Conn, row: &DraftRow) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO draft (staff, form, subject, body, saved_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (staff, form, subject) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
        cells![row.staff, row.form, row.subject, row.body, row.saved_at],
    )
}

pub(crate) fn drop_draft(conn: &Conn, staff: &str, form: &str, subject: &str) -> Result<(), StoreError> {
    let text = "DELETE FROM draft WHERE staff = $1 AND form = $2 AND subject = $3";
    conn.write(text, cells![staff, form, subject])
}
