//! Every case an officer or a team holds.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use practice::owner::Because;
use record::time::Minute;
use serde::Deserialize;
use service::caseload::{CaseRow, Caseload, PAGE, PersonRow, Question, Show, Sort, Whose};
use service::directory::Names;
use service::project::Flag as StoredFlag;
use service::{FieldError, Problem};

use super::csv;
use crate::answer::{failure, page_with};
use crate::components::form::Kind;
use crate::components::{Field, Flag, Here, Link, NavLink, Pager, Problems, Tone};
use crate::handlers::frame::{case_href, register_flag};
use crate::pages::caseload::list::{CaseloadPage, Column, Row};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{clock, count, plain_day};

/// What a list is asked for: closed codes and a number.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    dir: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn question(&self, whose: Whose) -> Question {
        Question {
            whose,
            sort: Sort::of_code(&self.sort).unwrap_or(Sort::Due),
            reversed: self.dir == "down",
            show: Show::of_code(&self.show).unwrap_or(Show::All),
            page: Some(self.page.parse().unwrap_or(1)),
        }
    }
}

/// One's own.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    shown(&visitor, asked.question(Whose::Mine), "", None).await
}

/// One's own as a file.
pub async fn download(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    downloaded(&visitor, asked.question(Whose::Mine)).await
}

/// Keeps a way of looking at one's own list, or forgets one.
pub async fn keep(posted: Posted) -> Response {
    kept(&posted, Whose::Mine).await
}

/// One's team's.
pub async fn show_team(visitor: Visitor, Path(team): Path<String>, Query(asked): Query<Asked>) -> Response {
    shown(&visitor, asked.question(Whose::Team(team)), "", None).await
}

/// One's team's as a file.
pub async fn download_team(visitor: Visitor, Path(team): Path<String>, Query(asked): Query<Asked>) -> Response {
    downloaded(&visitor, asked.question(Whose::Team(team))).await
}

/// Keeps a way of looking at the team's list, or forgets one.
pub async fn keep_team(Path(team): Path<String>, posted: Posted) -> Response {
    match posted.visitor.web.service.team_to_see(&posted.visitor.ask("caseload"), &team).await {
        Ok(team) => kept(&posted, Whose::Team(team)).await,
        Err(problem) => posted.failure(problem),
    }
}

fn address(whose: &Whose) -> String {
    match whose {
        Whose::Mine => "/caseload".to_owned(),
        Whose::Team(team) => format!("/teams/{team}/cases"),
    }
}

/// What a list is called where ways of looking at it are kept.
fn list_name(whose: &Whose) -> &'static str {
    match whose {
        Whose::Mine => "own",
        Whose::Team(_) => "team",
    }
}

/// A question as it stands in an address, without the page.
fn query(question: &Question) -> String {
    let mut parts = Vec::new();
    if question.show != Show::All {
        parts.push(format!("show={}", question.show.code()));
    }
    if question.sort != Sort::Due {
        parts.push(format!("sort={}", question.sort.code()));
    }
    if question.reversed {
        parts.push("dir=down".to_owned());
    }
    parts.join("&")
}

fn href(base: &str, query: &str, more: &str) -> String {
    let all: Vec<&str> = [query, more].into_iter().filter(|part| !part.is_empty()).collect();
    if all.is_empty() { base.to_owned() } else { format!("{base}?{}", all.join("&")) }
}

async fn shown(visitor: &Visitor, question: Question, typed: &str, wrong: Option<&[FieldError]>) -> Response {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match list(visitor, question, typed, wrong.unwrap_or_default()).await {
        Ok(page) => page_with(status, &page),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

async fn kept(posted: &Posted, whose: Whose) -> Response {
    let (visitor, fields) = (&posted.visitor, &posted.fields);
    let (service, ask, name) = (&visitor.web.service, visitor.ask("caseload"), fields.trimmed("name"));
    let (base, list) = (address(&whose), list_name(&whose));
    let drop = fields.get("drop");
    let done = if drop.is_empty() {
        // Only what the page itself could have asked for is kept.
        let asked: Asked = serde_urlencoded_of(fields.get("query"));
        let question = asked.question(whose);
        match service.save_view(&ask, list, name, query(&question)).await {
            Err(Problem::Invalid(errors)) => return shown(visitor, question, name, Some(&errors)).await,
            saved => saved.map(|()| href(&base, &query(&question), "")),
        }
    } else {
        service.drop_view(&ask, list, drop).await.map(|()| base)
    };
    match done {
        Ok(href) => Redirect::to(&href).into_response(),
        Err(problem) => posted.failure(problem),
    }
}

fn serde_urlencoded_of(text: &str) -> Asked {
    let fields = crate::posted::Fields::parse(text.as_bytes());
    let get = |name: &str| fields.trimmed(name).to_owned();
    Asked { sort: get("sort"), dir: get("dir"), show: get("show"), page: String::new() }
}

async fn list(
    visitor: &Visitor,
    question: Question,
    typed: &str,
    wrong: &[FieldError],
) -> Result<CaseloadPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("caseload");
    let today = visitor.now.day();
    let found = service.caseload(&ask, question.clone()).await?;
    let names = service.names(staff_of(&found.rows)).await?;
    let views = service.saved_views(&ask, list_name(&question.whose)).await?;
    let recent = service.opened_lately(&ask).await?;
    let base = address(&question.whose);
    let asked = query(&question);
    let mine = question.whose == Whose::Mine;
    let heading = match &question.whose {
        Whose::Mine => "My caseload".to_owned(),
        Whose::Team(team) => format!("Cases of {}", names.of_unit(team)),
    };
    let mut shell = visitor.shell(if mine { "My caseload" } else { "My team’s cases" }, Here::Caseload);
    shell.has_problems = !wrong.is_empty();
    let wrong = wrong.first().map(|error| error.message.clone());
    let field = Field::new(Kind::Line, "name", "A name for it").value(typed);
    Ok(CaseloadPage {
        shell,
        problems: Problems { list: wrong.iter().map(|text| ("name".to_owned(), text.clone())).collect() },
        heading,
        summary: summary(&found),
        covers: covers(&found, visitor, &names),
        links: links(visitor, mine),
        filters: filters(&found, &question, &base),
        views: views
            .into_iter()
            .map(|view| {
                let link = Link::new(view.name.clone(), href(&base, &view.query, ""));
                (link, visitor.token(format!("{base}/views"), 0), view.name)
            })
            .collect(),
        columns: columns(&question, &base),
        rows: found.rows.iter().map(|row| row_of(row, today, &names)).collect(),
        none: if found.held == 0 { "No case is held." } else { "No case is like that." }.to_owned(),
        pager: pager(&found, &base, &asked),
        csv: Link::new(
            format!("Download {} (CSV)", count(found.shown, "row", "rows")),
            href(&format!("{base}/csv"), &asked, ""),
        ),
        keep: (visitor.token(format!("{base}/views"), 0), Field { error: wrong, ..field }, asked),
        recent: if mine { recent.iter().map(opened).collect() } else { Vec::new() },
    })
}

/// A record opened lately.
pub fn opened(person: &PersonRow) -> Link {
    Link::new(format!("{} ({})", person.name, person.crn), case_href(&person.stream))
}

/// Everybody named in these rows.
pub(super) fn staff_of(rows: &[CaseRow]) -> Vec<String> {
    let of = |row: &CaseRow| {
        let away = match &row.owner.because {
            Because::Covers(officer) | Because::LeadsFor(officer) | Because::LeadsInPlaceOf(officer) => {
                Some(officer.clone())
            }
            Because::Manages | Because::LeadsUnallocated => None,
        };
        [Some(row.officer.clone()), row.owner.staff.clone(), away]
    };
    rows.iter().flat_map(of).flatten().collect()
}

fn summary(found: &Caseload) -> String {
    let late = found.counts.iter().find(|(show, _)| *show == Show::Late).map_or(0, |(_, n)| *n);
    format!("{}, {late} with something late", count(found.held, "case", "cases"))
}

fn covers(found: &Caseload, visitor: &Visitor, names: &Names) -> Option<String> {
    let mut covered: Vec<String> = found
        .rows
        .iter()
        .filter_map(|row| match &row.owner.because {
            Because::Covers(officer) if row.owner.staff.as_ref() == Some(&visitor.actor().staff) => Some(officer),
            _ => None,
        })
        .map(|officer| names.of_staff(officer))
        .collect();
    covered.sort_unstable();
    covered.dedup();
    (!covered.is_empty()).then(|| format!("You answer for the cases of {} as well.", covered.join(" and ")))
}

fn links(visitor: &Visitor, mine: bool) -> Vec<Link> {
    let actor = visitor.actor();
    let mut links = if mine {
        vec![Link::new("The team’s cases", format!("/teams/{}/cases", actor.team))]
    } else {
        vec![Link::new("My caseload", "/caseload")]
    };
    if mine {
        links.push(Link::new("When I am away", format!("/away/{}", actor.staff)));
        links.push(Link::new("My supervision", super::supervision::href(&actor.staff)));
        links.push(Link::new("What I asked for", super::asked::href(&actor.team)));
    }
    links
}

fn filters(found: &Caseload, question: &Question, base: &str) -> Vec<NavLink> {
    let wanted = |(show, n): &&(Show, usize)| *n > 0 || *show == Show::All || *show == question.show;
    let chip = |(show, n): &(Show, usize)| NavLink {
        text: format!("{} {n}", show.words()),
        href: href(base, &query(&Question { show: *show, ..question.clone() }), ""),
        current: *show == question.show,
    };
    found.counts.iter().filter(wanted).map(chip).collect()
}

fn columns(question: &Question, base: &str) -> Vec<Column> {
    let shown = [Sort::Name, Sort::Ends, Sort::Risk, Sort::Seen, Sort::Next, Sort::Due, Sort::Officer];
    let column = |sort: Sort| {
        let current = sort == question.sort;
        let again = Question { sort, reversed: current && !question.reversed, ..question.clone() };
        Column {
            text: sort.words().to_owned(),
            href: href(base, &query(&again), ""),
            sorted: current.then_some(if question.reversed { "descending" } else { "ascending" }),
        }
    };
    shown.into_iter().map(column).collect()
}

fn pager(found: &Caseload, base: &str, asked: &str) -> Option<Pager> {
    if found.pages < 2 {
        return None;
    }
    let to = |page: usize| href(base, asked, &format!("page={page}"));
    let first = (found.page - 1) * PAGE + 1;
    Some(Pager {
        words: format!("{first} to {} of {}", first + found.rows.len() - 1, found.shown),
        previous: (found.page > 1).then(|| to(found.page - 1)),
        next: (found.page < found.pages).then(|| to(found.page + 1)),
    })
}

pub(super) fn row_of(row: &CaseRow, today: Date, names: &Names) -> Row {
    let officer = if row.officer.is_empty() { "Nobody".to_owned() } else { names.of_staff(&row.officer) };
    let answers = answers(row, names);
    let Some(person) = &row.person else {
        return Row {
            person: None,
            crn: String::new(),
            order: String::new(),
            risk: None,
            flags: Vec::new(),
            seen: String::new(),
            next: String::new(),
            due: Vec::new(),
            officer,
            answers,
        };
    };
    let stored: Vec<StoredFlag> = serde_json::from_str(&person.flags).unwrap_or_default();
    let registered = stored.iter().filter(|flag| flag.code != "need" && !says_harm(&flag.code));
    let mut flags: Vec<Flag> = registered.map(|flag| register_flag(&flag.code, &flag.words)).collect();
    let tier = row.standing.as_ref().map_or("", |standing| standing.tier.as_str());
    if !tier.is_empty() {
        flags.push(Flag::new(Tone::Neutral, format!("Tier {tier}, kept by judgement")));
    }
    Row {
        person: Some(Link::new(person.name.clone(), case_href(&person.stream))),
        crn: person.crn.clone(),
        order: person.order_line.clone(),
        risk: row.standing.as_ref().map(|standing| harm_flag(&standing.harm)),
        flags,
        seen: row.seen.map_or_else(|| "Never".to_owned(), |on| ago(on, today)),
        next: row.next.as_deref().map_or_else(|| "Nothing booked".to_owned(), at),
        due: due(row, today),
        officer,
        answers,
    }
}

/// The level stands in a column of its own.
fn says_harm(register: &str) -> bool {
    matches!(register, "RVHR" | "RHRH" | "RMRH" | "RLRH")
}

fn harm_flag(harm: &str) -> Flag {
    match harm {
        "very_high" => Flag::new(Tone::Act, "Very high"),
        "high" => Flag::new(Tone::Act, "High"),
        "medium" => Flag::new(Tone::Soon, "Medium"),
        "low" => Flag::new(Tone::Neutral, "Low"),
        _ => Flag::new(Tone::Unknown, "Unknown"),
    }
}

fn ago(on: Date, today: Date) -> String {
    match (today - on).get_days() {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        days => format!("{}, {days} days ago", plain_day(on)),
    }
}

fn at(starts: &str) -> String {
    starts
        .parse::<Minute>()
        .map_or_else(|_| starts.to_owned(), |at| format!("{}, {}", at.day().strftime("%a %-d %b"), clock(at)))
}

fn due(row: &CaseRow, today: Date) -> Vec<Flag> {
    let (late, soon) = (row.late(today), row.soon(today));
    let quiet = row.due_before(today).filter(|duty| duty.quiet).count();
    let mut flags = Vec::new();
    if late > quiet {
        flags.push(Flag::new(Tone::Act, format!("{} late", late - quiet)));
    }
    if quiet > 0 {
        flags.push(Flag::new(Tone::Neutral, format!("{quiet} late, put aside")));
    }
    if soon > 0 {
        flags.push(Flag::new(Tone::Soon, format!("{soon} this week")));
    }
    flags
}

/// Who answers, where it is not whoever holds the case.
pub(super) fn answers(row: &CaseRow, names: &Names) -> Option<String> {
    let who = row
        .owner
        .staff
        .as_ref()
        .map_or_else(|| format!("The head of {}", names.of_unit(&row.owner.provider)), |staff| names.of_staff(staff));
    match &row.owner.because {
        Because::Manages => None,
        Because::Covers(officer) => Some(format!("{who} covers for {}", names.of_staff(officer))),
        Because::LeadsFor(officer) => Some(format!("{who} answers: {} is away or has left", names.of_staff(officer))),
        Because::LeadsInPlaceOf(officer) => Some(format!("{who} answers in place of {}", names.of_staff(officer))),
        Because::LeadsUnallocated => Some(format!("{who} answers: it has no officer")),
    }
}

async fn downloaded(visitor: &Visitor, question: Question) -> Response {
    let service = &visitor.web.service;
    let all = Question { page: None, ..question };
    let found = match service.caseload(&visitor.ask("caseload csv"), all).await {
        Ok(found) => found,
        Err(problem) => return failure(&visitor.web, Some(visitor), problem),
    };
    let names = match service.names(staff_of(&found.rows)).await {
        Ok(names) => names,
        Err(problem) => return failure(&visitor.web, Some(visitor), problem),
    };
    let today = visitor.now.day();
    let head =
        ["Name", "CRN", "Order", "Risk of serious harm", "Flags", "Last seen", "Next", "Due", "Officer", "Answers"];
    let words = |flags: &[Flag]| flags.iter().map(|flag| flag.text.clone()).collect::<Vec<_>>().join("; ");
    let rows = found.rows.iter().map(|row| row_of(row, today, &names)).map(|row| {
        vec![
            row.person.map_or_else(|| "Limited access".to_owned(), |person| person.text),
            row.crn,
            row.order,
            row.risk.map(|risk| risk.text).unwrap_or_default(),
            words(&row.flags),
            row.seen,
            row.next,
            words(&row.due),
            row.officer,
            row.answers.unwrap_or_default(),
        ]
    });
    csv::file(&format!("caseload-{today}"), &head, rows)
}
