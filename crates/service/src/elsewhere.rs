//! Visits: appointments at no building of the service. Each has an address of its own, the person's home unless another
//! is typed, and no site. Unpaid work is at a building, or at a place that is typed as a visit's address is: a churchyard, a park.

use practice::Standards;
use practice::catalogue::Mode;
use practice::places::Places;
use practice::same_address::{place_of, split_postcode, ways_without_postcode};
use record::StreamId;
use record::case::{CaseFile, Person, View, fold};
use record::facts::elsewhere::Elsewhere;
use record::facts::person::AppointmentBooked;
use store::{Snapshot, StoreError};

use crate::booking::{Besides, NextAppointment};
use crate::directory::Place;
use crate::project::SlotDetail;
use crate::{Ask, Problem, Service};

/// What the mark of an address begins with. No building's code does.
const MARK: char = '@';

/// What the mark begins with that an address would have without its postcode: a home's, or that of a building of which none is
/// known. Only these two are compared by it.
const BARE: char = '~';

/// Said of an address where they were to be visited at home, and live no longer.
const WAS_HOME: &str = "their home when it was booked. They live elsewhere now";

/// Whether an appointment of this kind takes place at no building of the service.
pub fn is_elsewhere(contact: &str, standards: &Standards) -> bool {
    standards.contact_type(contact).is_some_and(|kind| kind.elsewhere)
}

/// Whether an appointment of this kind is a session of unpaid work.
pub fn is_work(contact: &str) -> bool {
    Places::split_2014().is_work(contact)
}

/// Whether an appointment is at no building of the service: a visit always is, and unpaid work where a place is typed.
pub fn stands_elsewhere(contact: &str, at: Option<&Elsewhere>, standards: &Standards) -> bool {
    is_elsewhere(contact, standards) || (is_work(contact) && at.is_some())
}

/// The place that was typed. Of one of unpaid work it is asked what it is close to, for nobody has assessed it.
pub(crate) fn typed_place(besides: &Besides, contact: &str) -> Result<Option<Elsewhere>, Problem> {
    let Some(at) = &besides.at else { return Ok(None) };
    if !is_work(contact) {
        return Ok(Some(at.clone()));
    }
    let near = besides.near.clone();
    let near =
        near.ok_or_else(|| Problem::field("near", "Say what the place of work is close to, or that it is neither"))?;
    Ok(Some(Elsewhere { near, ..at.clone() }))
}

/// Whether what stands where a building's code does is the mark of an address.
pub fn is_mark(site: &str) -> bool {
    site.starts_with(MARK)
}

/// The mark of an address, the same however it is written; none for one that cannot be told from others. Whoever reads it
/// cannot read the address.
pub(crate) fn mark(lines: &[String], postcode: &str) -> Option<String> {
    place_of(lines, postcode).map(|place| mark_of(&place))
}

/// The marks that the same address has where it stands somewhere without its postcode, with more or less of the rest.
pub(crate) fn marks_without_postcode(at: &Elsewhere) -> Vec<String> {
    ways_without_postcode(&at.lines).iter().map(|place| mark_of(place)).collect()
}

/// The mark by which homes that are recorded with a postcode are compared with a building of which none is known.
pub(crate) fn bare_mark(building: &Elsewhere) -> Option<String> {
    let place = place_of(&building.lines, &building.postcode).filter(|_| !has_postcode(building))?;
    Some(marked(BARE, &place))
}

fn mark_of(place: &str) -> String {
    marked(MARK, place)
}

fn marked(kind: char, place: &str) -> String {
    let hash = record::Hash::of(place.as_bytes()).to_string();
    format!("{kind}{}", hash.chars().take(20).collect::<String>())
}

/// Where somebody is to be: a building's code, or the mark of an address; empty for a telephone call, or when nobody knows.
pub(crate) fn whereabouts(booked: &AppointmentBooked, standards: &Standards) -> String {
    let kind = standards.contact_type(&booked.contact);
    match (kind.filter(|kind| kind.mode == Mode::InPerson), &booked.at) {
        (None, _) => String::new(),
        (Some(_), Some(at)) => mark(&at.lines, &at.postcode).unwrap_or_default(),
        // What an older release booked at home has a building's code, and was not there.
        (Some(kind), None) if kind.elsewhere => String::new(),
        (Some(_), _) => booked.site.clone(),
    }
}

/// The mark of where somebody lives; none where that is nowhere, or cannot be told from others.
pub(crate) fn home_mark(person: &Person) -> Option<String> {
    let address = &person.home()?.recorded;
    mark(&address.lines, &address.postcode)
}

/// The same, and behind it the marks that the address would have without its postcode, with a space between: a home may be a
/// building of the service.
pub(crate) fn home_marks(person: &Person) -> Option<String> {
    let whole = home_mark(person)?;
    let bare = ways_without_postcode(&person.home()?.recorded.lines);
    let marks = [whole].into_iter().chain(bare.iter().map(|place| marked(BARE, place)));
    Some(marks.collect::<Vec<_>>().join(" "))
}

/// Of the marks of a home, that of its whole address.
pub(crate) fn whole_mark(home: &str) -> &str {
    home.split(' ').next().unwrap_or(home)
}

/// Where somebody lives, as a place to visit: with more of it known than its postcode.
pub fn home(file: &CaseFile) -> Option<Elsewhere> {
    let address = &file.person.as_ref()?.home()?.recorded;
    let known = address.lines.iter().any(|line| !line.trim().is_empty());
    let (lines, postcode) = (address.lines.clone(), address.postcode.clone());
    known.then_some(Elsewhere { lines, postcode, ..Elsewhere::default() })
}

/// Whether a visit to this address finds them at home: it is where they live now. What an older release booked without one is.
pub(crate) fn is_at_home(file: &CaseFile, at: Option<&Elsewhere>) -> bool {
    let Some(at) = at else { return true };
    let home = file.person.as_ref().and_then(home_mark);
    at.whose.is_empty() && home.is_some() && home == mark(&at.lines, &at.postcode)
}

/// Says of a home visit that is still to come, where they live elsewhere by now, that the address was their home.
pub(crate) fn still_home(snapshot: &Snapshot, person: &StreamId, detail: &mut SlotDetail) -> Result<(), StoreError> {
    let Some(at) = detail.at.as_mut().filter(|at| at.whose.is_empty()) else { return Ok(()) };
    let home = snapshot.home(person)?.map(|home| whole_mark(&home.place).to_owned());
    if home != mark(&at.lines, &at.postcode) {
        WAS_HOME.clone_into(&mut at.whose);
    }
    Ok(())
}

/// An address as it was typed, a line each or with commas between; a postcode comes last, on its own or behind the town.
/// None for nothing.
pub fn read_address(text: &str, whose: &str) -> Option<Elsewhere> {
    let typed = text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<String> = typed.map(str::to_owned).collect();
    let found = lines.last().and_then(|line| split_postcode(line)).map(|(rest, code)| (rest.to_owned(), code));
    let mut postcode = String::new();
    if let Some((rest, code)) = found {
        lines.pop();
        lines.extend((!rest.is_empty()).then_some(rest));
        postcode = code;
    }
    let whose = whose.trim().to_owned();
    (!lines.is_empty() || !postcode.is_empty()).then(|| Elsewhere { lines, postcode, whose, ..Elsewhere::default() })
}

/// Whether it says in which postcode it is: without that, no two ways to write it are told for one.
pub fn has_postcode(at: &Elsewhere) -> bool {
    !at.postcode.trim().is_empty() || at.lines.iter().any(|line| split_postcode(line).is_some())
}

impl Service {
    /// The appointment with where it is to be. At a building it is one of the asker's own organisation; a visit is at the
    /// address that was typed, else at `stood` (where it was before), else at the person's home; unpaid work at the place that was
    /// typed, or with no building chosen at `stood`.
    pub(crate) async fn placed(
        &self,
        ask: &Ask,
        person: &StreamId,
        next: &NextAppointment,
        stood: Option<&Elsewhere>,
        field: &'static str,
    ) -> Result<NextAppointment, Problem> {
        let mut placed = next.clone();
        let typed = typed_place(&next.besides, &next.contact)?;
        // Where they are visited at home, it is where they live now.
        let stood = stood.filter(|at| !at.whose.is_empty() && (!is_work(&next.contact) || next.site.is_empty()));
        let at = typed.as_ref().or(stood);
        if !stands_elsewhere(&next.contact, at, self.standards) {
            self.check_place(ask, &next.site, field).await?;
            placed.besides.at = None;
            return Ok(placed);
        }
        let at = self.visited(ask, person, &next.contact, at).await?;
        placed.site = String::new();
        placed.besides.room = String::new();
        placed.besides.at = Some(at);
        Ok(placed)
    }

    /// The address of a visit: what was typed, with whose it is; else the person's home, where they are visited at home.
    pub(crate) async fn visited(
        &self,
        ask: &Ask,
        person: &StreamId,
        contact: &str,
        typed: Option<&Elsewhere>,
    ) -> Result<Elsewhere, Problem> {
        let home = home(&fold(&self.entries_unasked(person).await?, View::default()));
        let Some(typed) = typed else {
            let at_home = self.standards.contact_type(contact).is_some_and(|kind| kind.at_home);
            let missing = if at_home {
                "No address is recorded for them. Type where they are to be visited"
            } else {
                "Type where it is to be"
            };
            return home.filter(|_| at_home).ok_or_else(|| Problem::field("visit", missing));
        };
        let marked = |at: &Elsewhere| mark(&at.lines, &at.postcode);
        let theirs = home.as_ref().is_some_and(|home| marked(home) == marked(typed));
        if !theirs && let Some(name) = self.building_at(ask, typed).await? {
            return Err(Problem::field("visit", format!("That is {name}: book it there")));
        }
        if !theirs && !has_postcode(typed) {
            return Err(Problem::field("visit", "Type the postcode last"));
        }
        if typed.whose.is_empty() && !theirs {
            return Err(Problem::field("whose", "Say whose address it is, or what place"));
        }
        Ok(typed.clone())
    }

    /// The name of the building of the service at an address: who is seen there is expected there, so a visit to it would go
    /// past whoever must not be met in it. Of some buildings no postcode is known.
    async fn building_at(&self, ask: &Ask, typed: &Elsewhere) -> Result<Option<String>, Problem> {
        let names = self.names([]).await?;
        let (whole, lines) = (place_of(&typed.lines, &typed.postcode), place_of(&typed.lines, ""));
        let today = ask.today();
        let is_there = |place: &&Place| {
            let there = place_of(&place.address, "");
            place.site.closed.is_none_or(|since| today < since) && there.is_some() && (there == whole || there == lines)
        };
        Ok(names.places().find(is_there).map(|place| place.name.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::read_address;

    #[test]
    fn an_address_is_read_by_its_lines_with_the_postcode_last() {
        let read = |text: &str| read_address(text, "").map(|at| (at.lines.join("|"), at.postcode));
        let home = Some(("14 Fox Lane|Westmarch".to_owned(), "ZZ1 4FX".to_owned()));
        assert_eq!(read("14 Fox Lane\nWestmarch\nzz1 4fx"), home);
        assert_eq!(read(" 14 Fox Lane, Westmarch, ZZ1 4FX "), home);
        assert_eq!(read("14 Fox Lane, Westmarch ZZ1 4FX"), home);
        assert_eq!(read("14 Fox Lane\nWestmarch zz14fx"), home);
        assert_eq!(read("The library, Westmarch"), Some(("The library|Westmarch".to_owned(), String::new())));
        assert_eq!(read(" \n , "), None);
    }
}
