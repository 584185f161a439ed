//! Failure 47: appointment dates were recorded wrongly.
//!
//! Given an appointment that is moved, and whose outcome is typed in nine days after it was held. Then its page still shows
//! the time it was moved from and why, and the timeline says how much later the outcome was recorded. The twin was held as
//! booked and recorded on the day: neither is said.

use crate::{CAME, county, sentenced};

#[test]
fn a_moved_appointment_keeps_its_old_time_and_a_late_entry_says_how_late() {
    let (stage, olwen) = county();
    let (moved, kept) = (sentenced(&stage, "Mo Moved"), sentenced(&stage, "Kit Kept"));
    let appointment = stage.book(&olwen, &moved, "2015-08-11T10:00");
    let twin = stage.book(&olwen, &kept, "2015-08-11T11:00");
    let path = format!("{}/appointments/{appointment}/move", moved.home);
    let form = stage.page(&olwen, &path).form(&path);
    let form =
        form.with("date", "12/8/2015").with("time", "2pm").with("asked_by", "person").with("reason", "Job interview.");
    stage.done(&olwen, &form);

    stage.set_clock("2015-08-11T11:30");
    assert_eq!(stage.record(&olwen, &kept, &twin, CAME).status, 303);
    stage.set_clock("2015-08-21T09:00");
    assert_eq!(stage.record(&olwen, &moved, &appointment, CAME).status, 303);

    let page = stage.page(&olwen, &format!("{}/appointments/{appointment}", moved.home));
    assert!(page.says("Wed 12 Aug 2015, 2pm"), "{}", page.text());
    assert!(page.says("Moved from Tue 11 Aug 2015, 10am Job interview."), "{}", page.text());
    let timeline = stage.timeline(&olwen, &moved);
    assert!(timeline.says("Recorded 9 days later"), "{}", timeline.text());
    assert!(
        timeline.says("Moved to Wed 12 Aug 2015 at 2pm")
            && timeline.says("Booked: Planned office appointment, Tue 11 Aug")
    );

    let page = stage.page(&olwen, &format!("{}/appointments/{twin}", kept.home));
    assert!(!page.says("Moved from"));
    assert!(!stage.timeline(&olwen, &kept).text().contains(" later"), "{}", stage.timeline(&olwen, &kept).text());
}
