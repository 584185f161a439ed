//! Whoever may not open a record is passed over: what is due of it, and what stands in the diary, is with the next who may, on that
//! one's day and on nobody else's, and they can open it. Nobody keeps a count of what they cannot see.

use std::collections::BTreeMap;

use record::facts::organisation::Role;
use record::facts::person::{AccessLimitEnded, AccessLimited, LimitKind};
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
fn whoever_is_away_and_whoever_may_not_open_the_record_one_who_may_is_told_and_nobody_else() {
    let codes = BTreeMap::from([("olwen", "P01T1A1"), ("peter", "P01T1A2"), ("sana", "P01T1A0"), ("uma", "P01T2A0")]);
    let excluded: [&[&str]; 5] = [&["olwen", "peter", "sana"], &["peter"], &["olwen"], &["sana"], &["peter", "sana"]];
    let only: [&[&str]; 5] = [&["olwen", "sana"], &["peter"], &["uma"], &["olwen", "uma"], &["peter", "uma"]];
    let kinds = [(LimitKind::Exclusion, excluded), (LimitKind::Restriction, only)];
    // Olwen away, and who covers for her then; whether Sana is.
    for (olwen, sana) in [(None, false), (Some(""), false), (Some("P01T1A2"), false), (Some(""), true), (None, true)] {
        let (stage, _, sam) = overdue();
        let leader = stage.sign_in("sana");
        if let Some(cover) = olwen {
            away(&stage, &leader, "P01T1A1", cover);
        }
        if sana {
            away(&stage, &leader, "P01T1A0", "");
        }
        let in_turn = [
            (olwen.is_none(), "olwen"),
            (olwen.is_some_and(|cover| !cover.is_empty()), "peter"),
            (!sana, "sana"),
            (true, "uma"),
        ];
        let here = ["olwen", "peter", "sana", "uma"].into_iter();
        let here = here.filter(|name| !(*name == "olwen" && olwen.is_some() || *name == "sana" && sana));
        let browsers: Vec<_> = here.map(|name| (name, stage.sign_in(name))).collect();
        let each = kinds.iter().flat_map(|(kind, named)| named.iter().map(move |named| (*kind, *named)));
        for (number, (kind, named)) in each.enumerate() {
            let limit = format!("limit-{number}");
            let limited = AccessLimited { kind, staff: named.iter().map(|name| codes[name].to_owned()).collect() };
            stage.say(vec![Said::new(&sam.stream, limited, Happened::On(day("2015-08-03"))).about(&limit)]);
            let may = |name: &str| named.contains(&name) == (kind == LimitKind::Restriction);
            let of_those_who_may = in_turn.iter().find(|(answers, name)| *answers && may(name)).map(|(_, name)| *name);
            // Where none of them may, it waits for a senior who does, and is away; or whoever leads is told, and not of whom.
            let leads = if sana { "uma" } else { "sana" };
            let waits = sana && may("sana");
            let expected = of_those_who_may.or((!waits).then_some(leads));
            // Of what is overdue the team's senior is told as well, and does not answer for it.
            let answers = |name: &str, due: &str| due.contains(if name == "olwen" { DECIDE } else { "You answer" });
            let told = browsers.iter().filter(|(name, browser)| answers(name, &stage.due(browser)));
            let told: Vec<&str> = told.map(|(name, _)| *name).collect();
            assert_eq!(told, Vec::from_iter(expected), "{kind:?} {named:?}, away: {olwen:?}, {sana}");
            // All there is of news is what Sana said herself: it is none to her.
            let of_news = of_those_who_may.filter(|name| *name != "sana");
            let has_news = browsers.iter().filter(|(_, browser)| stage.page(browser, "/inbox").says("Sentenced, Sam"));
            let has_news: Vec<&str> = has_news.map(|(name, _)| *name).collect();
            assert_eq!(has_news, Vec::from_iter(of_news), "{kind:?} {named:?}, away: {olwen:?}, {sana}");
            stage.say(vec![Said::new(&sam.stream, AccessLimitEnded {}, Happened::On(day("2015-09-08"))).about(&limit)]);
        }
    }
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
