//! Who does the work: providers, sites, teams and staff of a county on no map, in numbers that fit the people.
//!
//! A public service (P00) and three companies (Q01 to Q03) follow one trust (T00), which all staff came from on the day
//! of the split: their codes changed that day, and so did who holds each case.

use jiff::civil::Date;
use record::entry::By;
use record::facts::organisation::{ProviderKind, Role};

use crate::calendar::SPLIT;
use crate::chance::Chance;
use crate::names::{self, TOWNS};

/// The fictional court of the demonstration.
pub(crate) const COURT: &str = "B90WM";
pub(crate) const COURT_NAME: &str = "Wendlesham Magistrates’ Court";
pub(crate) const CROWN_COURT_NAME: &str = "Wendlesham Crown Court";

/// People whose case one practitioner holds or held: with some orders ended, 30 to 45 are open.
const PER_PRACTITIONER: u32 = 46;
const PRACTITIONERS_PER_TEAM: u32 = 10;
const LETTERS: &[u8] = b"ABCDEFGHJKLM";

pub(crate) struct Provider {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: ProviderKind,
    /// People out of every twenty.
    share: u32,
    towns: &'static [usize],
}

pub(crate) const PROVIDERS: [Provider; 4] = [
    Provider {
        code: "P00",
        name: "Public Probation Service, Wendleshire",
        kind: ProviderKind::Nps,
        share: 5,
        towns: &[0, 1],
    },
    Provider {
        code: "Q01",
        name: "Wendle Valley Rehabilitation Company",
        kind: ProviderKind::Crc,
        share: 10,
        towns: &[0, 1, 2, 3],
    },
    Provider { code: "Q02", name: "Skerrow Rehabilitation Company", kind: ProviderKind::Crc, share: 3, towns: &[4, 5] },
    Provider { code: "Q03", name: "Staithe Rehabilitation Company", kind: ProviderKind::Crc, share: 2, towns: &[6, 7] },
];
/// The trust that came before.
pub(crate) const TRUST: (&str, &str) = ("T00", "Wendleshire Probation Trust");
/// Which provider each of twenty people in a row belongs to.
const PATTERN: [usize; 20] = [1, 0, 1, 2, 1, 0, 1, 3, 1, 0, 1, 2, 1, 0, 1, 3, 1, 0, 1, 2];

pub(crate) struct Site {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) address: Vec<String>,
    pub(crate) telephone: String,
}

pub(crate) struct Team {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) provider: usize,
    pub(crate) site: usize,
    pub(crate) members: Vec<usize>,
    pub(crate) senior: usize,
    pub(crate) administrator: usize,
    /// Who keeps the sheets of the unpaid work.
    pub(crate) supervisor: usize,
}

pub(crate) struct Member {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) team: usize,
    pub(crate) sign_in: String,
    pub(crate) courts: Vec<String>,
}

pub(crate) struct Network {
    people: u32,
    /// Offices, one to a town; then the works site of each town.
    pub(crate) sites: Vec<Site>,
    pub(crate) teams: Vec<Team>,
    pub(crate) members: Vec<Member>,
    /// Practitioners of each provider.
    pub(crate) practitioners: [Vec<usize>; 4],
    pub(crate) court_team: usize,
    pub(crate) audit_team: usize,
    pub(crate) information_team: usize,
}

/// Who holds a case on a day, in the codes of that day.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) staff: String,
    pub(crate) team: String,
    pub(crate) provider: &'static str,
    pub(crate) kind: ProviderKind,
    pub(crate) member: usize,
}

/// Where a person's case lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) provider: usize,
    pub(crate) member: usize,
    /// Which of that practitioner's people, from 0.
    pub(crate) nth: u32,
    /// Which of the provider's practitioners, from 0.
    pub(crate) desk: u32,
}

impl Network {
    pub(crate) fn new(people: u32, seed: u64) -> Network {
        let mut chance = Chance::new(seed, "network", 0);
        let mut network = Network {
            people,
            sites: sites(),
            teams: Vec::new(),
            members: Vec::new(),
            practitioners: [const { Vec::new() }; 4],
            court_team: 0,
            audit_team: 0,
            information_team: 0,
        };
        for at in 0..PROVIDERS.len() {
            let practitioners = held(people, at).div_ceil(PER_PRACTITIONER);
            let teams = practitioners.div_ceil(PRACTITIONERS_PER_TEAM);
            for nth in 0..teams {
                let share = practitioners / teams + u32::from(nth < practitioners % teams);
                network.add_team(&mut chance, at, nth, share);
            }
        }
        network.court_team = network.add_special(&mut chance, "P00CRT", "Court team", Role::CourtOfficer, 4);
        network.audit_team = network.add_special(&mut chance, "P00AUD", "Record audit", Role::Auditor, 2);
        network.information_team =
            network.add_special(&mut chance, "P00INF", "Information office", Role::InformationOfficer, 2);
        network
    }

    fn add_team(&mut self, chance: &mut Chance, provider: usize, nth: u32, practitioners: u32) {
        let number = self.teams.len();
        let unit = &PROVIDERS[provider];
        let town = unit.towns[nth as usize % unit.towns.len()];
        let code = format!("{}{}", unit.code, serial(number));
        let mut members = Vec::new();
        for letter in LETTERS.iter().take(practitioners as usize) {
            members.push(self.add_member(chance, &code, char::from(*letter), Role::Practitioner, number));
        }
        let senior = self.add_member(chance, &code, 'S', Role::SeniorProbationOfficer, number);
        let administrator = self.add_member(chance, &code, 'T', Role::CaseAdministrator, number);
        let supervisor = self.add_member(chance, &code, 'W', Role::CaseAdministrator, number);
        self.practitioners[provider].extend(&members);
        let round = nth as usize / unit.towns.len();
        let name = match round {
            0 => format!("{} team", TOWNS[town].name),
            _ => format!("{} team {}", TOWNS[town].name, round + 1),
        };
        self.teams.push(Team { code, name, provider, site: town, members, senior, administrator, supervisor });
    }

    fn add_special(&mut self, chance: &mut Chance, code: &str, name: &str, role: Role, count: usize) -> usize {
        let number = self.teams.len();
        let letters = LETTERS.iter().take(count);
        let members: Vec<usize> =
            letters.map(|letter| self.add_member(chance, code, char::from(*letter), role, number)).collect();
        let (senior, administrator) = (members[0], members[0]);
        let (code, name) = (code.to_owned(), name.to_owned());
        let supervisor = administrator;
        self.teams.push(Team { code, name, provider: 0, site: 0, members, senior, administrator, supervisor });
        number
    }

    fn add_member(&mut self, chance: &mut Chance, team_code: &str, letter: char, role: Role, team: usize) -> usize {
        let code = format!("{team_code}{letter}");
        let courts = if role == Role::CourtOfficer { vec![COURT.to_owned()] } else { Vec::new() };
        let member = Member { sign_in: code.to_lowercase(), name: names::staff(chance), code, role, team, courts };
        self.members.push(member);
        self.members.len() - 1
    }

    /// Whose case the person with this number is.
    pub(crate) fn place(&self, number: u32) -> Place {
        let provider = PATTERN[number as usize % 20];
        let before = PATTERN[..number as usize % 20].iter().filter(|p| **p == provider).count();
        let index = number / 20 * PROVIDERS[provider].share + u32::try_from(before).unwrap_or(0);
        // The first desk is filled first, so that who plays a part does not depend on how many people there are.
        let desks = u32::try_from(self.practitioners[provider].len()).unwrap_or(1);
        let each = held(self.people, provider).div_ceil(desks);
        let desk = (index / each).min(desks - 1);
        Place { provider, member: self.practitioners[provider][desk as usize], nth: index - desk * each, desk }
    }

    /// The works site of an office's town.
    pub(crate) fn works_of(&self, office: usize) -> usize {
        (office + TOWNS.len()).min(self.sites.len() - 1)
    }

    pub(crate) fn team_of(&self, member: usize) -> &Team {
        &self.teams[self.members[member].team]
    }

    /// The member's codes on a day: before the split everybody worked for the trust.
    pub(crate) fn holder(&self, member: usize, day: Date) -> Holder {
        let team = self.team_of(member);
        let (staff, unit) = (&self.members[member].code, &team.code);
        if day < SPLIT {
            return Holder { staff: old(staff), team: old(unit), provider: TRUST.0, kind: ProviderKind::Nps, member };
        }
        let provider = &PROVIDERS[team.provider];
        Holder { staff: staff.clone(), team: unit.clone(), provider: provider.code, kind: provider.kind, member }
    }

    /// The member as the author of an entry recorded on a day.
    pub(crate) fn author(&self, member: usize, day: Date) -> By {
        let holder = self.holder(member, day);
        By {
            staff: holder.staff,
            role: self.members[member].role.code().to_owned(),
            organisation: holder.provider.to_owned(),
            instructed_by: None,
        }
    }
}

/// At least as many people as the provider has.
fn held(people: u32, provider: usize) -> u32 {
    people.div_ceil(20) * PROVIDERS[provider].share
}

/// What the code was under the trust: teams are numbered through, so only the first three characters differ.
pub(crate) fn old(code: &str) -> String {
    format!("{}{}", TRUST.0, &code[3..])
}

/// `T01` for the first team, on to `T99`, `U00` and so forth.
fn serial(number: usize) -> String {
    let (hundred, rest) = ((number + 1) / 100, (number + 1) % 100);
    if let Some(letter) = b"TUVWXYZ".get(hundred) {
        return format!("{}{rest:02}", char::from(*letter));
    }
    // A million people need more teams than T01 to Z99 can name: TA0 and on.
    let (ten, last) = ((number - 699) / 10, (number - 699) % 10);
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    format!("{}{}{last}", char::from(b'T' + u8::try_from(ten / 26).unwrap_or(0)), letter(ten))
}

fn sites() -> Vec<Site> {
    let offices = TOWNS.iter().enumerate().map(|(at, town)| site(at, town.name, town.outward));
    let works = TOWNS.iter().enumerate().map(|(at, town)| works(at, town.name, town.outward));
    offices.chain(works).chain(hired()).collect()
}

/// A hall that somebody hired and nobody approved.
pub(crate) const HALL: &str = "W01HALL";
/// A room that is approved, next to a public house.
pub(crate) const UPSTAIRS: &str = "W01ROOM";

/// What one of the companies hires where it has no office.
fn hired() -> [Site; 2] {
    let town = TOWNS[0].name;
    let site = |code: &str, name: &str, road: &str| Site {
        code: code.to_owned(),
        name: format!("{name}, {town}"),
        address: vec![road.to_owned(), town.to_owned(), format!("{} 3HH", TOWNS[0].outward)],
        telephone: "01632 960990".to_owned(),
    };
    [site(HALL, "Chapel hall", "2 Chapel Row"), site(UPSTAIRS, "Upstairs room, Market Tavern Yard", "31 Market Place")]
}

/// Where unpaid work begins and ends.
fn works(at: usize, town: &str, outward: &str) -> Site {
    const YARDS: [&str; 8] = [
        "Towpath Yard",
        "Nursery Yard",
        "Old Dry Dock",
        "Goods Yard",
        "Mereside Allotments",
        "Fell Foot Depot",
        "Wick Common Hut",
        "Net Loft Yard",
    ];
    Site {
        code: format!("W{:02}WORK", at + 1),
        name: format!("{}, {town} (unpaid work)", YARDS[at % 8]),
        address: vec!["Works entrance".to_owned(), town.to_owned(), format!("{outward} 2WP")],
        telephone: format!("01632 960{}", 600 + at * 11),
    }
}

/// Telephone numbers are of the range that Ofcom keeps for drama: 01632 960000 to 960999.
fn site(at: usize, town: &str, outward: &str) -> Site {
    const HOUSES: [&str; 8] = [
        "Harbour House",
        "Corn Exchange Buildings",
        "Old Customs House",
        "Cross Chambers",
        "Mere House",
        "Fell View",
        "Wick House",
        "Staithe Buildings",
    ];
    const ROADS: [&str; 8] = [
        "1 Quay Street",
        "22 Market Place",
        "5 Strand",
        "9 Cross Street",
        "14 Mere Road",
        "3 Fell Road",
        "40 Wick Lane",
        "7 Staithe Road",
    ];
    Site {
        code: format!("W{:02}SITE", at + 1),
        name: format!("{}, {town}", HOUSES[at % 8]),
        address: vec![ROADS[at % 8].to_owned(), town.to_owned(), format!("{outward} 1AA")],
        telephone: format!("01632 960{}", 100 + at * 11),
    }
}
