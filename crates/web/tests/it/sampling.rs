//! Samples of quality: nobody chooses what is drawn, no draw is taken away, and what is found reaches the officer and nobody else.

use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::county;

const SAMPLES: &str = "/samples/P01T1A";

/// The county with eight cases of Olwen's, one of them kept from Sana.
fn eight() -> (Stage, Vec<Case>) {
    let (stage, _, sam) = county();
    let mut cases = vec![sam];
    let names = ["Ada One", "Ben Two", "Cat Three", "Dee Four", "Eve Five", "Fay Six", "Gus Seven"];
    cases.extend(names.iter().map(|name| stage.person(name, &Sentence::default())));
    keep_from(&stage, &cases[7], "P01T1A0");
    (stage, cases)
}

fn keep_from(stage: &Stage, case: &Case, staff: &str) {
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec![staff.to_owned()] };
    stage.say(vec![Said::new(&case.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
}

fn draw(stage: &Stage, sana: &Browser) -> Vec<String> {
    stage.done(sana, &stage.page(sana, SAMPLES).form(SAMPLES));
    drawn(&stage.page(sana, SAMPLES))
}

/// The addresses of what is to be read or was.
fn drawn(page: &Answer) -> Vec<String> {
    page.addresses().into_iter().filter(|one| one.starts_with(&format!("{SAMPLES}/"))).collect()
}

fn find(stage: &Stage, sana: &Browser, path: &str, words: &str) -> Answer {
    let answers = ["contact", "risk", "plan", "heard"];
    let form = answers.iter().fold(stage.page(sana, path).form(path), |form, question| form.with(question, "yes"));
    stage.send(sana, &form.with("missed", "no").with("words", words))
}

#[test]
fn five_are_drawn_of_those_she_may_open_and_the_next_only_once_they_are_read() {
    let (stage, _) = eight();
    let sana = stage.sign_in("sana");
    assert!(stage.page(&sana, "/team").says("Cases drawn by chance Nothing has been drawn yet."));
    let cases = draw(&stage, &sana);
    assert_eq!(cases.len(), 5);
    let page = stage.page(&sana, SAMPLES);
    assert!(
        page.says("Mon 3 Aug 2015, by Sana Senior 5 of 7 cases; 1 more is limited for whoever drew"),
        "{}",
        page.text()
    );
    assert!(page.says("To be read. With Olwen Officer then") && !page.says("Seven, Gus"), "{}", page.text());
    assert!(page.says("5 cases are of the last sample to be read before there is another."), "{}", page.text());
    assert!(page.forms().iter().all(|form| form.action != SAMPLES), "nobody draws until they like it");
    assert!(stage.page(&sana, "/team").says("5 cases are of the last sample to be read"));

    for path in &cases {
        assert_eq!(find(&stage, &sana, path, "Seen often; the plan has not moved.").status, 303);
    }
    let page = stage.page(&sana, SAMPLES);
    assert!(
        page.says("Was each missed appointment decided and acted on in time? 0 yes, 0 partly, 5 no"),
        "{}",
        page.text()
    );
    assert!(stage.page(&sana, "/team").says("The last was drawn Mon 3 Aug 2015 and is read."));
    let more = draw(&stage, &sana);
    assert_eq!(more.len(), 10, "the first draw stays beside the second");
}

#[test]
fn two_draws_at_once_are_one() {
    let (stage, _) = eight();
    let sana = stage.sign_in("sana");
    let (first, second) = (stage.page(&sana, SAMPLES).form(SAMPLES), stage.page(&sana, SAMPLES).form(SAMPLES));
    stage.done(&sana, &first);
    let again = stage.send(&sana, &second);
    assert!(again.status == 422 && again.says("Read the cases of the last sample first"), "{}", again.text());
    stage.done(&sana, &first);
    assert_eq!(drawn(&stage.page(&sana, SAMPLES)).len(), 5, "sent twice, drawn once");
}

#[test]
fn what_was_found_is_read_by_the_officer_and_by_no_colleague() {
    let (stage, _) = eight();
    let (sana, olwen, peter) = (stage.sign_in("sana"), stage.sign_in("olwen"), stage.sign_in("peter"));
    let cases = draw(&stage, &sana);
    assert_eq!(stage.get(&olwen, &cases[0]).status, 403, "nothing was found yet");
    let empty = stage.send(&sana, &stage.page(&sana, &cases[0]).form(&cases[0]).with("words", "All well"));
    assert_eq!(empty.status, 422);
    assert!(
        empty.says("Answer this: Was each missed appointment decided") && empty.says("All well"),
        "{}",
        empty.text()
    );
    assert_eq!(find(&stage, &sana, &cases[0], "The warning was good work.").status, 303);
    let twice = stage.get(&sana, &cases[0]);
    assert!(twice.forms().iter().all(|form| form.action != cases[0]), "it is read once");

    let agenda = stage.page(&olwen, "/supervision/P01T1A1");
    assert!(agenda.says("Drawn by chance and read") && agenda.addresses().contains(&cases[0]), "{}", agenda.text());
    let page = stage.page(&olwen, &cases[0]);
    assert!(page.says("The warning was good work.") && page.says("Sana Senior, Mon 3 Aug 2015"), "{}", page.text());
    assert!(page.forms().iter().all(|form| form.action != cases[0]));
    for (name, browser, status) in [("peter", &peter, 403), ("quinn", &stage.sign_in("quinn"), 403)] {
        for path in [SAMPLES, cases[0].as_str()] {
            let answer = stage.get(browser, path);
            assert!(answer.status == status && !answer.says("good work"), "{name} {path}: {}", answer.status);
        }
    }
    assert_eq!(stage.get(&olwen, SAMPLES).status, 403, "the samples of the team are for whoever leads it");
}

#[test]
fn of_a_record_that_is_limited_since_nothing_of_what_was_found_is_shown() {
    let (stage, all) = eight();
    let sana = stage.sign_in("sana");
    let path = draw(&stage, &sana).remove(0);
    assert_eq!(find(&stage, &sana, &path, "His brother answers the door.").status, 303);
    let page = stage.page(&sana, &path);
    let case = all.iter().find(|case| page.addresses().contains(&case.home)).expect("one of them");
    keep_from(&stage, case, "P01T1A0");
    assert_eq!(stage.get(&sana, &path).status, 404);
    let samples = stage.page(&sana, SAMPLES);
    assert!(samples.says("1 case that you may not open") && !samples.addresses().contains(&path), "{}", samples.text());
}

#[test]
fn whoever_covers_for_the_senior_draws_and_reads_as_she_does() {
    let (stage, _) = eight();
    let (sana, peter) = (stage.sign_in("sana"), stage.sign_in("peter"));
    assert_eq!(stage.get(&peter, SAMPLES).status, 403);
    let away = "/away/P01T1A0";
    let form = stage.page(&sana, away).form(away).with("from", "3/8/2015").with("until", "5/8/2015");
    stage.done(&sana, &form.with("kind", "leave").with("cover", "P01T1A2"));
    let own = stage.page(&peter, "/supervision/P01T1A2");
    assert!(own.addresses().contains(&SAMPLES.to_owned()), "{}", own.text());
    let cases = draw(&stage, &peter);
    assert_eq!(find(&stage, &peter, &cases[0], "Seen often.").status, 303);
    assert!(stage.page(&sana, SAMPLES).says("by Peter Practitioner"));
}
