//! Everybody's scores, in figures; and having them worked out, on a task beside the requests.

use axum::response::{IntoResponse, Redirect, Response};
use practice::small_counts::{Sum, shown};
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
    let (service, machine) = (&visitor.web.service, visitor.web.clocks.machine());
    match service.scores(&visitor.ask("scores"), machine).await {
        Ok(board) => page(&scores_page(&visitor, &board)),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

/// Begins a count, unless one runs: whoever presses twice is led to the one there is.
pub async fn submit(posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let ask = visitor.ask("scores");
    let machine = visitor.web.clocks.machine();
    match visitor.web.service.begin_scoring(&ask, machine, ask.today(), None).await {
        Ok(scoring) => {
            let (service, clocks) = (visitor.web.service.clone(), visitor.web.clocks.clone());
            tokio::spawn(async move {
                let clock = || clocks.machine();
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
        words: format!("{} of {} people, {}", job.done, job.total, begun(job.minutes)),
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

/// Since when, in words that are true by any calendar.
fn begun(minutes: i64) -> String {
    match minutes {
        ..1 => "begun just now".to_owned(),
        1 => "begun a minute ago".to_owned(),
        minutes => format!("begun {minutes} minutes ago"),
    }
}

fn about(found: &Found, fewest: u64) -> Vec<String> {
    let settled = found.people.saturating_sub(found.never_assessed + found.over_a_year);
    let counts = [found.people, found.never_assessed, found.over_a_year, settled, found.unreadable];
    let said = shown(&counts, &[Sum { whole: 0, parts: vec![1, 2, 3] }], fewest);
    let mut lines = vec![
        format!(
            "{} under an order on {}, as known {}.",
            said[0].map_or_else(
                || "Few people".to_owned(),
                |people| count(usize::try_from(people).unwrap_or(usize::MAX), "person", "people")
            ),
            short_day(found.as_at),
            instant(found.known_at)
        ),
        format!(
            "Never assessed: {}. Assessed more than a year before: {}. A score is as its assessment’s day left it.",
            figure(said[1]),
            figure(said[2])
        ),
        format!("A figure of fewer than {fewest} people is not shown, nor one from which it could be worked out."),
    ];
    if found.unreadable > 0 {
        lines.push(format!("Answers that cannot be read: {}.", figure(said[4])));
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

/// Everybody is the bands and the unknown together; a band is its settled and its provisional together.
fn rows(measure: &Measured, fewest: u64) -> Vec<Vec<Cell>> {
    let bands = measure.bands.len();
    let of_bands = measure.bands.iter().map(|band| band.people);
    let parts = measure.bands.iter().map(|band| {
        let provisional = band.provisional.min(band.people);
        [provisional, band.people - provisional]
    });
    let everybody = of_bands.clone().sum::<u64>() + measure.unknown;
    let counts: Vec<u64> = of_bands.chain([measure.unknown, everybody]).chain(parts.flatten()).collect();
    let (unknown, whole, first) = (bands, bands + 1, bands + 2);
    let within = (0..bands).map(|band| Sum { whole: band, parts: vec![first + 2 * band, first + 2 * band + 1] });
    let sums: Vec<Sum> = std::iter::once(Sum { whole, parts: (0..=unknown).collect() }).chain(within).collect();
    let shown = shown(&counts, &sums, fewest);
    let row = |(at, band): (usize, &service::scores::Banded)| {
        // How many are settled is told by the other two.
        let provisional = shown[first + 2 * at + 1].and(shown[first + 2 * at]).filter(|_| shown[at].is_some());
        vec![Cell::new(&band.name), Cell::new(figure(shown[at])), Cell::new(figure(provisional))]
    };
    let mut rows: Vec<Vec<Cell>> = measure.bands.iter().enumerate().map(row).collect();
    rows.push(vec![Cell::new("Unknown, which is not low"), Cell::new(figure(shown[unknown])), Cell::new("")]);
    rows
}

/// Those who would move and those who would not are everybody; the ways of one measure are as many as it moves.
fn moved(movement: &Movement, fewest: u64) -> Vec<Option<u64>> {
    let stay = movement.people.saturating_sub(movement.moved);
    let mut counts = vec![movement.people, movement.moved, stay];
    let mut sums = vec![Sum { whole: 0, parts: vec![1, 2] }];
    let first = counts.len();
    counts.extend(movement.ways.iter().map(|way| way.people));
    let measures: std::collections::BTreeSet<&str> = movement.ways.iter().map(|way| way.measure.as_str()).collect();
    for measure in &measures {
        let ways = movement.ways.iter().enumerate().filter(|(_, way)| way.measure == *measure);
        let parts: Vec<usize> = ways.map(|(at, _)| first + at).collect();
        // One measure's ways are what is said above them; of several, each is taken as if somebody knew its sum.
        let whole = if measures.len() == 1 { 1 } else { counts.len() };
        if whole > 1 {
            counts.push(parts.iter().map(|part| counts[*part]).sum());
        }
        sums.push(Sum { whole, parts });
    }
    shown(&counts, &sums, fewest)
}

fn compared(movement: &Movement, fewest: u64) -> Vec<String> {
    let shown = moved(movement, fewest);
    vec![
        format!(
            "{} beside {}: {} of {} people under an order on {} would move. As known {}.",
            movement.other,
            movement.in_force,
            figure(shown[1]),
            figure(shown[0]),
            short_day(movement.as_at),
            instant(movement.known_at)
        ),
        "Nobody was moved. Who they are is told by the command alone, and kept nowhere.".to_owned(),
    ]
}

fn ways(movement: &Movement, fewest: u64) -> Table {
    let shown = moved(movement, fewest);
    let rows = movement.ways.iter().zip(shown.into_iter().skip(3)).map(|(way, people)| {
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

/// A figure among others: which of those left out is the small one is not told.
fn figure(number: Option<u64>) -> String {
    number.map_or_else(|| "not shown".to_owned(), |number| number.to_string())
}
