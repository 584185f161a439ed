//! Screens of an OASys assessment (`ministryofjustice/hmpps-arns-risk-actuarial-api`, 016919c). Each says what is missing rather
//! than scoring without it.
//!
//! - [`maturity`]: whether a young man's maturity needs attention (MST).
//! - [`learning`]: whether learning may be a difficulty (LDS).
//! - [`personality`]: whether the personality disorder pathway should look at somebody (OPD).

mod figures;
pub mod learning;
pub mod maturity;
pub mod personality;

pub use figures::Figures;

/// Why an input cannot be scored, in the published service's own types.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {}", fields.join(", "))]
pub struct InputError {
    /// Which kind of complaint.
    pub kind: ErrorKind,
    /// The fields it is about, in the published order.
    pub fields: Vec<String>,
}

/// The kinds of complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Something is missing that has to be there.
    MissingMandatoryInput,
    /// Too few of the learning questions are answered.
    NotEnoughLearningAnswers,
    /// Targets of domestic abuse are given without evidence of any.
    DomesticAbuseInconsistent,
    /// The offence code is not five digits.
    OffenceCodeFormat,
    /// Nothing is known of the offence code.
    OffenceCodeUnmapped,
}

impl ErrorKind {
    /// The published name.
    pub fn published(self) -> &'static str {
        match self {
            ErrorKind::MissingMandatoryInput => "MISSING_MANDATORY_INPUT",
            ErrorKind::NotEnoughLearningAnswers => "LDS_NOT_ENOUGH_FIELDS_PRESENT",
            ErrorKind::DomesticAbuseInconsistent => "DOMESTIC_ABUSE_INCONSISTENT_INPUT",
            ErrorKind::OffenceCodeFormat => "OFFENCE_CODE_INCORRECT_FORMAT",
            ErrorKind::OffenceCodeUnmapped => "OFFENCE_CODE_MAPPING_NOT_FOUND",
        }
    }

    /// What to do about it.
    pub fn message(self) -> &'static str {
        match self {
            ErrorKind::MissingMandatoryInput => "These answers are needed and missing",
            ErrorKind::NotEnoughLearningAnswers => "At least three of these questions have to be answered",
            ErrorKind::DomesticAbuseInconsistent => "Whom the abuse was against is given without evidence of abuse",
            ErrorKind::OffenceCodeFormat => "An offence code has five digits",
            ErrorKind::OffenceCodeUnmapped => "This offence code is in no category",
        }
    }
}

impl std::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message())
    }
}

/// A complaint about these fields, if there are any.
fn complaint(kind: ErrorKind, fields: Vec<String>) -> Option<InputError> {
    (!fields.is_empty()).then_some(InputError { kind, fields })
}

/// The names of what is missing.
fn missing(asked: &[(&str, bool)]) -> Vec<String> {
    asked.iter().filter(|(_, given)| !given).map(|(name, _)| (*name).to_owned()).collect()
}
