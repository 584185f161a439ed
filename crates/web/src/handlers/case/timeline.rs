//! Everything that was recorded of a person, newest first, with both of its times; as at a day, as known at a moment.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use practice::Standards;
use record::case::{CaseFile, Line, Standing, View, timeline};
use record::entry::{Basis, Content, Handling};
use record::facts::Fact;
use record::facts::organisation::Role;
use record::facts::person::Decision;
use record::facts::risk::Signature;
use record::time::{Instant, Minute};
use serde::Deserialize;
use service::Problem;
use service::directory::Names;

use crate::answer::{failure, page};
use crate::components::{Entry, EntryState, Flag, Here, Link, NavLink, Pager, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::risk_words::change_words;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::timeline::{Month, TimelinePage};
use crate::visitor::Visitor;
use crate::words::{clock, happened, instant, minute, outcome_flag, short_day};

/// The filters, by code.
const FILTERS: [&str; 5] = ["", "appointments", "enforcement", "orders", "notes"];
/// Entries on a page.
const PAGE: usize = 50;

/// From where the record is looked at: closed codes, days and page numbers only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: u16,
    #[serde(default, deserialize_with = "day_or_none")]
    as_at: Option<Date>,
    #[serde(default, deserialize_with = "day_or_none")]
    known_at: Option<Date>,
}

/// A day; what is empty, or no day, is none.
pub fn day_or_none<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.and_then(|text| text.parse().ok()))
}

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match timeline_page(&visitor, &case, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn timeline_page(visitor: &Visitor, case: &str, asked: &Asked) -> Result<TimelinePage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let view = View { as_at: asked.as_at, known_at: asked.known_at.map(end_of) };
    let read = service.case(&visitor.ask("timeline"), &person, view).await?;
    let file = &read.opened.file;
    let mut lines = timeline(&read.opened.entries, view);
    lines.retain(|line| line.content.is_none_or(|c| shown_under(&asked.show, &c.fact)));
    if visitor.actor().role != Role::Auditor {
        // What has since been found to be about somebody else is not shown again by looking back.
        let gone = retracted_now(&read.opened.entries);
        lines.retain(|line| view == View::default() || !gone.contains(&line.entry.id.seq));
    }
    let total = lines.len();
    let from = usize::from(asked.page).saturating_mul(PAGE).min(total);
    let lines = &lines[from..(from + PAGE).min(total)];
    let authors = lines.iter().filter_map(|l| l.content).map(|c| c.by.staff.clone());
    let names = service.names(staff_of(file).into_iter().chain(authors)).await?;
    let mut months: Vec<Month> = Vec::new();
    for line in lines {
        let name = line.content.map_or_else(|| "Erased".to_owned(), |c| c.happened.day().strftime("%B %Y").to_string());
        if months.last().is_none_or(|m| m.name != name) {
            months.push(Month { name, entries: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.entries.push(entry(visitor, line, file, &names));
        }
    }
    let home = format!("{}/timeline", case_href(&person));
    Ok(TimelinePage {
        shell: visitor.shell("Timeline – Case", Here::Find),
        case: case_header(visitor, &person, file, &names, "Timeline"),
        filters: filters(&home, asked),
        summary: format!("{total} entries, newest first"),
        as_at: as_at_words(asked),
        as_at_value: asked.as_at.map(|day| day.to_string()).unwrap_or_default(),
        known_at_value: asked.known_at.map(|day| day.to_string()).unwrap_or_default(),
        action: home.clone(),
        difference: format!("{}/difference", case_href(&person)),
        months,
        pager: pager(&home, asked, from, lines.len(), total),
    })
}

fn retracted_now(entries: &[record::entry::Entry]) -> std::collections::HashSet<u64> {
    let seen = record::case::resolve(entries, View::default()).into_iter();
    seen.filter(|r| matches!(r.standing, Standing::Retracted(_))).map(|r| r.entry.id.seq).collect()
}

/// The last microsecond of a day in London.
pub fn end_of(day: Date) -> Instant {
    let midnight = Minute::new(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0));
    Instant(midnight.instant().0 - 1)
}

fn as_at_words(asked: &Asked) -> Option<String> {
    match (asked.as_at, asked.known_at) {
        (None, None) => None,
        (Some(day), None) => Some(format!("As at {}: nothing that happened later is shown.", short_day(day))),
        (None, Some(day)) => {
            Some(format!("As known at the end of {}: nothing recorded later is shown.", short_day(day)))
        }
        (Some(at), Some(known)) => {
            Some(format!("As at {}, as known at the end of {}.", short_day(at), short_day(known)))
        }
    }
}

fn filters(home: &str, asked: &Asked) -> Vec<NavLink> {
    [
        ("", "Everything"),
        ("appointments", "Appointments"),
        ("enforcement", "Enforcement"),
        ("orders", "Orders and risk"),
        ("notes", "Notes"),
    ]
    .into_iter()
    .map(|(code, words)| NavLink {
        text: words.to_owned(),
        href: address(home, code, 0, asked),
        current: asked.show == code,
    })
    .collect()
}

/// The address of this timeline with another filter or page; the days it is seen from go along.
fn address(home: &str, show: &str, page: u16, asked: &Asked) -> String {
    let mut parts = Vec::new();
    if !show.is_empty() {
        parts.push(format!("show={show}"));
    }
    if page > 0 {
        parts.push(format!("page={page}"));
    }
    parts.extend(asked.as_at.map(|day| format!("as_at={day}")));
    parts.extend(asked.known_at.map(|day| format!("known_at={day}")));
    if parts.is_empty() { home.to_owned() } else { format!("{home}?{}", parts.join("&")) }
}

fn shown_under(show: &str, fact: &Fact) -> bool {
    match show {
        "appointments" => {
            matches!(
                fact,
                Fact::AppointmentBooked(_)
                    | Fact::AppointmentMoved(_)
                    | Fact::AppointmentCancelled(_)
                    | Fact::OutcomeRecorded(_)
                    | Fact::WorkRecorded(_)
            )
        }
        "enforcement" => matches!(
            fact,
            Fact::FailureDecided(_)
                | Fact::WarningGiven(_)
                | Fact::WarningWithdrawn(_)
                | Fact::BreachReferred(_)
                | Fact::LetterIssued(_)
                | Fact::OutcomeRecorded(_)
        ),
        "orders" => matches!(
            fact,
            Fact::OrderMade(_)
                | Fact::OrderEnded(_)
                | Fact::Allocated(_)
                | Fact::Registered(_)
                | Fact::Deregistered(_)
                | Fact::AssessmentCompleted(_)
                | Fact::RiskChangeProposed(_)
                | Fact::RiskChangeCountersigned(_)
                | Fact::PlanCompleted(_)
                | Fact::PlanReviewed(_)
        ),
        "notes" => matches!(fact, Fact::ContactNoted(_)),
        _ => true,
    }
}

fn pager(home: &str, asked: &Asked, from: usize, shown: usize, total: usize) -> Option<Pager> {
    if total <= PAGE {
        return None;
    }
    let show = FILTERS.iter().find(|code| **code == asked.show).copied().unwrap_or_default();
    let to = |page: u16| address(home, show, page, asked);
    Some(Pager {
        words: format!("{} to {} of {total}", from + 1, from + shown),
        previous: (asked.page > 0).then(|| to(asked.page - 1)),
        next: (from + shown < total).then(|| to(asked.page + 1)),
    })
}

/// Whether what is sensitive is folded shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Shut: what it says is behind a link, and opening it is logged.
    Shut,
    /// Open: it was asked for by itself.
    Open,
}

/// One entry as a line; what is sensitive is folded shut.
pub fn entry(visitor: &Visitor, line: &Line<'_>, file: &CaseFile, names: &Names) -> Entry {
    folded(visitor, line, file, names, Fold::Shut)
}

/// One entry as a line.
pub fn folded(visitor: &Visitor, line: &Line<'_>, file: &CaseFile, names: &Names, fold: Fold) -> Entry {
    let standards = visitor.web.service.standards();
    let id = &line.entry.id;
    let home = case_href(&id.stream);
    let told = line.content.map(|content| tell(content, &home, id.seq, file, names, standards));
    let told = told.unwrap_or_else(|| Told { title: "Content erased".to_owned(), ..Told::default() });
    let sensitive = line.content.is_some_and(|content| content.handling != Handling::Ordinary);
    let told = if sensitive { shut(visitor, told, &home, id.seq, fold) } else { told };
    let by = line.content.map_or_else(String::new, |c| {
        let organisation = names.of_unit(&c.by.organisation);
        let role = c.by.role.replace('_', " ");
        format!("{}, {role}, {organisation}", names.of_staff(&c.by.staff))
    });
    let (state, state_note) = standing(&line.standing);
    // What was never true here leaves ordinary screens: only auditors see what it said.
    let auditor = visitor.actor().role == Role::Auditor;
    let hidden = matches!(line.standing, Standing::Retracted(_)) && !auditor;
    let correctable = state == EntryState::Stands
        && line.content.is_some_and(|c| matches!(c.fact, Fact::OutcomeRecorded(_) | Fact::ContactNoted(_)))
        && access::role_does(visitor.actor().role, access::Action::Correct);
    let later = line.recorded_days_later;
    Entry {
        id: format!("entry-{}", id.seq),
        happened: line.content.map_or_else(String::new, |c| happened(c.happened)),
        recorded: format!("Recorded {}", instant(line.entry.recorded)),
        later: (later > 0).then(|| {
            format!("Recorded {} later", crate::words::count(usize::try_from(later).unwrap_or(0), "day", "days"))
        }),
        protected: String::new(),
        title: if hidden { "An entry about somebody else was taken off this record".to_owned() } else { told.title },
        href: told.href.filter(|_| !hidden),
        by,
        instructed: line
            .content
            .and_then(|c| c.by.instructed_by.as_ref())
            .map(|who| format!("On the instruction of {who}")),
        basis: line.content.and_then(|c| match c.basis {
            Basis::Fact => None,
            Basis::Opinion => Some("Opinion".to_owned()),
            Basis::ThirdParty => Some("Told by a third party".to_owned()),
        }),
        flags: if hidden { Vec::new() } else { told.flags },
        text: if hidden { Vec::new() } else { told.text },
        links: links(visitor, line, &home, told.links),
        state,
        state_note,
        correct: correctable.then(|| format!("{home}/entries/{}/correct", id.seq)),
    }
}

/// What is sensitive says that it is, and leads to what it says.
fn shut(visitor: &Visitor, told: Told, home: &str, seq: u64, fold: Fold) -> Told {
    let mut told = told;
    told.flags.push(Flag::new(Tone::Note, "Sensitive"));
    if fold == Fold::Open {
        return told;
    }
    if access::role_does(visitor.actor().role, access::Action::ViewSensitive) {
        told.text.clear();
        told.links.push(Link::new("Sensitive: show", format!("{home}/contacts/{seq}")));
    } else {
        told.text = vec!["Open to those who supervise.".to_owned()];
    }
    told
}

/// What an entry leads to. What was said about somebody else leads only to who is told; what was put right, and what
/// put it right, lead to each other.
fn links(visitor: &Visitor, line: &Line<'_>, home: &str, own: Vec<Link>) -> Vec<Link> {
    if line.content.is_some() && access::role_does(visitor.actor().role, access::Action::Erase) {
        let id = &line.entry.id;
        let propose =
            Link::new(format!("Propose erasure of entry {}", id.seq), format!("/erasures/propose/{}", id.stream));
        return own.into_iter().chain([propose]).collect();
    }
    let to = |words: &str, page: &str| Link::new(words, format!("{home}/entries/{}/{page}", line.entry.id.seq));
    let corrects = line.content.is_some_and(|content| content.corrects.is_some());
    match &line.standing {
        Standing::Retracted(_) if access::role_does(visitor.actor().role, access::Action::ViewReaders) => {
            vec![to("Who is told", "readers")]
        }
        Standing::Retracted(_) => Vec::new(),
        Standing::Corrected(_) => own.into_iter().chain([to("How it came to be", "history")]).collect(),
        _ if corrects => own.into_iter().chain([to("How it came to be", "history")]).collect(),
        _ => own,
    }
}

fn standing(standing: &Standing) -> (EntryState, Option<String>) {
    match standing {
        Standing::Stands => (EntryState::Stands, None),
        Standing::Corrected(by) => (EntryState::Corrected, Some(format!("Corrected by entry {}", by.seq))),
        Standing::Retracted(by) => (EntryState::Retracted, Some(format!("Taken off this record by entry {}", by.seq))),
        Standing::Erased => (EntryState::Retracted, Some("Its content was erased".to_owned())),
    }
}

/// What an entry says, in words.
#[derive(Default)]
struct Told {
    title: String,
    href: Option<String>,
    flags: Vec<Flag>,
    text: Vec<String>,
    links: Vec<Link>,
}

impl Told {
    fn new(title: impl Into<String>) -> Told {
        Told { title: title.into(), ..Told::default() }
    }

    fn text(mut self, text: &str) -> Told {
        self.text.extend(text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        self
    }
}

fn tell(content: &Content, home: &str, seq: u64, file: &CaseFile, names: &Names, standards: &Standards) -> Told {
    let component = content.component.as_deref().unwrap_or_default();
    let own_page = || Some(format!("{home}/appointments/{component}"));
    let contact = |code: &str| standards.contact_type(code).map_or_else(|| code.to_owned(), |kind| kind.words.clone());
    let held = |prefix: &str| match file.appointment(component) {
        Some(a) => format!("{prefix}: {}, {}", contact(&a.booked.contact), minute(a.booked.starts)),
        None => prefix.to_owned(),
    };
    let told = match &content.fact {
        Fact::PersonRecorded(p) => Told::new("Person recorded").text(&format!("{}, {}", p.name.plain(), p.crn)),
        Fact::AliasRecorded(a) => Told::new("Other name recorded").text(&a.name.plain()),
        Fact::IdentifierRecorded(i) => Told::new("Identity number recorded").text(&i.given),
        Fact::AddressRecorded(a) => Told::new("Address recorded").text(&a.lines.join(", ")),
        Fact::NeedRecorded(n) => Told::new("Need recorded").text(&format!("{} {}", n.need, n.detail)),
        Fact::OrderMade(o) => {
            let mut told = Told::new(format!("{} made at {}", o.kind.words(), o.court));
            told.text = vec![format!("Main offence: {}", o.main_offence.title)];
            told.text.extend(o.requirements.iter().map(|r| match (r.amount, &r.unit) {
                (Some(amount), Some(unit)) => format!("{}: {amount} {unit}", r.category),
                _ => r.category.clone(),
            }));
            told
        }
        Fact::OrderEnded(e) => Told::new(format!("Order ended: {}", e.ending.words())),
        Fact::Allocated(a) => Told::new("Allocated").text(&format!(
            "{}, {}, {}",
            names.of_staff(&a.staff),
            names.of_unit(&a.team),
            names.of_unit(&a.provider)
        )),
        Fact::AppointmentBooked(b) => {
            let title = format!("Booked: {}, {}", contact(&b.contact), minute(b.starts));
            let place = format!("{}, with {}", names.of_place(&b.site), names.of_staff(&b.staff));
            Told { href: own_page(), ..Told::new(title).text(&place).text(&b.purpose) }
        }
        Fact::AppointmentMoved(m) => {
            let title = format!("Moved to {} at {}", short_day(m.starts.day()), clock(m.starts));
            Told { href: own_page(), ..Told::new(title) }
        }
        Fact::AppointmentCancelled(_) => Told::new("Appointment called off"),
        Fact::Arrived(a) => Told::new("Came in").text(&names.of_place(&a.site)),
        Fact::Left(_) => Told::new("Left the building"),
        Fact::OutcomeRecorded(o) => Told {
            href: own_page(),
            flags: vec![outcome_flag(standards, &o.outcome)],
            ..Told::new(held("Outcome")).text(&o.note)
        },
        Fact::ContactNoted(n) => Told::new(contact(&n.contact)).text(&n.note),
        Fact::PlanCompleted(_) | Fact::PlanReviewed(_) | Fact::WorkRecorded(_) => {
            tell_of_plan(&content.fact, home, file)
        }
        Fact::FailureDecided(d) => Told {
            href: own_page(),
            flags: vec![Flag::new(Tone::Note, decision_words(d.decision))],
            ..Told::new(held("Decided"))
        },
        Fact::WarningGiven(w) => Told::new(format!("Warning, served {}", short_day(w.served_on)))
            .text(&format!("Evidence of an excuse invited by {}.", short_day(w.evidence_by))),
        Fact::WarningWithdrawn(w) => Told::new("Warning withdrawn").text(&w.evidence),
        Fact::BreachReferred(b) => Told::new("Referred to an enforcement officer")
            .text(&format!("{} failure(s) under the order", b.failures.len())),
        Fact::LetterIssued(l) => Told {
            href: Some(format!("{home}/letters/{seq}")),
            links: vec![Link::new("See and print the letter", format!("{home}/letters/{seq}"))],
            ..Told::new(format!("Letter issued, by {}", l.by))
        },
        Fact::Registered(r) => Told::new("Registered").text(&r.words),
        Fact::Deregistered(_) => Told::new("Register flag taken down"),
        Fact::AssessmentCompleted(a) => {
            Told { href: Some(format!("{home}/risk")), ..Told::new("Risk assessed").text(&a.judgement) }
        }
        Fact::RiskChangeProposed(p) => Told {
            href: Some(format!("{home}/risk")),
            ..Told::new("Change of risk proposed").text(&change_words(&p.change, file))
        },
        Fact::RiskChangeCountersigned(s) => {
            let words = match s.decided {
                Signature::Agreed => "Change of risk countersigned",
                Signature::Declined => "Change of risk declined",
            };
            Told {
                href: Some(format!("{home}/risk")),
                ..Told::new(words)
                    .text(&format!("Proposed by entry {}.", content.because.first().map_or(0, |id| id.seq)))
            }
        }
        fact => tell_of_record(fact),
    };
    match &content.reason {
        Some(reason) => told.text(&format!("Reason: {reason}")),
        None => told,
    }
}

/// What is said about the plan and the work on it.
fn tell_of_plan(fact: &Fact, home: &str, file: &CaseFile) -> Told {
    let href = Some(format!("{home}/plan"));
    let words = |id: &String| file.objective(id).map_or_else(|| id.clone(), |objective| objective.words.clone());
    let set = |objectives: &[record::facts::plan::Objective]| {
        objectives.iter().map(|objective| objective.words.as_str()).collect::<Vec<_>>().join("\n")
    };
    match fact {
        Fact::PlanCompleted(plan) => Told { href, ..Told::new("Sentence plan completed").text(&set(&plan.objectives)) },
        Fact::PlanReviewed(review) => {
            let mut told = Told { href, ..Told::new("Sentence plan reviewed") };
            for reviewed in &review.reviewed {
                let why = if reviewed.reason.is_empty() { String::new() } else { format!(" ({})", reviewed.reason) };
                told = told.text(&format!("{}: {}{why}", reviewed.state.words(), words(&reviewed.objective)));
            }
            told.text(&set(&review.added))
        }
        Fact::WorkRecorded(work) => {
            let objectives: Vec<String> = work.objectives.iter().map(words).collect();
            Told::new("Worked on").text(&objectives.join("\n")).text(&work.words)
        }
        other => Told::new(other.kind().replace('_', " ")),
    }
}

/// What is said about the record itself: who may see it, what was taken off it.
fn tell_of_record(fact: &Fact) -> Told {
    match fact {
        Fact::AccessLimited(_) => Told::new("Access to this record was limited"),
        Fact::AccessLimitEnded(_) => Told::new("A limit on access was ended"),
        Fact::Retracted(r) if r.recorded_elsewhere => {
            Told::new("An entry was taken off this record and recorded where it belongs")
        }
        Fact::Retracted(_) => Told::new("An entry was taken off this record"),
        Fact::Erased(e) => {
            let entries = crate::words::count(e.entries.len(), "entry", "entries");
            Told::new(format!("{entries} erased: {}", e.authority))
        }
        Fact::ReadersTold(told) => {
            let people = crate::words::count(told.readers.len(), "person", "people");
            Told::new(format!("{people} had opened the record meanwhile: told"))
        }
        Fact::AlarmDismissed(aside) => {
            let duty: Option<practice::DutyKind> = serde_json::from_str(&format!("\"{}\"", aside.duty)).ok();
            let duty = duty.map_or_else(|| aside.duty.clone(), |duty| duty.to_string());
            Told::new(format!("Alarm put aside: {duty}. {}", aside.why.words()))
        }
        Fact::ErasureProposed(p) => Told::new(format!("Erasure proposed: {}", p.authority)),
        Fact::ErasureDeclined(_) => Told::new("A proposed erasure was declined"),
        Fact::LegalHoldPlaced(h) => Told::new(format!("Legal hold placed: {}", h.authority)),
        Fact::LegalHoldLifted(_) => Told::new("Legal hold lifted"),
        Fact::Unknown { kind, version, .. } => {
            Told::new(format!("Written by a newer release: {kind}, version {version}. Not to be changed here"))
        }
        other => Told::new(other.kind().replace('_', " ")),
    }
}

/// A decision in words.
pub fn decision_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Warn => "Warning",
        Decision::ReferBreach => "Referred for breach",
        Decision::NoFurtherAction => "No further action",
        Decision::AcceptExcuse => "Excuse accepted",
    }
}
