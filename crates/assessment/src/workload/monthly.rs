//! The monthly rules of 2021 (`wmt-probation-rules`, daed1fe). They add in doubles, in this order.

use super::Figures;

/// Counts of cases in a tier.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// All.
    pub total: f64,
    /// With a warrant out.
    pub warrants: f64,
    /// With unpaid work only.
    pub unpaid_work: f64,
    /// Overdue for termination.
    pub overdue: f64,
}

/// How much of an inactive case is left out, percent kept.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weightings {
    /// Of a case with a warrant.
    pub warrants: f64,
    /// Of unpaid work.
    pub unpaid_work: f64,
    /// Of a case overdue for termination.
    pub overdue: f64,
}

/// Whether inactive cases are taken off: only for those in transition to adulthood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inactive {
    /// Taken off.
    Subtracted,
    /// Counted like any other.
    Counted,
}

/// Points of a tier.
pub fn tier_points(counts: &Counts, points: f64, weightings: &Weightings, inactive: Inactive) -> f64 {
    let all = counts.total * points;
    match inactive {
        Inactive::Counted => all,
        Inactive::Subtracted => {
            all - counts.warrants * points * left_out(weightings.warrants)
                - counts.unpaid_work * points * left_out(weightings.unpaid_work)
                - counts.overdue * points * left_out(weightings.overdue)
        }
    }
}

fn left_out(percent_kept: f64) -> f64 {
    match percent_kept {
        kept if kept >= 100.0 => 0.0,
        kept if kept <= 0.0 => 1.0,
        kept => (100.0 - kept) / 100.0,
    }
}

/// Points of active risk management assessments.
pub fn arms_points(licence: f64, community: f64, licence_weight: f64, community_weight: f64) -> f64 {
    licence * licence_weight + community * community_weight
}

/// Points of parole reports, where they are counted at all.
pub fn parom_points(number: f64, weight: f64, counted: bool) -> f64 {
    if counted { number * weight } else { 0.0 }
}

/// Points of reports, or of conversions of them.
pub fn report_points(number: f64, weight: f64) -> f64 {
    number * weight
}

/// The defaults of hours by grade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DefaultHours {
    /// Probation service officers.
    pub service_officer: f64,
    /// Probation officers and trainees.
    pub officer: f64,
    /// Senior officers.
    pub senior: f64,
}

/// An officer's hours and the default of the grade; nothing for a grade the rules do not support.
pub fn hours(contracted: Option<f64>, grade: i64, defaults: &DefaultHours) -> Option<(f64, f64)> {
    let grades = &Figures::published().grades;
    let default = match grade {
        grade if grades.unsupported.contains(&grade) => return None,
        grade if grades.senior.contains(&grade) => defaults.senior,
        grade if grades.service_officer.contains(&grade) => defaults.service_officer,
        _ => defaults.officer,
    };
    Some((contracted.unwrap_or(default), default))
}

/// The target of a grade.
pub fn nominal_target(grade: i64, service_officer: f64, officer: f64) -> f64 {
    if Figures::published().grades.service_officer_target.contains(&grade) { service_officer } else { officer }
}

/// The points the hours allow, cut off; 0 where there are no hours, or none by default, or for a grade without support.
pub fn available_points(target: f64, hours: Option<(f64, f64)>, reduction: f64) -> f64 {
    match hours {
        Some((base, default)) if base != 0.0 && default != 0.0 => {
            ((target * (base / default)) * ((base - reduction) / base)).trunc()
        }
        _ => 0.0,
    }
}

/// A month of an officer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Month {
    /// Points of every tier in every place, summed.
    pub tiers: f64,
    /// Points of reports.
    pub reports: f64,
    /// Points of conversions.
    pub conversions: f64,
    /// Points of parole reports.
    pub paroms: f64,
    /// Points of active risk management assessments.
    pub arms: f64,
}

/// All of it.
pub fn total(month: &Month) -> f64 {
    month.tiers + month.conversions + month.reports + month.paroms + month.arms
}
