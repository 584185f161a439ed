//! One person's scores and tiers as at a day, in numbers.

use assessment::allocation::{Facts, Rules, decide};
use assessment::caseload::Person;
use assessment::predictors::{Answers, Band, Kind};
use assessment::scored::{Shown, scores};
use assessment::tiers::{v2, v3};
use jiff::civil::Date;
use record::case::CaseFile;

use crate::risk::eras::{Known, facts_2014, facts_2026, in_force};

/// Where somebody under supervision stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The day of the last assessment; none when there is none.
    pub assessed: Option<Date>,
    /// Whether its answers cannot be read.
    pub unreadable: bool,
    /// Each score of the last assessment, with the models of its day, and whether it rests on the record alone.
    pub scores: Vec<(Shown, Option<Band>, bool)>,
    /// The place among the outcomes of each era's rules that are in force, and whether it is provisional.
    pub tiers: Vec<(&'static Rules, Option<usize>, bool)>,
    /// What the caseload's own scoring takes.
    pub person: Person,
    /// What the rules of 2014 ask.
    pub split: Facts,
}

/// Where somebody stands as at a day; none for whoever is under no order then.
pub fn standing(file: &CaseFile, as_at: Date) -> Option<Standing> {
    file.active_orders(as_at).next()?;
    let known = Known::of(file);
    let last = file.assessments.last();
    let told = known.answers.as_ref().map(scores).unwrap_or_default();
    let (split, tier) = (facts_2014(file, &known, as_at), facts_2026(file, &known, as_at));
    Some(Standing {
        assessed: last.map(|last| last.on),
        unreadable: last.is_some() && known.answers.is_none(),
        scores: told
            .iter()
            .map(|one| (one.shown, one.band, one.shown != Shown::Ogrs3 && one.basis == Some(Kind::Static)))
            .collect(),
        tiers: tiers(&split, &tier, as_at),
        person: Person {
            answers: known.answers.unwrap_or(Answers { assessed_on: Some(as_at), ..Answers::default() }),
            tier,
            // What the two-part tier asks of needs is on no record here, so nobody is placed by it.
            two_part: v2::Counted::default(),
        },
        split,
    })
}

fn tiers(split: &Facts, tier: &v3::TierFacts, as_at: Date) -> Vec<(&'static Rules, Option<usize>, bool)> {
    let mut all = Vec::new();
    let (old, new) = (Rules::split_2014(), Rules::unified_2026());
    if in_force(&old.about, as_at) {
        let decision = decide(old, split);
        all.push((old, Some(decision.rank), decision.is_provisional()));
    }
    if in_force(&new.about, as_at) {
        all.push(match v3::letter(new, tier) {
            Ok((v3::Letter::Rank(rank), provisional)) => (new, Some(rank), provisional),
            _ => (new, None, true),
        });
    }
    all
}
