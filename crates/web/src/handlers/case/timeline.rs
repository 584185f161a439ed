//! Everything that was recorded of a person, newest first, with both of its times; as at a day, as known at a moment.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use record::StreamId;
use record::case::{CaseFile, Line, Standing, View, timeline};
use record::entry::{Basis, Handling};
use record::facts::Fact;
use record::facts::organisation::Role;
use record::time::{Instant, Minute};
use serde::Deserialize;
use service::Problem;
use service::directory::Names;
use service::leaving::{can_leave, lowers};
use service::questions::Moment;

use crate::answer::{failure, page};
use crate::components::{Entry, EntryState, Flag, Here, Link, NavLink, Pager, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::told::{Told, tell};
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::questions::asked::moment_words;
use crate::pages::case::timeline::{Month, TimelinePage};
use crate::visitor::Visitor;
use crate::words::{happened, instant, read_time, short_day};

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
    #[serde(default)]
    known_time: String,
}

impl Asked {
    /// The end of the day as known at, or the time of it that was typed.
    fn known(&self) -> Result<Option<Moment>, Problem> {
        let Some(day) = self.known_at else { return Ok(None) };
        if self.known_time.trim().is_empty() {
            return Ok(Some(Moment::EndOf(day)));
        }
        let words = "Give a time such as 2pm or 14:00, or nothing for the end of the day";
        let (hour, minute) = read_time(&self.known_time).ok_or_else(|| Problem::field("known_time", words))?;
        Ok(Some(Moment::At(Minute::new(day.at(hour, minute, 0, 0)))))
    }
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
    let known = asked.known()?;
    let view = View { as_at: asked.as_at, known_at: known.map(Moment::instant) };
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
        as_at: as_at_words(asked.as_at, known),
        as_at_value: asked.as_at.map(|day| day.to_string()).unwrap_or_default(),
        known_at_value: asked.known_at.map(|day| day.to_string()).unwrap_or_default(),
        known_time_value: asked.known_time.trim().to_owned(),
        action: home.clone(),
        difference: format!("{}/difference", case_href(&person)),
        then: then(&person, asked),
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

fn as_at_words(as_at: Option<Date>, known: Option<Moment>) -> Option<String> {
    match (as_at, known.map(moment_words)) {
        (None, None) => None,
        (Some(day), None) => Some(format!("As at {}: nothing that happened later is shown.", short_day(day))),
        (None, Some(known)) => Some(format!("As known at {known}: nothing recorded later is shown.")),
        (Some(at), Some(known)) => Some(format!("As at {}, as known at {known}.", short_day(at))),
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

/// Where it is told what was owed on the day that is read as at, as known then.
fn then(person: &StreamId, asked: &Asked) -> String {
    let on = asked.as_at.or(asked.known_at).map(|day| format!("on={day}"));
    let known = asked.known_at.map(|day| format!("known_at={day}"));
    let time = asked.known_at.and(read_time(&asked.known_time));
    let time = time.map(|(hour, minute)| format!("known_time={hour:02}:{minute:02}"));
    let parts: Vec<String> = [on, known, time].into_iter().flatten().collect();
    format!("{}/then?{}", case_href(person), parts.join("&"))
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
    if let (Some(_), Some((hour, minute))) = (asked.known_at, read_time(&asked.known_time)) {
        parts.push(format!("known_time={hour:02}:{minute:02}"));
    }
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
                | Fact::MessageDispatched(_)
                | Fact::MessageDelayed(_)
                | Fact::MessageFailed(_)
                | Fact::MessageReturned(_)
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
        "notes" => matches!(fact, Fact::ContactNoted(_) | Fact::Raised(_) | Fact::RaisedAnswered(_)),
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
        if c.by.role == Role::System.code() && c.by.organisation == Role::System.code() {
            return Role::System.words().to_owned();
        }
        let organisation = names.of_unit(&c.by.organisation);
        let role = c.by.role.replace('_', " ");
        format!("{}, {role}, {organisation}", names.of_staff(&c.by.staff))
    });
    let (state, state_note) = standing(&line.standing);
    // What was never true here leaves ordinary screens: only auditors see what it said.
    let auditor = visitor.actor().role == Role::Auditor;
    let hidden = matches!(line.standing, Standing::Retracted(_)) && !auditor;
    let correctable = state == EntryState::Stands
        && line.content.is_some_and(|c| {
            let needed = if lowers(&c.fact) { access::Action::CountersignRisk } else { access::Action::Correct };
            can_leave(&c.fact) && access::role_does(visitor.actor().role, needed)
        });
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
