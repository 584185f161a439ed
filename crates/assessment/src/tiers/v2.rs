//! The two-part tier: protect, A to D, and change, 0 to 3 (`ministryofjustice/hmpps-tier`, affac98a).

use std::collections::BTreeSet;

use jiff::civil::Date;
use practice::Ruled;

use super::{
    figures::{Figures, Level, Range},
    needs::{NoSuchSection, Severity, points},
};
use crate::answers::{Band, Gender};

/// Which figures are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// As the published service has them, gaps and all.
    #[default]
    Published,
    /// With the two gaps of the RSR bands closed: 6.99 to 7.00, and from 99.99 on.
    Corrected,
}

/// What the tier is worked out from. `None` is not known, and counts nothing, as published; the reasons say so.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own in the published input")]
pub struct TierFacts {
    /// Sex.
    pub gender: Option<Gender>,
    /// Risk of serious recidivism, percent.
    pub rsr: Option<f64>,
    /// General reoffending (OGRS3) within two years, whole percent.
    pub ogrs: Option<u32>,
    /// Risk of serious harm.
    pub rosh: Option<Band>,
    /// MAPPA level, `M1` to `M3`.
    pub mappa_level: Option<String>,
    /// Codes on the register, whatever their case; those that are no complexity factor are left out.
    pub complexity: Vec<String>,
    /// Whether on integrated offender management.
    pub integrated_offender_management: bool,
    /// Needs by section.
    pub needs: Vec<(String, Severity)>,
    /// Parental responsibilities (6.9).
    pub parental_responsibilities: bool,
    /// Impulsivity (11.2), points.
    pub impulsivity: u32,
    /// Temper control (11.4), points.
    pub temper: u32,
    /// A breach or recall in the last year.
    pub previous_enforcement: bool,
    /// Whether a sentence gives a mandate to work on change.
    pub mandate: bool,
    /// Whether there is an assessment.
    pub assessed: bool,
    /// Supervision has been suspended for the final third.
    pub unsupervised: bool,
    /// Which figures.
    pub version: Version,
}

/// The tier in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// `A` to `D`.
    pub protect_level: char,
    /// The points behind it.
    pub protect_points: u32,
    /// 0 to 3.
    pub change_level: u8,
    /// The points behind it.
    pub change_points: u32,
    /// Both together, such as `B2`, with an `S` when supervision is suspended.
    pub score: String,
    /// What was not known and so counted nothing.
    pub unknown: Vec<&'static str>,
}

/// Works both parts out.
pub fn tier(facts: &TierFacts) -> Result<Ruled<Tier>, NoSuchSection> {
    let figures = Figures::published();
    let mut steps = Vec::new();
    let protect_points = protect_points(figures, facts, &mut steps);
    let (change_level, change_points) = change(figures, facts, &mut steps)?;
    // The pack is refused unless the last level takes any number of points.
    let protect_level = Level::of(&figures.protect.levels, protect_points).unwrap_or('D');
    let suspended = if facts.unsupervised { "S" } else { "" };
    let score = format!("{protect_level}{change_level}{suspended}");
    let words = format!("Tier {score}: {protect_points} points for protection, {change_points} for change.");
    let value = Tier { protect_level, protect_points, change_level, change_points, score, unknown: unknown(facts) };
    Ok(Ruled { value, why: figures.about.why("tier-v2", words, steps) })
}

fn protect_points(figures: &Figures, facts: &TierFacts, steps: &mut Vec<String>) -> u32 {
    let protect = &figures.protect;
    let bands = match facts.version {
        Version::Published => &protect.rsr,
        Version::Corrected => &protect.rsr_corrected,
    };
    let rsr = facts.rsr.map_or(0, |score| score_points(bands, score));
    let rosh = facts.rosh.and_then(|band| protect.rosh.get(&band)).copied().unwrap_or(0);
    let mappa = facts.mappa_level.as_ref().and_then(|level| protect.mappa_level.get(level)).copied().unwrap_or(0);
    let codes: BTreeSet<String> = facts.complexity.iter().map(|code| code.to_uppercase()).collect();
    let factors = protect.complexity.iter().filter(|factor| codes.contains(*factor)).count();
    let complexity = u32::try_from(factors).unwrap_or(0) * protect.complexity_points;
    let women = match facts.gender {
        Some(Gender::Female) => women_factors(facts) * protect.women_points,
        _ => 0,
    };
    steps.push(format!("Risk of serious recidivism gives {rsr} and risk of serious harm {rosh}: the higher counts."));
    steps.push(format!("MAPPA level gives {mappa}; {factors} complexity factors give {complexity}."));
    steps.push(format!("Further factors for women give {women}."));
    rsr.max(rosh) + mappa + complexity + women
}

fn score_points(bands: &[Range], score: f64) -> u32 {
    bands.iter().find(|band| band.holds(score)).map_or(0, |band| band.points)
}

fn women_factors(facts: &TierFacts) -> u32 {
    let impulse_or_temper = facts.impulsivity > 0 || facts.temper > 0;
    u32::from(facts.parental_responsibilities) + u32::from(impulse_or_temper) + u32::from(facts.previous_enforcement)
}

fn change(figures: &Figures, facts: &TierFacts, steps: &mut Vec<String>) -> Result<(u8, u32), NoSuchSection> {
    let change = &figures.change;
    if !facts.mandate {
        steps.push("No sentence in force gives a mandate to work on change.".to_owned());
        return Ok((change.no_mandate, 0));
    }
    if !facts.assessed {
        steps.push(format!("There is no assessment: change level {} until there is one.", change.no_assessment));
        return Ok((change.no_assessment, 0));
    }
    let mut needs = 0;
    for (section, severity) in &facts.needs {
        needs += points(section, *severity)?;
    }
    let reoffending = facts.ogrs.unwrap_or(0) / change.ogrs_divided_by;
    let managed = if facts.integrated_offender_management { change.integrated_offender_management_points } else { 0 };
    steps.push(format!("Needs give {needs}, reoffending {reoffending}, integrated offender management {managed}."));
    let total = needs + reoffending + managed;
    Ok((Level::of(&change.levels, total).unwrap_or(change.no_assessment), total))
}

fn unknown(facts: &TierFacts) -> Vec<&'static str> {
    let asked = [
        ("gender", facts.gender.is_none()),
        ("rsr", facts.rsr.is_none()),
        ("rosh", facts.rosh.is_none()),
        ("ogrs", facts.ogrs.is_none()),
        ("assessment", !facts.assessed),
    ];
    asked.into_iter().filter(|(_, unknown)| *unknown).map(|(name, _)| name).collect()
}

/// A referral to enforcement: the day it was made and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The day.
    pub on: Date,
    /// The outcome's code, such as `BRE01`.
    pub outcome: String,
    /// Whether it, or the event it belongs to, was deleted.
    pub deleted: bool,
}

/// Whether there was a breach or recall in the year to `today`.
pub fn previous_enforcement(referrals: &[Referral], today: Date) -> bool {
    let enforcement = &Figures::published().enforcement;
    let Ok(since) = today.checked_sub(jiff::Span::new().days(enforcement.within_days)) else { return false };
    referrals.iter().any(|made| !made.deleted && made.on >= since && enforcement.outcomes.contains(&made.outcome))
}
