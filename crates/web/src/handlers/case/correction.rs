//! Putting an entry right.

use record::EntryId;
use record::case::{Standing, View, timeline};
use record::entry::Handling;
use record::facts::Fact;
use serde::Deserialize;
use service::correction::{Correction, WrongPerson};
use service::leaving::{can_leave, moves_whole};
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::note::handling;
use crate::handlers::case::timeline::entry;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::correction::CorrectionPage;
use crate::pages::case::note::sensitive;
use crate::posted::Fields;
use crate::visitor::Visitor;

/// An entry to be put right.
#[derive(Debug, Deserialize)]
pub struct CorrectionForm {
    case: String,
    seq: u64,
}

impl Form for CorrectionForm {
    type Page = CorrectionPage;

    fn address(&self) -> String {
        format!("/cases/{}/entries/{}/correct", self.case, self.seq)
    }

    fn done(&self) -> String {
        format!("/cases/{}/timeline#entry-{}", self.case, self.seq)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        put_right(visitor, &self.case, self.seq, typed).await
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<CorrectionPage, Problem> {
        correction_page(visitor, &self.case, self.seq, typed, errors).await
    }
}

async fn put_right(visitor: &Visitor, case: &str, seq: u64, fields: &Fields) -> Result<(), Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?.to_string();
    let ask = visitor.ask("correction");
    let (service, form) = (&visitor.web.service, fields.form());
    let reason = fields.trimmed("reason").to_owned();
    if fields.trimmed("what") == "wrong_person" {
        let right_crn = fields.trimmed("other_crn").to_owned();
        let said = WrongPerson { person, seq, right_crn, reason };
        tell_of_lists(visitor, case, seq, service.wrong_person(&ask, &form, &said)).await?;
    } else {
        let (outcome, note) = (fields.trimmed("outcome").to_owned(), fields.trimmed("note").to_owned());
        let (instructed_by, handling) = (fields.trimmed("instructed_by").to_owned(), handling(fields));
        let said = Correction { person, seq, outcome, note, handling, reason, instructed_by };
        service.correct(&ask, &form, &said).await?;
    }
    Ok(())
}

/// Takes an entry off, and then has those told who may have seen the person in a list: on a task beside the requests, begun
/// before, so that it is done by whoever serves next if this program is stopped.
async fn tell_of_lists(
    visitor: &Visitor,
    case: &str,
    seq: u64,
    taking_off: impl Future<Output = Result<service::Saved, Problem>>,
) -> Result<(), Problem> {
    let (service, clocks) = (visitor.web.service.clone(), visitor.web.clocks.clone());
    let entry = EntryId { stream: case_id(case).ok_or(Problem::NotFound)?, seq };
    service.look_again_later(clocks.machine(), &entry).await?;
    let telling = service.begin_telling(clocks.machine(), &entry).await?;
    let taken_off = taking_off.await.map(drop);
    if let Some(telling) = telling {
        let work = async move {
            let clock = || clocks.machine();
            if let Err(problem) = service.tell_list_readers(clocks.record(), telling, &clock).await {
                tracing::error!(%problem, "those who saw a list are not told yet");
            }
        };
        // Of what still stands there is nothing to tell, and that is soon found.
        if taken_off.is_ok() {
            tokio::spawn(work);
        } else {
            work.await;
        }
    }
    taken_off
}

async fn correction_page(
    visitor: &Visitor,
    case: &str,
    seq: u64,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<CorrectionPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let opened = service.open(&visitor.ask("correction"), access::Action::Correct, &person, View::default()).await?;
    let lines = timeline(&opened.entries, View::default());
    let line = lines.iter().find(|l| l.entry.id.seq == seq).ok_or(Problem::NotFound)?;
    let stands = line.standing == Standing::Stands;
    let content = line.content.filter(|_| stands).ok_or(Problem::NotFound)?;
    let folded = content.handling != Handling::Ordinary;
    if folded {
        service.permit(&visitor.ask("correction"), access::Action::ViewSensitive, &person).await?;
    }
    let (note, outcome) = match &content.fact {
        Fact::OutcomeRecorded(o) => (o.note.clone(), Some(o.outcome.clone())),
        Fact::ContactNoted(n) => (n.note.clone(), None),
        fact if can_leave(fact) => (String::new(), None),
        _ => return Err(Problem::NotFound),
    };
    // Of anything but a note or an outcome the page where it was made says it better.
    let replaced = matches!(content.fact, Fact::OutcomeRecorded(_) | Fact::ContactNoted(_));
    let names = service.names(staff_of(&opened.file).into_iter().chain([content.by.staff.clone()])).await?;
    let wrong = |name: &str| errors.iter().find(|e| field_id(e.field) == name).map(|e| e.message.clone());
    let kept = |name: &str, stands: String| if typed.is_empty() { stands } else { typed.get(name).to_owned() };
    let field = |kind, name: &str, label: &str, stands: String| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(kept(name, stands))
    };
    let outcomes = outcome.map(|code| {
        let options = service.standards().outcomes().iter().map(|o| Choice::new(&o.code, &o.words)).collect();
        let choices = Choices::new(Look::List, "outcome", "What came of it", options);
        Choices { error: wrong("outcome"), ..choices.chosen(&kept("outcome", code)) }
    });
    let mut shell = visitor.shell("Put an entry right – Case", Here::Find);
    shell = shell.back("Timeline", &format!("{}/timeline", case_href(&person)));
    shell.has_problems = !errors.is_empty();
    let first = if replaced { "details" } else { "wrong_person" };
    let what = if typed.get("what").is_empty() { first } else { typed.get("what") };
    let details = Choice::new("details", "Something in it is wrong")
        .hint("The entry is replaced. What it said before stays for auditors.");
    let leaves = if moves_whole(&content.fact) {
        "It leaves this record and is recorded for the right person, in one step."
    } else {
        "It leaves this record. For the right person what it says is noted, to be recorded anew by whoever works with them."
    };
    let leaves = Choice::new("wrong_person", "It is about somebody else").hint(leaves);
    let options: Vec<Choice> = Some(details).filter(|_| replaced).into_iter().chain([leaves]).collect();
    Ok(CorrectionPage {
        shell,
        case: case_header(visitor, &person, &opened.file, &names, "Timeline"),
        problems: Problems { list: errors.iter().map(|e| (field_id(e.field).to_owned(), e.message.clone())).collect() },
        entry: crate::components::Entry { correct: None, ..entry(visitor, line, &opened.file, &names) },
        token: visitor.token(format!("{}/entries/{seq}/correct", case_href(&person)), line.entry.id.seq),
        what: Choices::new(Look::Stack, "what", "What is wrong?", options).chosen(what),
        outcome: outcomes,
        fields: if replaced { vec![field(Kind::Lines, "note", "What it says", note)] } else { Vec::new() },
        sensitive: (replaced && !folded).then(|| sensitive().chosen(typed.get("sensitive"))),
        other_person: field(Kind::Short, "other_crn", "CRN of the right person", String::new())
            .hint("Leave empty if you don't know it: the entry then only leaves this record."),
        reason: field(Kind::Line, "reason", "Why is it being put right?", String::new()),
        told: told(service.readers_of(&visitor.ask("correction"), &opened.entries, &line.entry.id).await?),
    })
}

/// What becomes known, and to whom.
fn told(readers: usize) -> String {
    let stays = "The correction shows in the timeline with your name. What the entry said before stays for auditors.";
    let told = match readers {
        0 => return stays.to_owned(),
        1 => "One other person has opened this record since: if it is about somebody else, they are told.".to_owned(),
        many => {
            format!("{many} other people have opened this record since: if it is about somebody else, they are told.")
        }
    };
    format!("{stays} {told}")
}

/// The page's name for a field of the use case.
fn field_id(field: &'static str) -> &'static str {
    if field == "right_crn" { "other_crn" } else { field }
}
