//! The contact log of a case: narrowed by chips and days, searched inside its notes, taken away as a file.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use practice::Ruled;
use practice::catalogue::Counts;
use practice::contact_standard::ContactMonth;
use record::case::{CaseFile, View, timeline};
use record::entry::Handling;
use record::facts::Fact as Said;
use serde::Deserialize;
use service::Problem;
use service::clocks::Reading;
use service::contact::log::{Asked as Wanted, Category, Line, lines};
use service::contact::repeats::Repeats;
use service::contact::search::Wanted as Words;
use service::contact::seen::{month_of, work_to_say};
use service::directory::Names;
use service::door::Opened;

use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Flag, Here, Link, NavLink, Pager, Tone, Why};
use crate::csv;
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::case::timeline::{Fold, day_or_none, folded};
use crate::handlers::case::told::decision_words;
use crate::handlers::frame::{case_header, case_href, case_id, why};
use crate::pages::case::contacts::{ContactPage, ContactRow, ContactsPage, FoundPages, Piece};
use crate::posted::{Fields, Posted};
use crate::visitor::Visitor;
use crate::words::{count, happened, outcome_flag, short_day};

/// Lines on a page.
const PAGE: usize = 25;

/// What the log is narrowed to: closed codes, days and page numbers only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: u16,
    #[serde(default, deserialize_with = "day_or_none")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day_or_none")]
    to: Option<Date>,
}

impl Asked {
    /// The same as a search posts it.
    fn posted(fields: &Fields) -> Asked {
        Asked {
            show: fields.trimmed("show").to_owned(),
            page: fields.trimmed("page").parse().unwrap_or(0),
            from: fields.trimmed("from").parse().ok(),
            to: fields.trimmed("to").parse().ok(),
        }
    }

    fn wanted(&self, typed: &str) -> Wanted {
        let category = Category::of_code(&self.show);
        Wanted { category, from: self.from, to: self.to, words: Words::of(typed) }
    }
}

/// The log.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match contacts_page(&visitor, &case, &asked, "").await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The log, searched; or what a search found, as a file.
pub async fn submit(Path(case): Path<String>, posted: Posted) -> Response {
    let (visitor, fields) = (&posted.visitor, &posted.fields);
    let (asked, typed) = (Asked::posted(fields), fields.trimmed("words"));
    let shown = if fields.trimmed("as") == "csv" {
        contacts_file(visitor, &case, &asked, typed).await
    } else {
        contacts_page(visitor, &case, &asked, typed).await.map(|shown| page(&shown))
    };
    shown.unwrap_or_else(|problem| posted.failure(problem))
}

/// What is shown, as a file.
pub async fn file(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    let made = contacts_file(&visitor, &case, &asked, "").await;
    made.unwrap_or_else(|problem| failure(&visitor.web, Some(&visitor), problem))
}

/// One entry that is folded shut elsewhere, open.
pub async fn open(visitor: Visitor, Path((case, seq)): Path<(String, u64)>) -> Response {
    match contact_page(&visitor, &case, seq).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn contact_page(visitor: &Visitor, case: &str, seq: u64) -> Result<ContactPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("sensitive entry");
    let opened = service.open(&ask, access::Action::ViewSensitive, &person, View::default()).await?;
    let all = timeline(&opened.entries, View::default());
    let line = all.iter().find(|line| line.entry.id.seq == seq).ok_or(Problem::NotFound)?;
    let authors = line.content.map(|content| content.by.staff.clone());
    let names = service.names(staff_of(&opened.file).into_iter().chain(authors)).await?;
    let back = format!("{}/contacts", case_href(&person));
    Ok(ContactPage {
        shell: visitor.shell("A sensitive entry – Case", Here::Find).back("Contacts", &back),
        case: case_header(visitor, &person, &opened.file, &names, "Contacts"),
        entry: folded(visitor, line, &opened.file, &names, Fold::Open),
    })
}

async fn contacts_page(visitor: &Visitor, case: &str, asked: &Asked, typed: &str) -> Result<ContactsPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("contacts");
    let (opened, may_open) = service.contact_log(&ask, &person).await?;
    let file = &opened.file;
    let found = lines(file, &opened.entries, &asked.wanted(typed), may_open, service.standards());
    let total = found.len();
    let from = usize::from(asked.page).saturating_mul(PAGE).min(total);
    let shown = &found[from..(from + PAGE).min(total)];
    let names = service.names(staff_of(file).into_iter().chain(shown.iter().map(by))).await?;
    let repeats = service.repeated(&ask, &opened, shown).await?;
    let home = case_href(&person);
    let words = Words::of(typed);
    let place = format!("{} to {} of {total}", from + 1, from + shown.len());
    let (previous, next) = (asked.page > 0, from + shown.len() < total);
    let at = usize::from(asked.page);
    let address = |page| address(&format!("{home}/contacts"), asked, &asked.show, page);
    let searched = !words.is_empty();
    let work_to_say = work_to_say(reading(visitor, &opened));
    let found_as = Around { words: &words, names: &names, work_to_say: &work_to_say, repeats: &repeats };
    Ok(ContactsPage {
        shell: visitor.shell("Contacts – Case", Here::Find),
        case: case_header(visitor, &person, file, &names, "Contacts"),
        months: months(visitor, &opened),
        filters: filters(&home, asked),
        action: format!("{home}/contacts"),
        csrf: visitor.session.csrf.clone(),
        show: Category::of_code(&asked.show).map(|category| category.code().to_owned()).unwrap_or_default(),
        from: asked.from.map(|day| day.to_string()).unwrap_or_default(),
        to: asked.to.map(|day| day.to_string()).unwrap_or_default(),
        typed: typed.to_owned(),
        summary: summary(total, typed),
        rows: shown.iter().map(|line| row(visitor, &home, file, line, &found_as)).collect(),
        pager: (!searched && total > PAGE).then(|| Pager {
            words: place.clone(),
            previous: previous.then(|| address(asked.page.saturating_sub(1))),
            next: next.then(|| address(asked.page + 1)),
        }),
        found: (searched && total > 0).then(|| FoundPages {
            words: place.clone(),
            previous: previous.then(|| at.saturating_sub(1)),
            next: next.then_some(at + 1),
        }),
        compared: (!repeats.is_empty()).then(|| compared(visitor)),
        csv: (!searched && total > 0).then(|| self::address(&format!("{home}/contacts/csv"), asked, &asked.show, 0)),
    })
}

/// How it was found that a note repeats another.
pub fn compared(visitor: &Visitor) -> Why {
    let ask = visitor.ask("contacts");
    why("How are notes compared?", &visitor.web.service.how_notes_are_compared(&ask))
}

async fn contacts_file(visitor: &Visitor, case: &str, asked: &Asked, typed: &str) -> Result<Response, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let ask = visitor.ask("contacts file");
    let (opened, may_open) = service.contact_log(&ask, &person).await?;
    let found = lines(&opened.file, &opened.entries, &asked.wanted(typed), may_open, service.standards());
    let names = service.names(staff_of(&opened.file).into_iter().chain(found.iter().map(by))).await?;
    let home = case_href(&person);
    let repeats = service.repeated(&ask, &opened, &found).await?;
    let around = Around { words: &Words::default(), names: &names, work_to_say: &[], repeats: &repeats };
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|line| {
            let row = row(visitor, &home, &opened.file, line, &around);
            let flags: Vec<&str> = row.flags.iter().map(|flag| flag.text.as_str()).collect();
            let text: Vec<String> =
                row.text.iter().map(|pieces| pieces.iter().map(|piece| piece.text.as_str()).collect()).collect();
            let repeats = row.repeats.unwrap_or_default();
            vec![row.when, row.what, flags.join("; "), text.join("\n"), repeats, row.by, line.entry.id.seq.to_string()]
        })
        .collect();
    service.log_taken(&ask, &person, rows.len()).await?;
    Ok(csv::file("contacts", &["When", "Contact", "Outcome", "Note", "Repeats", "Recorded by", "Entry"], &rows))
}

fn by(line: &Line<'_>) -> String {
    line.content.by.staff.clone()
}

fn summary(total: usize, typed: &str) -> String {
    if typed.is_empty() {
        format!("{}, newest first", count(total, "contact", "contacts"))
    } else {
        format!("{} for ‘{typed}’", count(total, "result", "results"))
    }
}

fn filters(home: &str, asked: &Asked) -> Vec<NavLink> {
    let chosen = Category::of_code(&asked.show);
    let link = |code: &str, words: &str, current| NavLink {
        text: words.to_owned(),
        href: address(&format!("{home}/contacts"), asked, code, 0),
        current,
    };
    let all = link("", "All contacts", chosen.is_none());
    let each = Category::ALL.into_iter().map(|one| link(one.code(), one.words(), chosen == Some(one)));
    std::iter::once(all).chain(each).collect()
}

/// The address of the log with another filter or page; the days go along.
fn address(home: &str, asked: &Asked, show: &str, page: u16) -> String {
    let mut parts = Vec::new();
    parts.extend(Category::of_code(show).map(|category| format!("show={}", category.code())));
    if page > 0 {
        parts.push(format!("page={page}"));
    }
    parts.extend(asked.from.map(|day| format!("from={day}")));
    parts.extend(asked.to.map(|day| format!("to={day}")));
    if parts.is_empty() { home.to_owned() } else { format!("{home}?{}", parts.join("&")) }
}

/// How often they were seen in the month of today, and in the one before.
pub fn months(visitor: &Visitor, opened: &Opened) -> Facts {
    let (today, reading) = (visitor.now.day(), reading(visitor, opened));
    let before = today.first_of_month().yesterday().unwrap_or(today);
    let rows = [today, before].into_iter().filter_map(|month| month_of(reading, month));
    Facts::from(rows.map(|ruled| month_fact(&ruled)).collect::<Vec<_>>())
}

fn reading<'a>(visitor: &Visitor, opened: &'a Opened) -> Reading<'a> {
    let standards = visitor.web.service.standards();
    Reading { file: &opened.file, entries: &opened.entries, as_at: visitor.now.day(), standards }
}

fn month_fact(ruled: &Ruled<ContactMonth>) -> Fact {
    let month = &ruled.value;
    let name = month.from.strftime("%B").to_string();
    let key = if month.over { name } else { format!("{name} so far") };
    let mut note = match month.offered {
        0 => "Not asked to come.".to_owned(),
        n => format!("Asked to come {}.", times(n)),
    };
    if month.other > 0 {
        let others = count(usize::try_from(month.other).unwrap_or(0), "other contact", "other contacts");
        note = format!("{note} Not counted, as by telephone: {others}.");
    }
    let mut because = why("Why?", &ruled.why);
    because.figure = format!("{} in this time", times(month.required));
    because.source.clone_from(&month.source);
    because.status = month.status.into();
    let asked = if month.required == 0 { "nothing".to_owned() } else { times(month.required) };
    Fact::new(key, format!("{}; {asked} is asked for{}", had(month), stopped(month))).note(note).why(because)
}

/// What was had, of what counts.
fn had(month: &ContactMonth) -> String {
    match (month.mode, month.attended) {
        (Counts::FaceToFace, 0) => "Not seen face to face".to_owned(),
        (Counts::FaceToFace, n) => format!("Seen {} face to face", times(n)),
        (Counts::Any, 0) => "Not in contact".to_owned(),
        (Counts::Any, n) => format!("In contact {}", times(n)),
    }
}

fn stopped(month: &ContactMonth) -> &'static str {
    if month.is_stopped() { ", for active supervision has stopped" } else { "" }
}

fn times(n: u32) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// What every line is shown with.
struct Around<'a> {
    words: &'a Words,
    names: &'a Names,
    /// Appointments of which it is still to be said what was worked on.
    work_to_say: &'a [String],
    /// Lines that say much of what an earlier note says, by entry.
    repeats: &'a BTreeMap<u64, Repeats>,
}

fn row(visitor: &Visitor, home: &str, file: &CaseFile, line: &Line<'_>, around: &Around<'_>) -> ContactRow {
    let Around { words, names, work_to_say, repeats } = *around;
    let seq = line.entry.id.seq;
    let role = visitor.actor().role;
    let may = |action| access::role_does(role, action);
    let (what, href, mut flags) = told(visitor, home, file, line);
    let mut links = Vec::new();
    let open = line.handling == Handling::Ordinary;
    if !open {
        flags.push(Flag::new(Tone::Note, "Sensitive"));
        if may(access::Action::ViewSensitive) {
            links.push(Link::new("Sensitive: show", format!("{home}/contacts/{seq}")));
        }
    }
    if let Some(appointment) = line.appointment
        && work_to_say.contains(&appointment.component)
        && may(access::Action::RecordContact)
    {
        links.push(Link::new("Say what you worked on", format!("{home}/appointments/{}/work", appointment.component)));
    }
    links.push(Link::new("History", format!("{home}/entries/{seq}/history")));
    ContactRow {
        id: format!("contact-{seq}"),
        when: happened(line.when),
        what,
        href,
        flags,
        text: if open { pieces(&line.text, words) } else { Vec::new() },
        repeats: repeats.get(&seq).map(|repeats| repeats.words()),
        by: names.of_staff(&line.content.by.staff),
        links,
    }
}

/// What a line is called, where it leads, and its tags.
fn told(visitor: &Visitor, home: &str, file: &CaseFile, line: &Line<'_>) -> (String, Option<String>, Vec<Flag>) {
    let standards = visitor.web.service.standards();
    let kind = |code: &str| standards.contact_type(code).map_or_else(|| code.to_owned(), |kind| kind.words.clone());
    if let Some(appointment) = line.appointment {
        let flag = match &appointment.held {
            Some(held) => outcome_flag(standards, &held.outcome),
            None if appointment.cancelled.is_some() => Flag::new(Tone::Neutral, "Called off"),
            None if appointment.booked.starts > visitor.now.london() => Flag::new(Tone::Neutral, "Booked"),
            None => Flag::new(Tone::Soon, "No outcome recorded"),
        };
        let href = format!("{home}/appointments/{}", appointment.component);
        return (contact_words(standards, appointment), Some(href), vec![flag]);
    }
    let failed = || line.content.component.as_ref().map(|component| format!("{home}/appointments/{component}"));
    match &line.content.fact {
        Said::ContactNoted(noted) => (kind(&noted.contact), None, Vec::new()),
        Said::LetterIssued(letter) => {
            let href = format!("{home}/letters/{}", line.entry.id.seq);
            (format!("Letter, by {}", letter.by), Some(href), Vec::new())
        }
        Said::FailureDecided(decided) => {
            ("Decision".to_owned(), failed(), vec![Flag::new(Tone::Note, decision_words(decided.decision))])
        }
        Said::WarningGiven(warning) => {
            (format!("Warning, served {}", short_day(warning.served_on)), failed(), Vec::new())
        }
        Said::WarningWithdrawn(_) => ("Warning withdrawn".to_owned(), failed(), Vec::new()),
        Said::BreachReferred(_) => ("Referred to an enforcement officer".to_owned(), None, Vec::new()),
        Said::OrderMade(order) => (format!("{} made", order.kind.words()), Some(format!("{home}/order")), Vec::new()),
        Said::PlanCompleted(_) | Said::PlanReviewed(_) => {
            let words =
                if file.plans.iter().any(|plan| plan.entry == line.entry.id) { "completed" } else { "reviewed" };
            (format!("Sentence plan {words}"), Some(format!("{home}/plan")), Vec::new())
        }
        other => (sentence(other.kind()), None, Vec::new()),
    }
}

/// A kind of fact as words with a capital.
fn sentence(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text by paragraphs, each in pieces where what is searched for stands.
fn pieces(text: &str, words: &Words) -> Vec<Vec<Piece>> {
    let found = words.found_in(text).unwrap_or_default();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let end = start + paragraph.len();
        let mut pieces = Vec::new();
        let mut at = start;
        let within = found.iter().filter(|range| range.start < end && range.end > start);
        for range in within.map(|range| range.start.max(start)..range.end.min(end)) {
            pieces.push(Piece { text: text[at..range.start].to_owned(), found: false });
            pieces.push(Piece { text: text[range.clone()].to_owned(), found: true });
            at = range.end;
        }
        pieces.push(Piece { text: text[at..end].to_owned(), found: false });
        pieces.retain(|piece| !piece.text.is_empty());
        if !pieces.is_empty() {
            paragraphs.push(pieces);
        }
        start = end + 1;
    }
    paragraphs
}
