//! What a column may hold, and what Rust makes of it.

use std::cmp::Ordering;

use ledger::{Hash, StreamId};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::error::StoreError;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

/// What may stand in a column, or be a parameter.
pub(crate) trait ToCell {
    fn cell(&self) -> Cell<'_>;
}

/// What may be read from a column.
pub(crate) trait FromCell: Sized {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError>;
}

/// The parameters of a statement, in order.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::ToCell::cell(&$value)),*] };
}
pub(crate) use cells;

impl<'a> Cell<'a> {
    /// What SQLite holds. Whatever is not text in its encoding, or is no integer, was not written by this program.
    pub(crate) fn of(value: ValueRef<'a>) -> Result<Cell<'a>, StoreError> {
        match value {
            ValueRef::Null => Ok(Cell::Null),
            ValueRef::Integer(integer) => Ok(Cell::Integer(integer)),
            ValueRef::Blob(bytes) => Ok(Cell::Blob(bytes)),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                .map(Cell::Text)
                .map_err(|error| StoreError::Damaged(format!("a text is not UTF-8: {error}"))),
            ValueRef::Real(_) => Err(StoreError::Damaged("a number with a fraction".into())),
        }
    }

    /// A count or a position: none comes near the end of the integers.
    pub(crate) fn count(count: u64) -> Cell<'a> {
        Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(crate) fn integer(self) -> Result<i64, StoreError> {
        match self {
            Cell::Integer(integer) => Ok(integer),
            other => Err(other.is_not("an integer")),
        }
    }

    pub(crate) fn text(self) -> Result<&'a str, StoreError> {
        match self {
            Cell::Text(text) => Ok(text),
            other => Err(other.is_not("text")),
        }
    }

    pub(crate) fn blob(self) -> Result<&'a [u8], StoreError> {
        match self {
            Cell::Blob(bytes) => Ok(bytes),
            other => Err(other.is_not("a blob")),
        }
    }

    pub(crate) fn blob_or_null(self) -> Result<Option<&'a [u8]>, StoreError> {
        match self {
            Cell::Null => Ok(None),
            cell => cell.blob().map(Some),
        }
    }

    fn is_not(self, wanted: &str) -> StoreError {
        let found = match self {
            Cell::Null => "nothing",
            Cell::Integer(_) => "an integer",
            Cell::Text(_) => "text",
            Cell::Blob(_) => "a blob",
        };
        StoreError::Damaged(format!("{found} where {wanted} should be"))
    }
}

/// As both engines order a column of one type: numbers by size, texts and blobs by their bytes.
pub(crate) fn compare(a: Cell<'_>, b: Cell<'_>) -> Ordering {
    match (a, b) {
        (Cell::Integer(a), Cell::Integer(b)) => a.cmp(&b),
        (Cell::Text(a), Cell::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Cell::Blob(a), Cell::Blob(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Integer(integer) => ValueRef::Integer(*integer),
            Cell::Text(text) => ValueRef::from(*text),
            Cell::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl<T: ToCell + ?Sized> ToCell for &T {
    fn cell(&self) -> Cell<'_> {
        (**self).cell()
    }
}

impl<T: ToCell> ToCell for Option<T> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, ToCell::cell)
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Option<T>, StoreError> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

impl ToCell for str {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl ToCell for String {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Result<String, StoreError> {
        cell.text().map(str::to_owned)
    }
}

impl ToCell for StreamId {
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }
}

impl FromCell for StreamId {
    fn from_cell(cell: Cell<'_>) -> Result<StreamId, StoreError> {
        let text = cell.text()?;
        text.parse().map_err(|error| StoreError::Damaged(format!("{text:?} is not a stream: {error}")))
    }
}

impl ToCell for Hash {
    fn cell(&self) -> Cell<'_> {
        Cell::Blob(&self.0)
    }
}

impl FromCell for Hash {
    fn from_cell(cell: Cell<'_>) -> Result<Hash, StoreError> {
        Hash::try_from(cell.blob()?).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}

impl ToCell for [u8] {
    fn cell(&self) -> Cell<'_> {
        Cell::Blob(self)
    }
}

impl<const N: usize> ToCell for [u8; N] {
    fn cell(&self) -> Cell<'_> {
        Cell::Blob(self)
    }
}

impl ToCell for Vec<u8> {
    fn cell(&self) -> Cell<'_> {
        Cell::Blob(self)
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Vec<u8>, StoreError> {
        cell.blob().map(<[u8]>::to_vec)
    }
}

impl ToCell for bool {
    fn cell(&self) -> Cell<'_> {
        Cell::Integer(i64::from(*self))
    }
}

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Result<bool, StoreError> {
        Ok(cell.integer()? != 0)
    }
}

impl ToCell for i64 {
    fn cell(&self) -> Cell<'_> {
        Cell::Integer(*self)
    }
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<i64, StoreError> {
        cell.integer()
    }
}

macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl ToCell for $type {
            /// No count comes near the end of the integers.
            fn cell(&self) -> Cell<'_> {
                Cell::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }

        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Result<$type, StoreError> {
                let integer = cell.integer()?;
                <$type>::try_from(integer).map_err(|_| StoreError::Damaged(format!("{integer} where a count should be")))
            }
        }
    )*};
}
unsigned!(u64, u32, usize);
