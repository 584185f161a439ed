//! A database's record as a folder, byte for byte: what a backup keeps, whichever engine is in use.
//!
//! A folder has nothing that waits to be sealed. So for a moment no act is let in: every gate is held, what was
//! recorded is sealed, and a view is opened in which all of it is; then everybody goes on, while the view is copied.

use std::path::Path;

use super::gate::APART;
use super::seal::{seal_ahead, seal_recorded, take_over, verified_end};
use super::{Database, Link};
use crate::bulk::open_loading;
use crate::error::StoreError;
use crate::folder::{Folder, read_identity};
use crate::owing::{self, Owing};
use crate::schema;
use crate::sql::{Cell, Conn, cells};

/// Pauses that are tried.
const PAUSES: u32 = 5;
/// How long a pause, and what seals in it, may stand still.
const PAUSE_LIMIT: &str = "SET idle_in_transaction_session_timeout = '4s'";
const SEALER_LIMIT: &str = "SET idle_in_transaction_session_timeout = '2s'";
/// How long the copy may: nobody waits for it, but what is erased stays in the database's files while it sees the past.
const VIEW_LIMIT: &str = "SET idle_in_transaction_session_timeout = '1h'";

/// Copies the record of a database, which may be in use, into the files of a folder that has none. Gives the number of
/// rows.
pub(crate) fn shrink(database: &Database, folder: &Folder) -> Result<u64, StoreError> {
    let link = Link::new(database)?;
    if !link.connect()?.has_record()? {
        return Err(StoreError::Absent(link.name().into()));
    }
    let view = sealed_view(&link, database)?;
    // A copy would not say that it holds again what was erased.
    owing::refuse(owing::read(&view)?, Owing::Waits)?;
    let record = copy(&view, &folder.record(), &[schema::LEDGER, schema::PROJECTIONS], schema::LOG_BY_STREAM)?;
    let reads = copy(&view, &folder.reads(), &[schema::READS], "")?;
    view.commit()?;
    Ok(record + reads)
}

/// A view of the record in which everything recorded is sealed.
fn sealed_view(link: &Link, database: &Database) -> Result<Conn, StoreError> {
    let mut tried = 0;
    loop {
        tried += 1;
        // Most of what waits is sealed before anybody is held up.
        seal_ahead(link, database)?;
        match paused_view(link, database) {
            Err(StoreError::Unavailable(_)) if tried < PAUSES => std::thread::sleep(APART),
            outcome => return outcome,
        }
    }
}

/// One pause, in which the rest is sealed and the view is opened. A program that is stopped in it holds everybody up
/// for seconds: the database ends what stands still. What seals is ended first, so that nothing is sealed behind gates
/// that have opened again.
fn paused_view(link: &Link, database: &Database) -> Result<Conn, StoreError> {
    let (pause, sealer, view) = (link.connect_patiently()?, link.connect_patiently()?, link.connect_patiently()?);
    pause.batch(PAUSE_LIMIT)?;
    sealer.batch(SEALER_LIMIT)?;
    pause.begin()?;
    let upto = take_over(&pause, &database.server)?;
    // Behind the lease that is held here nobody else writes to the log.
    let waiting: i64 = sealer.value("SELECT COUNT(*) FROM unsealed", cells![])?;
    if waiting > 0 {
        let key = Folder::new(&database.keys).read_key()?;
        let identity = read_identity(&sealer)?;
        let mut end = verified_end(&sealer, &identity, &key)?;
        sealer.writing(|| {
            seal_recorded(&sealer, &identity, &key, &mut end, upto)?;
            // A question sends what was held back, so that only the commit is left. Then the pause is asked: that fails
            // if it was ended meanwhile, and begins its time anew.
            sealer.value::<i64>("SELECT 1", cells![])?;
            pause.value::<i64>("SELECT 1", cells![]).map(drop)
        })?;
    }
    view.batch(VIEW_LIMIT)?;
    view.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let left: i64 = view.value("SELECT COUNT(*) FROM unsealed", cells![])?;
    pause.commit()?;
    if left > 0 {
        return Err(StoreError::Damaged(format!("{left} entries were recorded past their gates")));
    }
    Ok(view)
}

fn copy(view: &Conn, path: &Path, texts: &[&str], last: &str) -> Result<u64, StoreError> {
    let to = open_loading(path)?;
    to.begin()?;
    texts.iter().try_for_each(|text| to.batch(text))?;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    let mut rows = 0;
    for table in to.all::<String>(tables, cells![], |row| row.get(0))? {
        rows += copy_table(view, &to, &table)?;
    }
    to.batch(last)?;
    if !last.is_empty() {
        to.batch(schema::TIMING_BY_RECORDED)?;
    }
    to.commit()?;
    Ok(rows)
}

fn copy_table(view: &Conn, to: &Conn, table: &str) -> Result<u64, StoreError> {
    let text = format!("SELECT name FROM pragma_table_info('{table}')");
    let columns: Vec<String> = to.all(&text, cells![], |row| row.get(0))?;
    let (names, places) = (columns.join(", "), (1..=columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>());
    let select = format!("SELECT {names} FROM {table}");
    let insert = format!("INSERT INTO {table} ({names}) VALUES ({})", places.join(", "));
    let mut statement = view.prepare(&select)?;
    let mut rows = statement.rows(cells![])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let cells: Vec<Cell<'_>> = (0..columns.len()).map(|at| row.cell(at)).collect::<Result<_, _>>()?;
        to.write(&insert, &cells)?;
        count += 1;
    }
    Ok(count)
}
