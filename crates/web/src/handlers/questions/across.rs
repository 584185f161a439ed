//! What was recorded later, by team; and what was recorded after an announcement about a time before it.

use axum::extract::Query;
use axum::response::Response;
use jiff::ToSpan;
use service::Problem;
use service::directory::Names;
use service::questions::timing::{Announced, AnnouncedEntry, Later};

use super::{Asked, ask, kind_words, pinned};
use crate::answer::{failure, page};
use crate::components::{Here, Link};
use crate::handlers::frame::entry_href;
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{count, day_of, instant, short_day};

/// What was recorded later than it happened.
pub async fn later(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match later_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// What was recorded after an announcement.
pub async fn announced(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match announced_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn later_page(visitor: &Visitor, asked: &Asked) -> Result<AnswerPage, Problem> {
    let (service, today) = (&visitor.web.service, visitor.now.day());
    let to = asked.to.unwrap_or(today);
    let question = Later {
        days: asked.days.trim().parse().unwrap_or(2),
        from: asked.from.unwrap_or_else(|| to.saturating_sub(30.days())),
        to,
    };
    let report = service.recorded_later(&visitor.ask("questions"), question, asked.as_of()).await?;
    let names = service.names([]).await?;
    let (question, answer) = (&report.asked, &report.answer);
    let rows = answer.rows.iter().map(|row| {
        vec![
            Cell::new(team(&names, &row.team)),
            Cell::new(kind_words(&row.kind)),
            Cell::new(figure(row.recorded)),
            Cell::new(figure(row.later)),
        ]
    });
    let span = format!("Recorded {} to {}", short_day(question.from), short_day(question.to));
    let caption = format!("{span}, more than {} later", count(question.days as usize, "day", "days"));
    Ok(AnswerPage {
        shell: visitor.shell("What was recorded later", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "What was recorded later than it happened?".to_owned(),
        notes: notes(answer.fewest),
        again: Some(ask::later(question.days, question.from, question.to)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption,
            columns: vec!["Team", "Kind", "Recorded", "Recorded later"],
            rows: rows.collect(),
            none: "Nothing was recorded then.".to_owned(),
        }],
        checkpoint: pinned(&report.checkpoint),
        command: format!(
            "throughcare question later --days {} --from {} --to {} --checkpoint {} --json",
            question.days, question.from, question.to, report.checkpoint.size
        ),
    })
}

async fn announced_page(visitor: &Visitor, asked: &Asked) -> Result<AnswerPage, Problem> {
    let (service, today) = (&visitor.web.service, visitor.now.day());
    let question = Announced { on: asked.on.unwrap_or(today), until: asked.to };
    let report = service.recorded_after(&visitor.ask("questions"), question, asked.as_of()).await?;
    let names = service.names([]).await?;
    let (question, answer) = (&report.asked, &report.answer);
    let teams = answer.teams.iter().map(|row| {
        let figures = [row.days, row.week, row.month, row.longer].map(|n| Cell::new(figure(n)));
        std::iter::once(Cell::new(team(&names, &row.team))).chain(figures).collect()
    });
    let entries = answer.entries.iter().map(|entry| listed(entry, &names));
    let mut notes = notes(answer.fewest);
    if answer.more {
        notes.push(format!("Of the entries the first {} are listed.", answer.entries.len()));
    }
    let until = question.until.map(|day| format!(" --until {day}")).unwrap_or_default();
    let (size, on) = (report.checkpoint.size, short_day(question.on));
    Ok(AnswerPage {
        shell: visitor
            .shell("What was recorded after an announcement", Here::Questions)
            .back("Questions", "/questions"),
        case: None,
        heading: "What was recorded after an announcement, about a time before it?".to_owned(),
        notes,
        again: Some(ask::announced(question.on, question.until)),
        tables: vec![
            Table {
                id: "teams".to_owned(),
                caption: format!("Recorded from {on} about days before it, by how many days later"),
                columns: vec!["Team", "1 or 2 days", "3 to 7", "8 to 30", "More than 30"],
                rows: teams.collect(),
                none: format!("Nothing was recorded from {on} about days before it."),
            },
            Table {
                id: "entries".to_owned(),
                caption: "The entries, the latest recorded for their day first".to_owned(),
                columns: vec!["Entry", "Team", "Happened", "Recorded", "Later"],
                rows: entries.collect(),
                none: String::new(),
            },
        ],
        checkpoint: pinned(&report.checkpoint),
        command: format!("throughcare question announced --on {}{until} --checkpoint {size} --json", question.on),
    })
}

fn listed(entry: &AnnouncedEntry, names: &Names) -> Vec<Cell> {
    let kind = if entry.corrects {
        format!("{}, putting right an earlier entry", kind_words(&entry.kind))
    } else {
        kind_words(&entry.kind)
    };
    let days = usize::try_from(entry.days).unwrap_or(0);
    vec![
        Cell::link(Link::new(kind, entry_href(&entry.entry.to_string()))),
        Cell::new(team(names, &entry.team)),
        Cell::new(day_of(&entry.happened_on)),
        Cell::new(instant(entry.recorded)),
        Cell::new(count(days, "day", "days")),
    ]
}

fn team(names: &Names, code: &str) -> String {
    if code.is_empty() { "Nobody held the case".to_owned() } else { names.of_unit(code) }
}

fn figure(number: Option<u64>) -> String {
    number.map_or_else(|| "not shown".to_owned(), |number| number.to_string())
}

fn notes(fewest: u64) -> Vec<String> {
    vec![
        "Recorded later is neutral until it is explained: a late note may be the honest one.".to_owned(),
        format!(
            "Figures are for teams. One that rests on fewer than {fewest} entries is not shown, nor one from which it could be \
             worked out."
        ),
    ]
}
