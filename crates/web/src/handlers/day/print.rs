//! The day on paper: what is left when the screens are dark.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use record::time::Minute;
use service::Problem;
use service::day::Whose;
use service::project::Flag as StoredFlag;

use crate::answer::{failure, page};
use crate::components::Link;
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::day::today::{also_there, called_off, moved};
use crate::pages::day::print::{DayPrintPage, PrintRow};
use crate::visitor::Visitor;
use crate::words::{clock, instant, written};

/// The printed day.
pub async fn show(visitor: Visitor, Path(date): Path<Date>) -> Response {
    match print_page(&visitor, date).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn print_page(visitor: &Visitor, date: Date) -> Result<DayPrintPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("day print");
    let day = service.day(&ask, date, Whose::Mine, None).await?;
    let names = service.names([]).await?;
    let places = service.own_places(&ask).await?;
    let rows = day.slots.iter().enumerate().map(|(at, slot)| {
        let person = slot.person.as_ref();
        let flags: Vec<StoredFlag> =
            person.map(|p| serde_json::from_str(&p.flags).unwrap_or_default()).unwrap_or_default();
        let mut lines: Vec<String> = flags.into_iter().map(|f| f.words).collect();
        lines.extend(person.and_then(|_| moved(&slot.row, &slot.detail)));
        lines.extend(person.map(|_| slot.detail.purpose.clone()).filter(|p| !p.is_empty()));
        lines.extend(person.map(|p| p.order_line.clone()));
        PrintRow {
            number: (at + 1).to_string(),
            time: format!(
                "{} ({} min)",
                slot.row.starts.parse::<Minute>().map_or_else(|_| slot.row.starts.clone(), clock),
                slot.row.minutes
            ),
            name: person.map_or_else(|| "Restricted record".to_owned(), |p| p.name.clone()),
            crn: person.map(|p| p.crn.clone()).unwrap_or_default(),
            what: person
                .map(|_| {
                    let (row, detail) = (&slot.row, &slot.detail);
                    let place = whereabouts(&names, &row.site, detail.at.as_ref(), &detail.room);
                    format!("{}, {place}{}", row.what, also_there(detail))
                })
                .unwrap_or_default(),
            lines,
            off: (slot.row.state == "cancelled")
                .then(|| person.map_or_else(|| "Called off".to_owned(), |_| called_off(&slot.detail))),
        }
    });
    Ok(DayPrintPage {
        title: "Day list".to_owned(),
        heading: written(date),
        whose: format!("{}, {}", visitor.actor().name, visitor.session.organisation),
        printed: format!("Printed {}. Destroy when recorded.", instant(visitor.now)),
        back: Link::new("My day", format!("/day/{date}")),
        rows: rows.collect(),
        phones: places.into_iter().map(|place| (place.name, place.telephone)).collect(),
    })
}
