//! Failure 27: it was feared that attention to risk would be broken off whenever a case changed hands.
//!
//! Given an officer who leaves, with an outcome that was never recorded and an appointment still to come. Then both are somebody's at
//! every moment: the senior's until the case is given on, and from then the successor's, who takes what is booked into their own
//! diary with one press and books the next date with themselves. The twin's officer is merely away: a colleague covers, nothing
//! moves, and the day after everything is as it was.

use record::facts::organisation::StaffLeft;
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::{CAME, begun, county};

const TODAY: &str = "2015-09-01T09:00";
const TO_COME: &str = "/day/2015-09-02";
const LEFT: &str = "1 appointment stands in the diary of somebody who has left or no longer has the case";

/// Somebody whose appointment of 28 August has no outcome, and who is booked for 2 September; gives the first.
fn booked(stage: &Stage, olwen: &Browser) -> (Case, String) {
    let case = begun(stage, olwen, "Ada Adrift", "2015-08-04T10:00");
    let past = stage.book(olwen, &case, "2015-08-28T10:00");
    stage.book(olwen, &case, "2015-09-02T14:00");
    stage.set_clock(TODAY);
    (case, past)
}

fn leaves(stage: &Stage, staff: &str) {
    let stream = stage.read(|snapshot| snapshot.staff(staff)).expect("they are known").stream;
    stage.say(vec![Said::new(&stream, StaffLeft {}, Happened::On(day("2015-09-01")))]);
}

fn to_record(stage: &Stage, browser: &Browser) -> String {
    stage.page(browser, "/day").between("Outcomes still to record", "Throughcare uses")
}

/// Who answers for the outcome of 28 August: of these, exactly one.
fn answers<'a>(stage: &Stage, officers: &[(&'a str, &Browser)], sana: &Browser) -> Vec<&'a str> {
    let own = officers.iter().filter(|(_, browser)| to_record(stage, browser).contains("Adrift, Ada"));
    let seniors = to_record(stage, sana).contains("You answer").then_some("sana");
    own.map(|(name, _)| *name).chain(seniors).collect()
}

#[test]
fn what_a_leaver_had_booked_and_not_recorded_is_whoevers_the_case_is_and_taken_over_with_one_press() {
    let (stage, olwen) = county();
    let (ada, past) = booked(&stage, &olwen);
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    assert_eq!(answers(&stage, &[("olwen", &olwen), ("peter", &peter)], &sana), ["olwen"]);
    leaves(&stage, "P01T1A1");
    assert_eq!(answers(&stage, &[("peter", &peter)], &sana), ["sana"], "nobody was given the case yet");

    let form = stage.page(&sana, "/allocate/P01T1A1").form("/allocate/P01T1A1").with("all", "P01T1A2");
    stage.done(&sana, &form);
    assert_eq!(answers(&stage, &[("peter", &peter)], &sana), ["peter"]);
    let left = to_record(&stage, &peter);
    assert!(left.contains("With Olwen Officer, who has left. You answer."), "{left}");
    let told = to_record(&stage, &sana);
    assert!(told.contains("With Olwen Officer, who has left. Peter Practitioner answers."), "{told}");
    let tomorrow = stage.page(&peter, TO_COME);
    assert!(tomorrow.says("Adrift, Ada") && tomorrow.says("with Olwen Officer, who has left"), "{}", tomorrow.text());

    let waiting = stage.page(&peter, "/day");
    assert!(waiting.says(LEFT) && waiting.addresses().contains(&"/taking-over".to_owned()), "{}", waiting.text());
    let page = stage.page(&peter, "/taking-over");
    assert!(page.says("Wed 2 Sep 2015, 2pm: Adrift, Ada") && page.says("with Olwen Officer"), "{}", page.text());
    let (press, before) = (page.form("/taking-over"), stage.entries());
    assert_eq!(stage.done(&peter, &press).location(), "/day?done=taken");
    assert_eq!(stage.entries(), before + 1);
    assert_eq!(stage.done(&peter, &press).location(), "/day?done=taken", "pressed twice is taken once");
    assert_eq!(stage.entries(), before + 1);
    assert!(!stage.page(&peter, "/day").says(LEFT));
    assert!(stage.page(&peter, "/week/2015-09-02").says("Adrift, Ada"), "it stands in his diary");
    let tomorrow = stage.page(&peter, TO_COME);
    assert!(
        tomorrow.says("Adrift, Ada") && !tomorrow.says("Moved by us"),
        "for Ada nothing moved: {}",
        tomorrow.text()
    );
    assert!(stage.timeline(&peter, &ada).says("Taken over by Peter Practitioner"));

    let form = stage.outcome_form(&peter, &ada, &past).with("outcome", "complied");
    let form = form.with("next_date", "8/9/2015").with("next_time", "10am");
    stage.done(&peter, &form);
    let rows = stage.read(|snapshot| snapshot.diary_of(&ada.stream));
    let next = rows.iter().find(|row| row.starts == "2015-09-08T10:00").expect("the next is booked");
    assert_eq!((next.officer.as_str(), next.team.as_str()), ("P01T1A2", "P01T1A"), "with whoever has the case now");
    assert_eq!(answers(&stage, &[("peter", &peter)], &sana), Vec::<&str>::new());
}

#[test]
fn while_an_officer_is_merely_away_a_colleague_covers_and_nothing_moves() {
    let (stage, olwen) = county();
    let (ada, _) = booked(&stage, &olwen);
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    let path = "/away/P01T1A1";
    let form = stage.page(&sana, path).form(path).with("from", "1/9/2015").with("until", "2/9/2015");
    stage.done(&sana, &form.with("kind", "illness").with("cover", "P01T1A2"));
    assert!(to_record(&stage, &peter).contains("With Olwen Officer. You answer."), "{}", to_record(&stage, &peter));
    assert!(!stage.page(&peter, "/day").says("stands in the diary of somebody"), "nothing is to be taken over");
    assert!(stage.page(&peter, "/taking-over").says("None of your people’s appointments"));
    assert!(stage.page(&peter, TO_COME).says("Adrift, Ada"), "he sees who comes");

    stage.set_clock("2015-09-03T09:00");
    assert_eq!(answers(&stage, &[("peter", &peter)], &sana), Vec::<&str>::new());
    assert!(to_record(&stage, &olwen).contains("Adrift, Ada"));
    let rows = stage.read(|snapshot| snapshot.diary_of(&ada.stream));
    assert!(rows.iter().all(|row| row.officer == "P01T1A1"), "{rows:?}");
    let held = stage.held(&olwen, &ada, "2015-09-04T10:00", CAME);
    assert!(!held.is_empty());
}
