//! Closing a place for good.

use serde::Deserialize;
use service::people::read_date;
use service::sites::Closing;
use service::{FieldError, Problem};

use super::assess::problems;
use super::list::href;
use crate::components::form::Kind;
use crate::components::{Field, Here};
use crate::handlers::forms::Form;
use crate::pages::sites::close::ClosePage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::count;

/// A place to be closed.
#[derive(Debug, Deserialize)]
pub struct CloseForm {
    site: String,
}

impl Form for CloseForm {
    type Page = ClosePage;

    fn address(&self) -> String {
        format!("{}/close", href(&self.site))
    }

    fn done(&self) -> String {
        href(&self.site)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Closing {
            site: self.site.clone(),
            from: read_date(typed.trimmed("from")),
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.close_site(&visitor.ask("site"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ClosePage, Problem> {
        let seen = visitor.web.service.site_to_manage(&visitor.ask("site"), &self.site).await?;
        let booked = usize::try_from(seen.booked).unwrap_or(usize::MAX);
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let mut shell = visitor.shell("Close a site", Here::Sites).back("Site", &href(&self.site));
        shell.has_problems = !errors.is_empty();
        Ok(ClosePage {
            shell,
            problems: problems(errors, "from"),
            heading: seen.site.name.clone(),
            booked: match booked {
                0 => "Nothing is booked there from today on.".to_owned(),
                n => format!(
                    "{} booked there from today on. What is booked stays booked until it is moved.",
                    count(n, "appointment is", "appointments are")
                ),
            },
            token: visitor.token(self.address(), seen.version),
            from: field(Kind::Date, "from", "First day on which nobody is seen there").hint("Like 22/12/2015"),
            reason: field(Kind::Line, "reason", "Why"),
        })
    }
}
