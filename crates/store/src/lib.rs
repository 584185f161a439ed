//! The record, kept: in a folder (SQLite, one writer, many readers) or in a database that many servers share (PostgreSQL).
//!
//! - [`Store`]: an open record. [`Act`] goes in, [`Appended`] comes out; [`Store::read`] puts questions to a [`Snapshot`],
//!   whose answers are plain row structs; [`Store::log_read`] notes who was shown what. [`StoreError`]: why not.
//! - `sql`: one way to put the same SQL to either engine; `schema`: its tables. `recording`: how an act is written down, in
//!   either; `entries`, `documents`: entries with the heads of their streams, and what they refer to.
//! - `sqlite`, `folder`, `batch`, `writer`: SQLite's group-committing writer, which seals in its own transaction; `tail`:
//!   what it verifies before it begins, and after a failure before it goes on. `postgres`: an act a transaction, a sealer
//!   apart. `log`, `tiles`: the log and its tree.
//! - `project`, `rows`: projections, and the one differ that writes them; `amend`: what an act changes of them where a newer
//!   release wrote to the stream as well. A file per family of tables has its row structs and
//!   its questions: `people`, `diary`, `duties`, `managers`, `limits`, `court`, `staff`, `places`, `imports`, `erasures`,
//!   `notices`, `timing`, `presence`, `apart`, `arranged`, `affiliations`, `homes`, `visits`, `contact`, `noted`, `signed`,
//!   `standing`, `away`, `alarms`, `news`, `outgoing`.
//! - `caseload`: everything that is held by an officer or a team, one question a table; `glance`: the same, a narrow row a
//!   person.
//! - `missing`: what was acknowledged, looked for until it is under a seal.
//! - `behind`: a hold on a record that somebody outside has seen more of. `owing`: what was erased since is asked for after it.
//! - `forget`: what is taken, and where from, when an entry is erased; `holds`: where that may be forbidden.
//! - `side`: writes beside the ledger, each handed to its table: `sessions`, `drafts`, `own`, `calendar`, `jobs`, `reads`.
//!   `seen`: who has seen a record, and what is let go of the reads log.
//! - `bulk`, `verify`, `export`, [`conformance`]: whole records: [`bulk_load`], [`verify()`], [`export_tiles`].
//!   [`ExportedLog`] reads what was exported, and [`compare_held`] holds a record to what somebody outside has seen of it.
//! - `migrate`: a record of an earlier layout brought to this one ([`upgrade`]).
//! - `cosignatures`: what witnesses have put under the checkpoints. `upkeep`: what is done to keep the record.
//! - `keys`: the log's key, laid down in a folder and never over another.
//! - `backup`, `segments`: a copy that counts once it is verified, what was sealed since, and the way back.
//!
//! Deliberately absent: probation (the store knows rows, not rules), clocks and chance (every time, id, salt and key comes
//! with the call), and any change to an entry but its erasure.

mod act;
mod affiliations;
mod alarms;
mod amend;
mod apart;
mod arranged;
mod away;
mod backup;
mod batch;
mod behind;
mod bulk;
mod calendar;
mod caseload;
pub mod conformance;
mod contact;
mod cosignatures;
mod court;
mod diary;
mod documents;
mod drafts;
mod duties;
mod entries;
mod erasures;
mod error;
mod export;
mod exported;
mod folder;
mod forget;
mod glance;
mod held;
mod holds;
mod homes;
mod imports;
mod jobs;
mod keys;
mod limits;
mod log;
mod managers;
mod migrate;
mod missing;
mod news;
mod noted;
mod notices;
mod outgoing;
mod owing;
mod own;
mod people;
mod places;
mod postgres;
mod presence;
mod project;
mod reads;
mod recording;
mod rows;
mod schema;
mod seen;
mod segments;
mod sessions;
mod side;
mod signed;
mod snapshot;
mod sql;
mod sqlite;
mod staff;
mod standing;
mod store;
mod tail;
mod tiles;
mod timing;
mod upkeep;
mod verify;
mod visits;
mod writer;

pub use act::{Act, Appended, IdemKey, NewEntry, Receipt, SideWrite};
pub use affiliations::AffiliationRow;
pub use alarms::{AlarmCount, AlarmRow};
pub use apart::{ApartRow, PairRow, WindowRow};
pub use arranged::{ArrangedCount, ArrangedRow};
pub use away::AwayRow;
pub use backup::{
    Against, BackupError, KeptFile, Manifest, Restoring, back_up, back_up_database, end_hold, end_owing, is_held,
    owe_erasures, owes_erasures, verify_backup,
};
pub use behind::{Lifted, SeenBy, hold_folder};
pub use bulk::{BulkEntry, BulkPart, BulkRows, Loaded, bulk_load};
pub use calendar::{CalendarRow, DayCount, DiaryOf, DiaryPeople, DiaryPerson, HeldCount};
pub use caseload::Scope;
pub use contact::{ContactMonthRow, LastContactRow, ModeCount, SignedOffRow, Unseen};
pub use cosignatures::{CosignatureRow, DisagreementRow, WitnessRow, merged};
pub use court::{CourtCaseRow, CourtDay};
pub use diary::DiaryRow;
pub use drafts::DraftRow;
pub use duties::DutyRow;
pub use entries::{EntryRow, Head, WholeEntry};
pub use erasures::ErasureRow;
pub use error::StoreError;
pub use export::{Exported, export_tiles};
pub use exported::ExportedLog;
pub use folder::{Genesis, public_key, sign};
pub use forget::{PLACES, Place};
pub use glance::{GlanceRow, HeldGlance};
pub use held::{Changed, Comparison, compare_held};
pub use homes::HomeRow;
pub use imports::{ImportFileRow, QuarantineRow};
pub use jobs::JobRow;
pub use keys::{copy_key, may_copy_key};
pub use limits::{LimitRow, LimitedRow};
pub use log::{CheckpointRow, LogRow};
pub use managers::ManagerRow;
pub use migrate::{Upgraded, Views, upgrade, upgrade_database};
pub use missing::{Missing, Taken};
pub use news::{About, Desk, NewsRow};
pub use noted::NotedRow;
pub use notices::{LookRow, NoticeRow, NoticeSeenRow};
pub use outgoing::{OfficeCount, OutgoingRow};
pub use owing::Owing;
pub use own::SavedViewRow;
pub use people::{MATCHES_COUNTED, Matches, NAME, PersonKeyRow, PersonRow, SearchKey};
pub use places::{SiteRow, TeamRow};
pub use postgres::{Database, Postgres, Scrubbed, drop_schema, grow, scrub};
pub use presence::{BusyRow, PresenceRow};
pub use project::STILL_KNOWN;
pub use reads::ReadRow;
pub use rows::Rows;
pub use seen::{ReadPlace, RefusedRow, SeenRow, Standing, WhoRead};
pub use segments::{Segment, SegmentError, Segments};
pub use sessions::SessionRow;
pub use signed::SignedLineRow;
pub use snapshot::{Answered, Snapshot};
pub use sqlite::Sqlite;
pub use staff::StaffRow;
pub use standing::StandingRow;
pub use store::Store;
pub use tiles::StoredNodes;
pub use timing::{AboutCount, LaterCount, Timing, TimingRow};
pub use upkeep::UpkeepRow;
pub use verify::{Finding, Report, Walked, verify, verify_database, verify_database_watched, verify_watched};
pub use visits::{BookedRow, ExpectedRow, VisitRow};
