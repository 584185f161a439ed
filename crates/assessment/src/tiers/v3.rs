//! The tier of 2026, A to G: the highest of eight steps (`ministryofjustice/hmpps-tier`, affac98a). A tier is provisional when a
//! full assessment, or a risk of serious harm still to be recorded, could raise it.

use jiff::civil::Date;
use practice::Ruled;

use crate::{
    allocation::{Decision, Fact, Facts, Found, Rules, Value, decide},
    answers::Band,
};

const REOFFENDING: &str = "REOFFENDING";
const MAPPA_ROSH: &str = "MAPPA_ROSH";

/// What the tier is worked out from. `None` is not known, except where it says otherwise.
#[derive(Debug, Clone, PartialEq)]
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

/// Works the tier out.
pub fn tier(facts: &TierFacts) -> Result<Ruled<Tier>, NoTier> {
    let rules = Rules::unified_2026();
    if !facts.has_active_event {
        return Ok(without_steps("NOT_SUPERVISED", "Nothing is being supervised, so there is no tier."));
    }
    let (Some(arp), Some(csrp)) = (facts.arp, facts.csrp) else {
        return Ok(without_steps(
            "MISSING",
            "All reoffending (ARP) or combined serious reoffending (CSRP) has not been scored.",
        ));
    };
    let known = known(facts, arp, csrp);
    let decision = decide(rules, &known);
    check_sexual_step(facts, &decision)?;

    let published = could_rise_on_assessment(rules, &known, &decision, arp, csrp)
        || could_rise_on_rosh(rules, &known, &decision, arp, csrp);
    let tier = &rules.outcomes[decision.rank];
    let decided_by = decision.steps.iter().find(|found| found.gives == Some(decision.rank));
    let found = Tier {
        tier,
        provisional: published || registers_open(&decision),
        decided_by: decided_by.map(|found| found.step.name.as_str()),
        steps: decision.steps.iter().map(|found| (found.step.name.as_str(), letter(rules, found.gives))).collect(),
    };
    let why =
        rules.about.why("tier-v3", in_words(&found), decision.steps.iter().map(|found| told(rules, found)).collect());
    Ok(Ruled { value: found, why })
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
fn check_sexual_step(facts: &TierFacts, decision: &Decision<'_>) -> Result<(), NoTier> {
    match facts.dc_srp {
        Some(SexualScore { percent, band: Band::Medium })
            if percent > 0.0 && gives(decision, "SEXUAL_REOFFENDING").is_none() =>
        {
            Err(NoTier::BandAndScoreDisagree(percent))
        }
        _ => Ok(()),
    }
}

/// A static score may be replaced by a higher one once there is a full assessment. It makes the tier provisional only where
/// the other steps leave room below what the highest score would give.
fn could_rise_on_assessment(rules: &Rules, known: &Facts, decision: &Decision<'_>, arp: Score, csrp: Score) -> bool {
    let highest = Some(Value::Number(f64::INFINITY));
    let with_more = match (arp.basis, csrp.basis) {
        (Basis::Dynamic, Basis::Dynamic) => return false,
        (Basis::Static, Basis::Static) => known.clone().with(Fact::Arp, highest).with(Fact::Csrp, highest),
        (Basis::Static, Basis::Dynamic) => known.clone().with(Fact::Arp, highest),
        (Basis::Dynamic, Basis::Static) => known.clone().with(Fact::Csrp, highest),
    };
    let others = highest_except(decision, &[REOFFENDING]);
    Some(others) < gives(&decide(rules, &with_more), REOFFENDING)
}

/// Without a recorded risk of serious harm the tier is provisional where the rest leaves room below the highest that step gives.
fn could_rise_on_rosh(rules: &Rules, known: &Facts, decision: &Decision<'_>, arp: Score, csrp: Score) -> bool {
    if known.get(Fact::Rosh) != Some(Value::None) {
        return false;
    }
    let both_dynamic = arp.basis == Basis::Dynamic && csrp.basis == Basis::Dynamic;
    let left_out: &[&str] = if both_dynamic { &[MAPPA_ROSH] } else { &[MAPPA_ROSH, REOFFENDING] };
    let rest = highest_except(decision, left_out);
    let with_more = known.clone().with(Fact::Rosh, Some(Value::Band(Band::VeryHigh)));
    // What it could give, not what it gives: nobody may have said yet whether there is a MAPPA category.
    Some(rest) < decide(rules, &with_more).step(MAPPA_ROSH).and_then(|found| found.could_give)
}

/// The published service always has an answer for each register; where a caller has none, that is an open question too.
fn registers_open(decision: &Decision<'_>) -> bool {
    decision.steps.iter().any(|found| found.could_give > Some(decision.rank) && !found.unknown.is_empty())
}

fn highest_except(decision: &Decision<'_>, left_out: &[&str]) -> usize {
    let counted = decision.steps.iter().filter(|found| !left_out.contains(&found.step.name.as_str()));
    counted.filter_map(|found| found.gives).max().unwrap_or(0)
}

fn gives(decision: &Decision<'_>, step: &str) -> Option<usize> {
    decision.step(step).and_then(|found| found.gives)
}

fn letter(rules: &'static Rules, rank: Option<usize>) -> Option<&'static str> {
    rank.map(|rank| rules.outcomes[rank].as_str())
}

fn told(rules: &'static Rules, found: &Found<'_>) -> String {
    let gave = letter(rules, found.gives).unwrap_or("nothing");
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
