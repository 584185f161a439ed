//! Offence codes: their category, whether they count as violent, and what a code added before OGRS4.

use std::sync::LazyLock;

use practice::Status;
use serde::Deserialize;

use super::{StandardsError, named_source, read};

/// The kinds of offence OGRS4 tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the published ones")]
pub enum Category {
    BurglaryDomestic,
    BurglaryOther,
    Drunkenness,
    DrinkDriving,
    MotoringOffences,
    VehicleRelatedTheft,
    FraudAndForgery,
    WelfareFraud,
    DrugImportExportOrProduction,
    DrugPossessionOrSupply,
    ViolenceAgainstThePersonAbhPlus,
    ViolenceAgainstThePersonSubAbh,
    PublicOrderAndHarassment,
    WeaponsNonFirearm,
    FirearmsMostSerious,
    FirearmsOther,
    HandlingStolenGoods,
    CriminalDamage,
    AcquisitiveViolence,
    OtherOffences,
    AbscondingOrBail,
    SexualAgainstChild,
    SexualNotAgainstChild,
    TheftNonMotor,
    /// Codes that say nothing of the offence.
    Unknown,
}

/// How a category is called in the standards and by the published service.
const NAMES: [(Category, &str, &str); 25] = [
    (Category::BurglaryDomestic, "burglary-domestic", "BURGLARY_DOMESTIC"),
    (Category::BurglaryOther, "burglary-other", "BURGLARY_OTHER"),
    (Category::Drunkenness, "drunkenness", "DRUNKENNESS"),
    (Category::DrinkDriving, "drink-driving", "DRINK_DRIVING"),
    (Category::MotoringOffences, "motoring-offences", "MOTORING_OFFENCES"),
    (Category::VehicleRelatedTheft, "vehicle-related-theft", "VEHICLE_RELATED_THEFT"),
    (Category::FraudAndForgery, "fraud-and-forgery", "FRAUD_AND_FORGERY"),
    (Category::WelfareFraud, "welfare-fraud", "WELFARE_FRAUD"),
    (Category::DrugImportExportOrProduction, "drug-import-export-or-production", "DRUG_IMPORT_EXPORT_OR_PRODUCTION"),
    (Category::DrugPossessionOrSupply, "drug-possession-or-supply", "DRUG_POSSESSION_OR_SUPPLY"),
    (
        Category::ViolenceAgainstThePersonAbhPlus,
        "violence-against-the-person-abh-plus",
        "VIOLENCE_AGAINST_THE_PERSON_ABH_PLUS",
    ),
    (
        Category::ViolenceAgainstThePersonSubAbh,
        "violence-against-the-person-sub-abh",
        "VIOLENCE_AGAINST_THE_PERSON_SUB_ABH",
    ),
    // The published name is spelt so.
    (Category::PublicOrderAndHarassment, "public-order-and-harassment", "PUBLIC_ORDER_AND_HARRASSMENT"),
    (Category::WeaponsNonFirearm, "weapons-non-firearm", "WEAPONS_NON_FIREARM"),
    (Category::FirearmsMostSerious, "firearms-most-serious", "FIREARMS_MOST_SERIOUS"),
    (Category::FirearmsOther, "firearms-other", "FIREARMS_OTHER"),
    (Category::HandlingStolenGoods, "handling-stolen-goods", "HANDLING_STOLEN_GOODS"),
    (Category::CriminalDamage, "criminal-damage", "CRIMINAL_DAMAGE"),
    (Category::AcquisitiveViolence, "acquisitive-violence", "ACQUISITIVE_VIOLENCE"),
    (Category::OtherOffences, "other-offences", "OTHER_OFFENCES"),
    (Category::AbscondingOrBail, "absconding-or-bail", "ABSCONDING_OR_BAIL"),
    (Category::SexualAgainstChild, "sexual-against-child", "SEXUAL_AGAINST_CHILD"),
    (Category::SexualNotAgainstChild, "sexual-not-against-child", "SEXUAL_NOT_AGAINST_CHILD"),
    (Category::TheftNonMotor, "theft-non-motor", "THEFT_NON_MOTOR"),
    (Category::Unknown, "unknown", "UNKNOWN"),
];

impl Category {
    /// How many there are that a model weighs.
    pub const WEIGHED: usize = NAMES.len() - 1;

    /// Those that a model weighs.
    pub fn weighed() -> impl Iterator<Item = Category> {
        NAMES.iter().map(|name| name.0).take(Category::WEIGHED)
    }

    /// The published name.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].2
    }

    /// The name in the standards.
    pub fn key(self) -> &'static str {
        NAMES[self as usize].1
    }

    fn keyed(key: &str) -> Option<Category> {
        NAMES.iter().find(|name| name.1 == key).map(|name| name.0)
    }
}

/// What is known of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offence {
    /// Its category.
    pub category: Category,
    /// A sanction for it counts as violent.
    pub violent: bool,
    /// The personality-disorder screen counts it as violent or sexual.
    pub violent_or_sexual: bool,
}

/// What a code added before OGRS4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LegacyWeight {
    /// To OGRS3; none where the code is too broad for it.
    pub ogrs3: Option<f64>,
    /// To SNSV: static, dynamic.
    pub snsv: [f64; 2],
    /// To SNSV, for an offence against the person: static, dynamic.
    pub against_person: [f64; 2],
}

/// A value for some of the hundred thousand codes: which of `values` a code has stands at its place.
#[derive(Clone, Debug)]
struct ByCode<T> {
    place: Vec<u8>,
    values: Vec<T>,
}

const CODES: usize = 100_000;
const NONE: u8 = u8::MAX;

impl<T> ByCode<T> {
    fn get(&self, code: u32) -> Option<&T> {
        let place = *self.place.get(usize::try_from(code).ok()?)?;
        self.values.get(usize::from(place))
    }

    /// Gathers values with their lists of codes; refuses a code that stands twice, and a number of codes other than `said`.
    fn gather(said: usize, lists: impl Iterator<Item = (T, String)>) -> Result<ByCode<T>, StandardsError> {
        let mut all = ByCode { place: vec![NONE; CODES], values: Vec::new() };
        let mut found = 0;
        for (value, codes) in lists {
            let place = u8::try_from(all.values.len())
                .ok()
                .filter(|&place| place != NONE)
                .ok_or_else(|| StandardsError::Disordered("the list of kinds".to_owned()))?;
            all.values.push(value);
            for code in codes.split_whitespace() {
                let (first, last) = code.split_once('-').unwrap_or((code, code));
                let number = |text: &str| {
                    text.parse::<usize>()
                        .ok()
                        .filter(|&number| text.len() == 5 && number < CODES)
                        .ok_or_else(|| StandardsError::Unknown(format!("the offence code {text:?}")))
                };
                for number in number(first)?..=number(last)? {
                    if all.place[number] != NONE {
                        return Err(StandardsError::Twice(format!("the offence code {number:05}")));
                    }
                    all.place[number] = place;
                    found += 1;
                }
            }
        }
        if found == said { Ok(all) } else { Err(StandardsError::Count { found, said }) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OffencesFile {
    pack: String,
    #[serde(rename = "version")]
    _version: String,
    source: String,
    #[serde(rename = "status")]
    _status: Status,
    codes: usize,
    kind: Vec<KindFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    category: String,
    violent: bool,
    violent_or_sexual: bool,
    codes: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LegacyFile {
    pack: String,
    #[serde(rename = "version")]
    _version: String,
    source: String,
    #[serde(rename = "status")]
    _status: Status,
    codes: usize,
    weight: Vec<WeightFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    ogrs3: Option<f64>,
    snsv: PairFile,
    #[serde(default)]
    violence_against_the_person: PairFile,
    codes: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairFile {
    r#static: f64,
    dynamic: f64,
}

impl PairFile {
    fn pair(self) -> [f64; 2] {
        [self.r#static, self.dynamic]
    }
}

/// The offence codes of 2026.
#[derive(Clone, Debug)]
pub struct Offences(ByCode<Offence>);

static OFFENCES: LazyLock<Offences> = LazyLock::new(|| {
    Offences::parse(include_str!("../../../../../standards/assessment/offences-2026.toml"))
        .unwrap_or_else(|error| panic!("the embedded offence codes do not hold: {error}"))
});

impl Offences {
    /// The list that is built in.
    pub fn published() -> &'static Offences {
        &OFFENCES
    }

    /// Reads a list and refuses it whole if anything in it is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Offences, StandardsError> {
        let file: OffencesFile = read("offences", text)?;
        named_source(&file.pack, &file.source)?;
        let mut lists = Vec::new();
        for kind in file.kind {
            let category = Category::keyed(&kind.category)
                .ok_or_else(|| StandardsError::Unknown(format!("the category {}", kind.category)))?;
            let offence = Offence { category, violent: kind.violent, violent_or_sexual: kind.violent_or_sexual };
            lists.push((offence, kind.codes));
        }
        ByCode::gather(file.codes, lists.into_iter()).map(Offences)
    }

    /// What is known of a code.
    pub fn get(&self, code: u32) -> Option<Offence> {
        self.0.get(code).copied()
    }

    /// Its category, if it has one that says something.
    pub fn category(&self, code: u32) -> Option<Category> {
        self.get(code).map(|offence| offence.category).filter(|&category| category != Category::Unknown)
    }

    /// Every code that is known.
    pub fn codes(&self) -> impl Iterator<Item = u32> {
        (0..100_000).filter(|&code| self.0.get(code).is_some())
    }
}

/// What codes added to OGRS3 and SNSV.
#[derive(Clone, Debug)]
pub struct LegacyOffences(ByCode<LegacyWeight>);

static LEGACY: LazyLock<LegacyOffences> = LazyLock::new(|| {
    LegacyOffences::parse(include_str!("../../../../../standards/assessment/legacy-offences-2025.toml"))
        .unwrap_or_else(|error| panic!("the embedded offence weights do not hold: {error}"))
});

impl LegacyOffences {
    /// The list that is built in.
    pub fn published() -> &'static LegacyOffences {
        &LEGACY
    }

    /// Reads a list and refuses it whole if anything in it is missing, double or without a source.
    pub fn parse(text: &str) -> Result<LegacyOffences, StandardsError> {
        let file: LegacyFile = read("legacy offences", text)?;
        named_source(&file.pack, &file.source)?;
        let lists = file.weight.into_iter().map(|weight| {
            let against_person = weight.violence_against_the_person.pair();
            (LegacyWeight { ogrs3: weight.ogrs3, snsv: weight.snsv.pair(), against_person }, weight.codes)
        });
        ByCode::gather(file.codes, lists).map(LegacyOffences)
    }

    /// What a code added.
    pub fn get(&self, code: u32) -> Option<LegacyWeight> {
        self.0.get(code).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_names_is_in_the_order_of_the_categories() {
        for (place, name) in NAMES.iter().enumerate() {
            assert_eq!(name.0 as usize, place, "{:?}", name.0);
        }
    }
}
