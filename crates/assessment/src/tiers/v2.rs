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

/// The same with the register and the needs counted already: nothing in it has to be looked up by a name that was given.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own in the published input")]
pub struct Counted<'a> {
    /// Sex.
    pub gender: Option<Gender>,
    /// Risk of serious recidivism, percent.
    pub rsr: Option<f64>,
    /// General reoffending (OGRS3) within two years, whole percent.
    pub ogrs: Option<u32>,
    /// Risk of serious harm.
    pub rosh: Option<Band>,
    /// MAPPA level, `M1` to `M3`.
    pub mappa_level: Option<&'a str>,
    /// Distinct complexity factors on the register.
    pub complexity_factors: u32,
    /// Whether on integrated offender management.
    pub integrated_offender_management: bool,
    /// Needs, each by its weight and severity, added up.
    pub needs: u32,
    /// Further factors that count for women, 0 to 3.
    pub women_factors: u32,
    /// Whether a sentence gives a mandate to work on change.
    pub mandate: bool,
    /// Whether there is an assessment.
    pub assessed: bool,
    /// Supervision has been suspended for the final third.
    pub unsupervised: bool,
    /// Which figures.
    pub version: Version,
}

/// Both parts in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// `A` to `D`.
    pub protect_level: char,
    /// The points behind it.
    pub protect_points: u32,
    /// 0 to 3.
    pub change_level: u8,
    /// The points behind it.
    pub change_points: u32,
    /// Of the protect points: for reoffending, harm, MAPPA, complexity, and for women. Of the first two the higher counts.
    pub protect: [u32; 5],
    /// Of the change points: for needs, reoffending and management.
    pub change: [u32; 3],
}

/// Works both parts out, with the reasons.
pub fn tier(facts: &TierFacts) -> Result<Ruled<Tier>, NoSuchSection> {
    let figures = Figures::published();
    let counted = Counted::of(figures, facts)?;
    let Parts { protect_level, protect_points, change_level, change_points, .. } = parts(figures, &counted);
    let suspended = if facts.unsupervised { "S" } else { "" };
    let score = format!("{protect_level}{change_level}{suspended}");
    let words = format!("Tier {score}: {protect_points} points for protection, {change_points} for change.");
    let value = Tier { protect_level, protect_points, change_level, change_points, score, unknown: unknown(facts) };
    Ok(Ruled { value, why: figures.about.why("tier-v2", words, in_steps(figures, &counted)) })
}

fn in_steps(figures: &Figures, counted: &Counted<'_>) -> Vec<String> {
    let [rsr, rosh, mappa, complexity, women] = parts(figures, counted).protect;
    let [needs, reoffending, managed] = parts(figures, counted).change;
    let factors = counted.complexity_factors;
    let change = if !counted.mandate {
        "No sentence in force gives a mandate to work on change.".to_owned()
    } else if counted.assessed {
        format!("Needs give {needs}, reoffending {reoffending}, integrated offender management {managed}.")
    } else {
        format!("There is no assessment: change level {} until there is one.", figures.change.no_assessment)
    };
    vec![
        format!("Risk of serious recidivism gives {rsr} and risk of serious harm {rosh}: the higher counts."),
        format!("MAPPA level gives {mappa}; {factors} complexity factors give {complexity}."),
        format!("Further factors for women give {women}."),
        change,
    ]
}

impl<'a> Counted<'a> {
    fn of(figures: &Figures, facts: &'a TierFacts) -> Result<Counted<'a>, NoSuchSection> {
        let codes: BTreeSet<String> = facts.complexity.iter().map(|code| code.to_uppercase()).collect();
        let factors = figures.protect.complexity.iter().filter(|factor| codes.contains(*factor)).count();
        let mut needs = 0;
        // Where no change is worked on, nobody looks at the sections.
        for (section, severity) in facts.needs.iter().filter(|_| facts.mandate && facts.assessed) {
            needs += points(section, *severity)?;
        }
        Ok(Counted {
            gender: facts.gender,
            rsr: facts.rsr,
            ogrs: facts.ogrs,
            rosh: facts.rosh,
            mappa_level: facts.mappa_level.as_deref(),
            complexity_factors: u32::try_from(factors).unwrap_or(0),
            integrated_offender_management: facts.integrated_offender_management,
            needs,
            women_factors: women_factors(facts),
            mandate: facts.mandate,
            assessed: facts.assessed,
            unsupervised: facts.unsupervised,
            version: facts.version,
        })
    }
}

/// Both parts by any figures of this kind. Allocates nothing, so that a whole caseload can be worked out at once.
pub fn parts(figures: &Figures, counted: &Counted<'_>) -> Parts {
    let protect = protect_points(figures, counted);
    let [rsr, rosh, others @ ..] = protect;
    let protect_points = rsr.max(rosh) + others.iter().sum::<u32>();
    let (change_level, change) = change(figures, counted);
    Parts {
        // The pack is refused unless the last level takes any number of points.
        protect_level: Level::of(&figures.protect.levels, protect_points).unwrap_or('D'),
        protect_points,
        change_level,
        change_points: change.iter().sum(),
        protect,
        change,
    }
}

fn protect_points(figures: &Figures, counted: &Counted<'_>) -> [u32; 5] {
    let protect = &figures.protect;
    let bands = match counted.version {
        Version::Published => &protect.rsr,
        Version::Corrected => &protect.rsr_corrected,
    };
    let rsr = counted.rsr.map_or(0, |score| score_points(bands, score));
    let rosh = counted.rosh.and_then(|band| protect.rosh.get(&band)).copied().unwrap_or(0);
    let mappa = counted.mappa_level.and_then(|level| protect.mappa_level.get(level)).copied().unwrap_or(0);
    let women = match counted.gender {
        Some(Gender::Female) => counted.women_factors * protect.women_points,
        _ => 0,
    };
    [rsr, rosh, mappa, counted.complexity_factors * protect.complexity_points, women]
}

fn score_points(bands: &[Range], score: f64) -> u32 {
    bands.iter().find(|band| band.holds(score)).map_or(0, |band| band.points)
}

fn women_factors(facts: &TierFacts) -> u32 {
    let impulse_or_temper = facts.impulsivity > 0 || facts.temper > 0;
    u32::from(facts.parental_responsibilities) + u32::from(impulse_or_temper) + u32::from(facts.previous_enforcement)
}

fn change(figures: &Figures, counted: &Counted<'_>) -> (u8, [u32; 3]) {
    let change = &figures.change;
    if !counted.mandate {
        return (change.no_mandate, [0; 3]);
    }
    if !counted.assessed {
        return (change.no_assessment, [0; 3]);
    }
    let reoffending = counted.ogrs.unwrap_or(0) / change.ogrs_divided_by;
    let managed = if counted.integrated_offender_management { change.integrated_offender_management_points } else { 0 };
    let points = [counted.needs, reoffending, managed];
    (Level::of(&change.levels, points.iter().sum()).unwrap_or(change.no_assessment), points)
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
