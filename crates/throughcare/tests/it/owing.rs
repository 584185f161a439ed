//! A database that was put back to an earlier moment, with what two people had erased since: it owes those erasures from the
//! declaration of its rollback on, to whoever opens it, though the command was killed between the two.

use std::path::PathBuf;
use std::process::Output;

use cluster::Cluster;
use store::Store;

use crate::backup::list_of;
use crate::behind::{copy, serve};
use crate::scratch::{json, run, text, throughcare};
use crate::two_people::{erase, somebody};
use crate::witnesses::{Running, Scene, get, metric, start, wait_until};

const ASKED_FOR: &str = "what was erased since may stand in it again";

/// A database that was put back, held, with a server that is still at work on it.
struct PutBack {
    scene: Scene,
    _witness: Running,
    server: Running,
    keys: PathBuf,
    url: String,
    list: PathBuf,
}

impl PutBack {
    fn new() -> PutBack {
        let scene = Scene::new();
        let [data, older, keys, list] = ["data", "older", "keys", "erased"].map(|name| scene.path(name));
        copy(&data, &older);
        let (key, witness) = (scene.witness("near"), scene.run_witness("near", "127.0.0.1:0"));
        scene.policy(&[format!("witness near {key} http://{}", witness.address), "quorum near".to_owned()]);
        let (stream, seqs) = somebody(&data);
        erase(Store::open(&data).unwrap(), &stream, &seqs);
        list_of(&data, &list);
        let server = serve(&scene, &["--data", text(&data)]);
        wait_until("it has cosigned", || metric(&server.address, "unwitnessed_seconds") == Some(0));
        drop(server);
        let url = Cluster::shared().database().unwrap();
        let grown = run(&["grow", "--data", text(&older), "--keys", text(&keys), "--database-url", &url]);
        assert!(grown.status.success(), "{}", said(&grown));
        let server = serve(&scene, &["--data", text(&keys), "--database-url", &url]);
        wait_until("it is held", || metric(&server.address, "behind_leaves") > Some(0));
        PutBack { scene, _witness: witness, server, keys, url, list }
    }

    fn place(&self) -> [&str; 4] {
        ["--data", text(&self.keys), "--database-url", &self.url]
    }

    /// What is declared, and the list that goes with it.
    fn declare(&self) -> [&str; 9] {
        let (to, list) = (text(&self.keys), text(&self.list));
        ["restore", "--declare-rollback", "put back", "--to", to, "--database-url", &self.url, "--erasures", list]
    }

    fn import(&self) -> Output {
        let list = self.scene.path("older/samples/court-list.xml");
        run(&[&["import", "court-list", text(&list)], &self.place()[..]].concat())
    }

    fn ask(&self, sql: &str) -> String {
        Cluster::shared().ask(self.url.rsplit('=').next().unwrap(), sql).unwrap()
    }

    /// Declares the rollback, and is killed before anything of the list was carried out.
    fn declare_and_be_killed(&self) {
        // Whoever records anything after the declaration waits; the declaration itself does not see its own mark so.
        self.ask(
            "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 PERFORM pg_sleep(60) FROM meta
                     WHERE name = 'erasures_owed' AND xmin <> pg_current_xact_id()::xid;
                 RETURN NEW; END $$;
             CREATE TRIGGER pause BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION pause();",
        );
        let mut declaring = throughcare(&self.declare()).stderr(std::process::Stdio::null()).spawn().unwrap();
        let waits =
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
        wait_until("it is about to erase", || self.ask(waits) == "t");
        declaring.kill().unwrap();
        declaring.wait().unwrap();
        self.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event = 'PgSleep';
             DROP TRIGGER pause ON entry;",
        );
    }

    /// Nothing is recorded, copied or served.
    fn is_asked_for(&self) {
        let place = self.place();
        let backup = self.scene.path("backup");
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["backup", "--to", text(&backup)], &["rebuild"]] {
            let refused = run(&[command, &place[..]].concat());
            assert!(!refused.status.success() && said(&refused).contains(ASKED_FOR), "{command:?}: {}", said(&refused));
        }
        let refused = self.import();
        assert!(!refused.status.success() && said(&refused).contains(ASKED_FOR), "{}", said(&refused));
        let alarm = "what was erased may stand in the record again";
        wait_until("the server that is still there says so", || get(&self.server.address, "/ready").contains(alarm));
    }

    /// Both entries are gone, and it is worked on.
    fn goes_on(&self) {
        let (told, code) = json(&[&["verify", "--json"], &self.place()[..]].concat());
        assert_eq!((code, told["erasures"].as_array().map(Vec::len)), (Some(0), Some(2)), "{told}");
        assert!(told["notes"].to_string().contains("2 erased again"), "{told}");
        let imported = self.import();
        assert!(imported.status.success(), "{}", said(&imported));
        drop(start(&[&["serve", "--listen", "127.0.0.1:0"], &self.place()[..]].concat()));
        let again = run(&[&["replay-erasures", text(&self.list)], &self.place()[..]].concat());
        assert!(!again.status.success() && said(&again).contains("two people decide"), "{}", said(&again));
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_was_erased_since_a_database_was_put_back_is_erased_again_with_the_declaration() {
    let there = PutBack::new();
    let declared = run(&there.declare());
    assert!(declared.status.success() && said(&declared).contains("2 were erased again"), "{}", said(&declared));
    there.goes_on();
}

#[test]
fn killed_between_the_two_the_database_asks_for_them_until_the_list_is_carried_out() {
    let there = PutBack::new();
    there.declare_and_be_killed();
    there.is_asked_for();
    let (done, code) = json(&[&["replay-erasures", text(&there.list), "--json"], &there.place()[..]].concat());
    assert_eq!((&done["erased"], code), (&2.into(), Some(0)), "{done}");
    there.goes_on();
}

#[test]
fn killed_between_the_two_the_same_command_carries_on() {
    let there = PutBack::new();
    there.declare_and_be_killed();
    let again = run(&there.declare());
    assert!(again.status.success() && said(&again).contains("was declared before"), "{}", said(&again));
    there.goes_on();
}

#[test]
fn killed_between_the_two_it_can_be_said_instead_that_nothing_was_erased() {
    let there = PutBack::new();
    there.declare_and_be_killed();
    let none =
        ["restore", "--to", text(&there.keys), "--database-url", &there.url, "--no-erasures", "The register has none"];
    assert!(run(&none).status.success());
    let imported = there.import();
    assert!(imported.status.success(), "{}", said(&imported));
    let again = run(&none);
    assert!(!again.status.success() && said(&again).contains("there is nothing to declare"), "{}", said(&again));
}

#[test]
fn a_list_that_was_altered_is_refused_before_anything_is_declared() {
    let there = PutBack::new();
    let altered = there.scene.path("altered");
    let list = std::fs::read_to_string(&there.list).unwrap();
    std::fs::write(&altered, list.replace("A court's order", "A word")).unwrap();
    let mut declare = there.declare();
    declare[8] = text(&altered);
    let refused = run(&declare);
    assert!(!refused.status.success() && said(&refused).contains("is not carried out"), "{}", said(&refused));
    assert!(metric(&there.server.address, "behind_leaves") > Some(0), "it is held as before");
}
