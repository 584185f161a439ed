//! A case on one page.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use record::StreamId;
use record::case::{CaseFile, View, latest};
use record::facts::message::Language;
use record::facts::person::Scheme;
use serde::Deserialize;
use service::Problem;
use service::case::Beside;
use service::clocks::Owed;

use crate::answer::{failure, page};
use crate::components::{Clock, Fact, Facts, Flag, Here, Link, Notice, Tone};
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::case::timeline::entry;
use crate::handlers::case::{addresses, contacts, raised, risk};
use crate::handlers::caseload::alarm::aside;
use crate::handlers::frame::{case_header, case_href, case_id, recorded, why};
use crate::handlers::post::{noticed, words as post_words};
use crate::pages::case::overview::{Concern, OverviewPage, Requirement};
use crate::visitor::Visitor;
use crate::words::{due, minute, short_day};

/// How many entries the overview shows.
const LATEST: usize = 6;
/// How many letters, and how many reminders, it shows.
const LAST_SENT: usize = 2;

/// What was just done: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match overview(&visitor, &case, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn overview(visitor: &Visitor, case: &str, asked: &Asked) -> Result<OverviewPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("case");
    let read = service.case(&ask, &person, View::default()).await?;
    service.note_opened(&ask, &person);
    let (opened, file) = (&read.opened, &read.opened.file);
    let lines = latest(&opened.entries, View::default(), LATEST);
    let by = lines.iter().filter_map(|l| l.content).map(|c| c.by.staff.clone());
    let Beside { names, lives_too_near } = service.beside(&ask, opened, staff_of(file).into_iter().chain(by)).await?;
    let home = case_href(&person);
    let now = visitor.now.london();
    let next = file.next_appointment_after(now);
    let mut shell = visitor.shell("Case", Here::Find);
    shell.notice = match asked.done.as_str() {
        "recorded" => Some(recorded(visitor).await?),
        "warned" => Some(warned(file, &home)),
        _ => None,
    };
    Ok(OverviewPage {
        shell,
        case: case_header(visitor, &person, file, &names, "Overview"),
        next: next.map(|a| {
            let kind = contact_words(service.standards(), a);
            let place = whereabouts(&names, &a.booked.site, a.booked.at.as_ref(), "");
            let words = format!("{kind}, {}, {place}", minute(a.booked.starts));
            Link::new(words, format!("{home}/appointments/{}", a.component))
        }),
        actions: actions(visitor, &person, &home),
        clocks: read.owed.iter().map(|owed| clock_of(visitor, &person, file, owed)).collect(),
        requirements: requirements(file, visitor.now.day()),
        concerns: {
            let mut found = raised::concerns(visitor, &person, file).await?;
            found.extend(addresses::concerns(visitor, &person, opened, lives_too_near));
            concerns(visitor, file, &home, found)
        },
        risk: risk_facts(file, visitor.now.day(), &home),
        contact: contacts::months(visitor, opened),
        person: who(visitor, file, &home),
        sent: sent(visitor, file, &home),
        latest: lines.iter().map(|line| entry(visitor, line, file, &names)).collect(),
        timeline: format!("{home}/timeline"),
    })
}

fn warned(file: &CaseFile, home: &str) -> Notice {
    let letter = file.letters.last();
    let welsh = file.language() == Language::Welsh;
    let language = if welsh { post_words::IN_BOTH } else { "" };
    let mut notice = Notice::new(Tone::Good, format!("Recorded. The warning letter is there to print.{language}"));
    notice.link = letter.map(|l| Link::new("Print the letter", format!("{home}/letters/{}", l.entry.seq)));
    notice
}

fn actions(visitor: &Visitor, person: &StreamId, home: &str) -> Vec<Link> {
    let may = |action| access::role_does(visitor.actor().role, action);
    let mut links = Vec::new();
    if may(access::Action::Book) {
        links.push(Link::new("Book an appointment", format!("{home}/book")));
    }
    if may(access::Action::RecordContact) {
        links.push(Link::new("Add a note", format!("{home}/note")));
        links.push(Link::new("Sentence plan", format!("{home}/plan")));
        links.push(Link::new("Raise with your senior", format!("{home}/raised")));
    }
    if may(access::Action::Allocate) {
        links.push(Link::new("Allocate", format!("{home}/allocate")));
    }
    if may(access::Action::ViewReads) {
        links.push(Link::new("Who has seen this record", format!("{home}/seen")));
    }
    if may(access::Action::Erase) {
        links.push(Link::new("Propose erasure", format!("/erasures/propose/{person}")));
        links.push(Link::new("Legal hold", format!("/erasures/hold/{person}")));
    }
    links
}

fn clock_of(visitor: &Visitor, person: &StreamId, file: &CaseFile, owed: &Owed) -> Clock {
    use practice::DutyKind;
    let (home, today) = (case_href(person), visitor.now.day());
    let quiet = file.dismissed.iter().any(|one| {
        let same = one.alarm.duty == duty_code(owed) && one.alarm.subject == owed.duty.subject;
        same && one.alarm.ground == practice::alarm::ground(&owed.duty)
    });
    let late = practice::alarm::is_raised(&owed.duty, today);
    let (when, tone) = due(owed.duty.due_on, today);
    let action = match owed.duty.duty {
        DutyKind::DecisionAfterFailure | DutyKind::BreachReferral => {
            Some(Link::new("Decide", format!("{home}/appointments/{}", owed.duty.subject)))
        }
        DutyKind::SentencePlan => Some(Link::new("Complete", format!("{home}/plan"))),
        DutyKind::PlanReview => Some(Link::new("Review", format!("{home}/plan/review"))),
        DutyKind::WorkToRecord => Some(Link::new("Say", format!("{home}/appointments/{}/work", owed.duty.subject))),
        DutyKind::FirstContact | DutyKind::FaceToFaceContact => Some(Link::new("Book", format!("{home}/book"))),
        DutyKind::RiskAssessment => Some(Link::new("See the risk", format!("{home}/risk"))),
        DutyKind::LetterToPost => Some(Link::new("Say what became of it", noticed::href(&home, &owed.duty.subject))),
        _ => None,
    };
    Clock {
        when,
        // Put aside is not done: it stays in its place, and no longer calls.
        tone: if quiet { Tone::Neutral } else { tone },
        what: if quiet { format!("{}. Put aside.", owed.duty.duty) } else { format!("{}.", owed.duty.duty) },
        person: None,
        action,
        why: Some(why("Why?", &owed.duty.why)),
        aside: if late { aside(visitor, person, &duty_code(owed), &owed.duty.subject) } else { None },
    }
}

/// A duty's name as addresses and entries have it.
fn duty_code(owed: &Owed) -> String {
    serde_json::to_string(&owed.duty.duty).unwrap_or_default().trim_matches('"').to_owned()
}

/// The requirements of every running order. Progress is not yet worked out, and says so.
pub fn requirements(file: &CaseFile, today: Date) -> Vec<Requirement> {
    let running = file.active_orders(today);
    running
        .flat_map(|order| &order.made.requirements)
        .map(|requirement| Requirement {
            name: requirement.category.clone(),
            progress: match (requirement.amount, &requirement.unit) {
                (Some(amount), Some(unit)) => {
                    format!("{amount} {unit} ordered. What has been done is not held here yet")
                }
                _ => String::new(),
            },
            done: 0,
            whole: 0,
            note: String::new(),
            flag: None,
            why: None,
        })
        .collect()
}

/// What looks contradictory, dangerous or missing, the gravest first.
fn concerns(visitor: &Visitor, file: &CaseFile, home: &str, moved: Vec<Concern>) -> Vec<Concern> {
    let mut all: Vec<Concern> = contradicted(file, home).collect();
    all.extend(moved);
    all.extend(waiting(file, home));
    all.extend(late_warnings(file, home));
    all.extend(noticed::concerns(visitor, file, home));
    all
}

/// A sentence the law does not allow for its offence: both readings stand on the risk page.
fn contradicted(file: &CaseFile, home: &str) -> impl Iterator<Item = Concern> {
    let found = service::risk::sentences::sentences(file);
    let found: Vec<_> = found.iter().flat_map(|sentence| risk::contradictions(sentence, home)).collect();
    let risk = format!("{home}/risk");
    found.into_iter().map(move |found| Concern {
        tone: Tone::Act,
        text: found.text,
        change: format!("Finding out which half is wrong. {}", found.act_on),
        why: Some(found.why),
        actions: vec![Link::new("See both readings", risk.clone()), found.entry],
    })
}

/// Less risk that nobody has countersigned: what stood before stands.
fn waiting(file: &CaseFile, home: &str) -> Option<Concern> {
    let waiting = file.waiting_changes().count();
    (waiting > 0).then(|| Concern {
        tone: Tone::Soon,
        text: format!(
            "{}: what stood before stands.",
            crate::words::count(waiting, "lower judgement waits for a senior", "lower judgements wait for a senior")
        ),
        change: "A senior countersigns or declines.".to_owned(),
        why: None,
        actions: vec![Link::new("See what is proposed", format!("{home}/risk"))],
    })
}

/// Warnings that came too late to be fair: the later failure may not count.
fn late_warnings(file: &CaseFile, home: &str) -> Vec<Concern> {
    let late = file.warnings.iter().filter_map(|w| Some((w, service::letters::too_late(file, &w.appointment)?)));
    late.map(|(warning, late)| Concern {
        tone: Tone::Soon,
        text: format!(
            "The warning was served on {}, not before the next appointment on {}.",
            short_day(late.served_on),
            minute(late.next)
        ),
        change: "A failure at that appointment is to be reviewed for fairness before it counts.".to_owned(),
        why: None,
        actions: vec![Link::new("See the entry", format!("{home}/timeline#entry-{}", warning.entry.seq))],
    })
    .collect()
}

fn risk_facts(file: &CaseFile, today: Date, home: &str) -> Facts {
    let assessed = match file.assessments.last() {
        Some(last) => Fact::new("Assessed", short_day(last.on)),
        None => Fact::new("Assessed", "Never: the risk is unknown, which is not low"),
    };
    let mut all = vec![Fact::new("Serious harm", risk::summary(file)).link("Risk", format!("{home}/risk")), assessed];
    let running: Vec<_> = file.registrations.iter().filter(|r| r.ended.is_none()).collect();
    if running.is_empty() {
        all.push(Fact::new("Registers", "None recorded").note("No flag recorded is not the same as no risk."));
    }
    let rows = running.into_iter().map(|r| {
        let review = match r.registered.review_on {
            Some(on) if on < today => format!(". Review late by {} days", (today - on).get_days()),
            Some(on) => format!(", review due {}", short_day(on)),
            None => String::new(),
        };
        Fact::new(r.registered.words.clone(), format!("Since {}{review}", short_day(r.on)))
    });
    all.extend(rows);
    Facts::from(all)
}

/// What was sent last: letters, and the reminders of the last and the next appointments.
fn sent(visitor: &Visitor, file: &CaseFile, home: &str) -> Facts {
    let (standards, today, now) = (visitor.web.service.standards(), visitor.now.day(), visitor.now.london());
    let letters =
        file.letters.iter().rev().take(LAST_SENT).map(|l| post_words::letter_row(file, l, home, today, standards));
    let texts = file.texts.iter().rev().take(LAST_SENT).map(|text| post_words::text_row(file, text, now));
    Facts::from(letters.chain(texts).collect::<Vec<_>>())
}

fn who(visitor: &Visitor, file: &CaseFile, home: &str) -> Facts {
    let Some(person) = &file.person else { return Facts::default() };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "None recorded".to_owned());
    let aliases: Vec<String> = person.aliases.iter().map(record::facts::person::Name::plain).collect();
    let number = |scheme| or_none(person.identifier(scheme).map(str::to_owned));
    Facts::from(vec![
        Fact::new("PNC number", number(Scheme::Pnc)),
        Fact::new("CRO number", number(Scheme::Cro)),
        address(visitor, file, home),
        reached(visitor, file, home),
        Fact::new("Other names", or_none(Some(aliases.join(", ")).filter(|a| !a.is_empty()))),
    ])
}

/// Where they live, and where that is changed.
fn address(visitor: &Visitor, file: &CaseFile, home: &str) -> Fact {
    let (line, note) = addresses::lives(file);
    let fact = Fact::new("Address", line);
    let fact = if note.is_empty() { fact } else { fact.note(note) };
    let may = access::role_does(visitor.actor().role, access::Action::RecordContact);
    if may { fact.link("Addresses", format!("{home}/addresses")) } else { fact }
}

/// How they may be reached, and where that is changed.
fn reached(visitor: &Visitor, file: &CaseFile, home: &str) -> Fact {
    let (number, texts) = post_words::reach(file.reach.as_ref().map(|reach| &reach.details));
    let fact = Fact::new("Mobile", number).note(texts);
    let may = access::role_does(visitor.actor().role, access::Action::RecordContact);
    if may { fact.link("How to reach them", format!("{home}/reach")) } else { fact }
}

/// A tag for an order.
pub fn order_flag(order: &record::case::Order, today: Date) -> Flag {
    match (order.is_active(today), &order.ended) {
        (true, _) => Flag::new(Tone::Good, "Running"),
        (false, Some((_, how, _))) => Flag::new(Tone::Neutral, how.clone()),
        (false, None) => Flag::new(Tone::Soon, "Its time ran out"),
    }
}
