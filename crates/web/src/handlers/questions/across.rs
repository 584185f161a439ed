//! What was recorded later, by team; and what was recorded after an announcement about a time before it.

use axum::extract::Query;
use axum::response::Response;
use service::Problem;
use service::directory::Names;
use service::questions::Moment;
use service::questions::timing::{Announced, AnnouncedEntry, Later};

use super::answering::{Answered, again, pinned, said_of, shown, stood};
use super::asked::{Asked, Reader, moment_words};
use super::{ask, kind_words};
use crate::components::{Here, Link};
use crate::handlers::frame::entry_href;
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{count, day_of, instant, short_day};

const NEUTRAL: &str = "Recorded later is neutral until it is explained: a late note may be the honest one.";

/// What was recorded later than it happened.
pub async fn later(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::later_filled(&asked, visitor.now.day());
    shown(&visitor, ask::later(&asked), later_answer(&visitor, &asked).await)
}

/// What was recorded after an announcement.
pub async fn announced(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::announced(&asked), announced_answer(&visitor, &asked).await)
}

async fn later_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let (service, today) = (&visitor.web.service, visitor.now.day());
    let mut read = Reader::new(asked);
    let (from, to) = (read.day("from").unwrap_or(today), read.day("to").unwrap_or(today));
    let (question, checkpoint) = (Later { days: read.days(2), from, to }, read.checkpoint());
    read.done()?;
    let report = service.recorded_later(&visitor.ask("questions"), question, checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
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
    let command = format!(
        "throughcare question later --days {} --from {} --to {} --checkpoint {} --json",
        question.days, question.from, question.to, report.checkpoint.size
    );
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor.shell("What was recorded later", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "What was recorded later than it happened?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: notes(answer.fewest).into_iter().chain(said_of(&report)).collect(),
        otherwise: Some(ask::later(asked)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption,
            columns: vec!["Team", "Kind", "Recorded", "Recorded later"],
            rows: rows.collect(),
            none: "Nothing was recorded then.".to_owned(),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again("/questions/later", asked, &["days", "from", "to"], &report.checkpoint, command),
    })))
}

async fn announced_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let service = &visitor.web.service;
    let mut read = Reader::new(asked);
    let moment = read.moment("on", "on_time").unwrap_or(Moment::EndOf(visitor.now.day()));
    let question = Announced::at(moment, read.day("to")).listing(read.what_for());
    let checkpoint = read.checkpoint();
    read.done()?;
    let report = service.recorded_after(&visitor.ask("questions"), question, checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let names = service.names([]).await?;
    let (question, answer) = (&report.asked, &report.answer);
    let teams = answer.teams.iter().map(|row| {
        let figures = [row.days, row.week, row.month, row.longer].map(|n| Cell::new(figure(n)));
        std::iter::once(Cell::new(team(&names, &row.team))).chain(figures).collect()
    });
    let entries = answer.entries.iter().map(|entry| listed(entry, &names));
    let mut notes = match question.what_for {
        None => notes(answer.fewest),
        Some(what_for) => {
            vec![NEUTRAL.to_owned(), format!("The entries are listed for this: {}. That is logged.", what_for.words())]
        }
    };
    notes.extend(said_of(&report));
    if question.from.is_some() {
        notes.push(
            "Counted are days before that of the announcement: of its own day only whole days are known.".to_owned(),
        );
    }
    if answer.more {
        notes.push(format!("Of the entries the first {} are listed.", answer.entries.len()));
    }
    let until = question.until.map(|day| format!(" --until {day}")).unwrap_or_default();
    let what_for = question.what_for.map(|one| format!(" --for {}", one.code())).unwrap_or_default();
    let (size, moment) = (report.checkpoint.size, question.moment());
    let on = match moment {
        Moment::EndOf(day) => short_day(day),
        Moment::At(_) => moment_words(moment),
    };
    let command = format!("throughcare question announced --on {moment}{until}{what_for} --checkpoint {size} --json");
    let mut tables = vec![Table {
        id: "teams".to_owned(),
        caption: format!("Recorded from {on} about days before it, by how many days later"),
        columns: vec!["Team", "1 or 2 days", "3 to 7", "8 to 30", "More than 30"],
        rows: teams.collect(),
        none: format!("Nothing was recorded from {on} about days before it."),
    }];
    if question.what_for.is_some() {
        tables.push(Table {
            id: "entries".to_owned(),
            caption: "The entries, the latest recorded for their day first".to_owned(),
            columns: vec!["Entry", "Team", "Happened", "Recorded", "Later"],
            rows: entries.collect(),
            none: String::new(),
        });
    }
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor
            .shell("What was recorded after an announcement", Here::Questions)
            .back("Questions", "/questions"),
        case: None,
        heading: "What was recorded after an announcement, about a time before it?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes,
        otherwise: Some(ask::announced(asked)),
        tables,
        checkpoint: pinned(&report.checkpoint),
        again: again("/questions/announced", asked, &["on", "on_time", "to", "for"], &report.checkpoint, command),
    })))
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

pub(super) fn team(names: &Names, code: &str) -> String {
    if code.is_empty() { "Nobody held the case".to_owned() } else { names.of_unit(code) }
}

fn figure(number: Option<u64>) -> String {
    number.map_or_else(|| "not shown".to_owned(), |number| number.to_string())
}

fn notes(fewest: u64) -> Vec<String> {
    vec![
        NEUTRAL.to_owned(),
        format!(
            "Figures are for teams. One that rests on fewer than {fewest} entries is not shown; the others are rounded down to a \
             multiple of {fewest}, so that two answers don’t tell what lies between them."
        ),
    ]
}
