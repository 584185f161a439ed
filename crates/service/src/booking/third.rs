//! Who else is to be at an appointment, as it was typed: "Peter Practitioner, his sponsor". It is words and no choice, for most are
//! nobody's on record. Where it names somebody whom the person must not meet, by name, staff code or CRN, it is refused as any other.

use std::collections::BTreeSet;

use record::StreamId;
use store::{ApartRow, Snapshot, StoreError};

/// The arrangements that somebody is in, of those given, of whose other sides somebody is named in what was typed. Nothing is read
/// where nothing was.
pub(crate) fn named_in(snapshot: &Snapshot, own: &[ApartRow], typed: &str) -> Result<Vec<StreamId>, StoreError> {
    let words = words(typed);
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    for arrangement in own {
        let mut others = snapshot.apart_members(&arrangement.stream)?;
        others.retain(|other| other.side != arrangement.side);
        for other in others {
            if names_of(snapshot, &other)?.iter().any(|name| is_in(name, &words)) {
                found.push(arrangement.stream.clone());
                break;
            }
        }
    }
    Ok(found)
}

/// What a member may be called, each whole: of a person their CRN, and surname with first name.
fn names_of(snapshot: &Snapshot, member: &ApartRow) -> Result<Vec<String>, StoreError> {
    if member.kind == "staff" {
        let name = snapshot.staff(&member.who)?.map(|row| row.name);
        return Ok(name.into_iter().chain([member.who.clone()]).collect());
    }
    let Some(stream) = Some(&member.who).filter(|_| member.kind == "person").and_then(|who| who.parse().ok()) else {
        return Ok(Vec::new());
    };
    let Some(row) = snapshot.person(&stream)? else { return Ok(Vec::new()) };
    let first = row.forenames.split_whitespace().next().unwrap_or_default();
    Ok(vec![format!("{first} {}", row.surname), row.crn])
}

fn is_in(name: &str, typed: &BTreeSet<String>) -> bool {
    let name = words(name);
    !name.is_empty() && name.is_subset(typed)
}

/// The words of a text, in small letters. An apostrophe or a hyphen parts them, however it is written.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_in, words};

    #[test]
    fn somebody_is_named_in_whatever_order_their_names_are_written_and_nobody_by_half_of_one() {
        let named = |name: &str, typed: &str| is_in(name, &words(typed));
        assert!(named("Peter Practitioner", "PRACTITIONER, Peter (his old officer)"));
        assert!(named("P01T1A2", "with p01t1a2"));
        assert!(named("Sean O’Neil", "Sean O'Neil and his sponsor"));
        assert!(!named("Peter Practitioner", "Peter, his sponsor"));
        assert!(!named("Peter Practitioner", "Peters Practitioners"));
        assert!(!named("", "Peter"));
    }
}
