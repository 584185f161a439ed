//! Every kind of fact, a file per stream kind (of organisations and sites two); what a person's stream says about risk, about
//! the plan and the work on it, about where they live, and about reaching them, has a file of its own.
//!
//! A fact is a kind, a version and a body. Old versions are read for ever: a body that changes shape gets a new `v`
//! and an upcast beside the old one (`earlier`), never a rewrite. A kind this version does not know is kept as it is.

pub mod address;
pub mod affiliation;
pub mod alarm;
pub mod correction;
pub mod court;
mod earlier;
pub mod elsewhere;
pub mod erasure;
pub mod import;
pub mod keepapart;
pub mod message;
pub mod organisation;
pub mod person;
pub mod plan;
pub mod raised;
pub mod risk;
pub mod sample;
pub mod service;
pub mod signed;
pub mod site;
pub mod supervision;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// Bytes that do not hold a fact this version can read or write.
#[derive(Debug, thiserror::Error)]
pub enum NotAFact {
    /// The envelope is damaged.
    #[error("its envelope is damaged: {0}")]
    Envelope(serde_json::Error),
    /// The body does not fit its kind.
    #[error("its body does not fit its kind: {0}")]
    Body(serde_json::Error),
    /// The body cannot be laid down as canonical JSON.
    #[error("it cannot be laid down: {0}")]
    Canonical(String),
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $variant:ident($body:ty) = $kind:literal v $version:literal
        $(, before that $earlier:literal as $old:ty)*;)+) => {
        /// Something that happened, of one of the kinds the record knows.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Fact {
            $($(#[doc = $doc])+ $variant($body),)+
            /// A kind or version written by a newer release: shown as such, never touched.
            Unknown {
                /// Its kind.
                kind: String,
                /// Its version.
                version: u32,
                /// Its body as stored.
                body: String,
            },
        }

        impl Fact {
            /// Versions that are read for ever and never written again, each with its kind.
            pub const EARLIER: &[(&str, u32)] = &[$($(($kind, $earlier),)*)+];

            /// The name of its kind.
            pub fn kind(&self) -> &str {
                match self {
                    $(Fact::$variant(_) => $kind,)+
                    Fact::Unknown { kind, .. } => kind,
                }
            }

            /// The version of its body.
            pub fn version(&self) -> u32 {
                match self {
                    $(Fact::$variant(_) => $version,)+
                    Fact::Unknown { version, .. } => *version,
                }
            }

            pub(crate) fn read(kind: &str, version: u32, body: &RawValue) -> Result<Fact, NotAFact> {
                match (kind, version) {
                    $(
                        ($kind, $version) => parse(body).map(Fact::$variant),
                        $(($kind, $earlier) => parse::<$old>(body).map(|old| Fact::$variant(old.into())),)*
                    )+
                    _ => Ok(Fact::Unknown { kind: kind.to_owned(), version, body: body.get().to_owned() }),
                }
            }
        }

        impl Serialize for Body<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    $(Fact::$variant(body) => body.serialize(serializer),)+
                    Fact::Unknown { body, .. } => {
                        let body: Value = serde_json::from_str(body).map_err(serde::ser::Error::custom)?;
                        body.serialize(serializer)
                    }
                }
            }
        }

        $(impl From<$body> for Fact {
            fn from(body: $body) -> Fact {
                Fact::$variant(body)
            }
        })+
    };
}

facts! {
    // person
    /// A person becomes known to the service.
    PersonRecorded(person::PersonRecorded) = "person_recorded" v 1;
    /// Another name they go by or went by.
    AliasRecorded(person::AliasRecorded) = "alias_recorded" v 1;
    /// An identity number.
    IdentifierRecorded(person::IdentifierRecorded) = "identifier_recorded" v 1;
    /// Where they live, have lived or can be written to.
    AddressRecorded(address::AddressRecorded) = "address_recorded" v 2, before that 1 as address::AddressRecorded;
    /// They have left an address, or it counts no longer.
    AddressEnded(address::AddressEnded) = "address_ended" v 1;
    /// What they need: an interpreter, an adjustment, letters in another language or format.
    NeedRecorded(person::NeedRecorded) = "need_recorded" v 1;
    /// A court made an order, or a licence began.
    OrderMade(person::OrderMade) = "order_made" v 1;
    /// An order came to its end.
    OrderEnded(person::OrderEnded) = "order_ended" v 2, before that 1 as earlier::OrderEnded1;
    /// An order (or one of its requirements) was given to a provider, team and officer.
    Allocated(person::Allocated) = "allocated" v 1;
    /// An appointment was booked.
    AppointmentBooked(person::AppointmentBooked) = "appointment_booked" v 3, before that 1 as person::AppointmentBooked,
        before that 2 as person::AppointmentBooked;
    /// An appointment was moved to another time.
    AppointmentMoved(person::AppointmentMoved) = "appointment_moved" v 3, before that 1 as person::AppointmentMoved,
        before that 2 as person::AppointmentMoved;
    /// An appointment that was still to be held was called off.
    AppointmentCancelled(person::AppointmentCancelled) = "appointment_cancelled" v 1;
    /// Somebody came into a building of the service, booked or not.
    Arrived(person::Arrived) = "arrived" v 1;
    /// They left it.
    Left(person::Left) = "left" v 1;
    /// What came of an appointment.
    OutcomeRecorded(person::OutcomeRecorded) = "outcome_recorded" v 1;
    /// A contact that was no appointment, or a note.
    ContactNoted(person::ContactNoted) = "contact_noted" v 1;
    /// A sentence plan was completed.
    PlanCompleted(plan::PlanCompleted) = "plan_completed" v 2, before that 1 as earlier::PlanCompleted1;
    /// A sentence plan was reviewed: where each objective stands, and what is added.
    PlanReviewed(plan::PlanReviewed) = "plan_reviewed" v 1;
    /// What was worked on at an appointment.
    WorkRecorded(plan::WorkRecorded) = "work_recorded" v 1;
    /// What was decided about a failure to comply.
    FailureDecided(person::FailureDecided) = "failure_decided" v 1;
    /// A warning was given.
    WarningGiven(person::WarningGiven) = "warning_given" v 1;
    /// A warning no longer stands: evidence was accepted.
    WarningWithdrawn(person::WarningWithdrawn) = "warning_withdrawn" v 1;
    /// A breach was referred to an enforcement officer.
    BreachReferred(person::BreachReferred) = "breach_referred" v 1;
    /// A letter was issued; its text is a document beside the ledger.
    LetterIssued(person::LetterIssued) = "letter_issued" v 1;
    /// How somebody may be reached.
    ContactDetails(message::ContactDetails) = "contact_details" v 1;
    /// A text message was to be sent.
    MessageQueued(message::MessageQueued) = "message_queued" v 1;
    /// An e-mail was to be sent.
    EmailQueued(message::EmailQueued) = "email_queued" v 1;
    /// A letter or a text message left.
    MessageDispatched(message::MessageDispatched) = "message_dispatched" v 1;
    /// A text message reached the telephone.
    MessageDelivered(message::MessageDelivered) = "message_delivered" v 1;
    /// An e-mail has not arrived yet: whoever carries it goes on trying.
    MessageDelayed(message::MessageDelayed) = "message_delayed" v 1;
    /// A letter or a text message could not be sent.
    MessageFailed(message::MessageFailed) = "message_failed" v 1;
    /// A letter came back.
    MessageReturned(message::MessageReturned) = "message_returned" v 1;
    /// A register flag was raised.
    Registered(person::Registered) = "registered" v 1;
    /// A register flag was taken down.
    Deregistered(person::Deregistered) = "deregistered" v 1;
    /// They are said to belong to a group.
    AffiliationRecorded(affiliation::AffiliationRecorded) = "affiliation_recorded" v 1;
    /// They no longer belong to a group, as far as is known.
    AffiliationEnded(affiliation::AffiliationEnded) = "affiliation_ended" v 1;
    /// An assessment of risk was completed.
    AssessmentCompleted(risk::AssessmentCompleted) = "assessment_completed" v 1;
    /// A change of what is judged was proposed; a raise takes effect at once.
    RiskChangeProposed(risk::RiskChangeProposed) = "risk_change_proposed" v 1;
    /// A second person countersigned a proposed change, or declined it.
    RiskChangeCountersigned(risk::RiskChangeCountersigned) = "risk_change_countersigned" v 1;
    /// Somebody looked at what is due and put its alarm aside.
    AlarmDismissed(alarm::AlarmDismissed) = "alarm_dismissed" v 1;
    /// A senior signed off, for a month, that they had not been seen.
    UnseenSignedOff(signed::UnseenSignedOff) = "unseen_signed_off" v 1;
    /// Who may see the record was limited: an exclusion or a restriction.
    AccessLimited(person::AccessLimited) = "access_limited" v 1;
    /// A limit on access was ended.
    AccessLimitEnded(person::AccessLimitEnded) = "access_limit_ended" v 1;
    /// An entry was never true of this person; `retracts` names it.
    Retracted(person::Retracted) = "retracted" v 1;
    /// Entries whose content was erased, by whose authority.
    Erased(person::Erased) = "erased" v 1;
    /// An entry about somebody else was taken off: everybody who had read it is told.
    ReadersTold(correction::ReadersTold) = "readers_told" v 1;
    /// Somebody raised something with whoever leads: it is theirs to answer.
    Raised(raised::Raised) = "raised" v 1;
    /// What was raised was answered.
    RaisedAnswered(raised::RaisedAnswered) = "raised_answered" v 1;
    // any stream
    /// Somebody proposes that content be erased; a second person decides.
    ErasureProposed(erasure::ErasureProposed) = "erasure_proposed" v 1;
    /// The second person said no; `because` names the proposal.
    ErasureDeclined(erasure::ErasureDeclined) = "erasure_declined" v 1;
    /// Nothing of this stream may be erased until the hold is lifted.
    LegalHoldPlaced(erasure::LegalHoldPlaced) = "legal_hold_placed" v 1;
    /// A legal hold was lifted.
    LegalHoldLifted(erasure::LegalHoldLifted) = "legal_hold_lifted" v 1;
    // court
    /// A case stood on a court's list.
    CaseListed(court::CaseListed) = "case_listed" v 1;
    /// Somebody confirmed who a defendant is.
    MatchConfirmed(court::MatchConfirmed) = "match_confirmed" v 1;
    /// Somebody confirmed that a defendant is not on record.
    NoRecordConfirmed(court::NoRecordConfirmed) = "no_record_confirmed" v 1;
    // import
    /// A file was imported, with its counts.
    FileImported(import::FileImported) = "file_imported" v 1;
    // organisations
    /// A provider was established.
    ProviderEstablished(organisation::ProviderEstablished) = "provider_established" v 1;
    /// A team was formed.
    TeamFormed(organisation::TeamFormed) = "team_formed" v 1;
    /// A site was opened.
    SiteOpened(organisation::SiteOpened) = "site_opened" v 1;
    /// A site's rooms and hours.
    SiteArranged(site::SiteArranged) = "site_arranged" v 1;
    /// A site was looked at: what it is fit for.
    SiteAssessed(site::SiteAssessed) = "site_assessed" v 1;
    /// A site was closed.
    SiteClosed(site::SiteClosed) = "site_closed" v 1;
    /// Somebody came into a site whom nobody there could find on record.
    CallerNoted(site::CallerNoted) = "caller_noted" v 1;
    /// Whoever was noted by a number left the site again.
    CallerLeft(site::CallerLeft) = "caller_left" v 1;
    /// A senior saw to somebody who was noted at a site for them.
    CallerSeen(site::CallerSeen) = "caller_seen" v 1;
    /// A member of staff joined, or took up another role or team.
    StaffJoined(organisation::StaffJoined) = "staff_joined" v 1;
    /// A member of staff left.
    StaffLeft(organisation::StaffLeft) = "staff_left" v 1;
    /// A senior signed off, for a month, who of their team had not been seen.
    ContactSignedOff(organisation::ContactSignedOff) = "contact_signed_off" v 2, before that 1 as earlier::ContactSignedOff1;
    /// Of some whom nobody spoke of as a month was signed off, a senior said afterwards what is done.
    ContactSpokenOf(organisation::ContactSpokenOf) = "contact_spoken_of" v 1;
    /// A member of staff is away: from when, until when, and who answers for their cases.
    StaffAway(organisation::StaffAway) = "staff_away" v 1;
    /// A member of staff is back at work.
    StaffBack(organisation::StaffBack) = "staff_back" v 1;
    /// A member of staff has seen a notice.
    NoticeAcknowledged(correction::NoticeAcknowledged) = "notice_acknowledged" v 1;
    // supervision
    /// A line was put on the agenda of somebody's supervision.
    AgendaLineAdded(supervision::AgendaLineAdded) = "agenda_line_added" v 1;
    /// A supervision was held: what was agreed of each line, or that it is carried over.
    SupervisionHeld(supervision::SupervisionHeld) = "supervision_held" v 1;
    // asked
    /// Something was asked for that the work needs.
    HelpAsked(supervision::HelpAsked) = "help_asked" v 1;
    /// It was got, or was not.
    HelpAnswered(supervision::HelpAnswered) = "help_answered" v 1;
    // sample
    /// Cases of a team were drawn by chance, to be read.
    SampleDrawn(sample::SampleDrawn) = "sample_drawn" v 1;
    /// A case was among those that were drawn.
    CaseSampled(sample::CaseSampled) = "case_sampled" v 1;
    /// Whoever leads the team read it, and says what they found.
    SampledCaseRead(sample::SampledCaseRead) = "sampled_case_read" v 1;
    // keepapart
    /// People must be kept apart.
    KeepApartMade(keepapart::KeepApartMade) = "keep_apart_made" v 2, before that 1 as keepapart::KeepApartMade;
    /// A senior confirmed an arrangement that names people who are not its maker's.
    KeepApartConfirmed(keepapart::KeepApartConfirmed) = "keep_apart_confirmed" v 1;
    /// Somebody was recorded as belonging to a group that it names: it holds for them too.
    KeepApartJoined(keepapart::KeepApartJoined) = "keep_apart_joined" v 1;
    /// Somebody who came to it with a group left that group: they stay in it until a senior says otherwise.
    KeepApartGroupLeft(keepapart::KeepApartGroupLeft) = "keep_apart_group_left" v 1;
    /// A senior confirmed that whoever left a group is not in it for that group any more.
    KeepApartReleased(keepapart::KeepApartReleased) = "keep_apart_released" v 1;
    /// A senior said that whoever left a group stays in it all the same.
    KeepApartRetained(keepapart::KeepApartRetained) = "keep_apart_retained" v 1;
    /// Somebody whom it concerns lives elsewhere now, which brings people too near to one another.
    KeepApartMoved(keepapart::KeepApartMoved) = "keep_apart_moved" v 1;
    /// It touches a booking that stands again.
    KeepApartTouched(keepapart::KeepApartTouched) = "keep_apart_touched" v 1;
    /// It was looked at again and goes on.
    KeepApartReviewed(keepapart::KeepApartReviewed) = "keep_apart_reviewed" v 1;
    /// They need not be kept apart any more.
    KeepApartEnded(keepapart::KeepApartEnded) = "keep_apart_ended" v 1;
    /// A senior let a booking be made all the same.
    KeepApartOverridden(keepapart::KeepApartOverridden) = "keep_apart_overridden" v 1;
    /// A senior gave somebody's case to a colleague whom they must not meet, or let that colleague cover for it, all the same.
    KeepApartEntrusted(keepapart::KeepApartEntrusted) = "keep_apart_entrusted" v 1;
    // service
    /// A pack of standards came into force.
    PackInForce(service::PackInForce) = "pack_in_force" v 1;
    /// The record was restored from a backup that ends before a checkpoint that is held: a part of it is lost.
    RollbackDeclared(service::RollbackDeclared) = "rollback_declared" v 1;
    /// Months of the log of reads were let go: their time to be kept is over.
    ReadsReleased(service::ReadsReleased) = "reads_released" v 1;
    /// A backup was taken, opened again and verified whole.
    BackupTaken(service::BackupTaken) = "backup_taken" v 1;
    /// A database was written anew, so that nothing erased before stands in its files.
    DatabaseScrubbed(service::DatabaseScrubbed) = "database_scrubbed" v 1;
    /// What had been erased since its backup was erased again in a restored record, or there was nothing.
    ErasuresCarriedOver(service::ErasuresCarriedOver) = "erasures_carried_over" v 1;
}

/// The body of a fact, as it is laid down.
pub(crate) struct Body<'a>(pub(crate) &'a Fact);

fn parse<T: DeserializeOwned>(body: &RawValue) -> Result<T, NotAFact> {
    serde_json::from_str(body.get()).map_err(NotAFact::Body)
}
