//! An erasure that one person alone stands behind: whoever can write into the database can have it sealed, and `verify` names it.

use store::{Act, NewEntry, Store};

use crate::scratch::{json, text};
use crate::two_people::{erase, somebody};
use crate::witnesses::Scene;

#[test]
fn verify_names_an_erasure_that_nobody_else_proposed_and_no_other() {
    let scene = Scene::new();
    let data = scene.path("data");
    let (stream, [first, second]) = somebody(&data);
    let notes = || {
        let report = json(&["verify", "--json", "--data", text(&data)]).0;
        (report["ok"].as_bool(), report["notes"].to_string(), report["erasures"].to_string())
    };
    erase(Store::open(&data).unwrap(), &stream, &[first]);
    let (ok, told, erasures) = notes();
    assert_eq!((ok, told.contains("erased by")), (Some(true), false), "{told}");
    assert!(erasures.contains(&format!("{stream}/{first}")), "{erasures}");

    // The same hand as proposes approves: no page lets it, and an entry can be made that says so.
    let store = Store::open(&data).unwrap();
    let entries = store.read_here(|snapshot| snapshot.entries(&stream)).unwrap();
    let erased = entries.iter().rev().find_map(|row| {
        let content = String::from_utf8(row.content.clone()?).unwrap();
        content.contains(r#""kind":"erased""#).then_some(content)
    });
    let forged =
        erased.unwrap().replace(&format!("{stream}/{first}\""), &format!("{stream}/{second}\"")).replace("IO2", "IO1");
    let entries = vec![NewEntry { stream: stream.clone(), salt: [9; 32], content: forged.into_bytes() }];
    let at = store.read_here(store::Snapshot::last_checkpoint).unwrap().unwrap().at + 1;
    store.append_here(Act { act: "act-forged".into(), at, entries, ..Act::default() }).unwrap();
    drop(store);
    let (ok, told, erasures) = notes();
    assert!(erasures.contains(&format!("{stream}/{second}")), "what it says excuses what is gone: {erasures}");
    assert!(
        ok == Some(true) && told.contains("1 erased by IO1, and the record has no proposal of anybody else"),
        "{told}"
    );
}
