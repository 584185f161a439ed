//! One case of a list as a JSON object, as the gateway passes cases on.

use std::io::{BufRead, Read};

use serde_json::Value;

use super::case::{self, CaseFacts, Place};
use super::{Block, LARGEST_CASE, ListedCase};
use crate::court_table::{CourtKind, CourtTable};
use crate::dates;
use crate::decode::{Decoded, Fault};
use crate::row::{FileError, Quarantined, Reason, Row};

/// JSON names and the element names they stand for.
const NAMES: &[(&str, &str)] = &[
    ("/caseNo", "caseno"),
    ("/urn", "urn"),
    ("/asn", "asn"),
    ("/seq", "cseq"),
    ("/listNo", "listno"),
    ("/cId", "c_id"),
    ("/hId", "h_id"),
    ("/defendantName", "def_name"),
    ("/name/title", "def_name_elements/title"),
    ("/name/forename1", "def_name_elements/forename1"),
    ("/name/forename2", "def_name_elements/forename2"),
    ("/name/forename3", "def_name_elements/forename3"),
    ("/name/surname", "def_name_elements/surname"),
    ("/defendantType", "def_type"),
    ("/defendantSex", "def_sex"),
    ("/defendantDob", "def_dob"),
    ("/pnc", "pnc_id"),
    ("/cro", "cro_number"),
    ("/defendantAddress/line1", "def_addr/line1"),
    ("/defendantAddress/line2", "def_addr/line2"),
    ("/defendantAddress/line3", "def_addr/line3"),
    ("/defendantAddress/line4", "def_addr/line4"),
    ("/defendantAddress/line5", "def_addr/line5"),
    ("/defendantAddress/pcode", "def_addr/pcode"),
    ("/nationality1", "nationality_1"),
    ("/nationality2", "nationality_2"),
];

/// The same for each charge.
const OFFENCE_NAMES: &[(&str, &str)] =
    &[("/seq", "oseq"), ("/code", "code"), ("/title", "title"), ("/summary", "sum"), ("/act", "as"), ("/plea", "plea")];

pub(super) fn read<R: Read>(
    mut source: Decoded<R>,
    file: &str,
    courts: &CourtTable,
) -> Result<Row<ListedCase>, FileError> {
    let coding = source.coding();
    let mut text = Vec::new();
    let too_large = std::io::Error::other(Fault::TooLarge(LARGEST_CASE));
    loop {
        let ready = source.fill_buf().map_err(|e| FileError::from_read(&e, file, 1))?;
        if ready.is_empty() {
            break;
        }
        text.extend_from_slice(ready);
        let taken = ready.len();
        source.consume(taken);
        if text.len() > LARGEST_CASE {
            return Err(FileError::from_read(&too_large, file, 1));
        }
    }
    if std::str::from_utf8(&text).is_err() {
        let what = "bytes that are not UTF-8".to_owned();
        return Err(FileError::Encoding { file: file.to_owned(), line: 1, what });
    }
    let value: Value = serde_json::from_slice(&text).map_err(|e| FileError::from_json(&e, file, 1))?;
    if value.pointer("/caseNo").is_none() && value.pointer("/defendantName").is_none() {
        return Err(FileError::WrongFormat {
            file: file.to_owned(),
            line: 1,
            expected: "a court list (XML), or one case of a list (JSON)",
            found: "other JSON".to_owned(),
        });
    }
    let mut facts = CaseFacts::default();
    for (pointer, path) in NAMES {
        set(&mut facts, &value, pointer, path);
    }
    for offence in value.pointer("/offences").and_then(Value::as_array).into_iter().flatten() {
        facts.begin("offences/offence");
        for (pointer, path) in OFFENCE_NAMES {
            set(&mut facts, offence, pointer, &format!("offences/offence/{path}"));
        }
    }
    Ok(match facts.finish(|| place(&value, courts)) {
        Ok(case) => Row::Read(case),
        Err(reason) => Row::Quarantined(Quarantined { row: 1, reason, bytes: coding.restore(text.trim_ascii()) }),
    })
}

fn set(facts: &mut CaseFacts, value: &Value, pointer: &str, path: &str) {
    match value.pointer(pointer) {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => facts.set(path, text),
        Some(Value::Number(number)) => facts.set(path, &number.to_string()),
        Some(_) => facts.blame(Reason::Misshapen { what: format!("“{}” is not a text", &pointer[1..]) }),
    }
}

fn place(value: &Value, courts: &CourtTable) -> Result<Place, Reason> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let starts = text("/sessionStartTime").ok_or(Reason::NoDay)?;
    let (day, time) = dates::london(starts).ok_or_else(|| Reason::BadDay { given: starts.to_owned() })?;
    let name = text("/courtName");
    let court = courts.resolve(&[text("/courtCode")], name, CourtKind::Magistrates);
    let court = court.ok_or_else(|| match name.or_else(|| text("/courtCode")) {
        Some(name) => Reason::UnknownCourt { name: name.to_owned() },
        None => Reason::NoCourt,
    })?;
    let starts = time.map(|t| t.strftime("%H:%M:%S").to_string());
    Ok(Place {
        court,
        day,
        session: case::session(starts.as_deref(), None),
        session_id: None,
        room: text("/courtRoom").unwrap_or_default().trim().to_owned(),
        block: Block::default(),
        block_id: None,
    })
}
