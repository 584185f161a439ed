//! Whoever comes to reception with a number of which nothing can be seen there: what the desk is told, and what it cannot learn.

use record::StreamId;
use record::facts::Fact;
use record::facts::keepapart::{ApartReason, Confidence, KeepApartMade, Member, Who};
use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Form, Sentence, Stage, day};
use service::Said;

use crate::{county, since};

const DESK: &str = "/sites/P01S1/2015-08-04";
const ASK: &str = "Ask Sana Senior before they sit down";
const STRANGER: &str = "whose record cannot be seen here. Ask Sana Senior before anybody else sits down";
const NOBODYS: &str = "Z999999";

/// A morning at reception.
struct Morning {
    stage: Stage,
    /// Has the desk.
    adil: Browser,
    /// Holds everybody's case.
    olwen: Browser,
    /// Due at ten.
    sam: Case,
    /// Due at a quarter past, and nobody's rival.
    nan: Case,
    /// Sam's rival, whose record is kept from the desk.
    hester: Case,
}

fn morning() -> Morning {
    let (stage, olwen, sam) = county();
    let nan = stage.person("Nan Neither", &Sentence::default());
    let hester = stage.person("Hester Hidden", &Sentence::default());
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A9".to_owned()] };
    stage.say(vec![Said::new(&hester.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    stage.book(&olwen, &sam, "2015-08-04T10:00");
    stage.book(&olwen, &nan, "2015-08-04T10:40");
    let member = |case: &Case, side: &str| Member { who: Who::Person(case.stream.clone()), side: side.to_owned() };
    let made = KeepApartMade {
        reason: ApartReason::RivalGroup,
        members: vec![member(&sam, "a"), member(&hester, "b")],
        source: "Police".into(),
        confidence: Confidence::Known,
        review_on: day("2015-12-01"),
        until: None,
        touches: Vec::new(),
        confirm_by: None,
    };
    stage.say(vec![Said::new(&StreamId::new("keepapart", [9; 16]), made, Happened::On(day("2015-08-03")))]);
    stage.set_clock("2015-08-04T09:50");
    let (adil, olwen) = (stage.sign_in("adil"), stage.sign_in("olwen"));
    Morning { stage, adil, olwen, sam, nan, hester }
}

impl Morning {
    fn desk(&self) -> Answer {
        self.stage.page(&self.adil, DESK)
    }

    fn find(&self, words: &str) -> Answer {
        let path = format!("{DESK}/find");
        self.stage.send(&self.adil, &self.desk().form(&path).with("q", words))
    }

    /// The answer to the press that somebody came with a number.
    fn comes(&self, number: &str) -> Answer {
        let found = self.find(number);
        let button = found.forms().into_iter().find(|form| form.value("person") == number).expect("a button");
        self.stage.send(&self.adil, &button)
    }

    fn visits(&self) -> Vec<&'static str> {
        let of = |fact: &Fact| match fact {
            Fact::Arrived(_) => Some("came"),
            Fact::Left(_) => Some("left"),
            _ => None,
        };
        since(&self.stage, &self.hester, 0).iter().filter_map(|content| of(&content.fact)).collect()
    }
}

/// The button that says a caller left.
fn left(page: &Answer) -> Form {
    let mut forms = page.forms();
    forms.retain(|form| form.action == format!("{DESK}/left") && !form.value("caller").is_empty());
    forms.pop().unwrap_or_else(|| panic!("no caller: {}", page.text()))
}

fn line(page: &Answer, from: &str, to: &str) -> String {
    let text = page.between("Register, to print", "Came without an appointment");
    let after = text.split_once(from).unwrap_or_else(|| panic!("{from}: {text}")).1;
    after.split_once(to).unwrap_or((after, "")).0.to_owned()
}

#[test]
fn what_is_said_of_others_is_the_same_whether_somebody_has_the_number_or_nobody() {
    let told = |with_number: bool| {
        let at = morning();
        let number = if with_number { at.hester.crn.clone() } else { NOBODYS.to_owned() };
        let mut said = vec![at.find(&number), at.comes(&number), at.desk()];
        at.stage.set_clock("2015-08-04T10:05");
        let page = at.desk();
        assert!(page.says(STRANGER), "somebody is to be asked: {}", page.text());
        for (from, to) in [("Sentenced, Sam", "Neither, Nan"), ("Neither, Nan", "In the building ")] {
            assert!(line(&page, from, to).contains(ASK), "{from}: {}", page.text());
        }
        said.extend([at.find(&at.nan.crn), at.find(&at.sam.crn), at.find(NOBODYS), page]);
        let gone = left(&at.desk());
        said.extend([at.stage.send(&at.adil, &gone), at.desk()]);
        assert!(!at.desk().says(STRANGER) && !at.desk().says(ASK), "{}", at.desk().text());
        let text = |answer: &Answer| {
            format!("{} {}", answer.status, answer.text().replace(&number, "…").replace(NOBODYS, "…"))
        };
        said.iter().map(text).collect::<Vec<String>>()
    };
    for (known, nobodys) in told(true).iter().zip(told(false)) {
        assert_eq!(*known, nobodys);
    }
}

#[test]
fn whoever_may_see_the_record_sees_who_it_is_and_whom_to_ask_about() {
    let at = morning();
    at.stage.done(
        &at.adil,
        &at.find(&at.hester.crn).forms().into_iter().find(|f| f.value("person") == at.hester.crn).unwrap(),
    );
    let page = at.stage.page(&at.olwen, DESK);
    assert!(!page.says(STRANGER) && !page.says("Caller 1 Since"), "{}", page.text());
    assert!(line(&page, "In the building ", "Came without").contains("Hidden, Hester"), "{}", page.text());
    assert!(line(&page, "Sentenced, Sam", "Neither, Nan").contains(ASK), "{}", page.text());
    assert!(!line(&page, "Neither, Nan", "In the building ").contains(ASK), "the twin: {}", page.text());

    // She presses that they left: the caller has gone from the desk as well.
    let form =
        page.forms().into_iter().find(|form| form.value("person") == at.hester.stream.as_str()).expect("a button");
    at.stage.done(&at.olwen, &form);
    let desk = at.desk();
    assert!(!desk.says(STRANGER) && desk.says("Caller 1 9:50am to 9:50am"), "{}", desk.text());
    assert_eq!(at.visits(), ["came", "left"]);
}

#[test]
fn a_caller_is_pressed_left_at_the_desk_and_the_record_says_so() {
    let at = morning();
    at.stage.done(
        &at.adil,
        &at.find(&at.hester.crn).forms().into_iter().find(|f| f.value("person") == at.hester.crn).unwrap(),
    );
    let sana = at.stage.sign_in("sana");
    let desk = at.desk();
    assert!(desk.says("Caller 1 Since 9:50am") && desk.says("1 in the building"), "{}", desk.text());
    assert!(desk.says(&format!("Caller 1: Came with the number {}", at.hester.crn)), "{}", desk.text());
    assert!(!desk.says("Hester") && !desk.says("Hidden"), "{}", desk.text());
    assert!(at.stage.page(&sana, "/day").says("1 caller nobody could find on record, at reception"));
    // The record is not kept from her: it is the name that she sees.
    assert!(at.stage.page(&sana, DESK).says("Hidden, Hester"));

    at.stage.set_clock("2015-08-04T10:20");
    let before = at.stage.entries();
    at.stage.done(&at.adil, &left(&desk));
    assert_eq!(at.stage.entries(), before + 2, "the caller, and their visit");
    assert_eq!(at.visits(), ["came", "left"]);
    let desk = at.desk();
    assert!(desk.says("Caller 1 9:50am to 10:20am") && desk.says("0 in the building"), "{}", desk.text());
    assert_eq!(at.comes(&at.hester.crn).status, 303);
    at.stage.done(&at.adil, &left(&at.desk()));
    assert_eq!(at.visits(), ["came", "left", "came", "left"], "she can come again");
}

#[test]
fn a_number_noted_twice_is_in_the_building_until_both_have_gone() {
    let at = morning();
    for _ in 0..2 {
        assert_eq!(at.comes(&at.hester.crn).status, 303);
    }
    at.stage.done(&at.adil, &left(&at.desk()));
    assert_eq!(at.visits(), ["came"], "one of the two is there still");
    assert!(at.desk().says(STRANGER));
    at.stage.done(&at.adil, &left(&at.desk()));
    assert_eq!(at.visits(), ["came", "left"]);
}

#[test]
fn after_a_few_numbers_no_more_are_taken_and_whoever_comes_is_noted_in_words() {
    let at = morning();
    for nth in 1..=5 {
        assert_eq!(at.comes(&format!("Z99999{nth}")).status, 303);
    }
    let before = at.stage.entries();
    for number in [at.hester.crn.as_str(), NOBODYS] {
        let refused = at.comes(number);
        assert_eq!(refused.status, 422);
        assert!(refused.says("Several numbers were taken one after another"), "{}", refused.text());
        let form = refused.form(&format!("{DESK}/caller"));
        assert_eq!(form.value("note"), format!("Came with the number {number}."), "what was typed stays");
    }
    assert_eq!((at.stage.entries(), at.visits().len()), (before, 0));
    let form = at.comes(&at.hester.crn).form(&format!("{DESK}/caller"));
    at.stage.done(&at.adil, &form);
    assert_eq!(at.stage.entries(), before + 1, "whoever came is never turned away");
    // The twin: somebody who can be seen is received as ever.
    let found = at.find(&at.nan.crn);
    let button =
        found.forms().into_iter().find(|form| form.value("person") == at.nan.stream.as_str()).expect("a button");
    at.stage.done(&at.adil, &button);
}

#[test]
fn who_has_a_rival_in_the_building_cannot_be_tried_out_by_typing() {
    let at = morning();
    let (ray, una) = ("Ray Rival", "Una Unknown");
    let (ray, una) = (at.stage.person(ray, &Sentence::default()), at.stage.person(una, &Sentence::default()));
    let member = |case: &Case, side: &str| Member { who: Who::Person(case.stream.clone()), side: side.to_owned() };
    let made = KeepApartMade {
        reason: ApartReason::Feud,
        members: vec![member(&at.nan, "a"), member(&ray, "b")],
        source: "Police".into(),
        confidence: Confidence::Known,
        review_on: day("2015-12-01"),
        until: None,
        touches: Vec::new(),
        confirm_by: None,
    };
    at.stage.say(vec![Said::new(&StreamId::new("keepapart", [8; 16]), made, Happened::On(day("2015-08-03")))]);
    at.stage.set_clock("2015-08-04T10:30");
    assert!(!at.find(&una.crn).says(ASK), "she has no rival");
    for _ in 0..5 {
        assert!(line_found(&at.find(&ray.crn)).contains(ASK), "Nan is due in ten minutes");
    }
    assert!(line_found(&at.find(&una.crn)).contains(ASK), "from now on it is said of everybody");
    at.stage.set_clock("2015-08-04T11:40");
    let adil = at.stage.sign_in("adil");
    let at = Morning { adil, ..at };
    assert!(!line_found(&at.find(&una.crn)).contains(ASK), "and an hour later of nobody again");
}

/// Who was found, and what is said of them.
fn line_found(page: &Answer) -> String {
    page.between("Find them", "Nobody you can find")
}
