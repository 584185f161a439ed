//! Reminders by text: one for an appointment as it stands, to whoever said that texts are safe.

use record::facts::address::AddressRecorded;
use record::facts::organisation::SiteOpened;
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Problem;
use service::messages::reminders::{By, Reached, Receipt, Sender, Step, TextToSend};

use crate::CAME;

/// A county in which Sam came once and is booked for 16 December 2015 at 10am, and texts to him are safe.
fn booked() -> (Stage, Browser, Case, String) {
    let stage = Stage::new("2015-12-01T09:00");
    let olwen = stage.sign_in("olwen");
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    let case = stage.person("Sam Sentenced", &sentence);
    stage.held(&olwen, &case, "2015-12-03T10:00", CAME);
    let appointment = stage.book(&olwen, &case, "2015-12-16T10:00");
    reach(&stage, &olwen, &case, &[("mobile", "07700 900123"), ("texts", "yes"), ("prefers", "text")]);
    stage.set_clock("2015-12-15T10:00");
    (stage, olwen, case, appointment)
}

pub(crate) fn reach(stage: &Stage, browser: &Browser, case: &Case, answers: &[(&str, &str)]) {
    let path = format!("{}/reach", case.home);
    let form = stage.page(browser, &path).form(&path);
    stage.done(browser, &answers.iter().fold(form, |form, (name, value)| form.with(name, value)));
}

/// How many reminders are queued now.
fn queue(stage: &Stage) -> usize {
    stage.wait(async {
        let ask = Sender::ask(stage.now());
        let sender = stage.service.begin_sending(0).await.unwrap().expect("nobody else sends");
        let mut queued = 0;
        for due in stage.service.reminders_due(&ask, By::Both, 100).await.unwrap() {
            queued += usize::from(stage.service.queue_reminder(&ask, &sender, &due).await.unwrap());
        }
        stage.service.end_sending(sender, 1, None).await.unwrap();
        queued
    })
}

/// What is to be done about the texts that were queued.
fn steps(stage: &Stage) -> Vec<Step> {
    stage.wait(async {
        let mut steps = Vec::new();
        for row in stage.service.texts_queued(&Sender::ask(stage.now()), By::Both, 100).await.unwrap() {
            steps.extend(stage.service.next_step(&Sender::ask(stage.now()), &row).await.unwrap());
        }
        steps
    })
}

fn to_hand_over(stage: &Stage) -> Vec<TextToSend> {
    let over = |step| match step {
        Step::HandOver(text) => Some(text),
        Step::TakeBack(..) => None,
    };
    steps(stage).into_iter().filter_map(over).collect()
}

fn handed_over(stage: &Stage, text: TextToSend) {
    stage.wait(stage.service.text_handed_over(&Sender::ask(stage.now()), text)).unwrap();
}

fn receipt(stage: &Stage, key: &str, reached: Reached) -> Result<(), Problem> {
    let receipt = Receipt { key: key.to_owned(), reached };
    stage.wait(stage.service.record_receipt(&Sender::ask(stage.now()), &receipt))
}

/// The kinds of what was said about messages, in order.
pub(crate) fn said(stage: &Stage, case: &Case) -> Vec<String> {
    let contents = stage.entries_of(&case.stream).into_iter().filter_map(|entry| entry.content);
    let kinds = contents.map(|content| content.fact.kind().to_owned());
    kinds.filter(|kind| kind.starts_with("message_")).collect()
}

#[test]
fn a_reminder_goes_out_once_for_an_appointment_as_it_stands() {
    let (stage, olwen, case, appointment) = booked();
    assert_eq!(queue(&stage), 1);
    assert_eq!(queue(&stage), 0, "it is queued");
    let texts = to_hand_over(&stage);
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].to.to_string(), "07700 900123");
    let first = texts[0].key.clone();
    handed_over(&stage, texts.into_iter().next().unwrap());
    assert!(steps(&stage).is_empty() && queue(&stage) == 0, "once");

    let path = format!("{}/appointments/{appointment}/move", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(
        &olwen,
        &form.with("date", "16/12/2015").with("time", "2pm").with("asked_by", "person").with("reason", "Work"),
    );
    assert_eq!(queue(&stage), 1, "moved: it is another");
    let moved = to_hand_over(&stage);
    assert!(moved[0].words.contains("at 2pm") && moved[0].key != first, "{}", moved[0].words);
}

#[test]
fn nobody_is_reminded_of_what_was_called_off_is_over_or_is_about_to_begin() {
    let (stage, olwen, case, appointment) = booked();
    for (now, due) in [
        ("2015-12-15T08:59", 0),
        ("2015-12-15T20:00", 0),
        ("2015-12-16T08:59", 0),
        ("2015-12-16T09:00", 0),
        ("2015-12-16T10:30", 0),
        ("2015-12-15T09:00", 1),
    ] {
        stage.set_clock(now);
        let found = stage.wait(stage.service.reminders_due(&Sender::ask(stage.now()), By::Both, 10)).unwrap();
        assert_eq!(found.len(), due, "{now}");
    }
    let path = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "The officer is ill"));
    assert_eq!(queue(&stage), 0, "called off");
}

#[test]
fn a_visit_is_said_to_be_at_home_only_where_it_is() {
    let (stage, olwen, case, _) = booked();
    let live = AddressRecorded {
        lines: vec!["14 Fox Lane".to_owned()],
        postcode: "ZZ1 4FX".to_owned(),
        from: day("2015-12-01"),
        ..AddressRecorded::default()
    };
    stage.say(vec![service::Said::new(&case.stream, live, Happened::On(day("2015-12-01")))]);
    assert_eq!(queue(&stage), 1, "the appointment at the office");
    let book = |kind: &str, time: &str, address: &str, whose: &str| {
        let path = format!("{}/book", case.home);
        let form = stage.page(&olwen, &path).form(&path).with("date", "16/12/2015").with("time", time);
        stage.done(&olwen, &form.with("kind", kind).with("visit", address).with("whose", whose));
    };
    book("COOO", "11:30am", "1 Mill Street, ZZ2 1MS", "The library");
    book("CHVS", "1pm", "8 Oak Road, ZZ1 8OR", "A friend’s");
    assert_eq!(queue(&stage), 0, "neither is at home");
    book("CHVS", "3pm", "", "");
    assert_eq!(queue(&stage), 1, "their home");
    let words: Vec<_> = to_hand_over(&stage).into_iter().map(|text| text.words).collect();
    assert!(words.iter().any(|words| words.contains("at home on Wednesday 16 December at 3pm")), "{words:?}");
}

#[test]
fn nobody_is_sent_a_text_who_did_not_say_that_texts_are_safe() {
    let (stage, olwen, case, _) = booked();
    for answers in [
        [("texts", "not_asked"), ("prefers", "post")],
        [("texts", "no"), ("prefers", "post")],
        [("texts", "yes"), ("prefers", "neither")],
        [("texts", "yes"), ("prefers", "post")],
    ] {
        reach(&stage, &olwen, &case, &answers);
        assert_eq!(queue(&stage), 0, "{answers:?}");
    }
    let path = format!("{}/reach", case.home);
    let refused = |answers: &[(&str, &str)], words: &str| {
        let form = stage.page(&olwen, &path).form(&path);
        let answer = stage.send(&olwen, &answers.iter().fold(form, |form, (name, value)| form.with(name, value)));
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.says(words), "{words}: {}", answer.text());
    };
    refused(&[("texts", "no"), ("prefers", "text")], "Nobody is sent a text who did not say that texts are safe");
    refused(&[("mobile", "01632 960111")], "is not a UK mobile number. It has 11 digits and begins with 07");
    refused(&[("mobile", ""), ("texts", "yes"), ("prefers", "text")], "They want texts: enter the mobile number");
    refused(&[("email", "nobody")], "Enter an e-mail address in full");
}

#[test]
fn a_form_made_before_somebody_else_changed_the_number_is_given_back() {
    let (stage, olwen, case, _) = booked();
    let path = format!("{}/reach", case.home);
    let older = stage.page(&olwen, &path).form(&path).with("mobile", "07700 900555");
    reach(&stage, &stage.sign_in("peter"), &case, &[("mobile", "07700 900777")]);
    assert_eq!(stage.send(&olwen, &older).status, 409);
    let again = stage.page(&olwen, &path).form(&path);
    assert_eq!(again.value("mobile"), "07700 900555", "what was typed is kept");
}

#[test]
fn stopped_between_handing_over_and_saying_so_it_is_handed_over_under_the_same_name() {
    let (stage, _, case, _) = booked();
    queue(&stage);
    let (first, again) = (to_hand_over(&stage), to_hand_over(&stage));
    assert_eq!((&first[0].key, &first[0].words), (&again[0].key, &again[0].words));
    let both = first.into_iter().chain(again);
    both.for_each(|text| handed_over(&stage, text));
    assert_eq!(said(&stage, &case), ["message_queued", "message_dispatched"]);
}

#[test]
fn a_text_whose_appointment_changed_before_it_went_is_taken_back() {
    let (stage, olwen, case, appointment) = booked();
    queue(&stage);
    let path = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "The officer is ill"));
    let mut steps = steps(&stage);
    let Some(Step::TakeBack(text, why)) = steps.pop() else { panic!("{steps:?}") };
    assert_eq!(why, "the appointment is no longer to be held");
    stage.wait(stage.service.text_not_sent(&Sender::ask(stage.now()), text, "It was taken back.")).unwrap();
    assert_eq!(said(&stage, &case), ["message_queued", "message_failed"]);
    assert!(stage.timeline(&olwen, &case).says("Reminder could not be sent"));
}

/// What is to be taken back of what was handed over, and why.
fn to_take_back(stage: &Stage) -> Vec<(TextToSend, &'static str)> {
    stage.wait(async {
        let (ask, mut all) = (Sender::ask(stage.now()), Vec::new());
        for row in stage.service.texts_overtaken(&ask, 100).await.unwrap() {
            let Some(Step::TakeBack(text, why)) = stage.service.next_step(&ask, &row).await.unwrap() else { continue };
            assert_eq!(row.why, text.key, "it is looked for by its key");
            all.push((text, why));
        }
        all
    })
}

fn taken_back(stage: &Stage, text: TextToSend) {
    stage.wait(stage.service.text_not_sent(&Sender::ask(stage.now()), text, "It was taken back.")).unwrap();
}

fn moved(stage: &Stage, olwen: &Browser, case: &Case, appointment: &str, time: &str) {
    let path = format!("{}/appointments/{appointment}/move", case.home);
    let form = stage.page(olwen, &path).form(&path).with("date", "16/12/2015").with("time", time);
    stage.done(olwen, &form.with("asked_by", "person").with("reason", "Work"));
}

#[test]
fn a_text_that_was_handed_over_and_no_longer_holds_is_taken_back() {
    let (stage, olwen, case, appointment) = booked();
    queue(&stage);
    handed_over(&stage, to_hand_over(&stage).pop().unwrap());
    assert!(to_take_back(&stage).is_empty());
    reach(&stage, &olwen, &case, &[("wording", "discreet")]);
    assert_eq!(queue(&stage), 0, "while the other may go");
    let (text, why) = to_take_back(&stage).pop().expect("it says too much");
    assert_eq!(why, "another wording is asked for");
    taken_back(&stage, text);
    assert_eq!((to_take_back(&stage).len(), queue(&stage)), (0, 1), "it may say less");
    handed_over(&stage, to_hand_over(&stage).pop().unwrap());
    let path = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "The officer is ill"));
    let (text, why) = to_take_back(&stage).pop().expect("it is called off");
    assert_eq!(why, "the appointment is no longer to be held");
    taken_back(&stage, text);
    assert!(stage.timeline(&olwen, &case).says("Reminder could not be sent"));
    assert_eq!((to_take_back(&stage).len(), queue(&stage)), (0, 0));
}

#[test]
fn an_appointment_that_was_moved_away_and_back_is_reminded_of_again() {
    let (stage, olwen, case, appointment) = booked();
    queue(&stage);
    let first = to_hand_over(&stage).pop().unwrap();
    let key = first.key.clone();
    handed_over(&stage, first);
    moved(&stage, &olwen, &case, &appointment, "2pm");
    assert_eq!(queue(&stage), 1);
    handed_over(&stage, to_hand_over(&stage).pop().unwrap());
    moved(&stage, &olwen, &case, &appointment, "10am");
    assert_eq!((queue(&stage), queue(&stage)), (1, 0), "once");
    let back = to_hand_over(&stage).pop().unwrap();
    assert!(back.words.contains("at 10am") && back.key != key, "{}", back.words);
    handed_over(&stage, back);
}

#[test]
fn a_number_that_is_wrong_is_not_tried_again_until_it_is_changed() {
    let (stage, olwen, case, _) = booked();
    queue(&stage);
    let key = to_hand_over(&stage).pop().unwrap().key;
    receipt(&stage, &key, Reached::Failed("No such number".to_owned())).unwrap();
    assert_eq!(queue(&stage), 0);
    reach(&stage, &olwen, &case, &[("mobile", "07700 900456")]);
    assert_eq!(queue(&stage), 1);
    assert_eq!(to_hand_over(&stage).pop().unwrap().to.to_string(), "07700 900456");
}

#[test]
fn of_two_servers_one_sends_until_its_lease_is_over() {
    let (stage, ..) = booked();
    stage.wait(async {
        let first = stage.service.begin_sending(0).await.unwrap().expect("the first sends");
        assert!(stage.service.begin_sending(9_000_000).await.unwrap().is_none(), "the second does not");
        stage.service.go_on_sending(&first, 9_000_000).await.unwrap();
        assert!(stage.service.begin_sending(18_000_000).await.unwrap().is_none(), "it was heard of");
        let second = stage.service.begin_sending(19_000_000).await.unwrap().expect("it is thought gone");
        assert!(stage.service.go_on_sending(&first, 19_000_001).await.is_err(), "the first has lost its work");
        stage.service.end_sending(second, 19_000_002, None).await.unwrap();
    });
}

#[test]
fn what_the_gateway_says_is_on_record_once_and_beside_the_outcome() {
    let (stage, olwen, case, appointment) = booked();
    queue(&stage);
    let text = to_hand_over(&stage).pop().unwrap();
    let key = text.key.clone();
    handed_over(&stage, text);
    stage.set_clock("2015-12-15T10:05");
    receipt(&stage, &key, Reached::Delivered).unwrap();
    receipt(&stage, &key, Reached::Delivered).unwrap();
    assert_eq!(said(&stage, &case), ["message_queued", "message_dispatched", "message_delivered"]);
    stage.set_clock("2015-12-16T11:00");
    let outcome = stage.page(&olwen, &format!("{}/appointments/{appointment}", case.home));
    assert!(outcome.says("Reminder Reached the telephone, Tue 15 Dec 2015, 10:05am"), "{}", outcome.text());
    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("Reminder sent") && timeline.says("The service itself"), "{}", timeline.text());
}

#[test]
fn a_receipt_that_comes_before_the_sending_was_recorded_shows_that_it_went() {
    let (stage, _, case, _) = booked();
    queue(&stage);
    let key = to_hand_over(&stage).pop().unwrap().key;
    receipt(&stage, &key, Reached::Failed("No such number".to_owned())).unwrap();
    assert_eq!(said(&stage, &case), ["message_queued", "message_dispatched", "message_failed"]);
    assert!(steps(&stage).is_empty());
}

#[test]
fn a_receipt_of_no_text_of_ours_is_not_found() {
    let (stage, ..) = booked();
    assert!(matches!(receipt(&stage, "0123456789", Reached::Delivered), Err(Problem::NotFound)));
}

#[test]
fn a_discreet_text_names_nobody() {
    let (stage, olwen, case, _) = booked();
    let site = stage.read(|snapshot| snapshot.site("P01S1")).expect("the office");
    let named = SiteOpened {
        code: site.site,
        name: "Westmarch probation office".to_owned(),
        address: Vec::new(),
        telephone: "01632 960 111".to_owned(),
    };
    stage.say(vec![service::Said::new(&site.stream, named, Happened::On(day("2015-12-01")))]);
    reach(&stage, &olwen, &case, &[("wording", "discreet")]);
    let form = stage.page(&olwen, &format!("{}/reach", case.home));
    assert!(form.says("A text then holds day, time and telephone, and names neither us nor the place."));
    queue(&stage);
    let words = to_hand_over(&stage).pop().unwrap().words;
    assert_eq!(
        words,
        "Reminder: you have an appointment on Wednesday 16 December at 10am. If you cannot come, ring 01632 960 111."
    );
}

#[test]
fn whoever_wants_welsh_is_reminded_in_welsh() {
    let (stage, olwen, case, _) = booked();
    reach(&stage, &olwen, &case, &[("language", "welsh")]);
    let form = stage.page(&olwen, &format!("{}/reach", case.home));
    assert!(form.says("still to be checked by a translator"), "{}", form.text());
    assert!(form.says("Nodyn atgoffa gan Pinemere Rehabilitation Company"), "{}", form.text());
    queue(&stage);
    let words = to_hand_over(&stage).pop().unwrap().words;
    assert_eq!(
        words,
        "Nodyn atgoffa gan Pinemere Rehabilitation Company: mae gennych apwyntiad ar ddydd Mercher 16 Rhagfyr am 10yb. Lle: Pinemere office. Os na allwch ddod, ffoniwch 01632 960 111."
    );
    assert!(stage.page(&olwen, &case.home).says("They want Welsh."));
    assert!(stage.timeline(&olwen, &case).says("They want Welsh."));
    handed_over(&stage, to_hand_over(&stage).pop().unwrap());
    assert!(to_take_back(&stage).is_empty());
    reach(&stage, &olwen, &case, &[("language", "english")]);
    let (text, why) = to_take_back(&stage).pop().expect("it is in another language");
    assert_eq!(why, "another wording is asked for");
    taken_back(&stage, text);
    assert_eq!(queue(&stage), 1);
    assert!(to_hand_over(&stage).pop().unwrap().words.starts_with("Reminder from"));
}

#[test]
fn a_text_that_was_taken_back_before_a_stop_is_said_once_not_to_have_gone() {
    let (stage, olwen, case, appointment) = booked();
    queue(&stage);
    let text = to_hand_over(&stage).pop().unwrap();
    let key = text.key.clone();
    handed_over(&stage, text);
    let path = format!("{}/appointments/{appointment}/cancel", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "The officer is ill"));
    assert_eq!(to_take_back(&stage).len(), 1);
    // The gateway gave it back, and there the program was stopped.
    let said_so = || stage.wait(stage.service.text_taken_back(&Sender::ask(stage.now()), &key)).unwrap();
    assert_eq!((said_so(), said_so()), (true, false));
    assert_eq!(said(&stage, &case), ["message_queued", "message_dispatched", "message_failed"]);
    assert!(to_take_back(&stage).is_empty(), "nothing more is to be done about it");
    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("It was taken back before it went: the appointment is no longer to be held."));
    let unknown = stage.wait(stage.service.text_taken_back(&Sender::ask(stage.now()), "nobody")).unwrap();
    assert!(!unknown, "of no text of ours nothing is said");
}

#[test]
fn the_tray_says_when_nothing_sends_texts_and_whose_figure_that_is() {
    let (stage, ..) = booked();
    let adil = stage.sign_in("adil");
    assert!(stage.page(&adil, "/post").says("Not set up: no reminder goes out"));
    stage.wait(async {
        let sender = stage.service.begin_sending(0).await.unwrap().expect("nobody else sends");
        let done = service::messages::reminders::Done { at: stage.now().0, ..Default::default() };
        stage.service.end_sending(sender, 1, Some(&done)).await.unwrap();
    });
    stage.set_clock("2015-12-15T10:15");
    let tray = stage.page(&adil, "/post");
    assert!(tray.says("Last seen to Tue 15 Dec 2015, 10am"), "{}", tray.text());
    assert!(tray.says("15 minutes") && tray.says("our own choice, not policy"), "{}", tray.text());
    stage.set_clock("2015-12-15T10:16");
    assert!(stage.page(&adil, "/post").says("Nothing has been sent since Tue 15 Dec 2015, 10am"));
}

#[test]
fn texts_that_nothing_sends_are_said_not_to_be_sent() {
    let (stage, olwen, ..) = booked();
    let tray = stage.page(&olwen, "/post");
    assert!(tray.says("1 to go out until tomorrow evening"), "{}", tray.text());
    assert!(tray.says("Not set up: no reminder goes out"), "{}", tray.text());
}
