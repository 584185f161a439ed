//! What somebody raised about a case with whoever leads, and what they were answered. To whom it falls is no part of the entry: it
//! goes by who is at work, and may open the record, on the day it is looked at.

use serde::{Deserialize, Serialize};

/// See [`super::Fact::Raised`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// What is asked, or what they should know.
    pub words: String,
}

/// See [`super::Fact::RaisedAnswered`]. Its `because` names what was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedAnswered {
    /// The answer: what was decided, or done.
    pub words: String,
}
