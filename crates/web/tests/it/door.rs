//! The door: who comes in at which address, walked address by address.

use axum::body::Body;
use axum::http::{Request, header};
use record::StreamId;
use record::facts::Fact;
use scenarios::{Answer, Browser, Stage, demonstration};
use store::{PersonRow, WhoRead};
use web::routes::{ADDRESSES, Door};

use crate::safety::safe;

const TODAY: &str = "2015-12-15";
/// Addresses of a case that only show it.
const SHOWING: [&str; 14] = [
    "/cases/{case}",
    "/cases/{case}/timeline",
    "/cases/{case}/contacts",
    "/cases/{case}/contacts/csv",
    "/cases/{case}/contacts/{seq}",
    "/cases/{case}/order",
    "/cases/{case}/risk",
    "/cases/{case}/risk/countersign",
    "/cases/{case}/appointments/{appointment}",
    "/cases/{case}/entries/{seq}/readers",
    "/cases/{case}/entries/{seq}/history",
    "/cases/{case}/difference",
    "/cases/{case}/then",
    "/cases/{case}/letters/{seq}",
];
/// Only for those who check records, or answer for them: whoever holds the case is refused.
const CHECKING: &str = "/cases/{case}/seen";
/// What only whoever leads a team sees.
const LEADING: [&str; 2] = ["/cases/{case}/allocate", "/cases/{case}/raised/{seq}"];
/// Only for those who supervise, or check.
const SENSITIVE: &str = "/cases/{case}/contacts/{seq}";
/// A search is posted, because what is typed stands in no address; it changes nothing, and whoever may see the case may.
const SEARCHING: &str = "/cases/{case}/contacts";
/// Filled in for every form of a case at once: a form takes what it knows.
const FILLED: &str = "outcome=complied&date=14/12/2015&time=9:30am&kind=COAP&contact=NOTE&note=Typed&reason=Because&asked_by=person&what=details&length=30";

/// A case with something behind every one of its addresses.
struct Target {
    row: PersonRow,
    appointment: String,
    entry: u64,
    letter: u64,
    lives: u64,
}

impl Target {
    fn address(&self, pattern: &str) -> String {
        let seq = match pattern {
            _ if pattern.contains("/letters/") => self.letter,
            _ if pattern.contains("/addresses/") => self.lives,
            _ => self.entry,
        };
        pattern
            .replace("{case}", self.row.stream.as_str().trim_start_matches("person-"))
            .replace("{appointment}", &self.appointment)
            .replace("{alarm}", "sentence-plan.order-1")
            .replace("{seq}", &seq.to_string())
    }
}

/// The first of somebody's cases that nobody is kept from and that has had a letter.
fn target(stage: &Stage, staff: &str) -> Target {
    let rows = stage.read(|snapshot| snapshot.cases_of_officer(staff, TODAY));
    let open = rows.into_iter().filter(|row| stage.read(|snapshot| snapshot.limits_of(&row.stream)).is_empty());
    let found = open.filter_map(|row| {
        let entries = stage.entries_of(&row.stream);
        let last = |wanted: fn(&Fact) -> bool| {
            entries.iter().rfind(|entry| entry.content.as_ref().is_some_and(|content| wanted(&content.fact)))
        };
        let outcome = last(|fact| matches!(fact, Fact::OutcomeRecorded(_)))?;
        let letter = last(|fact| matches!(fact, Fact::LetterIssued(_)))?.id.seq;
        let appointment = outcome.content.as_ref()?.component.clone()?;
        let lives = last(|fact| matches!(fact, Fact::AddressRecorded(_)))?.id.seq;
        Some(Target { row, appointment, entry: outcome.id.seq, letter, lives })
    });
    found.into_iter().next().expect("a case with a letter")
}

fn staff_of(made: &pilot::Made, sign_in: &str) -> String {
    let role = made.roles.iter().find(|role| role.sign_in == sign_in).expect("a role");
    role.staff.clone()
}

fn last_read(stage: &Stage, person: &StreamId) -> (String, String) {
    let row = stage
        .read(|snapshot| snapshot.who_read(&WhoRead::all(person.clone()), 1))
        .pop()
        .expect("a look was logged")
        .row;
    (row.staff, row.outcome)
}

fn looks(stage: &Stage, person: &StreamId) -> usize {
    stage.read(|snapshot| snapshot.who_read(&WhoRead::all(person.clone()), 10_000)).len()
}

fn secret(stage: &Stage, browser: &Browser) -> String {
    stage.page(browser, "/find").form("/sign-out").value("csrf").to_owned()
}

fn of_cases(method: &str) -> impl Iterator<Item = &'static str> {
    let with =
        move |(path, methods, _): &&(&'static str, &[&str], Door)| path.contains("{case}") && methods.contains(&method);
    ADDRESSES.iter().filter(with).map(|(path, ..)| *path)
}

/// An address of no case with something in place of its names.
fn filled(pattern: &str) -> String {
    pattern
        .replace("{date}", TODAY)
        .replace("{site}", "W01SITE")
        .replace("{month}", "2015-12")
        .replace("{court}", "B90WM")
        .replace("{day}", TODAY)
        .replace("{listed}", "nobody")
        .replace("{alarm}", "sentence-plan.order-1")
        .replace("{team}", "P01T1A")
        .replace("{staff}", "P01T1A1")
        .replace("{case}", "b-nobody")
        .replace("{appointment}", "appointment-1")
        .replace("{stream}", "court-aaaaaaaaaaaaaaaaaaaaaaaaaa")
        .replace("{seq}", "1")
        .replace("{month}", "2015-11")
}

#[test]
fn the_site_map_names_every_route_and_no_other() {
    let text = include_str!("../../src/routes.rs");
    let routes = text.split(".route(").skip(1).filter_map(|part| part.split('"').nth(1));
    let mut routes: Vec<&str> = routes.collect();
    let mut named: Vec<&str> = ADDRESSES.iter().map(|(path, ..)| *path).collect();
    routes.sort_unstable();
    named.sort_unstable();
    assert_eq!(routes, named);
}

#[test]
fn every_address_answers_its_methods_and_no_other() {
    let (stage, _) = demonstration();
    let nobody = Browser::default();
    let icon =
        stage.page(&nobody, "/sign-in").addresses().into_iter().find(|a| a.starts_with("/static/")).expect("a file");
    for (pattern, methods, _) in ADDRESSES {
        let path = if pattern.starts_with("/static/") { icon.clone() } else { filled(pattern) };
        for (method, answer) in [("GET", stage.get(&nobody, &path)), ("POST", stage.post(&nobody, &path, "user=x"))] {
            safe(&path, &answer);
            // A feed's own answer to a token nobody has is that there is none.
            let expected = methods.contains(&method) && *pattern != "/calendar/{feed}";
            assert_eq!(answer.status != 405 && answer.status != 404, expected, "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(stage.get(&nobody, "/nowhere").status, 404);
}

#[test]
fn whoever_is_not_signed_in_is_led_to_the_sign_in_page_and_changes_nothing() {
    let (stage, made) = demonstration();
    let own = target(&stage, &staff_of(made, "practitioner"));
    let before = stage.entries();
    let looked = looks(&stage, &own.row.stream);
    let forged = Browser { cookie: Some(format!("{}=0123456789abcdef", web::visitor::COOKIE)) };
    for (pattern, methods, door) in ADDRESSES {
        if *door == Door::Open {
            continue;
        }
        let path = filled(&own.address(pattern));
        for browser in [&Browser::default(), &forged] {
            for method in *methods {
                let answer = match *method {
                    "GET" => stage.get(browser, &path),
                    _ => stage.post(browser, &path, FILLED),
                };
                safe(&path, &answer);
                assert_eq!(answer.status, 303, "{method} {path}: {}", answer.text());
                assert!(answer.location().starts_with("/sign-in"), "{method} {path}: {}", answer.location());
                assert!(answer.body.is_empty(), "nothing but the way to the sign-in page");
            }
        }
    }
    assert_eq!(stage.entries(), before);
    assert_eq!(looks(&stage, &own.row.stream), looked, "nothing was shown, so nothing was read");
}

/// Walks the addresses of a case as somebody, and expects each answer to be logged as what it was.
fn walk(stage: &Stage, browser: &Browser, staff: &str, target: &Target, may: impl Fn(&str) -> bool) -> Vec<Answer> {
    let mut pages = Vec::new();
    for pattern in of_cases("GET") {
        let path = target.address(pattern);
        let before = looks(stage, &target.row.stream);
        let answer = stage.get(browser, &path);
        safe(&path, &answer);
        let expected = if may(pattern) { (200, "shown") } else { (403, "refused") };
        assert_eq!(answer.status, expected.0, "{staff} {path}: {}", answer.text());
        assert!(looks(stage, &target.row.stream) > before, "{staff} {path} was logged");
        assert_eq!(last_read(stage, &target.row.stream), (staff.to_owned(), expected.1.to_owned()), "{path}");
        if answer.status == 403 {
            assert!(
                !answer.says(&target.row.surname) && !answer.says(&target.row.crn),
                "a refusal names nobody: {path}"
            );
        } else {
            pages.push(answer);
        }
    }
    pages
}

/// Sends every form of a case as somebody who may not, and expects a refusal, logged, and nothing recorded.
fn refused_to_write(stage: &Stage, browser: &Browser, staff: &str, target: &Target) {
    let body = format!("{FILLED}&csrf={}", secret(stage, browser));
    let before = stage.entries();
    for pattern in of_cases("POST").filter(|pattern| *pattern != SEARCHING) {
        let path = target.address(pattern);
        let answer = stage.post(browser, &path, &body);
        safe(&path, &answer);
        assert_eq!(answer.status, 403, "{staff} {path}: {}", answer.text());
        assert_eq!(last_read(stage, &target.row.stream), (staff.to_owned(), "refused".to_owned()), "{path}");
    }
    assert_eq!(stage.entries(), before);
}

#[test]
fn nobody_comes_to_a_case_they_have_nothing_to_do_with() {
    let (stage, made) = demonstration();
    let foreign = target(&stage, &staff_of(made, "public"));
    for role in ["practitioner", "senior", "administrator", "court", "auditor"] {
        let (browser, staff) = (stage.sign_in(role), staff_of(made, role));
        let audits = role == "auditor";
        walk(&stage, &browser, &staff, &foreign, |pattern| {
            audits && (SHOWING.contains(&pattern) || pattern == CHECKING)
        });
        refused_to_write(&stage, &browser, &staff, &foreign);
    }
}

#[test]
fn those_who_hold_a_case_come_to_all_of_it_and_each_look_is_logged() {
    let (stage, made) = demonstration();
    let holder = staff_of(made, "practitioner");
    let own = target(&stage, &holder);
    for role in ["practitioner", "senior", "administrator"] {
        // An administrator records and books; they judge no risk, keep nobody apart, put nothing aside, and open nothing told
        // in confidence.
        let judging = ["/risk/change", "/assess", "/apart", "/group", "/group/end", "/{alarm}"];
        let judges = |pattern: &str| {
            role != "administrator" || !(judging.iter().any(|end| pattern.ends_with(end)) || pattern == SENSITIVE)
        };
        let leads = |pattern: &str| !LEADING.contains(&pattern) || role == "senior";
        let may = |pattern: &str| pattern != CHECKING && judges(pattern) && leads(pattern);
        let pages = walk(&stage, &stage.sign_in(role), &staff_of(made, role), &own, may);
        assert!(pages.iter().any(|page| page.says(&own.row.crn)));
    }
    let court = stage.sign_in("court");
    walk(&stage, &court, &staff_of(made, "court"), &own, |_| false);
    refused_to_write(&stage, &court, &staff_of(made, "court"), &own);
    walk(&stage, &stage.sign_in("auditor"), &staff_of(made, "auditor"), &own, |pattern| {
        SHOWING.contains(&pattern) || pattern == CHECKING
    });
}

#[test]
fn no_title_and_no_address_names_anybody() {
    let (stage, made) = demonstration();
    let staff = staff_of(made, "practitioner");
    let browser = stage.sign_in("practitioner");
    let own = target(&stage, &staff);
    let cases = stage.read(|snapshot| snapshot.cases_of_officer(&staff, TODAY));
    let mut pages = walk(&stage, &browser, &staff, &own, |pattern| pattern != CHECKING && !LEADING.contains(&pattern));
    let day = format!("/day/{TODAY}");
    for path in [
        "/day?due=all",
        "/day?whose=team",
        "/find",
        "/courts",
        "/failures",
        "/protected",
        "/protected/failing",
        &format!("{day}/print"),
        &day,
    ] {
        pages.push(stage.page(&browser, path));
    }
    let search = stage.page(&browser, "/find").form("/find").with("q", &own.row.surname);
    let found = stage.send(&browser, &search);
    assert!(found.says(&own.row.crn), "{}", found.text());
    pages.push(found);
    for page in pages {
        for text in page.addresses().into_iter().chain([page.title()]) {
            let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            for row in &cases {
                assert!(!text.contains(&row.crn), "{text} holds a CRN");
                let surname = row.surname.to_lowercase();
                assert!(!words.contains(&surname), "{text} holds a name");
            }
        }
    }
}

#[test]
fn no_address_takes_a_form_without_our_secret_or_from_elsewhere() {
    let (stage, made) = demonstration();
    let browser = stage.sign_in("practitioner");
    let own = target(&stage, &staff_of(made, "practitioner"));
    let with_secret = format!("{FILLED}&csrf={}", secret(&stage, &browser));
    let before = stage.entries();
    for (pattern, methods, door) in ADDRESSES {
        if *door == Door::Open || !methods.contains(&"POST") {
            continue;
        }
        let path = filled(&own.address(pattern));
        let elsewhere = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site");
        for answer in [
            stage.post(&browser, &path, FILLED),
            stage.post(&browser, &path, &format!("{FILLED}&csrf=0123")),
            stage.request(&browser, elsewhere, Body::from(with_secret.clone())),
        ] {
            safe(&path, &answer);
            // A list of cases comes in parts: what is no such form is told apart before its secret is looked for.
            let expected: &[u16] = if path == "/courts/import" { &[400, 422] } else { &[422] };
            assert!(expected.contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    let parts = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n0123\r\n--x--\r\n";
    let request = Request::post("/courts/import").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    assert_eq!(stage.request(&stage.sign_in("court"), request, Body::from(parts)).status, 422);
    assert_eq!(stage.entries(), before);
    stage.page(&browser, "/find");
}
