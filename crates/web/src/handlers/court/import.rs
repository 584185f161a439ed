//! Importing a court's list by page.

use access::Action;
use axum::extract::Multipart;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use service::court::import::{ImportProblem, Imported};

use crate::answer::{failure, page_with, too_big, unreadable};
use crate::components::{Fact, Facts, Here, Problems};
use crate::pages::court::import::{ImportPage, Outcome};
use crate::posted::from_our_page;
use crate::visitor::Visitor;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    if let Err(problem) = visitor.web.service.permit_list(&visitor.ask("import"), Action::ImportList, 0).await {
        return failure(&visitor.web, Some(&visitor), problem);
    }
    page_with(StatusCode::OK, &blank(&visitor))
}

/// Takes the file.
pub async fn submit(visitor: Visitor, headers: HeaderMap, parts: Multipart) -> Response {
    if !from_our_page(&headers) {
        return unreadable(&visitor.web, Some(&visitor));
    }
    let Some(sent) = read_parts(parts).await else { return too_big(&visitor.web, Some(&visitor)) };
    if sent.csrf != visitor.session.csrf {
        return unreadable(&visitor.web, Some(&visitor));
    }
    let ask = visitor.ask("import");
    let service = &visitor.web.service;
    if let Err(problem) = service.permit_list(&ask, Action::ImportList, 1).await {
        return failure(&visitor.web, Some(&visitor), problem);
    }
    if sent.bytes.is_empty() {
        return wrong(&visitor, "Choose the file to import".to_owned());
    }
    let Sent { name, bytes, .. } = sent;
    let looks_like_json = bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| *b == b'{' || *b == b'[');
    let imported = if looks_like_json {
        service.import_hearing(&ask, &name, bytes).await
    } else {
        service.import_court_list(&ask, &name, bytes).await
    };
    match imported {
        Ok(imported) => {
            let mut page = blank(&visitor);
            page.outcome = Some(outcome(&imported));
            page_with(StatusCode::OK, &page)
        }
        Err(ImportProblem::Record(problem)) => failure(&visitor.web, Some(&visitor), problem),
        Err(error) => wrong(&visitor, format!("Nothing was recorded. {error}")),
    }
}

fn blank(visitor: &Visitor) -> ImportPage {
    ImportPage {
        shell: visitor.shell("Import a court list", Here::Court).back("Courts", "/courts"),
        problems: Problems::default(),
        token: visitor.token("/courts/import", 0),
        outcome: None,
    }
}

fn wrong(visitor: &Visitor, message: String) -> Response {
    let mut page = blank(visitor);
    page.problems = Problems { list: vec![("file".to_owned(), message)] };
    page.shell.has_problems = true;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn outcome(imported: &Imported) -> Outcome {
    let rows = |key: &str, n: u64, note: &str| Fact::new(key, n.to_string()).note(note);
    let set_aside: Vec<(u64, String)> = imported.quarantined.iter().map(|q| (q.row, q.reason.clone())).collect();
    Outcome {
        summary: match (imported.accepted, set_aside.len()) {
            (0, 0) => "This list had been imported before: nothing was added.".to_owned(),
            (accepted, 0) => format!("{accepted} recorded."),
            (accepted, aside) => format!("{accepted} recorded, {aside} set aside."),
        },
        counts: Facts::from(vec![
            rows("Read", imported.read, ""),
            rows(
                "With somebody on record who may be the defendant",
                imported.matched,
                "Nobody's record is opened until you confirm who it is.",
            ),
            rows("With nobody on record", imported.new, ""),
            rows("Recorded before", imported.duplicate, ""),
        ]),
        set_aside,
    }
}

/// A file that was sent, with the form's secret.
#[derive(Default)]
struct Sent {
    csrf: String,
    name: String,
    bytes: Vec<u8>,
}

/// Reads the parts of the form; none when they are too large, or no form.
async fn read_parts(mut parts: Multipart) -> Option<Sent> {
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await.ok()? {
        match part.name() {
            Some("csrf") => sent.csrf = part.text().await.ok()?,
            Some("file") => {
                part.file_name().unwrap_or("list").clone_into(&mut sent.name);
                sent.bytes = part.bytes().await.ok()?.to_vec();
            }
            _ => {}
        }
    }
    Some(sent)
}
