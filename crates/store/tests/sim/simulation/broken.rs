//! What must hold, each in a sentence, and how it is told that something does not.

use store::StoreError;

/// Something that must hold and does not.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) invariant: &'static str,
    pub(crate) found: String,
}

pub(crate) type Held = Result<(), Broken>;

pub(crate) const STALE: &str = "an act is stale exactly when a head or a guard it rests on has moved";
pub(crate) const REPEAT: &str = "a repeat gets the first answer, and another request under its key gets none";
pub(crate) const REFUSED: &str = "what can never be right is refused, and alone";
pub(crate) const RECEIPT: &str = "a receipt tells what was recorded";
pub(crate) const RISES: &str = "what is recorded rises in a stream, and is never before its clock";
pub(crate) const ENTRIES: &str = "every acknowledged entry is there once, in order, as it was said";
pub(crate) const ERASED: &str = "what was erased is gone, and nothing else is";
pub(crate) const CUT: &str = "what was erased stands in no file, also where the erasure was cut off";
pub(crate) const HEADS: &str = "a head is the stream's last entry";
pub(crate) const GUARDS: &str = "a guard's version is the number of its bumps";
pub(crate) const SEALED: &str = "what is told as protected lies under a checkpoint";
pub(crate) const ROWS: &str = "a view is what the last act made it";
pub(crate) const KNOWN: &str = "what was known at an instant stays what was known";
pub(crate) const READS: &str = "whoever was shown something can be told";
pub(crate) const BESIDE: &str = "what stands beside the ledger is as it was last put";
pub(crate) const DOCUMENTS: &str = "what an entry refers to is there";
pub(crate) const LOG: &str = "the log holds every entry once, in the order of time";
pub(crate) const GROWS: &str = "what was signed stays signed";
pub(crate) const VERIFIES: &str = "the record verifies";
pub(crate) const GOES_ON: &str = "what is asked of the record is done";

pub(crate) fn broken(invariant: &'static str, found: impl Into<String>) -> Broken {
    Broken { invariant, found: found.into() }
}

/// That two things are equal.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(invariant: &'static str, what: &str, found: &T, wanted: &T) -> Held {
    if found == wanted {
        return Ok(());
    }
    Err(broken(invariant, format!("{what}: found {found:?}, not {wanted:?}")))
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Broken {
        broken(GOES_ON, error.to_string())
    }
}
