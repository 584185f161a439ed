//! A record as an earlier release left it, in a folder or in a database, made from a seed, and brought to this release by its
//! command.

use std::path::Path;

use cluster::Cluster;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::forger::Forger;
use crate::layouts::{LAYOUTS, lay_down, lay_down_in};
use crate::scratch::{json, run, text};

/// Makes a synthetic service, and tells it again in the words of the first release.
fn told_as_in_the_first_release(dir: &Path) {
    let now = dir.join("now");
    assert!(run(&["demo", "--no-serve", "--people", "30", "--data", text(&now)]).status.success());
    let mut forger = Forger::read(&now);
    let mut endings = 0;
    for entry in &mut forger.entries {
        let said = String::from_utf8(entry.content.clone()).unwrap();
        if said.contains(r#""kind":"order_ended""#) {
            entry.content = in_version_1(&said).into_bytes();
            endings += 1;
        }
    }
    assert!(endings > 0, "some order has ended");
    forger.write(&dir.join("data"));
    let data = dir.join("data");
    with_documents_of(&now, &data);
    assert!(run(&["rebuild", "--data", text(&data)]).status.success());
}

/// A copy of that, to be laid down as a release did.
fn copied(dir: &Path, name: &str) -> std::path::PathBuf {
    let (from, to) = (dir.join("data"), dir.join(name));
    std::fs::create_dir(&to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).map(drop).unwrap();
    }
    to
}

/// Letters stand beside the ledger: they come along as they are.
fn with_documents_of(now: &Path, data: &Path) {
    let conn = Connection::open(data.join("record.db")).unwrap();
    conn.execute("ATTACH ? AS now", [text(&now.join("record.db"))]).unwrap();
    conn.execute_batch("INSERT INTO main.document SELECT * FROM now.document").unwrap();
}

fn in_version_1(said: &str) -> String {
    let words = [
        ("\"expired\"", "expired"),
        ("\"revoked_for_good_progress\"", "revoked for good progress"),
        ("\"revoked_and_resentenced\"", "revoked and resentenced"),
    ];
    let (ending, how) = words.into_iter().find(|(ending, _)| said.contains(ending)).expect("an ending with a name");
    said.replace(&format!(r#"{{"ending":{ending}}}"#), &format!(r#"{{"how":"{how}"}}"#))
        .replace(r#""v":2}"#, r#""v":1}"#)
}

fn rows(data: &Path, sql: &str) -> Vec<String> {
    let conn = Connection::open(data.join("record.db")).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

const TIMES: &str = "SELECT stream || seq || recorded || team || kind || happened_on || later || again FROM timing
     ORDER BY stream, seq";

/// A record of an earlier layout, wherever it stands, is refused, upgraded without a hash changed, and gone on with.
fn is_brought_here(layout: &str, place: &[&str], dir: &Path) {
    let told = |command: &[&str]| run(&[command, place].concat());
    let verified = || json(&[&["verify", "--json"], place].concat()).0;
    let before = verified();
    assert_eq!(before["ok"], true, "{before}");
    let refused = told(&["question", "announced", "--on", "2015-11-20"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    let known =
        words.contains(&format!("of layout {layout}")) && words.contains("`throughcare upgrade` brings it there");
    assert!(known, "{words}");

    let upgraded = told(&["upgrade"]);
    assert!(upgraded.status.success(), "layout {layout}: {}", String::from_utf8_lossy(&upgraded.stderr));
    let said = String::from_utf8_lossy(&upgraded.stdout).into_owned();
    assert!(said.contains(&format!("from layout {layout}")), "{said}");
    assert_eq!(before, verified(), "entries, size and root are what they were");
    assert!(String::from_utf8_lossy(&told(&["upgrade"]).stdout).contains("of this layout already"));
    let list = dir.join("now/samples/court-list.xml");
    let imported = told(&["import", "court-list", text(&list)]);
    assert!(imported.status.success(), "layout {layout}: {}", String::from_utf8_lossy(&imported.stderr));
    assert_eq!(verified()["ok"], true, "and goes on");
}

/// The views are those of a record that was never of another layout, but for what was recorded since.
fn views_are_those_of_now(layout: &str, now: &[String], then: &[String]) {
    let lost: Vec<_> = now.iter().filter(|row| then.binary_search(row).is_err()).collect();
    assert!(lost.is_empty() && then.len() >= now.len(), "layout {layout}: {lost:?}");
}

#[test]
fn a_folder_of_any_layout_is_brought_here_without_a_hash_changed() {
    let dir = TempDir::new().unwrap();
    told_as_in_the_first_release(dir.path());
    let mut now = rows(&dir.path().join("now"), TIMES);
    now.sort_unstable();
    for layout in LAYOUTS {
        let data = copied(dir.path(), &format!("folder-{}", layout.0));
        lay_down(&data, layout);
        is_brought_here(layout.0, &["--data", text(&data)], dir.path());
        let mut then = rows(&data, TIMES);
        then.sort_unstable();
        views_are_those_of_now(layout.0, &now, &then);
    }
}

#[test]
fn a_database_of_any_layout_is_brought_here_without_a_hash_changed() {
    let dir = TempDir::new().unwrap();
    told_as_in_the_first_release(dir.path());
    let mut now = rows(&dir.path().join("now"), TIMES);
    now.sort_unstable();
    for layout in LAYOUTS {
        // A folder is moved once.
        let data = copied(dir.path(), &format!("moved-{}", layout.0));
        let (url, keys) = (Cluster::shared().database().unwrap(), dir.path().join(format!("keys-{}", layout.0)));
        let place = ["--data", text(&keys), "--database-url", &url];
        let grown = run(&["grow", "--data", text(&data), "--keys", text(&keys), "--database-url", &url]);
        assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
        let name = url.rsplit('=').next().unwrap();
        lay_down_in(name, layout);
        is_brought_here(layout.0, &place, dir.path());
        let then = Cluster::shared().ask(name, TIMES).unwrap();
        let mut then: Vec<String> = then.lines().map(str::to_owned).collect();
        then.sort_unstable();
        views_are_those_of_now(layout.0, &now, &then);
    }
}

#[test]
fn a_damaged_record_is_not_upgraded() {
    let dir = TempDir::new().unwrap();
    told_as_in_the_first_release(dir.path());
    let data = dir.path().join("data");
    lay_down(&data, LAYOUTS[0]);
    assert_eq!(json(&["verify", "--json", "--data", text(&data)]).0["ok"], true);
    let conn = Connection::open(data.join("record.db")).unwrap();
    conn.execute("UPDATE entry SET content = CAST('{}' AS BLOB) WHERE seq = 3", []).unwrap();
    drop(conn);
    assert!(!run(&["upgrade", "--data", text(&data)]).status.success());
    assert_eq!(rows(&data, "SELECT value FROM meta WHERE name = 'layout'"), ["1"]);
}
