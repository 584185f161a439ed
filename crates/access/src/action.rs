//! What may be done, and by which roles.

use record::facts::organisation::Role;

/// What they want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See a case.
    ViewCase,
    /// Book or move an appointment.
    Book,
    /// Let a booking be made although people must be kept apart.
    OverrideApart,
    /// See or change who must be kept apart from a person.
    KeepApart,
    /// See to an arrangement to keep people apart of whom nobody holds a case any more.
    KeepApartUnheld,
    /// Record that a person came into a building of the service, or left it.
    Receive,
    /// See who is expected in a building, and who is in it.
    ViewReception,
    /// Say what a building is fit for, its rooms and its hours.
    ManageSites,
    /// Record what came of an appointment, or add a note.
    RecordContact,
    /// Decide what to do about a failure to comply, and issue its letter.
    DecideFailure,
    /// Assess risk: propose a change of what is judged.
    AssessRisk,
    /// Countersign what a colleague proposes to lower.
    CountersignRisk,
    /// Answer what somebody raised with whoever leads.
    AnswerRaised,
    /// Correct an entry, or take it off the wrong person's record.
    Correct,
    /// See who had read an entry that was taken off a record, and is told.
    ViewReaders,
    /// See who has seen a record, from the log of reads.
    ViewReads,
    /// Search for people.
    FindPeople,
    /// See a day: one's own, or one's team's.
    ViewDay,
    /// See a court's list.
    ViewCourtDay,
    /// Say who a defendant is.
    ConfirmMatch,
    /// Import a court's list.
    ImportList,
    /// See how the record is protected.
    ViewProtection,
    /// Propose that something be erased, or decide about what a colleague proposed; place or lift a legal hold.
    Erase,
    /// See what is proposed for erasure and what was erased.
    ViewErasures,
    /// Ask about both times of the record across cases: what was recorded later, what was known when.
    AskTheRecord,
    /// See a caseload: one's own, or one's team's.
    ViewCaseload,
    /// See a team's week, and say who is away.
    LeadTeam,
    /// See the agenda of somebody's supervision, and put a line on it.
    Supervise,
    /// Give a case to an officer of one's organisation, or to another of its teams.
    Allocate,
    /// Put aside the alarm of something due.
    DismissAlarm,
    /// See how often each rule's alarms were worth acting on.
    ViewAlarms,
    /// See how many are in which band of everybody's scores, and have them worked out.
    ViewScores,
    /// Open an entry of a case that is marked sensitive.
    ViewSensitive,
    /// See when each person of a team was last seen.
    ViewContact,
    /// Sign off, for a month, who of one's team has not been seen.
    SignOffContact,
    /// Say what is done about somebody not seen of whom the senior who signed could not speak.
    SpeakOfUnseen,
    /// See how providers keep contact: by which mode, and on what.
    CompareContact,
    /// See what is to be sent from one's office.
    ViewPost,
    /// Print a letter that waits in one's office, and say that it was posted.
    SendPost,
    /// Send a text message that is due: the service itself does, and nobody else.
    SendText,
    /// Tell those who saw a list that may have held this person of a mistake on the record: the service itself does, and nobody
    /// else.
    TellReaders,
}

impl Action {
    /// Every action there is.
    pub const ALL: [Action; 41] = [
        Action::ViewCase,
        Action::Book,
        Action::OverrideApart,
        Action::KeepApart,
        Action::KeepApartUnheld,
        Action::Receive,
        Action::ViewReception,
        Action::ManageSites,
        Action::RecordContact,
        Action::DecideFailure,
        Action::AssessRisk,
        Action::CountersignRisk,
        Action::AnswerRaised,
        Action::Correct,
        Action::ViewReaders,
        Action::ViewReads,
        Action::FindPeople,
        Action::ViewDay,
        Action::ViewCourtDay,
        Action::ConfirmMatch,
        Action::ImportList,
        Action::ViewProtection,
        Action::Erase,
        Action::ViewErasures,
        Action::AskTheRecord,
        Action::ViewCaseload,
        Action::LeadTeam,
        Action::Supervise,
        Action::Allocate,
        Action::DismissAlarm,
        Action::ViewAlarms,
        Action::ViewScores,
        Action::ViewSensitive,
        Action::ViewContact,
        Action::SignOffContact,
        Action::SpeakOfUnseen,
        Action::CompareContact,
        Action::ViewPost,
        Action::SendPost,
        Action::SendText,
        Action::TellReaders,
    ];

    /// In words, to follow “You may not”.
    pub fn words(self) -> &'static str {
        match self {
            Action::ViewCase => "see this record",
            Action::Book => "book or move appointments for this person",
            Action::OverrideApart => "let people be booked who must be kept apart",
            Action::KeepApart => "see or change who must be kept apart",
            Action::Receive => "record that somebody came or left",
            Action::ViewReception => "see who is expected here",
            Action::ManageSites => "change what is recorded of a place",
            Action::KeepApartUnheld => "see to who must be kept apart, of whom nobody holds a case",
            Action::RecordContact => "record contacts with this person",
            Action::DecideFailure => "decide about failures to comply",
            Action::AssessRisk => "propose changes of risk",
            Action::CountersignRisk => "countersign changes of risk",
            Action::AnswerRaised => "answer what was raised about this case",
            Action::Correct => "correct this record",
            Action::ViewReaders => "see who is told of a mistake on this record",
            Action::ViewReads => "see who has seen this record",
            Action::FindPeople => "search for people",
            Action::ViewDay => "see this day",
            Action::ViewCourtDay => "see court lists",
            Action::ConfirmMatch => "say who a defendant is",
            Action::ImportList => "import court lists",
            Action::ViewProtection => "see how the record is protected",
            Action::Erase => "erase, or hold, what is recorded",
            Action::ViewErasures => "see what was erased",
            Action::AskTheRecord => "ask when things were recorded",
            Action::ViewCaseload => "see this caseload",
            Action::Supervise => "see the agenda of this supervision",
            Action::LeadTeam => "see this team's week",
            Action::Allocate => "give this case to somebody",
            Action::DismissAlarm => "put aside what is due",
            Action::ViewAlarms => "see how the alarms did",
            Action::ViewScores => "see everybody’s scores in figures",
            Action::ViewSensitive => "open what is marked sensitive",
            Action::ViewContact => "see who has not been seen",
            Action::SignOffContact => "sign off who has not been seen",
            Action::SpeakOfUnseen => "say what is done about somebody who has not been seen",
            Action::CompareContact => "see how providers keep contact",
            Action::ViewPost => "see what is to be sent",
            Action::SendPost => "send this person’s letters",
            Action::SendText => "send text messages",
            Action::TellReaders => "tell who saw a list of a mistake on this record",
        }
    }

    /// Whether it concerns one person's record.
    pub fn needs_case(self) -> bool {
        matches!(
            self,
            Action::ViewCase
                | Action::Book
                | Action::OverrideApart
                | Action::KeepApart
                | Action::Receive
                | Action::RecordContact
                | Action::SpeakOfUnseen
                | Action::DecideFailure
                | Action::AssessRisk
                | Action::CountersignRisk
                | Action::AnswerRaised
                | Action::Correct
                | Action::ViewReaders
                | Action::ViewReads
                | Action::ViewSensitive
                | Action::Allocate
                | Action::DismissAlarm
                | Action::SendPost
                | Action::SendText
                | Action::TellReaders
        )
    }
}

/// What each role does, before any relationship is looked at.
pub fn role_does(role: Role, action: Action) -> bool {
    match role {
        Role::SeniorProbationOfficer => {
            !matches!(action, Action::ConfirmMatch | Action::ImportList) && !for_the_few(action)
        }
        Role::Practitioner => {
            !matches!(action, Action::ConfirmMatch | Action::ImportList | Action::LeadTeam)
                && !for_seniors(action)
                && !for_the_few(action)
        }
        Role::CaseAdministrator => {
            !matches!(
                action,
                Action::ConfirmMatch
                    | Action::ImportList
                    | Action::DecideFailure
                    | Action::AssessRisk
                    | Action::KeepApart
                    | Action::ViewSensitive
                    | Action::LeadTeam
                    | Action::DismissAlarm
            ) && !for_seniors(action)
                && !for_the_few(action)
        }
        Role::CourtOfficer => matches!(
            action,
            Action::ViewCase
                | Action::FindPeople
                | Action::ViewDay
                | Action::ViewCourtDay
                | Action::ConfirmMatch
                | Action::ImportList
                | Action::ViewProtection
        ),
        Role::Auditor => {
            matches!(
                action,
                Action::AskTheRecord
                    | Action::ViewAlarms
                    | Action::ViewScores
                    | Action::ViewSensitive
                    | Action::ViewContact
                    | Action::CompareContact
                    | Action::ViewReads
                    | Action::ViewReaders
                    | Action::ViewCase
                    | Action::FindPeople
                    | Action::ViewProtection
                    | Action::ViewErasures
            )
        }
        Role::InformationOfficer => {
            matches!(
                action,
                Action::ViewReaders
                    | Action::ViewReads
                    | Action::ViewSensitive
                    | Action::ViewCase
                    | Action::FindPeople
                    | Action::ViewProtection
                    | Action::Erase
                    | Action::ViewErasures
            )
        }
        Role::System => matches!(action, Action::SendText | Action::TellReaders),
    }
}

/// What only whoever leads a team does.
fn for_seniors(action: Action) -> bool {
    matches!(
        action,
        Action::CountersignRisk
            | Action::AnswerRaised
            | Action::Allocate
            | Action::OverrideApart
            | Action::KeepApartUnheld
            | Action::ManageSites
            | Action::ViewScores
            | Action::SignOffContact
            | Action::SpeakOfUnseen
            | Action::CompareContact
    )
}

/// What a senior of another team does who is asked to be the second person.
pub(crate) fn for_a_second_person(action: Action) -> bool {
    matches!(
        action,
        Action::ViewCase | Action::ViewSensitive | Action::CountersignRisk | Action::AnswerRaised | Action::Correct
    )
}

/// What belongs to no team's own work.
pub(crate) fn for_the_few(action: Action) -> bool {
    matches!(
        action,
        Action::Erase
            | Action::ViewErasures
            | Action::AskTheRecord
            | Action::ViewReads
            | Action::SendText
            | Action::TellReaders
    )
}
