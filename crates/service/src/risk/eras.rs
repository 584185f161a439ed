//! Who supervises and how intensively, by the rules of two eras: the split service of 2014 and the one service of 2026. Each
//! says from when to when it is in force; only what is in force is acted on, the other stands beside it to compare.

use assessment::allocation::{Decision, Fact, Facts, Rules, Value, decide};
use assessment::answers::Band;
use assessment::pack::About;
use assessment::predictors::{Answers, Kind, Variant, ogrs4};
use assessment::scored::{Shown, score};
use assessment::tiers::v3::{self, Basis, Score, SexualScore, TierFacts};
use jiff::civil::Date;
use practice::Why;
use record::case::{CaseFile, RiskChange};
use record::facts::organisation::ProviderKind;
use record::facts::person::OrderKind;
use record::facts::risk::{Change, HarmLevel, Setting};

use super::{scores, sentences};

/// What one era's rules make of a case.
#[derive(Clone, Debug)]
pub struct Era {
    /// The rules.
    pub rules: &'static Rules,
    /// Whether they are in force on the day.
    pub in_force: bool,
    /// What the rules give on what is known.
    pub given: String,
    /// Whether what is still open could raise it.
    pub provisional: bool,
    /// What nobody has answered and could raise it, in words.
    pub open: Vec<String>,
    /// A tier kept by judgement, countersigned where it is lower.
    pub kept: Option<RiskChange>,
    /// How the rules came to it.
    pub why: Why,
}

impl Era {
    /// What is acted on: what is kept by judgement, or what the rules give.
    pub fn acted_on(&self) -> &str {
        match self.kept.as_ref().map(|kept| &kept.change) {
            Some(Change::Tier(tier)) => &tier.to,
            _ => &self.given,
        }
    }

    /// Who says so and for which days.
    pub fn about(&self) -> &'static About {
        &self.rules.about
    }
}

/// Both eras, the older first.
pub fn eras(file: &CaseFile, today: Date) -> Vec<Era> {
    let known = Known::of(file);
    vec![split_2014(file, &known, today), unified_2026(file, &known, today)]
}

/// What both ask.
pub(crate) struct Known {
    pub(crate) answers: Option<Answers>,
    rosh: Option<Band>,
    assessed: bool,
    registers: Vec<String>,
    ever: Vec<String>,
    life: bool,
}

impl Known {
    pub(crate) fn of(file: &CaseFile) -> Known {
        let setting = setting(file);
        let standing = file.registrations.iter().filter(|flag| flag.ended.is_none());
        Known {
            answers: file.assessments.last().and_then(|last| scores::answers(file, last).ok()),
            rosh: file.highest_harm(setting).map(band),
            assessed: !file.assessments.is_empty(),
            registers: standing.map(|flag| flag.registered.register.clone()).collect(),
            ever: file.registrations.iter().map(|flag| flag.registered.register.clone()).collect(),
            life: sentences::life(file),
        }
    }

    /// Whether a flag is up. That none is up says something only once somebody has assessed the risk.
    fn flagged(&self, codes: &[&str]) -> Option<bool> {
        let up = self.registers.iter().any(|code| codes.contains(&code.as_str()));
        if up { Some(true) } else { self.assessed.then_some(false) }
    }

    fn ever_flagged(&self, codes: &[&str]) -> Option<bool> {
        let was = self.ever.iter().any(|code| codes.contains(&code.as_str()));
        if was { Some(true) } else { self.assessed.then_some(false) }
    }
}

/// In custody risk is to other people than in the community.
pub fn setting(file: &CaseFile) -> Setting {
    match file.orders.last().map(|order| order.made.kind) {
        Some(OrderKind::Custody) => Setting::Custody,
        _ => Setting::Community,
    }
}

fn band(level: HarmLevel) -> Band {
    match level {
        HarmLevel::Low => Band::Low,
        HarmLevel::Medium => Band::Medium,
        HarmLevel::High => Band::High,
        HarmLevel::VeryHigh => Band::VeryHigh,
    }
}

/// Whether rules are in force on a day.
pub(crate) fn in_force(about: &About, today: Date) -> bool {
    about.from.is_none_or(|from| from <= today) && about.to.is_none_or(|to| today <= to)
}

/// What the rules of 2014 ask.
pub(crate) fn facts_2014(file: &CaseFile, known: &Known, today: Date) -> Facts {
    let rsr = known.answers.as_ref().and_then(|answers| score(Shown::Rsr, answers).percent);
    let ended_high = known.rosh.is_some_and(|band| band >= Band::High);
    let with_nps = file.orders.iter().flat_map(|o| &o.allocations).any(|a| a.provider_kind == ProviderKind::Nps);
    Facts::on(today)
        .with(Fact::Rosh, known.rosh.map(Value::Band))
        .with(Fact::Rsr, rsr.map(Value::Number))
        .flag(Fact::Mappa, known.flagged(&["MAPP"]))
        .flag(Fact::LiferOrIpp, Some(known.life))
        .flag(Fact::PublicInterest, known.flagged(&["RPIR"]))
        .flag(Fact::Terrorism, known.flagged(&["RTAO"]))
        // What is on record is an order or a licence: neither a hospital order nor a sentence still to be passed.
        .flag(Fact::HospitalOrder, Some(false))
        .flag(Fact::DeferredSentence, Some(false))
        .flag(Fact::WasHighWithNps, Some(with_nps && (ended_high || ever_high(file))))
}

fn split_2014(file: &CaseFile, known: &Known, today: Date) -> Era {
    let rules = Rules::split_2014();
    let facts = facts_2014(file, known, today);
    let decision = decide(rules, &facts);
    let given = rules.outcomes[decision.rank].clone();
    let words = format!("{}: {given} on what is known.", rules.about.words);
    era(file, rules, today, &decision, given, words)
}

fn ever_high(file: &CaseFile) -> bool {
    let high = |level: HarmLevel| level >= HarmLevel::High;
    file.assessments.iter().flat_map(|a| &a.completed.harm).any(|harm| high(harm.level))
        || file.registrations.iter().any(|flag| matches!(flag.registered.register.as_str(), "RHRH" | "RVHR"))
}

/// What the rules of 2026 ask.
pub(crate) fn facts_2026(file: &CaseFile, known: &Known, today: Date) -> TierFacts {
    let scored = known.answers.as_ref().map(|answers| ogrs4::score_all(answers, Variant::Published));
    let of = |percent: Option<assessment::predictors::Percent>, kind: Option<Kind>| {
        let basis = if kind? == Kind::Dynamic { Basis::Dynamic } else { Basis::Static };
        Some(Score { percent: percent?.value(), basis })
    };
    let released =
        file.orders.iter().rev().find(|o| matches!(o.made.kind, OrderKind::Licence | OrderKind::LifeLicence));
    TierFacts {
        has_active_event: file.active_orders(today).next().is_some(),
        arp: scored.as_ref().and_then(|s| of(s.all.score, s.all.kind)),
        csrp: scored.as_ref().and_then(|s| of(s.combined.score, s.combined.kind)),
        dc_srp: scored.as_ref().and_then(|s| {
            let band = Band::published(s.direct_contact.band?);
            Some(SexualScore { percent: s.direct_contact.score?.value(), band })
        }),
        rosh: known.rosh,
        mappa: known.flagged(&["MAPP"]),
        lifer_or_ipp: Some(known.life),
        latest_release: released.map(|order| order.made.from),
        domestic_abuse: known.ever_flagged(&["ADVP", "REG30"]),
        stalking: known.flagged(&["SPO"]),
        child_protection: known.flagged(&["RCPR"]),
        sexual_offence: known.answers.as_ref().and_then(|answers| answers.sexual_history),
        today,
    }
}

fn unified_2026(file: &CaseFile, known: &Known, today: Date) -> Era {
    let rules = Rules::unified_2026();
    let facts = facts_2026(file, known, today);
    let (given, provisional, why) = match v3::tier(&facts) {
        Ok(found) => (found.value.tier.to_owned(), found.value.provisional, found.why),
        Err(none) => ("MISSING".to_owned(), true, rules.about.why("tier-v3", format!("No tier: {none}."), Vec::new())),
    };
    Era {
        rules,
        in_force: in_force(&rules.about, today),
        given,
        provisional,
        open: Vec::new(),
        kept: file.tier_kept(&rules.about.pack).cloned(),
        why,
    }
}

fn era(
    file: &CaseFile,
    rules: &'static Rules,
    today: Date,
    decision: &Decision<'_>,
    given: String,
    words: String,
) -> Era {
    let told = decision.steps.iter().map(|found| {
        let gave = match found.gives {
            Some(rank) => rules.outcomes[rank].as_str(),
            None if found.unknown.is_empty() => "no",
            None => "not known",
        };
        format!("{}: {gave}", found.step.words)
    });
    let could = decision.steps.iter().filter(|found| found.could_give > Some(decision.rank));
    Era {
        rules,
        in_force: in_force(&rules.about, today),
        given,
        provisional: decision.is_provisional(),
        open: could.map(|found| found.step.words.clone()).collect(),
        kept: file.tier_kept(&rules.about.pack).cloned(),
        why: rules.about.why("allocation", words, told.collect()),
    }
}
