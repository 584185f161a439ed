//! What a senior says of a person when a month is signed off: it stands with the person, so that it goes when they are
//! erased. The team's own entry of the same act names the person's stream and the line, and nothing of what it says.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// See [`super::Fact::UnseenSignedOff`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnseenSignedOff {
    /// The team that signed.
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// The day they were last seen face to face, or supervision began.
    pub since: Date,
    /// Why, or what is done about it, in a line.
    pub action: String,
}
