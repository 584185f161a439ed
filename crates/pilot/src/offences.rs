//! Offences, the courts that try them and the sentences they get, as far as a record of 2015 must make sense.

use record::facts::person::{OrderKind, Sex};

use crate::chance::Chance;
use crate::network::{COURT_NAME, CROWN_COURT_NAME};

/// An offence: five characters in the manner of the Home Office's list, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crime {
    pub(crate) code: &'static str,
    pub(crate) title: &'static str,
    pub(crate) sort: Sort,
    tried: Tried,
}

/// What kind of offence: registers, conditions and programmes go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Violence,
    /// Of a partner or former partner, or against an order that protects one.
    Abuse,
    Sexual,
    Acquisitive,
    Drugs,
    Motoring,
    Disorder,
}

/// Where an offence is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tried {
    Magistrates,
    Either,
    Crown,
}

use Sort::{Abuse, Acquisitive, Disorder, Drugs, Motoring, Sexual, Violence};
use Tried::{Crown, Either, Magistrates};

const fn crime(code: &'static str, title: &'static str, sort: Sort, tried: Tried) -> Crime {
    Crime { code, title, sort, tried }
}

pub(crate) const MURDER: Crime = crime("00100", "Murder", Violence, Crown);
const COMMON_ASSAULT: Crime = crime("10501", "Common assault and battery", Violence, Magistrates);
const ACTUAL_HARM: Crime = crime("00806", "Assault occasioning actual bodily harm", Violence, Either);
const SHOP_THEFT: Crime = crime("04600", "Theft from a shop", Acquisitive, Either);
const THEFT: Crime = crime("04910", "Theft", Acquisitive, Either);
const SUPPLY_B: Crime = crime("09250", "Possession with intent to supply, class B", Drugs, Either);
const SUPPLY_A: Crime = crime("09240", "Possession with intent to supply, class A", Drugs, Crown);
const BLADE: Crime = crime("00826", "Possession of a bladed article", Disorder, Either);
const FRAUD: Crime = crime("05300", "Fraud by false representation", Acquisitive, Either);
const DWELLING: Crime = crime("02802", "Burglary of a dwelling", Acquisitive, Crown);
const BUILDING: Crime = crime("03001", "Burglary of a building other than a dwelling", Acquisitive, Either);
const EXCESS_ALCOHOL: Crime = crime("80301", "Driving with excess alcohol", Motoring, Magistrates);
const DISQUALIFIED: Crime = crime("80706", "Driving while disqualified", Motoring, Magistrates);
const DANGEROUS: Crime = crime("80400", "Dangerous driving", Motoring, Either);
const MOLESTATION: Crime = crime("08302", "Breach of a non-molestation order", Abuse, Either);
const HARASSMENT: Crime = crime("19500", "Harassment without violence", Abuse, Magistrates);
const STALKING: Crime = crime("19510", "Stalking involving fear of violence", Abuse, Either);
const AFFRAY: Crime = crime("06691", "Affray", Disorder, Either);
const HANDLING: Crime = crime("13100", "Handling stolen goods", Acquisitive, Either);
const IMAGES: Crime = crime("08600", "Making an indecent photograph of a child", Sexual, Either);
const SEXUAL_ASSAULT: Crime = crime("01700", "Sexual assault", Sexual, Either);
const RAPE: Crime = crime("01908", "Rape", Sexual, Crown);
const SECTION_18: Crime = crime("00501", "Wounding with intent", Violence, Crown);
const SECTION_20: Crime = crime("00801", "Wounding or inflicting grievous bodily harm", Violence, Either);
const ROBBERY: Crime = crime("03401", "Robbery", Violence, Crown);
const THREATS: Crime = crime("00301", "Threats to kill", Abuse, Either);
const ARSON: Crime = crime("05602", "Arson, reckless as to whether life was endangered", Violence, Crown);
const ARSON_WITH_INTENT: Crime = crime("05601", "Arson with intent to endanger life", Violence, Crown);
const MANSLAUGHTER: Crime = crime("00401", "Manslaughter", Violence, Crown);

/// Shares at the start of a community order with a company: violence 24, theft 17, driving 14, drugs 7…
const ORDERS: [(u32, Crime); 16] = [
    (14, COMMON_ASSAULT),
    (6, ACTUAL_HARM),
    (3, crime("10400", "Assault on a constable", Violence, Magistrates)),
    (14, SHOP_THEFT),
    (5, THEFT),
    (5, crime("09270", "Possession of a controlled drug, class B", Drugs, Either)),
    (3, SUPPLY_B),
    (7, crime("12511", "Fear or provocation of violence", Disorder, Magistrates)),
    (4, crime("14900", "Criminal damage", Disorder, Either)),
    (4, BLADE),
    (5, FRAUD),
    (11, EXCESS_ALCOHOL),
    (6, DISQUALIFIED),
    (4, MOLESTATION),
    (4, HARASSMENT),
    (5, HANDLING),
];
const SUSPENDED: [(u32, Crime); 11] = [
    (16, ACTUAL_HARM),
    (10, THEFT),
    (10, SUPPLY_B),
    (8, BLADE),
    (10, FRAUD),
    (12, DWELLING),
    (8, AFFRAY),
    (8, DANGEROUS),
    (8, DISQUALIFIED),
    (6, MOLESTATION),
    (4, HANDLING),
];
/// Nothing violent: twelve months or more for violence is a matter for the public service.
const RELEASED: [(u32, Crime); 7] =
    [(30, DWELLING), (14, BUILDING), (22, SUPPLY_A), (10, SUPPLY_B), (12, FRAUD), (6, DANGEROUS), (6, THEFT)];
const SHORT: [(u32, Crime); 7] = [
    (24, SHOP_THEFT),
    (16, BUILDING),
    (14, COMMON_ASSAULT),
    (14, BLADE),
    (10, DISQUALIFIED),
    (12, ACTUAL_HARM),
    (10, THEFT),
];
const NATIONAL_ORDERS: [(u32, Crime); 8] = [
    (18, IMAGES),
    (12, SEXUAL_ASSAULT),
    (16, ACTUAL_HARM),
    (14, STALKING),
    (10, THREATS),
    (12, MOLESTATION),
    (8, AFFRAY),
    (10, HARASSMENT),
];
const NATIONAL_RELEASED: [(u32, Crime); 12] = [
    (14, SEXUAL_ASSAULT),
    (8, IMAGES),
    (12, RAPE),
    (13, SECTION_18),
    (11, SECTION_20),
    (8, ACTUAL_HARM),
    (14, ROBBERY),
    (6, ARSON),
    (6, THREATS),
    (5, STALKING),
    (1, MANSLAUGHTER),
    (2, DWELLING),
];
const NATIONAL_SHORT: [(u32, Crime); 5] =
    [(30, ACTUAL_HARM), (20, STALKING), (15, SEXUAL_ASSAULT), (20, MOLESTATION), (15, THREATS)];
const FOR_LIFE: [(u32, Crime); 4] = [(80, MURDER), (8, RAPE), (7, SECTION_18), (5, ARSON_WITH_INTENT)];

/// An offence that gets such a sentence, of somebody the public service or a company supervises.
pub(crate) fn draw(chance: &mut Chance, national: bool, kind: OrderKind, sex: Sex) -> Crime {
    let of: &[(u32, Crime)] = match (national, kind) {
        (_, OrderKind::LifeLicence) => &FOR_LIFE,
        (true, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder) => &NATIONAL_ORDERS,
        (true, OrderKind::PostSentenceSupervision) => &NATIONAL_SHORT,
        (true, _) => &NATIONAL_RELEASED,
        (false, OrderKind::CommunityOrder) => &ORDERS,
        (false, OrderKind::SuspendedSentenceOrder) => &SUSPENDED,
        (false, OrderKind::PostSentenceSupervision) => &SHORT,
        (false, _) => &RELEASED,
    };
    let drawn = chance.weighted(of);
    // Hardly any woman is sentenced for a sexual offence.
    if sex != Sex::Female || drawn.sort != Sexual {
        return drawn;
    }
    if kind == OrderKind::LifeLicence { MURDER } else { ACTUAL_HARM }
}

/// The court that made the order.
pub(crate) fn court(crime: Crime, kind: OrderKind, number: u32) -> &'static str {
    match (crime.tried, kind) {
        (Crown, _) | (Either, OrderKind::Licence | OrderKind::LifeLicence) => CROWN_COURT_NAME,
        (Either, OrderKind::SuspendedSentenceOrder) if number.is_multiple_of(3) => CROWN_COURT_NAME,
        (Magistrates | Either, _) => COURT_NAME,
    }
}

impl Crime {
    /// Where drink is part of the offence itself.
    pub(crate) fn of_drink(self) -> bool {
        self == EXCESS_ALCOHOL
    }

    pub(crate) fn against_children(self) -> bool {
        self == IMAGES
    }
}
