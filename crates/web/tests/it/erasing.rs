//! Erasure by two: who proposes, who approves, what a hold forbids, and that nothing of it is left in any file.

use std::path::Path;

use access::Actor;
use record::StreamId;
use record::facts::Fact;
use record::facts::organisation::Role;
use scenarios::{Answer, Browser, Case, Sentence, Stage};
use service::erasure::signed::SignedList;
use service::{Ask, Problem};

use crate::canary::{CANARY, court, sightings};
use crate::county;

pub(crate) fn propose(stage: &Stage, browser: &Browser, stream: &StreamId, answers: &[(&str, &str)]) -> Answer {
    let path = format!("/erasures/propose/{stream}");
    let form = stage.page(browser, &path).form(&path).with("authority", "Schedule").with("reason", "Out of time");
    stage.send(browser, &answers.iter().fold(form, |form, (name, value)| form.with(name, value)))
}

/// The address of the last proposal, as its list leads to it.
pub(crate) fn waiting(stage: &Stage, browser: &Browser) -> String {
    let addresses = stage.page(browser, "/erasures").addresses();
    addresses.into_iter().find(|address| address.starts_with("/erasures/decide/")).expect("a proposal")
}

pub(crate) fn decide(stage: &Stage, browser: &Browser, path: &str, decision: &str) -> Answer {
    stage.send(browser, &stage.page(browser, path).form(path).with("decision", decision).with("reason", "Not yet"))
}

pub(crate) fn noted(stage: &Stage, olwen: &Browser, case: &Case, words: &str) -> u64 {
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", words));
    stage.entries_of(&case.stream).len() as u64
}

#[test]
fn a_note_is_gone_only_after_a_second_person_approved() {
    let (stage, olwen, case) = county();
    let seq = noted(&stage, &olwen, &case, "Told us about her health.").to_string();
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    assert!(stage.timeline(&ines, &case).says(&format!("Propose erasure of entry {seq}")), "by the number it is known");
    assert_eq!(propose(&stage, &ines, &case.stream, &[("seqs", &seq)]).status, 303);
    assert!(stage.timeline(&olwen, &case).says("Told us about her health."), "nothing is gone yet");

    let path = waiting(&stage, &ines);
    let alone = decide(&stage, &ines, &path, "erase");
    assert_eq!(alone.status, 422);
    assert!(alone.says("a second person has to decide"), "{}", alone.text());
    let before = stage.entries();
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 303);
    assert_eq!(stage.entries(), before + 1, "the erasure is an entry, and no entry is gone");

    let seen = stage.timeline(&olwen, &case);
    assert!(!seen.says("Told us about her health.") && seen.says("Content erased"), "{}", seen.text());
    assert!(seen.says("1 entry erased: Schedule"));
    let list = stage.page(&stage.sign_in("ada"), "/erasures");
    assert!(list.says("1 entry : Schedule") && list.says("approved by Ivan Keeper"), "{}", list.text());
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 409, "it is decided once");

    let id = format!("{}/{seq}", case.stream);
    let folder = stage.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "proofs, chains and checkpoints still hold: {report:?}");
    assert_eq!(report.erasures, [id]);
}

#[test]
fn with_a_note_goes_what_it_was_corrected_from_and_to() {
    let (stage, olwen, case) = county();
    let seq = noted(&stage, &olwen, &case, "Lives with A. Nother.");
    let path = format!("{}/entries/{seq}/correct", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Lives with A. N. Other.").with("reason", "Name.");
    stage.done(&olwen, &form);
    propose(&stage, &stage.sign_in("ines"), &case.stream, &[("seqs", &seq.to_string())]);
    let ivan = stage.sign_in("ivan");
    let path = waiting(&stage, &ivan);
    assert!(stage.page(&ivan, &path).says("2 contact noted"));
    decide(&stage, &ivan, &path, "erase");
    let seen = stage.timeline(&stage.sign_in("ada"), &case);
    assert!(!seen.says("Nother") && !seen.says("N. Other"), "{}", seen.text());
}

#[test]
fn a_legal_hold_refuses_the_approval_in_words_until_it_is_lifted() {
    let (stage, olwen, case) = county();
    let seq = noted(&stage, &olwen, &case, "Told us about her health.").to_string();
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let hold = format!("/erasures/hold/{}", case.stream);
    let set = |authority: &str| stage.send(&ines, &stage.page(&ines, &hold).form(&hold).with("authority", authority));
    assert_eq!(set("").status, 422);
    assert_eq!(set("Independent inquiry").status, 303);
    propose(&stage, &ines, &case.stream, &[("seqs", &seq)]);
    let path = waiting(&stage, &ivan);
    let refused = decide(&stage, &ivan, &path, "erase");
    assert_eq!(refused.status, 422);
    assert!(refused.says("A legal hold stands here since 3 August 2015 (Independent inquiry)"), "{}", refused.text());
    assert!(stage.timeline(&olwen, &case).says("Told us about her health."));
    assert_eq!(set("The inquiry, by letter").status, 303);
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 303);
    assert!(!stage.timeline(&olwen, &case).says("Told us about her health."));
}

#[test]
fn a_declined_proposal_erases_nothing_and_says_by_whom() {
    let (stage, olwen, case) = county();
    let seq = noted(&stage, &olwen, &case, "Told us about her health.").to_string();
    propose(&stage, &stage.sign_in("ines"), &case.stream, &[("seqs", &seq)]);
    let ivan = stage.sign_in("ivan");
    let path = waiting(&stage, &ivan);
    assert_eq!(decide(&stage, &ivan, &path, "decline").status, 303);
    assert!(stage.page(&ivan, "/erasures").says("declined by Ivan Keeper"));
    assert!(stage.timeline(&olwen, &case).says("Told us about her health."));
}

#[test]
fn nobody_else_may_propose_decide_or_hold() {
    let (stage, _, case) = county();
    for name in ["olwen", "sana", "adil", "cora", "ada"] {
        let browser = stage.sign_in(name);
        for path in ["propose", "hold"].map(|page| format!("/erasures/{page}/{}", case.stream)) {
            assert_eq!(stage.get(&browser, &path).status, 403, "{name} {path}");
        }
        let lists = stage.get(&browser, "/erasures").status;
        assert_eq!(lists, if name == "ada" { 200 } else { 403 }, "{name}");
    }
}

#[test]
fn what_was_signed_of_somebody_goes_with_them_and_the_month_still_counts_and_verifies() {
    let (stage, _, sam) = county();
    let data = stage.folder().to_owned();
    let case = stage.person("Una Unmet", &Sentence::default());
    stage.set_clock("2015-12-02T10:00");
    let sana = stage.sign_in("sana");
    let path = "/contact/sign-off/2015-11";
    let action = |case: &Case| format!("action-{}", case.home.trim_start_matches("/cases/"));
    let form = stage.page(&sana, path).form(path);
    let form = form.with(&action(&case), &format!("Visit with {CANARY}.")).with(&action(&sam), "Breach referred.");
    let draft = form.clone().with("form", path).with("key", "another");
    stage.done(&sana, &form);
    // Begun once more in another window, and left: it names everybody who was on the list.
    assert_eq!(stage.post(&sana, "/drafts", &draft.encoded()).status, 204);
    assert!(stage.page(&sana, "/contact/since").says(&format!("Visit with {CANARY}.")));
    assert!(!sightings(&data).is_empty());

    propose(&stage, &stage.sign_in("ines"), &case.stream, &[("what", "whole")]);
    let ivan = stage.sign_in("ivan");
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303);
    assert_eq!(sightings(&data), [""; 0], "while the service runs");
    let list = stage.page(&sana, "/contact/since");
    assert!(list.says("2 running cases, 2 not seen in time."), "the month says what it said: {}", list.text());
    assert!(list.says("What was said of them has been taken off their record."), "{}", list.text());
    assert!(list.says("Breach referred."), "and of the other: {}", list.text());
    let folder = stage.close();
    let data = folder.path().join("data");
    assert_eq!(sightings(&data), [""; 0]);
    let report = store::verify(&data, &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}

#[test]
fn what_was_erased_is_erased_again_on_a_copy_that_still_holds_it() {
    let (stage, olwen, case) = county();
    let seq = noted(&stage, &olwen, &case, &format!("{CANARY} rang.")).to_string();
    let restored = stage.copied();
    propose(&stage, &stage.sign_in("ines"), &case.stream, &[("seqs", &seq)]);
    let ivan = stage.sign_in("ivan");
    decide(&stage, &ivan, &waiting(&stage, &ivan), "erase");
    let key = stage.service.store().public_key().expect("a key");
    let list = stage.service.signed_erasures(key.name(), |text| store::sign(stage.folder(), text)).expect("a list");
    assert!(!list.contains(CANARY));
    let list = SignedList::read(&list, &key).expect("as it was signed");

    let data = restored.folder().to_owned();
    assert!(!sightings(&data).is_empty());
    let officer = Role::InformationOfficer;
    let actor = Actor { staff: "system".to_owned(), role: officer, ..court(&stage).actor };
    let ask = Ask { actor, now: restored.now(), screen: "replay" };
    let live = restored.wait(restored.service.replay_erasures(&ask, &list));
    assert!(matches!(live, Err(Problem::Invalid(_))), "on a record at work two people decide: {live:?}");
    just_restored(&data);
    let done = restored.wait(restored.service.replay_erasures(&ask, &list)).expect("replayed");
    assert_eq!((done.erased, done.already, done.absent), (1, 0, 0));
    assert_eq!(sightings(&data), [""; 0]);
    assert!(restored.wait(restored.service.replay_erasures(&ask, &list)).is_err(), "once it is done, it is over");
    just_restored(&data);
    let again = restored.wait(restored.service.replay_erasures(&ask, &list)).expect("replayed");
    assert_eq!((again.erased, again.already), (0, 1), "twice does no harm");
    assert!(restored.page(&restored.sign_in("ada"), "/erasures").says("1 entry : Schedule"));
    let folder = restored.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok && report.erasures.len() == 1, "{report:?}");
    let noted = report.notes.iter().filter(|note| note.contains("a list of erasures signed at")).count();
    assert_eq!(noted, 2, "each replay is told: {:?}", report.notes);
}

#[test]
fn a_hold_in_the_copy_keeps_what_the_list_names_and_its_twin_is_erased() {
    let (stage, olwen, held) = county();
    let twin = stage.person("Tess Twin", &Sentence::default());
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let path = format!("/erasures/hold/{}", held.stream);
    let set = |words: &str| stage.send(&ines, &stage.page(&ines, &path).form(&path).with("authority", words));
    assert_eq!(set("Independent inquiry").status, 303);
    let notes = [&held, &twin].map(|case| noted(&stage, &olwen, case, &format!("{CANARY} rang.")).to_string());
    let restored = stage.copied();
    // In the record itself the hold was lifted before they erased; the copy does not know of it.
    assert_eq!(set("The inquiry, by letter").status, 303);
    for (case, seq) in [&held, &twin].iter().zip(&notes) {
        propose(&stage, &ines, &case.stream, &[("seqs", seq)]);
        assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303);
    }
    let key = stage.service.store().public_key().expect("a key");
    let list = stage.service.signed_erasures(key.name(), |text| store::sign(stage.folder(), text)).expect("a list");
    let list = SignedList::read(&list, &key).expect("as it was signed");
    just_restored(restored.folder());
    let ask = Ask { actor: court(&stage).actor, now: restored.now(), screen: "replay" };
    let done = restored.wait(restored.service.replay_erasures(&ask, &list)).expect("replayed");
    assert_eq!((done.erased, done.held), (1, 1));
    let ada = restored.sign_in("ada");
    assert!(restored.timeline(&ada, &held).says(&format!("{CANARY} rang.")), "a hold wins");
    assert!(!restored.timeline(&ada, &twin).says(CANARY));
}

/// A note with these words on somebody's record, taken off it and put on another's.
pub(crate) fn moved(stage: &Stage, olwen: &Browser, from: &Case, to: &Case, words: &str) -> u64 {
    let seq = noted(stage, olwen, from, words);
    let path = format!("{}/entries/{seq}/correct", from.home);
    let form = stage.page(olwen, &path).form(&path).with("what", "wrong_person").with("other_crn", &to.crn);
    stage.done(olwen, &form.with("reason", &format!("That was {CANARY}.")));
    seq
}

#[test]
fn with_somebody_goes_what_stood_of_them_on_another_record() {
    let (stage, olwen, other) = county();
    let data = stage.folder().to_owned();
    let case = stage.person(&format!("Cana {CANARY}"), &Sentence::default());
    noted(&stage, &olwen, &other, "Came early.");
    moved(&stage, &olwen, &other, &case, &format!("{CANARY} rang."));
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    propose(&stage, &ines, &case.stream, &[("what", "whole")]);
    let path = waiting(&stage, &ivan);
    assert!(stage.page(&ivan, &path).says("1 retracted"), "with what took it off: {}", stage.page(&ivan, &path).text());
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 303);
    assert_eq!(sightings(&data), [""; 0]);
    let seen = stage.timeline(&olwen, &other);
    assert!(seen.says("Came early.") && seen.says("Sam Sentenced"), "nothing else of the other goes: {}", seen.text());
    let folder = stage.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}

#[test]
fn a_line_about_them_on_an_agenda_is_pointed_to_and_can_be_erased_by_itself() {
    const AGENDA: &str = "/supervision/P01T1A1";
    let (stage, olwen, other) = county();
    let data = stage.folder().to_owned();
    let case = stage.person(&format!("Cana {CANARY}"), &Sentence::default());
    for (words, about) in [(format!("{CANARY} and his brother"), &case), ("The plan".to_owned(), &other)] {
        let form = stage.page(&olwen, AGENDA).form(AGENDA).with("words", &words).with("case", about.stream.as_str());
        stage.done(&olwen, &form);
    }
    let (sana, held) = (stage.sign_in("sana"), format!("{AGENDA}/held"));
    let form = stage.page(&sana, &held).form(&held).with("agreed-1", &format!("{CANARY} is seen with his brother."));
    stage.done(&sana, &form.with("agreed-2", "It stays."));
    let meeting = stage.page(&olwen, AGENDA);
    assert_eq!(meeting.text().matches("recorded by Sana Senior").count(), 1, "one meeting: {}", meeting.text());
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    propose(&stage, &ines, &case.stream, &[("what", "whole")]);
    let page = stage.page(&ivan, &waiting(&stage, &ivan));
    assert!(page.says("The agenda of an officer’s supervision, with a line about them"), "{}", page.text());
    let to_agenda = page.addresses().into_iter().find(|to| to.contains("/propose/supervision-")).expect("a link");
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303);
    assert_ne!(sightings(&data), [""; 0], "the line is on another's record");

    let agenda: StreamId = to_agenda.rsplit('/').next().expect("a stream").parse().expect("a stream");
    propose(&stage, &ines, &agenda, &[("seqs", "1")]);
    let page = stage.page(&ivan, &waiting(&stage, &ivan));
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303, "{}", page.text());
    assert_eq!(sightings(&data), [""; 0]);
    let left = stage.page(&olwen, AGENDA);
    assert!(
        left.says("Sentenced, Sam : The plan") && left.says("Agreed: It stays."),
        "the twin stays: {}",
        left.text()
    );
    // Of somebody of whom no agenda says anything none is named.
    let third = stage.person("Tessa Third", &Sentence::default());
    propose(&stage, &ines, &third.stream, &[("what", "whole")]);
    let page = stage.page(&ivan, &waiting(&stage, &ivan));
    assert!(page.says("Nowhere that is known."), "{}", page.text());
}

#[test]
fn a_sample_in_which_their_case_was_drawn_is_pointed_to_and_what_was_found_goes_with_it() {
    const SAMPLES: &str = "/samples/P01T1A";
    let (stage, _, _) = county();
    let data = stage.folder().to_owned();
    let case = stage.person(&format!("Cana {CANARY}"), &Sentence::default());
    let sana = stage.sign_in("sana");
    stage.done(&sana, &stage.page(&sana, SAMPLES).form(SAMPLES));
    for path in [2, 3].map(|seq| format!("{SAMPLES}/{seq}")) {
        let (page, asked) = (stage.page(&sana, &path), ["contact", "risk", "plan", "missed", "heard"]);
        let whom = if page.addresses().contains(&case.home) { CANARY } else { "The other" };
        let form = asked.iter().fold(page.form(&path), |form, question| form.with(question, "yes"));
        stage.done(&sana, &form.with("words", &format!("{whom} is seen often.")));
    }
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    propose(&stage, &ines, &case.stream, &[("what", "whole")]);
    let page = stage.page(&ivan, &waiting(&stage, &ivan));
    assert!(page.says("The samples of a team in which their case was drawn"), "{}", page.text());
    let to_sample = page.addresses().into_iter().find(|to| to.contains("/propose/sample-")).expect("a link");
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303);
    assert_ne!(sightings(&data), [""; 0], "what was found stands with the team");

    let sample: StreamId = to_sample.rsplit('/').next().expect("a stream").parse().expect("a stream");
    let drawn = stage.entries_of(&sample).into_iter().find_map(|entry| match entry.content?.fact {
        Fact::CaseSampled(sampled) if sampled.case == case.stream => Some(entry.id.seq.to_string()),
        _ => None,
    });
    propose(&stage, &ines, &sample, &[("seqs", &drawn.expect("drawn"))]);
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303);
    assert_eq!(sightings(&data), [""; 0]);
    assert!(stage.page(&sana, SAMPLES).says("Sentenced, Sam Read"), "{}", stage.page(&sana, SAMPLES).text());
}

#[test]
fn of_whoever_it_was_moved_from_all_goes_and_what_is_about_the_other_stays() {
    let (stage, olwen, from) = county();
    let case = stage.person("Rita Right", &Sentence::default());
    moved(&stage, &olwen, &from, &case, "Rang about the room.");
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    propose(&stage, &ines, &from.stream, &[("what", "whole")]);
    let path = waiting(&stage, &ivan);
    assert!(stage.page(&ivan, &path).says("A record that an entry was moved to"), "it is said that it stays");
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 303);
    assert!(stage.timeline(&olwen, &case).says("Rang about the room."));
}

#[test]
fn a_hold_on_either_keeps_what_was_moved_and_its_twin_is_erased() {
    let (stage, olwen, wrong) = county();
    let right = stage.person("Rita Right", &Sentence::default());
    let seq = moved(&stage, &olwen, &wrong, &right, "Rang about the room.").to_string();
    let twin = noted(&stage, &olwen, &wrong, "Came early.").to_string();
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let set = |case: &Case, words: &str| {
        let path = format!("/erasures/hold/{}", case.stream);
        assert_eq!(stage.send(&ines, &stage.page(&ines, &path).form(&path).with("authority", words)).status, 303);
    };
    set(&right, "Independent inquiry");
    propose(&stage, &ines, &wrong.stream, &[("seqs", &seq)]);
    let path = waiting(&stage, &ivan);
    assert!(stage.page(&ivan, &path).says("A legal hold stands since"), "{}", stage.page(&ivan, &path).text());
    let refused = decide(&stage, &ivan, &path, "erase");
    assert_eq!(refused.status, 422);
    assert!(refused.says("A legal hold stands on somebody whom some of this is about"), "{}", refused.text());
    assert_eq!(decide(&stage, &ivan, &path, "decline").status, 303);
    propose(&stage, &ines, &wrong.stream, &[("seqs", &twin)]);
    assert_eq!(decide(&stage, &ivan, &waiting(&stage, &ivan), "erase").status, 303, "what is not theirs is not held");

    set(&right, "The inquiry, by letter");
    set(&wrong, "A claim");
    propose(&stage, &ines, &right.stream, &[("what", "whole")]);
    let path = waiting(&stage, &ivan);
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 422, "it stands on the other record as well");
    set(&wrong, "The claim was settled");
    assert_eq!(decide(&stage, &ivan, &path, "erase").status, 303);
    assert!(!stage.timeline(&stage.sign_in("ada"), &wrong).says("Rang about the room."));
}

/// Marks a folder as a restore does that was told nothing of erasures.
fn just_restored(data: &Path) {
    std::fs::write(data.join("restored"), "").expect("written");
}
