//! What became of one letter.

use record::case::CaseFile;
use serde::Deserialize;
use service::messages::letter::{Fate, Saying, version};
use service::people::read_date;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Fact, Facts, Field, Here, Link, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::handlers::post::words::came_of;
use crate::pages::post::sent::{SentPage, fates};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{short_day, typed_day};

/// What became of one letter.
#[derive(Debug, Deserialize)]
pub struct SentForm {
    case: String,
    seq: u64,
}

impl Form for SentForm {
    type Page = SentPage;

    fn address(&self) -> String {
        format!("/cases/{}/letters/{}/sent", self.case, self.seq)
    }

    fn done(&self) -> String {
        "/post?done=recorded".to_owned()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Saying {
            person: person.to_string(),
            letter: self.seq,
            fate: match typed.trimmed("fate") {
                "posted" => Some(Fate::Posted),
                "handed_over" => Some(Fate::HandedOver),
                "could_not" => Some(Fate::CouldNot),
                "came_back" => Some(Fate::CameBack),
                _ => None,
            },
            on: read_date(typed.trimmed("on")),
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.say_of_letter(&visitor.ask("letter sent"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SentPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.letter_to_send(&visitor.ask("letter sent"), &person, self.seq).await?;
        let file = &opened.file;
        let letter = file.letter_of(self.seq).ok_or(Problem::NotFound)?;
        let names = service.names(staff_of(file)).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let kept =
            |name: &str, first: &str| if typed.is_empty() { first.to_owned() } else { typed.get(name).to_owned() };
        let title = service.standards().letter(&letter.letter).map_or(letter.letter.as_str(), |known| &known.title);
        // Whoever only sends the letters of the office learns whose it is, and nothing else of the case.
        let mut facts = if opened.whole { Vec::new() } else { whose(file) };
        facts.extend([
            Fact::new("Letter", title),
            Fact::new("Issued", format!("{}, to go by {}", short_day(letter.on), letter.by.trim_start_matches("by "))),
        ]);
        facts.extend(file.sendings_of(&letter.entry).map(|sending| {
            let fact = Fact::new("Since", came_of(sending));
            match &sending.reason {
                Some(reason) => fact.note(reason.clone()),
                None => fact,
            }
        }));
        let today = typed_day(visitor.now.day());
        let mut shell = visitor.shell("What became of a letter – Case", Here::Post).back("Post", "/post");
        shell.has_problems = !errors.is_empty();
        let fate = fates().chosen(&kept("fate", ""));
        let field = |kind, name: &str, label: &str, first: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(kept(name, first))
        };
        Ok(SentPage {
            shell,
            case: opened.whole.then(|| case_header(visitor, &person, file, &names, "")),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            facts: Facts::from(facts),
            token: visitor.token(self.address(), version(file, letter)),
            fate: crate::components::Choices { error: wrong("fate"), ..fate },
            on: field(Kind::Date, "on", "Day", &today),
            reason: field(Kind::Line, "reason", "Why, if it was not sent or came back", ""),
            letter: opened
                .whole
                .then(|| Link::new("See and print the letter", format!("{}/letters/{}", case_href(&person), self.seq))),
        })
    }
}

fn whose(file: &CaseFile) -> Vec<Fact> {
    let Some(person) = &file.person else { return Vec::new() };
    vec![Fact::new("Name", person.recorded.name.listed()), Fact::new("CRN", person.recorded.crn.to_string())]
}
