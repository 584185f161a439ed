//! Finding a person. What is typed is posted, never put in an address.

use ::service::people::{Found as FoundPerson, Search};
use ::service::project::Flag as StoredFlag;
use access::Actor;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

use crate::answer::{failure, page, page_with};
use crate::components::{Flag, Here, Link, Problems, Tone};
use crate::handlers::caseload::list::opened as opened_link;
use crate::handlers::frame::{case_href, register_flag};
use crate::pages::people::find::{FindPage, Found};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{age, count, plain_day};

/// The empty search.
pub async fn show(visitor: Visitor) -> Response {
    let opened = visitor.web.service.opened_lately(&visitor.ask("find")).await;
    match opened {
        Ok(people) => page(&FindPage { recent: people.iter().map(opened_link).collect(), ..blank(&visitor, "") }),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The search.
pub async fn submit(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let typed = posted.fields.trimmed("q");
    if typed.is_empty() {
        let mut page = blank(visitor, typed);
        page.problems = Problems { list: vec![("q".to_owned(), "Type a name, CRN, PNC or date of birth".to_owned())] };
        page.shell.has_problems = true;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match visitor.web.service.find(&visitor.ask("find"), typed).await {
        Ok(search) => page(&results(visitor, typed, &search)),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

fn blank(visitor: &Visitor, typed: &str) -> FindPage {
    FindPage {
        shell: visitor.shell("Find a person", Here::Find),
        problems: Problems::default(),
        action: "/find".to_owned(),
        csrf: visitor.session.csrf.clone(),
        typed: typed.to_owned(),
        read_as: None,
        summary: None,
        found: Vec::new(),
        advice: Vec::new(),
        pager: None,
        recent: Vec::new(),
    }
}

fn results(visitor: &Visitor, typed: &str, search: &Search) -> FindPage {
    let today = visitor.now.day();
    let mut page = blank(visitor, typed);
    page.read_as = Some(format!("Read as: {}", search.read_as.join(", "))).filter(|_| !search.read_as.is_empty());
    let shown = search.found.len();
    page.summary = Some(match (search.capped, search.total > shown) {
        (true, _) => format!("More than {} people: the first {shown} are shown. Add a date of birth", search.total),
        (false, true) => format!("{} people: the first {shown} are shown", search.total),
        (false, false) => count(search.total, "person", "people"),
    });
    page.found = search.found.iter().map(|found| row(found, visitor.actor(), today)).collect();
    if search.found.is_empty() {
        page.advice = vec![
            "Check the spelling, or type only the first letters of each name.".to_owned(),
            "Search with a CRN, a PNC number or a date of birth alone.".to_owned(),
            "They may be known by another name: earlier names are searched too.".to_owned(),
        ];
    }
    page
}

fn row(found: &FoundPerson, actor: &Actor, today: Date) -> Found {
    let FoundPerson::Person { row, may_open } = found else {
        return Found {
            person: Link::new("Limited access", "/find"),
            crn: String::new(),
            born: String::new(),
            order: "A record that matches may be opened by named staff only.".to_owned(),
            why: Vec::new(),
            flags: vec![Flag::new(Tone::Neutral, "Limited access")],
        };
    };
    let flags: Vec<StoredFlag> = serde_json::from_str(&row.flags).unwrap_or_default();
    let born = row.dob.as_deref().and_then(|d| d.parse::<Date>().ok());
    let mut shown: Vec<Flag> = flags.iter().map(|f| register_flag(&f.code, &f.words)).collect();
    if !may_open {
        shown = vec![Flag::new(Tone::Neutral, "No working relationship with you")];
    }
    let mine = row.officer == actor.staff;
    Found {
        person: Link::new(row.name.clone(), case_href(&row.stream)),
        crn: row.crn.clone(),
        born: born.map_or_else(|| "not known".to_owned(), |b| format!("{} ({})", plain_day(b), age(b, today))),
        order: match (row.order_line.is_empty(), mine) {
            (true, _) => "No order running".to_owned(),
            (false, true) => format!("{}, with you", row.order_line),
            (false, false) => format!("{}, team {}", row.order_line, row.team),
        },
        why: Vec::new(),
        flags: shown,
    }
}
