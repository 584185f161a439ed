//! What a team owed, and what had become of its alarms.

use axum::extract::Query;
use axum::response::Response;
use jiff::civil::Date;
use practice::DutyKind;
use service::Problem;
use service::questions::team::{OfTeam, TeamOwed};
use service::questions::{Moment, Pinned};

use super::across::team;
use super::answering::{Answered, again, known_words, pinned, said_of, shown, stood};
use super::ask;
use super::asked::{Asked, Reader};
use crate::components::{Here, Link};
use crate::handlers::caseload::alarms::rule_of;
use crate::handlers::frame::case_href;
use crate::pages::questions::answer::{AnswerPage, Cell, Table};
use crate::visitor::Visitor;
use crate::words::{day_of, short_day};

/// What it owed.
pub async fn owed(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::owed(&asked), owed_answer(&visitor, &asked).await)
}

/// What had become of its alarms.
pub async fn alarms(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let asked = ask::on_filled(&asked, visitor.now.day());
    shown(&visitor, ask::alarms(&asked), alarms_answer(&visitor, &asked).await)
}

/// Which team, on which day, as known when, as of which checkpoint.
struct Question {
    team: String,
    on: Date,
    known_at: Option<Moment>,
    checkpoint: Option<u64>,
}

impl Question {
    fn read(visitor: &Visitor, asked: &Asked) -> Result<Question, Problem> {
        let mut read = Reader::new(asked);
        let question = Question {
            team: asked.typed("team").to_owned(),
            on: read.day("on").unwrap_or(visitor.now.day()),
            known_at: read.moment("known_at", "known_time"),
            checkpoint: read.checkpoint(),
        };
        read.done().map(|()| question)
    }

    fn of_team(&self) -> OfTeam {
        OfTeam { team: self.team.clone(), on: self.on, known_at: self.known_at.map(Moment::instant) }
    }

    /// `on Tue 15 Dec 2015, as known at the end of Wed 16 Dec 2015`.
    async fn when(&self, visitor: &Visitor, at: &Pinned) -> Result<String, Problem> {
        Ok(format!("on {}{}", short_day(self.on), known_words(visitor, self.known_at, at).await?))
    }

    fn command(&self, question: &str, team: &str, size: u64) -> String {
        let known = self.known_at.map(|moment| format!(" --known-at {moment}")).unwrap_or_default();
        format!("throughcare question {question} {team} --on {}{known} --checkpoint {size} --json", self.on)
    }
}

const FIELDS: [&str; 4] = ["team", "on", "known_at", "known_time"];

async fn owed_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let (service, question) = (&visitor.web.service, Question::read(visitor, asked)?);
    let report = service.team_owed(&visitor.ask("questions"), question.of_team(), question.checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let names = service.names(report.answer.iter().map(|owed| owed.staff.clone())).await?;
    let rows = report.answer.iter().map(|owed| {
        vec![
            Cell::link(Link::new(owed.crn.clone(), case_href(&owed.case))),
            Cell::new(duty_words(owed)),
            Cell::new(owed.due_on.as_deref().map_or_else(|| "No day known".to_owned(), day_of)),
            Cell::new(if owed.staff.is_empty() { "Nobody yet".to_owned() } else { names.of_staff(&owed.staff) }),
        ]
    });
    let (name, when) = (team(&names, &question.team), question.when(visitor, &report.checkpoint).await?);
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor.shell("What a team owed", Here::Questions).back("Questions", "/questions"),
        case: None,
        heading: "What did a team owe?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes: said_of(&report),
        otherwise: Some(ask::owed(asked)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("Owed by {name} {when}"),
            columns: vec!["Case", "What", "Due", "Who held it"],
            rows: rows.collect(),
            none: format!("Nothing was known to be owed by {name} {when}."),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again(
            "/questions/owed",
            asked,
            &FIELDS,
            &report.checkpoint,
            question.command("owed", &question.team, report.checkpoint.size),
        ),
    })))
}

async fn alarms_answer(visitor: &Visitor, asked: &Asked) -> Result<Answered, Problem> {
    let (service, question) = (&visitor.web.service, Question::read(visitor, asked)?);
    let report = service.team_alarms(&visitor.ask("questions"), question.of_team(), question.checkpoint).await?;
    if asked.wants_file() {
        return Answered::file(&report, asked);
    }
    let names = service.names([]).await?;
    let rows = report.answer.rules.iter().map(|rule| {
        let rule = rule_of(rule);
        let words = [rule.name, rule.raised, rule.acted, rule.dismissed, rule.open, rule.undated, rule.precision.text];
        words.map(Cell::new).into_iter().collect()
    });
    let (name, when) = (team(&names, &report.asked.team), question.when(visitor, &report.checkpoint).await?);
    let mut notes = vec![format!(
        "Counts under {0} are not shown, nor any from which one could be worked out; the others are rounded down to a \
         multiple of {0}, so that two moments don’t tell one. By team, never by officer.",
        report.answer.fewest
    )];
    notes.extend(said_of(&report));
    Ok(Answered::Page(Box::new(AnswerPage {
        shell: visitor.shell("What had become of a team’s alarms", Here::Elsewhere),
        case: None,
        heading: "What had become of a team’s alarms?".to_owned(),
        stood: stood(visitor, &report.checkpoint).await?,
        notes,
        otherwise: Some(ask::alarms(asked)),
        tables: vec![Table {
            id: "answer".to_owned(),
            caption: format!("Alarms of {name} {when}"),
            columns: vec!["Rule", "Raised", "Acted on", "Put aside", "Still open", "No day known", "Right"],
            rows: rows.collect(),
            none: format!("No alarm was ever raised for {name}, as far as was known {when}."),
        }],
        checkpoint: pinned(&report.checkpoint),
        again: again(
            "/questions/alarms",
            asked,
            &FIELDS,
            &report.checkpoint,
            question.command("alarms", &report.asked.team, report.checkpoint.size),
        ),
    })))
}

fn duty_words(owed: &TeamOwed) -> String {
    let kind: Option<DutyKind> = serde_json::from_str(&format!("\"{}\"", owed.duty)).ok();
    kind.map_or_else(|| owed.duty.clone(), |kind| kind.to_string())
}
