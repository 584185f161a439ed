//! An entry that was moved to another record before the two entries of a move named each other: whoever decides about an
//! erasure is told of the other record, in either direction.

use access::Actor;
use record::EntryId;
use record::facts::organisation::Role;
use record::facts::person::{ContactNoted, Retracted};
use record::time::Happened;
use scenarios::{Case, Sentence, Stage};
use service::Said;
use store::{Act, IdemKey, NewEntry};

use crate::county;
use crate::erasing::{noted, propose, waiting};

fn olwen() -> Actor {
    Actor {
        staff: "P01T1A1".to_owned(),
        name: "Olwen Officer".to_owned(),
        role: Role::Practitioner,
        team: "P01T1A".to_owned(),
        provider: "P01".to_owned(),
        courts: Vec::new(),
    }
}

/// What an earlier release recorded of a move: one act in two streams, and neither names the other.
fn moved_long_ago(stage: &Stage, wrong: &Case, seq: u64, right: &Case) {
    let on = Happened::On(scenarios::day("2015-08-03"));
    let note = ContactNoted { contact: "NOTE".to_owned(), note: "Lives with A. Nother.".to_owned() };
    let taken = Said::new(&wrong.stream, Retracted { recorded_elsewhere: true, ..Retracted::default() }, on);
    let said = [
        taken.retracts(EntryId { stream: wrong.stream.clone(), seq }).reason("Wrong window."),
        Said::new(&right.stream, note, on).reason("Recorded on another person's record by mistake"),
    ];
    let by = olwen();
    let entries = said.map(|said| NewEntry {
        stream: said.stream.clone(),
        salt: [4; 32],
        content: said.by(&by, "act-of-old").to_bytes().expect("a fact can be laid down"),
    });
    let act = Act {
        act: "act-of-old".to_owned(),
        key: Some(IdemKey { actor: by.staff, key: "of-old".to_owned(), digest: [5; 32] }),
        at: stage.now().0,
        entries: entries.to_vec(),
        ..Act::default()
    };
    stage.service.store().append_here(act).expect("recorded");
}

#[test]
fn whoever_erases_one_of_two_records_that_share_a_move_of_old_is_told_of_the_other() {
    let (stage, olwen, wrong) = county();
    let right = stage.person("Rita Right", &Sentence::default());
    let other = stage.person("Olga Other", &Sentence::default());
    let seq = noted(&stage, &olwen, &wrong, "Lives with A. Nother.");
    moved_long_ago(&stage, &wrong, seq, &right);
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let told = "A record that shares an entry with this one";
    for (erased, named) in [(&right, Some(&wrong)), (&wrong, Some(&right)), (&other, None)] {
        assert_eq!(propose(&stage, &ines, &erased.stream, &[("what", "whole")]).status, 303);
        let page = stage.page(&ivan, &waiting(&stage, &ivan));
        assert_eq!(page.says(told), named.is_some(), "{}", page.text());
        if let Some(named) = named {
            assert!(page.addresses().contains(&format!("/erasures/propose/{}", named.stream)), "{}", page.text());
        }
        let decline = page.form(&waiting(&stage, &ivan)).with("decision", "decline").with("reason", "Not yet");
        stage.done(&ivan, &decline);
    }
}
