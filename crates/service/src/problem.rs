//! Why a use case could not be carried out, in words for the person who asked.

use access::Refusal;
use record::StreamId;
use store::StoreError;

/// What went wrong. Nothing was recorded, whichever it is, unless it is said to be in doubt.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// They may not. The refusal has been logged.
    #[error("refused: {}", refusal.words())]
    Refused {
        /// Why.
        refusal: Refusal,
        /// What they wanted to do, in words.
        wanted: &'static str,
        /// Whose record.
        case: Option<StreamId>,
        /// Who can help: a team's name and telephone.
        ask: Option<(String, String)>,
    },
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// What was typed cannot be accepted.
    #[error("{} field(s) need attention", .0.len())]
    Invalid(Vec<FieldError>),
    /// Somebody else changed the part of the case that the form showed.
    #[error("someone else changed this")]
    Changed {
        /// Whose record.
        case: StreamId,
        /// Which part.
        component: String,
        /// The version the form was made from.
        shown: u64,
    },
    /// The same form was sent before with other contents.
    #[error("this form was already sent with other answers")]
    KeyReused,
    /// Five tries met five changes.
    #[error("too many people are working on this at once; try again")]
    Busy,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany {
        /// Seconds to wait.
        wait: u64,
    },
    /// Nobody knows yet whether it was recorded. Sent again under its key it is found, and never recorded twice.
    #[error("it is not known yet whether this was recorded")]
    InDoubt,
    /// Nothing may be recorded until a rollback is declared, for somebody outside has seen more of the record than it has; or until
    /// what was erased since is seen to.
    #[error("the record is held: {0}")]
    Held(String),
    /// The store cannot be used now.
    #[error("the record cannot be reached: {0}")]
    Unavailable(String),
    /// An entry cannot be read, or a rule cannot be worked out: the record or the standards need attention.
    #[error("{0}")]
    Damaged(String),
}

/// A field of a form that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

impl FieldError {
    /// An error for one field.
    pub fn new(field: &'static str, message: impl Into<String>) -> FieldError {
        FieldError { field, message: message.into() }
    }
}

impl Problem {
    /// One field cannot be accepted.
    pub fn field(field: &'static str, message: impl Into<String>) -> Problem {
        Problem::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::InDoubt => Problem::InDoubt,
            StoreError::Behind { .. } | StoreError::ErasuresOwedHere => Problem::Held(error.to_string()),
            StoreError::Newer(_) => crate::newer::cannot_be_judged(),
            error => Problem::Unavailable(error.to_string()),
        }
    }
}

impl From<practice::RuleError> for Problem {
    fn from(error: practice::RuleError) -> Problem {
        Problem::Damaged(error.to_string())
    }
}

impl From<record::entry::Unreadable> for Problem {
    fn from(error: record::entry::Unreadable) -> Problem {
        Problem::Damaged(error.to_string())
    }
}
