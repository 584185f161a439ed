//! One who acts: takes a line at a time, does what it says, and says how it went.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use access::Actor;
use practice::Standards;
use record::facts::address::AddressKind;
use record::facts::elsewhere::Elsewhere;
use record::facts::keepapart::{ApartReason, Confidence};
use record::facts::organisation::{AwayKind, Role};
use record::time::Minute;
use service::addresses::{Living, Typed};
use service::allocate::Allocating;
use service::apart::groups::Belonging;
use service::apart::{Arranging, Reviewing};
use service::away::Away;
use service::booking::{Besides, Booking, NextAppointment, is_apart};
use service::sites::Assessing;
use service::{Ask, Chance, Form, Problem, Saved, Service};
use store::Store;

/// Longer than either engine takes to read what the other has just recorded; how much of it is waited is drawn, so that
/// now the one comes first and now the other.
const LONGEST_PAUSE: u64 = 16;

/// Names are drawn between what is decided and what is recorded: there it waits.
struct Slowly(AtomicU64);

impl Chance for Slowly {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() == 16 {
            let drawn = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis((drawn >> 33) % LONGEST_PAUSE));
        }
        for byte in bytes {
            let drawn = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            *byte = ((drawn ^ (drawn >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40).to_be_bytes()[7];
        }
    }
}

/// Acts as Olwen (1) or Peter (2) until nothing more is said.
pub(crate) fn run(store: Store, nth: u8, hear: impl BufRead, mut tell: impl Write) {
    let chance = Arc::new(Slowly(AtomicU64::new(u64::from(nth) << 56)));
    let service = Service::new(store, Standards::split_2014(), chance);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in hear.lines() {
        let line = line.expect("a line");
        let words: Vec<&str> = line.split(' ').collect();
        let came = runtime.block_on(act(&service, nth, &words));
        writeln!(tell, "{came}").expect("somebody listens");
        tell.flush().expect("somebody listens");
    }
}

async fn act(service: &Service, nth: u8, words: &[&str]) -> String {
    let answer = match words {
        ["book", person, at, now] => book(service, nth, person, at, now).await,
        ["apart", person, other, now] => arrange(service, nth, person, (other, "", ""), now).await,
        ["from", person, group, now] => arrange(service, nth, person, ("", "", group), now).await,
        ["rivals", person, own, group, now] => arrange(service, nth, person, ("", own, group), now).await,
        ["join", person, group, now] => join(service, nth, person, group, now).await,
        ["visit", person, number, at, now] => visit(service, nth, person, number, at, now).await,
        ["move", person, number, version, now] => move_to(service, nth, person, number, version, now).await,
        ["give", person, holder, taker, now] => give(service, person, holder, taker, now).await,
        ["cover", absent, cover, day, now] => cover_for(service, nth, (absent, cover), day, now).await,
        ["assess", site, approved, version, now] => assess(service, nth, site, (approved, version), now).await,
        ["end", stream, now] => end(service, nth, stream, "1", now).await,
        ["end-at", stream, version, now] => end(service, nth, stream, version, now).await,
        _ => panic!("{words:?}"),
    };
    match answer {
        Ok(saved) => format!("recorded {}", saved.answer),
        Err(problem) if is_apart(&problem) => "refused apart".to_owned(),
        Err(Problem::Invalid(errors)) => format!("refused {errors:?}"),
        Err(problem) => format!("failed {problem}"),
    }
}

fn ask(nth: u8, now: &str) -> Ask {
    let now: Minute = now.parse().expect("a minute");
    let actor = Actor {
        staff: format!("P01T1A{nth}"),
        name: String::new(),
        role: Role::Practitioner,
        team: "P01T1A".into(),
        provider: "P01".into(),
        courts: Vec::new(),
    };
    Ask { actor, now: now.instant(), screen: "race" }
}

fn at_the_office(nth: u8, at: &str) -> NextAppointment {
    NextAppointment {
        contact: "COAP".into(),
        order: String::new(),
        starts: at.parse().expect("a minute"),
        minutes: 30,
        site: "P01S1".into(),
        staff: format!("P01T1A{nth}"),
        team: "P01T1A".into(),
        purpose: String::new(),
        besides: Besides::default(),
    }
}

async fn book(service: &Service, nth: u8, person: &str, at: &str, now: &str) -> Result<Saved, Problem> {
    let appointment = at_the_office(nth, at);
    let said = Booking { person: person.into(), appointment, repeat: None, although_away: false };
    service.book(&ask(nth, now), &Form::default(), &said).await
}

/// Books a visit to a house of the row.
async fn visit(service: &Service, nth: u8, person: &str, number: &str, at: &str, now: &str) -> Result<Saved, Problem> {
    let (lines, postcode) = (vec![format!("{number} Race Row")], "ZZ1 1RR".to_owned());
    let house = Elsewhere { lines, postcode, whose: "A friend’s".into(), ..Elsewhere::default() };
    let besides = Besides { at: Some(house), ..Besides::default() };
    let appointment = NextAppointment { contact: "CHVS".into(), besides, ..at_the_office(nth, at) };
    let said = Booking { person: person.into(), appointment, repeat: None, although_away: false };
    service.book(&ask(nth, now), &Form::default(), &said).await
}

/// Comes to live in a house of the row.
async fn move_to(
    service: &Service,
    nth: u8,
    person: &str,
    number: &str,
    version: &str,
    now: &str,
) -> Result<Saved, Problem> {
    let ask = ask(nth, now);
    let typed = Typed {
        kind: Some(AddressKind::Main),
        address: format!("{number} Race Row, ZZ1 1RR"),
        from: Some(ask.today()),
        until: None,
        said_by: "One of them".into(),
    };
    let form = Form { version: version.parse().expect("a number"), ..Form::default() };
    service.record_address(&ask, &form, &Living { person: person.into(), typed }).await
}

/// A senior gives a case on, without a reason; the holder is `nobody` where there is none.
async fn give(service: &Service, person: &str, holder: &str, taker: &str, now: &str) -> Result<Saved, Problem> {
    let mut ask = ask(0, now);
    ask.actor.role = Role::SeniorProbationOfficer;
    let said = Allocating {
        override_reason: String::new(),
        to: BTreeMap::from([(person.to_owned(), taker.to_owned())]),
        held_by: if holder == "nobody" { String::new() } else { holder.to_owned() },
        from: Some(ask.today()),
        why: String::new(),
    };
    service.allocate(&ask, &Form::default(), &said).await
}

/// Whoever leads the team says that somebody is away for a day, and who answers for their cases.
async fn cover_for(
    service: &Service,
    nth: u8,
    (absent, cover): (&str, &str),
    day: &str,
    now: &str,
) -> Result<Saved, Problem> {
    let day: jiff::civil::Date = day.parse().expect("a day");
    let said = Away {
        staff: absent.into(),
        from: Some(day),
        until: Some(day),
        until_unread: false,
        kind: Some(AwayKind::Leave),
        cover: cover.into(),
        override_reason: String::new(),
    };
    service.record_away(&senior(nth, now), &Form::default(), &said).await
}

async fn join(service: &Service, nth: u8, person: &str, group: &str, now: &str) -> Result<Saved, Problem> {
    let said = Belonging {
        person: person.into(),
        group: group.into(),
        source: "One of them".into(),
        confidence: Some(Confidence::Reported),
        unheard_of: true,
    };
    service.record_affiliation(&ask(nth, now), &Form::default(), &said).await
}

async fn arrange(
    service: &Service,
    nth: u8,
    person: &str,
    (other, own, group): (&str, &str, &str),
    now: &str,
) -> Result<Saved, Problem> {
    let ask = ask(nth, now);
    let said = Arranging {
        person: person.into(),
        others: other.into(),
        own_group: own.into(),
        group: group.into(),
        unheard_of: true,
        reason: Some(ApartReason::Feud),
        each_other: false,
        source: "One of them".into(),
        confidence: Some(Confidence::Reported),
        review_on: Some(ask.today().saturating_add(jiff::Span::new().days(90))),
        until: None,
        note: String::new(),
    };
    service.keep_apart(&ask, &Form::default(), &said).await
}

/// Whoever leads the team says whether people may be seen in a building.
async fn assess(
    service: &Service,
    nth: u8,
    site: &str,
    (approved, version): (&str, &str),
    now: &str,
) -> Result<Saved, Problem> {
    let (ask, approved) = (senior(nth, now), approved == "yes");
    let said = Assessing {
        site: site.into(),
        approved: Some(approved),
        until: approved.then(|| ask.today().saturating_add(jiff::Span::new().months(11))),
        private: Some(approved),
        alarm: Some(approved),
        lone_working: Some(false),
        near: Some(Vec::new()),
        conditions: if approved { String::new() } else { "The alarm was taken out".into() },
    };
    service.assess_site(&ask, &Form { version: version.parse().expect("a number"), ..Form::default() }, &said).await
}

/// Whoever leads the team.
fn senior(nth: u8, now: &str) -> Ask {
    let ask = ask(nth, now);
    Ask { actor: Actor { staff: "P01T1A0".into(), role: Role::SeniorProbationOfficer, ..ask.actor }, ..ask }
}

async fn end(service: &Service, nth: u8, stream: &str, version: &str, now: &str) -> Result<Saved, Problem> {
    let said = Reviewing {
        stream: stream.into(),
        end: true,
        reason: "The race is over".into(),
        confidence: None,
        review_on: None,
        until: None,
    };
    // Only whoever leads a team ends one, as it stands.
    let ask = senior(nth, now);
    service.review_apart(&ask, &Form { version: version.parse().expect("a number"), ..Form::default() }, &said).await
}
