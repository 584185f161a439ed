//! Whoever may not open a record is passed over: what is due of it, and what stands in the diary, is with the next who may, on that
//! one's day and on nobody else's, and they can open it. Nobody keeps a count of what they cannot see.

use record::facts::organisation::Role;
use record::facts::person::{AccessLimitEnded, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Stage, day};
use service::Said;

use crate::limits::limit;
use crate::{ABSENT, CAME, county};

const DECIDE: &str = "Decision to make after a failure";

/// Olwen's case with a decision overdue and an appointment today, a team beside hers, and Sana, who leads her own.
fn overdue() -> (Stage, Browser, Case) {
    let (stage, olwen, sam) = county();
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    stage.held(&olwen, &sam, "2015-08-11T10:00", ABSENT);
    stage.book(&olwen, &sam, "2015-09-08T14:00");
    stage.set_clock("2015-09-08T09:00");
    let olwen = stage.sign_in("olwen");
    (stage, olwen, sam)
}

fn away(stage: &Stage, browser: &Browser, staff: &str, cover: &str) {
    let path = format!("/away/{staff}");
    let form = stage.page(browser, &path).form(&path).with("from", "7/9/2015").with("until", "11/9/2015");
    stage.done(browser, &form.with("kind", "leave").with("cover", cover));
}

/// Those who are told to decide, and who may open the record.
fn with_whom(stage: &Stage, case: &Case) -> (Vec<&'static str>, Vec<&'static str>) {
    let all = ["olwen", "peter", "sana", "uma"];
    let told = |name: &&str| stage.due(&stage.sign_in(name)).contains(DECIDE);
    let opens = |name: &&str| stage.get(&stage.sign_in(name), &case.home).status == 200;
    (all.into_iter().filter(told).collect(), all.into_iter().filter(opens).collect())
}

#[test]
fn where_officer_and_senior_may_not_open_the_record_it_is_with_the_next_senior_who_can_do_it() {
    let (stage, _, sam) = overdue();
    limit(&stage, &sam, LimitKind::Restriction, "P01T2A0");
    assert_eq!(with_whom(&stage, &sam), (vec!["uma"], vec!["uma"]));
    let uma = stage.sign_in("uma");
    let today = stage.page(&uma, "/day");
    assert!(today.says("2pm 30 min Sentenced, Sam"), "{}", today.text());
    assert!(stage.due(&uma).contains("You answer in place of Olwen Officer"), "{}", stage.due(&uma));
    let path = format!("{}/appointments/appointment-7", sam.home);
    assert_ne!(stage.get(&uma, &path).status, 403, "and she can do it");

    let ended = Said::new(&sam.stream, AccessLimitEnded {}, Happened::On(day("2015-09-08"))).about("limit-1");
    stage.say(vec![ended]);
    assert_eq!(
        with_whom(&stage, &sam),
        (vec!["olwen", "sana"], vec!["olwen", "peter", "sana"]),
        "the team's own again"
    );
}

#[test]
fn a_cover_who_may_not_open_the_record_does_not_answer_for_it() {
    let (stage, _, sam) = overdue();
    limit(&stage, &sam, LimitKind::Exclusion, "P01T1A2");
    away(&stage, &stage.sign_in("sana"), "P01T1A1", "P01T1A2");
    assert!(!stage.due(&stage.sign_in("peter")).contains(DECIDE));
    let sana = stage.sign_in("sana");
    assert!(stage.due(&sana).contains("You answer while Olwen Officer is away"), "{}", stage.due(&sana));
}

#[test]
fn the_twin_a_limit_that_names_neither_changes_nothing() {
    let (stage, _, sam) = overdue();
    limit(&stage, &sam, LimitKind::Exclusion, "Q02T1A1");
    assert_eq!(with_whom(&stage, &sam), (vec!["olwen", "sana"], vec!["olwen", "peter", "sana"]));
    away(&stage, &stage.sign_in("sana"), "P01T1A1", "P01T1A2");
    assert!(stage.due(&stage.sign_in("peter")).contains("You answer while Olwen Officer is away"));
}

#[test]
fn where_nobody_may_open_the_record_whoever_leads_has_a_line_that_names_nobody() {
    let (stage, _, sam) = overdue();
    let line = "on a record that nobody at work here may open";
    let told = |name: &str| stage.due(&stage.sign_in(name)).contains(line);
    assert!(!["olwen", "peter", "sana", "uma"].iter().any(|name| told(name)), "the record is open");
    limit(&stage, &sam, LimitKind::Restriction, "Q02T1A1");
    assert_eq!(["olwen", "peter", "sana", "uma"].map(told), [false, false, true, false]);
    let due = stage.due(&stage.sign_in("sana"));
    assert!(due.contains("ask whoever limited it to let somebody in") && !due.contains("Sentenced"), "{due}");
}
