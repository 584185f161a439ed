//! A newer release writes to the record while this one serves it, on either engine: nothing breaks, nothing that it wrote goes
//! from where it holds, and only its part waits.

use cluster::Cluster;
use record::facts::Fact;
use record::facts::address::AddressRecorded;
use record::facts::keepapart::KeepApartJoined;
use record::facts::person::{AccessLimited, AppointmentBooked, LimitKind, Name, PersonRecorded, Sex};
use record::time::Happened;
use scenarios::{Browser, Case, Form, Sentence, Stage, day, genesis};
use service::Said;
use store::{Database, DiaryRow, Rows, SideWrite, Store};

use crate::asking_again::last_size;
use crate::erasing::{decide, noted, propose, waiting};
use crate::{CAME, START, county};

/// A test on a record in a folder, and on one in a database.
fn on_both_engines(test: impl Fn(&Stage)) {
    let stage = Stage::new(START);
    test(&stage);
    let closed = stage.close();
    let report = store::verify(&closed.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "{report:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let (url, keys) = (Cluster::shared().database().expect("a database"), folder.path().join("keys"));
    let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
    let store = Store::create_in(database.clone(), &genesis()).expect("a record");
    let stage = Stage::in_record(folder, store, START);
    test(&stage);
    stage.service.store().protect_here().expect("sealed");
    let report = store::verify_database(&database, &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}

fn note(stage: &Stage, browser: &Browser, case: &Case) -> Form {
    let path = format!("{}/note", case.home);
    stage.page(browser, &path).form(&path).with("note", "Rang.")
}

fn booking(stage: &Stage, browser: &Browser, case: &Case, date: &str, time: &str) -> Form {
    let path = format!("{}/book", case.home);
    stage.page(browser, &path).form(&path).with("date", date).with("time", time)
}

fn keep_apart(stage: &Stage, browser: &Browser, one: &Case, other: &Case) {
    let path = format!("{}/apart", one.home);
    let form = stage.page(browser, &path).form(&path).with("others", &other.crn).with("why", "rival_group");
    let form = form.with("source", "Police intelligence").with("confidence", "likely");
    stage.done(browser, &form.with("review_on", "1/12/2015"));
}

fn appointment(starts: &str) -> AppointmentBooked {
    AppointmentBooked {
        contact: "COAP".to_owned(),
        order: "order-1".to_owned(),
        starts: starts.parse().expect("a minute"),
        minutes: 30,
        site: "P01S3".to_owned(),
        staff: "P01T1A1".to_owned(),
        team: "P01T1A".to_owned(),
        purpose: String::new(),
        room: String::new(),
        with: String::new(),
        series: None,
        at: None,
    }
}

#[test]
fn what_a_newer_release_wrote_is_shown_as_such_and_only_its_part_cannot_be_written() {
    let (stage, olwen, case) = county();
    let (first, second) =
        (stage.book(&olwen, &case, "2015-08-04T10:00"), stage.book(&olwen, &case, "2015-08-05T10:00"));
    let ada = stage.sign_in("ada");
    let earlier = last_size(&stage);
    let newer = Fact::Unknown { kind: "polygraph_taken".into(), version: 3, body: r#"{"lied":"no"}"#.into() };
    stage.say(vec![Said::new(&case.stream, newer, Happened::On(day("2015-08-03"))).about(&first)]);
    stage.set_clock("2015-08-06T09:00");

    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("Written by a newer release: polygraph_taken, version 3"), "{}", timeline.text());
    assert!(stage.page(&olwen, &case.home).says("this page leaves that out"));
    let before = stage.entries();
    let refused = stage.record(&olwen, &case, &first, CAME);
    assert_eq!(refused.status, 422);
    assert!(refused.says("A newer release wrote this part of the case"), "{}", refused.text());
    assert_eq!(stage.entries(), before, "nothing of it was recorded");

    assert_eq!(stage.record(&olwen, &case, &second, CAME).status, 303, "another part goes on");
    stage.done(&olwen, &note(&stage, &olwen, &case));

    let owed = "/questions/owed?team=P01T1A&on=2015-08-05";
    let unanswered = stage.get(&ada, owed);
    assert_eq!(unanswered.status, 422);
    assert!(unanswered.says("A newer release wrote what this rests on"), "{}", unanswered.text());
    stage.page(&ada, &format!("{owed}&checkpoint={earlier}"));
    let folder = stage.close();
    let report = store::verify(&folder.path().join("data"), &[]).expect("a report");
    assert!(report.ok, "{report:?}");
}

#[test]
fn whoever_a_newer_release_keeps_out_or_apart_stays_so_while_this_one_records() {
    on_both_engines(|stage| {
        let (olwen, peter, quinn) = (stage.sign_in("olwen"), stage.sign_in("peter"), stage.sign_in("quinn"));
        let (sam, riva) =
            (stage.person("Sam Sentenced", &Sentence::default()), stage.person("Riva South", &Sentence::default()));
        keep_apart(stage, &olwen, &sam, &riva);
        stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
        stage.book(&olwen, &sam, "2015-08-05T10:00");
        assert_eq!(stage.get(&peter, &sam.home).status, 200);
        let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A2".to_owned()] };
        let on = Happened::On(day("2015-08-03"));
        stage.say_newer(vec![
            Said::new(&sam.stream, limited, on).about("limit-1"),
            Said::new(&sam.stream, appointment("2015-08-11T14:00"), on).about("appointment-99"),
        ]);
        let holds = || {
            assert_eq!(stage.get(&peter, &sam.home).status, 403, "he is excluded");
            assert!(!stage.page(&peter, "/teams/P01T1A/cases").says("Sentenced, Sam"));
            let rivals = booking(stage, &quinn, &riva, "11/8/2015", "2:15pm").with("place", "P01S3");
            let refused = stage.send(&quinn, &rivals);
            assert_eq!(refused.status, 422, "they would meet");
            assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
        };
        holds();

        // This release records what it can, and what stands in the same rows.
        stage.done(&olwen, &note(stage, &olwen, &sam));
        let own = stage.book(&olwen, &sam, "2015-08-12T10:00");
        stage.set_clock("2015-08-06T09:00");
        let slots = stage.read(|snapshot| snapshot.diary_of(&sam.stream));
        let earlier = slots.iter().find(|slot| slot.starts == "2015-08-05T10:00").expect("it was booked");
        assert_eq!(stage.record(&olwen, &sam, &earlier.appointment, CAME).status, 303);
        holds();
        let slots = stage.read(|snapshot| snapshot.diary_of(&sam.stream));
        let named = |name: &str| slots.iter().any(|slot| slot.appointment == name);
        assert!(named(&own) && named("appointment-99") && slots.len() == 3, "{slots:?}");
        assert!(slots.iter().any(|slot| slot.state == "recorded"), "{slots:?}");
        let glance = stage.read(|snapshot| snapshot.glances(std::slice::from_ref(&sam.stream))).remove(0);
        assert_eq!(glance.starts, "2015-08-11T14:00\n2015-08-12T10:00");
        assert_eq!(glance.limits, "exclusion P01T1A2 2015-08-03");

        // The twin: what this release knows of goes as ever.
        let path = format!("{}/appointments/{own}/cancel", sam.home);
        let form = stage.page(&olwen, &path).form(&path).with("asked_by", "service").with("reason", "Closed that day.");
        stage.done(&olwen, &form);
        let expected = stage.read(|snapshot| snapshot.presence_of(&sam.stream, "2015-08-07"));
        assert_eq!(expected.iter().map(|row| row.slot.as_str()).collect::<Vec<_>>(), ["appointment-99"]);
    });
}

#[test]
fn where_a_newer_release_wrote_who_somebody_is_nothing_is_said_that_no_view_could_show() {
    on_both_engines(|stage| {
        let olwen = stage.sign_in("olwen");
        let sam = stage.person("Sam Sentenced", &Sentence::default());
        let form = note(stage, &olwen, &sam);
        let recorded = PersonRecorded {
            crn: sam.crn.parse().expect("a CRN"),
            name: Name { surname: "Sentenced".to_owned(), forenames: "Samuel".to_owned() },
            born: None,
            sex: Sex::Male,
        };
        let first = record::EntryId { stream: sam.stream.clone(), seq: 1 };
        let said = Said::new(&sam.stream, recorded, Happened::On(day("2015-08-03")));
        stage.say_newer(vec![said.corrects(first)]);
        let before = stage.entries();
        let refused = stage.send(&olwen, &form);
        assert_eq!(refused.status, 422);
        assert!(refused.says("A newer release wrote what this rests on: use that one"), "{}", refused.text());
        assert_eq!(stage.entries(), before);
        let row = stage.read(|snapshot| snapshot.person(&sam.stream)).expect("a line in the register");
        assert_eq!(row.forenames, "Samuel");
    });
}

#[test]
fn where_somebody_lives_by_a_newer_release_stays_while_this_one_records() {
    on_both_engines(|stage| {
        let olwen = stage.sign_in("olwen");
        let sam = stage.person("Sam Sentenced", &Sentence::default());
        let home = || stage.read(|snapshot| snapshot.home(&sam.stream));
        let before = home();
        let moved = AddressRecorded {
            lines: vec!["2 Sample Street".to_owned(), "Quayside".to_owned()],
            postcode: "ZZ2 2ZZ".to_owned(),
            from: day("2015-08-03"),
            ..AddressRecorded::default()
        };
        stage.say_newer(vec![Said::new(&sam.stream, moved, Happened::On(day("2015-08-03"))).about("address-2")]);
        let after = home();
        assert_ne!(before, after);
        stage.done(&olwen, &note(stage, &olwen, &sam));
        assert_eq!(home(), after);
    });
}

#[test]
fn whom_a_newer_release_keeps_apart_is_not_let_together_by_who_cannot_read_of_them() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    let (riva, una) = (stage.person("Riva South", &Sentence::default()), stage.person("Una One", &Sentence::default()));
    keep_apart(&stage, &olwen, &sam, &riva);
    let arrangement = stage.read(|snapshot| snapshot.streams("keepapart")).remove(0);
    let end = |address: &str| {
        let form = stage.page(&sana, address).form(address);
        stage.send(&sana, &form.with("what", "end").with("reason", "They made it up."))
    };
    let address = |case: &Case| {
        let addresses = stage.page(&sana, &format!("{}/apart", case.home)).addresses();
        addresses.into_iter().find(|address| address.starts_with("/apart/")).expect("its page")
    };
    let joined = KeepApartJoined {
        person: una.stream.clone(),
        side: "b".to_owned(),
        group: "South Side".to_owned(),
        touches: Vec::new(),
    };
    stage.say_newer(vec![Said::new(&arrangement, joined, Happened::On(day("2015-08-03")))]);
    let of = || stage.read(|snapshot| snapshot.apart_of(una.stream.as_str()));
    let kept = of();
    assert_eq!(kept.len(), 1, "the newer release keeps her apart");
    let refused = end(&address(&sam));
    assert_eq!(refused.status, 422);
    assert!(refused.says("A newer release wrote what this rests on"), "{}", refused.text());
    assert_eq!(of(), kept);

    // The twin: an arrangement that only this release wrote to.
    let (rafe, ned) =
        (stage.person("Rafe North", &Sentence::default()), stage.person("Ned West", &Sentence::default()));
    keep_apart(&stage, &olwen, &rafe, &ned);
    assert_eq!(end(&address(&rafe)).status, 303);
}

#[test]
fn nothing_is_erased_where_a_newer_release_may_keep_it_elsewhere() {
    let (stage, olwen, sam) = county();
    let seq = noted(&stage, &olwen, &sam, "Told us about her health.").to_string();
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A2".to_owned()] };
    stage.say_newer(vec![Said::new(&sam.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    assert_eq!(propose(&stage, &ines, &sam.stream, &[("seqs", &seq)]).status, 303);
    let refused = decide(&stage, &ivan, &waiting(&stage, &ines), "erase");
    assert_eq!(refused.status, 422);
    assert!(refused.says("A newer release wrote to this record"), "{}", refused.text());
    assert!(stage.timeline(&olwen, &sam).says("Told us about her health."));
}

#[test]
fn what_a_newer_release_has_inside_a_booking_stays_while_this_one_moves_it_and_what_it_cannot_tell_apart_is_refused() {
    on_both_engines(|stage| {
        let olwen = stage.sign_in("olwen");
        let sentence = Sentence { requirement: ("Alcohol Abstinence", 90, "Days"), ..Sentence::default() };
        let sam = stage.person("Sam Sentenced", &sentence);
        let (first, twin) =
            (stage.book(&olwen, &sam, "2015-08-05T10:00"), stage.book(&olwen, &sam, "2015-08-05T14:00"));
        let newer = Fact::Unknown { kind: "zone_drawn".into(), version: 1, body: "{}".into() };
        stage.say(vec![Said::new(&sam.stream, newer, Happened::On(day("2015-08-03"))).about("zone-1")]);
        // It keeps with each booking what this release keeps there, and something more of one.
        let slots = || stage.read(|snapshot| snapshot.diary_of(&sam.stream));
        let zones = |slot: &DiaryRow| slot.detail.contains(r#""zones":["north"]"#);
        let mut rows = slots();
        let slot = rows.iter_mut().find(|slot| slot.appointment == first).expect("it was booked");
        slot.detail = slot.detail.replace(r#""kept_from":{"#, r#""kept_from":{"zones":["north"],"#);
        assert!(zones(slot), "they are kept from something: {}", slot.detail);
        let rows = vec![Rows::Diary { stream: sam.stream.clone(), rows }];
        let written = SideWrite::Project { rows, at: stage.now().0 };
        stage.service.store().put_here(written).expect("what the newer release shows");

        let path = format!("{}/appointments/{first}/move", sam.home);
        let form = stage.page(&olwen, &path).form(&path).with("asked_by", "service").with("date", "5/8/2015");
        let form = form.with("time", "11am").with("reason", "The room is taken.");
        stage.done(&olwen, &form);
        let moved = slots().into_iter().find(|slot| slot.appointment == first).expect("it is there");
        assert!(moved.starts.ends_with("T11:00") && zones(&moved), "{moved:?}");

        stage.set_clock("2015-08-06T09:00");
        let before = stage.entries();
        let refused = stage.record(&olwen, &sam, &first, CAME);
        assert_eq!(refused.status, 422, "what goes has more in it than this release knows");
        assert!(refused.says("A newer release wrote what this rests on: use that one"), "{}", refused.text());
        assert_eq!(stage.entries(), before);
        assert_eq!(stage.record(&olwen, &sam, &twin, CAME).status, 303, "the twin has nothing more in it");
    });
}
