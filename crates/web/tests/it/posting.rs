//! Letters: posted once, said of what became of them, left to those who may open them, and offered in Welsh.

use record::facts::Fact;
use record::facts::organisation::TeamFormed;
use record::facts::person::LimitKind;
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};

use crate::sending::{reach, said};

/// Somebody with a warning that waits to be posted, issued on 8 December 2015.
fn with_a_letter(stage: &Stage, olwen: &Browser, name: &str, hour: &str) -> Case {
    stage.set_clock("2015-12-01T09:00");
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    let case = stage.person(name, &sentence);
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

#[test]
fn a_letter_is_posted_once_however_often_it_is_pressed() {
    let stage = Stage::new("2015-12-01T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let case = with_a_letter(&stage, &olwen, "Lena Lying", "10:00");
    stage.set_clock("2015-12-09T09:00");
    let (press, another) =
        (stage.page(&adil, "/post").form("/post/posted"), stage.page(&adil, "/post").form("/post/posted"));
    stage.done(&adil, &press);
    stage.done(&adil, &press);
    let late = stage.send(&adil, &another);
    assert_eq!(late.status, 422);
    assert!(late.says("Somebody else posted these letters meanwhile"), "{}", late.text());
    assert_eq!(said(&stage, &case), ["message_dispatched"]);
}

#[test]
fn a_letter_that_came_back_is_noticed_on_the_case() {
    let stage = Stage::new("2015-12-01T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let case = with_a_letter(&stage, &olwen, "Lena Lying", "10:00");
    stage.set_clock("2015-12-09T09:00");
    let seq = stage
        .entries_of(&case.stream)
        .into_iter()
        .rfind(|entry| entry.content.as_ref().is_some_and(|content| matches!(content.fact, Fact::LetterIssued(_))));
    let path = format!("{}/letters/{}/sent", case.home, seq.unwrap().id.seq);
    let form = |fate: &str| stage.page(&adil, &path).form(&path).with("fate", fate);
    let early = stage.send(&adil, &form("came_back").with("reason", "Not known there"));
    assert!(early.status == 422 && early.says("It has not left as far as is recorded"), "{}", early.text());
    let no_reason = stage.send(&adil, &form("could_not"));
    assert!(no_reason.status == 422 && no_reason.says("Say why"), "{}", no_reason.text());
    let older = form("could_not").with("reason", "No printer");
    stage.done(&adil, &form("posted"));
    assert_eq!(stage.send(&adil, &older).status, 409, "somebody said that it was posted");
    stage.set_clock("2015-12-14T09:00");
    stage.done(&adil, &form("came_back").with("on", "14/12/2015").with("reason", "Not known there"));
    let told = stage.page(&olwen, &case.home);
    assert!(told.says("A letter came back on Mon 14 Dec 2015: Not known there."), "{}", told.text());
}

/// A team of the same organisation in this building, which holds the case from 9 December 2015 on.
fn held_by_a_team_at(stage: &Stage, case: &Case, site: &str) {
    let (code, name) = ("P01T2A".to_owned(), "South team".to_owned());
    let team = TeamFormed { code, name, provider: "P01".to_owned(), site: site.to_owned() };
    let stream = record::StreamId::new("team", [99; 16]);
    stage.say(vec![service::Said::new(&stream, team, Happened::On(day("2014-06-01")))]);
    stage.allocate(case, "P01T2A1", day("2015-12-09"));
}

#[test]
fn whoever_sends_an_offices_post_says_what_became_of_its_letters_and_of_no_others() {
    for (site, theirs) in [("P01S1", true), ("P01S3", false)] {
        let stage = Stage::new("2015-12-01T09:00");
        let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
        let case = with_a_letter(&stage, &olwen, "Lena Lying", "10:00");
        stage.set_clock("2015-12-09T09:00");
        let seq = stage.read(|snapshot| snapshot.letters_waiting("P01", "P01S1"))[0].message[7..].to_owned();
        let path = format!("{}/letters/{seq}/sent", case.home);
        let held = stage.page(&adil, &path);
        assert!(held.says("See and print the letter"), "their team holds the case: {}", held.text());
        let (form, run) = (held.form(&path).with("fate", "posted"), stage.page(&adil, "/post").form("/post/posted"));
        held_by_a_team_at(&stage, &case, site);
        let page = stage.get(&adil, &path);
        if theirs {
            assert!(page.says("Name Lying, Lena") && page.says(&format!("CRN {}", case.crn)), "{}", page.text());
            assert!(!page.says("See and print the letter") && !page.says("theft"), "{}", page.text());
            stage.done(&adil, &form);
            assert_eq!(stage.get(&adil, &path).status, 404, "it waits no longer");
        } else {
            assert_eq!((page.status, stage.send(&adil, &form).status), (404, 404));
            assert_eq!(stage.send(&adil, &run).status, 422, "nor with a run");
            assert!(said(&stage, &case).is_empty());
        }
    }
}

#[test]
fn a_letter_of_a_limited_record_is_left_to_those_who_may_open_it() {
    use record::facts::person::AccessLimited;
    let stage = Stage::new("2015-12-01T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let case = with_a_letter(&stage, &olwen, "Lena Limited", "10:00");
    stage.set_clock("2015-12-09T09:00");
    let limit = AccessLimited { kind: LimitKind::Restriction, staff: vec!["P01T1A1".to_owned()] };
    let fact = service::Said::new(&case.stream, limit, Happened::On(day("2015-12-08"))).about("limit-1");
    stage.say(vec![fact]);
    let tray = stage.page(&adil, "/post");
    assert!(tray.says("Name withheld") && !tray.says("Limited, Lena"), "{}", tray.text());
    assert!(tray.forms().iter().all(|form| form.action != "/post/posted"));
    assert!(stage.page(&adil, "/post/letters").says("There is no letter to print"));
    assert!(stage.page(&olwen, "/post").says("Limited, Lena"));
}

#[test]
fn a_warning_that_was_withdrawn_is_not_to_be_posted() {
    let stage = Stage::new("2015-12-01T09:00");
    let olwen = stage.sign_in("olwen");
    let case = with_a_letter(&stage, &olwen, "Wanda Withdrawn", "10:00");
    stage.set_clock("2015-12-09T09:00");
    assert!(stage.page(&olwen, "/post").says("Withdrawn, Wanda"));
    let appointment = stage.read(|snapshot| snapshot.diary_of(&case.stream));
    let missed = appointment.into_iter().find(|row| row.starts == "2015-12-08T10:00").unwrap().appointment;
    let evidence = [("decision", "excuse"), ("decision_reason", "Showed a doctor’s letter")];
    let answer = stage.record(&olwen, &case, &missed, &evidence);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(stage.page(&olwen, "/post").says("No letter waits"));
    assert!(stage.page(&olwen, &case.home).says("and not to be sent: the warning was withdrawn"));
}

#[test]
fn a_letter_to_whoever_wants_welsh_is_in_both_languages_but_for_the_laws_words_and_the_officer_is_told() {
    let stage = Stage::new("2015-12-01T09:00");
    let olwen = stage.sign_in("olwen");
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    for (name, wants) in [("Gwen Gymraes", "welsh"), ("Enid English", "english")] {
        stage.set_clock("2015-12-01T09:00");
        let case = stage.person(name, &sentence);
        reach(&stage, &olwen, &case, &[("texts", "not_asked"), ("prefers", "post"), ("language", wants)]);
        let hour = if wants == "welsh" { "10:00" } else { "11:00" };
        let warning = [("outcome", "absent"), ("decision", "warning"), ("serve_by", "post")];
        let next = [("next_date", "17/12/2015"), ("next_time", hour)];
        let answers: Vec<_> = warning.into_iter().chain(next).collect();
        stage.held(&olwen, &case, &format!("2015-12-08T{hour}"), &answers);
        let told = stage.page(&olwen, &format!("{}?done=warned", case.home));
        let letter = told.addresses().into_iter().find(|path| path.contains("/letters/")).expect("a letter");
        let letter = stage.page(&olwen, &letter);
        let welsh = wants == "welsh";
        assert_eq!(letter.says("Os na allwch ddod, ffoniwch 01632 960 111 cyn yr apwyntiad."), welsh);
        assert_eq!(told.says("no translator has checked the Welsh"), welsh, "{}", told.text());
        assert_eq!(letter.says("no translator has checked the Welsh"), welsh, "{}", letter.text());
        assert_eq!(letter.body.contains("lang=\"cy\""), welsh);
        assert_eq!(letter.says("Rhybudd: ni wnaethoch gadw at eich gorchymyn cymunedol"), welsh);
        assert_eq!(letter.says("ar ddydd Iau 17 Rhagfyr 2015 am 10yb"), welsh, "{}", letter.text());
        assert!(letter.says("you will be liable to be brought before a court"), "the English is whole");
        let twin = letter.text().find("Rhybudd").unwrap_or_default();
        assert!(twin <= letter.text().find("Warning: you did not keep").expect("the English"), "the Welsh comes first");
    }
}
