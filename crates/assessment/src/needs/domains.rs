//! Four domains of need. Each has points on the answers there are, and projected points with every open question answered at
//! its worst: where the two differ in level, the open questions matter.

use super::figures::Figures;
use crate::answers::Problem;

/// A domain's points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// On the answers there are, 0 to 2.
    pub points: u32,
    /// With each open question answered at its worst.
    pub projected: u32,
    /// The questions left open.
    pub open: Vec<&'static str>,
}

/// The answers of the four domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// Sexual preoccupation.
    pub sexual_preoccupation: Option<Problem>,
    /// Sexual interests related to the offence.
    pub offence_related_interests: Option<Problem>,
    /// Emotional congruence with children.
    pub emotional_congruence: Option<Problem>,
    /// A sexual offence at any time.
    pub sexual_offence: Option<bool>,
    /// A risk of sexual harm.
    pub risk_of_sexual_harm: Option<bool>,
    /// Pro-criminal attitudes.
    pub pro_criminal: Option<Problem>,
    /// Hostile orientation.
    pub hostile: Option<Problem>,
    /// Relationship with family.
    pub family: Option<Problem>,
    /// Previous close relationships.
    pub previous_relationships: Option<Problem>,
    /// Easily influenced by criminal associates.
    pub easily_influenced: Option<Problem>,
    /// Controlling or aggressive behaviour.
    pub controlling: Option<Problem>,
    /// Impulsivity.
    pub impulsivity: Option<Problem>,
    /// Temper control.
    pub temper: Option<Problem>,
    /// Problem solving.
    pub problem_solving: Option<Problem>,
    /// Difficulties coping.
    pub coping: Option<Problem>,
}

/// Sex. It counts only after a sexual offence or with a risk of sexual harm; its open questions are listed either way, as published.
pub fn sex(answers: &Answers) -> Domain {
    let items = [
        ("sexualPreoccupation", answers.sexual_preoccupation),
        ("offenceRelatedSexualInterests", answers.offence_related_interests),
        ("emotionalCongruenceWithChildren", answers.emotional_congruence),
    ];
    let (sum, worst, open) = add_up(&items);
    let steps = &Figures::published().domains.sex;
    if answers.sexual_offence != Some(true) && answers.risk_of_sexual_harm != Some(true) {
        return Domain { points: 0, projected: 0, open };
    }
    if answers.offence_related_interests == Some(Problem::SignificantProblems) {
        return Domain { points: 2, projected: 2, open };
    }
    // With a question open the answers speak only where they already reach the top.
    let points = if !open.is_empty() && steps.points(sum) < 2 { 0 } else { steps.points(sum) };
    Domain { points, projected: steps.points(worst), open }
}

/// Thinking.
pub fn thinking(answers: &Answers) -> Domain {
    let items = [("proCriminalAttitudes", answers.pro_criminal), ("hostileOrientation", answers.hostile)];
    let (sum, worst, open) = add_up(&items);
    let steps = &Figures::published().domains.thinking;
    if answers.pro_criminal == Some(Problem::SignificantProblems) {
        return Domain { points: 2, projected: 2, open };
    }
    Domain { points: steps.points(sum), projected: steps.points(worst), open }
}

/// Relationships.
pub fn relationships(answers: &Answers) -> Domain {
    let items = [
        ("currentRelationshipWithFamilyMembers", answers.family),
        ("previousCloseRelationships", answers.previous_relationships),
        ("easilyInfluencedByCriminalAssociates", answers.easily_influenced),
        ("controllingOrAggressiveBehaviour", answers.controlling),
    ];
    let (sum, worst, open) = add_up(&items);
    let steps = &Figures::published().domains.relationships;
    Domain { points: steps.points(sum), projected: steps.points(worst), open }
}

/// Self-management.
pub fn self_management(answers: &Answers) -> Domain {
    let items = [
        ("impulsivityProblems", answers.impulsivity),
        ("temperControl", answers.temper),
        ("problemSolvingSkills", answers.problem_solving),
        ("difficultiesCoping", answers.coping),
    ];
    let (sum, worst, open) = add_up(&items);
    let steps = &Figures::published().domains.self_management;
    Domain { points: steps.points(sum), projected: steps.points(worst), open }
}

/// The sum of what was answered, the sum with the rest at its worst, and the rest.
fn add_up(items: &[(&'static str, Option<Problem>)]) -> (u32, u32, Vec<&'static str>) {
    let sum = items.iter().filter_map(|(_, answer)| answer.map(Problem::points)).sum();
    let open: Vec<&'static str> = items.iter().filter(|(_, answer)| answer.is_none()).map(|(name, _)| *name).collect();
    let worst = items.iter().map(|(_, answer)| answer.unwrap_or(Problem::SignificantProblems).points()).sum();
    (sum, worst, open)
}
