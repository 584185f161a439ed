//! A record of an earlier layout brought to this one: all of it in one transaction, or nothing.
//!
//! Entries, leaves and checkpoints are never touched: what changes are the tables that are worked out from them. A
//! layout's texts are never changed once released; a new one is a constant more and a line in [`STEPS`]. The way back
//! is the backup that is taken before: an earlier program refuses the newer layout ([`StoreError::Layout`]).

use std::path::Path;

use ledger::StreamId;

use crate::entries::EntryRow;
use crate::error::StoreError;
use crate::folder::{Folder, LAYOUT, identity_of_any, need_meta, open_writing};
use crate::log::End;
use crate::postgres::{Database, Link, alone};
use crate::rows::{self, Rows};
use crate::snapshot::Snapshot;
use crate::sql::{Conn, cells};
use crate::{documents, schema};

/// From one layout to the next.
struct Step {
    from: &'static str,
    to: &'static str,
    /// The tables, in SQLite's words.
    text: &'static str,
    /// What fills new tables of the store's own.
    fill: fn(&Conn) -> Result<(), StoreError>,
}

const STEPS: &[Step] = &[
    Step { from: "1", to: "2", text: ERASURE_AND_TIMES, fill: note_documents },
    Step { from: "2", to: "3", text: SITES_AND_CASELOADS, fill: nothing },
    Step { from: "3", to: "4", text: SENDING_AND_KEEPING, fill: vouched },
    Step { from: "4", to: "5", text: OPEN_AND_GONE, fill: nothing },
    Step { from: "5", to: "6", text: HELD_AND_ARRANGED, fill: nothing },
    Step { from: "6", to: "7", text: LIMITED_AND_WAITING, fill: nothing },
];

/// Erasure by two people, notices to readers, and the times of entries.
const ERASURE_AND_TIMES: &str = "
CREATE TABLE document_use (
    hash BLOB NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (hash, stream, seq)) STRICT, WITHOUT ROWID;
DROP INDEX manager_staff;
CREATE INDEX manager_staff ON manager (staff);
CREATE TABLE erasure (
    stream TEXT NOT NULL, proposal INTEGER NOT NULL, state TEXT NOT NULL, authority TEXT NOT NULL,
    proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, decided_by TEXT, entries INTEGER NOT NULL,
    PRIMARY KEY (stream, proposal)) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_state ON erasure (state, proposed_at);
CREATE TABLE timing (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, recorded INTEGER NOT NULL, team TEXT NOT NULL, kind TEXT NOT NULL,
    happened_on TEXT NOT NULL, later INTEGER NOT NULL, again INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX timing_recorded ON timing (recorded, later, happened_on, team, kind, again);
CREATE TABLE notice (
    stream TEXT NOT NULL, told INTEGER NOT NULL, staff TEXT NOT NULL, read_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL, PRIMARY KEY (stream, told, staff)) STRICT, WITHOUT ROWID;
CREATE INDEX notice_staff ON notice (staff);
CREATE TABLE notice_seen (
    stream TEXT NOT NULL, notice TEXT NOT NULL, staff TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (stream, notice)) STRICT, WITHOUT ROWID;
CREATE INDEX notice_seen_notice ON notice_seen (notice);
";

/// Who is where and who must be kept apart; what caseloads and jobs keep.
const SITES_AND_CASELOADS: &str = "
CREATE TABLE presence (
    stream TEXT NOT NULL, slot TEXT NOT NULL, site TEXT NOT NULL, room TEXT NOT NULL, starts TEXT NOT NULL,
    ends TEXT NOT NULL, PRIMARY KEY (stream, slot)) STRICT, WITHOUT ROWID;
CREATE INDEX presence_site ON presence (site, starts);
CREATE TABLE apart (
    stream TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, side TEXT NOT NULL, token TEXT NOT NULL,
    from_on TEXT NOT NULL, until_on TEXT NOT NULL, PRIMARY KEY (stream, who)) STRICT, WITHOUT ROWID;
CREATE INDEX apart_who ON apart (who);
CREATE TABLE visit (
    stream TEXT NOT NULL, visit TEXT NOT NULL, site TEXT NOT NULL, appointment TEXT NOT NULL, arrived TEXT NOT NULL,
    went TEXT NOT NULL, PRIMARY KEY (stream, visit)) STRICT, WITHOUT ROWID;
CREATE INDEX visit_site ON visit (site, arrived);
CREATE TABLE calendar_token (
    staff TEXT PRIMARY KEY, token_hash BLOB NOT NULL, made INTEGER NOT NULL, read_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX calendar_token_hash ON calendar_token (token_hash);
CREATE TABLE standing (
    stream TEXT PRIMARY KEY, provider TEXT NOT NULL, held INTEGER NOT NULL, ends_on TEXT, harm TEXT NOT NULL,
    tier TEXT NOT NULL, waiting INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX standing_unheld ON standing (provider) WHERE held = 0;
CREATE TABLE away (
    stream TEXT NOT NULL, from_on TEXT NOT NULL, staff TEXT NOT NULL, until_on TEXT, kind TEXT NOT NULL,
    cover TEXT, PRIMARY KEY (stream, from_on)) STRICT, WITHOUT ROWID;
CREATE INDEX away_staff ON away (staff);
CREATE INDEX away_cover ON away (cover);
CREATE TABLE alarm (
    stream TEXT NOT NULL, duty TEXT NOT NULL, subject TEXT NOT NULL, team TEXT NOT NULL, due_on TEXT, met_on TEXT,
    dismissed TEXT NOT NULL, quiet INTEGER NOT NULL, PRIMARY KEY (stream, duty, subject)) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_team ON alarm (team, duty, due_on, met_on, dismissed);
CREATE TABLE news (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, staff TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE saved_view (
    staff TEXT NOT NULL, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, saved_at INTEGER NOT NULL,
    PRIMARY KEY (staff, page, name)) STRICT, WITHOUT ROWID;
CREATE TABLE recent (
    staff TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (staff, stream)) STRICT, WITHOUT ROWID;
CREATE TABLE job (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, began INTEGER NOT NULL,
    ended INTEGER NOT NULL, holder TEXT NOT NULL, until INTEGER NOT NULL, result TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE last_contact (
    stream TEXT NOT NULL, component TEXT NOT NULL, since_on TEXT NOT NULL, due_on TEXT, face_on TEXT, other_on TEXT,
    unattended INTEGER NOT NULL, until_on TEXT, PRIMARY KEY (stream, component)) STRICT, WITHOUT ROWID;
CREATE TABLE contact_month (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, mode TEXT NOT NULL, contacts INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL, owed INTEGER NOT NULL, said INTEGER NOT NULL, linked INTEGER NOT NULL,
    PRIMARY KEY (stream, month, team, mode)) STRICT, WITHOUT ROWID;
CREATE INDEX contact_month_month ON contact_month (month, team, mode, contacts, elsewhere, owed, said, linked);
CREATE TABLE signed_off (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, by_staff TEXT NOT NULL, at INTEGER NOT NULL,
    running INTEGER NOT NULL, cases TEXT NOT NULL, checkpoint INTEGER NOT NULL,
    PRIMARY KEY (stream, month)) STRICT, WITHOUT ROWID;
CREATE INDEX signed_off_team ON signed_off (team, month);
CREATE INDEX team_provider ON team (provider, office);
CREATE INDEX staff_role ON staff (provider, role);
";

/// What is sent; witnesses and backups; where people live and belong; caseloads in narrow rows, lines of signed months, notes.
const SENDING_AND_KEEPING: &str = "
CREATE TABLE cosignature (
    size INTEGER NOT NULL, witness TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (size, witness)) STRICT, WITHOUT ROWID;
CREATE INDEX cosignature_witness ON cosignature (witness, size);
CREATE TABLE witness (
    name TEXT PRIMARY KEY, known INTEGER NOT NULL, tried INTEGER NOT NULL, failing INTEGER NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE disagreement (
    witness TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, held TEXT NOT NULL, offered TEXT NOT NULL,
    proof TEXT NOT NULL, PRIMARY KEY (witness, at)) STRICT, WITHOUT ROWID;
CREATE TABLE upkeep (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL,
    detail TEXT NOT NULL, PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX upkeep_what ON upkeep (what, at);
CREATE TABLE home (stream TEXT PRIMARY KEY, place TEXT NOT NULL, from_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE arranged (
    stream TEXT PRIMARY KEY, staff TEXT NOT NULL, organisation TEXT NOT NULL, made_on TEXT NOT NULL,
    confirm_by TEXT NOT NULL, until_on TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX arranged_confirm ON arranged (confirm_by);
CREATE TABLE affiliation (
    stream TEXT NOT NULL, grp TEXT NOT NULL, from_on TEXT NOT NULL,
    PRIMARY KEY (stream, grp)) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_grp ON affiliation (grp);
CREATE TABLE outgoing (
    stream TEXT NOT NULL, message TEXT NOT NULL, kind TEXT NOT NULL, team TEXT NOT NULL, site TEXT NOT NULL,
    from_at TEXT NOT NULL, until_at TEXT NOT NULL, state TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (stream, message)) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_kind ON outgoing (kind, from_at);
CREATE INDEX outgoing_team ON outgoing (team, kind, from_at);
CREATE TABLE glance (
    stream TEXT PRIMARY KEY, surname TEXT NOT NULL, forenames TEXT NOT NULL, ends_on TEXT, harm TEXT,
    tier TEXT NOT NULL, waiting INTEGER NOT NULL, seen_on TEXT NOT NULL, starts TEXT NOT NULL, due TEXT NOT NULL,
    limits TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE signed_line (
    stream TEXT NOT NULL, month TEXT NOT NULL, team TEXT NOT NULL, since_on TEXT NOT NULL, action TEXT NOT NULL,
    PRIMARY KEY (stream, month, team)) STRICT, WITHOUT ROWID;
CREATE INDEX signed_line_team ON signed_line (team, month);
CREATE TABLE noted (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, staff TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX noted_staff ON noted (staff, recorded);
";

/// What is still to be recorded of a case, and who has left: a day page asks both of few among many.
const OPEN_AND_GONE: &str = "
CREATE INDEX diary_open ON diary (stream, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE INDEX staff_gone ON staff (staff) WHERE active = 0;
";

/// What an officer and a team hold, answered from the indexes alone; what is open in their diaries; what was arranged by whom.
/// Views are worked out anew: a diary says what somebody is kept from.
const HELD_AND_ARRANGED: &str = "
DROP INDEX manager_staff;
DROP INDEX manager_team;
CREATE INDEX manager_staff ON manager (staff, stream, from_on, to_on, known_to);
CREATE INDEX manager_team ON manager (team, staff, stream, from_on, to_on, known_to) WHERE known_to = 9223372036854775807;
CREATE INDEX diary_open_officer ON diary (officer, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE INDEX diary_open_team ON diary (team, starts) WHERE outcome IS NULL AND known_to = 9223372036854775807;
CREATE INDEX arranged_staff ON arranged (staff, until_on);
";

/// Who holds what of those to whose record access is limited, and where a change of risk waits: neither is looked for case by case.
const LIMITED_AND_WAITING: &str = "
CREATE TABLE limited (
    stream TEXT NOT NULL, component TEXT NOT NULL, staff TEXT NOT NULL, from_on TEXT NOT NULL, provider TEXT NOT NULL,
    team TEXT NOT NULL, to_on TEXT, PRIMARY KEY (stream, component, staff, from_on)) STRICT, WITHOUT ROWID;
CREATE INDEX limited_provider ON limited (provider, stream, from_on, to_on);
CREATE INDEX standing_waiting ON standing (stream) WHERE waiting > 0;
";

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upgraded {
    /// It was of this layout already.
    Already,
    /// It was brought here.
    From {
        /// The layout it was of.
        layout: String,
        /// Streams whose views were worked out.
        streams: usize,
    },
}

/// The views of a stream, worked out from its entries: the store knows rows, and not what they mean.
pub type Views<'a> = &'a dyn Fn(&StreamId, &[EntryRow]) -> Result<Vec<Rows>, StoreError>;

/// Whether this program can bring a record of that layout to its own.
pub(crate) fn is_known(layout: &str) -> bool {
    STEPS.iter().any(|step| step.from == layout)
}

/// Brings the record in a folder to this program's layout. Nobody may have it open.
pub fn upgrade(folder: &Path, views: Views<'_>) -> Result<Upgraded, StoreError> {
    let files = Folder::new(folder);
    if !files.has_record()? {
        return Err(StoreError::Absent(folder.to_path_buf()));
    }
    let _lock = files.lock()?;
    let snapshot = Snapshot::of_database(open_writing(&files.record())?);
    snapshot.conn().writing(|| migrate(&snapshot, views))
}

/// Brings the record in a database to this program's layout, in one transaction that holds the lease and every gate.
/// Servers of the first layout did not look again whether it had changed, so none may be connected; later ones wait at
/// their gates, and then refuse.
pub fn upgrade_database(database: &Database, views: Views<'_>) -> Result<Upgraded, StoreError> {
    let link = Link::new(database)?;
    let conn = link.connect_patiently()?;
    if !conn.has_record()? {
        return Err(StoreError::Absent(link.name().into()));
    }
    let snapshot = Snapshot::of_database(conn);
    snapshot.conn().writing(|| {
        alone::hold(snapshot.conn(), &database.server)?;
        if need_meta(snapshot.conn(), LAYOUT)? == "1" {
            alone::refuse_others(snapshot.conn())?;
        }
        migrate(&snapshot, views)
    })
}

fn migrate(snapshot: &Snapshot, views: Views<'_>) -> Result<Upgraded, StoreError> {
    let conn = snapshot.conn();
    let layout = need_meta(conn, LAYOUT)?;
    if layout == schema::LAYOUT {
        return Ok(Upgraded::Already);
    }
    // A log that its own checkpoint contradicts is not built on.
    End::load(conn, &identity_of_any(conn)?)?;
    let mut at = layout.clone();
    while at != schema::LAYOUT {
        let Some(step) = STEPS.iter().find(|step| step.from == at) else {
            return Err(StoreError::Layout { found: layout, known: schema::LAYOUT });
        };
        conn.batch(&schema::of(conn, step.text))?;
        (step.fill)(conn)?;
        step.to.clone_into(&mut at);
    }
    let streams = project(snapshot, views)?;
    conn.write("UPDATE meta SET value = $1 WHERE name = $2", cells![at, LAYOUT])?;
    Ok(Upgraded::From { layout, streams })
}

/// Every view worked out anew: what is right stays, with since when it was known.
fn project(snapshot: &Snapshot, views: Views<'_>) -> Result<usize, StoreError> {
    let conn = snapshot.conn();
    let streams: Vec<StreamId> = conn.all("SELECT stream FROM head ORDER BY stream", cells![], |row| row.get(0))?;
    for stream in &streams {
        let entries = snapshot.entries(stream)?;
        let at = entries.last().map_or(0, |entry| entry.recorded);
        for rows in views(stream, &entries)? {
            rows::replace(conn, &rows, at)?;
        }
    }
    Ok(streams.len())
}

#[expect(clippy::unnecessary_wraps, reason = "other steps fill tables, and that can fail")]
fn nothing(_: &Conn) -> Result<(), StoreError> {
    Ok(())
}

/// Only where many servers write the reads log together.
fn vouched(conn: &Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(_) => conn.batch(&schema::of(conn, schema::VOUCHED)),
    }
}

fn note_documents(conn: &Conn) -> Result<(), StoreError> {
    let text = "SELECT DISTINCT stream FROM entry ORDER BY stream";
    let streams: Vec<StreamId> = conn.all(text, cells![], |row| row.get(0))?;
    for stream in streams {
        let text = "SELECT seq, content FROM entry WHERE stream = $1 AND content IS NOT NULL ORDER BY seq";
        let entries: Vec<(u64, Vec<u8>)> = conn.all(text, cells![stream], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (seq, content) in entries {
            documents::note_uses(conn, &stream, seq, &content)?;
        }
    }
    Ok(())
}
