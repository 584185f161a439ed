//! My day.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use practice::LimitName;
use record::facts::person::AskedBy;
use record::time::Minute;
use serde::Deserialize;
use service::day::{Day, DiaryRow, Owing, Slot as DiarySlot, Unrecorded, Whose};
use service::directory::{Names, Place};
use service::project::{Flag as StoredFlag, SlotDetail};
use service::{FieldError, Problem};

use crate::answer::{failure, page_with};
use crate::components::{Here, Link, Notice, Problems, Tone};
use crate::handlers::appointments::outcome_form::{form, only_open, problems, proposal, propose, refill};
use crate::handlers::appointments::visits::{visit_again, whereabouts};
use crate::handlers::case::timeline::{day_or_none, end_of};
use crate::handlers::day::due::{absent, clock_of, clocks_by_person, pressing, work_and_due};
use crate::handlers::day::waiting::waiting;
use crate::handlers::frame::{case_href, recorded, register_flag, why};
use crate::handlers::sites;
use crate::pages::day::today::{DayPage, Slot, SlotState, Unrecorded as DayUnrecorded};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{clock, count, day_of, minute, outcome_flag};

/// What the page is asked for besides its day: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    #[serde(default)]
    done: String,
    /// `team` for the team's day.
    #[serde(default)]
    whose: String,
    /// `all` for everything that is due.
    #[serde(default)]
    due: String,
    /// The day at whose end the diary is looked at as it was known.
    #[serde(default, deserialize_with = "day_or_none")]
    known_at: Option<Date>,
}

/// What a form on the page got wrong.
struct Wrong<'a> {
    slot: usize,
    typed: &'a Fields,
    errors: &'a [FieldError],
}

/// Today.
pub async fn show(visitor: Visitor, asked: Query<Asked>) -> Response {
    let today = visitor.now.day();
    show_on(visitor, Path(today), asked).await
}

/// Another day.
pub async fn show_on(visitor: Visitor, Path(date): Path<Date>, Query(asked): Query<Asked>) -> Response {
    match day_page(&visitor, date, &asked, None).await {
        Ok(page) => page_with(StatusCode::OK, &page),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The day again, with one slot's form open and what is wrong with it.
pub async fn with_problems(
    visitor: &Visitor,
    date: Date,
    slot: usize,
    typed: &Fields,
    errors: &[FieldError],
) -> Response {
    match day_page(visitor, date, &Asked::default(), Some(Wrong { slot, typed, errors })).await {
        Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

async fn day_page(visitor: &Visitor, date: Date, asked: &Asked, wrong: Option<Wrong<'_>>) -> Result<DayPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("day");
    let whose = if asked.whose == "team" { Whose::Team } else { Whose::Mine };
    let day = service.day(&ask, date, whose, asked.known_at.map(end_of)).await?;
    let officers = day.duties.iter().filter_map(|o| o.person.as_ref()).map(|p| p.officer.clone());
    let owners = day.duties.iter().flat_map(|o| [o.owner.staff.clone(), absent(o).map(str::to_owned)]).flatten();
    let staff = day.slots.iter().map(|s| s.row.officer.clone()).chain(officers).chain(owners);
    let names = service.names(staff.chain(day.covers.iter().cloned()).collect::<Vec<_>>()).await?;
    // Red everywhere is read nowhere: a few at once, and the rest a press away.
    let budget = usize::try_from(service.standards().limit(LimitName::AlarmBudget).value).unwrap_or(usize::MAX);
    let places = service.own_places(&ask).await?;
    let today = visitor.now.day();
    let mut shell = visitor.shell("My day", Here::Day);
    shell.has_problems = wrong.is_some();
    shell.notice = match asked.known_at {
        Some(day) => Some(as_known(day)),
        None if asked.done == "recorded" => Some(recorded(visitor).await?),
        None => None,
    };
    let past = asked.known_at.is_some();
    let (work, duties) = work_and_due(day.duties.iter(), today);
    let around = Around {
        visitor,
        date,
        past,
        names: &names,
        places: &places,
        duties: &duties,
        work: &work,
        wrong: wrong.as_ref(),
    };
    let slots: Vec<Slot> = day.slots.iter().enumerate().map(|(at, slot)| slot_of(&around, slot, at + 1)).collect();
    let clocks = clocks_by_person(visitor, &duties, &names);
    let link = |day: Date| Link::new(day.strftime("%A %-d").to_string(), format!("/day/{day}"));
    let (before, after) = (date.yesterday().unwrap_or(date), date.tomorrow().unwrap_or(date));
    Ok(DayPage {
        shell,
        problems: wrong.as_ref().map_or_else(Problems::default, |w| problems(&format!("s{}", w.slot), w.errors)),
        heading: date.strftime("%A %-d %B").to_string(),
        past,
        summary: format!("{}{}{}", summary(&day, &slots), pressing(&duties, today), put_aside(day.quiet)),
        covers: covers(&day.covers, &names),
        previous: link(before),
        next: link(after),
        today: (date != today).then(|| Link::new("Today", "/day")),
        print: elsewhere(visitor, date).await?,
        changes: Vec::new(),
        slots,
        more_clocks: (asked.due.is_empty() && clocks.len() > budget).then(|| {
            Link::new(
                format!("{} with something due", count(clocks.len() - budget, "more person", "more people")),
                format!("/day/{date}?due=all"),
            )
        }),
        clocks: if asked.due.is_empty() { clocks.into_iter().take(budget).collect() } else { clocks },
        to_record: day.unrecorded.iter().filter_map(unrecorded).collect(),
        waiting: if past || date != today { Vec::new() } else { waiting(visitor).await? },
    })
}

/// The week and month round the day, its reception, and the day on paper.
async fn elsewhere(visitor: &Visitor, date: Date) -> Result<Vec<Link>, Problem> {
    let today = visitor.now.day();
    let mut links = vec![
        Link::new("Week", format!("/week/{date}")),
        Link::new("Month", format!("/month/{}", date.strftime("%Y-%m"))),
        Link::new("Print this day", format!("/day/{date}/print")),
        Link::new("Print tomorrow", format!("/day/{}/print", today.tomorrow().unwrap_or(today))),
    ];
    links.push(Link::new("Calendar", "/calendar"));
    let receives = access::role_does(visitor.actor().role, access::Action::ViewReception);
    if let Some(office) = visitor.web.service.own_office(&visitor.ask("day")).await?.filter(|_| receives) {
        links.push(Link::new("Reception", format!("{}/{date}", sites::list::href(&office.code))));
    }
    Ok(links)
}

/// Where it is said what was worked on at an appointment of the day, while that is still to be said.
fn owed_work(around: &Around<'_>, slot: &DiarySlot, own: &str) -> Option<Link> {
    let of_slot = |o: &&&Owing| o.row.stream == slot.row.stream && o.row.subject == slot.row.appointment;
    let owing = around.work.iter().find(of_slot)?;
    let by = owing.row.due_on.as_deref().map(day_of).unwrap_or_default();
    Some(Link::new(format!("What you worked on: due by {by}"), format!("{own}/work")))
}

/// Said when a past diary is looked at.
fn as_known(day: Date) -> Notice {
    let day = day_of(&day.to_string());
    let words = format!("Appointments as they were known at the end of {day}. Names and flags are as they are now.");
    Notice { link: Some(Link::new("Back to now", "/day")), ..Notice::new(Tone::Note, words) }
}

fn summary(day: &Day, slots: &[Slot]) -> String {
    let waiting = slots.iter().filter(|s| matches!(s.state, SlotState::ToRecord { .. })).count();
    let recorded = slots.iter().filter(|s| matches!(s.state, SlotState::Recorded { .. })).count();
    let off = day.slots.iter().filter(|slot| slot.row.state == "cancelled").count();
    let off_words = if off == 0 { String::new() } else { format!(", {off} called off") };
    let held = count(day.slots.len() - off, "appointment", "appointments");
    format!("{held}: {recorded} recorded, {waiting} to record{off_words}")
}

/// What every slot of a day is shown with.
struct Around<'a> {
    visitor: &'a Visitor,
    date: Date,
    /// The diary is looked at as it was known, and nothing is done from here.
    past: bool,
    names: &'a Names,
    places: &'a [Place],
    duties: &'a [&'a Owing],
    /// Appointments of which it is still to be said what was worked on.
    work: &'a [&'a Owing],
    wrong: Option<&'a Wrong<'a>>,
}

fn slot_of(around: &Around<'_>, slot: &DiarySlot, number: usize) -> Slot {
    let Around { visitor, names, duties, .. } = *around;
    let row = &slot.row;
    let starts: Option<Minute> = row.starts.parse().ok();
    if slot.person.is_none() {
        return limited_slot(number, starts.map_or_else(|| row.starts.clone(), clock), row.minutes);
    }
    let mine = row.officer == visitor.actor().staff;
    let place = whereabouts(names, &row.site, slot.detail.at.as_ref(), &slot.detail.room);
    let mut what = if mine {
        format!("{}, {place}", row.what)
    } else {
        format!("{}, {place}, with {}", row.what, names.of_staff(&row.officer))
    };
    if !slot.detail.purpose.is_empty() {
        what = format!("{what}. {}", slot.detail.purpose);
    }
    let stored: Vec<StoredFlag> =
        slot.person.as_ref().map(|p| serde_json::from_str(&p.flags).unwrap_or_default()).unwrap_or_default();
    let (needs, flags): (Vec<_>, Vec<_>) = stored.into_iter().partition(|f| f.code == "need");
    Slot {
        id: format!("slot-{number}"),
        time: starts.map_or_else(|| row.starts.clone(), clock),
        length: format!("{} min", row.minutes),
        person: slot.person.as_ref().map_or_else(
            || Link::new("Restricted record", "/day"),
            |person| Link::new(person.name.clone(), case_href(&person.stream)),
        ),
        crn: slot.person.as_ref().map(|p| p.crn.clone()).unwrap_or_default(),
        what,
        flags: flags.iter().map(|f| register_flag(&f.code, &f.words)).collect(),
        needs: needs.into_iter().map(|f| f.words).collect(),
        brief: brief(slot, duties, visitor.now.day()),
        instruction: moved(&slot.row, &slot.detail),
        state: state_of(around, slot, number),
    }
}

/// Why an appointment was called off, and who asked.
pub fn called_off(detail: &SlotDetail) -> String {
    let words = match detail.asked_by {
        Some(AskedBy::Person) => "Called off by the person",
        _ => "Called off by us",
    };
    if detail.changed_because.is_empty() { words.to_owned() } else { format!("{words}: {}", detail.changed_because) }
}

/// What stood before an appointment was moved.
pub fn moved(row: &DiaryRow, detail: &SlotDetail) -> Option<String> {
    if row.state == "cancelled" {
        return None;
    }
    let was = detail.was?;
    let words = match detail.asked_by {
        Some(AskedBy::Person) => "at their request",
        _ => "by us",
    };
    Some(format!("Moved {words} from {}", minute(was)))
}

/// A slot with somebody whose record is limited: its time, and nothing that would say who or what for.
fn limited_slot(number: usize, time: String, minutes: i64) -> Slot {
    Slot {
        id: format!("slot-{number}"),
        time,
        length: format!("{minutes} min"),
        person: Link::new("Restricted record", "/day"),
        crn: String::new(),
        what: String::new(),
        flags: Vec::new(),
        needs: Vec::new(),
        brief: Vec::new(),
        instruction: None,
        state: SlotState::Cancelled { why: "Open to named staff only.".to_owned() },
    }
}

/// What to know before the door opens: the order, and what is owed about this person.
fn brief(slot: &DiarySlot, duties: &[&Owing], today: Date) -> Vec<(String, String)> {
    let Some(person) = &slot.person else { return Vec::new() };
    let mut lines = vec![("Order".to_owned(), person.order_line.clone())];
    let owed = duties.iter().filter(|o| o.row.stream == person.stream).filter_map(|o| clock_of(o, today));
    let owed: Vec<String> = owed.map(|clock| format!("{} {}", clock.what, clock.when.to_lowercase())).take(3).collect();
    if !owed.is_empty() {
        lines.push(("Due".to_owned(), owed.join("; ")));
    }
    lines
}

fn state_of(around: &Around<'_>, slot: &DiarySlot, number: usize) -> SlotState {
    let Around { visitor, date, past, places, wrong, .. } = *around;
    let row = &slot.row;
    let standards = visitor.web.service.standards();
    if row.state == "cancelled" {
        return SlotState::Cancelled { why: called_off(&slot.detail) };
    }
    if past && row.outcome.is_none() {
        return SlotState::AsKnown;
    }
    let home = case_href(&row.stream);
    let own = format!("{home}/appointments/{}", row.appointment);
    if let Some(outcome) = &row.outcome {
        return SlotState::Recorded {
            outcome: outcome_flag(standards, outcome),
            when: "Protected.".to_owned(),
            owed: owed_work(around, slot, &own),
            followed: vec![Link::new("See what was recorded", own)],
            undo: None,
        };
    }
    let change = format!("{own}/move");
    let starts: Option<Minute> = row.starts.parse().ok();
    // People come early: from the morning of its day an outcome can be recorded.
    let today = starts.is_some_and(|at| at.day() <= visitor.now.day());
    if !today || slot.person.is_none() {
        return SlotState::Upcoming { change };
    }
    let action = format!("{own}?day={date}&slot={number}");
    let token = visitor.token(action, slot.detail.version);
    let mut full = form(&format!("s{number}"), token.clone(), places, &row.site, None, date);
    visit_again(&mut full, slot.detail.at.as_ref());
    if !slot.detail.open.is_empty() {
        let may = access::role_does(visitor.actor().role, access::Action::DecideFailure);
        only_open(&mut full, if may { &slot.detail.open } else { &[] });
        full.guidance = Some(slot.detail.open_because.clone());
    }
    let booked = slot.next.as_ref().and_then(|next| next.starts.parse().ok());
    let proposed = starts.and_then(|at| proposal(standards, at, visitor.now.day()));
    propose(&mut full, booked, proposed);
    let open = wrong.is_some_and(|w| w.slot == number);
    if let Some(w) = wrong.filter(|w| w.slot == number) {
        full = refill(full, w.typed, w.errors);
    }
    SlotState::ToRecord { quick: token, form: Box::new(full), open, change }
}

fn put_aside(quiet: usize) -> String {
    if quiet == 0 { String::new() } else { format!(", {quiet} put aside") }
}

fn covers(absent: &[String], names: &Names) -> Option<String> {
    let absent: Vec<String> = absent.iter().map(|staff| names.of_staff(staff)).collect();
    (!absent.is_empty())
        .then(|| format!("You cover for {}: their appointments and what they owe are here too.", absent.join(" and ")))
}

fn unrecorded(left: &Unrecorded) -> Option<DayUnrecorded> {
    let slot = &left.slot;
    let person = slot.person.as_ref()?;
    let href = format!("{}/appointments/{}", case_href(&slot.row.stream), slot.row.appointment);
    let day = slot.row.starts.split('T').next().unwrap_or_default();
    Some(DayUnrecorded {
        appointment: Link::new(format!("{}: {}", person.name, slot.row.what), href),
        day: day_of(day),
        why: left.duty.as_ref().map(|duty| why("Why?", &duty.why)),
    })
}
