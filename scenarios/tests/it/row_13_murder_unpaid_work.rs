//! Failure 13: a record had somebody convicted of murder serving 120 hours of unpaid work.
//!
//! Recorded only: either reading may be the slip. Given such a record, then the order's page shows the conviction and the
//! hours side by side, and nothing is held up: the person can be booked and seen. The twin, a theft with the same hours,
//! reads and works the same.

use scenarios::Sentence;

use crate::{CAME, county};

#[test]
fn both_readings_are_shown_and_nothing_is_held_up() {
    let (stage, olwen) = county();
    for (name, offence, starts) in
        [("Mel Murder", "Murder", "2015-08-04T10:00"), ("Ted Theft", "Theft", "2015-08-04T11:00")]
    {
        let sentence = Sentence { offence, requirement: ("Unpaid work", 120, "hours"), ..Sentence::default() };
        let case = stage.person(name, &sentence);
        let order = stage.page(&olwen, &format!("{}/order", case.home));
        assert!(order.says(&format!("Main offence {offence}")), "{}", order.text());
        assert!(order.says("Unpaid work") && order.says("120 hours ordered"), "{}", order.text());
        stage.held(&olwen, &case, starts, CAME);
        assert!(stage.page(&olwen, &case.home).says("Attended and complied"));
    }
}
