//! A group that somebody no longer belongs to.

use access::Action;
use record::case::View;
use serde::Deserialize;
use service::apart::groups::Leaving;
use service::people::read_date;
use service::{FieldError, Problem};

use super::apart::HERE;
use crate::components::{Choice, Here, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::group_end::{GroupEndPage, LeavingForm};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{short_day, typed_day};

/// A group that is left.
#[derive(Debug, Deserialize)]
pub struct GroupEndForm {
    case: String,
}

impl Form for GroupEndForm {
    type Page = GroupEndPage;

    fn address(&self) -> String {
        format!("/cases/{}/group/end", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}/apart", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (group, reason) = (typed.get("left").to_owned(), typed.get("reason").to_owned());
        let said = Leaving { person: person.to_string(), group, on: read_date(typed.trimmed("on")), reason };
        visitor.web.service.end_affiliation(&visitor.ask("apart"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<GroupEndPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("apart"));
        let opened = service.open(&ask, Action::KeepApart, &person, View::default()).await?;
        let names = service.names(staff_of(&opened.file)).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let own = format!("{}/apart", case_href(&person));
        let mut shell = visitor.shell("A group they left – Case", Here::Find).back("Kept apart", &own);
        shell.has_problems = !errors.is_empty();
        let stands = opened.file.affiliations.iter().filter(|one| one.ended.is_none());
        let groups: Vec<Choice> = stands
            .map(|one| Choice::new(&one.group, &one.words).hint(format!("Recorded {}", short_day(one.on))))
            .collect();
        let form = (!groups.is_empty()).then(|| {
            let mut form = LeavingForm::new(visitor.token(self.address(), 0), groups);
            form.left = form.left.chosen(typed.get("left"));
            form.left.error = wrong("left");
            form.on.value = if typed.is_empty() { typed_day(visitor.now.day()) } else { typed.get("on").to_owned() };
            form.on.error = wrong("on");
            typed.get("reason").clone_into(&mut form.reason.value);
            form.reason.error = wrong("reason");
            form
        });
        Ok(GroupEndPage {
            shell,
            case: case_header(visitor, &person, &opened.file, &names, HERE),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            form,
        })
    }
}
