//! An address that is over, or is put right.

use access::{Action, role_does};
use record::EntryId;
use record::case::View;
use serde::Deserialize;
use service::addresses::{Change, Changing, version};
use service::people::read_date;
use service::{FieldError, Problem};

use super::addresses::{fields, line, read};
use crate::components::form::Kind;
use crate::components::{Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::address::{AddressPage, changes};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// What is said of an address.
#[derive(Debug, Deserialize)]
pub struct AddressForm {
    case: String,
    seq: u64,
}

impl Form for AddressForm {
    type Page = AddressPage;

    fn address(&self) -> String {
        format!("/cases/{}/addresses/{}", self.case, self.seq)
    }

    fn done(&self) -> String {
        format!("/cases/{}/addresses", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let change = match typed.trimmed("what") {
            "ended" => Some(Change::Ended(read_date(typed.trimmed("on")))),
            "wrong" => Some(Change::Wrong(read(typed)?)),
            "never" => Some(Change::NeverTheirs),
            _ => None,
        };
        let (service, reason) = (&visitor.web.service, typed.trimmed("reason").to_owned());
        if matches!(change, Some(Change::NeverTheirs)) {
            let entry = EntryId { stream: person.clone(), seq: self.seq };
            service.look_again_later(visitor.web.clocks.machine(), &entry).await?;
        }
        let said = Changing { person: person.to_string(), seq: self.seq, change, reason };
        service.change_address(&visitor.ask("addresses"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AddressPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.open(&visitor.ask("addresses"), Action::RecordContact, &person, View::default()).await?;
        let file = &opened.file;
        let names = service.names(staff_of(file)).await?;
        let known = file.person.as_ref().ok_or(Problem::NotFound)?;
        let found = known.addresses.iter().find(|address| address.entry.seq == self.seq);
        let address = found.ok_or(Problem::NotFound)?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let current = known.is_current(address);
        let mut ways = changes();
        let corrects = role_does(visitor.actor().role, Action::Correct);
        ways.retain(|way| if way.value == "ended" { current } else { corrects });
        let today = visitor.now.day().strftime("%d/%m/%Y").to_string();
        let day = if typed.is_empty() { today } else { typed.get("on").to_owned() };
        let home = case_href(&person);
        let mut shell = visitor.shell("An address – Case", Here::Find).back("Addresses", &format!("{home}/addresses"));
        shell.has_problems = !errors.is_empty();
        Ok(AddressPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            stands: line(known, address, &home),
            token: visitor.token(self.address(), version(file)),
            what: Choices {
                error: wrong("what"),
                ..Choices::new(Look::Stack, "what", "What is to be said of it?", ways).chosen(typed.get("what"))
            },
            on: current.then(|| Field { error: wrong("on"), ..Field::new(Kind::Date, "on", "Last day").value(day) }),
            form: fields(typed, errors, Some(&address.recorded)),
            reason: Field {
                error: wrong("reason"),
                ..Field::new(Kind::Line, "reason", "Why")
                    .hint("Where they went, if anybody knows; or what was wrong")
                    .value(typed.get("reason"))
            },
        })
    }
}
