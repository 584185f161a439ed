//! The sentence plan as the case file holds it: objectives with where each stands, reviews, and what was worked on.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::CaseFile;
use crate::facts::plan::{NeedArea, Objective, ObjectiveState, PlanReviewed};

/// A sentence plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which order it is for.
    pub order: String,
    /// When it was completed.
    pub completed_on: Date,
    /// What is worked on, those added by reviews last.
    pub objectives: Vec<PlanObjective>,
    /// When it was reviewed, oldest first, each with its entry.
    pub reviews: Vec<(Date, EntryId)>,
    /// Its entry.
    pub entry: EntryId,
}

/// An objective and where it stands.
#[derive(Clone, Debug)]
pub struct PlanObjective {
    /// Its name within the case: the seq of the entry that set it, a full stop, its name there.
    pub id: String,
    /// What it answers.
    pub need: Option<NeedArea>,
    /// In words.
    pub words: String,
    /// Where it stands.
    pub state: ObjectiveState,
    /// Since when.
    pub since: Date,
    /// Why, where a review gave a reason.
    pub reason: String,
}

/// What was worked on at an appointment.
#[derive(Clone, Debug)]
pub struct Worked {
    /// The objectives, as the case file names them; empty when it was none of them.
    pub objectives: Vec<String>,
    /// In a line.
    pub words: String,
    /// The day it was said.
    pub on: Date,
    /// Who said it.
    pub by: String,
    /// Its entry.
    pub entry: EntryId,
}

impl Plan {
    /// A plan as it was completed.
    pub(super) fn completed(order: String, on: Date, objectives: &[Objective], entry: EntryId) -> Plan {
        let objectives = objectives.iter().map(|set| PlanObjective::set(set, on, &entry)).collect();
        Plan { order, completed_on: on, objectives, reviews: Vec::new(), entry }
    }

    /// Takes up what a review found. What it says of objectives that this plan has not is passed over.
    pub(super) fn review(&mut self, review: &PlanReviewed, on: Date, entry: EntryId) {
        for reviewed in &review.reviewed {
            let Some(objective) = self.objectives.iter_mut().find(|o| o.id == reviewed.objective) else { continue };
            if objective.state != reviewed.state {
                objective.since = on;
            }
            objective.state = reviewed.state;
            objective.reason.clone_from(&reviewed.reason);
        }
        self.objectives.extend(review.added.iter().map(|set| PlanObjective::set(set, on, &entry)));
        self.reviews.push((on, entry));
    }

    /// The objectives that are being worked on.
    pub fn in_progress(&self) -> impl Iterator<Item = &PlanObjective> {
        self.objectives.iter().filter(|o| o.state == ObjectiveState::InProgress)
    }
}

impl PlanObjective {
    fn set(set: &Objective, on: Date, entry: &EntryId) -> PlanObjective {
        PlanObjective {
            id: format!("{}.{}", entry.seq, set.id),
            need: set.need,
            words: set.words.clone(),
            state: ObjectiveState::InProgress,
            since: on,
            reason: String::new(),
        }
    }
}

impl CaseFile {
    /// The plan an order goes by: the one completed last.
    pub fn plan(&self, order: &str) -> Option<&Plan> {
        self.plans.iter().rev().find(|plan| plan.order == order)
    }

    /// An objective of any plan.
    pub fn objective(&self, id: &str) -> Option<&PlanObjective> {
        self.plans.iter().flat_map(|plan| &plan.objectives).find(|o| o.id == id)
    }
}
