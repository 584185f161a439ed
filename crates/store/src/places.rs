//! Teams and sites.

use crate::error::StoreError;
use crate::project::{projected, query};
use crate::snapshot::Snapshot;
use crate::sql::cells;

projected! {
    /// A team.
    TeamRow, "team", versioned: false,
    keys {
        /// Its id.
        team: String,
    }
    values {
        /// Name.
        name: String,
        /// Organisation.
        provider: String,
        /// Office.
        office: String,
        /// Whatever else a page shows: JSON.
        detail: String,
    }
}

projected! {
    /// A site: somewhere appointments are held.
    SiteRow, "site", versioned: false,
    named: ["name", "weekday"],
    keys {
        /// Its id.
        site: String,
    }
    values {
        /// Name.
        name: String,
        /// Address.
        address: String,
        /// Whatever else a page shows: JSON.
        detail: String,
    }
}

impl Snapshot {
    /// All teams, by provider and name.
    pub fn teams(&self) -> Result<Vec<TeamRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM team ORDER BY provider, name, team", cells![])
    }

    /// The teams of an organisation, by name.
    pub fn teams_of(&self, provider: &str) -> Result<Vec<TeamRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM team WHERE provider = $1 ORDER BY name, team", cells![provider])
    }

    /// One team.
    pub fn team(&self, team: &str) -> Result<Option<TeamRow>, StoreError> {
        Ok(query(self.conn(), "SELECT {} FROM team WHERE team = $1", cells![team])?.into_iter().next())
    }

    /// The offices of an organisation's teams, each once.
    pub fn offices_of(&self, provider: &str) -> Result<Vec<String>, StoreError> {
        self.conn().all(
            "SELECT DISTINCT office FROM team WHERE provider = $1 AND office <> '' ORDER BY office",
            cells![provider],
            |row| row.get(0),
        )
    }

    /// All sites, by name.
    pub fn sites(&self) -> Result<Vec<SiteRow>, StoreError> {
        query(self.conn(), "SELECT {} FROM site ORDER BY name, site", cells![])
    }

    /// One site.
    pub fn site(&self, site: &str) -> Result<Option<SiteRow>, StoreError> {
        Ok(query(self.conn(), "SELECT {} FROM site WHERE site = $1", cells![site])?.into_iter().next())
    }
}
