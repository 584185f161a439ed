//! Names and places. Names are put together by chance from common ones of several languages; a likeness to anybody is
//! chance. The places are on no map.

mod languages;

use record::facts::person::{Name, Sex};

use crate::chance::Chance;
use languages::{SHARES, language_of};

const STREETS: [&str; 24] = [
    "Anvil Row",
    "Bellfounder Street",
    "Candle Lane",
    "Cooper’s Yard",
    "Dovecote Road",
    "Ferry Walk",
    "Glebe Terrace",
    "Gasworks Road",
    "Heron Close",
    "Ironmonger Row",
    "Jackdaw Lane",
    "Kiln Street",
    "Lantern Court",
    "Mercer Street",
    "New Tannery Road",
    "Orchard Rise",
    "Packhorse Lane",
    "Quarry Bank",
    "Ropewalk",
    "Saltbox Lane",
    "Tollgate Road",
    "Upper Mill Street",
    "Viaduct Road",
    "Weaver’s Green",
];

/// A town of the county, with the outward part of its postcodes. No postcode area ZZ exists.
pub(crate) struct Town {
    pub(crate) name: &'static str,
    pub(crate) outward: &'static str,
}

/// The towns of Wendleshire, a county on no map.
pub(crate) const TOWNS: [Town; 8] = [
    Town { name: "Wendlesham", outward: "ZZ1" },
    Town { name: "Carrowby", outward: "ZZ2" },
    Town { name: "Marlbeck Quay", outward: "ZZ3" },
    Town { name: "Osterleigh Cross", outward: "ZZ4" },
    Town { name: "Tillingmere", outward: "ZZ5" },
    Town { name: "Skerrowdale", outward: "ZZ6" },
    Town { name: "Pennardwick", outward: "ZZ7" },
    Town { name: "Hollin Staithe", outward: "ZZ8" },
];

pub(crate) fn person(chance: &mut Chance, sex: Sex) -> Name {
    let language = chance.weighted(&SHARES);
    let surname = chance.pick(language.surnames).to_owned();
    let first = language.forename(chance, sex);
    let second = match sex {
        Sex::Female => language.women_second,
        _ => language.men_second,
    };
    let forenames = if chance.odds(300) { format!("{first} {}", chance.pick(second)) } else { first.to_owned() };
    Name { surname, forenames }
}

/// The first name of a brother or sister of somebody, other than their own.
pub(crate) fn sibling(chance: &mut Chance, sex: Sex, of: &Name) -> String {
    let language = language_of(&of.surname);
    let own = of.forenames.split(' ').next().unwrap_or_default();
    let drawn = language.forename(chance, sex);
    if drawn != own {
        return drawn.to_owned();
    }
    let names = if sex == Sex::Female { language.women } else { language.men };
    names.iter().find(|name| **name != own).copied().unwrap_or(drawn).to_owned()
}

/// Another surname that somebody might go by.
pub(crate) fn other_surname(chance: &mut Chance, of: &Name) -> String {
    chance.pick(language_of(&of.surname).surnames).to_owned()
}

/// A member of staff's name, in one line.
pub(crate) fn staff(chance: &mut Chance) -> String {
    let sex = if chance.odds(620) { Sex::Female } else { Sex::Male };
    let language = chance.weighted(&SHARES);
    let first = language.forename(chance, sex);
    format!("{first} {}", chance.pick(language.surnames))
}

/// Letters that end a postcode.
const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";

/// An address in a town: lines, then the postcode.
pub(crate) fn address(chance: &mut Chance, town: usize) -> (Vec<String>, String) {
    let town = &TOWNS[town % TOWNS.len()];
    let number = chance.below(180) + 1;
    let street = chance.pick(&STREETS);
    let first = if chance.odds(150) {
        format!("Flat {}, {number} {street}", chance.below(12) + 1)
    } else {
        format!("{number} {street}")
    };
    let (a, b) = (char::from(chance.pick(LETTERS)), char::from(chance.pick(LETTERS)));
    let inward = chance.below(9) + 1;
    (vec![first, town.name.to_owned()], format!("{} {inward}{a}{b}", town.outward))
}
