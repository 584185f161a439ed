//! Saying which other organisations see people at a place.

use serde::Deserialize;
use service::people::read_date;
use service::sites::using::{Use, Using};
use service::{FieldError, Problem};

use super::assess::problems;
use super::list::href;
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look};
use crate::handlers::forms::Form;
use crate::pages::sites::uses::UsesPage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::typed_day;

/// A place that others use.
#[derive(Debug, Deserialize)]
pub struct UsesForm {
    site: String,
}

impl Form for UsesForm {
    type Page = UsesPage;

    fn address(&self) -> String {
        format!("{}/uses", href(&self.site))
    }

    fn done(&self) -> String {
        href(&self.site)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Using {
            site: self.site.clone(),
            organisation: typed.trimmed("organisation").to_owned(),
            what: match typed.trimmed("what") {
                "begins" => Some(Use::Begins),
                "ends" => Some(Use::Ends),
                _ => None,
            },
            from: read_date(typed.trimmed("from")),
        };
        visitor.web.service.use_site(&visitor.ask("site"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<UsesPage, Problem> {
        let (service, ask) = (&visitor.web.service, visitor.ask("site"));
        let seen = service.site_to_manage(&ask, &self.site).await?;
        let names = service.names([]).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let others = service.other_organisations(&ask).await?;
        let others = others.iter().map(|(code, name)| Choice::new(code, name)).collect();
        let chosen = |look, name: &str, legend: &str, options| Choices {
            error: wrong(name),
            ..Choices::new(look, name, legend, options).chosen(typed.get(name))
        };
        let from = if typed.is_empty() { typed_day(visitor.now.day()) } else { typed.get("from").to_owned() };
        let mut shell = visitor.shell("Who else uses a site", Here::Sites).back("Site", &href(&self.site));
        shell.has_problems = !errors.is_empty();
        Ok(UsesPage {
            shell,
            problems: problems(errors, "organisation"),
            heading: seen.site.name.clone(),
            used_by: seen
                .site
                .used_by
                .iter()
                .filter(|code| **code != visitor.actor().provider)
                .map(|code| names.of_unit(code))
                .collect(),
            token: visitor.token(self.address(), seen.version),
            organisation: chosen(Look::List, "organisation", "Organisation", others),
            what: chosen(Look::Segments, "what", "What changes", UsesPage::changes()),
            from: Field { error: wrong("from"), ..Field::new(Kind::Date, "from", "From").value(from) },
        })
    }
}
