//! A record of which a witness says that it has seen more: whoever sends a form is told so in plain words, and nothing of what
//! they typed is lost.

use access::Actor;
use cluster::Cluster;
use record::Hash;
use record::facts::organisation::Role;
use record::facts::service::RollbackDeclared;
use scenarios::{Browser, Case, Form, Sentence, Stage, genesis};
use service::Ask;
use store::{Database, SideWrite, Store};

use crate::{START, county};

/// A county whose record is in a database.
fn in_a_database() -> (Stage, Browser, Case) {
    let folder = tempfile::tempdir().expect("a folder");
    let (url, keys) = (Cluster::shared().database().expect("a database"), folder.path().join("keys"));
    let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
    let stage = Stage::in_record(folder, Store::create_in(database, &genesis()).expect("a record"), START);
    let (olwen, case) = (stage.sign_in("olwen"), stage.person("Sam Sentenced", &Sentence::default()));
    (stage, olwen, case)
}

/// What a witness says, which it does not sign.
const SEEN: u64 = 1_000_000_000;
const LIAR: &str = "liar.example/w+00000000+AAAA";

fn operator(stage: &Stage) -> Ask {
    let actor = Actor {
        staff: "operator".to_owned(),
        name: "Operator".to_owned(),
        role: Role::Auditor,
        team: String::new(),
        provider: String::new(),
        courts: Vec::new(),
    };
    Ask { actor, now: stage.now(), screen: "restore" }
}

/// Whoever keeps the service declares the rollback that a witness asks for.
fn declare(stage: &Stage) {
    let lost =
        RollbackDeclared { size: 1, root: Hash::of(b"as it stands"), held: SEEN, witness: Some(LIAR.to_owned()) };
    stage.wait(stage.service.declare_rollback(&operator(stage), &[lost], "It lied")).expect("declared");
}

/// A database owes what was erased since it was put back from the declaration on.
fn is_told_the_same_while_erasures_are_owed(stage: &Stage, olwen: &Browser, form: &Form) {
    let answer = stage.send(olwen, form);
    assert!(answer.status == 503 && answer.says("Not recorded: the record is held"), "{}", answer.text());
    let protected = stage.page(&stage.sign_in("ada"), "/protected");
    assert!(protected.says("what was erased since may stand in it again"), "{}", protected.text());
    let ask = Ask { screen: "replay", ..operator(stage) };
    stage.wait(stage.service.declare_no_erasures(&ask, "The register has none")).expect("said");
}

fn whoever_is_refused_is_told_why_and_loses_nothing((stage, olwen, case): &(Stage, Browser, Case)) {
    let path = format!("{}/note", case.home);
    let form = stage.page(olwen, &path).form(&path).with("note", "Rang about Tuesday.\nWill come.");
    let before = stage.entries();
    let hold = SideWrite::HoldBehind { witness: LIAR.to_owned(), held: SEEN };
    stage.service.store().put_here(hold).expect("held");
    assert!(stage.timeline(olwen, case).says("Timeline"), "everything can be read");

    let answer = stage.send(olwen, &form);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.says("Not recorded: the record is held"), "{}", answer.text());
    assert!(answer.says("nothing you typed is lost: it is kept on this page"), "{}", answer.text());
    assert!(!answer.says("Something went wrong"), "{}", answer.text());
    let again = answer.form(&path);
    for field in ["note", "key"] {
        assert_eq!(again.value(field), form.value(field), "{field} is kept as it was");
    }
    assert_eq!(stage.send(olwen, &again).status, 503, "still held");
    assert!(stage.page(olwen, &path).says("Rang about Tuesday."), "and it is kept for whoever leaves the page");
    let protected = stage.page(&stage.sign_in("ada"), "/protected");
    assert!(protected.says("This was said by: liar.example/w"), "{}", protected.text());

    declare(stage);
    if stage.service.store().is_shared() {
        is_told_the_same_while_erasures_are_owed(stage, olwen, &again);
    }
    stage.done(olwen, &again);
    assert_eq!(stage.entries(), before + 1, "recorded once");
}

#[test]
fn whoever_sends_a_form_to_a_held_folder_is_told_why_and_loses_nothing() {
    whoever_is_refused_is_told_why_and_loses_nothing(&county());
}

#[test]
fn so_is_whoever_sends_one_to_a_held_database() {
    whoever_is_refused_is_told_why_and_loses_nothing(&in_a_database());
}
