//! Failure 62: staff were told to date records back.
//!
//! Given a note about July typed in during November, on a senior officer's instruction. Then the timeline shows the day it
//! tells of, the day it was recorded, how much later that was and on whose instruction; and as known in October it is not
//! there. Nobody can say when it was recorded. The twin was typed in on its day: no mark, and October knows it.

use scenarios::{Browser, Case, Stage};

use crate::{county, sentenced};

const WORDS: &str = "Talked about work and where to live.";

fn noted(stage: &Stage, olwen: &Browser, case: &Case, instructed_by: &str) {
    let path = format!("{}/note", case.home);
    let form = stage.page(olwen, &path).form(&path);
    let form = form.with("date", "18/8/2015").with("note", WORDS).with("instructed_by", instructed_by);
    // What a hopeful hand adds to the form changes nothing.
    stage.done(olwen, &form.with("recorded", "2015-08-18T10:00").with("at", "1439888400000000"));
}

#[test]
fn a_note_dated_back_shows_both_of_its_days_and_who_asked_for_it() {
    let (stage, olwen) = county();
    let (backdated, timely) = (sentenced(&stage, "Bea Backdated"), sentenced(&stage, "Tim Timely"));
    stage.set_clock("2015-08-18T15:00");
    noted(&stage, &olwen, &timely, "");
    stage.set_clock("2015-11-16T15:00");
    noted(&stage, &olwen, &backdated, "Sana Senior");

    let seen = stage.timeline(&olwen, &backdated);
    assert!(seen.says(WORDS) && seen.says("Tue 18 Aug 2015"), "{}", seen.text());
    assert!(seen.says("Recorded Mon 16 Nov 2015, 3pm") && seen.says("Recorded 90 days later"), "{}", seen.text());
    assert!(seen.says("On the instruction of Sana Senior"));
    let known =
        |case: &Case, on: &str| stage.page(&olwen, &format!("{}/timeline?known_at={on}", case.home)).says(WORDS);
    assert!(!known(&backdated, "2015-10-31") && known(&backdated, "2015-11-16"));

    let seen = stage.timeline(&olwen, &timely);
    assert!(seen.says(WORDS) && !seen.text().contains(" later") && !seen.says("On the instruction"), "{}", seen.text());
    assert!(known(&timely, "2015-10-31"));
}

#[test]
fn a_page_of_the_past_leads_to_other_pages_of_the_same_past() {
    let (stage, olwen) = county();
    let case = sentenced(&stage, "Bea Backdated");
    let past = stage.page(&olwen, &format!("{}/timeline?known_at=2015-08-10&as_at=2015-08-09", case.home));
    let own = format!("{}/timeline?", case.home);
    let onward: Vec<String> = past.addresses().into_iter().filter(|address| address.starts_with(&own)).collect();
    assert!(!onward.is_empty());
    for address in onward {
        assert!(address.contains("known_at=2015-08-10") && address.contains("as_at=2015-08-09"), "{address}");
    }
}
