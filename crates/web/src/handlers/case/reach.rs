//! How somebody may be reached.

use practice::welsh::Welsh;
use record::case::View;
use record::facts::message::{ContactDetails, Language, Prefers, REACH, TextsSafe, Wording};
use serde::Deserialize;
use service::messages::reach::Reaching;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choices, Field, Here, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::reach::{ReachPage, emails, language, prefers, texts, wording};
use crate::posted::Fields;
use crate::visitor::Visitor;

/// How somebody may be reached.
#[derive(Debug, Deserialize)]
pub struct ReachForm {
    case: String,
}

impl Form for ReachForm {
    type Page = ReachPage;

    fn address(&self) -> String {
        format!("/cases/{}/reach", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Reaching {
            person: person.to_string(),
            mobile: typed.trimmed("mobile").to_owned(),
            email: typed.trimmed("email").to_owned(),
            email_source: typed.trimmed("email_source").to_owned(),
            emails: safe(typed.trimmed("emails")),
            texts: safe(typed.trimmed("texts")),
            prefers: match typed.trimmed("prefers") {
                "text" => Some(Prefers::Text),
                "post" => Some(Prefers::Post),
                "neither" => Some(Prefers::Neither),
                _ => None,
            },
            wording: if typed.trimmed("wording") == "discreet" { Wording::Discreet } else { Wording::Plain },
            language: match typed.trimmed("language") {
                "welsh" => Language::Welsh,
                "english" => Language::English,
                _ => Language::NotAsked,
            },
        };
        visitor.web.service.record_reach(&visitor.ask("reach"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<ReachPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let ask = visitor.ask("reach");
        let opened = service.open(&ask, access::Action::RecordContact, &person, View::default()).await?;
        let names = service.names(staff_of(&opened.file)).await?;
        let stands = opened.file.reach.as_ref().map(|reach| reach.details.clone());
        let known = stands.is_some();
        let details = stands.unwrap_or_default();
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let kept = |name: &str, first: String| if typed.is_empty() { first } else { typed.get(name).to_owned() };
        let field = |kind, name: &str, label: &str, first: String| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(kept(name, first))
        };
        let choices = |choices: Choices, first: &str| {
            let chosen = kept(&choices.name.clone(), first.to_owned());
            Choices { error: wrong(&choices.name), ..choices.chosen(&chosen) }
        };
        // What nobody said is not proposed: it has to be asked.
        let first = |code: &'static str| if known { code } else { "" };
        let mut shell =
            visitor.shell("How to reach them – Case", Here::Find).back("Case overview", &case_href(&person));
        shell.has_problems = !errors.is_empty();
        Ok(ReachPage {
            shell,
            case: case_header(visitor, &person, &opened.file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            token: visitor.token(self.address(), opened.file.version(REACH)),
            mobile: field(
                Kind::Short,
                "mobile",
                "Mobile number",
                details.mobile.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
            email: field(Kind::Line, "email", "E-mail address", details.email.clone()),
            email_source: field(Kind::Line, "email_source", "Who gave it", details.email_source.clone())
                .hint("As: he did, at induction"),
            emails: choices(emails(), first(safe_code(details.emails))),
            texts: choices(texts(), first(safe_code(details.texts))),
            prefers: choices(prefers(), first(prefers_code(&details))),
            wording: choices(wording(), if details.wording == Wording::Discreet { "discreet" } else { "" }),
            language: choices(language(), first(language_code(&details))),
            checked: checked(&details),
            example: service.sample_reminder(&ask, &opened.file).await?,
        })
    }
}

/// How far the wording can be trusted: of one in Welsh it is said until a translator has checked it.
fn checked(details: &ContactDetails) -> String {
    match (details.language, Welsh::split_2014().checked()) {
        (Language::Welsh, Some(by)) => format!("The Welsh wording was checked: {by}."),
        (Language::Welsh, None) => {
            "The Welsh wording is our own choice, not policy, and is still to be checked by a translator. What a warning has to say by law goes in English."
                .to_owned()
        }
        _ => String::new(),
    }
}

fn language_code(details: &ContactDetails) -> &'static str {
    match details.language {
        Language::NotAsked => "not_asked",
        Language::English => "english",
        Language::Welsh => "welsh",
    }
}

fn safe(code: &str) -> Option<TextsSafe> {
    match code {
        "yes" => Some(TextsSafe::Yes),
        "no" => Some(TextsSafe::No),
        "not_asked" => Some(TextsSafe::NotAsked),
        _ => None,
    }
}

fn safe_code(safe: TextsSafe) -> &'static str {
    match safe {
        TextsSafe::Yes => "yes",
        TextsSafe::No => "no",
        TextsSafe::NotAsked => "not_asked",
    }
}

fn prefers_code(details: &ContactDetails) -> &'static str {
    match details.prefers {
        Prefers::Text => "text",
        Prefers::Post => "post",
        Prefers::Neither => "neither",
    }
}
