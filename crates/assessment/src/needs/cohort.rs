//! Which cohort of programmes a referral belongs to (manage-and-deliver), and who decided it.

/// A cohort of programmes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cohort {
    /// Programmes for sexual offending.
    SexualOffence,
    /// All other programmes.
    GeneralOffence,
}

/// The cohort by the predictors and the sex domain.
pub fn cohort(osp_bands: &[Option<&str>], sex_answers: &[Option<u32>]) -> Cohort {
    let banded = osp_bands.iter().flatten().any(|band| *band != "Not Applicable");
    if banded || sex_answers.iter().flatten().any(|answer| *answer > 0) {
        return Cohort::SexualOffence;
    }
    Cohort::GeneralOffence
}

/// Who set a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    /// A rule.
    Rule,
    /// A person, whose choice no rule overwrites.
    Person,
}

/// The cohort after the rule was asked again: what a person chose last stays.
pub fn after_recalculation(history: &[(Cohort, SetBy)], found: Cohort) -> Cohort {
    match history.last() {
        Some((chosen, SetBy::Person)) => *chosen,
        _ => found,
    }
}
