//! The needs of an assessment as the two-part tier counts them: the answers of a section added up, against two thresholds.

use super::figures::{Figures, Section};

/// How great a need is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// None: counts 0.
    NoNeed,
    /// A need: counts 1.
    Standard,
    /// A severe need: counts 2.
    Severe,
}

/// Which kind of assessment was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assessment {
    /// The long-standing full assessment.
    Oasys,
    /// A strengths and needs assessment (SAN), which has thresholds of its own for some sections.
    StrengthsAndNeeds,
}

/// No section of an assessment has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no section of an assessment is called {0:?}")]
pub struct NoSuchSection(pub String);

/// The points of a section and how great a need they are. A section nobody answered has neither.
pub fn severity(
    section: &str,
    answers: &[Option<u32>],
    assessment: Assessment,
) -> Result<Option<(u32, Severity)>, NoSuchSection> {
    let section = find(section)?;
    if answers.iter().all(Option::is_none) {
        return Ok(None);
    }
    let points = answers.iter().flatten().sum();
    let own = section.san.filter(|_| assessment == Assessment::StrengthsAndNeeds);
    let severity = match own.or(section.thresholds) {
        Some(thresholds) if points >= thresholds.severe => Severity::Severe,
        Some(thresholds) if points >= thresholds.standard => Severity::Standard,
        _ => Severity::NoNeed,
    };
    Ok(Some((points, severity)))
}

/// What a need adds to the change points: its weight times how great it is.
pub fn points(section: &str, severity: Severity) -> Result<u32, NoSuchSection> {
    Ok(find(section)?.weight * severity as u32)
}

fn find(name: &str) -> Result<&'static Section, NoSuchSection> {
    let known = |section: &&Section| section.name == name || section.also.iter().any(|also| also == name);
    Figures::published().section.iter().find(known).ok_or_else(|| NoSuchSection(name.to_owned()))
}
