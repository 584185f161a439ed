//! Who may see and do what, and because of what: the one door.
//!
//! [`decide`] answers a [`Question`] with a [`Permit`] or a [`Refusal`]; both say why. Access follows the working
//! relationship, not the employer: whoever works with a person today may see what that work needs, whichever
//! organisation pays them. A limit on a record (exclusion or restriction) beats every relationship.
//!
//! A [`Permit`] can be made nowhere else, and nothing loads a case without one.
//!
//! Deliberately absent: the look-up of relationships (the caller brings them as [`Ties`]), the log of reads, sessions.
//! Nothing is remembered: a permit is for one request.

mod action;

use jiff::civil::Date;
use record::StreamId;
use record::facts::organisation::Role;

use action::for_a_second_person;
pub use action::{Action, role_does};

/// Who asks: a member of staff, as they are today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Staff code.
    pub staff: String,
    /// Their name.
    pub name: String,
    /// The role they act in.
    pub role: Role,
    /// Their team's code.
    pub team: String,
    /// Their organisation's code.
    pub provider: String,
    /// The courts they advise, by code.
    pub courts: Vec<String>,
}

/// How staff and teams are tied to a person today. All of it is current: ended ties are left out by the caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Who holds an order or requirement.
    pub held_by: Vec<Tie>,
    /// Who answers in place of those who hold it, or leads their team, from elsewhere; each with what they answer for.
    pub stand_ins: Vec<Tie>,
    /// Staff who hold an appointment with them about now.
    pub seen_by: Vec<String>,
    /// The last day on which court officers may see the record because the person is listed; none when not listed.
    pub listed_until: Option<Date>,
    /// Staff who may not see the record.
    pub excluded: Vec<String>,
    /// When not empty, the only staff who may see the record.
    pub restricted_to: Vec<String>,
    /// The one who is asked what is done about them, of a month that was signed off without anybody speaking of them; none where
    /// that is not what it is about.
    pub speaks: Option<String>,
    /// The one who asks, where it falls to them to countersign what waits there, and nothing else ties them to it.
    pub countersigns: Option<String>,
}

/// Somebody's hold on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Staff code.
    pub staff: String,
    /// Team code.
    pub team: String,
    /// Provider code.
    pub provider: String,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// What for.
    pub action: Action,
    /// Whose record, with its ties, where the action concerns one.
    pub case: Option<(&'a StreamId, &'a Ties)>,
    /// The day it is asked.
    pub today: Date,
}

/// Leave to do one thing, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    action: Action,
    case: Option<StreamId>,
    because: Because,
}

impl Permit {
    /// Who may.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What they may do.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Whose record it concerns.
    pub fn case(&self) -> Option<&StreamId> {
        self.case.as_ref()
    }

    /// Why they may.
    pub fn because(&self) -> Because {
        self.because
    }
}

/// Why somebody may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Because {
    /// They hold the case or part of it.
    HoldsTheCase,
    /// Their team holds the case or part of it.
    TeamHoldsTheCase,
    /// They answer for it in place of whoever holds it, or lead the team that does, while its own senior is not at work.
    StandsIn,
    /// They have an appointment with the person.
    SeesThePerson,
    /// The person is on a court's list.
    ListedAtCourt,
    /// They audit records.
    Audits,
    /// They answer for what is held on people.
    AnswersForData,
    /// They receive people who come into a building.
    AtReception,
    /// They send the letters of their office: those that wait there, and nothing else of the case.
    SendsPost,
    /// They are the one who says what is done about somebody of whom whoever signed a month could not speak.
    AskedToSpeak,
    /// It falls to them to countersign a change of risk, whose author may not: for that, and for as long as it waits.
    AskedToSign,
    /// It is the service itself, at work on a job.
    Job,
    /// Their role does this, and it concerns no single record.
    Role,
}

impl Because {
    /// In words, for the log of reads and the page.
    pub fn words(self) -> &'static str {
        match self {
            Because::HoldsTheCase => "holds the case",
            Because::TeamHoldsTheCase => "their team holds the case",
            Because::StandsIn => "answers in place of whoever holds the case or leads its team",
            Because::SeesThePerson => "has an appointment with the person",
            Because::ListedAtCourt => "the person is on a court list",
            Because::Audits => "audits records",
            Because::AnswersForData => "answers for what is held on people",
            Because::AtReception => "receives whoever comes in",
            Because::SendsPost => "sends the letters of the office",
            Because::AskedToSpeak => "asked what is done, of a month that was signed without it",
            Because::AskedToSign => "asked to countersign a change of risk",
            Because::Job => "the service’s own work",
            Because::Role => "part of their role",
        }
    }
}

/// Why somebody may not. A limit is never explained: its words are the same whatever the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Access to this record is limited.
    Limited,
    /// Nothing ties them to this person; the team to ask, when one holds the case.
    NoRelationship {
        /// Team code.
        ask: Option<String>,
    },
    /// Their role does not do this.
    NotTheirRole,
}

impl Refusal {
    /// In words, for the log of reads.
    pub fn words(&self) -> &'static str {
        match self {
            Refusal::Limited => "access to the record is limited",
            Refusal::NoRelationship { .. } => "no working relationship",
            Refusal::NotTheirRole => "not part of their role",
        }
    }
}

/// Decides. Limits come first, then what the role does, then the working relationship.
pub fn decide(question: Question<'_>) -> Result<Permit, Refusal> {
    let because = match question.case {
        Some((_, ties)) => reason_for_case(question, ties)?,
        None if question.action.needs_case() => return Err(Refusal::NoRelationship { ask: None }),
        None if role_does(question.actor.role, question.action) => Because::Role,
        None => return Err(Refusal::NotTheirRole),
    };
    Ok(Permit {
        actor: question.actor.clone(),
        action: question.action,
        case: question.case.map(|(stream, _)| stream.clone()),
        because,
    })
}

/// Whether the limits on a record keep a member of staff from it: an exclusion names them, or a restriction does not.
pub fn limited(staff: &str, excluded: &[String], restricted_to: &[String]) -> bool {
    let named = |list: &[String]| list.iter().any(|code| code == staff);
    named(excluded) || (!restricted_to.is_empty() && !named(restricted_to))
}

fn reason_for_case(question: Question<'_>, ties: &Ties) -> Result<Because, Refusal> {
    let Question { actor, action, today, .. } = question;
    // Whoever comes in is received: no limit on their record turns them away, and nothing of it is shown.
    if action == Action::Receive && role_does(actor.role, action) {
        return Ok(Because::AtReception);
    }
    // A job shows nothing to anybody: whoever is kept from a record, its person is still reminded.
    if actor.role == Role::System && role_does(actor.role, action) {
        return Ok(Because::Job);
    }
    // Somebody has to say what is done, even of a record that no senior may open: this opens none.
    if action == Action::SpeakOfUnseen {
        return speaks_of_unseen(actor, ties);
    }
    if limited(&actor.staff, &ties.excluded, &ties.restricted_to) {
        return Err(Refusal::Limited);
    }
    if !role_does(actor.role, action) {
        return Err(Refusal::NotTheirRole);
    }
    match actor.role {
        Role::Auditor => Ok(Because::Audits),
        Role::InformationOfficer => Ok(Because::AnswersForData),
        Role::CourtOfficer if ties.listed_until.is_some_and(|last| today <= last) => Ok(Because::ListedAtCourt),
        _ => working_relationship(actor, ties)
            // An appointment passes; whoever gives a case on makes it last, so only whoever holds it may.
            .filter(|because| action != Action::Allocate || *because != Because::SeesThePerson)
            .or_else(|| sends_post(question, ties))
            .or_else(|| asked_to_sign(question, ties))
            .ok_or_else(|| Refusal::NoRelationship { ask: ties.held_by.first().map(|tie| tie.team.clone()) }),
    }
}

/// An office's letters are printed together, whichever of its teams holds the case. Which office that is, whoever asks looks up:
/// this alone opens no letter.
fn sends_post(question: Question<'_>, ties: &Ties) -> Option<Because> {
    let ours = ties.held_by.iter().chain(&ties.stand_ins).any(|tie| tie.provider == question.actor.provider);
    (question.action == Action::SendPost && ours).then_some(Because::SendsPost)
}

/// What its author may not sign falls to another senior, who reads the record and signs. Who that is, whoever asks looks up.
fn asked_to_sign(question: Question<'_>, ties: &Ties) -> Option<Because> {
    let asked = ties.countersigns.as_ref() == Some(&question.actor.staff);
    (asked && for_a_second_person(question.action)).then_some(Because::AskedToSign)
}

/// Of somebody of whom whoever signed a month could not speak, one senior says what is done, and nobody else: who that is,
/// whoever asks looks up.
fn speaks_of_unseen(actor: &Actor, ties: &Ties) -> Result<Because, Refusal> {
    if !role_does(actor.role, Action::SpeakOfUnseen) {
        return Err(Refusal::NotTheirRole);
    }
    let asked = ties.speaks.as_ref() == Some(&actor.staff);
    if asked { Ok(Because::AskedToSpeak) } else { Err(Refusal::NoRelationship { ask: None }) }
}

fn working_relationship(actor: &Actor, ties: &Ties) -> Option<Because> {
    if ties.held_by.iter().any(|tie| tie.staff == actor.staff) {
        Some(Because::HoldsTheCase)
    } else if ties.stand_ins.iter().any(|tie| tie.staff == actor.staff) {
        // Before an appointment: that is no reason to give a case on, and answering for it is.
        Some(Because::StandsIn)
    } else if ties.seen_by.contains(&actor.staff) {
        Some(Because::SeesThePerson)
    } else if ties.held_by.iter().any(|tie| tie.team == actor.team) {
        Some(Because::TeamHoldsTheCase)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::action::for_the_few;
    use super::*;
    use jiff::civil::date;

    fn actor(role: Role, staff: &str, team: &str) -> Actor {
        Actor {
            staff: staff.into(),
            name: String::new(),
            role,
            team: team.into(),
            provider: team[..3].into(),
            courts: Vec::new(),
        }
    }

    fn held() -> Ties {
        Ties {
            held_by: vec![Tie { staff: "P01T1A1".into(), team: "P01T1A".into(), provider: "P01".into() }],
            ..Ties::default()
        }
    }

    fn check(actor: &Actor, action: Action, ties: &Ties, expected: &Result<Because, Refusal>) {
        let stream = StreamId::new("person", [7; 16]);
        let today = date(2015, 12, 15);
        let answer = decide(Question { actor, action, case: Some((&stream, ties)), today });
        assert_eq!(&answer.map(|permit| permit.because()), expected, "{actor:?} {action:?}");
    }

    const STRANGER: fn() -> Refusal = || Refusal::NoRelationship { ask: Some("P01T1A".into()) };

    #[test]
    fn whoever_holds_the_case_may_work_on_it() {
        let officer = actor(Role::Practitioner, "P01T1A1", "P01T1A");
        for action in [Action::ViewCase, Action::Book, Action::RecordContact, Action::DecideFailure, Action::Correct] {
            check(&officer, action, &held(), &Ok(Because::HoldsTheCase));
        }
    }

    #[test]
    fn the_team_may_and_another_organisation_without_a_tie_may_not() {
        check(
            &actor(Role::CaseAdministrator, "P01T1A9", "P01T1A"),
            Action::Book,
            &held(),
            &Ok(Because::TeamHoldsTheCase),
        );
        check(&actor(Role::Practitioner, "Q02T1A1", "Q02T1A"), Action::ViewCase, &held(), &Err(STRANGER()));
    }

    #[test]
    fn whoever_leads_the_team_from_elsewhere_today_may_do_what_its_senior_does_and_nobody_else_of_theirs_may() {
        let uma = Tie { staff: "P01T2A0".into(), team: "P01T1A".into(), provider: "P01".into() };
        let ties = Ties { stand_ins: vec![uma], seen_by: vec!["P01T2A0".into()], ..held() };
        let senior = actor(Role::SeniorProbationOfficer, "P01T2A0", "P01T2A");
        for action in [Action::ViewCase, Action::CountersignRisk, Action::OverrideApart, Action::Allocate] {
            check(&senior, action, &ties, &Ok(Because::StandsIn));
        }
        check(&actor(Role::Practitioner, "P01T2A1", "P01T2A"), Action::ViewCase, &ties, &Err(STRANGER()));
        let kept_from = Ties { excluded: vec!["P01T2A0".into()], ..ties };
        check(&senior, Action::ViewCase, &kept_from, &Err(Refusal::Limited));
        check(&senior, Action::ViewCase, &held(), &Err(STRANGER()));
    }

    #[test]
    fn a_facilitator_of_another_organisation_sees_the_people_they_have_appointments_with() {
        let ties = Ties { seen_by: vec!["Q02T1A1".into()], ..held() };
        check(&actor(Role::Practitioner, "Q02T1A1", "Q02T1A"), Action::ViewCase, &ties, &Ok(Because::SeesThePerson));
    }

    #[test]
    fn a_court_officer_anywhere_sees_a_listed_person_until_the_last_day_and_not_after() {
        let officer = actor(Role::CourtOfficer, "N09CRT1", "N09CRT");
        let listed = |last| Ties { listed_until: Some(last), ..held() };
        check(&officer, Action::ViewCase, &listed(date(2015, 12, 15)), &Ok(Because::ListedAtCourt));
        check(&officer, Action::ViewCase, &listed(date(2015, 12, 14)), &Err(STRANGER()));
        check(&officer, Action::RecordContact, &listed(date(2015, 12, 15)), &Err(Refusal::NotTheirRole));
    }

    #[test]
    fn an_exclusion_beats_holding_the_case() {
        let ties = Ties { excluded: vec!["P01T1A1".into()], ..held() };
        check(&actor(Role::Practitioner, "P01T1A1", "P01T1A"), Action::ViewCase, &ties, &Err(Refusal::Limited));
    }

    #[test]
    fn a_restriction_lets_only_the_named_through_and_still_asks_for_a_relationship() {
        let ties = Ties { restricted_to: vec!["P01T1A1".into(), "Q02T1A1".into()], ..held() };
        check(&actor(Role::Practitioner, "P01T1A1", "P01T1A"), Action::ViewCase, &ties, &Ok(Because::HoldsTheCase));
        check(&actor(Role::Practitioner, "P01T1A2", "P01T1A"), Action::ViewCase, &ties, &Err(Refusal::Limited));
        check(&actor(Role::Practitioner, "Q02T1A1", "Q02T1A"), Action::ViewCase, &ties, &Err(STRANGER()));
        check(&actor(Role::Auditor, "AUD0001", "AUD000"), Action::ViewCase, &ties, &Err(Refusal::Limited));
    }

    #[test]
    fn a_practitioner_proposes_a_change_of_risk_and_only_a_senior_countersigns() {
        let officer = actor(Role::Practitioner, "P01T1A1", "P01T1A");
        check(&officer, Action::AssessRisk, &held(), &Ok(Because::HoldsTheCase));
        check(&officer, Action::CountersignRisk, &held(), &Err(Refusal::NotTheirRole));
        let senior = actor(Role::SeniorProbationOfficer, "P01T1A0", "P01T1A");
        check(&senior, Action::CountersignRisk, &held(), &Ok(Because::TeamHoldsTheCase));
        let administrator = actor(Role::CaseAdministrator, "P01T1A9", "P01T1A");
        check(&administrator, Action::AssessRisk, &held(), &Err(Refusal::NotTheirRole));
    }

    #[test]
    fn what_is_sensitive_opens_to_those_who_supervise_or_check_and_only_a_senior_signs_off_contact() {
        let check_role = |action, may: &[Role]| {
            for role in Role::ALL {
                assert_eq!(role_does(role, action), may.contains(&role), "{role:?} {action:?}");
            }
        };
        let (officer, senior) = (Role::Practitioner, Role::SeniorProbationOfficer);
        check_role(Action::ViewSensitive, &[officer, senior, Role::Auditor, Role::InformationOfficer]);
        check_role(Action::SignOffContact, &[senior]);
        check_role(Action::CompareContact, &[senior, Role::Auditor]);
        check_role(Action::ViewContact, &[officer, senior, Role::CaseAdministrator, Role::Auditor]);
        let stranger = actor(officer, "Q02T1A1", "Q02T1A");
        check(&stranger, Action::ViewSensitive, &held(), &Err(STRANGER()));
    }

    #[test]
    fn an_auditor_sees_everything_and_changes_nothing() {
        let auditor = actor(Role::Auditor, "AUD0001", "AUD000");
        check(&auditor, Action::ViewCase, &held(), &Ok(Because::Audits));
        for action in [Action::Book, Action::RecordContact, Action::DecideFailure, Action::Correct] {
            check(&auditor, action, &held(), &Err(Refusal::NotTheirRole));
        }
    }

    #[test]
    fn letters_are_sent_by_the_holders_organisation_and_never_past_a_limit() {
        let clerk = actor(Role::CaseAdministrator, "P01T2A9", "P01T2A");
        check(&clerk, Action::SendPost, &held(), &Ok(Because::SendsPost));
        let of_the_team = actor(Role::CaseAdministrator, "P01T1A9", "P01T1A");
        check(&of_the_team, Action::SendPost, &held(), &Ok(Because::TeamHoldsTheCase));
        check(&clerk, Action::ViewCase, &held(), &Err(STRANGER()));
        check(&actor(Role::CaseAdministrator, "Q02T1A9", "Q02T1A"), Action::SendPost, &held(), &Err(STRANGER()));
        let kept_from = Ties { excluded: vec!["P01T2A9".into()], ..held() };
        check(&clerk, Action::SendPost, &kept_from, &Err(Refusal::Limited));
        check(&actor(Role::Auditor, "AUD0001", "AUD000"), Action::SendPost, &held(), &Err(Refusal::NotTheirRole));
    }

    #[test]
    fn of_somebody_left_over_in_a_signed_month_only_the_one_who_is_asked_speaks_whatever_limits_there_are() {
        let uma = actor(Role::SeniorProbationOfficer, "P01T2A0", "P01T2A");
        let own = actor(Role::SeniorProbationOfficer, "P01T1A0", "P01T1A");
        let stranger = Err(Refusal::NoRelationship { ask: None });
        let asked = Ties { speaks: Some("P01T2A0".into()), ..held() };
        check(&uma, Action::SpeakOfUnseen, &asked, &Ok(Because::AskedToSpeak));
        check(&own, Action::SpeakOfUnseen, &asked, &stranger);
        check(&uma, Action::SpeakOfUnseen, &held(), &stranger);
        let kept_from = Ties { excluded: vec!["P01T2A0".into()], ..asked.clone() };
        check(&uma, Action::SpeakOfUnseen, &kept_from, &Ok(Because::AskedToSpeak));
        check(&uma, Action::ViewCase, &kept_from, &Err(Refusal::Limited));
        let ended = Ties { held_by: Vec::new(), ..asked.clone() };
        check(&uma, Action::SpeakOfUnseen, &ended, &Ok(Because::AskedToSpeak));
        let officer = Ties { speaks: Some("P01T1A1".into()), ..held() };
        let olwen = actor(Role::Practitioner, "P01T1A1", "P01T1A");
        check(&olwen, Action::SpeakOfUnseen, &officer, &Err(Refusal::NotTheirRole));
    }

    #[test]
    fn the_service_itself_sends_texts_and_tells_readers_whatever_limits_there_are_and_does_nothing_else() {
        let system = actor(Role::System, "system", "system");
        let restricted = Ties { restricted_to: vec!["P01T1A1".into()], ..held() };
        let own = [Action::SendText, Action::TellReaders];
        for action in own {
            check(&system, action, &restricted, &Ok(Because::Job));
        }
        for action in Action::ALL.into_iter().filter(|action| !own.contains(action)) {
            assert!(!role_does(Role::System, action), "{action:?}");
        }
        for role in Role::ALL {
            assert!(own.into_iter().all(|action| !role_does(role, action)), "{role:?}");
        }
    }

    #[test]
    fn an_information_officer_erases_and_records_nothing_else() {
        let officer = actor(Role::InformationOfficer, "INF0001", "INF000");
        for action in [Action::ViewCase, Action::Erase] {
            check(&officer, action, &held(), &Ok(Because::AnswersForData));
        }
        for action in [Action::Book, Action::RecordContact, Action::DecideFailure, Action::Correct] {
            check(&officer, action, &held(), &Err(Refusal::NotTheirRole));
        }
        for role in Role::ALL.into_iter().filter(|role| *role != Role::InformationOfficer) {
            assert!(!role_does(role, Action::Erase), "{role:?}");
        }
    }

    #[test]
    fn only_those_who_check_or_answer_for_records_see_who_has_seen_one() {
        for role in Role::ALL {
            let expected = matches!(role, Role::Auditor | Role::InformationOfficer);
            assert_eq!(role_does(role, Action::ViewReads), expected, "{role:?}");
        }
        let auditor = actor(Role::Auditor, "AUD0001", "AUD000");
        let kept_from = Ties { excluded: vec!["AUD0001".into()], ..held() };
        check(&auditor, Action::ViewReads, &held(), &Ok(Because::Audits));
        check(&auditor, Action::ViewReads, &kept_from, &Err(Refusal::Limited));
    }

    #[test]
    fn an_action_on_a_case_is_never_permitted_without_the_case() {
        let officer = actor(Role::SeniorProbationOfficer, "P01T1A0", "P01T1A");
        for action in Action::ALL {
            let answer = decide(Question { actor: &officer, action, case: None, today: date(2015, 12, 15) });
            let others = matches!(action, Action::ConfirmMatch | Action::ImportList) || for_the_few(action);
            assert_eq!(answer.is_ok(), !action.needs_case() && !others, "{action:?}");
        }
    }
}
