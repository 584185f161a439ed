//! A folder's record is moved into one database and no other: two would go on under one key.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use cluster::Cluster;

use crate::scratch::{run, text, throughcare};
use crate::witnesses::{Scene, wait_until};

fn arguments<'a>(data: &'a Path, keys: &'a Path, url: &'a str) -> [&'a str; 7] {
    ["grow", "--data", text(data), "--keys", text(keys), "--database-url", url]
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The name of a database in its address.
fn name(url: &str) -> &str {
    url.rsplit('=').next().unwrap()
}

fn mark(data: &Path) -> String {
    fs::read_to_string(data.join("moved")).unwrap()
}

/// It is not moved there, and told where it went.
fn is_refused(data: &Path, keys: &Path, url: &str, went: &str) {
    let refused = run(&arguments(data, keys, url));
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains(&format!("the database {}", name(went))), "{}", said(&refused));
    let left = Cluster::shared().ask(name(url), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").unwrap();
    if url != went {
        assert_eq!(left, "0", "nothing was put there");
        assert!(!keys.exists(), "nor is the key");
    }
}

#[test]
fn a_record_that_was_moved_is_moved_into_no_second_database() {
    let scene = Scene::new();
    let [data, keys, others] = ["data", "keys", "others"].map(|name| scene.path(name));
    let [first, second] = [0, 1].map(|_| Cluster::shared().database().unwrap());
    assert!(run(&arguments(&data, &keys, &first)).status.success());
    assert!(mark(&data).contains(&format!("Done: the database {}", name(&first))), "{}", mark(&data));
    is_refused(&data, &others, &second, &first);
    is_refused(&data, &keys, &first, &first);
    // An earlier release did not say where to.
    fs::write(data.join("moved"), "The record of this folder was moved into a database.\n").unwrap();
    let refused = run(&arguments(&data, &others, &second));
    assert!(!refused.status.success() && said(&refused).contains("a database that is not named"), "{}", said(&refused));
    // Whoever knows that the database was given up takes the mark away, as it says.
    fs::remove_file(data.join("moved")).unwrap();
    assert!(run(&arguments(&data, &others, &second)).status.success());
}

#[test]
fn a_move_that_was_cut_off_is_done_again_into_the_same_database_and_into_no_other() {
    let scene = Scene::new();
    let [data, keys, others] = ["data", "keys", "others"].map(|name| scene.path(name));
    let [first, second] = [0, 1].map(|_| Cluster::shared().database().unwrap());
    let ask = |sql: &str| Cluster::shared().ask(name(&first), sql).unwrap();
    ask("CREATE FUNCTION pause() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); END $$;
         CREATE EVENT TRIGGER pause ON ddl_command_end EXECUTE FUNCTION pause();");
    let mut moving = throughcare(&arguments(&data, &keys, &first)).stderr(Stdio::null()).spawn().unwrap();
    let waits = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
    wait_until("it is under way", || ask(&format!("SELECT count(*) > 0 {waits}")) == "t");
    moving.kill().unwrap();
    moving.wait().unwrap();
    ask(&format!("SELECT pg_terminate_backend(pid) {waits}"));
    ask("DROP EVENT TRIGGER pause");

    assert!(mark(&data).contains("Begun: "), "{}", mark(&data));
    let list = data.join("samples/court-list.xml");
    let import = run(&["import", "court-list", text(&list), "--data", text(&data)]);
    assert!(!import.status.success(), "it may be there: nothing is written here");
    is_refused(&data, &others, &second, &first);
    let again = run(&arguments(&data, &keys, &first));
    assert!(again.status.success(), "{}", said(&again));
    assert!(mark(&data).contains("Done: "), "{}", mark(&data));
}
