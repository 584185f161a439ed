//! What is proposed for erasure, and what was erased.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use record::EntryId;
use record::time::Instant;
use service::Problem;
use service::directory::Names;
use service::erasure::ErasureRow;

use crate::answer::{failure, page_with};
use crate::components::form::Kind;
use crate::components::{Field, Here, Link, Problems};
use crate::pages::erasures::list::{ErasuresPage, Row};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{count, short_day};

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match erasures_page(&visitor, "", None).await {
        Ok(page) => page_with(StatusCode::OK, &page),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Leads to the stream of an entry that was typed.
pub async fn submit(posted: Posted) -> Response {
    let typed = posted.fields.trimmed("entry");
    if let Ok(entry) = typed.parse::<EntryId>() {
        return Redirect::to(&format!("/erasures/propose/{}", entry.stream)).into_response();
    }
    let wrong = "This is not the name of an entry. Give one such as court-…/12";
    match erasures_page(&posted.visitor, typed, Some(wrong)).await {
        Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
        Err(problem) => posted.failure(problem),
    }
}

async fn erasures_page(visitor: &Visitor, typed: &str, wrong: Option<&str>) -> Result<ErasuresPage, Problem> {
    let service = &visitor.web.service;
    let all = service.erasures(&visitor.ask("erasures")).await?;
    let rows = all.waiting.iter().chain(&all.erased).chain(&all.declined);
    let staff = rows.flat_map(|row| row.decided_by.iter().chain([&row.proposed_by]).cloned());
    let names = service.names(staff.collect::<Vec<_>>()).await?;
    let shown = |rows: &[ErasureRow]| rows.iter().map(|row| shown(row, &names)).collect();
    let mut shell = visitor.shell("Erasures", Here::Erasures);
    shell.has_problems = wrong.is_some();
    let erases = access::role_does(visitor.actor().role, access::Action::Erase);
    Ok(ErasuresPage {
        shell,
        problems: Problems { list: wrong.map(|text| ("entry".to_owned(), text.to_owned())).into_iter().collect() },
        unscrubbed: all.unscrubbed.filter(|left| *left > 0).map(|left| {
            let left = count(usize::try_from(left).unwrap_or(usize::MAX), "erasure", "erasures");
            format!("Still in the database’s files until it is scrubbed: {left}")
        }),
        waiting: shown(&all.waiting),
        erased: shown(&all.erased),
        declined: shown(&all.declined),
        find: erases.then(|| {
            let field = Field::new(Kind::Line, "entry", "Name of an entry")
                .hint("As a timeline, an export or verify gives it: court-…/12")
                .value(typed);
            (visitor.token("/erasures", 0), Field { error: wrong.map(str::to_owned), ..field })
        }),
    })
}

fn shown(row: &ErasureRow, names: &Names) -> Row {
    let entries = usize::try_from(row.entries).unwrap_or(0);
    Row {
        on: short_day(Instant(row.proposed_at).day()),
        authority: Link::new(row.authority.clone(), format!("/erasures/decide/{}/{}", row.stream, row.proposal)),
        proposed_by: names.of_staff(&row.proposed_by),
        decided_by: row.decided_by.as_ref().map(|code| names.of_staff(code)).unwrap_or_default(),
        entries: count(entries, "entry", "entries"),
    }
}
