//! The store through its door, on PostgreSQL.

use cluster::Cluster;
use store::conformance::{run, samples::genesis};
use store::{Database, Store};
use tempfile::TempDir;

use crate::support::block_on;

/// A database of its own, and a folder for its keys.
pub(crate) struct Place {
    pub(crate) keys: TempDir,
    pub(crate) url: String,
}

impl Place {
    pub(crate) fn new(cluster: &Cluster) -> Place {
        Place { keys: tempfile::tempdir().unwrap(), url: cluster.database().unwrap() }
    }

    /// The name of the database.
    pub(crate) fn name(&self) -> String {
        self.url.rsplit('=').next().unwrap().to_owned()
    }

    /// As a server of this name sees it.
    pub(crate) fn server(&self, name: &str) -> Database {
        Database { url: self.url.clone(), keys: self.keys.path().to_path_buf(), server: name.into(), schema: None }
    }
}

#[test]
fn postgresql_does_what_any_engine_must() {
    let places = std::cell::RefCell::new(Vec::new());
    let make = || {
        let place = Place::new(Cluster::shared());
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        places.borrow_mut().push(place);
        store
    };
    let outcomes = block_on(run(&make));
    let failed: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    for (place, (name, _)) in places.borrow().iter().zip(&outcomes) {
        let report = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(report.ok, "{name}: {report:?}");
    }
}
