//! An office's outgoing tray: one press posts what was printed.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use practice::messages::{MessageFigure, Messages};
use record::time::Minute;
use serde::Deserialize;
use service::Problem;
use service::messages::tray::{Posting, RUN, Tray, Waiting};

use super::words::went_elsewhere;
use crate::answer::{failure, page_with};
use crate::components::{Fact, Facts, Flag, Here, Link, Problems, Why};
use crate::handlers::frame::{case_href, recorded};
use crate::handlers::sites::reception::WITHHELD;
use crate::pages::post::tray::{Posted as Press, TrayLine, TrayPage};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{count, day_of, due, instant, minute, short_day};

/// What was just done: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match tray_page(&visitor, Problems::default()).await {
        Ok(mut page) => {
            if asked.done == "recorded" {
                page.shell.notice = recorded(&visitor).await.ok();
            }
            page_with(StatusCode::OK, &page)
        }
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// The letters of a run were posted.
pub async fn posted(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let said = Posting { letters: letters(posted.fields.trimmed("letters")) };
    let done = || Redirect::to("/post?done=recorded").into_response();
    if posted.sent_before {
        return done();
    }
    match visitor.web.service.post_run(&visitor.ask("post"), &posted.fields.form(), &said).await {
        Ok(_) => done(),
        Err(Problem::Invalid(errors)) => {
            let list = errors.into_iter().map(|error| (error.field.to_owned(), error.message)).collect();
            match tray_page(visitor, Problems { list }).await {
                Ok(page) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &page),
                Err(problem) => posted.failure(problem),
            }
        }
        Err(problem) => posted.failure(problem),
    }
}

/// Each a stream, a slash and a seq.
fn letters(text: &str) -> Vec<(String, u64)> {
    let read = |part: &str| {
        let (person, seq) = part.rsplit_once('/')?;
        Some((person.to_owned(), seq.parse().ok()?))
    };
    text.split_whitespace().filter_map(read).collect()
}

async fn tray_page(visitor: &Visitor, problems: Problems) -> Result<TrayPage, Problem> {
    let tray = visitor.web.service.tray(&visitor.ask("post")).await?;
    let today = visitor.now.day();
    let late = tray.letters.iter().filter(|letter| letter.due_on.is_some_and(|due| due < today)).count();
    let withheld = tray.letters.iter().filter(|letter| letter.person.is_none()).count();
    let run = run_of(&tray.letters);
    let mut shell = visitor.shell("Post", Here::Post);
    shell.has_problems = !problems.is_empty();
    let how_many = if run.len() == 1 { "Print it".to_owned() } else { format!("Print all {}", run.len()) };
    Ok(TrayPage {
        shell,
        problems,
        heading: format!("Post: {}", tray.office.name),
        summary: summary(tray.letters.len(), late),
        print: (!run.is_empty()).then(|| Link::new(how_many, "/post/letters")),
        posted: press(visitor, &run),
        letters: tray.letters.iter().map(|letter| line(visitor, letter, today)).collect(),
        left_out: match withheld {
            0 => String::new(),
            n => format!(
                "{} left to those who may open it.",
                count(n, "letter of a restricted record is", "letters of restricted records are")
            ),
        },
        offices: offices(&tray),
        texts: texts(visitor, &tray),
    })
}

fn summary(letters: usize, late: usize) -> String {
    let waiting = match letters {
        0 => "No letter waits".to_owned(),
        n => count(n, "letter waits", "letters wait"),
    };
    if late == 0 { waiting } else { format!("{waiting}, {late} late") }
}

/// The letters of one run: a tray of paper.
pub(super) fn run_of(letters: &[Waiting]) -> Vec<&Waiting> {
    letters.iter().filter(|letter| letter.goes_with_the_run()).take(RUN).collect()
}

/// The press that says that the letters of a run were posted.
pub(super) fn press(visitor: &Visitor, run: &[&Waiting]) -> Option<Press> {
    let all: Vec<String> = run.iter().map(|letter| format!("{}/{}", letter.stream, letter.seq)).collect();
    let words =
        if run.len() == 1 { "It was posted today".to_owned() } else { format!("All {} were posted today", run.len()) };
    (!run.is_empty()).then(|| Press { token: visitor.token("/post/posted", 0), letters: all.join(" "), words })
}

fn line(visitor: &Visitor, waiting: &Waiting, today: Date) -> TrayLine {
    let home = case_href(&waiting.stream);
    let (when, tone) = due(waiting.due_on, today);
    let standards = visitor.web.service.standards();
    let title = standards.letter(&waiting.letter).map_or_else(|| "Letter".to_owned(), |letter| letter.title.clone());
    let own = format!("{home}/letters/{}", waiting.seq);
    let issued = format!("Issued {}", short_day(waiting.issued_on));
    let flag = Some(Flag::new(tone, when));
    match &waiting.person {
        Some(person) => TrayLine {
            person: Link::new(person.name.clone(), home),
            crn: person.crn.clone(),
            letter: Some(Link::new(title, own.clone())),
            issued,
            flag,
            stuck: stuck(waiting),
            say: Some(Link::new("Something else", format!("{own}/sent"))),
        },
        None => TrayLine {
            person: Link::new(WITHHELD, ""),
            crn: String::new(),
            letter: None,
            issued,
            flag,
            stuck: Vec::new(),
            say: None,
        },
    }
}

/// What whoever sends it has to know, and what to do next: that it could not be sent and why, that its address is theirs no
/// longer, that it would now come too late to be answered.
fn stuck(waiting: &Waiting) -> Vec<String> {
    let handed = waiting.next.map(|next| format!(" They are to come on {}.", minute(next))).unwrap_or_default();
    let mut all = Vec::new();
    if let Some((why, on)) = &waiting.failed {
        let why = if why.is_empty() { "nobody said why" } else { why.trim_end_matches('.') };
        all.push(format!("Could not be sent on {}: {why}.", short_day(*on)));
        if waiting.readdressed.is_none() {
            all.push(format!("Next: print and post it again once that is put right, or have it handed over.{handed}"));
        }
    }
    if let Some(moved) = &waiting.readdressed {
        all.push(format!("{}{handed} It is not printed with the others.", went_elsewhere(moved)));
    }
    all.extend(waiting.outrun.map(|last| {
        let last = short_day(last);
        format!("It asks for an answer by {last}, and cannot arrive before. It is not printed with the others: ask the officer.")
    }));
    all
}

fn offices(tray: &Tray) -> Facts {
    let rows = tray.offices.iter().map(|(name, office)| {
        let letters = usize::try_from(office.letters).unwrap_or(usize::MAX);
        let oldest = day_of(&office.oldest);
        let words = if letters == 1 {
            format!("1 letter, issued {oldest}")
        } else {
            format!("{letters} letters, the oldest issued {oldest}")
        };
        let fact = Fact::new(name.clone(), words);
        if office.failed > 0 { fact.note(format!("{} could not be sent", office.failed)) } else { fact }
    });
    Facts::from(rows.collect::<Vec<_>>())
}

/// Whether anything sends them is said as it is: what nobody sends must not look as if it had gone.
fn texts(visitor: &Visitor, tray: &Tray) -> Facts {
    let waiting = match tray.reminders {
        0 => "None to go out until tomorrow evening".to_owned(),
        n => format!("{n} to go out until tomorrow evening"),
    };
    let silent = |at: record::time::Instant| is_silent(at.london(), visitor.now.london());
    let sending = match tray.texts {
        None => Fact::new("Text messages", "Not set up: no reminder goes out")
            .note("Whoever runs the service starts it with a folder for texts."),
        Some(at) if silent(at) => Fact::new("Text messages", format!("Nothing has been sent since {}", instant(at)))
            .note("Tell whoever runs the service, and ring those who are to come tomorrow.")
            .why(why_silent()),
        Some(at) => Fact::new("Text messages", format!("Last seen to {}", instant(at))).why(why_silent()),
    };
    Facts::from(vec![Fact::new("Reminders", waiting), sending])
}

/// Whether texts that were last seen to then are not being sent.
fn is_silent(seen_to: Minute, now: Minute) -> bool {
    let minutes = Messages::split_2014().figure(MessageFigure::SilentMinutes).value;
    seen_to.plus_minutes(i64::from(minutes)) < now
}

fn why_silent() -> Why {
    let messages = Messages::split_2014();
    let figure = messages.figure(MessageFigure::SilentMinutes);
    Why {
        question: "When is that too long ago?".to_owned(),
        rule: figure.words.clone(),
        version: messages.version().to_owned(),
        figure: format!("{} minutes", figure.value),
        source: figure.source.clone(),
        status: figure.status.into(),
        steps: Vec::new(),
        entries: Vec::new(),
    }
}
