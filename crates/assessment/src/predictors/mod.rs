//! The risk predictors as pure functions on [`Answers`]: no text, no clock, and nothing allocated for a person who is scored.
//!
//! - [`ogrs4`]: the predictors of 2026. [`legacy`]: those before, whose scores stay on records.
//! - [`answers`] go in; [`faults`] say what is missing or cannot be right; [`bands`] and [`rounding`] say a score.
//! - [`linear`], [`items`] and [`sexual`]: the shapes both families share. [`steps`]: what contributed what, for who asks.
//! - [`standards`]: the models themselves, as data with a source. [`dates`]: whole years and months.
//!
//! A missing answer makes a score static, or none at all. It never makes one low.

pub mod answers;
pub mod bands;
pub mod dates;
pub mod faults;
pub mod items;
pub mod legacy;
pub mod linear;
pub mod ogrs4;
pub mod rounding;
pub mod sexual;
pub mod standards;
pub mod steps;

pub use answers::{Answers, Kind};
pub use bands::Band;
pub use faults::{Fault, FaultKind};
pub use rounding::Percent;

/// Which reading of a predictor: as it was published, defects and all, or with its named defects put right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// As published.
    #[default]
    Published,
    /// With the defects that [`Defect`] names put right. Nobody has published this one.
    Corrected,
}

/// A place where a published predictor does what its own description, or its sibling, does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// Images and indirect contact: what is left counts only if there are offences without contact *and* against adults.
    ImagesAnd,
    /// The band of direct contact may fall while somebody is on remand in custody.
    RemandNotCustody,
    /// A score of all or of violent reoffending that rounds to 0.00 is an error.
    ZeroIsAnError,
    /// OSP/DC says that a female with a sexual offence has none.
    FemaleHistoryDenied,
}

impl Defect {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Defect::ImagesAnd => {
                "As published, sanctions without contact alone, or against adults alone, add nothing here; the predictor before \
                 this one gave them 0.28%"
            }
            Defect::RemandNotCustody => {
                "As published, remand in custody does not count as custody when the band is reduced"
            }
            Defect::ZeroIsAnError => "As published, a score that rounds to 0.00% is an error instead of a low score",
            Defect::FemaleHistoryDenied => "As published, the answer denies the sexual offence that was recorded",
        }
    }
}
