//! An entry that was moved to another record before the two entries of a move named each other: both halves go with either,
//! as they do now, by the same two people; where one half is gone already, whoever decides is told of the other record.

use access::Actor;
use record::EntryId;
use record::facts::organisation::Role;
use record::facts::person::{ContactNoted, Erased, Retracted};
use record::time::Happened;
use scenarios::{Answer, Case, Sentence, Stage};
use service::Said;
use store::{Act, IdemKey, NewEntry};

use crate::county;
use crate::erasing::{decide, noted, propose, waiting};

const SHARES: &str = "A record that shares an entry with this one";

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

/// The words of the note, wherever they still stand.
fn stand(stage: &Stage, case: &Case) -> bool {
    stage.timeline(&stage.sign_in("ada"), case).says("Lives with A. Nother.")
}

/// A note that an earlier release moved from the first to the second; the third has nothing to do with it.
struct Moved {
    stage: Stage,
    wrong: Case,
    right: Case,
    other: Case,
    /// Where the note stood first.
    seq: u64,
}

impl Moved {
    fn new() -> Moved {
        let (stage, olwen, wrong) = county();
        let right = stage.person("Rita Right", &Sentence::default());
        let other = stage.person("Olga Other", &Sentence::default());
        let seq = noted(&stage, &olwen, &wrong, "Lives with A. Nother.");
        noted(&stage, &olwen, &other, "Lives with A. Nother.");
        moved_long_ago(&stage, &wrong, seq, &right);
        Moved { stage, wrong, right, other, seq }
    }

    /// One proposes, and the page that the other decides on is given.
    fn proposed(&self, of: &Case, answers: &[(&str, &str)]) -> Answer {
        assert_eq!(propose(&self.stage, &self.stage.sign_in("ines"), &of.stream, answers).status, 303);
        let ivan = self.stage.sign_in("ivan");
        self.stage.page(&ivan, &waiting(&self.stage, &ivan))
    }

    fn decided(&self, decision: &str) -> Answer {
        let ivan = self.stage.sign_in("ivan");
        decide(&self.stage, &ivan, &waiting(&self.stage, &ivan), decision)
    }
}

#[test]
fn with_somebody_goes_what_a_release_of_old_moved_to_them_and_what_took_it_off() {
    let moved = Moved::new();
    let page = moved.proposed(&moved.right, &[("what", "whole")]);
    assert!(page.says("1 retracted") && page.says(&format!("{}/{}", moved.wrong.stream, moved.seq)), "{}", page.text());
    assert!(!page.says(SHARES), "it goes with it: {}", page.text());
    assert_eq!(moved.decided("erase").status, 303);
    assert!(!stand(&moved.stage, &moved.wrong), "the half that stood first is gone as well");
    assert!(stand(&moved.stage, &moved.other), "and nothing of anybody else");
    assert!(moved.stage.timeline(&moved.stage.sign_in("ada"), &moved.wrong).says("Sam Sentenced"));
    let folder = moved.stage.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}

#[test]
fn with_the_entry_goes_what_a_release_of_old_made_of_it_on_the_other_record() {
    let moved = Moved::new();
    moved.proposed(&moved.wrong, &[("seqs", &moved.seq.to_string())]);
    assert_eq!(moved.decided("erase").status, 303);
    assert!(!stand(&moved.stage, &moved.wrong) && !stand(&moved.stage, &moved.right));
    assert!(stand(&moved.stage, &moved.other));
}

#[test]
fn of_whoever_a_release_of_old_moved_it_from_all_goes_and_the_others_half_is_named_and_stays() {
    let moved = Moved::new();
    let page = moved.proposed(&moved.wrong, &[("what", "whole")]);
    assert!(page.says("A record that an entry was moved to"), "{}", page.text());
    assert!(page.addresses().contains(&format!("/erasures/propose/{}", moved.right.stream)), "{}", page.text());
    assert_eq!(moved.decided("erase").status, 303);
    assert!(stand(&moved.stage, &moved.right), "it is about them");
}

#[test]
fn a_hold_on_the_other_record_of_a_move_of_old_forbids_it() {
    let moved = Moved::new();
    let (ines, path) = (moved.stage.sign_in("ines"), format!("/erasures/hold/{}", moved.wrong.stream));
    let hold = moved.stage.page(&ines, &path).form(&path).with("authority", "Independent inquiry");
    assert_eq!(moved.stage.send(&ines, &hold).status, 303);
    assert!(moved.proposed(&moved.right, &[("what", "whole")]).says("A legal hold stands since"));
    assert_eq!(moved.decided("erase").status, 422);
    assert!(stand(&moved.stage, &moved.right) && stand(&moved.stage, &moved.wrong), "nothing is gone");
}

#[test]
fn where_a_release_of_old_erased_one_half_alone_the_other_record_is_named() {
    let moved = Moved::new();
    let gone = Erased {
        entries: vec![EntryId { stream: moved.wrong.stream.clone(), seq: moved.seq }],
        authority: "Schedule".to_owned(),
        approved_by: "IO2".to_owned(),
    };
    let taken = EntryId { stream: moved.wrong.stream.clone(), seq: moved.seq + 1 };
    let entries = [gone.entries.clone(), vec![taken]].concat();
    let on = Happened::On(scenarios::day("2015-08-03"));
    moved.stage.say(vec![Said::new(&moved.wrong.stream, Erased { entries, ..gone }, on)]);
    for (erased, named) in [(&moved.right, true), (&moved.other, false)] {
        let page = moved.proposed(erased, &[("what", "whole")]);
        assert_eq!(page.says(SHARES), named, "{}", page.text());
        let there = page.addresses().contains(&format!("/erasures/propose/{}", moved.wrong.stream));
        assert_eq!(there, named, "{}", page.text());
        assert_eq!(moved.decided("decline").status, 303);
    }
}
