//! Failure 13: a record had somebody convicted of murder serving 120 hours of unpaid work.
//!
//! Given such a record. Then the case says that it contradicts the law, the risk page shows both readings and acts on the
//! graver (the case is one for the public service), and nothing is held up: the person can be booked and seen. The twins
//! stay quiet: a theft with the same hours, and an attempted murder, which is another offence and does not bring life.
//! Where the slip is in the hours, the sentence is what is acted on, and the twin at the limit stays quiet.

use scenarios::{Answer, Browser, Case, Sentence, Stage};

use crate::{CAME, county};

const SAYS: &str = "The record contradicts the law";

fn with_hours(stage: &Stage, name: &str, (offence, code): (&'static str, &'static str), hours: u32) -> Case {
    let sentence = Sentence { offence, code, requirement: ("Unpaid work", hours, "hours"), ..Sentence::default() };
    stage.person(name, &sentence)
}

fn risk(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/risk", case.home))
}

#[test]
fn both_readings_are_shown_the_graver_is_acted_on_and_nothing_is_held_up() {
    let (stage, olwen) = county();
    let murder = with_hours(&stage, "Mel Murder", ("Murder", "00100"), 120);
    let overview = stage.page(&olwen, &murder.home);
    assert!(overview.says(SAYS) && overview.says("See both readings"), "{}", overview.text());
    let page = risk(&stage, &olwen, &murder);
    assert!(page.says("If the conviction of Murder is right, a person convicted of murder is sentenced to life"));
    assert!(page.says("120 hours of unpaid work is right, the offence on record, Murder (00100), is not the one"));
    assert!(page.says("Until it is settled the graver is acted on: the conviction"), "{}", page.text());
    assert!(page.says("Look at first: under 18 at the offence"));
    let eras = page.between("Who supervises, and how closely", "Tier, A to G");
    assert!(eras.contains("NPS In force"), "a life sentence is the public service’s: {eras}");
    assert!(eras.contains("it is a case for the public service, and it is with a company"), "{eras}");
    stage.held(&olwen, &murder, "2015-08-04T10:00", CAME);
    assert!(stage.page(&olwen, &murder.home).says("Attended and complied"));
}

#[test]
fn a_theft_and_an_attempted_murder_with_the_same_hours_stay_quiet() {
    let (stage, olwen) = county();
    for (name, offence) in [("Ted Theft", ("Theft", "04910")), ("Ari Attempt", ("Attempted murder", "00200"))] {
        let twin = with_hours(&stage, name, offence, 120);
        assert!(!stage.page(&olwen, &twin.home).says(SAYS), "{name}");
        assert!(!risk(&stage, &olwen, &twin).says(SAYS), "{name}");
    }
}

#[test]
fn hours_beyond_the_law_are_shown_and_the_last_lawful_hour_stays_quiet() {
    let (stage, olwen) = county();
    let beyond = risk(&stage, &olwen, &with_hours(&stage, "Bea Beyond", ("Theft", "04910"), 301));
    assert!(beyond.says(SAYS) && beyond.says("the graver is acted on: the sentence"), "{}", beyond.text());
    assert!(!risk(&stage, &olwen, &with_hours(&stage, "Al Atlimit", ("Theft", "04910"), 300)).says(SAYS));
}
