//! Failure 32: members of two rival gangs were invited into one probation building at the same time.
//!
//! Given two people of rival groups, whose cases two companies hold. When the second is booked into the building at the time
//! the first is expected, or within half an hour of it, then the booking is refused, by words that name nobody and are the
//! same whatever the cause, with other times offered; a senior can let it be, by name and with a reason. The twins: the same
//! booking an hour later, in another building, or of somebody of the same group. An arrangement that comes after the
//! bookings lists them at once.

use scenarios::{Browser, Case, Form, Stage, day};

use crate::{county, sentenced};

/// The form that books an appointment, filled in.
pub(crate) fn booking(stage: &Stage, browser: &Browser, case: &Case, at: &str, place: &str) -> Form {
    let path = format!("{}/book", case.home);
    let (date, time) = at.split_once(' ').expect("a day and a time");
    stage.page(browser, &path).form(&path).with("date", date).with("time", time).with("place", place)
}

/// Keeps a person apart from others, named by their numbers.
pub(crate) fn keep_apart(stage: &Stage, browser: &Browser, case: &Case, others: &[&Case], why: &str) {
    let path = format!("{}/apart", case.home);
    let numbers: Vec<&str> = others.iter().map(|other| other.crn.as_str()).collect();
    let form = stage.page(browser, &path).form(&path).with("others", &numbers.join(", ")).with("why", why);
    let form = form.with("source", "Police intelligence").with("confidence", "likely").with("review_on", "1/12/2015");
    stage.done(browser, &form);
}

#[test]
fn rivals_are_not_booked_into_one_building_at_one_time_whoever_books_them() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva, same) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Ned North"));
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S3"));

    for time in ["2pm", "1:05pm", "2:55pm"] {
        let at = format!("11/8/2015 {time}");
        let refused = stage.send(&quinn, &booking(&stage, &quinn, &riva, &at, "P01S3"));
        assert_eq!(refused.status, 422, "{time}");
        assert!(refused.says("Market Tavern Yard office on Tue 11 Aug 2015"), "{}", refused.text());
        assert!(refused.says("can’t be booked for this person. Free instead:"), "{}", refused.text());
        assert!(refused.says("ask Rhys Senior, senior probation officer"), "{}", refused.text());
        for secret in ["Rafe", &rafe.crn, "rival", "Rival", "Olwen", "apart from"] {
            let part = refused.between("Book an appointment", "Bear in mind");
            assert!(!part.contains(secret), "{secret} in {part}");
        }
        let offered = refused.between("Free instead:", "If it must");
        assert!(!offered.contains("Tue 11 Aug 2015, in the afternoon, Market"), "{offered}");
        assert!(offered.contains("in the morning") && !offered.contains("pm,"), "halves of days: {offered}");
    }
    // The twins.
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 3pm", "P01S3"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "12/8/2015 2pm", "P01S3"));
    stage.done(&olwen, &booking(&stage, &olwen, &same, "11/8/2015 2:30pm", "P01S3"));
}

#[test]
fn in_another_building_rivals_may_be_seen_at_the_same_time() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S3"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 2pm", "Q02S1"));
}

#[test]
fn a_refusal_reads_the_same_whatever_the_cause() {
    let (stage, olwen) = county();
    let mut pages = Vec::new();
    for (nth, why) in ["rival_group", "co_defendant", "victim", "witness", "order", "feud"].into_iter().enumerate() {
        let (one, other) = (sentenced(&stage, "Uma One"), sentenced(&stage, "Uma Other"));
        keep_apart(&stage, &olwen, &one, &[&other], why);
        let hour = 9 + nth;
        stage.done(&olwen, &booking(&stage, &olwen, &one, &format!("11/8/2015 {hour}:00"), "P01S1"));
        let refused = stage.send(&olwen, &booking(&stage, &olwen, &other, &format!("11/8/2015 {hour}:30"), "P01S1"));
        assert_eq!(refused.status, 422, "{why}: {}", refused.text());
        let said = refused.between("Pinemere office on", "Free instead").replace(&format!("{hour}:30am"), "");
        pages.push(said.replace(&format!("{}:30pm", hour - 12 * usize::from(hour > 12)), ""));
        stage.set_clock(&format!("2015-08-03T{:02}:30", 9 + nth * 2));
    }
    stage.set_clock("2015-08-04T09:00");
    let olwen = stage.sign_in("olwen");
    let sentence = |case: &Case, officer: &str| {
        let form = booking(&stage, &olwen, case, "12/8/2015 9:30am", "P01S1").with("officer", officer);
        let refused = stage.send(&olwen, &form);
        assert_eq!(refused.status, 422, "{}", refused.text());
        refused.between("Pinemere office on", "Free instead").replace("Tue 11 Aug", "").replace("Wed 12 Aug", "")
    };
    let of_others = pages[0].replace("Tue 11 Aug", "");
    let from = |case: &Case, field: &str, whom: &str, why: &str| {
        let path = format!("{}/apart", case.home);
        let form = stage.page(&olwen, &path).form(&path).with(field, whom).with("why", why);
        let form = form.with("source", "The police").with("confidence", "known");
        stage.done(&olwen, &form.with("review_on", "1/12/2015"));
    };
    // A member of staff, a building that is closed to them, and a group.
    let (of_staff, of_place, of_group) =
        (sentenced(&stage, "Stan Staff"), sentenced(&stage, "Bo Building"), sentenced(&stage, "Gil Group"));
    from(&of_staff, "others", "P01T1A2", "staff");
    from(&of_place, "others", "P01S1", "order");
    let member = sentenced(&stage, "Rafe North");
    let path = format!("{}/group", member.home);
    let belongs = stage.page(&olwen, &path).form(&path).with("belongs_to", "North Side").with("said_by", "The police");
    stage.done(&olwen, &belongs.with("believed", "known"));
    from(&of_group, "group", "North Side", "rival_group");
    stage.done(&olwen, &booking(&stage, &olwen, &member, "12/8/2015 9am", "P01S1"));
    for (case, officer) in [(&of_staff, "P01T1A2"), (&of_place, "P01T1A2"), (&of_group, "P01T1A2")] {
        assert_eq!(sentence(case, officer).replace("9:30am", ""), of_others, "{}", case.name);
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
}

#[test]
fn an_offer_is_booked_with_one_press() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    let offer = refused.body.split("name=\"offer\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = refused.form(&format!("{}/book", riva.home)).with("offer", offer.expect("an offer"));
    stage.done(&olwen, &form);
    assert!(stage.page(&olwen, &riva.home).says("Tue 11 Aug 2015, 9am"), "{}", stage.page(&olwen, &riva.home).text());
}

#[test]
fn a_senior_lets_it_be_by_name_and_with_a_reason_and_nobody_else_does() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let again = booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1").with("override", "I know better.");
    assert_eq!(stage.send(&olwen, &again).status, 403);

    let refused = stage.send(&sana, &booking(&stage, &sana, &riva, "11/8/2015 2:30pm", "P01S1"));
    assert!(refused.says("say why below"), "{}", refused.text());
    let form = refused.form(&format!("{}/book", riva.home)).with("override", "Two doors, two colleagues.");
    stage.done(&sana, &form);
    let page = stage.page(&sana, &format!("{}/apart", riva.home));
    assert!(page.says("Too near to one another now"), "{}", page.text());
    let review = page.body.split("/apart/keepapart-").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let review = stage.page(&sana, &format!("/apart/keepapart-{review}"));
    assert!(review.says("let be by Sana Senior. Two doors, two colleagues."), "{}", review.text());
}

#[test]
fn an_arrangement_that_comes_later_lists_the_bookings_it_touches_at_once() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "18/8/2015 10am", "P01S1"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "witness");
    let page = stage.page(&olwen, &format!("{}/apart", rafe.home));
    let touched = page.between("Too near to one another now", "Look at it again");
    assert!(touched.contains("Tue 11 Aug 2015, 2pm") && touched.contains("Tue 11 Aug 2015, 2:30pm"), "{touched}");
    assert!(!touched.contains("18 Aug"), "{touched}");
    stage.set_clock("2015-08-10T09:00");
    let olwen = stage.sign_in("olwen");
    let day = stage.page(&olwen, "/day");
    for name in ["North, Rafe, Tue 11 Aug 2015, 2pm", "South, Riva, Tue 11 Aug 2015, 2:30pm"] {
        assert!(day.says(&format!("{name}: must be kept apart from somebody who is to be there")), "{}", day.text());
    }
    assert!(!day.says("18 Aug 2015, 10am: must"), "{}", day.text());
}

#[test]
fn trying_times_one_by_one_is_stopped_and_logged() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    for _ in 0..5 {
        let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
        assert!(refused.says("can’t be booked for this person"));
    }
    let stopped = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 5pm", "P01S1"));
    assert!(stopped.says("Ask your senior to book this one"), "{}", stopped.text());
    let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(riva.stream.clone()), 50));
    let refusals = rows.iter().filter(|seen| seen.row.purpose == "people must be kept apart").count();
    assert_eq!(refusals, 5);
    stage.set_clock("2015-08-03T10:30");
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 5pm", "P01S1"));
}

#[test]
fn what_has_ended_keeps_nobody_apart() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let page = stage.page(&olwen, &format!("{}/apart", rafe.home));
    let address = page.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page");
    let form = stage.page(&olwen, &address).form(&address).with("what", "end").with("reason", "They made it up.");
    assert_eq!(stage.send(&olwen, &form).status, 403, "whoever could end it would need nobody's leave");
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, &address).form(&address).with("what", "end").with("reason", "They made it up.");
    stage.done(&sana, &form);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    stage.done(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
}

#[test]
fn whoever_works_with_one_of_them_only_is_told_no_other_name() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    let page = stage.page(&quinn, &format!("{}/apart", riva.home));
    assert!(page.says("1 person you do not work with") && !page.says("Rafe"), "{}", page.text());
    let peter = stage.sign_in("quinn");
    let own = stage.get(&peter, &format!("{}/apart", rafe.home));
    assert_eq!(own.status, 403);
}

#[test]
fn a_form_with_a_mistake_in_it_tells_nothing() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let mistaken = booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1").with("room", "No such room");
    let answer = stage.send(&olwen, &mistaken);
    assert!(answer.says("Choose a room of that place"), "{}", answer.text());
    assert!(!answer.says("can’t be booked for this person"), "{}", answer.text());
}

#[test]
fn a_series_that_meets_somebody_once_is_not_booked_around_them() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "18/8/2015 2pm", "P01S1"));
    let series = booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1");
    let series = series.with("every", "7").with("times", "4").with("leave_out", "yes");
    assert_eq!(stage.send(&olwen, &series).status, 422);
    assert!(!stage.page(&olwen, &riva.home).says("11 Aug 2015, 2:30pm"));
    stage.done(&olwen, &series_at(&stage, &olwen, &riva, "11/8/2015 4pm"));
}

#[test]
fn a_series_with_a_mistake_in_it_tells_nothing() {
    let answers = [true, false].map(|expected| {
        let (stage, olwen) = county();
        let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
        keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
        if expected {
            stage.done(&olwen, &booking(&stage, &olwen, &rafe, "14/8/2015 2pm", "P01S1"));
        }
        let daily = booking(&stage, &olwen, &riva, "13/8/2015 2:30pm", "P01S1").with("every", "1").with("times", "3");
        let answer = stage.send(&olwen, &daily);
        assert_eq!(answer.status, 422);
        assert!(answer.says("Saturday 15 August 2015 is no working day"), "{}", answer.text());
        let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(riva.stream.clone()), 50));
        assert!(rows.iter().all(|seen| seen.row.purpose != "people must be kept apart"), "neither logged nor counted");
        let said = answer.between("There is a problem", "CRN");
        assert!(!said.is_empty(), "{}", answer.text());
        said
    });
    assert_eq!(answers[0], answers[1]);
}

fn series_at(stage: &Stage, browser: &Browser, case: &Case, at: &str) -> Form {
    booking(stage, browser, case, at, "P01S1").with("every", "7").with("times", "4")
}

#[test]
fn somebody_who_must_not_meet_a_member_of_staff_is_not_booked_with_them() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    let path = format!("{}/apart", rafe.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", "P01T1A2").with("why", "staff");
    let form = form.with("source", "The colleague").with("confidence", "known").with("review_on", "1/12/2015");
    stage.done(&olwen, &form);
    for kind in ["COAP", "CHVS"] {
        let with_peter = booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2");
        let refused = stage.send(&olwen, &with_peter.with("kind", kind));
        assert!(refused.says("can’t be booked for this person"), "{kind}: {}", refused.text());
    }
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
}

#[test]
fn a_member_of_staff_is_not_booked_into_a_building_beside_somebody_who_must_not_meet_them() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let path = format!("{}/apart", rafe.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", "P01T1A2").with("why", "staff");
    let form = form.with("source", "The colleague").with("confidence", "known").with("review_on", "1/12/2015");
    stage.done(&olwen, &form);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let with_peter =
        |browser: &Browser, at: &str| booking(&stage, browser, &other, at, "P01S1").with("officer", "P01T1A2");
    let refused = stage.send(&olwen, &with_peter(&olwen, "11/8/2015 2:15pm"));
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.says("can’t be booked for this person") && !refused.says("Rafe"), "{}", refused.text());
    let offered = refused.between("Free instead:", "If it must");
    assert!(!offered.contains("Tue 11 Aug 2015, in the afternoon, Pinemere"), "{offered}");
    // The twins.
    stage.done(&olwen, &with_peter(&olwen, "11/8/2015 4pm"));
    stage.done(&olwen, &booking(&stage, &olwen, &other, "11/8/2015 2:45pm", "P01S1"));
    // A senior lets it be, and the arrangement says so.
    let let_be = with_peter(&sana, "11/8/2015 1:15pm").with("override", "Peter stays upstairs.");
    stage.done(&sana, &let_be);
    let fact = |entry: &record::entry::Entry| entry.content.as_ref().map(|content| content.fact.clone());
    let arrangement = stage.read(|snapshot| snapshot.apart_of(rafe.stream.as_str()));
    let said: Vec<_> = stage.entries_of(&arrangement[0].stream).iter().filter_map(fact).collect();
    assert!(matches!(said.last(), Some(record::facts::Fact::KeepApartOverridden(_))), "{said:?}");
}

#[test]
fn that_a_colleague_may_see_somebody_all_the_same_is_said_by_the_arrangement_with_them_and_by_no_other() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "rival_group");
    crate::row_32_staff::from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let sana = stage.sign_in("sana");
    let with_peter = booking(&stage, &sana, &rafe, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2");
    stage.done(&sana, &with_peter.with("override", "Nobody else has the key."));
    let arrangements = stage.read(|snapshot| snapshot.apart_of(rafe.stream.as_str()));
    let overridden = |stream: &record::StreamId| {
        let entries = stage.entries_of(stream);
        let mut facts = entries.iter().filter_map(|entry| entry.content.as_ref()).map(|content| &content.fact);
        facts.any(|fact| matches!(fact, record::facts::Fact::KeepApartOverridden(_)))
    };
    let names_peter = |stream: &record::StreamId| {
        stage.read(|snapshot| snapshot.apart_members(stream)).iter().any(|member| member.who == "P01T1A2")
    };
    assert_eq!(arrangements.len(), 2);
    for row in &arrangements {
        assert_eq!(overridden(&row.stream), names_peter(&row.stream), "{}", row.stream);
    }
}

#[test]
fn the_bookings_of_people_one_does_not_work_with_are_counted_and_not_told() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    stage.allocate(&riva, "Q02T1A1", day("2015-08-03"));
    stage.done(&quinn, &booking(&stage, &quinn, &riva, "11/8/2015 2pm", "Q02S1"));
    let path = format!("{}/apart", rafe.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", &format!("{}, Q02S1", riva.crn));
    let form = form.with("each_other", "yes").with("why", "feud").with("source", "A guess");
    stage.done(&olwen, &form.with("confidence", "reported").with("review_on", "1/12/2015"));
    let stage_quinn = stage.page(&quinn, &format!("{}/apart", riva.home));
    assert!(stage_quinn.says("Tue 11 Aug 2015, 2pm"), "their own officer sees it: {}", stage_quinn.text());
    assert!(!stage_quinn.says("A guess"), "{}", stage_quinn.text());
    let own = stage.page(&olwen, &path);
    assert!(own.says("1 booking of somebody you do not work with"), "{}", own.text());
    assert!(!own.says("11 Aug 2015") && !own.says("South, Riva"), "{}", own.text());
}

#[test]
fn whoever_is_there_is_not_gone_when_it_is_recorded_that_they_came() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let appointment = stage.book(&olwen, &rafe, "2015-08-11T14:00");
    stage.set_clock("2015-08-11T14:02");
    let olwen = stage.sign_in("olwen");
    assert_eq!(stage.record(&olwen, &rafe, &appointment, crate::CAME).status, 303);
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:45pm", "P01S1"));
    assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
}
