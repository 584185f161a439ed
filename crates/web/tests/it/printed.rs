//! The day on paper: whose it is, with whom each appointment is, and what was recorded already.

use scenarios::Sentence;

use crate::{CAME, county};

#[test]
fn what_was_recorded_has_no_boxes_and_would_not_be_keyed_twice() {
    let (stage, olwen, sam) = county();
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    stage.book(&olwen, &sam, "2015-08-04T15:00");
    let print = stage.page(&olwen, "/day/2015-08-04/print");
    assert!(print.says("Recorded: Attended and complied"), "{}", print.text());
    assert_eq!(print.text().matches("Came, complied").count(), 1, "the other is still to come: {}", print.text());
    assert!(!print.says("With Olwen Officer"), "one’s own need no name: {}", print.text());
    assert!(print.says("Olwen Officer, Pinemere Rehabilitation Company"), "{}", print.text());
}

#[test]
fn a_teams_day_is_headed_as_the_teams_and_says_whose_each_appointment_is() {
    let (stage, olwen, sam) = county();
    stage.book(&olwen, &sam, "2015-08-04T15:00");
    for name in ["sana", "adil"] {
        let print = stage.page(&stage.sign_in(name), "/day/2015-08-04/print");
        assert!(print.says("North team, Pinemere Rehabilitation Company"), "{name}: {}", print.text());
        assert!(print.says("With Olwen Officer"), "{name}: {}", print.text());
    }
}

#[test]
fn a_covers_day_names_whom_they_cover_and_whose_each_appointment_is() {
    let (stage, olwen, sam) = county();
    let pia = stage.unallocated("Pia Peters", &Sentence::default());
    stage.allocate(&pia, "P01T1A2", scenarios::day("2015-08-03"));
    let peter = stage.sign_in("peter");
    stage.book(&olwen, &sam, "2015-08-04T15:00");
    stage.book(&peter, &pia, "2015-08-04T16:00");
    let path = "/away/P01T1A1";
    let form = stage.page(&olwen, path).form(path).with("from", "4/8/2015").with("until", "4/8/2015");
    stage.done(&olwen, &form.with("kind", "illness").with("cover", "P01T1A2"));
    stage.set_clock("2015-08-04T09:00");
    let print = stage.page(&peter, "/day/2015-08-04/print");
    assert!(print.says("Peter Practitioner and, covered, Olwen Officer, Pinemere"), "{}", print.text());
    assert_eq!(print.text().matches("With Olwen Officer").count(), 1, "{}", print.text());
}

#[test]
fn the_way_from_place_to_place_stands_on_the_day_and_on_paper() {
    let (stage, olwen, sam) = county();
    let una = stage.person("Una Unmet", &Sentence::default());
    stage.book(&olwen, &sam, "2015-08-05T10:00");
    let path = format!("{}/book", una.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "5/8/2015").with("time", "10:40am");
    stage.done(&olwen, &form.with("place", "P01S3"));
    for page in ["/day/2015-08-05", "/day/2015-08-05/print"] {
        let shown = stage.page(&olwen, page);
        assert_eq!(shown.text().matches("10 minutes to get there: allow 30").count(), 1, "{page}: {}", shown.text());
    }
}
