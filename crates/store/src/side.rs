//! Writes beside the ledger, each handed to the table it belongs to.

use ledger::StreamId;

use crate::act::SideWrite;
use crate::error::StoreError;
use crate::folder::OWN_META;
use crate::sql::{Conn, cells};
use crate::{behind, calendar, cosignatures, drafts, jobs, own, rows, sessions, staff};

/// Does the write. The caller holds a transaction.
pub(crate) fn write(conn: &Conn, side: &SideWrite) -> Result<(), StoreError> {
    match side {
        SideWrite::PutSession(row) => sessions::put_session(conn, row),
        SideWrite::TouchSession { id_hash, last_seen } => sessions::touch_session(conn, id_hash, *last_seen),
        SideWrite::DropSession { id_hash } => sessions::drop_session(conn, id_hash),
        SideWrite::DropSessionsOf { staff } => sessions::drop_sessions_of(conn, staff),
        SideWrite::DropSessionsExpired { before } => sessions::drop_sessions_expired(conn, *before),
        SideWrite::Attempt { key, at } => sessions::attempt(conn, key, *at),
        SideWrite::ForgetAttempts { key } => sessions::forget_attempts(conn, key),
        SideWrite::TakeBackAttempt { key, at } => sessions::take_back_attempt(conn, key, *at),
        SideWrite::DropAttempts { kind, before } => sessions::drop_attempts(conn, kind, *before),
        SideWrite::PutDraft(row) => drafts::put_draft(conn, row),
        SideWrite::DropDraft { staff, form, subject } => drafts::drop_draft(conn, staff, form, subject),
        SideWrite::PutCalendar(row) => calendar::put(conn, row),
        SideWrite::CalendarRead { token_hash, day } => calendar::read(conn, token_hash, day),
        SideWrite::RevokeCalendar { staff } => calendar::revoke(conn, staff),
        SideWrite::PutView(row) => own::put_view(conn, row),
        SideWrite::DropView { staff, page, name } => own::drop_view(conn, staff, page, name),
        SideWrite::Opened { staff, stream, at } => own::opened(conn, staff, stream, *at),
        SideWrite::BeginJob { name, holder, at, until } => jobs::begin(conn, name, holder, *at, *until),
        SideWrite::AdvanceJob { name, holder, done, total, until } => {
            jobs::advance(conn, name, holder, (*done, *total), *until)
        }
        SideWrite::EndJob { name, holder, at, result } => jobs::end(conn, name, holder, *at, result.as_deref()),
        SideWrite::DropDoneJobs { begins } => jobs::drop_done(conn, begins),
        SideWrite::PutPassword { staff, phc } => staff::put_password(conn, staff, phc),
        SideWrite::PutMeta { name, value } => put_meta(conn, name, value),
        SideWrite::Project { rows, at } => rows.iter().try_for_each(|rows| rows::replace(conn, rows, *at).map(drop)),
        SideWrite::HoldBehind { witness, held } => behind::put(conn, witness, *held),
        SideWrite::ProjectAnew { stream, seq, kept, rows, at } => {
            unmoved(conn, stream, (*seq, *kept))?;
            rows.iter().try_for_each(|rows| rows::replace(conn, rows, *at).map(drop))
        }
        SideWrite::ClearProjections => rows::clear(conn),
        SideWrite::PutCosignature(row) => cosignatures::put(conn, row),
        SideWrite::ThinCosignatures { witness, above, below, at } => {
            cosignatures::thin_out(conn, witness.as_deref(), (*above, *below), *at)
        }
        SideWrite::PutWitness(row) => cosignatures::put_witness(conn, row),
        SideWrite::PutDisagreement(row) => cosignatures::disagree(conn, row),
        SideWrite::All(writes) => writes.iter().try_for_each(|write| self::write(conn, write)),
    }
}

/// Holds a stream as acts do, and refuses one that is not as it was read. An act that erases in it holds it as well.
fn unmoved(conn: &Conn, stream: &StreamId, read: (u64, u64)) -> Result<(), StoreError> {
    let lock = match conn {
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR UPDATE",
    };
    let text = format!("SELECT seq FROM head WHERE stream = $1{lock}");
    let seq: Option<u64> = conn.first(&text, cells![stream.as_str()], |row| row.get(0))?;
    let kept: u64 = conn.value("SELECT COUNT(content) FROM entry WHERE stream = $1", cells![stream.as_str()])?;
    if (seq.unwrap_or(0), kept) == read { Ok(()) } else { Err(StoreError::Moved(stream.to_string())) }
}

fn put_meta(conn: &Conn, name: &str, value: &str) -> Result<(), StoreError> {
    if OWN_META.contains(&name) {
        return Err(StoreError::Refused(format!("{name} is the store’s own to write")));
    }
    conn.write(
        "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        cells![name, value],
    )
}
