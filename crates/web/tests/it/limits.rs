//! Limited access: who is excluded from a record, and to whom it is restricted, at every address that could show it.

use record::facts::person::{AccessLimitEnded, AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::county;

const PURPOSE: &str = "Talk about the move to his aunt.";

pub(crate) fn limit(stage: &Stage, case: &Case, kind: LimitKind, staff: &str) {
    let limited = AccessLimited { kind, staff: vec![staff.to_owned()] };
    stage.say(vec![Said::new(&case.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
}

/// An appointment of today and one of yesterday, both with a purpose.
fn booked(stage: &Stage, olwen: &Browser, case: &Case) {
    let path = format!("{}/book", case.home);
    for (date, time) in [("4/8/2015", "10am"), ("5/8/2015", "10am")] {
        let form = stage.page(olwen, &path).form(&path);
        stage.done(olwen, &form.with("date", date).with("time", time).with("note", PURPOSE));
    }
    stage.set_clock("2015-08-05T09:00");
}

fn found(stage: &Stage, browser: &Browser, typed: &str) -> String {
    stage
        .send(browser, &stage.page(browser, "/find").form("/find").with("q", typed))
        .between("Find a person", "Throughcare uses")
}

/// Nothing at any address says who the person is, or what they are seen for.
fn hidden(stage: &Stage, browser: &Browser, case: &Case) {
    let by_number = found(stage, browser, &case.crn);
    assert!(by_number.contains("Limited access") && !by_number.contains("Sentenced, Sam"), "{by_number}");
    for typed in ["sentenced", "sam", "Sam 1/3/1988", "1/3/1988"] {
        let found = found(stage, browser, typed);
        assert!(
            found.contains("0 people") && !found.contains("Limited"),
            "a name cannot be spelt out: {typed}: {found}"
        );
    }
    for path in [
        "/day?whose=team",
        "/day",
        "/day?due=all",
        "/day/2015-08-05/print",
        "/day/2015-08-04?whose=team",
        "/caseload",
        "/caseload?show=late",
        "/caseload/csv",
        "/teams/P01T1A/cases",
        "/teams/P01T1A/cases/csv",
        "/inbox",
        "/find",
    ] {
        let page = stage.page(browser, path);
        for words in ["Sentenced", &case.crn, PURPOSE] {
            assert!(!page.says(words), "{path} says {words}: {}", page.text());
        }
        assert!(!page.addresses().iter().any(|address| address.contains(&case.home)), "{path} leads to the case");
    }
    let refused = stage.get(browser, &case.home);
    assert_eq!(refused.status, 403);
    assert!(refused.says("Access to this record is limited to named staff.") && !refused.says("Sentenced"));
    for path in ["timeline", "order", "book", "note", "appointments/appointment-7", "entries/1/correct", "letters/1"] {
        assert_eq!(stage.get(browser, &format!("{}/{path}", case.home)).status, 403, "{path}");
    }
    let last =
        stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(case.stream.clone()), 1)).pop().unwrap().row;
    assert_eq!((last.outcome.as_str(), last.purpose.as_str()), ("refused", "access to the record is limited"));
}

fn open(stage: &Stage, browser: &Browser, case: &Case) {
    assert!(found(stage, browser, &case.crn).contains("Sentenced, Sam"));
    let day = stage.page(browser, "/day?whose=team");
    assert!(day.says("Sentenced, Sam") && day.says(PURPOSE), "{}", day.text());
    assert!(stage.page(browser, &case.home).says("Sam Sentenced"));
}

#[test]
fn an_exclusion_hides_the_record_from_whom_it_names_and_from_nobody_else() {
    let (stage, olwen, case) = county();
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    booked(&stage, &olwen, &case);
    open(&stage, &peter, &case);
    limit(&stage, &case, LimitKind::Exclusion, "P01T1A2");
    hidden(&stage, &peter, &case);
    open(&stage, &olwen, &case);
    open(&stage, &sana, &case);
    let ended = Said::new(&case.stream, AccessLimitEnded {}, Happened::On(day("2015-08-05"))).about("limit-1");
    stage.say(vec![ended]);
    open(&stage, &peter, &case);
}

#[test]
fn an_exclusion_hides_the_record_even_from_whoever_holds_it() {
    let (stage, olwen, case) = county();
    booked(&stage, &olwen, &case);
    limit(&stage, &case, LimitKind::Exclusion, "P01T1A1");
    hidden(&stage, &olwen, &case);
}

#[test]
fn a_restriction_hides_the_record_from_everybody_it_does_not_name() {
    let (stage, olwen, case) = county();
    let (peter, sana, adil) = (stage.sign_in("peter"), stage.sign_in("sana"), stage.sign_in("adil"));
    booked(&stage, &olwen, &case);
    limit(&stage, &case, LimitKind::Restriction, "P01T1A1");
    for browser in [&peter, &sana, &adil] {
        hidden(&stage, browser, &case);
    }
    let ada = stage.sign_in("ada");
    assert_eq!(stage.get(&ada, &case.home).status, 403, "not even an auditor");
    open(&stage, &olwen, &case);
}

#[test]
fn a_limit_that_was_ended_and_set_again_from_the_same_day_holds() {
    let (stage, _, sam) = county();
    let to_colleague = || stage.get(&stage.sign_in("peter"), &sam.home).status;
    let limited = |name: &str| {
        let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A2".to_owned()] };
        stage.say(vec![Said::new(&sam.stream, limited, Happened::On(day("2015-08-03"))).about(name)]);
    };
    limited("limit-1");
    let ended = Said::new(&sam.stream, AccessLimitEnded {}, Happened::On(day("2015-08-03"))).about("limit-1");
    stage.say(vec![ended]);
    assert_eq!(to_colleague(), 200);
    limited("limit-2");
    assert_eq!(to_colleague(), 403);
}
