//! Which format a file seems to be in, from how it begins.

use std::io::BufRead;

use crate::decode::Decoded;

/// How much of a file is looked at.
const LOOK: usize = 16 * 1024;

/// The formats read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A court list, whole (XML) or one case of it (JSON): see [`crate::court_list`].
    CourtList,
    /// Hearings, bare or wrapped (JSON): see [`crate::hearing`].
    Hearing,
}

/// What the file beginning with `bytes` most likely is; nothing when it looks like neither. A hint for a person or a
/// default, never a check: the readers check.
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    let mut decoded = Decoded::open(&bytes[..bytes.len().min(LOOK)]).ok()?;
    let start = decoded.fill_buf().ok()?.trim_ascii_start();
    let has = |needle: &str| start.windows(needle.len()).any(|w| w == needle.as_bytes());
    match start.first()? {
        b'<' if has("CourtList") || has("ExternalDocumentRequest") || has("<session") => Some(Format::CourtList),
        b'{' | b'[' if has("\"caseNo\"") || has("\"defendantName\"") => Some(Format::CourtList),
        b'{' | b'[' => {
            let words = ["\"hearing\"", "\"hearingDays\"", "\"courtCentre\"", "\"prosecutionCases\"", "\"Message\""];
            words.into_iter().any(has).then_some(Format::Hearing)
        }
        _ => None,
    }
}
