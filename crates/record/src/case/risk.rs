//! What stands about risk: the last judgement of each group, and changes that wait for a second person.
//!
//! A raise stands at once. Whatever lowers a level, takes a flag down or lessens a tier is recorded as proposed; it takes
//! effect when somebody else has countersigned it, and until then the graver stands. A proposal is overtaken by any raise
//! of what it would have lowered: nobody signs away evidence that came after it.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::CaseFile;
use crate::entry::Content;
use crate::facts::Fact;
use crate::facts::risk::{
    AssessmentCompleted, Change, Harm, HarmGroup, HarmLevel, RiskChangeCountersigned, RiskChangeProposed, Setting,
    Signature, TierChange, Way,
};
use crate::time::Instant;

/// A completed assessment.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// What was judged and answered.
    pub completed: AssessmentCompleted,
    /// The day it was completed.
    pub on: Date,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who assessed.
    pub by: String,
    /// Its entry.
    pub entry: EntryId,
}

/// The risk of serious harm to one group, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HarmStands {
    /// To whom, where, how great.
    pub harm: Harm,
    /// Since when it has been judged so.
    pub since: Date,
    /// The entry that says so: an assessment, a proposal or a countersignature.
    pub entry: EntryId,
}

/// A change that somebody proposed.
#[derive(Clone, Debug)]
pub struct RiskChange {
    /// What is to change.
    pub change: Change,
    /// The day it was proposed.
    pub on: Date,
    /// Who proposed it.
    pub by: String,
    /// The evidence: entries of this stream.
    pub evidence: Vec<EntryId>,
    /// What is new, in the proposer's words.
    pub reason: Option<String>,
    /// Where it stands.
    pub state: ChangeState,
    /// Who countersigned or declined.
    pub signed: Option<Signed>,
    /// The proposal's entry.
    pub entry: EntryId,
}

/// Where a proposed change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// It took effect: at once, or when it was countersigned.
    InForce,
    /// It waits for a second person; what stood before stands.
    Waiting,
    /// The second person declined it.
    Declined,
    /// What it would have lowered was raised since.
    Overtaken,
}

/// A second person's decision.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What they decided.
    pub decided: Signature,
    /// On which day.
    pub on: Date,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// Its entry.
    pub entry: EntryId,
}

/// Where and by whom a fact about risk is said.
pub(super) struct Saying<'a> {
    pub(super) content: &'a Content,
    pub(super) recorded: Instant,
    pub(super) id: EntryId,
}

/// Adds a fact about risk.
pub(super) fn risk(file: &mut CaseFile, saying: &Saying<'_>) {
    match &saying.content.fact {
        Fact::AssessmentCompleted(completed) => assessed(file, completed, saying),
        Fact::RiskChangeProposed(proposed) => propose(file, proposed, saying),
        Fact::RiskChangeCountersigned(signed) => countersign(file, signed, saying),
        _ => {}
    }
}

fn assessed(file: &mut CaseFile, completed: &AssessmentCompleted, saying: &Saying<'_>) {
    let on = saying.content.happened.day();
    for harm in &completed.harm {
        if file.harm_to(harm.group, harm.setting).is_none_or(|stands| stands.harm.level <= harm.level) {
            raise(file, *harm, on, &saying.id);
        }
    }
    file.assessments.push(Assessment {
        completed: completed.clone(),
        on,
        recorded: saying.recorded,
        by: saying.content.by.staff.clone(),
        entry: saying.id.clone(),
    });
}

fn propose(file: &mut CaseFile, proposed: &RiskChangeProposed, saying: &Saying<'_>) {
    let on = saying.content.happened.day();
    let at_once = !file.would_lower(&proposed.change);
    if at_once {
        match &proposed.change {
            Change::Harm(harm) => raise(file, *harm, on, &saying.id),
            Change::Tier(tier) => overtake(file, |change| is_same_tier(change, tier)),
            Change::FlagDown(_) => {}
        }
    }
    file.risk_changes.push(RiskChange {
        change: proposed.change.clone(),
        on,
        by: saying.content.by.staff.clone(),
        evidence: saying.content.because.clone(),
        reason: saying.content.reason.clone(),
        state: if at_once { ChangeState::InForce } else { ChangeState::Waiting },
        signed: None,
        entry: saying.id.clone(),
    });
}

/// Nobody countersigns their own proposal: such an entry is kept and has no effect.
fn countersign(file: &mut CaseFile, signed: &RiskChangeCountersigned, saying: &Saying<'_>) {
    let by = saying.content.by.staff.clone();
    let waiting = |c: &&mut RiskChange| {
        saying.content.because.contains(&c.entry) && c.state == ChangeState::Waiting && c.by != by
    };
    let Some(change) = file.risk_changes.iter_mut().find(waiting) else { return };
    let on = saying.content.happened.day();
    change.state = match signed.decided {
        Signature::Agreed => ChangeState::InForce,
        Signature::Declined => ChangeState::Declined,
    };
    let reason = saying.content.reason.clone();
    change.signed = Some(Signed { decided: signed.decided, on, by, reason, entry: saying.id.clone() });
    if let (Signature::Agreed, Change::Harm(harm)) = (signed.decided, &change.change) {
        let harm = *harm;
        stand(file, harm, on, &saying.id);
    }
}

fn raise(file: &mut CaseFile, harm: Harm, on: Date, entry: &EntryId) {
    let raised = file.harm_to(harm.group, harm.setting).is_none_or(|stands| stands.harm.level < harm.level);
    if raised {
        overtake(file, |change| matches!(change, Change::Harm(other) if other.is_about(harm.group, harm.setting)));
    }
    stand(file, harm, on, entry);
}

fn stand(file: &mut CaseFile, harm: Harm, since: Date, entry: &EntryId) {
    file.harm.retain(|stands| !stands.harm.is_about(harm.group, harm.setting));
    file.harm.push(HarmStands { harm, since, entry: entry.clone() });
}

fn overtake(file: &mut CaseFile, same: impl Fn(&Change) -> bool) {
    for change in &mut file.risk_changes {
        if change.state == ChangeState::Waiting && same(&change.change) {
            change.state = ChangeState::Overtaken;
        }
    }
}

fn is_same_tier(change: &Change, tier: &TierChange) -> bool {
    matches!(change, Change::Tier(other) if other.pack == tier.pack)
}

impl CaseFile {
    /// The risk of serious harm to a group in a setting, as it stands; none when nobody has judged it.
    pub fn harm_to(&self, group: HarmGroup, setting: Setting) -> Option<&HarmStands> {
        self.harm.iter().find(|stands| stands.harm.is_about(group, setting))
    }

    /// The highest level that stands in a setting; none when no group was judged there.
    pub fn highest_harm(&self, setting: Setting) -> Option<HarmLevel> {
        self.harm.iter().filter(|stands| stands.harm.setting == setting).map(|stands| stands.harm.level).max()
    }

    /// Groups nobody has judged in a setting: their risk is unknown, which is not low.
    pub fn not_judged(&self, setting: Setting) -> impl Iterator<Item = HarmGroup> {
        HarmGroup::ALL.into_iter().filter(move |g| g.is_in(setting) && self.harm_to(*g, setting).is_none())
    }

    /// The tier of a pack that is kept by judgement; none when the rules' own stands.
    pub fn tier_kept(&self, pack: &str) -> Option<&RiskChange> {
        let kept = |c: &&RiskChange| matches!(&c.change, Change::Tier(tier) if tier.pack == pack);
        self.risk_changes.iter().rev().filter(kept).find(|c| c.state == ChangeState::InForce)
    }

    /// Changes that wait for a second person.
    pub fn waiting_changes(&self) -> impl Iterator<Item = &RiskChange> {
        self.risk_changes.iter().filter(|change| change.state == ChangeState::Waiting)
    }

    /// Whether a change would lower what stands, so that it has to wait for a second person.
    pub fn would_lower(&self, change: &Change) -> bool {
        match change {
            Change::Harm(harm) => {
                self.harm_to(harm.group, harm.setting).is_some_and(|stands| harm.level < stands.harm.level)
            }
            Change::FlagDown(_) => true,
            Change::Tier(tier) => tier.way == Way::Down,
        }
    }
}
