//! A connection to PostgreSQL that waits for its answers, for a thread that may wait.
//!
//! Within a transaction, statements that nobody needs an answer to are held back and sent together with the next
//! question or the commit, in order and without waiting between them: an act costs a few journeys instead of dozens.
//! Questions that are foreseen go the same way ([`super::foreseen`]).

use std::cell::{Cell as Held, RefCell};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_executor::block_on;
use futures_util::future::join_all;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio_postgres::binary_copy::{BinaryCopyOutRow, BinaryCopyOutStream};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, CopyInSink, Row, Statement};

use super::Cell;
use super::foreseen::{Answer, Foreseen, Owned};
use crate::error::StoreError;
use crate::postgres::Failed;

/// Statements held back at the most.
const HELD: usize = 1_000;
/// Rows fetched at a time when an answer is walked.
const FETCH: usize = 2_000;

/// Reads a column by its type; rows of an answer and of a copy have the same way to ask, and no name for it.
macro_rules! read_cell {
    ($row:expr, $kind:expr, $at:expr) => {{
        let cell = match $kind {
            Some(&Type::INT8) => $row.try_get($at).map(|cell: Option<i64>| cell.map(Cell::Integer)),
            Some(&Type::INT4) => $row.try_get($at).map(|cell: Option<i32>| cell.map(|n| Cell::Integer(n.into()))),
            Some(&Type::TEXT | &Type::VARCHAR | &Type::NAME) => {
                $row.try_get($at).map(|cell: Option<&str>| cell.map(Cell::Text))
            }
            Some(&Type::BYTEA) => $row.try_get($at).map(|cell: Option<&[u8]>| cell.map(Cell::Blob)),
            other => return Err(StoreError::Damaged(format!("a column of type {other:?}"))),
        };
        cell.map(|cell| cell.unwrap_or(Cell::Null)).map_err(|error| StoreError::Damaged(error.to_string()))
    }};
}

/// An open connection. Its other half runs elsewhere; this one waits on its own thread, whichever that is.
pub(crate) struct PgConn {
    client: Client,
    /// Set when a commit is answered although the standby has not got it: somebody broke off its waiting.
    alone: Arc<AtomicBool>,
    statements: RefCell<HashMap<String, Statement>>,
    held: RefCell<Vec<HeldBack>>,
    foreseen: Foreseen,
    walks: Held<u64>,
    fault: Held<Option<Fault>>,
}

/// What became of the last statement that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The transaction lost a race, or the server ended it: nothing of it was kept, and it may be tried again.
    TryAgain,
    /// A row with this key had been written meanwhile, in this table.
    Twice(Ledger),
    /// The connection was lost. If that was while committing, nobody knows yet whether it was recorded.
    Lost,
    /// It would fail again.
    Final,
}

/// Whether a table is the ledger's own, where a double key means a lost race, and never a wrong row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ledger {
    Own,
    Other,
}

enum HeldBack {
    Batch(&'static str),
    Statement(Statement, Vec<Owned>),
}

impl PgConn {
    pub(crate) fn new(client: Client, alone: Arc<AtomicBool>) -> PgConn {
        PgConn {
            client,
            alone,
            statements: RefCell::default(),
            held: RefCell::default(),
            foreseen: Foreseen::default(),
            walks: Held::new(0),
            fault: Held::new(None),
        }
    }

    /// What kind of failure the last one was.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.get()
    }

    pub(crate) fn lose(&self) {
        self.fault.set(Some(Fault::Lost));
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.client.is_closed()
    }

    /// Begins a transaction; told with the first question.
    pub(crate) fn begin(&self, how: &'static str) {
        self.fault.set(None);
        self.foreseen.forget();
        let mut held = self.held.borrow_mut();
        held.clear();
        held.push(HeldBack::Batch(how));
    }

    /// Begins one that only reads, and sees one state.
    pub(crate) fn begin_reading(&self) {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        self.foreseen.open();
    }

    /// Sends what was held back, and commits. A commit that the standby has not got is as good as unanswered.
    pub(crate) fn commit(&self) -> Result<(), StoreError> {
        self.alone.store(false, Ordering::SeqCst);
        self.held.borrow_mut().push(HeldBack::Batch("COMMIT"));
        self.flush()?;
        if self.alone.load(Ordering::SeqCst) {
            self.lose();
            return Err(StoreError::Unavailable("the wait for the standby was broken off".into()));
        }
        Ok(())
    }

    /// Ends a transaction that only read. Nobody waits for that: whatever could be wrong with it, the answers have been given.
    pub(crate) fn end_reading(&self) {
        self.foreseen.forget();
        let unasked = !std::mem::take(&mut *self.held.borrow_mut()).is_empty();
        if !unasked {
            // Looked at once, it is sent; the next question on this connection goes behind it.
            drop(self.client.batch_execute("COMMIT").now_or_never());
        }
    }

    /// Forgets what was held back, and undoes the rest. A connection that cannot even do that is not used again.
    pub(crate) fn roll_back(&self) {
        self.foreseen.forget();
        self.held.borrow_mut().clear();
        if block_on(self.client.batch_execute("ROLLBACK")).is_err() {
            self.fault.set(Some(Fault::Lost));
        }
    }

    pub(crate) fn batch(&self, text: &str) -> Result<(), StoreError> {
        self.flush()?;
        block_on(self.client.batch_execute(text)).map_err(|error| self.failed(&error))
    }

    pub(crate) fn execute(&self, text: &str, params: &[Cell<'_>]) -> Result<usize, StoreError> {
        let statement = self.statement(text)?;
        self.flush()?;
        let done = block_on(self.client.execute_raw(&statement, params.iter()));
        done.map(|count| usize::try_from(count).unwrap_or(usize::MAX)).map_err(|error| self.failed(&error))
    }

    pub(crate) fn write(&self, text: &str, params: &[Cell<'_>]) -> Result<(), StoreError> {
        let statement = self.statement(text)?;
        let params = params.iter().map(|cell| Owned::of(*cell)).collect();
        self.held.borrow_mut().push(HeldBack::Statement(statement, params));
        if self.held.borrow().len() >= HELD { self.flush() } else { Ok(()) }
    }

    pub(crate) fn query(&self, text: &str, params: &[Cell<'_>]) -> Result<Answer, StoreError> {
        if let Some(answer) = self.foreseen.answer(text, params) {
            return Ok(answer);
        }
        let statement = self.statement(text)?;
        let held = std::mem::take(&mut *self.held.borrow_mut());
        block_on(async {
            let sent = join_all(held.iter().map(|held| self.send(held)));
            let (sent, rows) = futures_util::join!(sent, self.ask(&statement, params));
            sent.into_iter().collect::<Result<(), _>>().map_err(|error| self.failed(&error))?;
            rows.map(Answer::from).map_err(|error| self.failed(&error))
        })
    }

    /// Sends the questions of `ask` together, and keeps their answers for when they are asked.
    pub(crate) fn foresee(&self, ask: impl FnOnce()) -> Result<(), StoreError> {
        let Some(questions) = self.foreseen.noted(ask) else { return Ok(()) };
        let statements: Vec<Statement> =
            questions.iter().map(|question| self.statement(&question.text)).collect::<Result<_, _>>()?;
        let held = std::mem::take(&mut *self.held.borrow_mut());
        let (sent, answers) = block_on(async {
            let sent = join_all(held.iter().map(|held| self.send(held)));
            let asked = questions.iter().zip(&statements).map(|(question, statement)| {
                let params: Vec<Cell<'_>> = question.params.iter().map(Owned::cell).collect();
                async move { self.ask(statement, &params).await }
            });
            futures_util::join!(sent, join_all(asked))
        });
        sent.into_iter().collect::<Result<(), _>>().map_err(|error| self.failed(&error))?;
        let answers: Result<Vec<_>, _> = answers.into_iter().collect();
        self.foreseen.keep(questions, answers.map_err(|error| self.failed(&error))?);
        Ok(())
    }

    async fn ask(&self, statement: &Statement, params: &[Cell<'_>]) -> Result<Vec<Row>, tokio_postgres::Error> {
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|cell| cell as _).collect();
        self.client.query(statement, &params).await
    }

    pub(crate) fn copy_in(
        &self,
        text: &str,
        write: impl AsyncFnOnce(CopyInSink<bytes::Bytes>) -> Result<u64, Failed>,
    ) -> Result<u64, StoreError> {
        self.flush()?;
        let copied = block_on(async {
            let sink = self.client.copy_in(text).await.map_err(Failed::Writing)?;
            write(sink).await
        });
        copied.map_err(|error| match error {
            Failed::Reading(error) => error,
            Failed::Writing(error) => self.failed(&error),
        })
    }

    /// Opens a cursor over the answer.
    pub(crate) fn walk(&self, text: &str, params: &[Cell<'_>]) -> Result<PgRows<'_>, StoreError> {
        let number = self.walks.get() + 1;
        self.walks.set(number);
        let declare = format!("DECLARE walk_{number} NO SCROLL CURSOR FOR {text}");
        self.flush()?;
        let fetch = format!("FETCH {FETCH} FROM walk_{number}");
        let fetch = block_on(async {
            let statement = self.client.prepare(&declare).await?;
            self.client.execute_raw(&statement, params.iter()).await?;
            self.client.prepare(&fetch).await
        });
        let fetch = fetch.map_err(|error| self.failed(&error))?;
        Ok(PgRows { conn: self, fetch, fetched: Vec::new().into_iter(), row: None, ended: false })
    }

    /// Copies the answer out, which costs less than a cursor. Until its end nothing else can be asked on this connection.
    pub(crate) fn copy_out(&self, text: &str, params: &[Cell<'_>]) -> Result<PgCopied<'_>, StoreError> {
        self.flush()?;
        let text = with_literals(text, params);
        let copy = format!("COPY ({text}) TO STDOUT BINARY");
        let begun = block_on(async {
            let statement = self.client.prepare(&text).await?;
            let kinds: Vec<Type> = statement.columns().iter().map(|column| column.type_().clone()).collect();
            let copied = self.client.copy_out(&copy).await?;
            Ok((BinaryCopyOutStream::new(copied, &kinds), kinds))
        });
        let (rows, kinds) = begun.map_err(|error| self.failed(&error))?;
        Ok(PgCopied { conn: self, rows: Box::pin(rows), kinds, row: None })
    }

    pub(crate) fn has_table(&self, name: &str) -> Result<bool, StoreError> {
        let text = "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1";
        self.flush()?;
        let found = block_on(self.client.query(text, &[&name])).map_err(|error| self.failed(&error))?;
        Ok(!found.is_empty())
    }

    /// Sends what was held back, all of it before waiting for any of the answers.
    fn flush(&self) -> Result<(), StoreError> {
        let held = std::mem::take(&mut *self.held.borrow_mut());
        if held.is_empty() {
            return Ok(());
        }
        let sent = block_on(join_all(held.iter().map(|held| self.send(held))));
        sent.into_iter().collect::<Result<(), _>>().map_err(|error| self.failed(&error))
    }

    async fn send(&self, held: &HeldBack) -> Result<(), tokio_postgres::Error> {
        match held {
            HeldBack::Batch(text) => self.client.batch_execute(text).await,
            HeldBack::Statement(statement, params) => self.client.execute_raw(statement, params.iter()).await.map(drop),
        }
    }

    fn statement(&self, text: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.borrow().get(text) {
            return Ok(statement.clone());
        }
        // Within a transaction it is not prepared before what goes before it is sent: its tables may be new.
        self.flush()?;
        let statement = block_on(self.client.prepare(text)).map_err(|error| self.failed(&error))?;
        self.statements.borrow_mut().insert(text.to_owned(), statement.clone());
        Ok(statement)
    }

    fn failed(&self, error: &tokio_postgres::Error) -> StoreError {
        // Of several errors of one journey the first is the cause; the others say that the transaction is over.
        let fault = fault_of(error, self.client.is_closed());
        if self.fault.get().is_none() {
            self.fault.set(Some(fault));
        }
        let text = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
        match error.code().map(SqlState::code) {
            Some(code) if code.starts_with("23") || code.starts_with("22") => StoreError::Refused(text),
            Some(code) if code.starts_with("42") || code.starts_with("XX") => StoreError::Damaged(text),
            _ => StoreError::Unavailable(text),
        }
    }
}

fn fault_of(error: &tokio_postgres::Error, closed: bool) -> Fault {
    let Some(db) = error.as_db_error() else {
        return if closed || error.is_closed() { Fault::Lost } else { Fault::Final };
    };
    match db.code().code() {
        // Serialisation, deadlock, lock time-out, statement time-out.
        "40001" | "40P01" | "55P03" | "57014" => Fault::TryAgain,
        "23505" => {
            let own = ["entry", "head", "act", "guard"].contains(&db.table().unwrap_or_default());
            Fault::Twice(if own { Ledger::Own } else { Ledger::Other })
        }
        code if code.starts_with("08") || code.starts_with("57P") || code == "25P03" => Fault::Lost,
        _ => Fault::Final,
    }
}

/// An answer fetched piece by piece. Each piece is taken whole before anything else is asked: whatever came after it on
/// this connection would wait for it.
pub(crate) struct PgRows<'a> {
    conn: &'a PgConn,
    fetch: Statement,
    fetched: std::vec::IntoIter<Row>,
    row: Option<Row>,
    ended: bool,
}

impl PgRows<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<&Row>, StoreError> {
        if self.fetched.len() == 0 && !self.ended {
            let fetched = block_on(self.conn.client.query(&self.fetch, &[]));
            let fetched = fetched.map_err(|error| self.conn.failed(&error))?;
            self.ended = fetched.len() < FETCH;
            self.fetched = fetched.into_iter();
        }
        self.row = self.fetched.next();
        Ok(self.row.as_ref())
    }
}

/// An answer that is copied out. The connection is for it alone until its end.
pub(crate) struct PgCopied<'a> {
    conn: &'a PgConn,
    rows: Pin<Box<BinaryCopyOutStream>>,
    kinds: Vec<Type>,
    row: Option<BinaryCopyOutRow>,
}

impl PgCopied<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<Copied<'_>>, StoreError> {
        self.row = match block_on(self.rows.next()) {
            None => None,
            Some(row) => Some(row.map_err(|error| self.conn.failed(&error))?),
        };
        Ok(self.row.as_ref().map(|row| Copied { row, kinds: &self.kinds }))
    }
}

/// A row of it.
#[derive(Clone, Copy)]
pub(crate) struct Copied<'a> {
    row: &'a BinaryCopyOutRow,
    kinds: &'a [Type],
}

impl<'a> Copied<'a> {
    /// What a column holds.
    pub(crate) fn cell(self, at: usize) -> Result<Cell<'a>, StoreError> {
        read_cell!(self.row, self.kinds.get(at), at)
    }
}

/// A text with its parameters in it: a copy takes none beside it. What is put in is not looked through again: a name in the record
/// may hold whatever somebody wrote there to deceive.
fn with_literals(text: &str, params: &[Cell<'_>]) -> String {
    let mut parts = text.split('$');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let at = part[..digits].parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        whole +=
            &at.and_then(|at| params.get(at)).map_or_else(|| format!("${}", &part[..digits]), |cell| literal(*cell));
        whole += &part[digits..];
    }
    whole
}

fn literal(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Integer(integer) => integer.to_string(),
        // Whatever the database's settings make of a backslash elsewhere.
        Cell::Text(text) => {
            format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\0', "\u{FFFD}"))
        }
        Cell::Blob(bytes) => format!("decode('{}', 'hex')", data_encoding::HEXLOWER.encode(bytes)),
    }
}

/// What a column of a row holds, of an answer or of a copy.
pub(crate) fn cell(row: &Row, at: usize) -> Result<Cell<'_>, StoreError> {
    read_cell!(row, row.columns().get(at).map(tokio_postgres::Column::type_), at)
}

type Sent = Result<IsNull, Box<dyn std::error::Error + Sync + Send>>;

impl ToSql for Cell<'_> {
    fn to_sql(&self, kind: &Type, out: &mut bytes::BytesMut) -> Sent {
        match self {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Integer(integer) => integer.to_sql(kind, out),
            // A text may hold any character but this one there.
            Cell::Text(text) if text.contains('\0') => text.replace('\0', "\u{FFFD}").to_sql(kind, out),
            Cell::Text(text) => text.to_sql(kind, out),
            Cell::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

impl ToSql for Owned {
    fn to_sql(&self, kind: &Type, out: &mut bytes::BytesMut) -> Sent {
        self.cell().to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        <Cell<'_> as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_name_is_text_and_nothing_else() {
        let bounds = "SELECT 1 WHERE stream >= $1 AND stream < $2 AND n = $10";
        let name = |text| Cell::Text(text);
        assert_eq!(
            with_literals(bounds, &[name("$2"), name("a\\' OR $1 --")]),
            "SELECT 1 WHERE stream >= E'$2' AND stream < E'a\\\\'' OR $1 --' AND n = $10"
        );
        assert_eq!(with_literals("a = $1", &[Cell::Null]), "a = NULL");
        assert_eq!(with_literals("a = $1", &[Cell::Blob(&[0, 255])]), "a = decode('00ff', 'hex')");
    }
}
