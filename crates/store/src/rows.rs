//! The projections of an act: for each table, the rows that its stream has from now on.

use ledger::StreamId;

use crate::affiliations::AffiliationRow;
use crate::alarms::AlarmRow;
use crate::amend;
use crate::apart::ApartRow;
use crate::arranged::ArrangedRow;
use crate::away::AwayRow;
use crate::contact::{ContactMonthRow, LastContactRow, SignedOffRow};
use crate::court::CourtCaseRow;
use crate::diary::DiaryRow;
use crate::duties::DutyRow;
use crate::erasures::ErasureRow;
use crate::error::StoreError;
use crate::glance::GlanceRow;
use crate::homes::HomeRow;
use crate::imports::{ImportFileRow, QuarantineRow};
use crate::limits::{LimitRow, LimitedRow};
use crate::managers::ManagerRow;
use crate::news::NewsRow;
use crate::noted::NotedRow;
use crate::notices::{NoticeRow, NoticeSeenRow};
use crate::outgoing::OutgoingRow;
use crate::people::{PersonKeyRow, PersonRow};
use crate::places::{SiteRow, TeamRow};
use crate::presence::PresenceRow;
use crate::project;
use crate::signed::SignedLineRow;
use crate::sql::Conn;
use crate::staff::StaffRow;
use crate::standing::StandingRow;
use crate::timing::TimingRow;
use crate::upkeep::UpkeepRow;
use crate::visits::VisitRow;

macro_rules! rows {
    ($($(#[$doc:meta])* $variant:ident($row:ty),)*) => {
        /// All rows of one projection that one stream has. Whatever the stream had there before and is not among
        /// `rows` goes (or is closed, where the projection keeps versions).
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Rows {
            $($(#[$doc])* $variant {
                /// The stream that owns the rows.
                stream: StreamId,
                /// Its rows from now on.
                rows: Vec<$row>,
            },)*
        }

        /// Writes what differs; gives the number of rows written.
        pub(crate) fn replace(conn: &Conn, rows: &Rows, at: i64) -> Result<usize, StoreError> {
            match rows {
                $(Rows::$variant { stream, rows } => project::replace(conn, stream, rows, at),)*
            }
        }

        /// Writes what `rows` have otherwise than `without`, the same projection without the act; gives the number of rows written.
        pub(crate) fn amend(conn: &Conn, without: &Rows, rows: &Rows, at: i64) -> Result<usize, StoreError> {
            match (without, rows) {
                $((Rows::$variant { rows: without, .. }, Rows::$variant { stream, rows }) => {
                    amend::amend(conn, stream, without, rows, at)
                })*
                _ => Err(StoreError::Refused("rows of one projection held against those of another".into())),
            }
        }

        impl Rows {
            /// The stream that owns them.
            pub fn stream(&self) -> &StreamId {
                match self {
                    $(Rows::$variant { stream, .. } => stream,)*
                }
            }

            /// Whether the stream has none.
            pub fn is_empty(&self) -> bool {
                match self {
                    $(Rows::$variant { rows, .. } => rows.is_empty(),)*
                }
            }

            /// Whether they are of the same projection of the same stream.
            pub(crate) fn are_of(&self, other: &Rows) -> bool {
                std::mem::discriminant(self) == std::mem::discriminant(other) && self.stream() == other.stream()
            }
        }

        /// Empties every projection.
        pub(crate) fn clear(conn: &Conn) -> Result<(), StoreError> {
            $(project::clear::<$row>(conn)?;)*
            Ok(())
        }

        /// Removes the closed versions of a stream's rows from every projection that keeps versions.
        pub(crate) fn forget_past(conn: &Conn, stream: &StreamId) -> Result<(), StoreError> {
            $(project::forget_past::<$row>(conn, stream)?;)*
            Ok(())
        }
    };
}

rows! {
    /// The person's line in the register.
    Person(PersonRow),
    /// What the person is searched by.
    PersonKey(PersonKeyRow),
    /// Appointments.
    Diary(DiaryRow),
    /// What is due.
    Duty(DutyRow),
    /// Who manages which component.
    Manager(ManagerRow),
    /// Exclusions and restrictions.
    Limit(LimitRow),
    /// Who manages which component of those to whose record access is limited.
    Limited(LimitedRow),
    /// Cases on a court's list.
    CourtCase(CourtCaseRow),
    /// A member of staff.
    Staff(StaffRow),
    /// Teams.
    Team(TeamRow),
    /// Sites.
    Site(SiteRow),
    /// Rows of an import that were set aside.
    Quarantine(QuarantineRow),
    /// Files imported.
    ImportFile(ImportFileRow),
    /// What was proposed for erasure, and what became of it.
    Erasure(ErasureRow),
    /// The two times of every entry; an act adds its own by [`crate::Act::timings`] instead.
    Timing(TimingRow),
    /// Staff who are told that they read what was about somebody else.
    Notice(NoticeRow),
    /// Notices that a member of staff has seen.
    NoticeSeen(NoticeSeenRow),
    /// Where somebody is to be.
    Presence(PresenceRow),
    /// Members of an arrangement to keep people apart.
    Apart(ApartRow),
    /// Visits to a building.
    Visit(VisitRow),
    /// Where somebody lives.
    Home(HomeRow),
    /// Who made an arrangement to keep people apart.
    Arranged(ArrangedRow),
    /// Groups somebody is said to belong to.
    Affiliation(AffiliationRow),
    /// When somebody was last seen.
    LastContact(LastContactRow),
    /// Contacts by month, team and mode.
    ContactMonth(ContactMonthRow),
    /// Months a senior signed off.
    SignedOff(SignedOffRow),
    /// How a case stands, beside the person's line in the register.
    Standing(StandingRow),
    /// Times a member of staff is away.
    Away(AwayRow),
    /// What became of duties whose day went by.
    Alarm(AlarmRow),
    /// What was last recorded that whoever manages the case should know.
    News(NewsRow),
    /// What is done to keep the record: backups taken, the database scrubbed.
    Upkeep(UpkeepRow),
    /// What is still to be sent.
    Outgoing(OutgoingRow),
    /// What a caseload is sorted and filtered by.
    Glance(GlanceRow),
    /// What a senior said of somebody not seen, signing off a month.
    SignedLine(SignedLineRow),
    /// Who wrote which note when.
    Noted(NotedRow),
}
