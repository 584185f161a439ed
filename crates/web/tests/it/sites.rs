//! Places where people are seen: what is recorded of them, by whom, and what everybody may see.

use crate::county;

const SITE: &str = "/sites/P01S1";

#[test]
fn a_place_nobody_approved_says_so_and_an_unknown_is_never_an_approval() {
    let (stage, olwen, _) = county();
    let list = stage.page(&olwen, "/sites");
    let own = list.between("Your organisation", "Other organisations");
    for words in ["Pinemere office Approved", "Chapel hall office Not approved", "Close to licensed premises"] {
        assert!(own.contains(words), "{words}: {own}");
    }
    assert!(list.between("Other organisations", "Throughcare uses").contains("Quayside office Approved"));
    let other = stage.page(&olwen, "/sites/Q02S1");
    assert!(other.says("Approved") && !other.addresses().iter().any(|a| a.contains("Q02S1/")), "read only");
}

#[test]
fn a_senior_assesses_a_place_and_what_stood_before_is_kept() {
    let (stage, olwen, _) = county();
    let sana = stage.sign_in("sana");
    let path = format!("{SITE}/assess");
    assert_eq!(stage.get(&olwen, &path).status, 403, "a practitioner may not");
    assert!(!stage.page(&olwen, SITE).addresses().contains(&path));
    let form = stage.page(&sana, &path).form(&path);
    let before = stage.entries();
    let empty = stage.send(&sana, &form);
    assert_eq!(empty.status, 422);
    for words in ["Choose whether people may be seen there", "Choose what it is close to"] {
        assert!(empty.says(words), "{words}: {}", empty.text());
    }
    let form = [("private", "yes"), ("alarm", "yes"), ("lone_working", "no"), ("near", "school"), ("approved", "yes")]
        .iter()
        .fold(form, |form, (name, value)| form.with(name, value));
    for until in ["", "1/1/2015", "1/9/2017"] {
        let answer = stage.send(&sana, &form.clone().with("until", until));
        assert!(answer.says("Say until when: a day within 12 months"), "{until}: {}", answer.text());
    }
    assert_eq!(stage.entries(), before);
    stage.done(&sana, &form.with("until", "1/2/2016").with("conditions", "Nobody waits outside"));
    let page = stage.page(&olwen, SITE);
    for words in ["Approved until 1 Feb 2016", "a school", "Nobody waits outside", "Sana Senior"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    stage.set_clock("2016-02-02T09:00");
    assert!(stage.page(&olwen, SITE).says("Approval ended 1 Feb 2016"), "it has lapsed");
}

#[test]
fn rooms_and_hours_are_said_anew_and_two_seniors_do_not_overwrite_each_other() {
    let (stage, olwen, case) = county();
    let book = format!("{}/book", case.home);
    assert!(!stage.page(&olwen, &book).says("Group room"));
    let sana = stage.sign_in("sana");
    let path = format!("{SITE}/arrange");
    let form = stage.page(&sana, &path).form(&path);
    let wrong = stage.send(&sana, &form.clone().with("rooms", "Interview 1"));
    assert!(wrong.says("as its name, a comma, how many it seats"), "{}", wrong.text());
    let wrong = stage.send(&sana, &form.clone().with("opens_2", "9am"));
    assert!(wrong.says("Tuesday: enter both times"), "{}", wrong.text());
    let days = (1..=5).fold(form.clone(), |form, day| {
        form.with(&format!("opens_{day}"), "9am").with(&format!("closes_{day}"), "5.30pm")
    });
    stage.done(&sana, &days.with("rooms", "Interview 1, 3\nGroup room, 12"));
    let page = stage.page(&olwen, SITE);
    assert!(page.says("Interview 1 (3 seats), Group room (12 seats)"), "{}", page.text());
    assert!(page.says("Mon to Fri 9am to 5:30pm"), "{}", page.text());
    assert!(stage.page(&olwen, &book).says("Group room"), "a place that was read before is read again");
    let late = stage.send(&sana, &form.with("rooms", "Attic, 1").with("key", "another"));
    assert_eq!(late.status, 422);
    assert!(late.says("Somebody else changed this meanwhile"), "{}", late.text());
}

#[test]
fn a_place_is_closed_with_a_reason_and_what_is_booked_there_is_counted() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-10T10:00");
    let (sana, rhys) = (stage.sign_in("sana"), stage.sign_in("rhys"));
    let path = format!("{SITE}/close");
    assert_eq!(stage.get(&rhys, &path).status, 403, "a senior of another organisation may not");
    let page = stage.page(&sana, &path);
    assert!(page.says("1 appointment is booked there from today on"), "{}", page.text());
    let form = page.form(&path);
    assert_eq!(stage.send(&sana, &form).status, 422);
    stage.done(&sana, &form.with("from", "5/8/2015").with("reason", "The lease ended."));
    stage.set_clock("2015-08-05T09:00");
    let page = stage.page(&olwen, SITE);
    assert!(page.says("Closed since 5 Aug 2015"), "{}", page.text());
    assert!(!stage.page(&sana, SITE).addresses().contains(&path), "nothing is changed any more");
    assert!(stage.page(&olwen, "/day/2015-08-10").says("Sentenced, Sam"), "what is booked stays booked");
}
