//! Projections: views across streams, each row owned by one stream. A projection is replaced as a whole; the one
//! differ here writes only the rows that differ, so that projecting act by act equals projecting once from scratch.
//!
//! A projection with versions closes a row (`known_to`) instead of changing it, so that a past view can be had again.

use std::cmp::Ordering;

use crate::error::StoreError;
use crate::sql::{Cell, Conn, FromCell as _, Row, ToCell as _, cells, compare as compare_cells};
use ledger::StreamId;

/// The `known_to` of a row that still holds.
pub const STILL_KNOWN: i64 = i64::MAX;

/// How a row type stands in its table. The stream is always the first column.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [&'static str],
    pub(crate) values: &'static [&'static str],
    pub(crate) versioned: bool,
    /// Columns that hold a part a line.
    pub(crate) lines: &'static [&'static str],
    /// The fields by which an element of a list is known, in columns that hold structures.
    pub(crate) named: &'static [&'static str],
}

/// The texts of the differ for one table.
pub(crate) struct Sql {
    current: String,
    put: String,
    close: String,
    delete: String,
    clear: String,
    /// `stream, keys…, values…`, for queries.
    pub(crate) columns: String,
}

/// A row type of a projection; see [`projected!`].
pub(crate) trait Projected: Sized {
    const TABLE: Table;
    fn stream(&self) -> &StreamId;
    /// Keys, then values.
    fn cells(&self) -> Vec<Cell<'_>>;
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
    fn sql() -> &'static Sql;
}

/// Declares the row type of a projection: a plain struct, its table, which of its columns hold a part a line, by which fields the
/// elements of lists in it are known, its key columns and its value columns.
macro_rules! projected {
    ($(#[$doc:meta])* $name:ident, $table:literal, versioned: $versioned:literal, $(lines: [$($line:literal),*],)?
     $(named: [$($named:literal),*],)?
     keys { $($(#[$kdoc:meta])* $key:ident: $kty:ty,)* }
     values { $($(#[$vdoc:meta])* $value:ident: $vty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The stream that the row is projected from.
            pub stream: ledger::StreamId,
            $($(#[$kdoc])* pub $key: $kty,)*
            $($(#[$vdoc])* pub $value: $vty,)*
        }

        impl $crate::project::Projected for $name {
            const TABLE: $crate::project::Table = $crate::project::Table {
                name: $table,
                keys: &[$(stringify!($key),)*],
                values: &[$(stringify!($value),)*],
                versioned: $versioned,
                lines: &[$($($line,)*)?],
                named: &[$($($named,)*)?],
            };

            fn stream(&self) -> &ledger::StreamId {
                &self.stream
            }

            fn cells(&self) -> Vec<$crate::sql::Cell<'_>> {
                vec![
                    $($crate::sql::ToCell::cell(&self.$key),)*
                    $($crate::sql::ToCell::cell(&self.$value),)*
                ]
            }

            fn from_row(row: &$crate::sql::Row<'_>) -> Result<Self, $crate::StoreError> {
                let mut column = 0..;
                let mut next = || row.cell(column.next().unwrap_or_default());
                Ok($name {
                    stream: $crate::sql::FromCell::from_cell(next()?)?,
                    $($key: $crate::sql::FromCell::from_cell(next()?)?,)*
                    $($value: $crate::sql::FromCell::from_cell(next()?)?,)*
                })
            }

            fn sql() -> &'static $crate::project::Sql {
                static SQL: std::sync::LazyLock<$crate::project::Sql> =
                    std::sync::LazyLock::new(|| $crate::project::Sql::of(&<$name>::TABLE));
                &SQL
            }
        }
    };
}
pub(crate) use projected;

impl Sql {
    pub(crate) fn of(table: &Table) -> Sql {
        let Table { name, keys, values, versioned, .. } = table;
        let columns = [&["stream"][..], keys, values].concat();
        let known = if *versioned { &["known_from", "known_to"][..] } else { &[] };
        let all = [&columns[..], known].concat();
        let one_row = [&["stream"][..], keys, if *versioned { &["known_from"] } else { &[] }].concat();
        let matches = |first: usize| {
            let terms = one_row.iter().enumerate().map(|(at, column)| format!("{column} = ${}", first + at));
            terms.collect::<Vec<_>>().join(" AND ")
        };
        let places = (1..=all.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let sets = values.iter().map(|value| format!("{value} = excluded.{value}")).collect::<Vec<_>>().join(", ");
        let on_conflict = match (versioned, values.is_empty()) {
            (true, _) => String::new(),
            (false, true) => " ON CONFLICT DO NOTHING".into(),
            (false, false) => format!(" ON CONFLICT ({}) DO UPDATE SET {sets}", one_row.join(", ")),
        };
        let order = if keys.is_empty() { "stream".into() } else { keys.join(", ") };
        Sql {
            current: format!(
                "SELECT {}{} FROM {name} WHERE stream = $1{} ORDER BY {order}",
                columns[1..].join(", "),
                if *versioned { ", known_from" } else { "" },
                if *versioned { " AND known_to = 9223372036854775807" } else { "" },
            ),
            put: format!("INSERT INTO {name} ({}) VALUES ({places}){on_conflict}", all.join(", ")),
            close: format!("UPDATE {name} SET known_to = $1 WHERE {}", matches(2)),
            delete: format!("DELETE FROM {name} WHERE {}", matches(1)),
            clear: format!("DELETE FROM {name}"),
            columns: columns.join(", "),
        }
    }
}

/// A row of a stream that goes: its keys, and since when it was known.
struct Gone {
    keys: Vec<Key>,
    known_from: i64,
}

/// A key column of a row that was read: no key is a blob, or nothing.
enum Key {
    Integer(i64),
    Text(String),
}

/// Makes `rows` the rows of the stream, known from `at` (microseconds), and writes only what differs. Gives the
/// number of rows written.
pub(crate) fn replace<R: Projected>(conn: &Conn, stream: &StreamId, rows: &[R], at: i64) -> Result<usize, StoreError> {
    put::<R>(conn, stream, &sorted_cells(stream, rows)?, at)
}

/// The same of rows that are laid out and in the order of their keys.
pub(crate) fn put<R: Projected>(
    conn: &Conn,
    stream: &StreamId,
    wanted: &[Vec<Cell<'_>>],
    at: i64,
) -> Result<usize, StoreError> {
    let table = R::TABLE;
    let (gone, new) = difference(conn, &table, R::sql(), stream, wanted)?;
    for row in &gone {
        retire(conn, &table, R::sql(), stream, row, at)?;
    }
    for cells in &new {
        let known = [Cell::Integer(at), Cell::Integer(STILL_KNOWN)];
        let known = if table.versioned { &known[..] } else { &[] };
        conn.write(&R::sql().put, &[&[stream.cell()], *cells, known].concat())?;
    }
    Ok(gone.len() + new.len())
}

/// The rows that a stream has now.
pub(crate) fn standing<R: Projected>(conn: &Conn, stream: &StreamId) -> Result<Vec<R>, StoreError> {
    let known = if R::TABLE.versioned { " AND known_to = 9223372036854775807" } else { "" };
    let text = format!("SELECT {{}} FROM {} WHERE stream = $1{known}", R::TABLE.name);
    query(conn, &text, cells![stream])
}

/// Removes every row of the projection, of every stream.
pub(crate) fn clear<R: Projected>(conn: &Conn) -> Result<(), StoreError> {
    conn.write(&R::sql().clear, &[])
}

/// Removes the versions of a stream's rows that no longer hold.
pub(crate) fn forget_past<R: Projected>(conn: &Conn, stream: &StreamId) -> Result<(), StoreError> {
    if R::TABLE.versioned {
        let text = format!("DELETE FROM {} WHERE stream = $1 AND known_to <> {STILL_KNOWN}", R::TABLE.name);
        conn.write(&text, cells![stream])?;
    }
    Ok(())
}

/// Rows that a query of a projection answers with. The text takes its columns where it says `{}`.
pub(crate) fn query<R: Projected>(conn: &Conn, text: &str, params: &[Cell<'_>]) -> Result<Vec<R>, StoreError> {
    conn.all(&text.replacen("{}", &R::sql().columns, 1), params, R::from_row)
}

/// Rows as cells, in the order of their keys. Refuses one of another stream, and two with one key.
pub(crate) fn sorted_cells<'a, R: Projected>(
    stream: &StreamId,
    rows: &'a [R],
) -> Result<Vec<Vec<Cell<'a>>>, StoreError> {
    let keys = R::TABLE.keys.len();
    if rows.iter().any(|row| row.stream() != stream) {
        return Err(StoreError::Refused(format!("a row of {} of another stream than {stream}", R::TABLE.name)));
    }
    let mut wanted: Vec<_> = rows.iter().map(Projected::cells).collect();
    wanted.sort_by(|a, b| compare(&a[..keys], &b[..keys]));
    if wanted.windows(2).any(|pair| pair[0][..keys] == pair[1][..keys]) {
        return Err(StoreError::Refused(format!("two rows of {} with one key in {stream}", R::TABLE.name)));
    }
    Ok(wanted)
}

/// Walks the stored and the wanted rows side by side, both in the order of their keys.
fn difference<'a>(
    conn: &Conn,
    table: &Table,
    sql: &Sql,
    stream: &StreamId,
    wanted: &'a [Vec<Cell<'a>>],
) -> Result<(Vec<Gone>, Vec<&'a [Cell<'a>]>), StoreError> {
    let mut sides =
        Sides { keys: table.keys.len(), gone: Vec::new(), new: Vec::new(), wanted: wanted.iter().peekable() };
    conn.all(&sql.current, cells![stream], |stored| sides.stored(table, stored))?;
    sides.new.extend(sides.wanted.map(Vec::as_slice));
    Ok((sides.gone, sides.new))
}

struct Sides<'a, W: Iterator<Item = &'a Vec<Cell<'a>>>> {
    keys: usize,
    gone: Vec<Gone>,
    new: Vec<&'a [Cell<'a>]>,
    wanted: std::iter::Peekable<W>,
}

impl<'a, W: Iterator<Item = &'a Vec<Cell<'a>>>> Sides<'a, W> {
    /// Takes up the next stored row.
    fn stored(&mut self, table: &Table, row: &Row<'_>) -> Result<(), StoreError> {
        let mut before = Ordering::Greater;
        while let Some(cells) = self.wanted.peek() {
            before = order(&cells[..self.keys], row)?;
            if before != Ordering::Less {
                break;
            }
            self.new.extend(self.wanted.next().map(Vec::as_slice));
            before = Ordering::Greater;
        }
        let kept = if before == Ordering::Equal { self.wanted.next() } else { None };
        let mut same = kept.is_some();
        if let Some(cells) = kept {
            for (at, cell) in cells.iter().enumerate().skip(self.keys) {
                same &= row.cell(at)? == *cell;
            }
            if !same {
                self.new.push(cells.as_slice());
            }
        }
        // Without versions the changed row is overwritten where it stands.
        if !same && (table.versioned || kept.is_none()) {
            let keys = (0..self.keys).map(|at| Key::of(row.cell(at)?)).collect::<Result<_, _>>()?;
            let known_from = if table.versioned { row.get(self.keys + table.values.len())? } else { 0 };
            self.gone.push(Gone { keys, known_from });
        }
        Ok(())
    }
}

fn order(keys: &[Cell<'_>], row: &Row<'_>) -> Result<Ordering, StoreError> {
    for (at, cell) in keys.iter().enumerate() {
        match compare_cells(*cell, row.cell(at)?) {
            Ordering::Equal => {}
            other => return Ok(other),
        }
    }
    Ok(Ordering::Equal)
}

impl Key {
    fn of(cell: Cell<'_>) -> Result<Key, StoreError> {
        match cell {
            Cell::Integer(integer) => Ok(Key::Integer(integer)),
            cell => String::from_cell(cell).map(Key::Text),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Key::Integer(integer) => Cell::Integer(*integer),
            Key::Text(text) => Cell::Text(text),
        }
    }
}

fn retire(conn: &Conn, table: &Table, sql: &Sql, stream: &StreamId, row: &Gone, at: i64) -> Result<(), StoreError> {
    // What was known for no time at all was never known.
    let closes = table.versioned && row.known_from != at;
    let mut cells = if closes { vec![Cell::Integer(at)] } else { Vec::new() };
    cells.push(stream.cell());
    cells.extend(row.keys.iter().map(Key::cell));
    cells.extend(table.versioned.then_some(Cell::Integer(row.known_from)));
    conn.write(if closes { &sql.close } else { &sql.delete }, &cells)
}

pub(crate) fn compare(a: &[Cell<'_>], b: &[Cell<'_>]) -> Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| compare_cells(*a, *b));
    pairs.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}
