//! A small synthetic service, made once for a whole run and copied for whoever asks.

use std::path::Path;
use std::sync::OnceLock;

use pilot::{Made, Plan};
use store::Store;
use tempfile::TempDir;

use crate::Stage;
use crate::county::phc;

const PEOPLE: u32 = 60;
const NOW: &str = "2015-12-15T09:00";

/// A stage over a copy of the synthetic service, and what was made.
pub fn demonstration() -> (Stage, &'static Made) {
    static ORIGINAL: OnceLock<(TempDir, Made)> = OnceLock::new();
    let (original, made) = ORIGINAL.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = Plan { people: PEOPLE, seed: 1, start: NOW.parse().expect("a minute"), recent: false };
        let made = pilot::make(folder.path(), &plan, phc(), &|_| {}).expect("a synthetic service");
        (folder, made)
    });
    let folder = tempfile::tempdir().expect("a folder");
    copy(original.path(), folder.path());
    let store = Store::open(folder.path()).expect("a record");
    (Stage::over(folder, store, NOW), made)
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&to).expect("a folder");
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
    }
}
