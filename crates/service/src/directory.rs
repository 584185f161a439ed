//! Names of staff, organisations and places, for pages. None of it concerns a person on probation.

use std::collections::{BTreeMap, BTreeSet};

use record::facts::organisation::Role;
use record::site::Site;
use store::SiteRow;

use crate::{Ask, Problem, Service};

/// A place an appointment can be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Site code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address, a line each.
    pub address: Vec<String>,
    /// Telephone.
    pub telephone: String,
    /// All that is known of it: rooms, hours, what it was found fit for.
    pub site: Site,
}

/// Names by code.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Staff.
    pub staff: BTreeMap<String, String>,
    /// Teams and organisations.
    pub units: BTreeMap<String, String>,
    /// Places.
    pub places: BTreeMap<String, Place>,
}

impl Names {
    /// The name of a member of staff, or the code when nobody has it.
    pub fn of_staff(&self, code: &str) -> String {
        self.staff.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The name of a team or organisation, or the code.
    pub fn of_unit(&self, code: &str) -> String {
        self.units.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The name of a place, or the code.
    pub fn of_place(&self, code: &str) -> String {
        self.places.get(code).map_or_else(|| code.to_owned(), |place| place.name.clone())
    }
}

impl Service {
    /// The name of an organisation or team.
    pub async fn unit_name(&self, code: &str) -> Result<String, Problem> {
        let wanted = code.to_owned();
        let found = self.store.read(move |snapshot| snapshot.team(&wanted)).await?;
        Ok(found.map_or_else(|| code.to_owned(), |unit| unit.name))
    }

    /// The names of these staff, and of every unit and place.
    pub async fn names(&self, staff: impl IntoIterator<Item = String>) -> Result<Names, Problem> {
        let mut codes: Vec<String> = staff.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        let names = self.store.read(move |snapshot| {
            let mut names = Names::default();
            for code in codes {
                if let Some(row) = snapshot.staff(&code)? {
                    names.staff.insert(code, row.name);
                }
            }
            names.units = snapshot.teams()?.into_iter().map(|unit| (unit.team, unit.name)).collect();
            names.places = snapshot.sites()?.into_iter().map(|row| (row.site.clone(), place(row))).collect();
            Ok(names)
        });
        Ok(names.await?)
    }

    /// The names of these staff and units, and of every place: for a page that says beforehand whom it names.
    pub async fn names_of(&self, codes: impl IntoIterator<Item = String>) -> Result<Names, Problem> {
        let codes: BTreeSet<String> = codes.into_iter().filter(|code| !code.is_empty()).collect();
        let names = self.store.read(move |snapshot| {
            let mut names = Names::default();
            for code in codes {
                if let Some(row) = snapshot.staff(&code)? {
                    names.staff.insert(code, row.name);
                } else if let Some(unit) = snapshot.team(&code)? {
                    names.units.insert(code, unit.name);
                }
            }
            names.places = snapshot.sites()?.into_iter().map(|row| (row.site.clone(), place(row))).collect();
            Ok(names)
        });
        Ok(names.await?)
    }

    /// The name and telephone of a team that holds a case.
    pub(crate) async fn team_contact(&self, team: &str) -> Result<Option<(String, String)>, Problem> {
        let wanted = team.to_owned();
        let found = self.store.read(move |snapshot| {
            let Some(row) = snapshot.team(&wanted)? else { return Ok(None) };
            let provider = snapshot.team(&row.provider)?.map(|unit| unit.name).unwrap_or_default();
            let telephone = snapshot.site(&row.office)?.map(place).map(|p| p.telephone).unwrap_or_default();
            Ok(Some((format!("{}, {provider}", row.name), telephone)))
        });
        Ok(found.await?)
    }

    /// The asker and their team, by code and name: who an appointment can be with.
    pub async fn colleagues(&self, ask: &Ask) -> Result<Vec<(String, String)>, Problem> {
        let team = ask.actor.team.clone();
        let rows = self.store.read(move |snapshot| snapshot.staff_of_team(&team)).await?;
        Ok(rows.into_iter().filter(|row| row.active).map(|row| (row.staff, row.name)).collect())
    }

    /// Whoever leads the asker's team, by name: whom to ask.
    pub async fn senior_of(&self, ask: &Ask) -> Result<String, Problem> {
        let seniors = self.seniors(ask).await?;
        Ok(seniors.into_iter().next().unwrap_or_else(|| "the senior on duty".to_owned()))
    }

    /// The office of the asker's own team, if it has one.
    pub async fn own_office(&self, ask: &Ask) -> Result<Option<Place>, Problem> {
        let team = ask.actor.team.clone();
        let office = self.store.read(move |snapshot| {
            let Some(team) = snapshot.team(&team)? else { return Ok(None) };
            Ok(snapshot.site(&team.office)?.map(place))
        });
        Ok(office.await?)
    }

    /// The names of whoever leads the asker's team.
    pub async fn seniors(&self, ask: &Ask) -> Result<Vec<String>, Problem> {
        let team = ask.actor.team.clone();
        let rows = self.store.read(move |snapshot| snapshot.staff_of_team(&team)).await?;
        let senior = Role::SeniorProbationOfficer.code();
        Ok(rows.into_iter().filter(|row| row.active && row.role == senior).map(|row| row.name).collect())
    }

    /// The places the asker's organisation sees people at, their own team's first.
    pub async fn own_places(&self, ask: &Ask) -> Result<Vec<Place>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let places = self.store.read(move |snapshot| {
            let own = snapshot.team(&actor.team)?.filter(|unit| unit.provider == actor.provider);
            let own = own.map(|unit| unit.office).unwrap_or_default();
            let mut offices = snapshot.offices_of(&actor.provider)?;
            offices.sort_by_key(|office| *office != own);
            let mut places: Vec<Place> = Vec::new();
            for office in offices {
                places.extend(snapshot.site(&office)?.map(place));
            }
            for place in snapshot.sites()?.into_iter().map(place) {
                let open = place.site.closed.is_none_or(|since| today < since);
                let theirs = open && place.site.used_by.contains(&actor.provider);
                if theirs && places.iter().all(|p| p.code != place.code) {
                    places.push(place);
                }
            }
            Ok(places)
        });
        Ok(places.await?)
    }
}

fn place(row: SiteRow) -> Place {
    let site = site_of(&row);
    Place {
        telephone: site.telephone.clone(),
        address: row.address.lines().map(str::to_owned).collect(),
        code: row.site,
        name: row.name,
        site,
    }
}

/// What is known of a building, from its row.
pub(crate) fn site_of(row: &SiteRow) -> Site {
    let known: Site = serde_json::from_str(&row.detail).unwrap_or_default();
    Site { code: row.site.clone(), name: row.name.clone(), ..known }
}
