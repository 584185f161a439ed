//! Courts and their days.

use axum::response::Response;
use service::court::day::CourtWithDays;

use super::day_href;
use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Tone};
use crate::pages::court::choose::{CourtRow, CourtsPage};
use crate::visitor::Visitor;
use crate::words::{count, instant, written};

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match visitor.web.service.courts_with_lists(&visitor.ask("courts")).await {
        Ok(courts) => page(&CourtsPage {
            shell: visitor.shell("Courts", Here::Court),
            heading: written(visitor.now.day()),
            import: access::role_does(visitor.actor().role, access::Action::ImportList),
            courts: courts.iter().map(|court| row(court, &visitor)).collect(),
        }),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

fn row(court: &CourtWithDays, visitor: &Visitor) -> CourtRow {
    let sheet = court.today.as_ref();
    CourtRow {
        court: Link::new(court.name.clone(), day_href(&court.code, visitor.now.day())),
        today: sheet.map_or_else(
            || "No list for today".to_owned(),
            |s| format!("{} in {}", count(s.defendants, "defendant", "defendants"), count(s.rooms, "room", "rooms")),
        ),
        gaps: match sheet {
            None => Some(Flag::new(Tone::Unknown, "Not received")).filter(|_| court.covered),
            Some(sheet) if sheet.to_check > 0 => Some(Flag::new(Tone::Soon, format!("{} to check", sheet.to_check))),
            Some(_) => None,
        },
        source: match sheet.and_then(|s| s.received) {
            Some(at) => format!("List of {}", instant(at)),
            None => String::new(),
        },
        days: court
            .days
            .iter()
            .map(|day| Link::new(day.strftime("%a %-d %b").to_string(), day_href(&court.code, *day)))
            .collect(),
    }
}
