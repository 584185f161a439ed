//! The list of erasures as it is kept apart from the copies: a line of JSON an erasure, and a last line with a note by the
//! log's own key over what stands before it. Whoever has a copy and no key cannot add to it, and take nothing away.
//!
//! The note's text is no checkpoint, whatever is in it: it begins with a line of its own.

use ledger::VerifyingKey;
use record::Hash;
use serde::{Deserialize, Serialize};

use super::replay::ErasureLine;

/// First line of what is signed.
const HEAD: &str = "throughcare/erasures/v1";

/// A list that its log has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedList {
    lines: Vec<ErasureLine>,
    size: u64,
}

/// Why a list is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAList {
    /// A line of it cannot be read.
    #[error("line {line}: this is no erasure: {why}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// It does not end in a signature.
    #[error(
        "it does not end in the log's signature: it is no list that `export erasures` wrote, or its end is missing"
    )]
    NotSigned,
    /// The signature is by another key.
    #[error("it was not signed by this log ({0}): it is of another record")]
    OfAnother(ledger::NoteError),
    /// The signature is not over these lines.
    #[error("it is not what was signed: it was altered")]
    Altered,
}

/// The last line.
#[derive(Serialize, Deserialize)]
struct Signature {
    signed: String,
}

impl SignedList {
    /// Writes a list out. `size` is how many leaves the log has; `sign` makes a note of a text with the log's key.
    pub fn write<E>(
        lines: &[ErasureLine],
        origin: &str,
        size: u64,
        sign: impl FnOnce(&str) -> Result<String, E>,
    ) -> Result<String, E> {
        let mut list: String = lines.iter().map(|line| json(line) + "\n").collect();
        let signed = sign(&text(origin, size, &list))?;
        list.push_str(&json(&Signature { signed }));
        list.push('\n');
        Ok(list)
    }

    /// Reads a list that the log of this key has signed; any other is refused.
    pub fn read(list: &str, key: &VerifyingKey) -> Result<SignedList, NotAList> {
        let whole = list.trim_end_matches('\n');
        let (before, end) = whole.split_at(whole.rfind('\n').map_or(0, |at| at + 1));
        let Ok(Signature { signed }) = serde_json::from_str(end) else {
            return Err(NotAList::NotSigned);
        };
        let said = match key.open(&signed) {
            Ok(said) => said,
            Err(ledger::NoteError::NotSigned) => return Err(NotAList::OfAnother(ledger::NoteError::NotSigned)),
            Err(_) => return Err(NotAList::Altered),
        };
        let size = said.lines().nth(2).and_then(|size| size.parse().ok()).ok_or(NotAList::Altered)?;
        if said != text(key.name(), size, before) {
            return Err(NotAList::Altered);
        }
        let lines = before.lines().enumerate().map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| NotAList::Line { line: at + 1, why: error.to_string() })
        });
        Ok(SignedList { lines: lines.collect::<Result<_, _>>()?, size })
    }

    /// The erasures.
    pub fn lines(&self) -> &[ErasureLine] {
        &self.lines
    }

    /// How many leaves the log had when it was signed: of what was erased later it says nothing.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// What is signed: what it is, whose, as of which size, and the digest of the lines.
fn text(origin: &str, size: u64, lines: &str) -> String {
    format!("{HEAD}\n{origin}\n{size}\n{}\n", Hash::of(lines.as_bytes()))
}

/// Names, hashes and words always have a JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use ledger::SigningKey;

    use super::*;

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(name, [seed; 32])
    }

    fn line() -> ErasureLine {
        let line = r#"{"erasure":"person-aaaaaaaaaaaaaaaaaaaaaaaaaa/9","entries":[],"authority":"A court's order",
            "approved_by":"IO2","on":"2015-12-16"}"#;
        serde_json::from_str(line).expect("a line")
    }

    fn written(lines: &[ErasureLine], key: &SigningKey) -> String {
        let sign = |text: &str| Ok::<_, Infallible>(key.sign(text));
        SignedList::write(lines, key.public().name(), 40, sign).unwrap_or_else(|never| match never {})
    }

    #[test]
    fn a_list_is_read_as_it_was_signed_and_so_is_an_empty_one() {
        let ours = key("county/log", 1);
        for lines in [vec![], vec![line()], vec![line(), line()]] {
            let read = SignedList::read(&written(&lines, &ours), &ours.public()).expect("signed");
            assert_eq!((read.lines(), read.size()), (&lines[..], 40));
        }
    }

    #[test]
    fn what_is_unsigned_cut_off_altered_or_of_another_log_is_refused() {
        let ours = key("county/log", 1);
        let list = written(&[line()], &ours);
        let check = |list: &str, key: &SigningKey, why: &NotAList| {
            assert_eq!(SignedList::read(list, &key.public()).expect_err("refused"), *why, "{list}");
        };
        let (first, rest) = list.split_once('\n').expect("two lines");
        check("", &ours, &NotAList::NotSigned);
        check(first, &ours, &NotAList::NotSigned);
        check(rest, &ours, &NotAList::Altered);
        check(&list.replace("IO2", "IO1"), &ours, &NotAList::Altered);
        check(&format!("{first}\n{list}"), &ours, &NotAList::Altered);
        check(&list.replace("\\n40\\n", "\\n41\\n"), &ours, &NotAList::Altered);
        check(&list, &key("county/log", 2), &NotAList::OfAnother(ledger::NoteError::NotSigned));
        check(&list, &key("other/log", 1), &NotAList::OfAnother(ledger::NoteError::NotSigned));
        // A checkpoint is signed by the same key, and is no list.
        let note = ours.sign(&format!("county/log\n40\n{}\n", ledger::empty_root().to_base64()));
        check(&json(&Signature { signed: note }), &ours, &NotAList::Altered);
    }
}
