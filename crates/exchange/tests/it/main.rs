//! What the parsers make of whole files.

mod hearings;
mod laws;
mod lists;
mod sizes;

use std::sync::LazyLock;

use exchange::{CourtTable, FileError, Row};

const LIST_SOAP: &[u8] = include_bytes!("../fixtures/list_soap.xml");
const LIST_BARE: &[u8] = include_bytes!("../fixtures/list_bare.xml");
const CASE: &[u8] = include_bytes!("../fixtures/case.json");
const HEARING: &[u8] = include_bytes!("../fixtures/hearing.json");
const APPLICATION: &[u8] = include_bytes!("../fixtures/application.json");
const NOTIFICATION: &[u8] = include_bytes!("../fixtures/notification.json");
const HEARINGS: &[u8] = include_bytes!("../fixtures/hearings.jsonl");

const FIXTURES: [&[u8]; 7] = [LIST_SOAP, LIST_BARE, CASE, HEARING, APPLICATION, NOTIFICATION, HEARINGS];

static COURTS: LazyLock<CourtTable> = LazyLock::new(|| {
    CourtTable::from_toml(include_str!("../../../../standards/courts.toml")).expect("the standard table")
});

type Rows<T> = (Vec<Row<T>>, Option<FileError>);

fn collect<T>(rows: Result<impl Iterator<Item = Result<Row<T>, FileError>>, FileError>) -> Rows<T> {
    let mut found = Vec::new();
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => return (found, Some(error)),
    };
    for row in rows {
        match row {
            Ok(row) => found.push(row),
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}

fn list(bytes: &[u8]) -> Rows<exchange::court_list::ListedCase> {
    collect(exchange::court_list::read_court_list(bytes, "list.xml", &COURTS))
}

fn hearing(bytes: &[u8]) -> Rows<exchange::hearing::HeardDefendant> {
    collect(exchange::hearing::read_hearing(bytes, "hearing.json", &COURTS))
}

/// One line a row: what `say` makes of it, or the reason it was set aside and how its bytes begin and end.
fn summary<T>((rows, error): &Rows<T>, say: impl Fn(&T) -> String) -> Vec<String> {
    let lines = rows.iter().map(|row| match row {
        Row::Read(facts) => say(facts),
        Row::Quarantined(set_aside) => {
            let text = String::from_utf8_lossy(&set_aside.bytes);
            let (start, end) = (text.chars().take(12), text.chars().rev().take(7).collect::<Vec<_>>());
            let (start, end): (String, String) = (start.collect(), end.into_iter().rev().collect());
            format!("row {} {}: {start} … {end}", set_aside.row, set_aside.reason)
        }
    });
    lines.chain(error.iter().map(|error| format!("error {error}"))).collect()
}
