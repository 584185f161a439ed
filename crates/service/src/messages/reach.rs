//! How somebody may be reached: their number and address, who gave them, and whether a text or an e-mail does harm.

use access::Action;
use record::StreamId;
use record::email::EmailAddress;
use record::facts::message::{ContactDetails, Language, Prefers, REACH, TextsSafe, Wording};
use record::phone::Mobile;
use record::time::Happened;
use serde::Serialize;

use crate::write::{Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// How somebody may be reached, as typed.
#[derive(Clone, Debug, Serialize)]
pub struct Reaching {
    /// The person's stream.
    pub person: String,
    /// Mobile number; empty where there is none.
    pub mobile: String,
    /// E-mail address; empty where there is none.
    pub email: String,
    /// Who gave it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email_source: String,
    /// Whether reminders may go to it; none when nothing was chosen, which is not yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails: Option<TextsSafe>,
    /// Whether texts are safe; none when nothing was chosen.
    pub texts: Option<TextsSafe>,
    /// How they would rather be reached; none when nothing was chosen.
    pub prefers: Option<Prefers>,
    /// How much a text gives away.
    pub wording: Wording,
    /// The language of what is sent.
    pub language: Language,
}

impl Service {
    /// Records how somebody may be reached. Answers with the person's stream.
    pub async fn record_reach(&self, ask: &Ask, form: &Form, said: &Reaching) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let details = checked(said)?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            if file.person.is_none() {
                return Err(Problem::NotFound);
            }
            unchanged(&file, &person, REACH, form)?;
            let fact = Said::new(&person, details.clone(), Happened::On(ask.today())).about(REACH);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}

fn checked(said: &Reaching) -> Result<ContactDetails, Problem> {
    let mut wrong = Vec::new();
    let mobile = match said.mobile.trim() {
        "" => None,
        typed => typed.parse::<Mobile>().map_err(|error| wrong.push(FieldError::new("mobile", error.to_string()))).ok(),
    };
    let (email, email_source) = (said.email.trim(), said.email_source.trim());
    let emails = said.emails.unwrap_or_default();
    if let (false, Err(error)) = (email.is_empty(), email.parse::<EmailAddress>()) {
        wrong.push(FieldError::new("email", error.to_string()));
    }
    if emails == TextsSafe::Yes && email.is_empty() {
        wrong.push(FieldError::new("email", "Reminders may go by e-mail: enter the address"));
    }
    if emails == TextsSafe::Yes && email_source.is_empty() {
        wrong.push(FieldError::new("email_source", "Say who gave the address, as: he did, at induction"));
    }
    let texts = said.texts.unwrap_or_default();
    if said.texts.is_none() {
        wrong.push(FieldError::new("texts", "Choose whether texts are safe. If nobody asked them, say so"));
    }
    if said.prefers.is_none() {
        wrong.push(FieldError::new("prefers", "Choose how they would rather be reached"));
    }
    if said.prefers == Some(Prefers::Text) && said.mobile.trim().is_empty() {
        wrong.push(FieldError::new("mobile", "They want texts: enter the mobile number"));
    }
    if said.prefers == Some(Prefers::Text) && said.texts.is_some() && texts != TextsSafe::Yes {
        wrong.push(FieldError::new("prefers", "Nobody is sent a text who did not say that texts are safe"));
    }
    if !wrong.is_empty() {
        return Err(Problem::Invalid(wrong));
    }
    let prefers = said.prefers.unwrap_or_default();
    let (email, email_source) = (email.to_owned(), email_source.to_owned());
    let (wording, language) = (said.wording, said.language);
    Ok(ContactDetails { mobile, email, email_source, emails, texts, prefers, wording, language })
}
