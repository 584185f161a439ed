//! A record that was put back from an older copy, while a real witness has seen how it went on.

use std::fs;
use std::path::Path;

use cluster::Cluster;

use crate::scratch::{json, run, text};
use crate::witnesses::{Running, Scene, metric, start, wait_until};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).map(drop).unwrap();
        }
    }
}

/// A witness that has seen the whole record in `data`; `older` is that record as it was before.
fn seen() -> (Scene, Running, String) {
    let scene = Scene::new();
    let (data, older) = (scene.path("data"), scene.path("older"));
    copy(&data, &older);
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    scene.policy(&[format!("witness near {key} http://{}", witness.address), "quorum near".to_owned()]);
    let list = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&list), "--data", text(&data)]).status.success());
    let server = serve(&scene, &["--data", text(&data)]);
    wait_until("it has cosigned", || metric(&server.address, "unwitnessed_seconds") == Some(0));
    drop(server);
    let address = witness.address.clone();
    (scene, witness, address)
}

fn serve(scene: &Scene, place: &[&str]) -> Running {
    let policy = scene.path("policy");
    start(
        &[&["serve", "--listen", "127.0.0.1:0", "--witness-every", "1", "--witnesses", text(&policy)], place].concat(),
    )
}

/// It is read, says so, and signs nothing; its rollback is declared, and it goes on.
fn is_held_until_its_rollback_is_declared(scene: &Scene, place: &[&str], declare: &[&str]) {
    let size = || json(&[&["verify", "--json"], place].concat()).0["size"].as_u64();
    let list = scene.path("data/samples/court-list.xml");
    let import = || run(&[&["import", "court-list", text(&list)], place].concat());
    let before = size();
    let server = serve(scene, place);
    wait_until("it is held", || metric(&server.address, "behind_leaves") > Some(0));
    assert!(crate::witnesses::get(&server.address, "/ready").contains("until its rollback is declared"));
    drop(server);
    let refused = import();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("until its rollback is declared"));
    assert_eq!(size(), before, "nothing was signed");

    let declared = run(&[&["restore", "--declare-rollback", "the disk was put back"], declare].concat());
    assert!(declared.status.success(), "{}", String::from_utf8_lossy(&declared.stderr));
    assert!(import().status.success());
    let server = serve(scene, place);
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0), "what was declared is not held against it again");
}

#[test]
fn a_folder_of_which_a_witness_has_seen_more_is_held_until_its_rollback_is_declared() {
    let (scene, _witness, _) = seen();
    let older = scene.path("older");
    let (older, place) = (text(&older), ["--data", text(&older)]);
    is_held_until_its_rollback_is_declared(&scene, &place, &["--to", older]);
}

#[test]
fn so_is_a_database() {
    let (scene, _witness, _) = seen();
    let (older, url) = (scene.path("older"), Cluster::shared().database().unwrap());
    let keys = scene.path("keys");
    let place = ["--data", text(&keys), "--database-url", &url];
    let grown = run(&["grow", "--data", text(&older), "--keys", text(&keys), "--database-url", &url]);
    assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    is_held_until_its_rollback_is_declared(&scene, &place, &["--to", text(&keys), "--database-url", &url]);
}

#[test]
fn a_witness_that_is_not_reached_keeps_nobody_from_working_and_is_told_of() {
    let (scene, witness, address) = seen();
    drop(witness);
    let older = scene.path("older");
    let server = serve(&scene, &["--data", text(&older)]);
    let unknown = || crate::witnesses::get(&server.address, "/ready").contains("not known: whether a witness");
    wait_until("it is said", unknown);
    assert_eq!(metric(&server.address, "behind_leaves"), Some(0));
    let _witness = scene.run_witness("near", &address);
    wait_until("it is held once the witness is back", || metric(&server.address, "behind_leaves") > Some(0));
}
