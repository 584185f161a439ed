//! The list of failures leads to where each can be seen in the demonstration.

use practice::failures::failures;
use scenarios::{Stage, demonstration};

/// What the page that a failure leads to has to say.
const SAYS: [(u16, &str); 30] = [
    (1, "verify"),
    (5, "You may not see this record"),
    (7, "Unpaid work"),
    (12, "Import"),
    (13, "The record contradicts the law"),
    (21, "Give on"),
    (22, "The risk of serious harm is unknown. Unknown is not low."),
    (23, "Life licence"),
    (26, "Whose officer is not at work"),
    (27, "Wendleshire Probation Trust"),
    (28, "It takes effect when"),
    (32, "Book an appointment"),
    (34, "Book an appointment"),
    (36, "Not approved"),
    (37, "At approved places"),
    (38, "Late by"),
    (39, "Face-to-face"),
    (40, "Decision"),
    (43, "Warning"),
    (44, "Letters waiting longest"),
    (45, "Letters waiting longest"),
    (47, "Moved"),
    (48, "How contact is kept"),
    (50, "Late by"),
    (51, "How contact is kept"),
    (59, "verify"),
    (62, "instruct"),
    (63, "more than 30"),
    (65, "Outcomes still to record"),
    (69, "What each officer carries"),
];

#[test]
fn every_failure_that_can_be_seen_leads_there_for_whom_it_names() {
    let (stage, made) = demonstration();
    let list = stage.page(&stage.sign_in("practitioner"), "/failures");
    let shown: Vec<u16> = failures().failures.iter().filter(|f| f.see.is_some()).map(|f| f.number).collect();
    assert_eq!(shown, SAYS.map(|(number, _)| number), "this table and the list name the same failures");
    for (number, says) in SAYS {
        let failure = &failures().failures[usize::from(number) - 1];
        let see = failure.see.as_ref().unwrap();
        let planted = |twin: bool| {
            made.planted.iter().find(|p| p.row == failure.shown_by() && p.what.starts_with("Twin") == twin)
        };
        let at = |case: &str| see.page.replace("{case}", case);
        let path = at(planted(false).map_or("", |planted| planted.case.as_str()));
        assert!(list.addresses().contains(&path), "{number}: {path} stands on the page");
        let browser = stage.sign_in(&see.sign_in);
        let page = stage.get(&browser, &path);
        // A refusal is what failure 5 leads to.
        assert_eq!(page.status, if number == 5 { 403 } else { 200 }, "{number}: {path}: {}", page.text());
        assert!(page.text().to_lowercase().contains(&says.to_lowercase()), "{number}: {says}: {}", page.text());
        if let Some(twin) = planted(true).filter(|_| see.of.is_none()) {
            let path = at(&twin.case);
            assert!(list.addresses().contains(&path), "{number}: the twin stands on the page");
            assert_eq!(stage.get(&browser, &path).status, 200, "{number}: {path}");
        }
    }
}

#[test]
fn without_planted_people_only_pages_of_their_own_are_led_to() {
    let stage = Stage::new("2015-08-03T09:00");
    let list = stage.page(&stage.sign_in("olwen"), "/failures");
    assert!(list.addresses().contains(&"/protected".to_owned()));
    assert!(!list.addresses().iter().any(|path| path.contains("/cases/") || path.contains("{case}")));
}
