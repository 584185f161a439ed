//! A team's running cases, longest not seen first.

use axum::extract::Query;
use axum::response::Response;
use record::time::{Instant, Minute};
use serde::Deserialize;
use service::Problem;
use service::contact::signed::{OfCase, SignedOff};
use service::contact::unseen::{UnseenCase, UnseenList};
use service::directory::Names;

use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, NavLink, Notice, Pager, Tone};
use crate::csv;
use crate::handlers::frame::case_href;
use crate::pages::contact::since::{Signed, SincePage, SinceRow};
use crate::visitor::Visitor;
use crate::words::{clock, count, day_of, instant, short_day};

/// Cases on a page.
const PAGE: usize = 50;
/// The filters, by code.
const FILTERS: [(&str, &str); 4] =
    [("", "Everybody"), ("over", "Not seen in time"), ("unbooked", "Nothing booked"), ("mine", "Held by me")];

/// What is asked for: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: u16,
    #[serde(default)]
    team: String,
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match since_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The same as a file.
pub async fn file(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let made = since_file(&visitor, &asked).await;
    made.unwrap_or_else(|problem| failure(&visitor.web, Some(&visitor), problem))
}

async fn listed(visitor: &Visitor, asked: &Asked, screen: &'static str) -> Result<(UnseenList, Names), Problem> {
    let service = &visitor.web.service;
    let list = service.unseen(&visitor.ask(screen), asked.team.trim()).await?;
    let held = list.cases.iter().map(|case| case.row.staff.clone());
    let names = service.names(held.chain(list.signed.iter().map(|month| month.row.by_staff.clone()))).await?;
    Ok((list, names))
}

async fn since_page(visitor: &Visitor, asked: &Asked) -> Result<SincePage, Problem> {
    let (list, names) = listed(visitor, asked, "contact since").await?;
    let shown: Vec<&UnseenCase> = list.cases.iter().filter(|case| is_shown(visitor, asked, case)).collect();
    let total = shown.len();
    let from = usize::from(asked.page).saturating_mul(PAGE).min(total);
    let rows = &shown[from..(from + PAGE).min(total)];
    let mut shell = visitor.shell("No attended contact since", Here::Contact);
    shell.notice = match asked.done.as_str() {
        "signed" => Some(Notice::new(Tone::Good, "Signed off.")),
        "said" => Some(Notice::new(Tone::Good, "It is recorded what is done about them.")),
        _ => None,
    };
    let limit = visitor.web.service.contact_gap_limit();
    let may = |action| access::role_does(visitor.actor().role, action);
    let may_sign = may(access::Action::SignOffContact);
    let over = list.cases.iter().filter(|case| case.over).count();
    Ok(SincePage {
        shell,
        heading: format!("No attended contact since: {}", names.of_unit(&list.team)),
        summary: format!(
            "{}, {over} not seen face to face within {} {}",
            count(list.cases.len(), "running case", "running cases"),
            limit.value,
            limit.unit
        ),
        limit: limit.told(),
        months: months(&list, may_sign, if list.team == visitor.actor().team { "" } else { &list.team }),
        filters: filters(asked),
        rows: rows.iter().map(|case| row(case, &names)).collect(),
        pager: (total > PAGE).then(|| Pager {
            words: format!("{} to {} of {total}", from + 1, from + rows.len()),
            previous: (asked.page > 0).then(|| address("/contact/since", asked, &asked.show, asked.page - 1)),
            next: (from + rows.len() < total).then(|| address("/contact/since", asked, &asked.show, asked.page + 1)),
        }),
        csv: address("/contact/since/csv", asked, &asked.show, 0),
        figures: may(access::Action::CompareContact)
            .then(|| Link::new("How contact is kept, by mode", "/contact/modes")),
        signed: list.signed.iter().map(|month| signed(month, &list, &names)).collect(),
    })
}

async fn since_file(visitor: &Visitor, asked: &Asked) -> Result<Response, Problem> {
    // The list itself logs how many rows were shown, and here as which file.
    let (list, names) = listed(visitor, asked, "contact since file").await?;
    let shown = list.cases.iter().filter(|case| is_shown(visitor, asked, case));
    let rows: Vec<Vec<String>> = shown
        .map(|case| {
            let row = row(case, &names);
            vec![row.person.text, row.crn, row.days, row.since, row.note, row.next, row.officer]
        })
        .collect();
    let head = ["Person", "CRN", "Days", "Last seen face to face", "Does not count", "Next booked", "Held by"];
    Ok(csv::file("no-attended-contact-since", &head, &rows))
}

fn is_shown(visitor: &Visitor, asked: &Asked, case: &UnseenCase) -> bool {
    match asked.show.as_str() {
        "over" => case.over,
        "unbooked" => case.row.next.is_none(),
        "mine" => case.row.staff == visitor.actor().staff,
        _ => true,
    }
}

fn filters(asked: &Asked) -> Vec<NavLink> {
    let known = FILTERS.iter().any(|(code, _)| *code == asked.show);
    FILTERS
        .into_iter()
        .map(|(code, words)| NavLink {
            text: words.to_owned(),
            href: address("/contact/since", asked, code, 0),
            current: asked.show == code || (code.is_empty() && !known),
        })
        .collect()
}

/// The address of the list with another filter or page; the team goes along.
fn address(home: &str, asked: &Asked, show: &str, page: u16) -> String {
    let mut parts = Vec::new();
    if FILTERS.iter().any(|(code, _)| *code == show && !code.is_empty()) {
        parts.push(format!("show={show}"));
    }
    if page > 0 {
        parts.push(format!("page={page}"));
    }
    let team = asked.team.trim();
    if !team.is_empty() && team.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        parts.push(format!("team={team}"));
    }
    if parts.is_empty() { home.to_owned() } else { format!("{home}?{}", parts.join("&")) }
}

/// The months that nobody has signed off, the oldest first, each with where that is done; else that the last one is.
fn months(list: &UnseenList, may_sign: bool, other: &str) -> Vec<(String, Option<Link>)> {
    let unsigned = list.unsigned.iter().map(|month| {
        let (due_on, month) = (month.value.due_on, month.value.month);
        let (name, due) = (month.strftime("%B %Y"), short_day(due_on));
        let words = if list.as_of.day() > due_on {
            format!("{name} was to be signed off by {due}, and is not.")
        } else {
            format!("{name} is to be signed off by {due}.")
        };
        let href = super::sign_off::href(&month.strftime("%Y-%m").to_string(), other);
        (words, may_sign.then(|| Link::new(format!("Sign off {name}"), href)))
    });
    let mut months: Vec<(String, Option<Link>)> = unsigned.collect();
    if let (true, Some(last)) = (months.is_empty(), &list.last) {
        months.push((format!("{} is signed off.", last.value.month.strftime("%B %Y")), None));
    }
    months
}

/// A case in words.
pub fn row(case: &UnseenCase, names: &Names) -> SinceRow {
    let last = &case.row.last;
    let mut notes = Vec::new();
    if last.unattended > 0 {
        let n = usize::try_from(last.unattended).unwrap_or(0);
        notes.push(format!("{} not come to.", count(n, "appointment", "appointments")));
    }
    if let Some(heard) = last.other_on.as_deref().filter(|on| *on >= last.since_on.as_str()) {
        notes.push(format!("By telephone on {}, which does not count.", day_of(heard)));
    }
    if last.due_on.is_none() {
        let words = "Active supervision has stopped, or the day can’t be worked out: their contacts say which.";
        notes.push(words.to_owned());
    }
    let next = case.row.next.as_deref().map(|at| {
        at.parse::<Minute>().map_or_else(|_| at.to_owned(), |at| format!("{}, {}", short_day(at.day()), clock(at)))
    });
    SinceRow {
        person: match &case.person {
            Some(person) => Link::new(person.name.clone(), case_href(&person.stream)),
            None => Link::new("Restricted record", ""),
        },
        crn: case.person.as_ref().map(|person| person.crn.clone()).unwrap_or_default(),
        officer: if case.row.staff.is_empty() { "Nobody".to_owned() } else { names.of_staff(&case.row.staff) },
        since: match &last.face_on {
            Some(on) => day_of(on),
            None => format!("Never since supervision began on {}", day_of(&last.since_on)),
        },
        days: case.days.to_string(),
        flag: match last.due_on {
            Some(_) => case.over.then(|| Flag::new(Tone::Act, "Not seen in time")),
            None => Some(Flag::new(Tone::Neutral, "No day to see them by")),
        },
        next: next.unwrap_or_else(|| "Nothing booked".to_owned()),
        note: notes.join(" "),
    }
}

fn signed(month: &SignedOff, list: &UnseenList, names: &Names) -> Signed {
    let row = &month.row;
    let name = format!("{}-01", row.month).parse::<jiff::civil::Date>();
    let name = name.map_or_else(|_| row.month.clone(), |day| day.strftime("%B %Y").to_string());
    let lines = month.cases.iter().map(|(case, said)| {
        let known = list.cases.iter().filter_map(|case| case.person.as_ref()).find(|p| p.stream == *case);
        let person = match (known, said) {
            (Some(person), _) => Link::new(person.name.clone(), case_href(&person.stream)),
            (None, OfCase::Left | OfCase::Limited) => Link::new("Restricted record", ""),
            (None, _) => Link::new("Somebody no longer on this list", ""),
        };
        let words = match said {
            OfCase::Said(said) => format!("since {}. {}", short_day(said.since), said.action),
            OfCase::Limited => "said by a senior who may open it.".to_owned(),
            OfCase::Left => "still to be said by another senior who may open it.".to_owned(),
            OfCase::Passed => "with another team when it was signed; still to be said what was done.".to_owned(),
            OfCase::Erased => "What was said of them has been taken off their record.".to_owned(),
        };
        (person, words)
    });
    Signed {
        heading: format!("{name}: signed off {} by {}", instant(Instant(row.at)), names.of_staff(&row.by_staff)),
        summary: format!(
            "{} running cases, {} not seen in time. Counted over the log of {} leaves; what was said of each is as it stands today.",
            row.running,
            month.cases.len(),
            row.checkpoint
        ),
        lines: lines.collect(),
    }
}
