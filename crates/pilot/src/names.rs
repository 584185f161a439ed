//! Names and places. Every one is made up; a likeness to anybody is chance.

use record::facts::person::{Name, Sex};

use crate::chance::Chance;

const FIRST_PARTS: [&str; 28] = [
    "Alder", "Ambel", "Bracken", "Briar", "Cald", "Cinder", "Dapple", "Elder", "Fallow", "Farrow", "Garth", "Hazel",
    "Heather", "Kestrel", "Larch", "Linden", "Marl", "Nettle", "Osier", "Pebble", "Quill", "Rowan", "Sedge", "Tamber",
    "Thistle", "Umber", "Willow", "Yarrow",
];
const LAST_PARTS: [&str; 16] = [
    "bank", "brook", "combe", "cote", "dene", "field", "garth", "hurst", "ley", "mere", "mont", "shaw", "side", "sett",
    "thorpe", "wick",
];
const SURNAMES: [&str; 64] = [
    "O’Marrow", "O’Brinnan", "McTarland", "MacQuillan-Reed", "ap Teilwyn", "Llewys", "Prydderch", "Nwachinma", "Adeyokun",
    "Okontale", "Mensahwe", "Boatengo", "Kamaruzi", "Abdi Warsano", "Hassanzai", "Al-Maruni", "El Tahiri", "Benyoussi",
    "Rahmandi", "Chowdhrani", "Patelwar", "Kaurani", "Singhera", "Begumova", "Iqbalwi", "Nguyenh", "Trandao", "Chenwei",
    "Liangzi", "Wongsara", "Takemiya", "Parksun", "Kowalczewski", "Nowakiewicz", "Łuczakowski", "Wiśniarek", "Popescaru",
    "Ionescani", "Dragomirov", "Horváthy", "Kováčik", "Novotnický", "Jankauskiis", "Bērziņš-Lapa", "Müllenbach",
    "Schönwetter", "Lefèvrier", "Dubois-Carré", "Garçonnet", "Ferreirinha", "Gonçalvino", "Muñozaga", "Peñalosa",
    "Rossellini-Vane", "D’Amberosi", "Söderlundh", "Bjørnsgaard", "Papadellis", "Yıldızlar", "Demirkayan", "Cohenthal",
    "Levistone", "St Clairmont", "de la Fontayne",
];
const MEN: [&str; 56] = [
    "Aaron", "Adeyemi", "Alun", "Amir", "Andrzej", "Anthony", "Arjun", "Bartek", "Callum", "Carlos", "Ciarán", "Craig",
    "Daniel", "Darren", "David", "Dylan", "Emeka", "Farhan", "Filip", "Gareth", "Georgi", "Hamza", "Hugo", "Ibrahim",
    "Ifan", "Ivan", "Jamal", "Jason", "Jerome", "João", "Kamil", "Kenji", "Kevin", "Kwame", "Lee", "Liam", "Luca", "Malik",
    "Marek", "Mark", "Mohsin", "Nathan", "Niall", "Óscar", "Paul", "Peter", "Rhys", "Ryan", "Samir", "Sean", "Stefan",
    "Tariq", "Thomas", "Viktor", "Wei", "Zoltán",
];
const WOMEN: [&str; 40] = [
    "Adaeze", "Agnieszka", "Aisha", "Amy", "Anna", "Anaïs", "Beth", "Carly", "Chloë", "Claire", "Danuta", "Elena", "Fatima",
    "Gemma", "Gráinne", "Hannah", "Ines", "Jade", "Joanne", "Kelly", "Leila", "Lowri", "Maria", "Mei", "Naomi", "Nia",
    "Olga", "Priya", "Rachel", "Renée", "Ruth", "Sian", "Simran", "Sofia", "Stacey", "Tamsin", "Yasmin", "Yetunde", "Zara",
    "Zoe",
];
const MEN_MIDDLE: [&str; 7] = ["Ali", "Charles", "James", "José", "John", "Ray", "Zaman"];
const WOMEN_MIDDLE: [&str; 7] = ["Ann", "Dawn", "Jean", "Kay", "Louise", "Marie", "Rose"];
const STREETS: [&str; 24] = [
    "Anvil Row", "Bellfounder Street", "Candle Lane", "Cooper’s Yard", "Dovecote Road", "Ferry Walk", "Glebe Terrace",
    "Gasworks Road", "Heron Close", "Ironmonger Row", "Jackdaw Lane", "Kiln Street", "Lantern Court", "Mercer Street",
    "New Tannery Road", "Orchard Rise", "Packhorse Lane", "Quarry Bank", "Ropewalk", "Saltbox Lane", "Tollgate Road",
    "Upper Mill Street", "Viaduct Road", "Weaver’s Green",
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

pub(crate) fn surname(chance: &mut Chance) -> String {
    if chance.odds(330) {
        return chance.pick(&SURNAMES).to_owned();
    }
    format!("{}{}", chance.pick(&FIRST_PARTS), chance.pick(&LAST_PARTS))
}

pub(crate) fn forename(chance: &mut Chance, sex: Sex) -> &'static str {
    match sex {
        Sex::Female => chance.pick(&WOMEN),
        _ => chance.pick(&MEN),
    }
}

pub(crate) fn person(chance: &mut Chance, sex: Sex) -> Name {
    let surname = surname(chance);
    let first = forename(chance, sex);
    let middle = if sex == Sex::Female { &WOMEN_MIDDLE } else { &MEN_MIDDLE };
    let forenames = if chance.odds(300) { format!("{first} {}", chance.pick(middle)) } else { first.to_owned() };
    Name { surname, forenames }
}

/// A member of staff's name, in one line.
pub(crate) fn staff(chance: &mut Chance) -> String {
    let sex = if chance.odds(620) { Sex::Female } else { Sex::Male };
    let first = forename(chance, sex);
    format!("{first} {}", surname(chance))
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
