//! Staff, as projected from their streams; and their passwords, which no ledger holds.

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;

projected! {
    /// A member of staff.
    StaffRow, "staff", versioned: false,
    keys {}
    values {
        /// The id by which entries and projections name them.
        staff: String,
        /// Name.
        name: String,
        /// Role.
        role: String,
        /// Team.
        team: String,
        /// Organisation.
        provider: String,
        /// The courts they advise, by code, a space between.
        courts: String,
        /// Whether they work here now.
        active: bool,
        /// What they sign in with.
        sign_in: String,
    }
}

impl Snapshot {
    /// Who signs in by this name.
    pub fn staff_by_sign_in(&self, sign_in: &str) -> Result<Option<StaffRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM staff WHERE sign_in = $1", &[&sign_in])?;
        Ok(rows.into_iter().next())
    }

    /// One member of staff.
    pub fn staff(&self, staff: &str) -> Result<Option<StaffRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM staff WHERE staff = $1", &[&staff])?;
        Ok(rows.into_iter().next())
    }

    /// A team's staff, by name.
    pub fn staff_of_team(&self, team: &str) -> Result<Vec<StaffRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM staff WHERE team = $1 ORDER BY name, staff", &[&team])
    }

    /// Everyone, by name.
    pub fn all_staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM staff ORDER BY name, staff", &[])
    }

    /// The argon2 hash (PHC text) of a password, if one was set.
    pub fn password(&self, staff: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.conn().prepare_cached("SELECT phc FROM password WHERE staff = $1")?;
        Ok(statement.query_row([staff], |row| row.get(0)).optional()?)
    }
}

pub(crate) fn put_password(conn: &Connection, staff: &str, phc: &str) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO password (staff, phc) VALUES ($1, $2) ON CONFLICT (staff) DO UPDATE SET phc = excluded.phc",
    )?
    .execute([staff, phc])?;
    Ok(())
}
