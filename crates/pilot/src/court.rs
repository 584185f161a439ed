//! Files to import: a court's list for two days, one with rows of no use, and a hearing. Some of the defendants are
//! people of the service, told by their number, by name and date of birth, or by a name with a slip in it.

mod list;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use ledger::Hash;
use record::facts::person::Sex;
use serde_json::{Value, json};

use crate::PilotError;
use crate::calendar::{business_later, later, months_later};
use crate::chance::Chance;
use crate::names;
use crate::network::{COURT, COURT_NAME};
use crate::profile::{Profile, World};

/// Somebody listed.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) surname: String,
    pub(crate) forenames: String,
    pub(crate) organisation: bool,
    pub(crate) born: Option<Date>,
    pub(crate) sex: &'static str,
    pub(crate) pnc: Option<String>,
    pub(crate) cro: Option<String>,
    pub(crate) address: (Vec<String>, String),
    pub(crate) offence: (&'static str, &'static str),
    pub(crate) room: &'static str,
}

/// Codes and titles as courts' feeds write them.
const CHARGES: [(&str, &str); 4] = [
    ("TH68010", "Theft from a shop"),
    ("CJ88116", "Assault by beating"),
    ("CD71039", "Criminal damage to property valued under £5,000"),
    ("BA76005", "Fail to surrender to custody at the appointed time"),
];
/// A room of this number stands for no room.
const NO_ROOM: &str = "52";

/// How a defendant's entry agrees with the record.
#[derive(Clone, Copy)]
enum Likeness {
    ByNumber,
    WithoutNumber,
    SlipInName,
    SlipInNumber,
    Stranger,
    Organisation,
    NoRoom,
}

/// What stands on the list, in order: the first nine today, the rest tomorrow.
const LIST: [Likeness; 25] = {
    use Likeness::{ByNumber, NoRoom, Organisation, SlipInName, SlipInNumber, Stranger, WithoutNumber};
    [
        ByNumber,
        Stranger,
        WithoutNumber,
        ByNumber,
        SlipInName,
        Stranger,
        ByNumber,
        SlipInNumber,
        Stranger,
        ByNumber,
        Stranger,
        WithoutNumber,
        ByNumber,
        SlipInName,
        Stranger,
        Organisation,
        ByNumber,
        WithoutNumber,
        ByNumber,
        Stranger,
        ByNumber,
        SlipInName,
        WithoutNumber,
        NoRoom,
        Stranger,
    ]
};
const TODAY: usize = 9;

/// Writes the samples and gives the path of the court list.
pub(crate) fn samples(folder: &Path, world: &World<'_>) -> Result<PathBuf, PilotError> {
    let folder = folder.join("samples");
    std::fs::create_dir_all(&folder).map_err(|reason| PilotError::File { path: folder.clone(), reason })?;
    let people = known(world)?;
    let tomorrow = business_later(world.today, 1);
    let mut met = people.iter().cycle();
    let listed: Vec<Listed> = LIST
        .iter()
        .enumerate()
        .map(|(at, likeness)| listed(world, at as u64, *likeness, &mut || met.next().cloned()))
        .collect();
    let days = [(world.today, &listed[..TODAY]), (tomorrow, &listed[TODAY..])];
    let path = write(&folder, "court-list.xml", &list::whole(world.today, &days, &[]))?;
    let dirty = [(tomorrow, &listed[..3])];
    write(&folder, "court-list-dirty.xml", &list::whole(tomorrow, &dirty, &list::USELESS))?;
    let heard: Vec<&Listed> = people.iter().take(2).collect();
    let hearing = serde_json::to_string_pretty(&hearing(world, tomorrow, &heard)).unwrap_or_default();
    write(&folder, "hearing.json", &hearing)?;
    Ok(path)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf, PilotError> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(|reason| PilotError::File { path: path.clone(), reason })?;
    Ok(path)
}

/// People of the service with a PNC number, spread over it.
fn known(world: &World<'_>) -> Result<Vec<Listed>, PilotError> {
    let step = (world.people / 25).max(1);
    let mut all = Vec::new();
    for number in (0..world.people).step_by(step as usize) {
        let who = Profile::new(world, number)?;
        if who.pnc.is_some() && who.order.ended.is_none() {
            all.push(of_record(&who));
        }
    }
    Ok(all)
}

fn of_record(who: &Profile) -> Listed {
    Listed {
        surname: who.name.surname.clone(),
        forenames: who.name.forenames.clone(),
        organisation: false,
        born: Some(who.born),
        sex: if who.sex == Sex::Female { "F" } else { "M" },
        pnc: who.pnc.as_ref().map(ToString::to_string),
        cro: who.cro.as_ref().map(ToString::to_string),
        address: who.address.clone(),
        offence: CHARGES[who.number as usize % CHARGES.len()],
        room: "01",
    }
}

fn listed(world: &World<'_>, at: u64, likeness: Likeness, met: &mut dyn FnMut() -> Option<Listed>) -> Listed {
    let stranger = stranger(world, at);
    let mut known = || met().unwrap_or_else(|| stranger.clone());
    match likeness {
        Likeness::ByNumber => known(),
        Likeness::WithoutNumber => Listed { pnc: None, cro: None, ..known() },
        Likeness::SlipInName => {
            let known = known();
            Listed { surname: slip(&known.surname), pnc: None, cro: None, ..known }
        }
        Likeness::SlipInNumber => {
            let known = known();
            let wrong = known.pnc.as_deref().map(|pnc| {
                let stem = &pnc[..pnc.len() - 1];
                format!("{stem}{}", if pnc.ends_with('A') { 'B' } else { 'A' })
            });
            Listed { pnc: wrong, ..known }
        }
        Likeness::Stranger => stranger,
        Likeness::Organisation => Listed {
            surname: "Marlbeck Skip Hire Limited".to_owned(),
            forenames: String::new(),
            organisation: true,
            born: None,
            sex: "N",
            pnc: None,
            cro: None,
            offence: ("EP90001", "Deposit of controlled waste without a permit"),
            ..stranger
        },
        Likeness::NoRoom => Listed { room: NO_ROOM, ..stranger },
    }
}

/// Somebody the service does not know.
fn stranger(world: &World<'_>, at: u64) -> Listed {
    let mut chance = Chance::new(world.seed, "stranger", at);
    let name = names::person(&mut chance, Sex::Male);
    let years = chance.between(19, 60);
    let town = chance.below(8) as usize;
    Listed {
        surname: name.surname,
        forenames: name.forenames,
        organisation: false,
        born: Some(later(months_later(world.today, -12 * years), -chance.between(0, 300))),
        sex: "M",
        pnc: None,
        cro: None,
        address: names::address(&mut chance, town),
        offence: chance.pick(&CHARGES),
        room: if chance.odds(500) { "01" } else { "02" },
    }
}

/// Two letters in the wrong order, as a tired hand types them.
fn slip(surname: &str) -> String {
    let mut letters: Vec<char> = surname.chars().collect();
    if letters.len() > 4 {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}

/// A hearing as the Common Platform sends it, for two people.
fn hearing(world: &World<'_>, day: Date, defendants: &[&Listed]) -> Value {
    let case = identity(world, "case");
    let defendants = defendants.iter().enumerate().map(|(at, listed)| defendant(world, at, listed, &case));
    json!({
        "hearing": {
            "id": identity(world, "hearing"),
            "jurisdictionType": "MAGISTRATES",
            "hearingLanguage": "ENGLISH",
            "type": { "id": identity(world, "type"), "description": "First hearing" },
            "courtCentre": {
                "id": identity(world, "court"),
                "code": format!("{COURT}00"),
                "name": COURT_NAME,
                "roomId": identity(world, "room"),
                "roomName": "Courtroom 1"
            },
            "hearingDays": [
                { "sittingDay": format!("{day}T10:00:00.000Z"), "listedDurationMinutes": 20, "listingSequence": 0 }
            ],
            "prosecutionCases": [{
                "id": case,
                "initiationCode": "C",
                "prosecutionCaseIdentifier": {
                    "caseURN": "90WM0004715",
                    "prosecutionAuthorityId": identity(world, "authority"),
                    "prosecutionAuthorityCode": "WENDLE"
                },
                "defendants": defendants.collect::<Vec<_>>()
            }]
        },
        "sharedTime": format!("{}T16:00:00.000Z", world.today)
    })
}

fn defendant(world: &World<'_>, at: usize, listed: &Listed, case: &str) -> Value {
    let id = identity(world, &format!("defendant {at}"));
    let (lines, postcode) = &listed.address;
    let mut forenames = listed.forenames.splitn(2, ' ');
    let mut details = json!({
        "firstName": forenames.next().unwrap_or_default(),
        "lastName": listed.surname,
        "gender": if listed.sex == "F" { "FEMALE" } else { "MALE" },
        "dateOfBirth": listed.born.map(|born| born.to_string()),
        "nationalityDescription": "British",
        "address": { "address1": lines[0], "address2": lines[1], "postcode": postcode }
    });
    if let Some(middle) = forenames.next() {
        details["middleName"] = middle.into();
    }
    json!({
        "id": id,
        "masterDefendantId": id,
        "prosecutionCaseId": case,
        "pncId": listed.pnc,
        "isYouth": false,
        "personDefendant": {
            "bailStatus": { "id": identity(world, "bail"), "code": "U", "description": "Unconditional bail" },
            "personDetails": details
        },
        "offences": [{
            "id": identity(world, &format!("offence {at}")),
            "offenceCode": listed.offence.0,
            "offenceTitle": listed.offence.1,
            "orderIndex": 1,
            "wording": "In Wendlesham, contrary to law.",
            "startDate": later(world.today, -40).to_string()
        }]
    })
}

/// An id in the shape of a UUID, from the seed.
fn identity(world: &World<'_>, purpose: &str) -> String {
    let hex = Hash(crate::chance::drawn(world.seed, purpose, 0)).to_string();
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}
