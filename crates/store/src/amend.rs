//! What an act changes in the views of a stream that a newer release wrote to as well. This program does not know what that
//! entry says, so it cannot work the views out whole: a row that it does not know of would go, and with it who may not see the
//! record, or when somebody is where. It works them out without the act and with it, and what became different by that is
//! put on top of what stands, column by column and, within one that is a structure, part by part; whatever else stands is the
//! newer release's. Where the two cannot be told apart the act is refused.

mod parts;

use ledger::StreamId;
use serde_json::Value;

use self::parts::CannotTell;
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
    let merged = merged.map_err(|CannotTell| StoreError::Newer(stream.clone()))?;
    let wanted: Vec<Vec<Cell<'_>>> = merged.iter().map(|row| cells(row)).collect();
    put::<R>(conn, stream, &wanted, at)
}

/// The rows that are to stand, in the order of their keys.
fn merge<'a>(
    table: &Table,
    stand: &'a [Vec<Cell<'a>>],
    without: &'a [Vec<Cell<'a>>],
    with: &'a [Vec<Cell<'a>>],
) -> Result<Vec<Vec<Held<'a>>>, CannotTell> {
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
            (before, Some(after)) => {
                let columns = table.keys.iter().chain(table.values).zip(row).zip(after).enumerate();
                let held = columns.map(|(at, ((name, stands), after))| {
                    let before = before.map_or(Cell::Null, |before| before[at]);
                    column(table, name, *stands, before, *after)
                });
                merged.push(held.collect::<Result<_, _>>()?);
            }
            (None, None) => merged.push(whole(row)),
        }
    }
    // What the newer release took away stays away, unless the act says something of it.
    let said = |row: &&'a Vec<Cell<'a>>| find(stand, row).is_none() && find(without, row) != Some(*row);
    merged.extend(with.iter().filter(said).map(|row| whole(row)));
    merged.sort_by(|a, b| compare(&cells(&a[..keys]), &cells(&b[..keys])));
    Ok(merged)
}

fn cells<'a>(row: &'a [Held<'_>]) -> Vec<Cell<'a>> {
    row.iter().map(Held::cell).collect()
}

fn column<'a>(
    table: &Table,
    name: &str,
    stands: Cell<'a>,
    before: Cell<'a>,
    after: Cell<'a>,
) -> Result<Held<'a>, CannotTell> {
    if before == after || stands == after {
        return Ok(Held::As(stands));
    }
    let (Cell::Text(stood), Cell::Text(with)) = (stands, after) else { return Ok(Held::As(after)) };
    let before = if let Cell::Text(before) = before { before } else { "" };
    if stood == before {
        return Ok(Held::As(after));
    }
    if table.lines.contains(&name) {
        let parts = |text: &'a str| text.lines().collect::<Vec<_>>();
        let mut lines = joined(parts(stood), &parts(before), &parts(with));
        lines.sort_unstable();
        return Ok(Held::Joined(lines.join("\n")));
    }
    let (Some(stood), Some(with)) = (structure(stood), structure(with)) else { return Ok(Held::As(after)) };
    let merged = parts::merged(Some(&stood), structure(before).as_ref(), Some(&with), table.named)?;
    Ok(merged.map_or(Held::As(after), |merged| Held::Joined(merged.to_string())))
}

/// What a text is that holds a structure; none of a text that only says something.
fn structure(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

/// Lines that stand, without those that went and with those that came.
fn joined<'a>(mut stood: Vec<&'a str>, before: &[&'a str], with: &[&'a str]) -> Vec<&'a str> {
    stood.retain(|line| with.contains(line) || !before.contains(line));
    let came = with.iter().filter(|line| !before.contains(line) && !stood.contains(line)).copied();
    stood.extend(came.collect::<Vec<_>>());
    stood
}
