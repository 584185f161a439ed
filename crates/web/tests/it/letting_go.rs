//! Reads that were said to go, and a legal hold that came before they were taken: on both engines.

use cluster::Cluster;
use scenarios::{Sentence, Stage, day, genesis};
use service::Problem;
use store::{Database, Snapshot, Store};

use crate::START;
use crate::asking_again::operator;

fn on_both_engines(test: impl Fn(Stage)) {
    test(Stage::new(START));
    let folder = tempfile::tempdir().expect("a folder");
    let url = Cluster::shared().database().expect("a database");
    let keys = folder.path().join("keys");
    let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
    let store = Store::create_in(database, &genesis()).expect("a record");
    test(Stage::in_record(folder, store, START));
}

/// Somebody's record was opened in August, and it is October; those who may place a hold have signed in.
fn october(stage: &Stage) -> scenarios::Case {
    let case = stage.person("Sam Sentenced", &Sentence::default());
    let olwen = stage.sign_in("olwen");
    stage.page(&olwen, &case.home);
    // So that the batch of August is closed, and sealed before the end of the month.
    stage.set_clock("2015-08-04T10:00");
    stage.page(&olwen, &case.home);
    stage.service.store().protect_here().expect("sealed");
    let closed = |snapshot: &Snapshot| snapshot.last_batch_before(stage.now().0 + 1);
    for _ in 0..500 {
        if stage.read(closed) > 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        stage.service.store().protect_here().expect("sealed");
    }
    stage.set_clock("2015-10-05T10:00");
    stage.page(&olwen, &case.home);
    case
}

fn hold(stage: &Stage, case: &scenarios::Case) {
    let ines = stage.sign_in("ines");
    let path = format!("/erasures/hold/{}", case.stream);
    stage.done(&ines, &stage.page(&ines, &path).form(&path).with("authority", "Independent inquiry"));
}

fn let_go(stage: &Stage, despite: Option<&str>) -> Result<(), Problem> {
    let ask = operator(stage);
    let said = stage.service.let_reads_go(&ask, day("2015-08-01"), "Rule 7", "Years are over", despite);
    stage.wait(said).map(drop)
}

fn go_on(stage: &Stage, despite: Option<&str>) -> Result<(), Problem> {
    stage.wait(stage.service.go_on_letting_reads_go(&operator(stage), despite))
}

#[test]
fn a_hold_that_came_after_it_was_said_stops_what_was_not_taken_yet_until_somebody_says_why() {
    on_both_engines(|stage| {
        let case = october(&stage);
        let_go(&stage, None).expect("nothing is held");
        hold(&stage, &case);
        let refused = go_on(&stage, None);
        let Err(Problem::Invalid(errors)) = &refused else { panic!("{refused:?}") };
        assert!(errors[0].message.contains("placed on 1 of the records since"), "{errors:?}");
        assert!(go_on(&stage, Some(" ")).is_err(), "a reason is given");
        assert!(stage.read(Snapshot::released_reads_left).is_some(), "nothing was taken");

        go_on(&stage, Some("The inquiry has its own copy")).expect("said why");
        let streams = stage.read(|snapshot| snapshot.streams("service"));
        let entries = streams.iter().flat_map(|stream| stage.entries_of(stream));
        let said: Vec<String> = entries
            .filter_map(|entry| Some(String::from_utf8_lossy(&entry.content?.to_bytes().ok()?).into_owned()))
            .filter(|said| said.contains("reads_released"))
            .collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[1].contains("The inquiry has its own copy") && said[1].contains("Rule 7"), "{said:?}");
        assert!(stage.service.store().release_reads().expect("taken") > 0);
        assert_eq!(stage.read(Snapshot::released_reads_left), None);
        go_on(&stage, None).expect("nothing is left that a hold could keep");
    });
}

#[test]
fn a_hold_that_stood_when_it_was_said_was_answered_then_and_one_that_was_lifted_stops_nothing() {
    on_both_engines(|stage| {
        let case = october(&stage);
        hold(&stage, &case);
        stage.set_clock("2015-10-05T10:05");
        let_go(&stage, Some("The inquiry has its own copy")).expect("said why");
        go_on(&stage, None).expect("it was said why of this hold");
        let other = stage.person("Hetty Held", &Sentence::default());
        hold(&stage, &other);
        assert!(go_on(&stage, None).is_err());
        // The same form lifts it.
        hold(&stage, &other);
        go_on(&stage, None).expect("it was lifted");
        assert!(stage.service.store().release_reads().expect("taken") > 0);
    });
}
