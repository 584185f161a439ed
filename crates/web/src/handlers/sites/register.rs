//! A building's day on paper.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use service::Problem;
use service::reception::Expected;

use super::list::href;
use super::reception::{name_of, needs, of_minute, officers};
use crate::answer::{failure, page};
use crate::components::Link;
use crate::pages::sites::register::{RegisterPage, RegisterRow};
use crate::visitor::Visitor;
use crate::words::{instant, written};

/// Empty rows for those who come without an appointment.
const EMPTY: usize = 8;

/// The printed register.
pub async fn show(visitor: Visitor, Path((site, date)): Path<(String, Date)>) -> Response {
    match register_page(&visitor, &site, date).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn register_page(visitor: &Visitor, site: &str, date: Date) -> Result<RegisterPage, Problem> {
    let service = &visitor.web.service;
    let seen = service.reception(&visitor.ask("register print"), site, date).await?;
    let names = service.names(officers(&seen)).await?;
    // One building, whoever opened it twice: everybody who is expected in it, by time.
    let mut expected: Vec<&Expected> =
        seen.expected.iter().chain(seen.beside.iter().flat_map(|list| &list.expected)).collect();
    expected.sort_by(|a, b| a.row.starts.cmp(&b.row.starts));
    let rows: Vec<RegisterRow> = (1..)
        .zip(expected)
        .map(|(number, expected)| {
            let room = &expected.row.room;
            let with = names.of_staff(&expected.row.officer);
            RegisterRow {
                number,
                time: of_minute(&expected.row.starts),
                name: name_of(expected.person.as_ref()),
                with: if room.is_empty() { with } else { format!("{with}, {room}") },
                // Nothing of whom to ask first: those who sign it read it.
                lines: needs(expected.person.as_ref()),
            }
        })
        .collect();
    let next = rows.len() + 1;
    Ok(RegisterPage {
        heading: format!("Register: {}", seen.site.name),
        day: written(date),
        printed: format!("Printed {}. Destroy when it is keyed.", instant(visitor.now)),
        back: Link::new("Reception", format!("{}/{date}", href(site))),
        rows,
        empty: (next..next + EMPTY).collect(),
    })
}
