//! Staff, as projected from their streams; and their passwords, which no ledger holds.

use crate::error::StoreError;
use crate::glance::in_streams;
use crate::project::{Projected as _, projected, query};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};

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
        let rows = query(self.conn(), "SELECT {} FROM staff WHERE sign_in = $1", cells![sign_in])?;
        Ok(rows.into_iter().next())
    }

    /// One member of staff.
    pub fn staff(&self, staff: &str) -> Result<Option<StaffRow>, StoreError> {
        let rows = query(self.conn(), "SELECT {} FROM staff WHERE staff = $1", cells![staff])?;
        Ok(rows.into_iter().next())
    }

    /// Those of some members of staff who are known, a few at a time, each time by code.
    pub fn staff_among(&self, staff: &[String]) -> Result<Vec<StaffRow>, StoreError> {
        let columns = &StaffRow::sql().columns;
        let text = |places: &str| format!("SELECT {columns} FROM staff WHERE staff IN ({places}) ORDER BY staff");
        in_streams(self.conn(), text, staff, &[], StaffRow::from_row)
    }

    /// A team's staff, by name.
    pub fn staff_of_team(&self, team: &str) -> Result<Vec<StaffRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM staff WHERE team = $1 ORDER BY name, staff", cells![team])
    }

    /// Those of an organisation who have a role, by name.
    pub fn staff_in_role(&self, provider: &str, role: &str) -> Result<Vec<StaffRow>, StoreError> {
        query(
            self.conn(),
            "SELECT {} FROM staff WHERE provider = $1 AND role = $2 ORDER BY name, staff",
            cells![provider, role],
        )
    }

    /// Whether somebody with a role is on the books of an organisation.
    pub fn has_role(&self, provider: &str, role: &str) -> Result<bool, StoreError> {
        let text = "SELECT 1 FROM staff WHERE provider = $1 AND role = $2 AND active = 1 LIMIT 1";
        Ok(self.conn().first(text, cells![provider, role], |row| row.get::<i64>(0))?.is_some())
    }

    /// The argon2 hash (PHC text) of a password, if one was set.
    pub fn password(&self, staff: &str) -> Result<Option<String>, StoreError> {
        self.conn().first("SELECT phc FROM password WHERE staff = $1", cells![staff], |row| row.get(0))
    }
}

pub(crate) fn put_password(conn: &Conn, staff: &str, phc: &str) -> Result<(), StoreError> {
    conn.write(
        "INSERT INTO password (staff, phc) VALUES ($1, $2) ON CONFLICT (staff) DO UPDATE SET phc = excluded.phc",
        cells![staff, phc],
    )
}
