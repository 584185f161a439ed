//! Whether what was erased rests on two people, as the record has it. An entry that says so excuses a content that is gone; who can
//! write into the database can have one sealed that nobody proposed, and this names it.

use ledger::EntryId;
use serde::Deserialize;

use crate::error::StoreError;
use crate::sql::{Conn, cells};

/// What an entry says of its author, and of what it rests on.
#[derive(Deserialize)]
struct Said {
    kind: String,
    by: By,
    #[serde(default)]
    because: Vec<EntryId>,
    #[serde(default)]
    body: serde_json::Value,
}

#[derive(Deserialize)]
struct By {
    staff: String,
}

/// A note for each erasure that rests on nobody's proposal but its approver's own.
pub(super) fn notes(conn: &Conn, erasing: &[EntryId]) -> Result<Vec<String>, StoreError> {
    let mut notes = Vec::new();
    for id in erasing {
        let erased = said(conn, id)?;
        let by = erased.as_ref().map_or("somebody", |erased| erased.by.staff.as_str());
        let mut proposed = false;
        for before in erased.iter().flat_map(|erased| &erased.because).filter(|before| before.stream == id.stream) {
            let proposal = said(conn, before)?.filter(|_| before.seq < id.seq);
            proposed |= proposal.is_some_and(|one| one.kind == "erasure_proposed" && one.by.staff != by);
        }
        if !proposed {
            let gone = erased.as_ref().and_then(|erased| erased.body["entries"].as_array()).map_or(0, Vec::len);
            notes.push(format!(
                "{id}: {gone} erased by {by}, and the record has no proposal of anybody else for it: hold it against the papers \
                 of that erasure"
            ));
        }
    }
    Ok(notes)
}

/// What an entry says; none if its content is gone, or is nothing that a person says.
fn said(conn: &Conn, id: &EntryId) -> Result<Option<Said>, StoreError> {
    let text = "SELECT content FROM entry WHERE stream = $1 AND seq = $2";
    let content: Option<Option<Vec<u8>>> = conn.first(text, cells![id.stream, id.seq], |row| row.get(0))?;
    Ok(content.flatten().and_then(|content| serde_json::from_slice(&content).ok()))
}
