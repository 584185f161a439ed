//! Failure 48: people reported by telephone in place of being seen.
//!
//! Given somebody who is rung week after week. When their contact is held against the standard of the month, then no call
//! counts, however many there were; and the provider’s share of contact by telephone is there to be seen. The twin was
//! seen by video, which the measure of the time counts as being seen.

use crate::{CAME, begun, county};
use scenarios::{Browser, Case, Stage};

/// Books an appointment of a kind by the page, and records that it was kept.
fn kept(stage: &Stage, browser: &Browser, case: &Case, kind: &str, starts: &str) {
    let (day, time) = starts.split_once('T').unwrap();
    let earlier = scenarios::day(day).yesterday().unwrap();
    stage.set_clock(&format!("{earlier}T09:00"));
    let path = format!("{}/book", case.home);
    let date = scenarios::day(day).strftime("%d/%m/%Y").to_string();
    let form = stage.page(browser, &path).form(&path).with("kind", kind).with("date", &date).with("time", time);
    let elsewhere = if kind == "COOO" { ("1 Mill Street, ZZ2 1MS", "The library") } else { ("", "") };
    let form = form.with("visit", elsewhere.0).with("whose", elsewhere.1);
    stage.done(browser, &form);
    stage.set_clock(&format!("{day}T17:00"));
    let booked = stage.read(|snapshot| snapshot.diary_of(&case.stream));
    let slot = booked.into_iter().find(|row| row.starts == starts).expect("it is booked").appointment;
    assert_eq!(stage.record(browser, case, &slot, CAME).status, 303);
}

const DAYS: [&str; 3] = ["2015-11-03", "2015-11-12", "2015-11-24"];

#[test]
fn a_telephone_call_never_counts_where_being_seen_is_asked_for_and_a_video_meeting_does() {
    let (stage, olwen) = county();
    let rung = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let filmed = begun(&stage, &olwen, "Vic Visited", "2015-08-04T11:00");
    for day in DAYS {
        kept(&stage, &olwen, &rung, "COPT", &format!("{day}T10:00"));
        kept(&stage, &olwen, &filmed, "COVC", &format!("{day}T11:00"));
    }
    stage.set_clock("2015-12-01T09:00");
    let months =
        |case: &Case| stage.page(&olwen, &format!("{}/contacts", case.home)).between("November", "All contacts");
    let by_telephone = months(&rung);
    assert!(
        by_telephone.starts_with(
            "November Not seen face to face; once is asked for Not asked to come. Not counted, as by telephone: 3 other"
        ),
        "{by_telephone}"
    );
    assert!(by_telephone.contains("Contacts that do not count here, as by telephone: 3."), "{by_telephone}");
    let by_video = months(&filmed);
    assert!(by_video.starts_with("November Seen 3 times face to face; once is asked for"), "{by_video}");

    let list = stage.page(&olwen, "/contact/since?show=over");
    assert!(list.says("Unmet, Una") && !list.says("Visited, Vic"), "{}", list.text());
}

#[test]
fn the_share_of_contact_by_telephone_is_shown_for_a_provider_and_not_from_a_few() {
    let (stage, olwen) = county();
    let rung = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    for day in ["2015-11-02", "2015-11-03", "2015-11-04", "2015-11-05", "2015-11-06"] {
        kept(&stage, &olwen, &rung, "COPT", &format!("{day}T10:00"));
    }
    for day in ["2015-11-09", "2015-11-10", "2015-11-11", "2015-11-12", "2015-11-13"] {
        kept(&stage, &olwen, &rung, "COAP", &format!("{day}T10:00"));
    }
    kept(&stage, &olwen, &rung, "COOO", "2015-11-17T10:00");
    let sana = stage.sign_in("sana");
    let modes = |from: &str| stage.page(&sana, &format!("/contact/modes?from={from}&to={from}"));
    let november = modes("2015-11");
    let row = "Pinemere Rehabilitation Company 11 not shown not shown 0% 45%";
    assert!(november.says(row), "{}", november.text());
    assert!(modes("2015-08").says("Pinemere Rehabilitation Company not shown"), "{}", modes("2015-08").text());
    assert_eq!(stage.get(&olwen, "/contact/modes").status, 403, "figures of providers are for those who lead or check");
}
