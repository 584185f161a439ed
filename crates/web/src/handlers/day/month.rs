//! A month of a diary: how full each day is.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use service::Problem;
use service::diary::DayCount;

use super::week::{Whose, chips, monday};
use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::pages::day::month::{Lies, MonthDay, MonthPage};
use crate::visitor::Visitor;
use crate::words::count;

/// The month, as `2015-12`.
pub async fn show(visitor: Visitor, Path(month): Path<String>, Query(whose): Query<Whose>) -> Response {
    let shown = match format!("{month}-01").parse::<Date>() {
        Ok(first) => month_page(&visitor, first, &whose).await,
        Err(_) => Err(Problem::NotFound),
    };
    match shown {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn month_page(visitor: &Visitor, first: Date, whose: &Whose) -> Result<MonthPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("month");
    let (from, last) = (monday(first), first.last_of_month());
    let to = monday(last).saturating_add(6.days());
    let (shown, counts) = service.month(&ask, &whose.asked(), from, to).await?;
    let colleagues = service.colleagues(&ask).await?;
    let today = visitor.now.day();
    let query = whose.query();
    let link =
        |day: Date| Link::new(day.strftime("%B %Y").to_string(), format!("/month/{}{query}", day.strftime("%Y-%m")));
    let span = (to - from).get_days();
    let days: Vec<Date> = (0..=span).map(|nth| from.saturating_add(nth.days())).collect();
    let on_week = if (from..=to).contains(&today) { today } else { first };
    let within: Vec<&DayCount> =
        counts.iter().filter(|count| count.day >= first.to_string() && count.day <= last.to_string()).collect();
    Ok(MonthPage {
        shell: visitor.shell("Month", Here::Day).back("My day", "/day"),
        heading: first.strftime("%B %Y").to_string(),
        summary: totals(within.into_iter(), today).join(", "),
        links: vec![
            link(first.saturating_sub(1.months())),
            link(first.saturating_add(1.months())),
            Link::new("Week", format!("/week/{on_week}{query}")),
        ],
        whose: chips(visitor.actor(), &shown, &colleagues, |code| {
            format!("/month/{}?whose={code}", first.strftime("%Y-%m"))
        }),
        days: days
            .into_iter()
            .map(|day| {
                let on = day.to_string();
                let of_day: Vec<&DayCount> = counts.iter().filter(|count| count.day == on).collect();
                let mut lines = totals(of_day.iter().copied(), today);
                let owed = lines.iter().position(|line| line.ends_with("to record")).map(|at| lines.remove(at));
                MonthDay {
                    day: Link::new(day.day().to_string(), format!("/day/{day}")),
                    words: day.strftime("%A %-d %B").to_string(),
                    lines: if of_day.is_empty() { Vec::new() } else { lines },
                    owed,
                    lies: match day {
                        day if day == today => Lies::Today,
                        day if day < first || day > last => Lies::Outside,
                        _ => Lies::Within,
                    },
                }
            })
            .collect(),
    })
}

/// How many, how long; how many of them were called off, how many wait for their outcome since an earlier day.
fn totals<'a>(counts: impl Iterator<Item = &'a DayCount>, today: Date) -> Vec<String> {
    let today = today.to_string();
    let (mut held, mut off, mut owed, mut minutes) = (0, 0, 0, 0);
    for found in counts {
        let number = usize::try_from(found.count).unwrap_or(usize::MAX);
        match found.state.as_str() {
            "cancelled" => off += number,
            state => {
                held += number;
                minutes += found.minutes;
                owed += if state != "recorded" && found.day < today { number } else { 0 };
            }
        }
    }
    let mut lines = Vec::new();
    if held > 0 || off == 0 {
        lines.push(format!("{}{}", count(held, "appointment", "appointments"), long(minutes)));
    }
    lines.extend((off > 0).then(|| format!("{off} called off")));
    lines.extend((owed > 0).then(|| format!("{owed} to record")));
    lines
}

fn long(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => String::new(),
        (0, minutes) => format!(", {minutes}\u{a0}min"),
        (hours, 0) => format!(", {hours}\u{a0}h"),
        (hours, minutes) => format!(", {hours}\u{a0}h\u{a0}{minutes}\u{a0}min"),
    }
}
