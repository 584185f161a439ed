//! Whoever reads many records finds nothing that a court, an Act or a colleague would not have made.

use jiff::civil::{Date, date};
use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::organisation::ProviderKind;
use record::facts::person::{Decision, OrderKind};
use store::Store;

use crate::{shared, start, streams};

const SEXUAL: [&str; 3] = ["Sexual assault", "Rape", "Making an indecent photograph of a child"];

struct Case {
    file: CaseFile,
    entries: Vec<Entry>,
    planted: bool,
}

fn cases() -> Vec<Case> {
    let (folder, made) = shared();
    let store = Store::open_read_only(folder).unwrap();
    let people = streams(&store, "person").into_iter().map(|(_, entries)| {
        let file = fold(&entries, View::default());
        let crn = file.person.as_ref().unwrap().recorded.crn.to_string();
        let planted = made.planted.iter().any(|p| p.row == 13 && p.crn == crn);
        Case { file, entries, planted }
    });
    people.collect()
}

fn flags<'a>(file: &'a CaseFile, register: &'a str) -> Vec<&'a str> {
    let standing = file.registrations.iter().filter(|r| r.ended.is_none());
    standing.filter(|r| r.registered.register == register).map(|r| r.registered.words.as_str()).collect()
}

#[test]
fn offences_sentences_courts_and_registers_fit() {
    for Case { file, planted, .. } in cases() {
        let order = file.orders.last().unwrap();
        let (kind, title) = (order.made.kind, order.made.main_offence.title.as_str());
        let asked: Vec<&str> = order.made.requirements.iter().map(|r| r.category.as_str()).collect();
        let released = matches!(kind, OrderKind::Licence | OrderKind::LifeLicence);
        let mappa = flags(&file, "MAPP");
        if planted {
            continue;
        }
        assert!(title != "Murder" || kind == OrderKind::LifeLicence);
        assert!(kind != OrderKind::LifeLicence || title != "Burglary of a dwelling");
        assert!(title != "Wounding with intent" || (released && order.made.court.contains("Crown")));
        assert!(!title.starts_with("Driving") || (!released && !order.made.court.contains("Crown")), "{title}");
        let sexual = SEXUAL.contains(&title);
        let first = mappa.iter().any(|words| words.contains("category 1"));
        if order.ended.is_none() && order.made.from < date(2015, 11, 25) {
            assert_eq!(sexual, first, "{title} {mappa:?}");
            assert_eq!(sexual, !flags(&file, "SONR").is_empty(), "{title}");
            assert!(title != "Murder" || !mappa.is_empty());
        }
        if sexual {
            assert_eq!(order.allocations.last().unwrap().provider_kind, ProviderKind::Nps);
            assert_ne!(asked, ["Unpaid work"]);
        }
        assert!(mappa.iter().all(|words| !words.contains("category 2") || released));
        if order.made.from >= date(2015, 2, 1) {
            assert!(!asked.contains(&"Supervision"));
        } else {
            assert!(!asked.contains(&"Rehabilitation activity"));
        }
    }
}

#[test]
fn everybody_but_the_planted_has_one_level_of_risk_looked_at_again_in_time_mostly() {
    let (mut all, mut late) = (0, 0);
    for Case { file, planted, .. } in cases() {
        let order = file.orders.last().unwrap();
        let levels: usize = ["RLRH", "RMRH", "RHRH"].map(|register| flags(&file, register).len()).iter().sum();
        let settled = order.made.from < date(2015, 11, 25);
        assert!(levels == usize::from(!planted) || (levels == 0 && !settled), "{levels}");
        if order.ended.is_none() {
            for flag in file.registrations.iter().filter(|r| r.ended.is_none()) {
                all += 1;
                late += usize::from(flag.registered.review_on.unwrap() < start().day());
            }
        }
    }
    assert!(late * 10 < all && late > 0, "{late} of {all} reviews are late");
}

#[test]
fn unpaid_work_alone_is_seen_at_works_sites_and_never_at_meetings_about_offences() {
    let mut seen = 0;
    for Case { file, .. } in cases() {
        let order = file.orders.last().unwrap();
        let alone = !order.made.requirements.is_empty()
            && order.made.requirements.iter().all(|r| r.category == "Unpaid work" || r.category.starts_with("Curfew"));
        for appointment in file.appointments.iter().filter(|a| a.booked.order == order.component) {
            let booked = &appointment.booked;
            if booked.contact == "CUPA" {
                assert!(booked.minutes >= 180 && booked.site.ends_with("WORK"));
                seen += 1;
            }
            assert!(!alone || matches!(booked.contact.as_str(), "COAI" | "CUPA" | "COAP"));
            assert!(!alone || booked.purpose != "Offence-focused work");
            assert_eq!(booked.contact == "CHVS", booked.purpose == "At home");
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn a_second_failure_while_warned_is_referred_and_the_record_says_what_came_of_it() {
    let told_by = date(2015, 10, 1);
    let mut told = 0;
    for Case { file, entries, .. } in cases() {
        let licence = file.orders.iter().any(|o| matches!(o.made.kind, OrderKind::Licence | OrderKind::LifeLicence));
        for entry in &entries {
            let content = entry.content.as_ref().unwrap();
            let reason = content.reason.as_deref().unwrap_or_default();
            assert!(!reason.contains("icence letter") || licence, "{reason}");
            let Fact::FailureDecided(decided) = &content.fact else { continue };
            let on: Date = content.happened.day();
            let ended = file.orders.iter().any(|o| o.ended.is_some());
            if decided.decision == Decision::ReferBreach && on < told_by && !ended {
                assert!(file.contacts.iter().any(|c| c.note.contains("Order continues") && c.happened.day() > on));
                told += 1;
            }
        }
    }
    assert!(told > 10, "{told}");
}

#[test]
fn nothing_is_said_by_an_officer_before_the_case_is_theirs_and_notes_are_varied() {
    let mut texts = std::collections::BTreeSet::new();
    for Case { file, entries, .. } in cases() {
        let first = entries.iter().find(|e| matches!(e.content.as_ref().unwrap().fact, Fact::Allocated(_))).unwrap();
        for entry in entries.iter().take_while(|e| e.recorded < first.recorded) {
            let content = entry.content.as_ref().unwrap();
            assert!(!matches!(content.fact, Fact::NeedRecorded(_) | Fact::Registered(_) | Fact::AppointmentBooked(_)));
        }
        texts.extend(file.contacts.into_iter().map(|c| c.note));
        texts.extend(file.appointments.into_iter().filter_map(|a| a.held).map(|held| held.note));
    }
    assert!(texts.len() > 600, "{}", texts.len());
}
