//! Reminders by e-mail: to whoever said that it is safe, where texts are not; with nothing of the sentence in them.

use record::facts::message::Language;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::messages::reminders::{By, Reached, Receipt, Sender, Step, TextToSend};

use crate::CAME;
use crate::sending::reach;

const ADDRESS: &str = "sam@example.org";

const BY_EMAIL: [(&str, &str); 5] = [
    ("texts", "no"),
    ("prefers", "post"),
    ("email", ADDRESS),
    ("email_source", "He gave it at induction"),
    ("emails", "yes"),
];

/// A county in which Sam came once and is booked for 16 December 2015 at 10am.
fn booked(answers: &[(&str, &str)]) -> (Stage, Browser, Case) {
    let stage = Stage::new("2015-12-01T09:00");
    let olwen = stage.sign_in("olwen");
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    let case = stage.person("Sam Sentenced", &sentence);
    stage.held(&olwen, &case, "2015-12-03T10:00", CAME);
    stage.book(&olwen, &case, "2015-12-16T10:00");
    reach(&stage, &olwen, &case, answers);
    stage.set_clock("2015-12-15T10:00");
    (stage, olwen, case)
}

/// What is to be handed over by some gateways, once what is due by them is queued.
fn to_hand_over(stage: &Stage, by: By) -> Vec<TextToSend> {
    stage.wait(async {
        let (service, ask) = (&stage.service, Sender::ask(stage.now()));
        let sender = service.begin_sending(0).await.unwrap().expect("nobody else sends");
        for due in service.reminders_due(&ask, by, 100).await.unwrap() {
            service.queue_reminder(&ask, &sender, &due).await.unwrap();
        }
        service.end_sending(sender, 1, None).await.unwrap();
        let mut found = Vec::new();
        for row in service.texts_queued(&ask, by, 100).await.unwrap() {
            match service.next_step(&ask, &row).await.unwrap() {
                Some(Step::HandOver(text)) => found.push(text),
                other => panic!("{other:?}"),
            }
        }
        found
    })
}

#[test]
fn whoever_said_that_e_mail_is_safe_is_reminded_by_it_and_what_came_of_it_is_shown() {
    let (stage, olwen, case) = booked(&BY_EMAIL);
    assert!(to_hand_over(&stage, By::Texts).is_empty(), "no gateway for texts is given it");
    let mut found = to_hand_over(&stage, By::Emails);
    assert_eq!(found.len(), 1);
    let text = found.remove(0);
    assert_eq!((text.to.to_string().as_str(), text.subject.as_str()), (ADDRESS, "Your appointment"));
    assert!(text.words.contains("Wednesday 16 December at 10am"), "{}", text.words);
    let all = format!("{} {}", text.subject, text.words).to_lowercase();
    for told in ["theft", "order", "sentence", "probation", &case.crn.to_lowercase()] {
        assert!(!all.contains(told), "{told}: {all}");
    }
    let key = text.key.clone();
    stage.wait(stage.service.text_handed_over(&Sender::ask(stage.now()), text)).unwrap();
    let shown = stage.page(&olwen, &case.home);
    assert!(shown.says("Reminders go by e-mail. Given by: He gave it at induction."), "{}", shown.text());
    assert!(shown.says("Sent by e-mail, Tue 15 Dec 2015, 10am"), "{}", shown.text());
    assert!(to_hand_over(&stage, By::Both).is_empty(), "once");

    let receipt = Receipt { key, reached: Reached::Failed("smtp; 550 no such mailbox".to_owned()) };
    stage.wait(stage.service.record_receipt(&Sender::ask(stage.now()), &receipt)).unwrap();
    let shown = stage.page(&olwen, &case.home);
    assert!(shown.says("Could not be sent") && shown.says("550 no such mailbox"), "{}", shown.text());
    assert!(to_hand_over(&stage, By::Both).is_empty(), "an address that is wrong is not tried again and again");
    let told = stage.timeline(&olwen, &case);
    assert!(told.says("Reminder to send by e-mail, of Wed 16 Dec 2015, 10am"), "{}", told.text());
}

#[test]
fn nobody_is_sent_an_e_mail_who_did_not_say_so_and_a_text_goes_where_texts_are_safe() {
    let without = |name: &str, value: &str| {
        let answers =
            BY_EMAIL.map(|(of, said)| if of == name { (of, value.to_owned()) } else { (of, said.to_owned()) });
        let answers: Vec<(&str, &str)> = answers.iter().map(|(of, said)| (*of, said.as_str())).collect();
        let (stage, ..) = booked(&answers);
        to_hand_over(&stage, By::Both).len()
    };
    assert_eq!(without("emails", "no"), 0);
    assert_eq!(without("emails", "not_asked"), 0);
    assert_eq!(without("prefers", "neither"), 0);
    assert_eq!(without("texts", "not_asked"), 1, "the twin: of e-mail they said yes");
    let texts = [("mobile", "07700 900123"), ("texts", "yes"), ("prefers", "text")];
    let (stage, ..) = booked(&[&BY_EMAIL[2..], &texts].concat());
    let found = to_hand_over(&stage, By::Both);
    assert_eq!(found.iter().map(|text| text.to.to_string()).collect::<Vec<_>>(), ["07700 900123"], "one, and a text");
}

#[test]
fn an_address_is_asked_for_with_who_gave_it_and_what_was_typed_is_kept() {
    let (stage, olwen, case) = booked(&[("texts", "not_asked"), ("prefers", "post")]);
    let path = format!("{}/reach", case.home);
    let refused = |answers: &[(&str, &str)], words: &str| {
        let form = stage.page(&olwen, &path).form(&path);
        let form = BY_EMAIL.iter().chain(answers).fold(form, |form, (name, value)| form.with(name, value));
        let answer = stage.send(&olwen, &form);
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.says(words), "{}", answer.text());
        answer
    };
    let kept = refused(&[("email_source", "")], "Say who gave the address");
    assert_eq!(kept.form(&path).value("email"), ADDRESS);
    refused(&[("email", "")], "Reminders may go by e-mail: enter the address");
    refused(&[("email", "sam@example")], "Enter an e-mail address in full");
}

#[test]
fn a_discreet_e_mail_and_one_in_welsh_say_so_in_their_subject() {
    let discreet = [&BY_EMAIL[..], &[("wording", "discreet")]].concat();
    let (stage, ..) = booked(&discreet);
    let text = to_hand_over(&stage, By::Emails).remove(0);
    assert_eq!(text.subject, "Reminder");
    assert!(!text.words.contains("Pinemere"), "{}", text.words);
    let (stage, ..) = booked(&[&BY_EMAIL[..], &[("language", "welsh")]].concat());
    let text = to_hand_over(&stage, By::Emails).remove(0);
    assert_eq!(text.subject, "Eich apwyntiad");
    assert!(text.words.starts_with("Nodyn atgoffa gan"), "{}", text.words);
}

#[test]
fn what_was_queued_in_one_language_is_not_handed_over_in_another() {
    let in_language = |language| [&BY_EMAIL[..], &[("language", language)]].concat();
    let (stage, olwen, case) = booked(&in_language("welsh"));
    let text = to_hand_over(&stage, By::Emails).remove(0);
    assert_eq!((text.language, text.subject.as_str()), (Language::Welsh, "Eich apwyntiad"));
    let step = || {
        stage.wait(async {
            let ask = Sender::ask(stage.now());
            let rows = stage.service.texts_queued(&ask, By::Emails, 10).await.unwrap();
            stage.service.next_step(&ask, &rows[0]).await.unwrap()
        })
    };
    assert!(matches!(step(), Some(Step::HandOver(text)) if text.language == Language::Welsh), "the twin");
    reach(&stage, &olwen, &case, &in_language("english"));
    let asked_for = step();
    let Some(Step::TakeBack(_, why)) = asked_for else { panic!("{asked_for:?}") };
    assert_eq!(why, "another wording is asked for");
}

#[test]
fn what_is_no_longer_safe_is_taken_back() {
    let (stage, olwen, case) = booked(&BY_EMAIL);
    let text = to_hand_over(&stage, By::Emails).remove(0);
    drop(text);
    reach(&stage, &olwen, &case, &[("texts", "no"), ("prefers", "post"), ("emails", "no")]);
    let steps = stage.wait(async {
        let rows = stage.service.texts_queued(&Sender::ask(stage.now()), By::Emails, 10).await.unwrap();
        stage.service.next_step(&Sender::ask(stage.now()), &rows[0]).await.unwrap()
    });
    let Some(Step::TakeBack(_, why)) = steps else { panic!("{steps:?}") };
    assert_eq!(why, "e-mails to this address are no longer wanted or safe");
}
