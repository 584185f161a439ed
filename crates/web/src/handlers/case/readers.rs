//! Who had read an entry that was taken off a record, and is told.

use axum::extract::Path;
use axum::response::Response;
use service::Problem;
use service::notices::Told;

use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Tone};
use crate::handlers::frame::{case_href, case_id};
use crate::pages::case::readers::{Reader, ReadersPage};
use crate::visitor::Visitor;
use crate::words::{count, instant};

/// The page.
pub async fn show(visitor: Visitor, Path((case, seq)): Path<(String, u64)>) -> Response {
    match readers_page(&visitor, &case, seq).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn readers_page(visitor: &Visitor, case: &str, seq: u64) -> Result<ReadersPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let (told, gone) = service.told(&visitor.ask("readers"), &person, seq).await?;
    let names = service.names(told.iter().map(|told| told.reader.staff.clone())).await?;
    let home = format!("{}/timeline", case_href(&person));
    let summary = match told.len() {
        0 => format!("Nobody is told of entry {seq}: it stands, or nobody else had opened the record."),
        many => {
            let people = count(many, "person", "people");
            format!("{people} opened this record while entry {seq} stood in it.")
        }
    };
    Ok(ReadersPage {
        shell: visitor.shell("Who is told – Case", Here::Find).back("Timeline", &home),
        summary,
        entry: Link::new(format!("Entry {seq}"), format!("{home}#entry-{seq}")),
        gone: gone.as_deref().and_then(month_words).map(|month| {
            format!(
                "The log of who read what had been let go up to the end of {month} by then, by recorded authority: whoever \
                 opened the record only before that is not in the list, and was not told."
            )
        }),
        readers: told.iter().map(|told| shown(told, &names.of_staff(&told.reader.staff))).collect(),
    })
}

fn shown(told: &Told, name: &str) -> Reader {
    Reader {
        who: format!("{name}, {}", told.reader.role.replace('_', " ")),
        read: instant(told.reader.last),
        state: match told.seen {
            Some(at) => Flag::new(Tone::Good, format!("Has seen the notice, {}", instant(at))),
            None if told.told => Flag::new(Tone::Soon, "Told, not seen yet"),
            None => Flag::new(Tone::Neutral, "Only checks the record: not told"),
        },
    }
}

/// `November 2015`.
fn month_words(month: &str) -> Option<String> {
    let first: jiff::civil::Date = format!("{month}-01").parse().ok()?;
    Some(first.strftime("%B %Y").to_string())
}
