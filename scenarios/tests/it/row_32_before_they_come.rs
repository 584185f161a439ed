//! Failure 32, before the door opens: what is booked too near to somebody is marked where the officer looks.
//!
//! Given two people who must be kept apart, both booked into one building at one time before that was arranged. When their
//! officer looks at that day, on the screen or on paper, then both are marked, with nobody named and no cause, and the list of what
//! waits leads to where it is moved. Where access to a record is limited, then when and where is said, and no more. The twins:
//! somebody who need not be kept from anybody, the same two on the next day, and once one of them is moved.

use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

const MARK: &str = "Somebody is to be there whom they must not meet: move it, or ask your senior";

/// Rafe and Riva on 11 August half an hour apart, and on the 12th half a day; Nan beside them.
fn beside() -> (Stage, Browser, Case, Case) {
    let (stage, olwen) = county();
    let (rafe, riva, nan) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Nan Neither"));
    for (case, at) in [
        (&rafe, "11/8/2015 2pm"),
        (&riva, "11/8/2015 2:30pm"),
        (&nan, "11/8/2015 3pm"),
        (&rafe, "12/8/2015 9am"),
        (&riva, "12/8/2015 2pm"),
    ] {
        stage.done(&olwen, &booking(&stage, &olwen, case, at, "P01S1"));
    }
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    (stage, olwen, rafe, riva)
}

#[test]
fn the_slot_and_the_paper_are_marked_and_name_nobody() {
    let (stage, olwen, ..) = beside();
    for path in ["/day/2015-08-11", "/day/2015-08-11/print"] {
        let text = stage.page(&olwen, path).text();
        assert_eq!(text.matches(MARK).count(), 2, "{path}: {text}");
        let hers = text.split("Nan").nth(1).or_else(|| text.split("Neither").nth(1)).unwrap_or_default();
        assert!(!hers.contains(MARK), "the twin: {path}: {text}");
        assert!(!text.contains("feud") && !text.contains("Police"), "{text}");
    }
    for path in ["/day/2015-08-12", "/day/2015-08-12/print"] {
        assert!(!stage.page(&olwen, path).says(MARK), "half a day lies between them");
    }
}

#[test]
fn what_waits_leads_to_where_it_is_moved_and_then_nothing_is_marked() {
    let (stage, olwen, rafe, _) = beside();
    let day = stage.page(&olwen, "/day");
    assert!(
        day.says("North, Rafe, Tue 11 Aug 2015, 2pm: must be kept apart from somebody who is to be there. Move it")
    );
    let to_move = |href: &&String| href.starts_with(&rafe.home) && href.ends_with("/move");
    let href = day.addresses().iter().find(to_move).cloned().expect("where it is moved");
    let form = stage.page(&olwen, &href).form(&href).with("date", "11/8/2015").with("time", "10am");
    let form = form.with("asked_by", "service").with("reason", "Another time suits.");
    stage.done(&olwen, &form);
    assert!(!stage.page(&olwen, "/day/2015-08-11").says(MARK));
    assert!(!stage.page(&olwen, "/day").says("must be kept apart from somebody"));
}

#[test]
fn of_a_limited_record_it_is_said_when_and_where_and_nothing_else() {
    let (stage, olwen, rafe, _) = beside();
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A1".to_owned()] };
    stage.say(vec![Said::new(&rafe.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    // It waits for whoever may open the record and answers in her place; where nobody may, that one is told no more either.
    let words = "Tue 11 Aug 2015, 2pm, Pinemere office: this appointment needs your senior before it is held";
    let of_sana = stage.page(&stage.sign_in("sana"), "/day");
    let told = "Rafe, Tue 11 Aug 2015, 2pm: must be kept apart from somebody who is to be there";
    assert!(of_sana.says(told) && of_sana.says("Olwen Officer’s diary, and you answer for it"), "{}", of_sana.text());
    assert!(!stage.page(&olwen, "/day").says(words));
    let nobody = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A0".to_owned()] };
    stage.say(vec![Said::new(&rafe.stream, nobody, Happened::On(day("2015-08-03"))).about("limit-2")]);
    let of_sana = stage.page(&stage.sign_in("sana"), "/day");
    assert!(of_sana.says(words) && !of_sana.says("Rafe"), "{}", of_sana.text());
    assert!(of_sana.addresses().contains(&"/day/2015-08-11".to_owned()));
    for path in ["/day/2015-08-11", "/day/2015-08-11/print"] {
        let shown = stage.page(&olwen, path);
        assert!(shown.says("This appointment needs your senior before it is held"), "{}", shown.text());
        assert!(!shown.says("Rafe"), "{}", shown.text());
    }
}
