//! A week of a diary.

use access::Actor;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use record::facts::organisation::Role;
use record::time::Minute;
use serde::Deserialize;
use service::Problem;
use service::diary::{Asked, DiaryOf, Travel, Week, WeekSlot};
use service::directory::Names;
use service::project::Flag as StoredFlag;

use super::slots::{also_there, called_off, moved};
use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, NavLink, Tone};
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::frame::case_href;
use crate::pages::day::week::{WeekDay, WeekLine, WeekPage};
use crate::visitor::Visitor;
use crate::words::{clock, count, outcome_flag};

/// Whose diary: nothing for the usual one, `team`, or the code of a colleague.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Whose {
    #[serde(default)]
    whose: String,
}

impl Whose {
    /// As the service is asked.
    pub fn asked(&self) -> Asked {
        match self.whose.as_str() {
            "" => Asked::Usual,
            "team" => Asked::Team,
            staff => Asked::Colleague(staff.to_owned()),
        }
    }

    /// As it stands in an address.
    pub fn query(&self) -> String {
        let code: String = self.whose.chars().filter(char::is_ascii_alphanumeric).collect();
        if code.is_empty() { String::new() } else { format!("?whose={code}") }
    }
}

/// The week in which a day lies.
pub async fn show(visitor: Visitor, Path(date): Path<Date>, Query(whose): Query<Whose>) -> Response {
    match week_page(&visitor, date, &whose).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The Monday on or before a day.
pub fn monday(date: Date) -> Date {
    date.saturating_sub(i32::from(date.weekday().to_monday_zero_offset()).days())
}

async fn week_page(visitor: &Visitor, date: Date, whose: &Whose) -> Result<WeekPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("week");
    let (from, to) = (monday(date), monday(date).saturating_add(6.days()));
    let week = service.week(&ask, &whose.asked(), from, to).await?;
    let colleagues = service.colleagues(&ask).await?;
    let names = service.names(week.slots.iter().map(|slot| slot.row.officer.clone())).await?;
    let query = whose.query();
    let (today, this) = (visitor.now.day(), monday(visitor.now.day()));
    let link = |words: &str, day: Date| Link::new(words, format!("/week/{day}{query}"));
    let mut links = vec![link("Week before", from.saturating_sub(7.days()))];
    if this != from {
        links.push(link("This week", this));
    }
    links.push(link("Week after", from.saturating_add(7.days())));
    let month = format!("/month/{}{query}", from.strftime("%Y-%m"));
    links.push(Link::new(from.strftime("%B %Y").to_string(), month));
    let off = week.slots.iter().filter(|slot| slot.row.state == "cancelled").count();
    let off_words = if off == 0 { String::new() } else { format!(", {off} called off") };
    let chips = chips(visitor.actor(), &week.whose, &colleagues, |code| format!("/week/{from}?whose={code}"));
    Ok(WeekPage {
        shell: visitor.shell("Week", Here::Day).back("My day", "/day"),
        heading: format!("Week of {}", from.strftime("%A %-d %B %Y")),
        summary: format!("{}{off_words}", count(week.slots.len() - off, "appointment", "appointments")),
        links,
        whose: chips,
        days: days(visitor, &week, &names, from, today),
    })
}

/// Whose diary may be chosen, for whoever leads or serves a team.
pub fn chips(
    actor: &Actor,
    shown: &DiaryOf,
    colleagues: &[(String, String)],
    href: impl Fn(&str) -> String,
) -> Vec<NavLink> {
    if !matches!(actor.role, Role::CaseAdministrator | Role::SeniorProbationOfficer) {
        let chip = |text: &str, code: &str, current| NavLink { text: text.to_owned(), href: href(code), current };
        let team = matches!(shown, DiaryOf::Team(_));
        return vec![chip("Mine", &actor.staff, !team), chip("The team’s", "team", team)];
    }
    let team = NavLink { text: "The team".to_owned(), href: href("team"), current: matches!(shown, DiaryOf::Team(_)) };
    let members = colleagues.iter().map(|(code, name)| NavLink {
        text: name.clone(),
        href: href(code),
        current: *shown == DiaryOf::Officer(code.clone()),
    });
    std::iter::once(team).chain(members).collect()
}

/// The working days, and whichever other day has something.
fn days(visitor: &Visitor, week: &Week, names: &Names, from: Date, today: Date) -> Vec<WeekDay> {
    let team = matches!(week.whose, DiaryOf::Team(_));
    let days = (0..7).map(|nth| (nth, from.saturating_add(nth.days())));
    days.filter_map(|(nth, day)| {
        let on = day.to_string();
        let slots = week.slots.iter().filter(|slot| slot.row.starts.starts_with(&on));
        let lines: Vec<WeekLine> = slots.map(|slot| line(visitor, slot, names, team, today)).collect();
        let heading = format!("{}{}", day.strftime("%A %-d %B"), if day == today { ", today" } else { "" });
        (nth < 5 || !lines.is_empty()).then(|| WeekDay { day: Link::new(heading, format!("/day/{day}")), lines })
    })
    .collect()
}

fn line(visitor: &Visitor, slot: &WeekSlot, names: &Names, team: bool, today: Date) -> WeekLine {
    let row = &slot.row;
    let starts = row.starts.parse::<Minute>().ok();
    let off = row.state == "cancelled";
    let time = starts.map_or_else(|| row.starts.clone(), clock);
    let length = format!("{} min", row.minutes);
    let travel = slot.travel.as_ref().map(way);
    let Some(person) = &slot.person else {
        let person = Link::new("Restricted record", format!("/day/{today}"));
        let (what, note) = (String::new(), String::new());
        return WeekLine { time, length, travel, person, what, needs: Vec::new(), state: None, note, off };
    };
    let flags: Vec<StoredFlag> = serde_json::from_str(&person.flags).unwrap_or_default();
    let place = whereabouts(names, &row.site, slot.detail.at.as_ref(), &slot.detail.room);
    let mut what = format!("{}, {place}", row.what);
    if team {
        what = format!("{what}, with {}", names.of_staff(&row.officer));
    }
    what.push_str(&also_there(&slot.detail));
    WeekLine {
        time,
        length,
        travel,
        person: Link::new(person.name.clone(), case_href(&row.stream)),
        what,
        needs: flags.into_iter().filter(|flag| flag.code == "need").map(|flag| flag.words).collect(),
        state: match &row.outcome {
            Some(outcome) => Some(outcome_flag(visitor.web.service.standards(), outcome)),
            None if !off && starts.is_some_and(|at| at < visitor.now.london()) => {
                Some(Flag::new(Tone::Soon, "To record"))
            }
            None => None,
        },
        note: if off { called_off(&slot.detail) } else { moved(&slot.row, &slot.detail).unwrap_or_default() },
        off,
    }
}

/// The way from the appointment before: whether there is time enough for it.
pub fn way(travel: &Travel) -> Flag {
    match travel.minutes {
        ..0 => Flag::new(Tone::Act, "Begins before the one at another place ends"),
        minutes if travel.is_short() => {
            Flag::new(Tone::Soon, format!("{minutes} minutes to get there: allow {}", travel.allowed))
        }
        minutes => Flag::new(Tone::Neutral, format!("{minutes} minutes to get there")),
    }
}
