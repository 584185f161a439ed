//! The tier of 2026, A to G: the highest of eight steps (`ministryofjustice/hmpps-tier`, affac98a). A tier is provisional when a
//! full assessment, or a risk of serious harm still to be recorded, could raise it.

use jiff::civil::Date;
use practice::Ruled;

use crate::{
    allocation::{Answer, Fact, Facts, Found, Rules, Step, Value, answer, decide},
    answers::Band,
};

const REOFFENDING: &str = "REOFFENDING";
const MAPPA_ROSH: &str = "MAPPA_ROSH";

/// What the tier is worked out from. `None` is not known, except where it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TierFacts {
    /// Whether anything is being supervised.
    pub has_active_event: bool,
    /// All reoffending.
    pub arp: Option<Score>,
    /// Combined serious reoffending.
    pub csrp: Option<Score>,
    /// Direct contact sexual reoffending; none when it has not been scored.
    pub dc_srp: Option<SexualScore>,
    /// Risk of serious harm; none when it has not been recorded, which makes the tier provisional.
    pub rosh: Option<Band>,
    /// Whether there is a MAPPA category.
    pub mappa: Option<bool>,
    /// A life sentence or imprisonment for public protection.
    pub lifer_or_ipp: Option<bool>,
    /// The latest release; none when there was none.
    pub latest_release: Option<Date>,
    /// A domestic abuse register, present or past.
    pub domestic_abuse: Option<bool>,
    /// A stalking register.
    pub stalking: Option<bool>,
    /// A child protection register.
    pub child_protection: Option<bool>,
    /// A sexual offence at any time, as OASys has it; the published service reads no answer as no.
    pub sexual_offence: Option<bool>,
    /// The day it is worked out.
    pub today: Date,
}

/// A score in percent and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Percent within two years.
    pub percent: f64,
    /// Whether it rests on a full assessment.
    pub basis: Basis,
}

/// What a score rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Age, sex and convictions only.
    Static,
    /// The answers of a full assessment as well.
    Dynamic,
}

/// The score for direct contact sexual reoffending.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SexualScore {
    /// Percent within two years.
    pub percent: f64,
    /// Its band, after any reduction.
    pub band: Band,
}

/// The tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// `NOT_SUPERVISED`, `MISSING`, or `G` to `A`.
    pub tier: &'static str,
    /// Whether what is still missing could raise it.
    pub provisional: bool,
    /// The step that gave it.
    pub decided_by: Option<&'static str>,
    /// What each step gave.
    pub steps: Vec<(&'static str, Option<&'static str>)>,
}

/// Why there is no tier.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoTier {
    /// A medium band with a score no medium band can have.
    #[error("a medium band of direct contact sexual reoffending cannot have a score of {0}%: 0.60% is the least")]
    BandAndScoreDisagree(f64),
}

/// The tier alone, as its place among the outcomes of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Letter {
    /// Nothing is being supervised.
    NotSupervised,
    /// All reoffending or combined serious reoffending has not been scored.
    Missing,
    /// One of the outcomes, lowest 0.
    Rank(usize),
}

impl Letter {
    /// The published name.
    pub fn name(self, rules: &Rules) -> &str {
        match self {
            Letter::NotSupervised => "NOT_SUPERVISED",
            Letter::Missing => "MISSING",
            Letter::Rank(rank) => &rules.outcomes[rank],
        }
    }
}

/// Works the tier out, with its reasons.
pub fn tier(facts: &TierFacts) -> Result<Ruled<Tier>, NoTier> {
    let rules = Rules::unified_2026();
    let (letter, provisional) = letter(rules, facts)?;
    let (Letter::Rank(rank), Some(arp), Some(csrp)) = (letter, facts.arp, facts.csrp) else {
        let words = match letter {
            Letter::NotSupervised => "Nothing is being supervised, so there is no tier.",
            _ => "All reoffending (ARP) or combined serious reoffending (CSRP) has not been scored.",
        };
        return Ok(without_steps(letter.name(rules), words));
    };
    let decision = decide(rules, &known(facts, arp, csrp));
    let decided_by = decision.steps.iter().find(|found| found.gives == Some(rank));
    let found = Tier {
        tier: letter.name(rules),
        provisional,
        decided_by: decided_by.map(|found| found.step.name.as_str()),
        steps: decision.steps.iter().map(|found| (found.step.name.as_str(), outcome(rules, found.gives))).collect(),
    };
    let why =
        rules.about.why("tier-v3", in_words(&found), decision.steps.iter().map(|found| told(rules, found)).collect());
    Ok(Ruled { value: found, why })
}

/// The letter alone by any rules of this kind, and whether it is provisional. Allocates nothing, so that a whole caseload can be
/// worked out at once.
pub fn letter(rules: &Rules, facts: &TierFacts) -> Result<(Letter, bool), NoTier> {
    if !facts.has_active_event {
        return Ok((Letter::NotSupervised, false));
    }
    let (Some(arp), Some(csrp)) = (facts.arp, facts.csrp) else { return Ok((Letter::Missing, false)) };
    let known = known(facts, arp, csrp);
    let both_dynamic = arp.basis == Basis::Dynamic && csrp.basis == Basis::Dynamic;
    // The highest of all steps, of all but reoffending, and of what counts where the risk of serious harm is not recorded; and
    // the highest that an open question could still give.
    let (mut rank, mut others, mut rest, mut if_answered) = (0, 0, 0, None);
    for step in &rules.steps {
        let found = answer(step, &known, |_| ());
        let (reoffending, rosh) = (step.name == REOFFENDING, step.name == MAPPA_ROSH);
        let gives = found.gives.unwrap_or(0);
        rank = rank.max(gives);
        others = if reoffending { others } else { others.max(gives) };
        rest = if rosh || (reoffending && !both_dynamic) { rest } else { rest.max(gives) };
        if_answered = if found.open { if_answered.max(found.could_give) } else { if_answered };
        check_sexual_step(facts, step, found)?;
    }
    let provisional = could_rise_on_assessment(rules, &known, others, arp.basis, csrp.basis)
        || could_rise_on_rosh(rules, &known, rest)
        // The published service always has an answer for each register; where a caller has none, that is open too.
        || if_answered > Some(rank);
    Ok((Letter::Rank(rank), provisional))
}

fn known(facts: &TierFacts, arp: Score, csrp: Score) -> Facts {
    let sexual = facts.dc_srp.filter(|score| score.percent > 0.0 && score.band != Band::NotApplicable);
    Facts::on(facts.today)
        .with(Fact::Arp, Some(Value::Number(arp.percent)))
        .with(Fact::Csrp, Some(Value::Number(csrp.percent)))
        .with(Fact::DcSrp, Some(sexual.map_or(Value::None, |score| Value::Number(score.percent))))
        .with(Fact::DcSrpBand, Some(sexual.map_or(Value::None, |score| Value::Band(score.band))))
        // Known to be unrecorded: the step answers as for none, and the tier is provisional by its own rule below.
        .with(Fact::Rosh, Some(facts.rosh.map_or(Value::None, Value::Band)))
        .with(Fact::LatestRelease, Some(facts.latest_release.map_or(Value::None, Value::Day)))
        .flag(Fact::Mappa, facts.mappa)
        .flag(Fact::LiferOrIpp, facts.lifer_or_ipp)
        .flag(Fact::DomesticAbuse, facts.domestic_abuse)
        .flag(Fact::Stalking, facts.stalking)
        .flag(Fact::ChildProtection, facts.child_protection)
        .flag(Fact::SexualOffence, Some(facts.sexual_offence.unwrap_or(false)))
}

/// A medium band has to have met one of the four scores.
fn check_sexual_step(facts: &TierFacts, step: &Step, found: Answer) -> Result<(), NoTier> {
    match facts.dc_srp {
        Some(SexualScore { percent, band: Band::Medium })
            if percent > 0.0 && found.gives.is_none() && step.name == "SEXUAL_REOFFENDING" =>
        {
            Err(NoTier::BandAndScoreDisagree(percent))
        }
        _ => Ok(()),
    }
}

/// A static score may be replaced by a higher one once there is a full assessment. It makes the tier provisional only where
/// the other steps leave room below what the highest score would give.
fn could_rise_on_assessment(rules: &Rules, known: &Facts, others: usize, arp: Basis, csrp: Basis) -> bool {
    let highest = Some(Value::Number(f64::INFINITY));
    let with_more = match (arp, csrp) {
        (Basis::Dynamic, Basis::Dynamic) => return false,
        (Basis::Static, Basis::Static) => known.clone().with(Fact::Arp, highest).with(Fact::Csrp, highest),
        (Basis::Static, Basis::Dynamic) => known.clone().with(Fact::Arp, highest),
        (Basis::Dynamic, Basis::Static) => known.clone().with(Fact::Csrp, highest),
    };
    Some(others) < rules.step(REOFFENDING).and_then(|step| answer(step, &with_more, |_| ()).gives)
}

/// Without a recorded risk of serious harm the tier is provisional where the rest leaves room below the highest that step gives.
fn could_rise_on_rosh(rules: &Rules, known: &Facts, rest: usize) -> bool {
    if known.get(Fact::Rosh) != Some(Value::None) {
        return false;
    }
    let with_more = known.clone().with(Fact::Rosh, Some(Value::Band(Band::VeryHigh)));
    // What it could give, not what it gives: nobody may have said yet whether there is a MAPPA category.
    Some(rest) < rules.step(MAPPA_ROSH).and_then(|step| answer(step, &with_more, |_| ()).could_give)
}

fn outcome(rules: &'static Rules, rank: Option<usize>) -> Option<&'static str> {
    rank.map(|rank| rules.outcomes[rank].as_str())
}

fn told(rules: &'static Rules, found: &Found<'_>) -> String {
    let gave = outcome(rules, found.gives).unwrap_or("nothing");
    let open = if found.unknown.is_empty() { "" } else { ", and part of it is not known" };
    format!("{}, {}: {gave}{open}", found.step.name, found.step.words)
}

fn in_words(tier: &Tier) -> String {
    let by = tier.decided_by.unwrap_or("no step");
    let provisional = if tier.provisional { "; provisional, because what is still missing could raise it" } else { "" };
    format!("Tier {}, given by {by}{provisional}.", tier.tier)
}

fn without_steps(tier: &'static str, words: &str) -> Ruled<Tier> {
    let value = Tier { tier, provisional: false, decided_by: None, steps: Vec::new() };
    Ruled { value, why: Rules::unified_2026().about.why("tier-v3", words.to_owned(), Vec::new()) }
}
