//! A legal hold: nothing is erased while it stands.

use record::StreamId;
use serde::Deserialize;
use service::erasure::Hold;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems};
use crate::handlers::forms::Form;
use crate::pages::erasures::hold::HoldPage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::plain_day;

/// A hold on a stream.
#[derive(Debug, Deserialize)]
pub struct HoldForm {
    stream: StreamId,
}

impl Form for HoldForm {
    type Page = HoldPage;

    fn address(&self) -> String {
        format!("/erasures/hold/{}", self.stream)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Hold { stream: self.stream.to_string(), authority: typed.trimmed("authority").to_owned() };
        let (service, ask, form) = (&visitor.web.service, visitor.ask("hold"), typed.form());
        match typed.trimmed("what") {
            "lift" => service.lift_hold(&ask, &form, &said).await.map(drop),
            _ => service.place_hold(&ask, &form, &said).await.map(drop),
        }
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<HoldPage, Problem> {
        let found = visitor.web.service.erasable(&visitor.ask("hold"), &self.stream).await?;
        let mut shell = visitor.shell("Legal hold", Here::Erasures).back("Erasures", "/erasures");
        shell.has_problems = !errors.is_empty();
        let wrong = errors.iter().find(|e| e.field == "authority").map(|e| e.message.clone());
        let (state, what, label, button) = match &found.held {
            Some(held) => (
                format!("A hold stands since {}: {}.", plain_day(held.since), held.authority),
                "lift",
                "Who decided that it may be lifted?",
                "Lift the hold",
            ),
            None => ("No hold stands.".to_owned(), "place", "Whose hold is it?", "Place a hold"),
        };
        let field = Field::new(Kind::Line, "authority", label).value(typed.get("authority"));
        Ok(HoldPage {
            shell,
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            state,
            token: visitor.token(self.address(), 0),
            what: what.to_owned(),
            authority: Field { error: wrong, ..field },
            button: button.to_owned(),
        })
    }
}
