//! Whoever need not be seen any more is not said to be missed; whoever has to be is not hidden.

use record::facts::person::{OrderKind, Registered};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Form, Sentence, Stage, day};
use service::Said;

use crate::CAME;

/// Somebody on licence whose last third began on 2 May 2025, seen on 29 April and not since, on 30 June.
fn on_licence(registers: &[&str]) -> (Stage, Browser, Case) {
    let stage = Stage::new("2025-04-28T09:00");
    let olwen = stage.sign_in("olwen");
    let licence =
        Sentence { kind: OrderKind::Licence, from: day("2024-09-02"), until: day("2025-09-01"), ..Sentence::default() };
    let case = stage.person("Lee Licence", &licence);
    stage.held(&olwen, &case, "2025-04-29T10:00", CAME);
    stage.set_clock("2025-05-02T09:00");
    for register in registers {
        let flag = Registered { register: (*register).to_owned(), words: (*register).to_owned(), review_on: None };
        let said = Said::new(&case.stream, flag, Happened::On(day("2025-05-02")));
        stage.say(vec![said.about(format!("flag-{register}"))]);
    }
    stage.set_clock("2025-06-30T09:00");
    (stage, olwen, case)
}

fn since(stage: &Stage) -> Answer {
    stage.page(&stage.sign_in("sana"), "/contact/since")
}

fn contacts(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/contacts", case.home))
}

#[test]
fn whoever_is_registered_as_not_to_be_seen_is_listed_without_being_missed() {
    let (stage, olwen, case) = on_licence(&["PRC"]);
    assert!(!stage.due(&olwen).contains("Face-to-face contact"), "{}", stage.due(&olwen));
    let list = since(&stage);
    assert!(list.says("1 running case, 0 not seen face to face within 30 days"), "{}", list.text());
    assert!(list.says("Licence, Lee") && list.says("No day to see them by"), "still on the list: {}", list.text());
    assert_eq!(list.text().matches("Not seen in time").count(), 1, "the filter alone: {}", list.text());
    let page = contacts(&stage, &olwen, &case);
    assert!(page.says("Not in contact; nothing is asked for, for active supervision has stopped"), "{}", page.text());
    assert!(page.says("Not to be seen any more from 2 May 2025 on."), "{}", page.text());
    assert!(page.says("from a secondary source"), "never as settled: {}", page.text());
}

#[test]
fn the_calendar_alone_takes_nobody_off_the_list() {
    let (stage, olwen, case) = on_licence(&[]);
    assert!(stage.due(&olwen).contains("Late by 32 days Face-to-face contact"), "{}", stage.due(&olwen));
    assert!(since(&stage).says("1 running case, 1 not seen face to face within 30 days"));
    let page = contacts(&stage, &olwen, &case);
    assert!(page.says("Not seen face to face; once is asked for"), "{}", page.text());
    assert!(page.says("from 2 May 2025 on contact can be suspended, and nobody has put up the register PRC"));
}

#[test]
fn somebody_under_mappa_is_missed_whatever_is_registered() {
    let (stage, olwen, case) = on_licence(&["PRC", "MAPP"]);
    assert!(stage.due(&olwen).contains("Late by 32 days Face-to-face contact"), "{}", stage.due(&olwen));
    assert!(since(&stage).says("1 running case, 1 not seen face to face within 30 days"));
    let page = contacts(&stage, &olwen, &case);
    assert!(page.says("To be seen as before: under MAPPA, of whatever category or level."), "{}", page.text());
}

/// The form by which a flag is put up or taken down.
fn flag(stage: &Stage, browser: &Browser, case: &Case, what: &str) -> Form {
    let path = format!("{}/risk/change", case.home);
    let form = stage.page(browser, &path).form(&path).with("what", what).with("review", "1/8/2025");
    form.with("reason", "Looked at with the officer: none of the exemptions is theirs.")
}

#[test]
fn a_senior_suspends_contact_and_whoever_works_with_them_takes_it_up_again() {
    let (stage, olwen, case) = on_licence(&[]);
    stage.set_clock("2025-05-02T09:00");
    let sana = stage.sign_in("sana");
    let offer = "Put a flag up: Contact suspended: Probation Reset";
    assert!(
        !stage.page(&olwen, &format!("{}/risk/change", case.home)).says(offer),
        "an officer does not suspend contact"
    );
    let before = stage.entries();
    assert_eq!(stage.send(&olwen, &flag(&stage, &olwen, &case, "up:PRC")).status, 403);
    let without = flag(&stage, &sana, &case, "up:PRC");
    for (name, value, words) in [
        ("review", "", "Enter the day the flag is looked at again"),
        ("review", "2/9/2025", "Their supervision ends on Monday 1 September 2025: look at it again before that"),
        ("reason", "", "Say what is new"),
    ] {
        let answer = stage.send(&sana, &without.clone().with(name, value));
        assert!(answer.status == 422 && answer.says(words), "{name}: {}", answer.text());
    }
    assert_eq!(stage.entries(), before, "nothing was recorded");
    assert!(stage.page(&sana, &format!("{}/risk/change", case.home)).says(offer));
    stage.done(&sana, &without);

    stage.set_clock("2025-06-30T09:00");
    assert!(!stage.due(&olwen).contains("Face-to-face contact"), "{}", stage.due(&olwen));
    assert!(since(&stage).says("1 running case, 0 not seen face to face within 30 days"));
    let page = contacts(&stage, &olwen, &case);
    assert!(page.says("Not to be seen any more from 2 May 2025 on."), "{}", page.text());
    // Their risk has changed: the officer takes it down, and needs nobody's signature to see them again.
    stage.done(&olwen, &flag(&stage, &olwen, &case, "down:flag-1"));
    assert!(stage.due(&olwen).contains("Face-to-face contact"), "{}", stage.due(&olwen));
    assert!(contacts(&stage, &olwen, &case).says("nobody has put up the register PRC"));
    let risk = stage.page(&sana, &format!("{}/risk", case.home));
    assert!(!risk.says("waits"), "{}", risk.text());
}

#[test]
fn contact_is_suspended_for_nobody_whom_reset_is_not_for() {
    let (stage, _, mappa) = on_licence(&["MAPP"]);
    let order = Sentence {
        from: day("2024-09-02"),
        until: day("2025-09-01"),
        requirement: ("Unpaid work", 80, "hours"),
        ..Sentence::default()
    };
    let sana = stage.sign_in("sana");
    let under_mappa = stage.send(&sana, &flag(&stage, &sana, &mappa, "up:PRC"));
    assert!(
        under_mappa.status == 422 && under_mappa.says("under MAPPA, of whatever category or level"),
        "{}",
        under_mappa.text()
    );
    let without_activity = stage.person("Ora Order", &order);
    let unmeant = stage.send(&sana, &flag(&stage, &sana, &without_activity, "up:PRC"));
    assert!(unmeant.status == 422, "{}", unmeant.text());
    assert!(unmeant.says("Probation Reset is meant for none of the orders that run"), "{}", unmeant.text());
}
