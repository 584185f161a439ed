//! Failure 22: risk assessments were overdue or had never been made.
//!
//! Given somebody sentenced whom nobody has assessed. Then their risk is said to be unknown, never low, no score is shown as
//! one, and from the sixteenth working day the officer's day says that the assessment is late. A person assessed once is due
//! again after a year. The twin was assessed on the first day: a level stands, and nothing is late.

use record::facts::risk::HarmLevel;
use scenarios::{Sentence, day};

use crate::{CAME, county};

#[test]
fn who_was_never_assessed_is_unknown_and_late_and_never_low() {
    let (stage, olwen) = county();
    let never = stage.person("Nev Never", &Sentence { assessed: None, ..Sentence::default() });
    let page = stage.page(&olwen, &format!("{}/risk", never.home));
    assert!(page.says("The risk of serious harm is unknown. Unknown is not low."), "{}", page.text());
    assert!(page.says("Nobody has assessed this person") && page.says("No score is not a low score"));
    assert!(!page.says("Low") && !page.says("low risk"), "{}", page.between("Risk of serious harm", "Scores"));
    assert!(stage.page(&olwen, &never.home).says("Never: the risk is unknown, which is not low"));

    stage.held(&olwen, &never, "2015-08-04T10:00", CAME);
    stage.set_clock("2015-08-24T09:00");
    assert!(!stage.due(&olwen).contains("Late"), "fifteen working days are in time");
    stage.set_clock("2015-08-25T09:00");
    assert!(stage.due(&olwen).contains("Late by 1 day Risk assessment. Never, Nev"), "{}", stage.due(&olwen));
}

#[test]
fn who_was_assessed_in_time_has_a_level_and_is_late_only_after_a_year() {
    let (stage, olwen) = county();
    let until = day("2017-08-02");
    let twin = Sentence { until, assessed: Some(HarmLevel::Low), ..Sentence::default() };
    let twin = stage.person("Tim Intime", &twin);
    stage.held(&olwen, &twin, "2015-08-04T10:00", CAME);
    stage.set_clock("2015-08-25T09:00");
    let page = stage.page(&olwen, &format!("{}/risk", twin.home));
    assert!(page.says("Low risk of serious harm in the community."), "{}", page.text());
    assert!(!page.says("Nobody has assessed") && !stage.due(&olwen).contains("Risk assessment"));

    stage.held(&olwen, &twin, "2016-07-18T10:00", CAME);
    stage.set_clock("2016-08-04T09:00");
    let due = stage.due(&olwen);
    assert!(due.contains("Risk assessment. And 2 more. Intime, Tim"), "what can wait hides nothing graver: {due}");
}
