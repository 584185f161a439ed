//! Projections: views across streams, each row owned by one stream. A projection is replaced as a whole; the one
//! differ here writes only the rows that differ, so that projecting act by act equals projecting once from scratch.
//!
//! A projection with versions closes a row (`known_to`) instead of changing it, so that a past view can be had again.

use std::cmp::Ordering;

use ledger::StreamId;
use rusqlite::types::{FromSqlError, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, ToSql, params_from_iter};

use crate::error::StoreError;

/// The `known_to` of a row that still holds.
pub const STILL_KNOWN: i64 = i64::MAX;

/// What a column may hold.
pub(crate) trait Field: Sized {
    fn cell(&self) -> ValueRef<'_>;
    fn read(cell: ValueRef<'_>) -> Result<Self, FromSqlError>;
}

/// How a row type stands in its table. The stream is always the first column.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [&'static str],
    pub(crate) values: &'static [&'static str],
    pub(crate) versioned: bool,
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
    fn cells(&self) -> Vec<ValueRef<'_>>;
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
    fn sql() -> &'static Sql;
}

/// Declares the row type of a projection: a plain struct, its table, its key columns and its value columns.
macro_rules! projected {
    ($(#[$doc:meta])* $name:ident, $table:literal, versioned: $versioned:literal,
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
            };

            fn stream(&self) -> &ledger::StreamId {
                &self.stream
            }

            fn cells(&self) -> Vec<rusqlite::types::ValueRef<'_>> {
                vec![
                    $($crate::project::Field::cell(&self.$key),)*
                    $($crate::project::Field::cell(&self.$value),)*
                ]
            }

            fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, $crate::StoreError> {
                let mut column = 0..;
                let mut next = || row.get_ref(column.next().unwrap_or_default());
                Ok($name {
                    stream: $crate::project::Field::read(next()?)?,
                    $($key: $crate::project::Field::read(next()?)?,)*
                    $($value: $crate::project::Field::read(next()?)?,)*
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
        let Table { name, keys, values, versioned } = table;
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
    keys: Vec<Value>,
    known_from: i64,
}

/// Makes `rows` the rows of the stream, known from `at` (microseconds), and writes only what differs. Gives the
/// number of rows written.
pub(crate) fn replace<R: Projected>(
    conn: &Connection,
    stream: &StreamId,
    rows: &[R],
    at: i64,
) -> Result<usize, StoreError> {
    let table = R::TABLE;
    let wanted = sorted_cells(stream, rows)?;
    let (gone, new) = difference(conn, &table, R::sql(), stream, &wanted)?;
    for row in &gone {
        retire(conn, &table, R::sql(), stream, row, at)?;
    }
    let mut put = conn.prepare_cached(&R::sql().put)?;
    for cells in &new {
        let known = [ValueRef::Integer(at), ValueRef::Integer(STILL_KNOWN)];
        let known = if table.versioned { &known[..] } else { &[] };
        let first = [ValueRef::from(stream.as_str())];
        put.execute(params_from_iter(first.iter().chain(cells.iter()).chain(known).map(|cell| Cell(*cell))))?;
    }
    Ok(gone.len() + new.len())
}

/// Removes every row of the projection, of every stream.
pub(crate) fn clear<R: Projected>(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(&R::sql().clear, [])?;
    Ok(())
}

/// Removes the versions of a stream's rows that no longer hold.
pub(crate) fn forget_past<R: Projected>(conn: &Connection, stream: &StreamId) -> Result<(), StoreError> {
    if R::TABLE.versioned {
        let text = format!("DELETE FROM {} WHERE stream = $1 AND known_to <> {STILL_KNOWN}", R::TABLE.name);
        conn.prepare_cached(&text)?.execute([stream.as_str()])?;
    }
    Ok(())
}

/// Rows that a query of a projection answers with. The text takes its columns where it says `{}`.
pub(crate) fn query<R: Projected>(conn: &Connection, text: &str, params: &[&dyn ToSql]) -> Result<Vec<R>, StoreError> {
    let mut statement = conn.prepare_cached(&text.replacen("{}", &R::sql().columns, 1))?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(R::from_row(row)?);
    }
    Ok(found)
}

fn sorted_cells<'a, R: Projected>(stream: &StreamId, rows: &'a [R]) -> Result<Vec<Vec<ValueRef<'a>>>, StoreError> {
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
    conn: &Connection,
    table: &Table,
    sql: &Sql,
    stream: &StreamId,
    wanted: &'a [Vec<ValueRef<'a>>],
) -> Result<(Vec<Gone>, Vec<&'a [ValueRef<'a>]>), StoreError> {
    let keys = table.keys.len();
    let width = keys + table.values.len();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let mut statement = conn.prepare_cached(&sql.current)?;
    let mut stored = statement.query([stream.as_str()])?;
    let mut wanted = wanted.iter().peekable();
    while let Some(row) = stored.next()? {
        let order = |cells: &[ValueRef<'_>]| -> Result<Ordering, StoreError> {
            for (at, cell) in cells[..keys].iter().enumerate() {
                match compare_cells(*cell, row.get_ref(at)?) {
                    Ordering::Equal => {}
                    other => return Ok(other),
                }
            }
            Ok(Ordering::Equal)
        };
        let mut before = Ordering::Greater;
        while let Some(cells) = wanted.peek() {
            before = order(cells)?;
            if before != Ordering::Less {
                break;
            }
            new.extend(wanted.next().map(Vec::as_slice));
            before = Ordering::Greater;
        }
        let kept = if before == Ordering::Equal { wanted.next() } else { None };
        let mut same = kept.is_some();
        if let Some(cells) = kept {
            for (at, cell) in cells.iter().enumerate().skip(keys) {
                same &= row.get_ref(at)? == *cell;
            }
            if !same {
                new.push(cells.as_slice());
            }
        }
        // Without versions the changed row is overwritten where it stands.
        if !same && (table.versioned || kept.is_none()) {
            let keys = (0..keys).map(|at| row.get::<_, Value>(at)).collect::<Result<_, _>>()?;
            let known_from = if table.versioned { row.get(width)? } else { 0 };
            gone.push(Gone { keys, known_from });
        }
    }
    new.extend(wanted.map(Vec::as_slice));
    Ok((gone, new))
}

fn retire(
    conn: &Connection,
    table: &Table,
    sql: &Sql,
    stream: &StreamId,
    row: &Gone,
    at: i64,
) -> Result<(), StoreError> {
    let close = [ValueRef::Integer(at)];
    let known_from = [ValueRef::Integer(row.known_from)];
    // What was known for no time at all was never known.
    let closes = table.versioned && row.known_from != at;
    let name = [ValueRef::from(stream.as_str())];
    let cells = if closes { &close[..] } else { &[] }
        .iter()
        .copied()
        .chain(name)
        .chain(row.keys.iter().map(ValueRef::from))
        .chain(if table.versioned { &known_from[..] } else { &[] }.iter().copied());
    let text = if closes { &sql.close } else { &sql.delete };
    conn.prepare_cached(text)?.execute(params_from_iter(cells.map(Cell)))?;
    Ok(())
}

fn compare(a: &[ValueRef<'_>], b: &[ValueRef<'_>]) -> Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| compare_cells(*a, *b));
    pairs.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}

/// As SQLite orders a column of one type: numbers by size, texts and blobs by their bytes.
fn compare_cells(a: ValueRef<'_>, b: ValueRef<'_>) -> Ordering {
    match (a, b) {
        (ValueRef::Integer(a), ValueRef::Integer(b)) => a.cmp(&b),
        (ValueRef::Text(a), ValueRef::Text(b)) | (ValueRef::Blob(a), ValueRef::Blob(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

struct Cell<'a>(ValueRef<'a>);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}

impl Field for String {
    fn cell(&self) -> ValueRef<'_> {
        ValueRef::from(self.as_str())
    }
    fn read(cell: ValueRef<'_>) -> Result<String, FromSqlError> {
        cell.as_str().map(str::to_owned)
    }
}

impl Field for StreamId {
    fn cell(&self) -> ValueRef<'_> {
        ValueRef::from(self.as_str())
    }
    fn read(cell: ValueRef<'_>) -> Result<StreamId, FromSqlError> {
        cell.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl Field for i64 {
    fn cell(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
    fn read(cell: ValueRef<'_>) -> Result<i64, FromSqlError> {
        cell.as_i64()
    }
}

impl Field for bool {
    fn cell(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
    fn read(cell: ValueRef<'_>) -> Result<bool, FromSqlError> {
        Ok(cell.as_i64()? != 0)
    }
}

impl Field for Vec<u8> {
    fn cell(&self) -> ValueRef<'_> {
        ValueRef::Blob(self)
    }
    fn read(cell: ValueRef<'_>) -> Result<Vec<u8>, FromSqlError> {
        cell.as_blob().map(<[u8]>::to_vec)
    }
}

impl<F: Field> Field for Option<F> {
    fn cell(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, Field::cell)
    }
    fn read(cell: ValueRef<'_>) -> Result<Option<F>, FromSqlError> {
        match cell {
            ValueRef::Null => Ok(None),
            cell => F::read(cell).map(Some),
        }
    }
}
