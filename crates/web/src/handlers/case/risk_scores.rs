//! Scores, their course over time, and the rules of two eras, in words.

use jiff::civil::Date;
use record::facts::organisation::ProviderKind;
use record::facts::risk::Change;
use service::directory::Names;
use service::risk::{Assessed, Band, Era, Kind, Risk, Scored, Shown, bands_of};

use crate::components::{Chart, Flag, Mark, Threshold, Tone, Why};
use crate::handlers::frame::why;
use crate::pages::case::risk::{EraRow, ScoreRow};
use crate::words::{plain_day, short_day};

/// The scores of the last assessment.
pub(super) fn scores(read: &Risk, today: Date) -> Vec<ScoreRow> {
    let Some(last) = read.assessed.last() else { return Vec::new() };
    last.stood.iter().map(|scored| row(last, scored, today)).collect()
}

fn row(assessed: &Assessed, scored: &Scored, today: Date) -> ScoreRow {
    let on = assessed.assessment.on;
    let days = (today - on).get_days();
    let age = if days > 0 { format!(", {days} days ago") } else { String::new() };
    let now = assessed.now.as_ref().and_then(|now| now.iter().find(|other| other.shown == scored.shown));
    let now = now.filter(|now| now.said() != scored.said());
    ScoreRow {
        name: scored.shown.words().to_owned(),
        said: scored.said().unwrap_or_else(|| "No score".to_owned()),
        band: band_flag(scored.band),
        basis: basis(scored).to_owned(),
        model: format!("Assessed {}{age}, model {}.", short_day(on), scored.model),
        missing: scored.faults.clone(),
        change: would_change(scored),
        now: now.map(|now| {
            let said = now.said().unwrap_or_else(|| "no score".to_owned());
            format!("The record was put right since. With what is known now: {said}")
        }),
        why: Why {
            question: "Why?".to_owned(),
            rule: format!("{}: what weighs is added up, and a curve makes it percent.", scored.shown.words()),
            version: format!("model {}", scored.model),
            figure: String::new(),
            source: scored.source.clone(),
            status: scored.status.into(),
            steps: scored.steps.clone(),
            entries: Vec::new(),
        },
    }
}

/// What a score rests on, and whether it is the last word.
fn basis(scored: &Scored) -> &'static str {
    match (scored.shown, scored.basis) {
        (_, None) => "There is no score. That says nothing about the risk.",
        (Shown::Ogrs3, Some(_)) => "Static: it always rests on the record alone.",
        (_, Some(Kind::Static)) => {
            "Static and provisional: it rests on the record alone until the assessment is answered."
        }
        (_, Some(Kind::Dynamic)) => "Rests on the record and on the assessment.",
    }
}

fn would_change(scored: &Scored) -> String {
    if scored.percent.is_none() {
        return "an answer to what is missing.".to_owned();
    }
    if scored.would_change.is_empty() {
        return "only time, and convictions or their absence.".to_owned();
    }
    let all: Vec<String> = scored.would_change.iter().map(|words| lower_first(words)).collect();
    format!("{}.", all.join("; "))
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A band as a tag; without one it is unknown, which never looks low.
fn band_flag(band: Option<Band>) -> Flag {
    match band {
        None => Flag::new(Tone::Unknown, "Unknown"),
        Some(Band::NotApplicable) => Flag::new(Tone::Neutral, "Does not apply"),
        Some(Band::Low) => Flag::new(Tone::Neutral, "Low"),
        Some(Band::Medium) => Flag::new(Tone::Soon, "Medium"),
        Some(Band::High) => Flag::new(Tone::Act, "High"),
        Some(Band::VeryHigh) => Flag::new(Tone::Act, "Very high"),
    }
}

/// A drawing for every predictor that was scored twice or more.
pub(super) fn charts(read: &Risk) -> Vec<Chart> {
    let mut shown: Vec<Shown> = read.assessed.iter().flat_map(|a| &a.stood).map(|scored| scored.shown).collect();
    shown.sort();
    shown.dedup();
    shown.into_iter().map(|shown| chart(read, shown)).filter(|chart| chart.marks.len() > 1).collect()
}

fn chart(read: &Risk, shown: Shown) -> Chart {
    let scored = || {
        read.assessed.iter().filter_map(move |assessed| {
            let scored = assessed.stood.iter().find(|scored| scored.shown == shown)?;
            Some((assessed.assessment.on, scored, scored.percent?))
        })
    };
    let first = scored().next().map(|(on, ..)| on);
    let marks = scored().map(|(on, scored, percent)| Mark {
        day: first.map_or(0, |first| (on - first).get_days()),
        when: short_day(on),
        month: on.strftime("%b %Y").to_string(),
        value: percent,
        said: scored.said().unwrap_or_default(),
        band: band_flag(scored.band),
        basis: basis(scored).to_owned(),
        hollow: shown != Shown::Ogrs3 && scored.basis == Some(Kind::Static),
    });
    let marks: Vec<Mark> = marks.collect();
    let highest = marks.iter().map(|mark| mark.value).fold(0.0, f64::max);
    // A scale that leaves room, in steps that do not make small scores look great.
    let top = [10.0, 25.0, 50.0, 100.0].into_iter().find(|top| highest <= top * 0.95).unwrap_or(100.0);
    Chart {
        id: format!("chart-{}", shown as u8),
        title: shown.words().to_owned(),
        about: "Percent within two years".to_owned(),
        marks,
        thresholds: bands_of(shown)
            .into_iter()
            .map(|(band, value)| Threshold { value, words: lower_first(&band_flag(Some(band)).text) })
            .collect(),
        top,
    }
}

/// The rules of both eras.
pub(super) fn eras_told(read: &Risk, names: &Names, today: Date) -> Vec<EraRow> {
    let holder = read.opened.file.active_orders(today).last().and_then(|order| order.manager(today));
    let with_a_company = holder.is_some_and(|manager| manager.provider_kind == ProviderKind::Crc);
    let held = |era: &Era| {
        let wrong = era.in_force && era.acted_on() == "NPS" && with_a_company;
        wrong.then(|| "By these rules it is a case for the public service, and it is with a company.".to_owned())
    };
    read.eras.iter().map(|era| EraRow { held: held(era), ..era_row(era, names) }).collect()
}

fn era_row(era: &Era, names: &Names) -> EraRow {
    let about = era.about();
    let days = match (about.from, about.to) {
        (Some(from), Some(to)) => format!("In force {} to {}", plain_day(from), plain_day(to)),
        (Some(from), None) => format!("In force from {}", plain_day(from)),
        _ => "The days it is in force are not known".to_owned(),
    };
    let flag = if era.in_force {
        Flag::new(Tone::Good, "In force")
    } else {
        Flag::new(Tone::Neutral, "To compare: not in force today")
    };
    let kept = era.kept.as_ref().and_then(|kept| match &kept.change {
        Change::Tier(tier) => {
            Some(format!("{} is acted on, by the judgement of {}", tier.to, names.of_staff(&kept.by)))
        }
        _ => None,
    });
    EraRow {
        name: about.words.clone(),
        days,
        flag,
        given: tier_words(&era.given),
        state: state(era),
        kept,
        held: None,
        why: Why { status: about.status.into(), source: about.source.clone(), ..why("Why?", &era.why) },
    }
}

fn tier_words(tier: &str) -> String {
    match tier {
        "MISSING" => "No tier".to_owned(),
        "NOT_SUPERVISED" => "Not supervised".to_owned(),
        other => other.to_owned(),
    }
}

fn state(era: &Era) -> String {
    if era.given == "MISSING" {
        return "Unknown: a score it needs is missing.".to_owned();
    }
    if !era.provisional {
        return "Settled on what is known.".to_owned();
    }
    if era.open.is_empty() {
        return "Provisional: what is still missing could raise it.".to_owned();
    }
    format!("Provisional. Not known, and would raise it: {}.", era.open.join("; "))
}
