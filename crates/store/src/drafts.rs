//! Drafts: what was typed into a form and not yet sent, so that nothing typed is lost.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::snapshot::Snapshot;

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
        let mut statement = self.conn().prepare_cached(
            "SELECT staff, form, subject, body, saved_at FROM draft
             WHERE staff = $1 AND form = $2 AND subject = $3",
        )?;
        Ok(statement.query_row([staff, form, subject], from_row).optional()?)
    }

    /// Someone's drafts, the latest first.
    pub fn drafts_of(&self, staff: &str) -> Result<Vec<DraftRow>, StoreError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT staff, form, subject, body, saved_at FROM draft
             WHERE staff = $1 ORDER BY saved_at DESC, form, subject",
        )?;
        let drafts = statement.query_map([staff], from_row)?.collect::<Result<_, _>>()?;
        Ok(drafts)
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        staff: row.get(0)?,
        form: row.get(1)?,
        subject: row.get(2)?,
        body: row.get(3)?,
        saved_at: row.get(4)?,
    })
}

pub(crate) fn put_draft(conn: &Connection, row: &DraftRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO draft (staff, form, subject, body, saved_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (staff, form, subject) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
    )?
    .execute(params![row.staff, row.form, row.subject, row.body, row.saved_at])?;
    Ok(())
}

pub(crate) fn drop_draft(conn: &Connection, staff: &str, form: &str, subject: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM draft WHERE staff = $1 AND form = $2 AND subject = $3")?
        .execute([staff, form, subject])?;
    Ok(())
}
