//! Failures 32 and 36 in unpaid work, which is as often done in a churchyard or a park as at a building of the service.
//!
//! Given two people who must be kept apart, and a churchyard where one of them works on a day. When the other is booked to work
//! there then, then it is refused as in a building, by the same words, however the address is written; the twins are the same work
//! an hour's drive away, and somebody else's there. Given a place that is close to a school or a public house, then whoever is
//! kept from that does not work there; the twin, who is not, does. What the place is close to has to be said, for nobody has
//! assessed it.

use record::facts::Fact;
use record::facts::person::Registered;
use record::facts::site::Nearby;
use record::time::Happened;
use scenarios::{Browser, Case, Form, Sentence, Stage, day};
use service::Said;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

const CHURCHYARD: &str = "St Mary’s, Church Lane, Westmarch, ZZ1 2CH";

fn work(stage: &Stage, browser: &Browser, case: &Case, at: &str, address: &str, near: &str) -> Form {
    let form = booking(stage, browser, case, at, "P01S1").with("kind", "CUPA").with("length", "420");
    form.with("visit", address).with("whose", "A churchyard").with("near", near)
}

#[test]
fn two_who_must_be_kept_apart_do_not_work_in_one_churchyard() {
    let (stage, olwen) = county();
    let peter = stage.sign_in("peter");
    let [rafe, riva, oona] = ["Rafe North", "Riva South", "Oona Other"].map(|name| sentenced(&stage, name));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &work(&stage, &olwen, &rafe, "11/8/2015 9am", CHURCHYARD, "none"));
    let before = stage.entries();
    for address in [CHURCHYARD, "st marys\nchurch lane\nwestmarch zz12ch"] {
        let refused = stage.send(&peter, &work(&stage, &peter, &riva, "11/8/2015 9am", address, "none"));
        assert_eq!(refused.status, 422, "{address}");
        assert!(refused.says("can’t be booked for this person"), "{}", refused.text());
        assert!(!refused.says("Rafe") && !refused.says("feud"), "{}", refused.text());
    }
    assert_eq!(stage.entries(), before, "nothing is recorded by a refusal");

    // The twins.
    stage.done(&peter, &work(&stage, &peter, &oona, "11/8/2015 9am", CHURCHYARD, "none"));
    stage.done(&peter, &work(&stage, &peter, &riva, "11/8/2015 9am", "The park, Mill Road, ZZ1 9MR", "none"));
}

#[test]
fn an_arrangement_that_comes_later_lists_work_in_one_churchyard() {
    let (stage, olwen) = county();
    let [rafe, riva, oona] = ["Rafe North", "Riva South", "Oona Other"].map(|name| sentenced(&stage, name));
    for case in [&rafe, &riva, &oona] {
        stage.done(&olwen, &work(&stage, &olwen, case, "11/8/2015 9am", CHURCHYARD, "none"));
    }
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let today = stage.page(&olwen, "/day");
    assert!(today.says("South, Riva, Tue 11 Aug 2015, 9am: must be kept apart"), "{}", today.text());
    assert!(!today.says("Other, Oona, Tue 11 Aug 2015"), "the twin is in no arrangement: {}", today.text());
}

#[test]
fn nobody_works_close_to_what_they_are_kept_from_and_what_it_is_close_to_is_said() {
    let (stage, olwen) = county();
    let requirement = ("Alcohol abstinence and monitoring", 90, "days");
    let abe = stage.person("Abe Abstinent", &Sentence { from: day("2015-08-03"), requirement, ..Sentence::default() });
    let rex = sentenced(&stage, "Rex Registered");
    let flag = Registered { register: "RCHD".to_owned(), words: "Risk to children".to_owned(), review_on: None };
    stage.say(vec![Said::new(&rex.stream, flag, Happened::On(day("2015-08-03"))).about("register-1")]);
    let tod = sentenced(&stage, "Tod Twin");
    let park = "The park, Mill Road, ZZ1 9MR";

    let unsaid = stage.send(&olwen, &work(&stage, &olwen, &tod, "11/8/2015 9am", park, ""));
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.says("Say what the place of work is close to"), "{}", unsaid.text());
    assert_eq!(unsaid.form(&format!("{}/book", tod.home)).value("visit"), park, "what was typed is kept");

    let before = stage.entries();
    for (case, near, words) in [(&abe, "licensed_premises", "licensed premises"), (&rex, "school", "close to a school")]
    {
        let refused = stage.send(&olwen, &work(&stage, &olwen, case, "11/8/2015 9am", park, near));
        assert_eq!(refused.status, 422, "{near}");
        assert!(refused.says(words) && refused.says("Choose another place"), "{}", refused.text());
    }
    assert_eq!(stage.entries(), before);
    stage.done(&olwen, &work(&stage, &olwen, &abe, "11/8/2015 9am", park, "school"));
    stage.done(&olwen, &work(&stage, &olwen, &tod, "11/8/2015 9am", park, "both"));
    let last = stage.entries_of(&tod.stream).pop().and_then(|entry| entry.content).expect("an entry");
    let Fact::AppointmentBooked(booked) = &last.fact else { panic!("{:?}", last.fact) };
    let at = booked.at.as_ref().expect("a place");
    assert_eq!((at.postcode.as_str(), at.near.as_slice()), ("ZZ1 9MR", Nearby::ALL.as_slice()));
    assert!(booked.site.is_empty());
}

#[test]
fn work_goes_on_where_it_was_moves_to_a_building_and_back_and_is_shown_by_its_address() {
    let (stage, olwen) = county();
    let tod = sentenced(&stage, "Tod Twin");
    stage.done(&olwen, &work(&stage, &olwen, &tod, "11/8/2015 9am", CHURCHYARD, "none"));
    let shown = stage.page(&olwen, "/day/2015-08-11");
    assert!(shown.says("Church Lane, Westmarch, ZZ1 2CH (A churchyard)"), "{}", shown.text());
    let href = shown.addresses().into_iter().find(|href| href.ends_with("/move")).or_else(|| {
        let case = stage.page(&olwen, &tod.home).addresses();
        case.into_iter().find(|href| href.ends_with("/move"))
    });
    let booked = |at: usize| {
        let all = stage.entries_of(&tod.stream);
        let last = all.iter().rev().nth(at).and_then(|entry| entry.content.clone()).expect("an entry");
        match last.fact {
            Fact::AppointmentBooked(booked) => (booked.site, booked.at.is_some()),
            Fact::AppointmentMoved(moved) => (moved.site, moved.at.is_some()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(booked(0), (String::new(), true));
    let entry = stage.entries_of(&tod.stream).len();
    let href = href.unwrap_or_else(|| format!("{}/appointments/appointment-{entry}/move", tod.home));
    let moves = |with: &[(&str, &str)]| {
        let form = stage.page(&olwen, &href).form(&href).with("date", "12/8/2015").with("time", "9am");
        let form = form.with("asked_by", "service").with("reason", "Rain.");
        stage.done(&olwen, &with.iter().fold(form, |form, (name, value)| form.with(name, value)));
        booked(0)
    };
    assert_eq!(moves(&[]), (String::new(), true), "nothing else is chosen: it stays where it is");
    assert_eq!(moves(&[("place", "P01S1")]), ("P01S1".to_owned(), false));
    let back = [("visit", CHURCHYARD), ("whose", "A churchyard"), ("near", "none")];
    assert_eq!(moves(&back), (String::new(), true));
}
