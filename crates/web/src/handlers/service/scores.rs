//! Everybody's scores, in figures; and having them worked out, on a task beside the requests.

use axum::response::{IntoResponse, Redirect, Response};
use service::Problem;
use service::scores::{Board, Found, JobState, Measured, Movement, Progress};

use crate::answer::{failure, page};
use crate::components::Here;
use crate::pages::questions::answer::{Cell, Table};
use crate::pages::service::scores::{Running, ScoresPage};
use crate::posted::Posted;
use crate::visitor::Visitor;
use crate::words::{count, instant, short_day};

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match visitor.web.service.scores(&visitor.ask("scores")).await {
        Ok(board) => page(&scores_page(&visitor, &board)),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Begins a count, unless one runs: whoever presses twice is led to the one there is.
pub async fn submit(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let ask = visitor.ask("scores");
    match visitor.web.service.begin_scoring(&ask, ask.today(), None).await {
        Ok(scoring) => {
            let (service, clocks) = (visitor.web.service.clone(), visitor.web.clocks.clone());
            tokio::spawn(async move {
                let clock = || clocks.record();
                let progress = Progress { clock: &clock, told: &|_, _| () };
                if let Err(problem) = service.score_everybody(scoring, progress).await {
                    tracing::error!(%problem, "everybody’s scores could not be worked out");
                }
            });
        }
        Err(Problem::Invalid(_)) => {}
        Err(problem) => return posted.failure(problem),
    }
    Redirect::to("/scores").into_response()
}

fn scores_page(visitor: &Visitor, board: &Board) -> ScoresPage {
    let jobs = [
        ("Everybody’s scores are being worked out", "The last count was broken off.", &board.counting),
        ("Other figures are being compared", "The last comparison was broken off.", &board.comparing),
    ];
    let at_work = |what: &str, job: &JobState| Running {
        what: what.to_owned(),
        done: job.done,
        total: job.total,
        words: format!("{} of {} people, begun {}", job.done, job.total, instant(job.began)),
    };
    let states = || jobs.iter().filter_map(|(what, broken, job)| job.as_ref().map(|job| (*what, *broken, job)));
    let counting = board.counting.as_ref().is_some_and(|job| job.running);
    ScoresPage {
        shell: visitor.shell("Everybody’s scores", Here::Scores),
        running: states().filter(|(.., job)| job.running).map(|(what, _, job)| at_work(what, job)).collect(),
        broken_off: states()
            .filter(|(.., job)| job.broken_off)
            .map(|(_, broken, _)| format!("{broken} What is below is of the one before."))
            .collect(),
        about: board.found.as_ref().map(|found| about(found, board.fewest)).unwrap_or_default(),
        tables: board.found.iter().flat_map(|found| tables(found, board.fewest)).collect(),
        compared: board.movement.as_ref().map(|movement| compared(movement, board.fewest)).unwrap_or_default(),
        ways: board.movement.as_ref().filter(|m| !m.ways.is_empty()).map(|movement| ways(movement, board.fewest)),
        start: (!counting).then(|| visitor.token("/scores", 0)),
    }
}

fn about(found: &Found, fewest: u64) -> Vec<String> {
    let said = |number| few(number, fewest);
    let mut lines = vec![
        format!(
            "{} under an order on {}, as known {}.",
            count(usize::try_from(found.people).unwrap_or(usize::MAX), "person", "people"),
            short_day(found.as_at),
            instant(found.known_at)
        ),
        format!(
            "Never assessed: {}. Assessed more than a year before: {}. A score is as its assessment’s day left it.",
            said(found.never_assessed),
            said(found.over_a_year)
        ),
        format!("A figure of fewer than {fewest} people is not shown, nor one from which it could be worked out."),
    ];
    if found.unreadable > 0 {
        lines.push(format!("Answers that cannot be read: {}.", said(found.unreadable)));
    }
    lines
}

fn tables(found: &Found, fewest: u64) -> Vec<Table> {
    let all = found.measures.iter().enumerate();
    all.map(|(nth, measure)| Table {
        id: format!("scores-{}", nth + 1),
        caption: format!("{}, model {}", measure.name, measure.model),
        columns: vec!["Band", "People", "Of these provisional"],
        rows: rows(measure, fewest),
        none: String::new(),
    })
    .collect()
}

fn rows(measure: &Measured, fewest: u64) -> Vec<Vec<Cell>> {
    let counts: Vec<u64> = measure.bands.iter().map(|band| band.people).chain([measure.unknown]).collect();
    let shown = shown(&counts, fewest);
    let mut rows: Vec<Vec<Cell>> = measure
        .bands
        .iter()
        .zip(&shown)
        .map(|(band, people)| {
            // How many are settled must not be told either, where they are few.
            let settled = enough(band.people - band.provisional.min(band.people), fewest);
            let provisional = people.and(settled).and(enough(band.provisional, fewest));
            vec![Cell::new(&band.name), Cell::new(figure(*people)), Cell::new(figure(provisional))]
        })
        .collect();
    let unknown = shown.last().copied().flatten();
    rows.push(vec![Cell::new("Unknown, which is not low"), Cell::new(figure(unknown)), Cell::new("")]);
    rows
}

fn compared(movement: &Movement, fewest: u64) -> Vec<String> {
    vec![
        format!(
            "{} beside {}: {} of {} people under an order on {} would move. As known {}.",
            movement.other,
            movement.in_force,
            few(movement.moved, fewest),
            movement.people,
            short_day(movement.as_at),
            instant(movement.known_at)
        ),
        "Nobody was moved. Who they are is told by the command alone, and kept nowhere.".to_owned(),
    ]
}

fn ways(movement: &Movement, fewest: u64) -> Table {
    let counts: Vec<u64> = movement.ways.iter().map(|way| way.people).collect();
    let rows = movement.ways.iter().zip(shown(&counts, fewest)).map(|(way, people)| {
        vec![Cell::new(&way.measure), Cell::new(band(&way.from)), Cell::new(band(&way.to)), Cell::new(figure(people))]
    });
    Table {
        id: "ways".to_owned(),
        caption: "Who would move".to_owned(),
        columns: vec!["Score or tier", "From", "To", "People"],
        rows: rows.collect(),
        none: String::new(),
    }
}

/// A published band in words; tiers stay as they are.
fn band(name: &str) -> String {
    match name {
        "LOW" => "Low".to_owned(),
        "MEDIUM" => "Medium".to_owned(),
        "HIGH" => "High".to_owned(),
        "VERY_HIGH" => "Very high".to_owned(),
        "NOT_APPLICABLE" => "Does not apply".to_owned(),
        "MISSING" | "no score" => "Unknown".to_owned(),
        "NOT_SUPERVISED" => "Not supervised".to_owned(),
        other => other.to_owned(),
    }
}

/// A figure that stands alone.
fn few(number: u64, fewest: u64) -> String {
    enough(number, fewest).map_or_else(|| format!("fewer than {fewest}"), |number| number.to_string())
}

/// A figure among others: which of those left out is the small one is not told.
fn figure(number: Option<u64>) -> String {
    number.map_or_else(|| "not shown".to_owned(), |number| number.to_string())
}

fn enough(count: u64, fewest: u64) -> Option<u64> {
    (count == 0 || count >= fewest).then_some(count)
}

/// The figures that may be shown beside their sum: where one alone is too small, the next smallest is left out as well.
fn shown(counts: &[u64], fewest: u64) -> Vec<Option<u64>> {
    let mut shown: Vec<Option<u64>> = counts.iter().map(|count| enough(*count, fewest)).collect();
    if shown.iter().filter(|figure| figure.is_none()).count() == 1 {
        let smallest = shown.iter().flatten().copied().filter(|count| *count > 0).min();
        let place = shown.iter().position(|figure| figure.is_some() && *figure == smallest);
        if let Some(place) = place {
            shown[place] = None;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_small_figure_cannot_be_worked_out_from_the_others() {
        let check = |counts: &[u64], expected: &[Option<u64>]| assert_eq!(shown(counts, 5), expected, "{counts:?}");
        check(&[5, 0, 90], &[Some(5), Some(0), Some(90)]);
        check(&[4, 0, 90, 30], &[None, Some(0), Some(90), None]);
        check(&[4, 1, 90], &[None, None, Some(90)]);
        check(&[4, 0], &[None, Some(0)]);
    }
}
