//! A newer release wrote to the record while this one serves it: nothing breaks, and only that part waits.

use cluster::Cluster;
use record::facts::Fact;
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day, genesis};
use service::Said;
use store::{Database, Report, Store};

use crate::{CAME, START, county};

/// A newer release records something of an appointment, on the same record, and an officer goes on at this one.
fn only_its_part_waits(stage: &Stage, newer: &Stage, olwen: &Browser, case: &Case) {
    let (first, second) = (stage.book(olwen, case, "2015-08-04T10:00"), stage.book(olwen, case, "2015-08-05T10:00"));
    let fact = Fact::Unknown { kind: "polygraph_taken".into(), version: 3, body: r#"{"lied":"no"}"#.into() };
    newer.say(vec![Said::new(&case.stream, fact, Happened::On(day("2015-08-03"))).about(&first)]);
    stage.set_clock("2015-08-06T09:00");

    let timeline = stage.timeline(olwen, case);
    assert!(timeline.says("Written by a newer release: polygraph_taken, version 3"), "{}", timeline.text());
    let before = stage.entries();
    let refused = stage.record(olwen, case, &first, CAME);
    assert_eq!(refused.status, 422);
    assert!(refused.says("A newer release wrote this part of the case"), "{}", refused.text());
    assert_eq!(stage.entries(), before, "nothing of it was recorded");

    assert_eq!(stage.record(olwen, case, &second, CAME).status, 303, "another part goes on");
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", "Rang."));
}

fn is_whole(report: &Report) {
    assert!(report.ok, "{report:?}");
}

#[test]
fn what_a_newer_release_wrote_is_shown_as_such_and_only_its_part_cannot_be_written() {
    let (stage, olwen, case) = county();
    only_its_part_waits(&stage, &stage, &olwen, &case);
    let folder = stage.close();
    is_whole(&store::verify(&folder.path().join("data"), &[]).expect("a report"));
}

#[test]
fn so_it_is_where_a_server_of_the_newer_release_stands_beside_this_one_on_a_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let (url, keys) = (Cluster::shared().database().expect("a database"), folder.path().join("keys"));
    let this = Database { url, keys, server: "this".into(), schema: None, standby: None };
    let newer = Database { server: "newer".into(), ..this.clone() };
    let stage = Stage::in_record(folder, Store::create_in(this.clone(), &genesis()).expect("a record"), START);
    let beside = tempfile::tempdir().expect("a folder");
    let newer = Stage::over(beside, Store::connect(newer).expect("the record"), START);
    let (olwen, case) = (stage.sign_in("olwen"), stage.person("Sam Sentenced", &Sentence::default()));
    only_its_part_waits(&stage, &newer, &olwen, &case);

    // Both go on, and one log has what both recorded.
    let path = format!("{}/note", case.home);
    newer.set_clock("2015-08-06T09:30");
    let there = newer.sign_in("olwen");
    newer.done(&there, &newer.page(&there, &path).form(&path).with("note", "Rang again."));
    stage.service.store().protect_here().expect("sealed");
    let auditor = Database { server: "auditor".into(), ..this };
    is_whole(&store::verify_database(&auditor, &[]).expect("a report"));
}
