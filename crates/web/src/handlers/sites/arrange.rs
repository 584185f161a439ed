//! The rooms and hours of a place.

use record::facts::site::{Hours, Room};
use serde::Deserialize;
use service::sites::Arranging;
use service::{FieldError, Problem};

use super::assess::problems;
use super::list::href;
use super::show::of_clock;
use crate::components::form::Kind;
use crate::components::{Field, Here};
use crate::handlers::forms::Form;
use crate::pages::sites::arrange::{ArrangePage, DAYS, day};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::read_time;

/// A place to be arranged.
#[derive(Debug, Deserialize)]
pub struct ArrangeForm {
    site: String,
}

impl Form for ArrangeForm {
    type Page = ArrangePage;

    fn address(&self) -> String {
        format!("{}/arrange", href(&self.site))
    }

    fn done(&self) -> String {
        href(&self.site)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let (service, ask) = (&visitor.web.service, visitor.ask("site"));
        // Whether they may is asked before what they typed is looked at.
        service.site_to_manage(&ask, &self.site).await?;
        let said = Arranging { site: self.site.clone(), rooms: rooms(typed.get("rooms"))?, hours: hours(typed)? };
        service.arrange_site(&ask, &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ArrangePage, Problem> {
        let seen = visitor.web.service.site_to_manage(&visitor.ask("site"), &self.site).await?;
        let stands: Vec<String> = seen.site.rooms.iter().map(|room| format!("{}, {}", room.name, room.seats)).collect();
        let kept =
            |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let days = (0..DAYS.len()).map(|nth| {
            let weekday = i8::try_from(nth + 1).unwrap_or_default();
            let open = seen.site.hours.iter().find(|hours| hours.weekday == weekday);
            let stands = |of: fn(&Hours) -> &str| open.map(|hours| of_clock(of(hours))).unwrap_or_default();
            day(
                nth,
                &kept(&format!("opens_{}", nth + 1), &stands(|hours| &hours.opens)),
                &kept(&format!("closes_{}", nth + 1), &stands(|hours| &hours.closes)),
            )
        });
        let mut days: Vec<(Field, Field)> = days.collect();
        if let Some(message) = wrong("hours") {
            for (opens, _) in days.iter_mut().filter(|(opens, closes)| half(&opens.value, &closes.value).is_err()) {
                opens.error = Some(message.clone());
            }
        }
        let mut shell = visitor.shell("Rooms and hours – Site", Here::Sites).back("Site", &href(&self.site));
        shell.has_problems = !errors.is_empty();
        let mut problems = problems(errors, "rooms");
        let first = days.iter().find(|(opens, _)| opens.error.is_some()).or(days.first()).map(|(opens, _)| &opens.id);
        for (field, _) in problems.list.iter_mut().filter(|(field, _)| field == "hours") {
            *field = first.cloned().unwrap_or_default();
        }
        Ok(ArrangePage {
            shell,
            problems,
            heading: seen.site.name.clone(),
            token: visitor.token(self.address(), seen.version),
            rooms: Field {
                error: wrong("rooms"),
                ..Field::new(Kind::Lines, "rooms", "Rooms")
                    .hint("A line each: its name, a comma, how many it seats")
                    .value(kept("rooms", &stands.join("\n")))
            },
            days,
        })
    }
}

/// A line each: `Interview 1, 3`.
pub fn rooms(typed: &str) -> Result<Vec<Room>, Problem> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let room = line.rsplit_once(',').and_then(|(name, seats)| {
                let seats = seats.trim().parse().ok().filter(|seats| (1..=500).contains(seats))?;
                Some(Room { name: name.trim().to_owned(), seats }).filter(|room| !room.name.is_empty())
            });
            room.ok_or_else(|| {
                Problem::field("rooms", format!("Write “{line}” as its name, a comma, how many it seats"))
            })
        })
        .collect()
}

/// The hours of the week, as posted.
pub fn hours(typed: &Fields) -> Result<Vec<Hours>, Problem> {
    let mut hours = Vec::new();
    for (nth, name) in (1..).zip(DAYS) {
        let found = half(typed.trimmed(&format!("opens_{nth}")), typed.trimmed(&format!("closes_{nth}")));
        let Ok(found) = found else {
            return Err(Problem::field("hours", format!("{name}: enter both times, such as 9am and 5pm, or neither")));
        };
        hours.extend(found.map(|(opens, closes)| Hours { weekday: nth, opens, closes }));
    }
    Ok(hours)
}

/// Both times as the record keeps them, or neither; an error where one is missing, cannot be read, or comes first.
fn half(opens: &str, closes: &str) -> Result<Option<(String, String)>, ()> {
    if opens.trim().is_empty() && closes.trim().is_empty() {
        return Ok(None);
    }
    let read = |text: &str| read_time(text).map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
    match (read(opens), read(closes)) {
        (Some(opens), Some(closes)) if opens < closes => Ok(Some((opens, closes))),
        _ => Err(()),
    }
}
