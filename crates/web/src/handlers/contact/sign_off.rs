//! Signing a month off: of each person not seen in time, why or what is done.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use service::contact::unseen::{SignOff, UnseenCase};
use service::directory::Names;
use service::{FieldError, Problem};

use super::since::row;
use crate::components::form::Kind;
use crate::components::{Field, Here, Problems};
use crate::handlers::forms::Form;
use crate::handlers::frame::why;
use crate::pages::contact::sign_off::{CaseToSign, SignOffPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, short_day};

/// A month to be signed off.
#[derive(Debug, Deserialize)]
pub struct SignOffForm {
    /// `2015-11`.
    month: String,
    /// A team that one leads today; empty for one's own.
    #[serde(default)]
    team: String,
}

impl SignOffForm {
    fn first(&self) -> Result<Date, Problem> {
        format!("{}-01", self.month).parse().map_err(|_| Problem::NotFound)
    }
}

impl Form for SignOffForm {
    type Page = SignOffPage;

    fn address(&self) -> String {
        href(&self.month, &self.team)
    }

    fn done(&self) -> String {
        match self.team.as_str() {
            "" => "/contact/since?done=signed".to_owned(),
            team => format!("/contact/since?done=signed&team={team}"),
        }
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let actions: BTreeMap<String, String> = typed
            .answers()
            .filter_map(|(name, value)| Some((format!("person-{}", name.strip_prefix("action-")?), value.to_owned())))
            .collect();
        let said = SignOff { team: self.team.clone(), month: self.first()?, actions };
        visitor.web.service.sign_off_contact(&visitor.ask("sign-off"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SignOffPage, Problem> {
        sign_off_page(visitor, self, typed, errors).await
    }
}

/// Where a month is signed off: of one's own team where none is named.
pub(crate) fn href(month: &str, team: &str) -> String {
    if team.is_empty() { format!("/contact/sign-off/{month}") } else { format!("/contact/sign-off/{month}/{team}") }
}

async fn sign_off_page(
    visitor: &Visitor,
    form: &SignOffForm,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<SignOffPage, Problem> {
    let service = &visitor.web.service;
    let ask = visitor.ask("sign-off");
    let (list, month) = service.unseen_to_sign(&ask, &form.team, form.first()?).await?.ok_or(Problem::NotFound)?;
    let names = service.names(list.over().map(|case| case.row.staff.clone())).await?;
    let of_team = if form.team.is_empty() { String::new() } else { format!(" for {}", names.of_unit(&form.team)) };
    let since = if form.team.is_empty() { String::new() } else { format!("?team={}", form.team) };
    let cases: Vec<CaseToSign> = list.over().map(|case| to_sign(case, &names, typed, errors)).collect();
    let left_out = list.left().count();
    let first = cases.iter().find(|case| case.action.error.is_some()).map(|case| case.action.id.clone());
    let mut shell = visitor.shell("Sign off contact", Here::Contact);
    shell = shell.back("No attended contact since", &format!("/contact/since{since}"));
    shell.has_problems = !errors.is_empty();
    Ok(SignOffPage {
        shell,
        problems: Problems {
            list: errors
                .iter()
                .map(|e| (first.clone().unwrap_or_else(|| "month".to_owned()), e.message.clone()))
                .collect(),
        },
        heading: format!("Sign off {}{of_team}", month.value.month.strftime("%B %Y")),
        summary: format!(
            "Due by {}. {}, {} not seen face to face in time.",
            short_day(month.value.due_on),
            count(list.cases.len(), "running case", "running cases"),
            cases.len() + left_out
        ),
        why: Some(why("Why?", &month.why)),
        token: visitor.token(form.address(), 0),
        cases,
        left_out: left_words(left_out),
        as_of: if list.as_of.day() == visitor.now.day() {
            "You sign for the list as the record knows it now. It cannot be changed afterwards.".to_owned()
        } else {
            let stood = short_day(list.as_of.day());
            format!(
                "You sign for the list as it stood at the end of {stood}, the last day for it. It cannot be changed afterwards."
            )
        },
    })
}

/// What becomes of those of whom whoever signs cannot speak.
fn left_words(left: usize) -> String {
    match left {
        0 => String::new(),
        1 => "1 of them is a restricted record, or another team’s by now. It is counted. What is done about it is asked on \
              one senior’s day, which may be yours."
            .to_owned(),
        n => format!(
            "{n} of them are restricted records, or another team’s by now. They are counted. What is done about each is \
             asked on one senior’s day, which may be yours."
        ),
    }
}

fn to_sign(case: &UnseenCase, names: &Names, typed: &Fields, errors: &[FieldError]) -> CaseToSign {
    let shown = row(case, names);
    let name = format!("action-{}", case.row.last.stream.as_str().trim_start_matches("person-"));
    let field = Field::new(Kind::Line, &name, "Why, or what is done").value(typed.get(&name));
    let wrong = errors.iter().find(|e| e.field == "actions" && typed.trimmed(&name).is_empty());
    let note = if shown.note.is_empty() { String::new() } else { format!(" {}", shown.note) };
    CaseToSign {
        person: shown.person,
        about: format!(
            "{} days, since {}.{note} Next: {}. Held by {}.",
            shown.days, shown.since, shown.next, shown.officer
        ),
        action: Field { error: wrong.map(|e| e.message.clone()), ..field },
    }
}
