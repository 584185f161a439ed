//! Failure 45: no printers to use, and a franking bill that nobody paid.
//!
//! Given two warnings to go by post. When one could not be sent, then the reason is on record; the letter is still owed, with the
//! reason; and whoever leads reads in how many offices that is so. The twin was posted. A person who said that texts are
//! safe is reminded of the next appointment all the same; one who was not asked is sent nothing.

use scenarios::{Case, Stage};
use service::messages::reminders::{By, Sender, Step};

use crate::row_44_nobody_to_send::{sent_form, warned_by_post};

const UNPAID: &str = "The franking machine is not paid for";

/// Whoever would be sent a text now, with what it says.
fn texts(stage: &Stage) -> Vec<(String, String)> {
    stage.wait(async {
        let (service, ask) = (&stage.service, Sender::ask(stage.now()));
        let sender = service.begin_sending(1).await.expect("it can be begun").expect("nobody else sends");
        for due in service.reminders_due(&ask, By::Texts, 10).await.expect("due") {
            assert!(service.queue_reminder(&ask, &sender, &due).await.expect("queued"));
        }
        let mut texts = Vec::new();
        for row in service.texts_queued(&ask, By::Texts, 10).await.expect("queued") {
            if let Some(Step::HandOver(text)) = service.next_step(&ask, &row).await.expect("a step") {
                texts.push((text.person.to_string(), text.words));
            }
        }
        service.end_sending(sender, 2, None).await.expect("it can be ended");
        texts
    })
}

fn texts_are_safe(stage: &Stage, browser: &scenarios::Browser, case: &Case) {
    let path = format!("{}/reach", case.home);
    let form = stage.page(browser, &path).form(&path);
    stage.done(browser, &form.with("mobile", "07700 900123").with("texts", "yes").with("prefers", "text"));
}

#[test]
fn a_letter_that_could_not_be_sent_is_told_of_with_the_reason() {
    let stage = Stage::new("2015-11-09T09:00");
    let (olwen, adil, sana) = (stage.sign_in("olwen"), stage.sign_in("adil"), stage.sign_in("sana"));
    let unsent = warned_by_post(&stage, &olwen, "Una Unsent", "10:00");
    let posted = warned_by_post(&stage, &olwen, "Pat Posted", "11:00");
    stage.set_clock("2015-12-08T15:00");
    stage.done(&adil, &sent_form(&stage, &adil, &posted).with("fate", "posted"));
    stage.done(&adil, &sent_form(&stage, &adil, &unsent).with("fate", "could_not").with("reason", UNPAID));

    stage.set_clock("2015-12-10T09:00");
    let tray = stage.page(&sana, "/post");
    assert!(tray.says("Could not be sent on Tue 8 Dec 2015: The franking machine is not paid for."), "{}", tray.text());
    assert!(tray.says("Warning: you did not keep to your community order"), "what it is: {}", tray.text());
    assert!(
        tray.says("Next: print and post it again once that is put right, or have it handed over."),
        "{}",
        tray.text()
    );
    assert!(tray.says("1 letter, issued Tue 8 Dec 2015 1 could not be sent"), "{}", tray.text());
    assert!(!tray.says("Posted, Pat"), "{}", tray.text());
    let due = stage.due(&olwen);
    assert!(
        due.contains("The letter could not be sent on 8 December 2015: The franking machine is not paid for."),
        "{due}"
    );
    assert_eq!(due.matches("Letter to post").count(), 1, "the twin's is not owed: {due}");
    // Of another company's office nothing is told.
    let rhys = stage.sign_in("rhys");
    assert!(!stage.page(&rhys, "/post").says("Unsent"));
}

#[test]
fn a_reminder_needs_no_printer_and_asks_whether_texts_are_safe() {
    let stage = Stage::new("2015-11-09T09:00");
    let olwen = stage.sign_in("olwen");
    let safe = warned_by_post(&stage, &olwen, "Sal Safe", "10:00");
    warned_by_post(&stage, &olwen, "Nat Notasked", "11:00");
    stage.set_clock("2015-12-15T12:00");
    texts_are_safe(&stage, &olwen, &safe);
    assert!(texts(&stage).is_empty(), "two days before none is due");
    stage.set_clock("2015-12-16T12:00");
    let words = "Reminder from Pinemere Rehabilitation Company: you have an appointment on Thursday 17 December at 10am, at Pinemere office. If you cannot come, ring 01632 960 111.";
    assert_eq!(texts(&stage), [(safe.stream.to_string(), words.to_owned())]);
}
