//! What an act changes in the views of a stream that a newer release wrote to as well. This program does not know what that
//! entry says, so it cannot work the views out whole: a row that it does not know of would go, and with it who may not see the
//! record, or when somebody is where. It works them out without the act and with it, and what became different by that is
//! put on top of what stands, column by column; whatever else stands is the newer release's.

use ledger::StreamId;
use serde_json::Value;

use crate::error::StoreError;
use crate::project::{Projected, Table, compare, put, sorted_cells, standing};
use crate::sql::{Cell, Conn};

/// What a column is to hold.
enum Held<'a> {
    /// What stands there, or what this program makes of it.
    As(Cell<'a>),
    /// Parts of both.
    Joined(String),
}

impl Held<'_> {
    fn cell(&self) -> Cell<'_> {
        match self {
            Held::As(cell) => *cell,
            Held::Joined(text) => Cell::Text(text),
        }
    }
}

/// Writes what `rows` have otherwise than `without`, and leaves the rest as it stands. Gives the number of rows written.
pub(crate) fn amend<R: Projected>(
    conn: &Conn,
    stream: &StreamId,
    without: &[R],
    rows: &[R],
    at: i64,
) -> Result<usize, StoreError> {
    let stand = standing::<R>(conn, stream)?;
    let (stand, without, with) =
        (sorted_cells(stream, &stand)?, sorted_cells(stream, without)?, sorted_cells(stream, rows)?);
    let merged = merge(&R::TABLE, &stand, &without, &with);
    let wanted: Vec<Vec<Cell<'_>>> = merged.iter().map(|row| cells(row)).collect();
    put::<R>(conn, stream, &wanted, at)
}

/// The rows that are to stand, in the order of their keys.
fn merge<'a>(
    table: &Table,
    stand: &'a [Vec<Cell<'a>>],
    without: &'a [Vec<Cell<'a>>],
    with: &'a [Vec<Cell<'a>>],
) -> Vec<Vec<Held<'a>>> {
    let keys = table.keys.len();
    let find = |rows: &'a [Vec<Cell<'a>>], like: &[Cell<'_>]| {
        let found = rows.binary_search_by(|row| compare(&row[..keys], &like[..keys]));
        found.ok().map(|at| &rows[at])
    };
    let whole = |row: &[Cell<'a>]| row.iter().copied().map(Held::As).collect::<Vec<_>>();
    let mut merged = Vec::with_capacity(stand.len() + with.len());
    for row in stand {
        match (find(without, row), find(with, row)) {
            // The act takes it away.
            (Some(_), None) => {}
            (Some(before), Some(after)) => {
                let columns = table.keys.iter().chain(table.values).zip(row);
                let versions = before.iter().zip(after);
                let held = columns
                    .zip(versions)
                    .map(|((name, stands), (before, after))| column(table, name, *stands, *before, *after));
                merged.push(held.collect());
            }
            (None, Some(after)) => merged.push(whole(after)),
            (None, None) => merged.push(whole(row)),
        }
    }
    // What the newer release took away stays away, unless the act says something of it.
    let said = |row: &&'a Vec<Cell<'a>>| find(stand, row).is_none() && find(without, row) != Some(*row);
    merged.extend(with.iter().filter(said).map(|row| whole(row)));
    merged.sort_by(|a, b| compare(&cells(&a[..keys]), &cells(&b[..keys])));
    merged
}

fn cells<'a>(row: &'a [Held<'_>]) -> Vec<Cell<'a>> {
    row.iter().map(Held::cell).collect()
}

fn column<'a>(table: &Table, name: &str, stands: Cell<'a>, before: Cell<'a>, after: Cell<'a>) -> Held<'a> {
    if before == after {
        return Held::As(stands);
    }
    let (Cell::Text(stood), Cell::Text(before), Cell::Text(with)) = (stands, before, after) else {
        return Held::As(after);
    };
    if table.lines.contains(&name) {
        let parts = |text: &'a str| text.lines().collect::<Vec<_>>();
        let mut lines = joined(parts(stood), &parts(before), &parts(with));
        lines.sort_unstable();
        return Held::Joined(lines.join("\n"));
    }
    let parts = |text: &str| serde_json::from_str::<Vec<Value>>(text).ok();
    match (parts(stood), parts(before), parts(with)) {
        (Some(stood), Some(before), Some(with)) => {
            Held::Joined(Value::Array(joined(stood, &before, &with)).to_string())
        }
        _ => Held::As(after),
    }
}

/// Parts that stand, without those that went and with those that came.
fn joined<T: PartialEq + Clone>(mut stood: Vec<T>, before: &[T], with: &[T]) -> Vec<T> {
    stood.retain(|part| with.contains(part) || !before.contains(part));
    let came = with.iter().filter(|part| !before.contains(part) && !stood.contains(part)).cloned();
    stood.extend(came.collect::<Vec<_>>());
    stood
}
