//! Which other organisations see people in a building. It stays one building, with one reception, whoever comes to it: so
//! whoever opened it lets others in, and nobody has to open it a second time.

use access::Action;
use jiff::civil::Date;
use record::facts::site::SiteArranged;
use record::time::Happened;
use serde::Serialize;

use super::opening::opened_by;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Use {
    /// They see people there.
    Begins,
    /// They see nobody there any more.
    Ends,
}

/// Another organisation that sees people in a building, or does so no longer.
#[derive(Clone, Debug, Serialize)]
pub struct Using {
    /// Site code.
    pub site: String,
    /// Which organisation, by its code.
    pub organisation: String,
    /// What changes.
    pub what: Option<Use>,
    /// From which day.
    pub from: Option<Date>,
}

impl Service {
    /// Every organisation but the asker's own, by code and name.
    pub async fn other_organisations(&self, ask: &Ask) -> Result<Vec<(String, String)>, Problem> {
        let own = ask.actor.provider.clone();
        let units = self.store.read(store::Snapshot::teams).await?;
        let others = units.into_iter().filter(|unit| unit.team == unit.provider && unit.provider != own);
        Ok(others.map(|unit| (unit.team, unit.name)).collect())
    }

    /// Says that another organisation sees people in a building, or does no longer. What is booked stays booked until it is moved,
    /// and is listed from then on for whoever answers for it (`stranded`). Answers with the building's code.
    pub async fn use_site(&self, ask: &Ask, form: &Form, said: &Using) -> Result<Saved, Problem> {
        self.may_manage(ask, &said.site).await?;
        let mut wrong = Vec::new();
        if self.other_organisations(ask).await?.iter().all(|(code, _)| *code != said.organisation) {
            wrong.push(FieldError::new("organisation", "Choose the organisation"));
        }
        if said.what.is_none() {
            wrong.push(FieldError::new("what", "Choose whether they begin or end"));
        }
        match said.from {
            None => wrong.push(FieldError::new("from", "Enter the day, such as 15/12/2015")),
            Some(day) if day > ask.today() => {
                wrong.push(FieldError::new("from", "That day is still to come. Say it when it has come"));
            }
            Some(_) => {}
        }
        let names = self.names([]).await?;
        if let Some(whose) = opened_by(&said.site, &names).filter(|whose| *whose != ask.actor.provider) {
            let words = format!("This place is {}’s: they say who uses it", names.of_unit(whose));
            wrong.push(FieldError::new("organisation", words));
        }
        let (Some(what), Some(from), true) = (said.what, said.from, wrong.is_empty()) else {
            return Err(Problem::Invalid(wrong));
        };
        self.say_of_site(ask, form, said, &said.site, |site, stream| {
            let mut used_by = site.used_by.clone();
            let name = names.of_unit(&said.organisation);
            match (what, used_by.iter().position(|code| *code == said.organisation)) {
                (Use::Begins, None) => used_by.push(said.organisation.clone()),
                (Use::Ends, Some(at)) => _ = used_by.remove(at),
                (Use::Begins, Some(_)) => {
                    return Err(Problem::field("organisation", format!("{name} sees people there already")));
                }
                (Use::Ends, None) => {
                    return Err(Problem::field("organisation", format!("{name} does not see people there")));
                }
            }
            let arranged = SiteArranged { rooms: site.rooms.clone(), hours: site.hours.clone(), used_by };
            Ok(Said::new(stream, arranged, Happened::On(from)))
        })
        .await
    }

    /// Whether the asker says who else uses a building: their organisation opened it, or nobody knows which did.
    pub async fn says_who_uses(&self, ask: &Ask, code: &str) -> Result<bool, Problem> {
        let names = self.names([]).await?;
        Ok(access::role_does(ask.actor.role, Action::ManageSites)
            && opened_by(code, &names).is_none_or(|whose| whose == ask.actor.provider))
    }
}
