//! The buildings of the service by their addresses. Somebody may live in one, a hostel, or be visited in one at home: they are
//! there under the mark of its address. And one building may have two codes, where two organisations opened it each for itself.
//! Whoever is booked in it by any of its names meets whoever is there by another.

use record::facts::elsewhere::Elsewhere;
use store::{SiteRow, Snapshot, StoreError, WindowRow};

use crate::elsewhere::{bare_mark, is_mark, mark, marks_without_postcode};

/// Every building that has an address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Premises {
    buildings: Vec<Building>,
}

#[derive(Clone, Debug)]
struct Building {
    code: String,
    /// The mark of its address.
    mark: String,
    /// The marks under which somebody lives there or is visited.
    marks: Vec<String>,
}

impl Premises {
    /// Reads them.
    pub(crate) fn read(snapshot: &Snapshot) -> Result<Premises, StoreError> {
        Ok(Premises::of(&snapshot.sites()?))
    }

    /// The same, of rows that were read.
    pub(crate) fn of(sites: &[SiteRow]) -> Premises {
        Premises { buildings: sites.iter().filter_map(building).collect() }
    }

    /// Under what else somebody may stand who is at a place: of a building the marks of its address and other codes it has; of
    /// the address of a visit, with the marks it `also` has, the codes of the building there.
    pub(crate) fn other_names(&self, place: &str, also: &[String]) -> Vec<String> {
        if is_mark(place) {
            let there = self.buildings.iter().filter(|building| building.is_at(place, also));
            return there.map(|building| building.code.clone()).collect();
        }
        let Some(own) = self.buildings.iter().find(|building| building.code == place) else { return Vec::new() };
        let same = self.buildings.iter().filter(|other| other.code != place && own.is_one_with(other));
        own.marks.iter().cloned().chain(same.map(|other| other.code.clone())).collect()
    }

    /// The other codes of a building.
    pub(crate) fn other_codes(&self, code: &str) -> Vec<String> {
        let Some(own) = self.buildings.iter().find(|building| building.code == code) else { return Vec::new() };
        let same = self.buildings.iter().filter(|other| other.code != code && own.is_one_with(other));
        same.map(|other| other.code.clone()).collect()
    }

    /// The one name by which all are compared who are at a place: the first code of the building there, or the place itself.
    pub(crate) fn one_name<'a>(&'a self, place: &'a str, also: &[String]) -> &'a str {
        let own = self.buildings.iter().find(|building| building.code == place);
        let is_there = |building: &&Building| match own {
            Some(own) => own.code == building.code || own.is_one_with(building),
            None => is_mark(place) && building.is_at(place, also),
        };
        self.buildings.iter().find(is_there).map_or(place, |building| building.code.as_str())
    }

    /// Of times at which somebody is at a place by another name, the same under each of these codes that it has.
    pub(crate) fn under_codes(&self, codes: &[String], windows: &mut Vec<WindowRow>) {
        let mut more = Vec::new();
        for code in codes {
            let names = self.other_names(code, &[]);
            let there = windows.iter().filter(|window| names.contains(&window.site));
            more.extend(there.map(|window| WindowRow { site: code.clone(), ..window.clone() }));
        }
        windows.append(&mut more);
    }
}

impl Building {
    fn is_at(&self, place: &str, also: &[String]) -> bool {
        self.mark == place || also.contains(&self.mark) || self.marks.iter().any(|mark| mark == place)
    }

    fn is_one_with(&self, other: &Building) -> bool {
        self.marks.contains(&other.mark) || other.marks.contains(&self.mark)
    }
}

fn building(row: &SiteRow) -> Option<Building> {
    let at = Elsewhere { lines: row.address.lines().map(str::to_owned).collect(), ..Elsewhere::default() };
    let mark = mark(&at.lines, "")?;
    let marks = [mark.clone()].into_iter().chain(bare_mark(&at)).chain(marks_without_postcode(&at)).collect();
    Some(Building { code: row.site.clone(), mark, marks })
}

/// Whether two addresses, a line each, are those of one building.
pub(super) fn is_one_address(one: &[String], other: &[String]) -> bool {
    let row = |lines: &[String]| {
        let at = Elsewhere { lines: lines.to_vec(), ..Elsewhere::default() };
        let ways = marks_without_postcode(&at);
        mark(lines, "").map(|mark| (mark, ways))
    };
    let (Some((one, ways)), Some((other, others))) = (row(one), row(other)) else { return false };
    one == other || ways.contains(&other) || others.contains(&one)
}

#[cfg(test)]
mod tests {
    use super::is_one_address;

    #[test]
    fn one_building_is_told_however_its_address_is_written_and_the_next_door_is_another() {
        let lines = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
        let same = |one: &str, other: &str| is_one_address(&lines(one), &lines(other));
        assert!(same("1 Sample Street, Pinemere", "1 sample street, PINEMERE"));
        assert!(same("1 Sample Street, Pinemere", "First floor, 1 Sample Street, Pinemere, ZZ1 1SS"));
        assert!(same("1 Sample Street, Pinemere, ZZ1 1SS", "Unit 2, 1 Sample St, ZZ1 1SS"));
        assert!(!same("1 Sample Street, Pinemere", "2 Sample Street, Pinemere"));
        assert!(!same("1 Sample Street, Pinemere", "1 Sample Street, Quayside"));
        assert!(!same("1 Sample Street, Pinemere, ZZ1 1SS", "3 Sample Street, Pinemere, ZZ1 1SS"));
        assert!(!same("", ""));
    }
}
