//! Raising something with whoever leads, from any page of a case, and the answer.

use access::{Action, role_does};
use record::StreamId;
use record::case::{CaseFile, RaisedLine, View};
use serde::Deserialize;
use service::directory::Names;
use service::raising::{Answering, RaisedWith, Raising};
use service::risk::signing::Countersigners;
use service::{FieldError, Problem};

use crate::components::{Field, Here, Link, Problems, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::overview::Concern;
use crate::pages::case::raised::{AnswerPage, RaisedPage, RaisedRow, answering, raising};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::short_day;

/// Something is raised.
#[derive(Debug, Deserialize)]
pub struct RaiseForm {
    case: String,
}

impl Form for RaiseForm {
    type Page = RaisedPage;

    fn address(&self) -> String {
        format!("/cases/{}/raised", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Raising { person: person.to_string(), words: typed.trimmed("words").to_owned() };
        visitor.web.service.raise(&visitor.ask("raised"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<RaisedPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, own) = (&visitor.web.service, &visitor.actor().staff);
        let opened = service.open(&visitor.ask("raised"), Action::RecordContact, &person, View::default()).await?;
        let file = &opened.file;
        let with = with(visitor, &person, file, Some(own)).await?;
        let names = named(visitor, file, &with).await?;
        let home = case_href(&person);
        let row = |line: &RaisedLine| row(visitor, line, &with, &names, &home);
        let mut shell = visitor.shell("Raise with your senior – Case", Here::Find).back("Case overview", &home);
        shell.has_problems = !errors.is_empty();
        Ok(RaisedPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: problems(errors),
            goes_to: with.of(own).map_or_else(to_nobody, |senior| {
                format!("It goes to {}, on whose day it stands until it is answered.", names.of_staff(senior))
            }),
            open: file.open_raised().map(row).collect(),
            answered: file.raised.iter().rev().filter(|line| line.answer.is_some()).map(row).collect(),
            token: visitor.token(self.address(), 0),
            words: Field { error: wrong(errors), ..raising().value(typed.get("words")) },
        })
    }
}

/// Something is answered.
#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    case: String,
    seq: u64,
}

impl Form for AnswerForm {
    type Page = AnswerPage;

    fn address(&self) -> String {
        format!("/cases/{}/raised/{}", self.case, self.seq)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let words = typed.trimmed("words").to_owned();
        let said = Answering { person: person.to_string(), seq: self.seq, words };
        visitor.web.service.answer_raised(&visitor.ask("raised"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AnswerPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.open(&visitor.ask("raised"), Action::AnswerRaised, &person, View::default()).await?;
        let file = &opened.file;
        let line = file.raised.iter().find(|line| line.entry.seq == self.seq);
        let with = with(visitor, &person, file, None).await?;
        let names = named(visitor, file, &with).await?;
        let home = case_href(&person);
        let mut shell = visitor.shell("Answer – Case", Here::Find).back("Case overview", &home);
        shell.has_problems = !errors.is_empty();
        Ok(AnswerPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: problems(errors),
            raised: line.map(|line| row(visitor, line, &with, &names, &home)),
            cannot: line.map_or_else(|| Some("It stands here no longer.".to_owned()), |line| cannot(visitor, line)),
            token: visitor.token(self.address(), 0),
            words: Field { error: wrong(errors), ..answering().value(typed.get("words")) },
        })
    }
}

fn problems(errors: &[FieldError]) -> Problems {
    Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() }
}

fn wrong(errors: &[FieldError]) -> Option<String> {
    errors.iter().find(|error| error.field == "words").map(|error| error.message.clone())
}

fn to_nobody() -> String {
    let words =
        "No other senior of the organisation may open this record: what you raise stands here, and on nobody’s day";
    format!("{words}, until one may.")
}

/// To whom falls today what waits in a case, and what a visitor would raise.
async fn with(
    visitor: &Visitor,
    person: &StreamId,
    file: &CaseFile,
    visitors: Option<&String>,
) -> Result<Countersigners, Problem> {
    let authors: Vec<String> = file.open_raised().map(|line| &line.by).chain(visitors).cloned().collect();
    visitor.web.service.countersigners(&visitor.ask("raised"), person, authors).await
}

async fn named(visitor: &Visitor, file: &CaseFile, with: &Countersigners) -> Result<Names, Problem> {
    let answered = file.raised.iter().filter_map(|line| line.answer.as_ref()).map(|answer| answer.by.clone());
    let told_of = staff_of(file).into_iter().chain(file.raised.iter().map(|line| line.by.clone())).chain(answered);
    visitor.web.service.names(told_of.chain(with.staff()).collect::<Vec<_>>()).await
}

/// Why the visitor has no form to send.
fn cannot(visitor: &Visitor, line: &RaisedLine) -> Option<String> {
    if line.answer.is_some() {
        return Some("It was answered.".to_owned());
    }
    if line.by == visitor.actor().staff {
        return Some("You raised this yourself: somebody else answers it.".to_owned());
    }
    (!role_does(visitor.actor().role, Action::AnswerRaised)).then(|| "A senior answers it.".to_owned())
}

fn row(visitor: &Visitor, line: &RaisedLine, with: &Countersigners, names: &Names, home: &str) -> RaisedRow {
    let raised = format!("Raised by {}, {}.", names.of_staff(&line.by), short_day(line.on));
    let about = match (&line.answer, with.of(&line.by)) {
        (Some(_), _) => raised,
        (None, Some(senior)) => format!("{raised} {} has it.", names.of_staff(senior)),
        (None, None) => format!("{raised} Nobody has it: no other senior may open this record."),
    };
    let answer = line.answer.as_ref();
    RaisedRow {
        words: line.words.clone(),
        about,
        answer: answer
            .map(|said| (said.words.clone(), format!("{}, {}", names.of_staff(&said.by), short_day(said.on)))),
        to_answer: cannot(visitor, line).is_none().then(|| Link::new("Answer it", href(home, line))),
    }
}

fn href(home: &str, line: &RaisedLine) -> String {
    format!("{home}/raised/{}", line.entry.seq)
}

/// What waits for an answer in a case, for its page: who has it.
pub(super) async fn concerns(visitor: &Visitor, person: &StreamId, file: &CaseFile) -> Result<Vec<Concern>, Problem> {
    if file.open_raised().next().is_none() {
        return Ok(Vec::new());
    }
    let with = with(visitor, person, file, None).await?;
    let names = named(visitor, file, &with).await?;
    let home = case_href(person);
    let concern = |line: &RaisedLine| {
        let row = row(visitor, line, &with, &names, &home);
        Concern {
            tone: Tone::Soon,
            text: row.about,
            change: "Its answer.".to_owned(),
            why: None,
            actions: vec![row.to_answer.unwrap_or_else(|| Link::new("See what was raised", format!("{home}/raised")))],
        }
    };
    Ok(file.open_raised().map(concern).collect())
}

/// What was raised with the visitor, and what they raised, a line each, for their day.
pub(crate) async fn lines(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let found = visitor.web.service.raised(&visitor.ask("day"), visitor.desks()).await?;
    let own = &visitor.actor().staff;
    let staff = found.iter().flat_map(|one| [Some(one.line.by.clone()), one.with.clone()]).flatten();
    let names = visitor.web.service.names(staff.collect::<Vec<_>>()).await?;
    Ok(found.iter().map(|one| told(one, own, &names)).collect())
}

/// As "Amina Rahman raised something about Sample, Ada with you, Mon 14 Dec 2015: answer it".
fn told(one: &RaisedWith, own: &str, names: &Names) -> Link {
    let (name, on, home) = (&one.person.name, short_day(one.line.on), case_href(&one.person.stream));
    if one.line.by != own {
        let by = names.of_staff(&one.line.by);
        let words = format!("{by} raised something about {name} with you, {on}: answer it");
        return Link::new(words, href(&home, &one.line));
    }
    let words = match &one.with {
        Some(senior) => format!("{} has what you raised about {name}, {on}", names.of_staff(senior)),
        None => format!(
            "You raised something about {name}, {on}: no other senior may open the record. Ask whoever limited it to let one in"
        ),
    };
    Link::new(words, format!("{home}/raised"))
}
