//! Saying what was worked on at an appointment.

use record::case::{Appointment, CaseFile, View};
use record::entry::Handling;
use serde::Deserialize;
use service::work::WorkedOn;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Fact, Facts, Field, Here, Problems};
use crate::handlers::appointments::outcome::{contact_words, staff_of};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::appointments::work::{Tick, WorkPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, outcome_flag};

/// What was worked on at an appointment.
#[derive(Debug, Deserialize)]
pub struct WorkForm {
    case: String,
    appointment: String,
}

impl Form for WorkForm {
    type Page = WorkPage;

    fn address(&self) -> String {
        format!("/cases/{}/appointments/{}/work", self.case, self.appointment)
    }

    fn done(&self) -> String {
        "/day?done=recorded".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let ticked = typed.answers().filter(|(_, value)| *value == "yes");
        let said = WorkedOn {
            person: person.to_string(),
            appointment: self.appointment.clone(),
            objectives: ticked.filter_map(|(name, _)| Some(name.strip_prefix(TICK)?.to_owned())).collect(),
            words: typed.trimmed("words").to_owned(),
        };
        visitor.web.service.record_work(&visitor.ask("work"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<WorkPage, Problem> {
        work_page(visitor, self, typed, errors).await
    }
}

/// What the name of a tick begins with.
const TICK: &str = "objective-";

async fn work_page(
    visitor: &Visitor,
    form: &WorkForm,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<WorkPage, Problem> {
    let person = case_id(&form.case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let opened = service.open(&visitor.ask("work"), access::Action::RecordContact, &person, View::default()).await?;
    let file = &opened.file;
    let appointment = file.appointment(&form.appointment).ok_or(Problem::NotFound)?;
    let names = service.names(staff_of(file)).await?;
    let before = appointment.worked.as_ref();
    let words = if typed.is_empty() { before.map_or("", |worked| &worked.words) } else { typed.get("words") };
    let mut shell = visitor.shell("What you worked on – Case", Here::Day).back("Case overview", &case_href(&person));
    shell.has_problems = !errors.is_empty();
    let field = Field::new(Kind::Line, "words", "In a line (needed only when it was none of these)").value(words);
    let wrong = errors.iter().find(|error| error.field == "words").map(|error| error.message.clone());
    Ok(WorkPage {
        shell,
        case: case_header(visitor, &person, file, &names, ""),
        problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
        heading: format!("{}, {}", contact_words(service.standards(), appointment), minute(appointment.booked.starts)),
        facts: facts(visitor, appointment),
        token: visitor.token(form.address(), appointment.version),
        objectives: ticks(file, appointment, typed),
        words: Field { error: wrong, ..field },
    })
}

/// The objectives in progress, and those that were ticked before.
fn ticks(file: &CaseFile, appointment: &Appointment, typed: &Fields) -> Vec<Tick> {
    let before: &[String] = appointment.worked.as_ref().map_or(&[], |worked| &worked.objectives);
    let plan = file.plan(&appointment.booked.order);
    let all = plan.iter().flat_map(|plan| &plan.objectives);
    let open: Vec<&str> = plan.iter().flat_map(|plan| plan.in_progress()).map(|o| o.id.as_str()).collect();
    all.filter(|o| open.contains(&o.id.as_str()) || before.contains(&o.id))
        .map(|objective| {
            let name = format!("{TICK}{}", objective.id);
            let ticked = if typed.is_empty() { before.contains(&objective.id) } else { typed.get(&name) == "yes" };
            let need = objective.need.map_or_else(String::new, |need| need.words().to_owned());
            Tick { name, words: objective.words.clone(), need, ticked }
        })
        .collect()
}

fn facts(visitor: &Visitor, appointment: &Appointment) -> Facts {
    let standards = visitor.web.service.standards();
    let Some(held) = &appointment.held else {
        return Facts::from(vec![Fact::new("Outcome", "None recorded")]);
    };
    let note = match (held.handling, held.note.is_empty()) {
        (Handling::Ordinary, false) => held.note.clone(),
        (Handling::Ordinary, true) => "None".to_owned(),
        _ => "Sensitive: folded shut".to_owned(),
    };
    Facts::from(vec![Fact::new("Outcome", outcome_flag(standards, &held.outcome).text), Fact::new("Note", note)])
}
