//! Failure 44: no administrators were left to send letters.
//!
//! Given two warnings issued the same morning, to go by post. When nobody posts one of them by the next working day, then it is
//! owed by whoever holds the case, with the day; it stands in the tray of its office; and the case says what that does to the
//! day the warning is said to be served on. The twin was posted: nothing is said.

use scenarios::{Browser, Case, Sentence, Stage, day};

use crate::CAME;

/// Somebody who missed their appointment of 8 December 2015 at this hour, and was sent a warning by post.
pub(crate) fn warned_by_post(stage: &Stage, olwen: &Browser, name: &str, hour: &str) -> Case {
    stage.set_clock("2015-11-09T09:00");
    let sentence = Sentence { from: day("2015-11-09"), until: day("2016-11-08"), ..Sentence::default() };
    let case = stage.person(name, &sentence);
    stage.held(olwen, &case, &format!("2015-11-11T{hour}"), CAME);
    let warning = [
        ("outcome", "absent"),
        ("decision", "warning"),
        ("serve_by", "post"),
        ("next_date", "17/12/2015"),
        ("next_time", hour),
    ];
    stage.held(olwen, &case, &format!("2015-12-08T{hour}"), &warning);
    case
}

/// The form that says what became of somebody's letter.
pub(crate) fn sent_form(stage: &Stage, browser: &Browser, case: &Case) -> scenarios::Form {
    let letter = stage.read(|snapshot| snapshot.letters_waiting("P01", "P01S1"));
    let letter = letter.into_iter().find(|row| row.stream == case.stream).expect("it waits");
    let path = format!("{}/letters/{}/sent", case.home, letter.message.trim_start_matches("letter-"));
    stage.page(browser, &path).form(&path)
}

#[test]
fn a_letter_that_nobody_posted_is_owed_and_shown() {
    let stage = Stage::new("2015-11-09T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let lying = warned_by_post(&stage, &olwen, "Lena Lying", "10:00");
    let posted = warned_by_post(&stage, &olwen, "Pat Posted", "11:00");
    stage.set_clock("2015-12-08T15:00");
    stage.done(&adil, &sent_form(&stage, &adil, &posted).with("fate", "posted"));

    stage.set_clock("2015-12-10T09:00");
    let due = stage.due(&olwen);
    assert!(due.contains("Letter to post") && due.contains("Late by 1 day"), "{due}");
    assert_eq!(due.matches("Letter to post").count(), 1, "the twin's is not owed: {due}");
    let tray = stage.page(&adil, "/post");
    assert!(tray.says("1 letter waits, 1 late"), "{}", tray.text());
    assert!(tray.says("Lying, Lena") && !tray.says("Posted, Pat"), "{}", tray.text());
    let told = "The warning says that it is served on Thu 10 Dec 2015, but its letter has not been posted";
    assert!(stage.page(&olwen, &lying.home).says(told), "{}", stage.page(&olwen, &lying.home).text());
    let twin = stage.page(&olwen, &posted.home);
    assert!(
        !twin.says("The warning says that it is served on") && twin.says("Posted, Tue 8 Dec 2015"),
        "{}",
        twin.text()
    );
}

#[test]
fn one_press_posts_what_waits_and_says_how_late_it_was() {
    let stage = Stage::new("2015-11-09T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let lying = warned_by_post(&stage, &olwen, "Lena Lying", "10:00");
    stage.set_clock("2015-12-11T09:00");
    let run = stage.page(&adil, "/post/letters");
    assert!(run.says("Dear Lena Lying") && run.says("This is a formal warning"), "{}", run.text());
    stage.done(&adil, &run.form("/post/posted"));
    assert!(stage.page(&adil, "/post").says("No letter waits"));
    assert!(!stage.due(&olwen).contains("Letter to post"));
    let case = stage.page(&olwen, &lying.home);
    let told =
        "its letter left on Fri 11 Dec 2015: counted from there it is served on Tue 15 Dec 2015 at the earliest.";
    assert!(case.says(told), "{}", case.text());
    assert!(stage.timeline(&olwen, &lying).says("Letter posted"));
}

#[test]
fn a_letter_that_would_come_too_late_to_be_answered_is_not_posted_with_the_others() {
    let stage = Stage::new("2015-11-09T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let lying = warned_by_post(&stage, &olwen, "Lena Lying", "10:00");
    stage.set_clock("2015-12-15T09:00");
    let tray = stage.page(&adil, "/post");
    assert!(tray.says("It asks for an answer by Wed 16 Dec 2015, and cannot arrive before."), "{}", tray.text());
    assert!(tray.forms().iter().all(|form| form.action != "/post/posted"), "no press posts it");
    assert!(stage.page(&adil, "/post/letters").says("There is no letter to print"));
    stage.done(&adil, &sent_form(&stage, &adil, &lying).with("fate", "posted"));
    let case = stage.page(&olwen, &lying.home);
    let told = "its letter left on Tue 15 Dec 2015: counted from there it is served on Thu 17 Dec 2015 at the earliest. That is not before the next appointment on Thu 17 Dec 2015";
    assert!(case.says(told), "{}", case.text());
}
