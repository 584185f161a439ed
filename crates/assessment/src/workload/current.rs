//! Points and capacity in the service in use (`ministryofjustice/hmpps-workload`, 1e70153e).

use super::Figures;
use crate::decimal::Decimal;

/// Where a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseType {
    /// In the community.
    Community,
    /// In custody.
    Custody,
    /// On licence.
    Licence,
}

/// Whether the case is in transition to adulthood (T2A, 18 to 25), which has points of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// It is.
    ToAdulthood,
    /// It is not.
    No,
}

/// There are no points for this tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no points are published for the tier {0:?}")]
pub struct NoPoints(pub String);

/// Points of a case. A tier with an S has no published points and counts 0.
pub fn case_points(tier: &str, kind: CaseType, transition: Transition) -> Result<u32, NoPoints> {
    let tiers = &Figures::published().tiers;
    let Some(points) = tiers.get(tier) else {
        let suspended = tier.strip_suffix('S').is_some_and(|tier| tiers.contains_key(tier));
        return if suspended { Ok(0) } else { Err(NoPoints(tier.to_owned())) };
    };
    Ok(match (transition, kind) {
        (Transition::No, CaseType::Community) => points.community,
        (Transition::No, CaseType::Custody) => points.custody,
        (Transition::No, CaseType::Licence) => points.licence,
        (Transition::ToAdulthood, CaseType::Community) => points.t2a.community,
        (Transition::ToAdulthood, CaseType::Custody) => points.t2a.custody,
        (Transition::ToAdulthood, CaseType::Licence) => points.t2a.licence,
    })
}

/// What an officer has done and carries.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Load {
    /// Points of all cases.
    pub cases: f64,
    /// Standard court reports.
    pub standard_reports: f64,
    /// Fast court reports.
    pub fast_reports: f64,
    /// Points of contacts made on others' cases.
    pub contacts_made_for_others: f64,
    /// Points of contacts others made on one's own cases.
    pub contacts_made_by_others: f64,
}

/// The points of all that.
pub fn points(load: &Load) -> f64 {
    let parameters = &Figures::published().parameters;
    load.cases
        + load.standard_reports * parameters.standard_report
        + load.fast_reports * parameters.fast_report
        + load.contacts_made_for_others
        - load.contacts_made_by_others
}

/// A reduction of hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reduction {
    /// Hours a week.
    pub hours: f64,
    /// Whether it is active on the day asked about, and neither archived nor deleted.
    pub counts: bool,
}

/// The hours left: those contracted, or the grade's own, less the reductions in force.
pub fn available_hours(contracted: Option<f64>, grade: &str, reductions: &[Reduction]) -> f64 {
    let taken: f64 = reductions.iter().filter(|reduction| reduction.counts).map(|reduction| reduction.hours).sum();
    contracted.unwrap_or_else(|| hours_of(grade)) - taken
}

/// The hours a grade has by default: 37, or none for those who hold no cases.
pub fn hours_of(grade: &str) -> f64 {
    let parameters = &Figures::published().parameters;
    match grade {
        "PO" | "PQiP" => parameters.hours_officer,
        "PSO" => parameters.hours_service_officer,
        _ => parameters.hours_senior,
    }
}

/// The points a grade is meant to carry.
pub fn target_of(grade: &str) -> f64 {
    let parameters = &Figures::published().parameters;
    if grade == "SPO" { parameters.target_senior } else { parameters.target_officer }
}

/// The points the hours allow, cut off; 0 without hours. Nothing when a figure is out of all proportion.
pub fn available_points(points_for_grade: f64, contracted_hours: f64, available_hours: f64) -> Option<i64> {
    const PLACES: u32 = 15;
    let contracted = Decimal::written(contracted_hours)?;
    if available_hours <= 0.0 {
        return Some(0);
    }
    match Decimal::written(available_hours)?.divided(contracted, PLACES) {
        Some(share) => Decimal::written(points_for_grade)?.times(share)?.cut_off(),
        None => (contracted_hours == 0.0).then_some(0),
    }
}

/// Capacity in percent, a figure rounded at three places before it is multiplied, so shown to one; 0 where either is 0.
pub fn capacity(workload: f64, available: f64) -> Option<String> {
    if workload == 0.0 || available == 0.0 {
        return Some("0".to_owned());
    }
    let share = Decimal::written(workload)?.divided(Decimal::written(available)?, 3)?;
    Some(share.times(Decimal::written(100.0)?)?.to_string())
}
