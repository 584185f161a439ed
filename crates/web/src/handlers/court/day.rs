//! A court's day, by room.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use record::facts::court::CaseListed;
use service::Problem;
use service::court::day::{CourtDay, DayRow, State};
use service::directory::Names;

use super::{day_href, day_part};
use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Problems, Tone};
use crate::pages::court::day::{CourtDayPage, DefendantRow, Room};
use crate::visitor::Visitor;
use crate::words::{count, instant, plain_day, written};

/// The page.
pub async fn show(visitor: Visitor, Path((court, day)): Path<(String, String)>) -> Response {
    match load(&visitor, &court, &day).await {
        Ok((day, names)) => page(&filled(&visitor, &day, &names)),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn load(visitor: &Visitor, court: &str, day: &str) -> Result<(CourtDay, Names), Problem> {
    let service = &visitor.web.service;
    let day = service.court_day(&visitor.ask("court day"), court, day_part(day)?).await?;
    Ok((day, service.names([]).await?))
}

fn filled(visitor: &Visitor, day: &CourtDay, names: &Names) -> CourtDayPage {
    let rooms = rooms(day, names);
    let link = |date: Date| Link::new(date.strftime("%a %-d %b").to_string(), day_href(&day.court, date));
    CourtDayPage {
        shell: visitor.shell("Court list", Here::Court).back("Courts", "/courts"),
        problems: Problems::default(),
        court: day.name.clone(),
        heading: written(day.date),
        previous: day.previous.map(link),
        next: day.next.map(link),
        summary: summary(day),
        gaps: gaps(day, &rooms),
        rooms,
    }
}

fn summary(day: &CourtDay) -> String {
    let Some(sheet) = &day.sheet else { return "No list has come in for this day.".to_owned() };
    let (defendants, rooms) = (count(sheet.defendants, "defendant", "defendants"), count(sheet.rooms, "room", "rooms"));
    let received = sheet.received.map(|at| format!(" List of {}.", instant(at))).unwrap_or_default();
    format!("{defendants} in {rooms}.{received}")
}

/// How many are to check in each room, with a link to the first of them.
fn gaps(day: &CourtDay, rooms: &[Room]) -> Vec<(Flag, Link)> {
    let mut open = day.rows.iter().map(|row| matches!(row.state, State::ToCheck(_)));
    let mut gaps = Vec::new();
    for room in rooms {
        let to_check: Vec<&DefendantRow> =
            room.rows.iter().zip(&mut open).filter(|(_, open)| *open).map(|(row, _)| row).collect();
        if let Some(first) = to_check.first() {
            let flag = Flag::new(Tone::Soon, format!("{} to check", to_check.len()));
            let place = [room.name.as_str(), room.session.as_str()].into_iter().filter(|t| !t.is_empty());
            gaps.push((flag, Link::new(place.collect::<Vec<_>>().join(", "), format!("#{}", first.id))));
        }
    }
    gaps
}

fn rooms(day: &CourtDay, names: &Names) -> Vec<Room> {
    let mut rooms: Vec<Room> = Vec::new();
    for (at, row) in day.rows.iter().enumerate() {
        let (name, session) = (room_name(&row.case), row.case.session.clone());
        let same = rooms.last().is_some_and(|room| room.name == name && room.session == session);
        if !same {
            rooms.push(Room { name, session, rows: Vec::new() });
        }
        if let Some(room) = rooms.last_mut() {
            room.rows.push(defendant(day, at, row, names));
        }
    }
    rooms
}

/// As `Room 3`; a number that stands for no room says so.
pub(super) fn room_name(case: &CaseListed) -> String {
    let room = case.room.trim_start_matches('0');
    match (room, case.dummy_room) {
        ("", _) => "No room given".to_owned(),
        (room, true) => format!("No room yet (listed under {room})"),
        (room, false) if room.starts_with(|c: char| c.is_ascii_digit()) => format!("Room {room}"),
        (room, false) => room.to_owned(),
    }
}

fn defendant(day: &CourtDay, at: usize, row: &DayRow, names: &Names) -> DefendantRow {
    let case = &row.case;
    DefendantRow {
        id: format!("row-{}", at + 1),
        number: case.listing.map(|n| n.to_string()).unwrap_or_default(),
        defendant: Link::new(case.defendant.name.clone(), format!("{}/{}", day_href(&day.court, day.date), row.key)),
        born: case.defendant.born.map_or_else(|| "not given".to_owned(), plain_day),
        offences: case.offences.iter().map(|o| title(&o.title, &o.code)).collect(),
        listing: if case.listed_for.is_empty() { "Not said".to_owned() } else { case.listed_for.clone() },
        matched: flag(&row.state),
        status: match &row.state {
            State::Known(Some(person)) if person.order_line.is_empty() => Some("No order running".to_owned()),
            State::Known(Some(person)) => Some(format!("{}, {}", person.order_line, names.of_unit(&person.provider))),
            State::Known(None) => Some("Not open to you".to_owned()),
            _ => None,
        },
        result: Some(case.results.join("; ")).filter(|r| !r.is_empty()),
    }
}

/// An offence by its title, or by its code where the list gives no title.
pub(super) fn title(title: &str, code: &str) -> String {
    if title.is_empty() { code.to_owned() } else { title.to_owned() }
}

fn flag(state: &State) -> Flag {
    match state {
        State::ToCheck(0) => Flag::new(Tone::Unknown, "To check: none found"),
        State::ToCheck(possible) => Flag::new(Tone::Soon, format!("To check: {possible} possible")),
        State::Known(_) => Flag::new(Tone::Good, "Confirmed"),
        State::NoRecord => Flag::new(Tone::Neutral, "Nobody on record"),
        State::Organisation => Flag::new(Tone::Neutral, "Organisation"),
        State::TakenOff => Flag::new(Tone::Neutral, "Taken off the list"),
    }
}
