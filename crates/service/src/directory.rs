//! Names of staff, organisations and places, for pages. None of it concerns a person on probation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use record::StreamId;
use record::site::Site;
use store::{SiteRow, Snapshot, StoreError};

use crate::leading::senior_today;
use crate::sites::premises::Premises;
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
    staff: BTreeMap<String, String>,
    directory: Arc<Directory>,
}

/// Every team, organisation and place. They are many, change seldom, and stand on every page: so they are kept, with the
/// version of the guard [`DIRECTORY`] that they were read at.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    version: Option<u64>,
    units: BTreeMap<String, String>,
    places: BTreeMap<String, Place>,
    premises: Premises,
}

/// What was read last.
pub(crate) type Kept = Arc<Mutex<Arc<Directory>>>;

/// The guard that every act on a team or a place moves on.
const DIRECTORY: &str = "directory";

/// The guards that acts on these streams move on for the directory's sake.
pub(crate) fn moved<'a>(mut streams: impl Iterator<Item = &'a StreamId>) -> Option<String> {
    streams.any(|stream| matches!(stream.kind(), "team" | "site")).then(|| DIRECTORY.to_owned())
}

impl Directory {
    fn version(snapshot: &Snapshot) -> Result<Option<u64>, StoreError> {
        Ok(snapshot.guard_versions(&[DIRECTORY.to_owned()])?.first().copied())
    }

    /// The directory as it stands: read again only when something of it has changed.
    fn of(snapshot: &Snapshot, kept: &Kept) -> Result<Arc<Directory>, StoreError> {
        let version = Directory::version(snapshot)?;
        let last = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if last.version == version {
            return Ok(last);
        }
        let sites = snapshot.sites()?;
        let read = Arc::new(Directory {
            version,
            units: snapshot.teams()?.into_iter().map(|unit| (unit.team, unit.name)).collect(),
            premises: Premises::of(&sites),
            places: sites.into_iter().map(|row| (row.site.clone(), place(row))).collect(),
        });
        kept.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&read);
        Ok(read)
    }
}

impl Names {
    /// The codes of staff whose names are wanted, each once.
    pub(crate) fn asked(staff: impl IntoIterator<Item = String>) -> BTreeSet<String> {
        staff.into_iter().filter(|code| !code.is_empty()).collect()
    }

    /// What [`Names::of`] asks, whatever is answered.
    pub(crate) fn foresee(ahead: &Snapshot, codes: &BTreeSet<String>) -> Result<(), StoreError> {
        Directory::version(ahead)?;
        codes.iter().try_for_each(|code| ahead.staff(code).map(drop))
    }

    /// The names of these staff, and of every unit and place.
    pub(crate) fn of(snapshot: &Snapshot, kept: &Kept, codes: BTreeSet<String>) -> Result<Names, StoreError> {
        let mut names = Names { staff: BTreeMap::new(), directory: Directory::of(snapshot, kept)? };
        for code in codes {
            if let Some(row) = snapshot.staff(&code)? {
                names.staff.insert(code, row.name);
            }
        }
        Ok(names)
    }

    /// The name of a member of staff, or the code when nobody has it.
    pub fn of_staff(&self, code: &str) -> String {
        self.staff.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The name of a team or organisation, or the code.
    pub fn of_unit(&self, code: &str) -> String {
        self.directory.units.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The name of a team or organisation that is known.
    pub fn known_unit(&self, code: &str) -> Option<&str> {
        self.directory.units.get(code).map(String::as_str)
    }

    /// The name of a member of staff who was asked for and is known.
    pub fn known_staff(&self, code: &str) -> Option<&str> {
        self.staff.get(code).map(String::as_str)
    }

    /// A place.
    pub fn place(&self, code: &str) -> Option<&Place> {
        self.directory.places.get(code)
    }

    /// Every place.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.directory.places.values()
    }

    /// The name of a place, or the code.
    pub fn of_place(&self, code: &str) -> String {
        self.directory.places.get(code).map_or_else(|| code.to_owned(), |place| place.name.clone())
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
        let (codes, kept) = (Names::asked(staff), self.directory.clone());
        let names = self.store.read(move |snapshot| {
            snapshot.foresee(|ahead| Names::foresee(ahead, &codes))?;
            Names::of(snapshot, &kept, codes)
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

    /// Whether a member of staff is on the books of an organisation.
    pub async fn works_here(&self, staff: &str) -> Result<bool, Problem> {
        let wanted = staff.to_owned();
        let found = self.store.read(move |snapshot| snapshot.staff(&wanted)).await?;
        Ok(found.is_some_and(|row| row.active))
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

    /// The name of the senior who does today what only a senior may for the asker's team; none where their organisation has
    /// none.
    pub async fn seniors(&self, ask: &Ask) -> Result<Vec<String>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let senior = senior_today(snapshot, &actor, today)?;
            match senior {
                Some(staff) => snapshot.staff(&staff),
                None => Ok(None),
            }
        });
        Ok(found.await?.into_iter().map(|row| row.name).collect())
    }

    /// The places the asker's organisation sees people at, their own team's first.
    pub async fn own_places(&self, ask: &Ask) -> Result<Vec<Place>, Problem> {
        let (actor, today, kept) = (ask.actor.clone(), ask.today(), self.directory.clone());
        let places = self.store.read(move |snapshot| {
            let directory = Directory::of(snapshot, &kept)?;
            let own = snapshot.team(&actor.team)?.filter(|unit| unit.provider == actor.provider);
            let own = own.map(|unit| unit.office).unwrap_or_default();
            let mut offices = snapshot.offices_of(&actor.provider)?;
            offices.sort_by_key(|office| *office != own);
            let offices = offices.iter().filter_map(|office| directory.places.get(office));
            let mut places: Vec<Place> = offices.cloned().collect();
            let open = |place: &Place| place.site.closed.is_none_or(|since| today < since);
            let used = |place: &&Place| place.site.used_by.contains(&actor.provider) && open(place);
            let others = |place: &&Place| places.iter().all(|own| own.code != place.code);
            let mut besides: Vec<Place> = directory.places.values().filter(used).filter(others).cloned().collect();
            besides.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
            places.append(&mut besides);
            Ok(places)
        });
        Ok(places.await?)
    }

    /// The places at whose desk somebody of the asker's organisation may have noted a caller: its own, those it uses, those of either
    /// that have closed since, and every other code of such a building, for there whoever sits at the desk writes as well.
    pub(crate) async fn desks_of_own(&self, ask: &Ask) -> Result<Vec<Place>, Problem> {
        let (actor, kept) = (ask.actor.clone(), self.directory.clone());
        let places = self.store.read(move |snapshot| {
            let directory = Directory::of(snapshot, &kept)?;
            let mut codes: BTreeSet<String> = snapshot.offices_of(&actor.provider)?.into_iter().collect();
            let used = directory.places.values().filter(|place| place.site.used_by.contains(&actor.provider));
            codes.extend(used.map(|place| place.code.clone()));
            let others: Vec<String> = codes.iter().flat_map(|code| directory.premises.other_codes(code)).collect();
            codes.extend(others);
            Ok(codes.iter().filter_map(|code| directory.places.get(code)).cloned().collect())
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
