//! Who had read an entry that was taken off a record, and is told.

use axum::extract::Path;
use axum::response::Response;
use record::facts::correction::ListsExamined;
use service::Problem;
use service::listed::TellingState;
use service::notices::{AllTold, Saw, Told};

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
    let AllTold { told, gone, lists, going } = service.told(&visitor.ask("readers"), &person, seq).await?;
    let names = service.names(told.iter().map(|told| told.reader.staff.clone())).await?;
    let home = format!("{}/timeline", case_href(&person));
    let summary = match told.iter().filter(|told| told.saw == Saw::Record).count() {
        0 if !told.is_empty() => format!("Nobody else had opened this record while entry {seq} stood in it."),
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
        lists: about_lists(lists, going),
        readers: told.iter().map(|told| shown(told, &names.of_staff(&told.reader.staff))).collect(),
    })
}

fn shown(told: &Told, name: &str) -> Reader {
    Reader {
        who: format!("{name}, {}", told.reader.role.replace('_', " ")),
        read: match told.saw {
            Saw::Record => format!("Opened the record last on {}", instant(told.reader.last)),
            Saw::List => format!("Last saw a list that may have held them on {}", instant(told.reader.last)),
        },
        state: match told.seen {
            Some(at) => Flag::new(Tone::Good, format!("Has seen the notice, {}", instant(at))),
            None if told.told => Flag::new(Tone::Soon, "Told, not seen yet"),
            None => Flag::new(Tone::Neutral, "Only checks the record: not told"),
        },
    }
}

/// What is said of lists: who saw no more than a line of one.
fn about_lists(lists: Option<ListsExamined>, going: Option<TellingState>) -> Vec<String> {
    let many = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let Some(lists) = lists else {
        return vec![match going {
            Some(TellingState { over: false, done }) => format!(
                "Lists that others saw meanwhile are being gone through, {} so far: whoever may have seen the person in one is \
                 told when that is done.",
                count(many(done), "list", "lists")
            ),
            _ => "Whoever saw no more than the name or a line of it in a list, on a printed day or in a calendar feed is not in \
                  it: lists were not gone through."
                .to_owned(),
        }];
    };
    let mut said = vec![format!(
        "{} gone through: days, caseloads, teams’ weeks, receptions. Whoever saw one that held \
         the person as it was known then is told that they may have seen it. Not worked out: who covered for a colleague of \
         another team, and what a calendar had taken before.",
        count(many(lists.examined), "list that others saw meanwhile was", "lists that others saw meanwhile were")
    )];
    if lists.unknown > 0 {
        said.push(format!(
            "Of {} among them, seen by {}, nobody can tell whom they held: searches, court lists and questions about the past \
             leave in the log how many rows there were, and not what was asked; nor is it known whose list a senior had before \
             them, or who of them answered for a case that nobody held. Those who saw only such a list are not told.",
            lists.unknown,
            count(many(lists.unknown_readers), "person", "people")
        ));
    }
    if lists.left > 0 {
        said.push(format!(
            "{} earlier were not looked at: there were too many.",
            count(many(lists.left), "list", "lists")
        ));
    }
    said
}

/// `November 2015`.
fn month_words(month: &str) -> Option<String> {
    let first: jiff::civil::Date = format!("{month}-01").parse().ok()?;
    Some(first.strftime("%B %Y").to_string())
}
