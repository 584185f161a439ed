//! The day on paper: what is left when the screens are dark.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use practice::Standards;
use record::facts::organisation::Role;
use record::time::Minute;
use service::Problem;
use service::day::{Slot, Whose};
use service::directory::Names;
use service::project::Flag as StoredFlag;

use super::slots::{also_there, apart, called_off, moved, with_whom};
use super::week::way;
use crate::answer::{failure, page};
use crate::components::Link;
use crate::handlers::appointments::visits::whereabouts;
use crate::pages::day::print::{DayPrintPage, PrintRow};
use crate::visitor::Visitor;
use crate::words::{clock, instant, outcome_flag, written};

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
    let day = service.day(&ask, visitor.desks(), date, Whose::Mine, None).await?;
    let near = service.too_near_on(&ask, &day).await?;
    let officers = day.slots.iter().map(|slot| slot.row.officer.clone());
    let names = service.names(officers.chain(day.covers.iter().cloned()).collect::<Vec<_>>()).await?;
    let (standards, own) = (service.standards(), &visitor.actor().staff);
    let places = service.own_places(&ask).await?;
    let rows = day.slots.iter().enumerate().map(|(at, slot)| {
        let person = slot.person.as_ref();
        let flags: Vec<StoredFlag> =
            person.map(|p| serde_json::from_str(&p.flags).unwrap_or_default()).unwrap_or_default();
        let mut lines: Vec<String> = apart(&near, slot).into_iter().collect();
        lines.extend((slot.row.officer != *own).then(|| with_whom(slot, &names).replacen("with", "With", 1)));
        lines.extend(flags.into_iter().map(|f| f.words));
        lines.extend(slot.travel.as_ref().filter(|_| person.is_some()).map(|travel| way(travel).text));
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
            done: done(slot, standards),
            off: off(slot),
        }
    });
    Ok(DayPrintPage {
        title: "Day list".to_owned(),
        heading: written(date),
        whose: whose(visitor, &day.covers, &names),
        printed: format!("Printed {} by {}. Destroy when recorded.", instant(visitor.now), visitor.actor().name),
        back: Link::new("My day", format!("/day/{date}")),
        rows: rows.collect(),
        phones: places.into_iter().map(|place| (place.name, place.telephone)).collect(),
    })
}

/// Whose day it is: one's own, with whom one covers; the team's, for whoever leads or serves one.
fn whose(visitor: &Visitor, covers: &[String], names: &Names) -> String {
    let (actor, organisation) = (visitor.actor(), &visitor.session.organisation);
    if matches!(actor.role, Role::CaseAdministrator | Role::SeniorProbationOfficer) {
        return format!("{}, {organisation}", names.of_unit(&actor.team));
    }
    let covers: Vec<String> = covers.iter().map(|staff| names.of_staff(staff)).collect();
    let also = if covers.is_empty() { String::new() } else { format!(" and, covered, {}", covers.join(" and ")) };
    format!("{}{also}, {organisation}", actor.name)
}

/// What was recorded, in place of the boxes: or it would be keyed twice.
fn done(slot: &Slot, standards: &Standards) -> Option<String> {
    let outcome = slot.row.outcome.as_ref()?;
    let words = slot.person.as_ref().map(|_| format!(": {}", outcome_flag(standards, outcome).text));
    Some(format!("Recorded{}", words.unwrap_or_default()))
}

/// Why it does not take place; of a limited record only that it does not.
fn off(slot: &Slot) -> Option<String> {
    let words = slot.person.as_ref().map_or_else(|| "Called off".to_owned(), |_| called_off(&slot.detail));
    (slot.row.state == "cancelled").then_some(words)
}
