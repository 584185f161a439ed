//! What can leave a record because it is about somebody else, and what of it is recorded where it belongs. A note goes over
//! as it is; of what hangs on a person's own orders and appointments the words go over as a note, to be recorded anew by whoever knows
//! that person. What is about access, orders, bookings and addresses has pages of its own.

use record::case::{Standing, View, resolve};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::person::{ContactNoted, Retracted};
use record::time::Happened;
use record::{EntryId, StreamId};

use crate::correction::about;
use crate::{Ask, Said};

/// Why an entry stands on a record that was recorded on another first.
pub(crate) const MOVED: &str = "Recorded on another person's record by mistake";
/// Why what rests on such an entry goes with it.
const RESTED: &str = "What it rests on was about somebody else";

/// Whether an entry of this kind can be taken off a record as about somebody else.
pub fn can_leave(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ContactNoted(_)
            | Fact::OutcomeRecorded(_)
            | Fact::WorkRecorded(_)
            | Fact::PlanCompleted(_)
            | Fact::PlanReviewed(_)
            | Fact::LetterIssued(_)
            | Fact::NeedRecorded(_)
            | Fact::AliasRecorded(_)
            | Fact::IdentifierRecorded(_)
            | Fact::ContactDetails(_)
            | Fact::Raised(_)
            | Fact::RaisedAnswered(_)
    ) || lowers(fact)
}

/// Whether taking it off may lower the risk that stands: only whoever countersigns may do that, and not of their own.
pub fn lowers(fact: &Fact) -> bool {
    matches!(fact, Fact::AssessmentCompleted(_) | Fact::RiskChangeProposed(_) | Fact::Registered(_))
}

/// Whether it is recorded for the right person as it is, and not as a note of what it says.
pub fn moves_whole(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ContactNoted(_)
            | Fact::OutcomeRecorded(_)
            | Fact::NeedRecorded(_)
            | Fact::AliasRecorded(_)
            | Fact::IdentifierRecorded(_)
    )
}

/// What is recorded of it for the person it is about. It says where it stood: who erases one erases the other.
pub(crate) fn recorded_there(right: &StreamId, entry: &EntryId, content: &Content) -> Said {
    let fact: Fact = match &content.fact {
        // Appointments are not the other's, so what was said of one is a note.
        Fact::OutcomeRecorded(_) => ContactNoted { contact: "NOTE".to_owned(), note: words(&content.fact) }.into(),
        fact if moves_whole(fact) => fact.clone(),
        fact => ContactNoted { contact: "NOTE".to_owned(), note: words(fact) }.into(),
    };
    Said::new(right, fact, content.happened)
        .basis(content.basis)
        .handling(content.handling)
        .because([entry.clone()])
        .reason(MOVED)
}

/// What it says, for a note.
fn words(fact: &Fact) -> String {
    let lines = |head: &str, lines: Vec<String>| {
        let said = lines.into_iter().filter(|line| !line.trim().is_empty());
        std::iter::once(head.to_owned()).chain(said).collect::<Vec<_>>().join("\n")
    };
    let objectives = |set: &[record::facts::plan::Objective]| set.iter().map(|one| one.words.clone()).collect();
    match fact {
        Fact::OutcomeRecorded(outcome) => outcome.note.clone(),
        Fact::WorkRecorded(work) => lines("Worked on:", vec![work.words.clone()]),
        Fact::PlanCompleted(plan) => lines("Objectives of a plan:", objectives(&plan.objectives)),
        Fact::PlanReviewed(review) => lines("Objectives added to a plan:", objectives(&review.added)),
        Fact::AssessmentCompleted(made) => lines(
            "Risk was assessed. Assess it here; what was judged:",
            std::iter::once(made.judgement.clone())
                .chain(
                    made.harm
                        .iter()
                        .map(|harm| format!("{} {}: {}", harm.group.words(), harm.setting.words(), harm.level.words())),
                )
                .collect(),
        ),
        Fact::RiskChangeProposed(_) => "A change of risk was proposed. Propose it here, if it is to stand.".to_owned(),
        Fact::Registered(registered) => {
            lines("A register flag was put up. Register it here:", vec![registered.words.clone()])
        }
        Fact::LetterIssued(_) => {
            "A letter was issued for somebody else in their place. See what they are owed.".to_owned()
        }
        Fact::Raised(raised) => lines("Raised with whoever leads:", vec![raised.words.clone()]),
        Fact::RaisedAnswered(answered) => lines("Answered, to what was raised:", vec![answered.words.clone()]),
        Fact::ContactDetails(_) => "How to reach them was recorded for somebody else. Ask them.".to_owned(),
        _ => String::new(),
    }
}

/// What goes with it: proposals about risk, and what was decided of them, that rest on the entry and nothing else.
pub(crate) fn rested_on(entries: &[Entry], person: &StreamId, id: &EntryId, ask: &Ask) -> Vec<Said> {
    let standing = resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands);
    let standing: Vec<(&Entry, &Content)> = standing.filter_map(|seen| Some((seen.entry, seen.content?))).collect();
    let mut gone = vec![id.clone()];
    let mut said = Vec::new();
    for (entry, content) in standing {
        let judged = matches!(content.fact, Fact::RiskChangeProposed(_) | Fact::RiskChangeCountersigned(_));
        let rests = !content.because.is_empty() && content.because.iter().all(|because| gone.contains(because));
        if judged && rests && entry.id != *id {
            gone.push(entry.id.clone());
            let fact = Said::new(person, Retracted::default(), Happened::On(ask.today()));
            said.push(about(fact, content).retracts(entry.id.clone()).reason(RESTED));
        }
    }
    said
}
