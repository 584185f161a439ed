//! A newer release wrote to the record while this one serves it: nothing breaks, and only that part waits.

use record::facts::Fact;
use record::time::Happened;
use scenarios::day;
use service::Said;

use crate::{CAME, county};

#[test]
fn what_a_newer_release_wrote_is_shown_as_such_and_only_its_part_cannot_be_written() {
    let (stage, olwen, case) = county();
    let (first, second) =
        (stage.book(&olwen, &case, "2015-08-04T10:00"), stage.book(&olwen, &case, "2015-08-05T10:00"));
    let newer = Fact::Unknown { kind: "polygraph_taken".into(), version: 3, body: r#"{"lied":"no"}"#.into() };
    stage.say(vec![Said::new(&case.stream, newer, Happened::On(day("2015-08-03"))).about(&first)]);
    stage.set_clock("2015-08-06T09:00");

    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("Written by a newer release: polygraph_taken, version 3"), "{}", timeline.text());
    let before = stage.entries();
    let refused = stage.record(&olwen, &case, &first, CAME);
    assert_eq!(refused.status, 422);
    assert!(refused.says("A newer release wrote this part of the case"), "{}", refused.text());
    assert_eq!(stage.entries(), before, "nothing of it was recorded");

    assert_eq!(stage.record(&olwen, &case, &second, CAME).status, 303, "another part goes on");
    let path = format!("{}/note", case.home);
    stage.done(&olwen, &stage.page(&olwen, &path).form(&path).with("note", "Rang."));
    let folder = stage.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}
