//! One way to put SQL to either engine. The texts are the same for both: they keep to what SQLite and PostgreSQL share,
//! `$n` for parameters, and three types: integers of 64 bits, text ordered by its bytes, and blobs.
//!
//! What only one engine can do (pragmas, locks, leases) stands in that engine's own files.

mod cell;
mod foreseen;
pub(crate) mod postgres;

use rusqlite::OptionalExtension as _;
use tokio_postgres::CopyInSink;

pub(crate) use cell::{Cell, FromCell, ToCell, cells, compare};
use postgres::{Copied, PgConn, PgCopied, PgRows};
pub(crate) use postgres::{Fault, Ledger};

use crate::error::StoreError;
use crate::postgres::Failed;

/// Rows inserted by one statement.
const ROWS: usize = 64;

/// A connection, usually within a transaction.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<PgConn>),
}

impl Conn {
    /// Runs statements that take nothing and answer nothing.
    pub(crate) fn batch(&self, text: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.execute_batch(text)?),
            Conn::Postgres(conn) => conn.batch(text),
        }
    }

    /// Runs a statement; gives the number of rows it touched.
    pub(crate) fn execute(&self, text: &str, params: &[Cell<'_>]) -> Result<usize, StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.prepare_cached(text)?.execute(rusqlite::params_from_iter(params))?),
            Conn::Postgres(conn) => conn.execute(text, params),
        }
    }

    /// Runs a statement whose count nobody needs. Within a transaction PostgreSQL is told of it with the next question,
    /// or with the commit: whatever is wrong with it is said then.
    pub(crate) fn write(&self, text: &str, params: &[Cell<'_>]) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => self.execute(text, params).map(drop),
            Conn::Postgres(conn) => conn.write(text, params),
        }
    }

    /// Inserts rows of so many cells each: where `insert` says `({})` they go. PostgreSQL is sent many rows
    /// at a time; SQLite is as quick one by one.
    pub(crate) fn write_rows(&self, insert: &str, width: usize, cells: &[Cell<'_>]) -> Result<(), StoreError> {
        let at_a_time = if matches!(self, Conn::Sqlite(_)) { 1 } else { ROWS };
        for rows in cells.chunks(width * at_a_time) {
            let row = |n: usize| (1..=width).map(|m| format!("${}", n * width + m)).collect::<Vec<_>>().join(", ");
            let places = (0..rows.len() / width).map(row).collect::<Vec<_>>().join("), (");
            self.write(&insert.replacen("{}", &places, 1), rows)?;
        }
        Ok(())
    }

    /// Every row of the answer, as `read` makes something of it.
    pub(crate) fn all<T>(
        &self,
        text: &str,
        params: &[Cell<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(text)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    found.push(read(&Row::Sqlite(row))?);
                }
                Ok(found)
            }
            Conn::Postgres(conn) => conn.query(text, params)?.iter().map(|row| read(&Row::Postgres(row))).collect(),
        }
    }

    /// The first row of the answer, if there is one.
    pub(crate) fn first<T>(
        &self,
        text: &str,
        params: &[Cell<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(text)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                rows.next()?.map(|row| read(&Row::Sqlite(row))).transpose()
            }
            Conn::Postgres(conn) => conn.query(text, params)?.first().map(|row| read(&Row::Postgres(row))).transpose(),
        }
    }

    /// The one value that a question always answers with, such as a count.
    pub(crate) fn value<T: FromCell>(&self, text: &str, params: &[Cell<'_>]) -> Result<T, StoreError> {
        let found = self.first(text, params, |row| row.get(0))?;
        found.ok_or_else(|| StoreError::Damaged(format!("no answer to {text}")))
    }

    /// A statement whose answer is walked row by row, however long it is.
    pub(crate) fn prepare<'a>(&'a self, text: &'a str) -> Result<Statement<'a>, StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(Statement::Sqlite(conn.prepare(text)?)),
            Conn::Postgres(conn) => Ok(Statement::Postgres(conn, text)),
        }
    }

    /// The same where nothing else is asked on this connection until the answer ends: a database then copies it out, which costs
    /// less.
    pub(crate) fn prepare_alone<'a>(&'a self, text: &'a str) -> Result<Statement<'a>, StoreError> {
        match self {
            Conn::Sqlite(_) => self.prepare(text),
            Conn::Postgres(conn) => Ok(Statement::Copied(conn, text)),
        }
    }

    /// Says what will be asked in this transaction, which only reads: the questions of `ask`, which is answered nothing. A
    /// database is sent them together; a folder answers each in less time than it would take to note it.
    pub(crate) fn foresee(&self, ask: impl FnOnce()) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(conn) => conn.foresee(ask),
        }
    }

    /// Puts questions to one state of what is stored.
    pub(crate) fn reading<T>(&self, f: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                conn.execute_batch("BEGIN")?;
                let answer = f();
                let ended = conn.execute_batch("COMMIT");
                let answer = answer?;
                ended?;
                Ok(answer)
            }
            Conn::Postgres(conn) => {
                conn.begin_reading();
                let answer = f().inspect_err(|_| conn.roll_back())?;
                conn.end_reading();
                Ok(answer)
            }
        }
    }

    /// Writes all of it or nothing.
    pub(crate) fn writing<T>(&self, f: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.begin()?;
        let answer = f().and_then(|answer| self.commit().map(|()| answer));
        if answer.is_err() {
            self.roll_back()?;
        }
        answer
    }

    /// Begins a transaction that writes.
    pub(crate) fn begin(&self) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.execute_batch("BEGIN IMMEDIATE")?),
            Conn::Postgres(conn) => {
                conn.begin("BEGIN");
                Ok(())
            }
        }
    }

    pub(crate) fn commit(&self) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.execute_batch("COMMIT")?),
            Conn::Postgres(conn) => conn.commit(),
        }
    }

    /// Undoes the transaction, if one is open.
    pub(crate) fn roll_back(&self) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) if conn.is_autocommit() => Ok(()),
            Conn::Sqlite(conn) => Ok(conn.execute_batch("ROLLBACK")?),
            Conn::Postgres(conn) => {
                conn.roll_back();
                Ok(())
            }
        }
    }

    /// What kind of failure a server met last in this transaction.
    pub(crate) fn fault(&self) -> Option<Fault> {
        match self {
            Conn::Sqlite(_) => None,
            Conn::Postgres(conn) => conn.fault(),
        }
    }

    /// Loads rows in bulk: the caller writes them to the sink in PostgreSQL's binary form.
    pub(crate) fn copy_in(
        &self,
        text: &str,
        write: impl AsyncFnOnce(CopyInSink<bytes::Bytes>) -> Result<u64, Failed>,
    ) -> Result<u64, StoreError> {
        match self {
            Conn::Sqlite(_) => {
                Err(StoreError::Refused("rows are loaded into a database this way, not a folder".into()))
            }
            Conn::Postgres(conn) => conn.copy_in(text, write),
        }
    }

    /// Gives the connection up: whoever tries again makes another.
    pub(crate) fn lose(&self, why: &str) -> StoreError {
        if let Conn::Postgres(conn) = self {
            conn.lose();
        }
        StoreError::Unavailable(why.into())
    }

    /// Whether the server is gone.
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self, Conn::Postgres(conn) if conn.is_lost() || conn.fault() == Some(Fault::Lost))
    }

    /// Whether the tables of a record stand here.
    pub(crate) fn has_record(&self) -> Result<bool, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let text = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'";
                Ok(conn.query_row(text, [], |_| Ok(())).optional()?.is_some())
            }
            Conn::Postgres(conn) => conn.has_table("meta"),
        }
    }
}

/// A prepared statement.
pub(crate) enum Statement<'a> {
    Sqlite(rusqlite::Statement<'a>),
    Postgres(&'a PgConn, &'a str),
    Copied(&'a PgConn, &'a str),
}

impl Statement<'_> {
    pub(crate) fn rows(&mut self, params: &[Cell<'_>]) -> Result<Rows<'_>, StoreError> {
        match self {
            Statement::Sqlite(statement) => Ok(Rows::Sqlite(statement.query(rusqlite::params_from_iter(params))?)),
            Statement::Postgres(conn, text) => Ok(Rows::Postgres(conn.walk(text, params)?)),
            Statement::Copied(conn, text) => Ok(Rows::Copied(conn.copy_out(text, params)?)),
        }
    }
}

/// An answer that is walked.
pub(crate) enum Rows<'a> {
    Sqlite(rusqlite::Rows<'a>),
    Postgres(PgRows<'a>),
    Copied(PgCopied<'a>),
}

impl Rows<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, StoreError> {
        match self {
            Rows::Sqlite(rows) => Ok(rows.next()?.map(Row::Sqlite)),
            Rows::Postgres(rows) => Ok(rows.next()?.map(Row::Postgres)),
            Rows::Copied(rows) => Ok(rows.next()?.map(Row::Copied)),
        }
    }
}

/// A row of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
    Copied(Copied<'a>),
}

impl Row<'_> {
    pub(crate) fn cell(&self, at: usize) -> Result<Cell<'_>, StoreError> {
        match self {
            Row::Sqlite(row) => Cell::of(row.get_ref(at)?),
            Row::Postgres(row) => postgres::cell(row, at),
            Row::Copied(row) => row.cell(at),
        }
    }

    pub(crate) fn get<T: FromCell>(&self, at: usize) -> Result<T, StoreError> {
        T::from_cell(self.cell(at)?)
    }
}
