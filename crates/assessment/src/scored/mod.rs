//! The scores of an assessment on record: worked out from its answers with the models in force on its day, whenever somebody
//! looks, and told in words. Nothing here is stored.
//!
//! [`in_force`]: which predictor on which day. [`crate::score::coded`]: the answers, from the codes they are recorded as.

pub mod in_force;

use jiff::civil::Date;
use practice::Status;

pub use in_force::{InForce, Shown};

use crate::predictors::{
    Answers, Band, Fault, Kind, Percent, Variant,
    bands::Thresholds,
    legacy::{PointScore, ogp, ogrs3, osp, ovp, rsr, snsv},
    ogrs4::{combined, direct_contact, images_indirect, reoffending},
    standards::{Provenance, legacy::Legacy, ogrs4::Ogrs4},
    steps::{Feature, Step},
};

/// A score, or why there is none, with everything that is to stand beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Which predictor.
    pub shown: Shown,
    /// In percent within two years, as the model rounds it; none without a score.
    pub percent: Option<f64>,
    /// Decimals the model says it with.
    pub places: usize,
    /// Its band.
    pub band: Option<Band>,
    /// What it rests on; none without a score.
    pub basis: Option<Kind>,
    /// The model and its version, as `legacy 1.0`.
    pub model: String,
    /// Who published it.
    pub source: String,
    /// How far that was checked.
    pub status: Status,
    /// What added how much, in order.
    pub steps: Vec<String>,
    /// What is missing or cannot be right.
    pub faults: Vec<String>,
    /// What could change it while somebody is supervised.
    pub would_change: Vec<String>,
}

impl Scored {
    /// As it is said: `6.90%`, `47%`; none without a score.
    pub fn said(&self) -> Option<String> {
        self.percent.map(|percent| format!("{percent:.*}%", self.places))
    }
}

/// Every score of the predictors in force on the day these answers are for; none when the day is not known.
pub fn scores(answers: &Answers) -> Vec<Scored> {
    answers.assessed_on.map(|day| scores_as_of(answers, day)).unwrap_or_default()
}

/// As [`scores`], with the predictors of another day: to compare one era's rules with another's.
pub fn scores_as_of(answers: &Answers, day: Date) -> Vec<Scored> {
    InForce::published().on(day).map(|shown| score(shown, answers)).collect()
}

/// One predictor's score.
pub fn score(shown: Shown, answers: &Answers) -> Scored {
    match shown {
        Shown::Ogrs3 => of_ogrs3(answers),
        Shown::Ogp => of_ogp(answers),
        Shown::Ovp => of_ovp(answers),
        Shown::Rsr => of_rsr(answers),
        Shown::AllReoffending => of_reoffending(shown, reoffending::Predictor::All, answers),
        Shown::ViolentReoffending => of_reoffending(shown, reoffending::Predictor::Violent, answers),
        Shown::CombinedSerious => of_combined(answers),
    }
}

/// Where a predictor's bands begin, in percent, lowest first; below the first is low.
pub fn bands_of(shown: Shown) -> Vec<(Band, f64)> {
    let of = |bands: &Thresholds| {
        vec![
            (Band::Medium, bands.medium.value()),
            (Band::High, bands.high.value()),
            (Band::VeryHigh, bands.very_high.value()),
        ]
    };
    let (legacy, ogrs4) = (Legacy::published(), Ogrs4::published());
    match shown {
        Shown::Ogrs3 => of(&legacy.ogrs3_bands),
        Shown::Ogp => of(&legacy.ogp_bands),
        Shown::Ovp => of(&legacy.ovp_bands),
        // Three bands only.
        Shown::Rsr => {
            vec![(Band::Medium, legacy.rsr.medium_from.value()), (Band::High, legacy.rsr.high_from.value())]
        }
        Shown::AllReoffending => of(&ogrs4.all.bands),
        Shown::ViolentReoffending => of(&ogrs4.violent.bands),
        Shown::CombinedSerious => of(&ogrs4.combined),
    }
}

fn of_ogrs3(answers: &Answers) -> Scored {
    let mut steps = Vec::new();
    let scored = ogrs3::score(answers, &mut steps);
    let parts = Parts { basis: scored.two_years.map(|_| Kind::Static), steps: &steps, faults: &scored.faults };
    Scored {
        percent: scored.two_years.map(f64::from),
        places: 0,
        band: scored.band,
        ..told(Shown::Ogrs3, &Legacy::published().about, &parts)
    }
}

fn of_ogp(answers: &Answers) -> Scored {
    let record = ogrs3::score(answers, &mut ());
    let mut steps = Vec::new();
    let scored = ogp::asked(answers, record.two_years).map(|asked| ogp::score(&asked, &mut steps));
    let mut told = in_points(Shown::Ogp, scored, &steps);
    // It stands on OGRS3: what is wrong there is said here as well.
    told.faults.extend(record.faults.iter().map(missing));
    Scored { faults: distinct(told.faults.into_iter()), ..told }
}

fn of_ovp(answers: &Answers) -> Scored {
    let mut steps = Vec::new();
    let scored = ovp::asked(answers).and_then(|asked| ovp::score(&asked, &mut steps));
    in_points(Shown::Ovp, scored, &steps)
}

/// A score in points: there is one with every answer, or none.
fn in_points(shown: Shown, scored: Result<PointScore, Box<Fault>>, steps: &[Step]) -> Scored {
    let about = &Legacy::published().about;
    let scored = match scored {
        Ok(scored) => scored,
        Err(fault) => return told(shown, about, &Parts { basis: None, steps, faults: &[*fault] }),
    };
    let earned = steps.iter().filter(|step| step.contribution() != 0.0);
    let mut words: Vec<String> = earned.map(|step| points(step.feature.words(), step.contribution())).collect();
    words.push(format!(
        "{} points in all; the curve makes them {}% within one year and {}% within two",
        scored.points, scored.one_year, scored.two_years
    ));
    Scored {
        percent: Some(f64::from(scored.two_years)),
        places: 0,
        band: Some(scored.band),
        steps: words,
        ..told(shown, about, &Parts { basis: Some(Kind::Dynamic), steps, faults: &[] })
    }
}

fn points(words: &str, earned: f64) -> String {
    let earned = format!("{earned:+.0}").replace('-', "−");
    let unit = if matches!(earned.as_str(), "+1" | "−1") { "point" } else { "points" };
    format!("{words}: {earned} {unit}")
}

fn of_rsr(answers: &Answers) -> Scored {
    let mut steps = Vec::new();
    let violent = snsv::score(answers, &mut steps);
    let contact = osp::direct_contact(answers, Variant::Published, &mut ());
    let images = osp::images_indirect(answers, &mut ());
    let scored = rsr::score(answers, &violent, &contact, &images);
    let faults = [&violent.faults, &contact.faults, &images.faults].into_iter().flatten().cloned().collect::<Vec<_>>();
    let parts = Parts { basis: scored.score.and(scored.kind), steps: &steps, faults: &faults };
    let mut told = told(Shown::Rsr, &Legacy::published().about, &parts);
    told.steps.extend(summed(violent.score, contact.score, images.score, &scored));
    Scored { percent: scored.score.map(Percent::value), band: scored.band, ..told }
}

fn of_combined(answers: &Answers) -> Scored {
    let mut steps = Vec::new();
    let violent = reoffending::score(reoffending::Predictor::SeriousViolent, answers, Variant::Published, &mut steps);
    let contact = direct_contact::score(answers, Variant::Published, &mut ());
    let images = images_indirect::score(answers, Variant::Published, &mut ());
    let scored = combined::score(answers, &violent, &contact, &images);
    let faults = [&violent.faults, &contact.faults, &images.faults].into_iter().flatten().cloned().collect::<Vec<_>>();
    let parts = Parts { basis: scored.score.and(scored.kind), steps: &steps, faults: &faults };
    let mut told = told(Shown::CombinedSerious, &Ogrs4::published().about, &parts);
    told.steps.extend(summed(violent.score, contact.score, images.score, &scored));
    Scored { percent: scored.score.map(Percent::value), band: scored.band, ..told }
}

fn of_reoffending(shown: Shown, predictor: reoffending::Predictor, answers: &Answers) -> Scored {
    let mut steps = Vec::new();
    let scored = reoffending::score(predictor, answers, Variant::Published, &mut steps);
    let parts = Parts { basis: scored.kind, steps: &steps, faults: &scored.faults };
    Scored {
        percent: scored.score.map(Percent::value),
        band: scored.band,
        ..told(shown, &Ogrs4::published().about, &parts)
    }
}

struct Parts<'a> {
    basis: Option<Kind>,
    steps: &'a [Step],
    faults: &'a [Fault],
}

fn told(shown: Shown, about: &Provenance, parts: &Parts<'_>) -> Scored {
    let steps: &[Step] = if parts.basis.is_some() { parts.steps } else { &[] };
    Scored {
        shown,
        percent: None,
        places: 2,
        band: None,
        basis: parts.basis,
        model: format!("{} {}", about.pack, about.version),
        source: about.source.clone(),
        status: about.status,
        steps: summed_up(steps).into_iter().filter(|(_, added)| *added != 0.0).map(in_words).collect(),
        faults: distinct(parts.faults.iter().map(missing)),
        would_change: distinct(steps.iter().filter(|step| moves(step)).map(|step| step.feature.words().to_owned())),
    }
}

/// The sum of rounded parts, where a score is one.
fn summed(
    violent: Option<Percent>,
    contact: Option<Percent>,
    images: Option<Percent>,
    sum: &combined::Combined,
) -> Option<String> {
    let (violent, contact, images, sum_of) = (violent?, contact?, images?, sum.score?);
    let female = sum.added_for_female.value();
    let female = if female > 0.0 { format!(" + {female:.2} (a female’s sexual offence)") } else { String::new() };
    Some(format!(
        "The steps above make serious violence {:.2}%. {:.2} + {:.2} (contact sexual) + {:.2} (images and indirect){female} \
         = {:.2}%",
        violent.value(),
        violent.value(),
        contact.value(),
        images.value(),
        sum_of.value()
    ))
}

/// What each answer adds, its powers taken together.
fn summed_up(steps: &[Step]) -> Vec<(Feature, f64)> {
    let mut all: Vec<(Feature, f64)> = Vec::new();
    for step in steps {
        match all.last_mut().filter(|(feature, _)| *feature == step.feature) {
            Some((_, sum)) => *sum += step.contribution(),
            None => all.push((step.feature, step.contribution())),
        }
    }
    all
}

fn in_words((feature, added): (Feature, f64)) -> String {
    let sign = if added < 0.0 { '−' } else { '+' };
    format!("{}: {sign}{:.4}", feature.words(), added.abs())
}

/// What somebody could work on: it weighs, and it can change.
fn moves(step: &Step) -> bool {
    step.feature.can_change() && step.contribution() > 0.0 && step.feature != Feature::Months
}

fn missing(fault: &Fault) -> String {
    let fields: Vec<String> = fault.fields.iter().map(|field| plain(field)).collect();
    let words = fault.why.unwrap_or(fault.kind.words());
    if fields.is_empty() { words.to_owned() } else { format!("{words}: {}", fields.join(", ")) }
}

/// A published name as words: `ageAtFirstSanction` becomes `age at first sanction`.
fn plain(name: &str) -> String {
    if name == "ogrs3TwoYear" {
        return "OGRS3 within two years".to_owned();
    }
    let mut words = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.ends_with(|c: char| c.is_ascii_uppercase() || c == ' ') {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words.trim().to_owned()
}

fn distinct(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
