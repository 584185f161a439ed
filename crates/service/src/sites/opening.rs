//! A new building in which people are to be seen. It is its organisation's own until somebody has looked at it: nobody
//! else sees it, and whoever books there has to say why.

use access::Action;
use record::StreamId;
use record::facts::organisation::SiteOpened;
use record::facts::site::{Hours, Room, SiteArranged};
use record::time::Happened;
use serde::Serialize;

use super::premises::is_one_address;
use super::{wrong_hours, wrong_rooms};
use crate::directory::{Names, Place};
use crate::write::Parts;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A building to be opened.
#[derive(Clone, Debug, Serialize)]
pub struct Opening {
    /// Its code: the organisation's, an S, a number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, a line each, postcode last.
    pub address: Vec<String>,
    /// Telephone.
    pub telephone: String,
    /// Its rooms.
    pub rooms: Vec<Room>,
    /// Its hours; a day that is missing is a day it is closed.
    pub hours: Vec<Hours>,
}

impl Service {
    /// The first code that no building of the asker's organisation has.
    pub async fn free_site_code(&self, ask: &Ask) -> Result<String, Problem> {
        self.permit_list(ask, Action::ManageSites, 0).await?;
        let taken = self.store.read(store::Snapshot::sites).await?;
        let mut codes = (1..).map(|nth: u32| format!("{}S{nth}", ask.actor.provider));
        let free = codes.find(|code| taken.iter().all(|site| site.site != *code));
        Ok(free.unwrap_or_default())
    }

    /// Opens a building for the asker's organisation. Answers with its code.
    pub async fn open_site(&self, ask: &Ask, form: &Form, said: &Opening) -> Result<Saved, Problem> {
        self.permit_list(ask, Action::ManageSites, 0).await?;
        let provider = &ask.actor.provider;
        let wrong = checked(said, provider);
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        let code = said.code.clone();
        if self.store.read(move |snapshot| snapshot.site(&code)).await?.is_some() {
            return Err(taken());
        }
        self.nobody_is_there(ask, &said.address).await?;
        // The stream follows from the code, so that of two who open one code at once the second finds the first.
        let stream = stream_of(&said.code);
        self.record(ask, form, said, std::slice::from_ref(&stream), |streams| {
            if !streams.of(&stream).is_empty() {
                return Err(taken());
            }
            let on = Happened::On(ask.today());
            let opened = SiteOpened {
                code: said.code.clone(),
                name: said.name.trim().to_owned(),
                address: said.address.clone(),
                telephone: said.telephone.trim().to_owned(),
            };
            let used_by = vec![provider.clone()];
            let arranged = SiteArranged { rooms: said.rooms.clone(), hours: said.hours.clone(), used_by };
            let mut parts = Parts::new(streams);
            let opened = parts.say(Said::new(&stream, opened, on));
            parts.say(Said::new(&stream, arranged, on).because([opened]));
            Ok(parts.answer(said.code.clone()))
        })
        .await
    }

    /// Of one building with two codes each reception would see half of who is in it: whoever comes second is let into the first.
    async fn nobody_is_there(&self, ask: &Ask, address: &[String]) -> Result<(), Problem> {
        let (names, today) = (self.names([]).await?, ask.today());
        let is_open = |place: &&Place| place.site.closed.is_none_or(|since| today < since);
        let Some(place) = names.places().filter(is_open).find(|place| is_one_address(&place.address, address)) else {
            return Ok(());
        };
        let words = match opened_by(&place.code, &names) {
            Some(whose) if whose == ask.actor.provider => format!("That is {} of your own organisation", place.name),
            Some(whose) => format!("That is {} of {}: ask them to let you use it", place.name, names.of_unit(whose)),
            None => format!("That is {}: ask whoever sees people there to let you use it", place.name),
        };
        Err(Problem::field("address", words))
    }
}

/// The organisation that opened a place: its code begins with theirs.
pub fn opened_by<'a>(code: &'a str, names: &Names) -> Option<&'a str> {
    code.get(..3).filter(|whose| names.known_unit(whose).is_some())
}

fn taken() -> Problem {
    Problem::field("code", "Another place has this code")
}

fn stream_of(code: &str) -> StreamId {
    let mut bits = [0; 16];
    bits.copy_from_slice(&record::Hash::of(format!("site {code}").as_bytes()).0[..16]);
    StreamId::new("site", bits)
}

fn checked(said: &Opening, provider: &str) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let number = said.code.strip_prefix(provider).and_then(|rest| rest.strip_prefix('S'));
    let numbered = |rest: &str| (1..=4).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_digit());
    if !number.is_some_and(numbered) {
        let message = format!("Write the code as {provider}S and a number, such as {provider}S9");
        wrong.push(FieldError::new("code", message));
    }
    if said.name.trim().is_empty() {
        wrong.push(FieldError::new("name", "Say what it is called"));
    }
    if said.address.is_empty() {
        wrong.push(FieldError::new("address", "Enter its address, a line each"));
    }
    wrong.extend(wrong_rooms(&said.rooms));
    wrong.extend(wrong_hours(&said.hours));
    wrong
}
