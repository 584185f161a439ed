//! Bookings of those one answers for that cannot be held where they stand: one line a building on the day leads here.

use std::collections::BTreeMap;

use axum::response::Response;
use service::Problem;
use service::directory::Names;
use service::sites::Stranded;

use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::handlers::sites::show::{stranded, why_stranded};
use crate::pages::day::to_move::{PlaceToMove, ToMovePage};
use crate::visitor::Visitor;
use crate::words::count;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match to_move_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn to_move_page(visitor: &Visitor) -> Result<ToMovePage, Problem> {
    let service = &visitor.web.service;
    let found = service.to_move(&visitor.ask("to move"), visitor.desks()).await?;
    let names = service.names(found.iter().map(|one| one.officer.clone())).await?;
    let note = |one: &Stranded| match one.officer.as_str() {
        own if own == visitor.actor().staff => format!("{}.", why_stranded(one)),
        other => format!("{}. In {}’s diary; you answer for it", why_stranded(one), names.of_staff(other)),
    };
    let places = by_place(&found, &names).into_iter().map(|(name, rows)| PlaceToMove {
        id: rows.first().map(|one| one.site.clone()).unwrap_or_default(),
        name,
        rows: rows.into_iter().map(|one| (stranded(one), note(one))).collect(),
    });
    Ok(ToMovePage {
        shell: visitor.shell("Appointments to be moved", Here::Day).back("My day", "/day"),
        places: places.collect(),
    })
}

/// By building, by its name; each by time.
fn by_place<'a>(found: &'a [Stranded], names: &Names) -> BTreeMap<String, Vec<&'a Stranded>> {
    let mut places: BTreeMap<String, Vec<&Stranded>> = BTreeMap::new();
    for one in found {
        places.entry(names.of_place(&one.site)).or_default().push(one);
    }
    places
}

/// What the day says: of one booking who and when, of more at a building how many.
pub(super) fn lines(found: &[Stranded], names: &Names, instead: impl Fn(&str) -> String) -> Vec<Link> {
    let line = |(place, rows): (String, Vec<&Stranded>)| match rows.as_slice() {
        [one] => {
            let (link, instead) = (stranded(one), instead(&one.officer));
            let why = why_stranded(one);
            Link::new(format!("{} can’t be held there. {why}. Move it{instead}", link.text), link.href)
        }
        rows => {
            let many = count(rows.len(), "appointment", "appointments");
            let site = rows.first().map_or("", |one| one.site.as_str());
            Link::new(format!("{many} at {place} can’t be held there. Move them"), format!("/to-move#{site}"))
        }
    };
    by_place(found, names).into_iter().map(line).collect()
}
