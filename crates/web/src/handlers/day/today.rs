//! My day.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use practice::LimitName;
use serde::Deserialize;
use service::day::{Day, Slot, Unrecorded, Whose};
use service::directory::Names;
use service::{FieldError, Problem};

use super::came_back::Wrong;
use super::due::{absent, clocks_by_person, pressing, put_aside, shut_out, work_and_due};
use super::slots::{Around, slot_of, with_whom};
use crate::answer::{failure, page_with};
use crate::components::{Here, Link, Notice, Problems, Tone};
use crate::handlers::appointments::outcome_form::problems;
use crate::handlers::case::timeline::{day_or_none, end_of};
use crate::handlers::day::came_back::ways_out;
use crate::handlers::day::waiting::waiting;
use crate::handlers::frame::{case_href, recorded, why};
use crate::handlers::sites;
use crate::pages::day::today::{DayPage, Slot as DaySlot, SlotState, Unrecorded as DayUnrecorded};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, day_of};

/// Above so many appointments without an outcome the whole form is on the page for one's own alone. It is twenty times as long
/// as the line it belongs to, and a senior who stands in for a team would wait for forty of them.
const MOST_FORMS: usize = 12;

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
    let day = service.day(&ask, visitor.desks(), date, whose, asked.known_at.map(end_of)).await?;
    let officers = day.duties.iter().filter_map(|o| o.person.as_ref()).map(|p| p.officer.clone());
    let owners = day.duties.iter().flat_map(|o| [o.owner.staff.clone(), absent(o).map(str::to_owned)]).flatten();
    let slots = day.slots.iter().chain(day.unrecorded.iter().map(|left| &left.slot));
    let with = slots.flat_map(|slot| {
        let next = slot.next_with.as_ref().map(|next| next.staff.clone());
        [Some(slot.row.officer.clone()), slot.owner.staff.clone(), next]
    });
    let staff = with.flatten().chain(officers).chain(owners);
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
        None => done(&asked.done),
    };
    let past = asked.known_at.is_some();
    let near = if past { BTreeMap::new() } else { service.too_near_on(&ask, &day).await? };
    let (work, duties) = work_and_due(day.duties.iter(), today);
    let around = Around {
        visitor,
        date,
        past,
        names: &names,
        places: &places,
        duties: &duties,
        protected: service.is_all_protected().await?,
        work: &work,
        wrong: wrong.as_ref(),
        full: day.slots.iter().filter(|slot| slot.row.outcome.is_none()).count() > MOST_FORMS,
        near: &near,
    };
    let mut slots: Vec<DaySlot> =
        day.slots.iter().enumerate().map(|(at, slot)| slot_of(&around, slot, at + 1)).collect();
    if let Some(wrong) = &wrong {
        ways_out(visitor, &day, &mut slots, &names, wrong).await?;
    }
    let clocks = clocks_by_person(visitor, &duties, &names);
    let link = |day: Date| Link::new(day.strftime("%A %-d").to_string(), format!("/day/{day}"));
    let (before, after) = (date.yesterday().unwrap_or(date), date.tomorrow().unwrap_or(date));
    Ok(DayPage {
        shell,
        problems: wrong.as_ref().map_or_else(Problems::default, |w| problems(&format!("s{}", w.slot), w.errors)),
        heading: date.strftime("%A %-d %B").to_string(),
        past,
        summary: format!("{}{}{}", summary(&day, &slots), pressing(&duties, today), put_aside(day.quiet)),
        covers: stands_in(&day, &names),
        previous: link(before),
        next: link(after),
        today: (date != today).then(|| Link::new("Today", "/day")),
        print: elsewhere(visitor, date).await?,
        slots,
        more_clocks: (asked.due.is_empty() && clocks.len() > budget).then(|| {
            Link::new(
                format!("{} with something due", count(clocks.len() - budget, "more person", "more people")),
                format!("/day/{date}?due=all"),
            )
        }),
        clocks: {
            let shown = if asked.due.is_empty() { budget } else { clocks.len() };
            // Beside the others, and not in their place: nobody else sees it.
            clocks.into_iter().take(shown).chain(shut_out(&visitor.actor().staff, &duties, today)).collect()
        },
        alarms: access::role_does(visitor.actor().role, access::Action::ViewAlarms).then(|| {
            let aside = if day.quiet == 0 { String::new() } else { format!("{} put aside. ", day.quiet) };
            Link::new(format!("{aside}How often the alarms were right"), "/alarms")
        }),
        to_record: day.unrecorded.iter().filter_map(|left| unrecorded(left, &names, &visitor.actor().staff)).collect(),
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

/// Said of what was done by a press that has no page of its own.
fn done(code: &str) -> Option<Notice> {
    Some(match code {
        "undone" => Notice::new(Tone::Note, "Taken back. An appointment booked with it stays booked."),
        "stays" => Notice::new(
            Tone::Note,
            "It stands: something rests on it by now, or it was recorded a while ago. Open it to correct it.",
        ),
        "taken" => Notice::new(Tone::Good, "They stand in your diary now. Nothing changes for those who are to come."),
        _ => return None,
    })
}

/// Said when a past diary is looked at.
fn as_known(day: Date) -> Notice {
    let day = day_of(&day.to_string());
    let words = format!("Appointments as they were known at the end of {day}. Names and flags are as they are now.");
    Notice { link: Some(Link::new("Back to now", "/day")), ..Notice::new(Tone::Note, words) }
}

fn summary(day: &Day, slots: &[DaySlot]) -> String {
    let waiting = slots.iter().filter(|s| matches!(s.state, SlotState::ToRecord { .. })).count();
    let recorded = slots.iter().filter(|s| matches!(s.state, SlotState::Recorded { .. })).count();
    let off = day.slots.iter().filter(|slot| slot.row.state == "cancelled").count();
    let off_words = if off == 0 { String::new() } else { format!(", {off} called off") };
    let held = count(day.slots.len() - off, "appointment", "appointments");
    format!("{held}: {recorded} recorded, {waiting} to record{off_words}")
}

/// For whom one answers besides: colleagues one covers, and teams whose senior is not at work.
fn stands_in(day: &Day, names: &Names) -> Option<String> {
    let absent: Vec<String> = day.covers.iter().map(|staff| names.of_staff(staff)).collect();
    let teams: Vec<String> = day.leads.iter().map(|team| names.of_unit(team)).collect();
    let covers = (!absent.is_empty())
        .then(|| format!("You cover for {}: their appointments and what they owe are here too.", absent.join(" and ")));
    let leads = (!teams.is_empty())
        .then(|| format!("You lead {} today: what nobody at work holds there is here too.", teams.join(" and ")));
    let unled = day.unled.then(|| {
        "Your organisation has no senior on its books: what falls to whoever leads a team falls to nobody. Tell its head.".to_owned()
    });
    let said: Vec<String> = unled.into_iter().chain(covers).chain(leads).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn unrecorded(left: &Unrecorded, names: &Names, mine: &str) -> Option<DayUnrecorded> {
    let slot = &left.slot;
    let person = slot.person.as_ref()?;
    let href = format!("{}/appointments/{}", case_href(&slot.row.stream), slot.row.appointment);
    let day = slot.row.starts.split('T').next().unwrap_or_default();
    Some(DayUnrecorded {
        appointment: Link::new(format!("{}: {}", person.name, slot.row.what), href),
        day: day_of(day),
        answers: answers(slot, names, mine),
        why: left.duty.as_ref().map(|duty| why("Why?", &duty.why)),
    })
}

/// In whose diary it stands and who answers for it, where that is not whoever looks; nothing of one's own.
fn answers(slot: &Slot, names: &Names, mine: &str) -> String {
    let owner = slot.owner.staff.as_deref().unwrap_or_default();
    if slot.row.officer == mine && owner == mine {
        return String::new();
    }
    let with = with_whom(slot, names);
    let sentence = with.replacen("with", "With", 1);
    match owner {
        owner if owner == slot.row.officer => format!("{sentence}."),
        "" => format!("{sentence}. The head of the organisation answers."),
        owner if owner == mine => format!("{sentence}. You answer."),
        owner => format!("{sentence}. {} answers.", names.of_staff(owner)),
    }
}
