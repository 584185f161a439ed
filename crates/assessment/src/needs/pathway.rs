//! Need and risk to a pathway, with the predictors of 2026 (`ministryofjustice/hmpps-arns-risk-actuarial-api`, 016919c).

use practice::Ruled;

use super::{
    Figures, Level,
    domains::{Answers, Domain, relationships, self_management, sex, thinking},
    risk::Scores,
};
use crate::answers::{Band, SupervisionStatus};

/// Which reading of the published service is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// As it is.
    #[default]
    Published,
    /// As its own comments say it should be: remand is treated as custody.
    Corrected,
}

/// What the pathway is worked out from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Where the person is supervised.
    pub supervision: SupervisionStatus,
    /// The answers of the assessment.
    pub answers: Answers,
    /// Scores, bands and SARA.
    pub scores: Scores,
    /// Which reading.
    pub version: Version,
}

/// A pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pathway {
    /// High intensity, offered in custody.
    High,
    /// Moderate intensity.
    Moderate,
    /// Another pathway than a programme.
    Alternative,
    /// Too much is missing to say.
    Omission,
}

impl Pathway {
    /// The published name.
    pub fn published(self) -> &'static str {
        match self {
            Pathway::High => "HIGH",
            Pathway::Moderate => "MODERATE",
            Pathway::Alternative => "ALTERNATIVE",
            Pathway::Omission => "OMISSION",
        }
    }
}

/// What is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeNeed {
    /// The pathway.
    pub pathway: Pathway,
    /// The level of need; nothing when too much is missing.
    pub need: Option<Level>,
    /// The level of risk.
    pub risk: Level,
    /// The questions of the four domains that are open.
    pub open: Vec<&'static str>,
}

/// Works the pathway out.
pub fn pathway(case: &Case) -> Ruled<ProgrammeNeed> {
    let domains =
        [sex(&case.answers), thinking(&case.answers), relationships(&case.answers), self_management(&case.answers)];
    let need = need(case, &domains);
    let risk = case.scores.level();
    let open: Vec<&'static str> = domains.iter().flat_map(|domain| domain.open.iter().copied()).collect();
    let interim = need.map(|need| interim(case, need, risk));
    let pathway = match interim {
        Some(interim) if open.is_empty() || !matters(case, interim, risk) => interim,
        _ => Pathway::Omission,
    };
    let names = ["sex", "thinking", "relationships", "self-management"];
    let mut steps: Vec<String> = names.iter().zip(&domains).map(|(name, domain)| told(name, domain)).collect();
    steps.push(format!("Risk is {}.", risk.published().to_lowercase()));
    let words = format!(
        "Need is {} and risk {}: pathway {}.",
        need.map_or("not known", Level::published).to_lowercase(),
        risk.published().to_lowercase(),
        pathway.published()
    );
    let why = Figures::published().about.why("programme-needs", words, steps);
    Ruled { value: ProgrammeNeed { pathway, need, risk, open }, why }
}

/// The level of need; nothing when too much is missing to say.
fn need(case: &Case, domains: &[Domain; 4]) -> Option<Level> {
    let figures = Figures::published();
    let level = figures.need(domains.iter().map(|domain| domain.points).sum());
    let community = case.supervision == SupervisionStatus::Community;
    if level == Level::High
        || (community && level == Level::Medium)
        || domains.iter().all(|domain| domain.open.is_empty())
    {
        return Some(level);
    }
    if level == figures.need(domains.iter().map(|domain| domain.projected).sum()) {
        return Some(level);
    }
    if !community && domains.iter().all(|domain| !domain.open.is_empty()) {
        return None;
    }
    let partner_violence = case.scores.sara_has(Band::Medium) || case.scores.sara_has(Band::High);
    if level != Level::Low && !partner_violence {
        return None;
    }
    let both_given = case.scores.sara_partner.is_some() && case.scores.sara_others.is_some();
    match (partner_violence && both_given, community) {
        (true, true) => Some(Level::Medium),
        (true, false) => Some(Level::High),
        (false, _) => Some(level),
    }
}

fn interim(case: &Case, need: Level, risk: Level) -> Pathway {
    if is_high_intensity(case, need, risk) {
        return Pathway::High;
    }
    if is_moderate_intensity(case, need, risk) { Pathway::Moderate } else { Pathway::Alternative }
}

/// Whether it is the high intensity pathway, which only custody offers.
pub fn is_high_intensity(case: &Case, need: Level, risk: Level) -> bool {
    let custody = match case.version {
        Version::Published => case.supervision == SupervisionStatus::Custody,
        Version::Corrected => case.supervision != SupervisionStatus::Community,
    };
    let scores = &case.scores;
    let reoffending = scores.reoffending_is_high() && (scores.violence_is_high() || scores.sara_has(Band::High));
    custody && (reoffending || (need == Level::High && risk == Level::High))
}

/// Whether it is the moderate intensity pathway, if it is not the high one.
pub fn is_moderate_intensity(case: &Case, need: Level, risk: Level) -> bool {
    let scores = &case.scores;
    let both_high = need == Level::High && risk == Level::High;
    let violent = scores.reoffending_is_high() && scores.violence_is_high();
    let in_community = case.supervision == SupervisionStatus::Community && (violent || both_high);
    let partner_violence = scores.sara_has(Band::Medium) || scores.sara_has(Band::High);
    in_community || partner_violence || (need >= Level::Medium && risk >= Level::Medium && !both_high)
}

/// Whether the open questions keep an answer from standing.
fn matters(case: &Case, interim: Pathway, risk: Level) -> bool {
    let sara = [case.scores.sara_partner, case.scores.sara_others];
    let no_sara = sara.iter().all(Option::is_none);
    (sara.contains(&None) && interim == Pathway::Alternative)
        || case.scores.projected() != risk
        || (no_sara && case.supervision != SupervisionStatus::Community)
}

fn told(name: &str, domain: &Domain) -> String {
    if domain.open.is_empty() {
        return format!("{name}: {} of 2", domain.points);
    }
    format!("{name}: {} of 2, up to {} once {} are answered", domain.points, domain.projected, domain.open.join(", "))
}
