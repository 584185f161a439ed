//! The answers of an assessment as numbers, in the order the models take them.

use super::answers::{Answers, Motivation, PastOffence, Relationship};

/// One answer that a model may weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[expect(missing_docs, reason = "`words` says what each is")]
pub enum Item {
    Weapon,
    Accommodation,
    Unemployed,
    LivesWithPartner,
    Relationship,
    RelationshipWhenLivingTogether,
    DomesticAbuse,
    DomesticAbuseOfPartner,
    Activities,
    DrugMotivation,
    ChronicDrinking,
    BingeDrinking,
    Impulsivity,
    Temper,
    ProCriminalAttitudes,
    Heroin,
    Methadone,
    OtherOpiates,
    CrackCocaine,
    PowderCocaine,
    PrescriptionDrugs,
    Benzodiazepines,
    Cannabis,
    Steroids,
    OtherDrugs,
    PastHomicide,
    PastWounding,
    PastKidnapping,
    PastFirearms,
    PastRobbery,
    PastAggravatedBurglary,
    PastWeapon,
    PastCriminalDamage,
    PastArson,
}

/// How an item is called in the standards, in words, and whether supervision may change it.
type Told = (Item, &'static str, &'static str, bool);

const TOLD: [Told; 34] = [
    (Item::Weapon, "weapon", "A weapon was carried or used in this offence", false),
    (Item::Accommodation, "accommodation", "Suitability of accommodation", true),
    (Item::Unemployed, "unemployed", "Unemployed", true),
    (Item::LivesWithPartner, "lives-with-partner", "Lives with a partner", true),
    (Item::Relationship, "relationship", "Problems in the relationship with a partner", true),
    (
        Item::RelationshipWhenLivingTogether,
        "relationship-when-living-together",
        "Problems in the relationship with a partner lived with",
        true,
    ),
    (Item::DomesticAbuse, "domestic-abuse", "Evidence of domestic abuse", false),
    (Item::DomesticAbuseOfPartner, "domestic-abuse-of-partner", "Evidence of domestic abuse of a partner", false),
    (Item::Activities, "activities", "Activities that encourage offending", true),
    (Item::DrugMotivation, "drug-motivation", "Lack of motivation to tackle drug misuse", true),
    (Item::ChronicDrinking, "chronic-drinking", "Current problems with alcohol", true),
    (Item::BingeDrinking, "binge-drinking", "Excessive drinking", true),
    (Item::Impulsivity, "impulsivity", "Impulsivity", true),
    (Item::Temper, "temper", "Temper control", true),
    (Item::ProCriminalAttitudes, "pro-criminal-attitudes", "Pro-criminal attitudes", true),
    (Item::Heroin, "heroin", "Uses heroin", true),
    (Item::Methadone, "methadone", "Uses methadone", true),
    (Item::OtherOpiates, "other-opiates", "Uses other opiates", true),
    (Item::CrackCocaine, "crack-cocaine", "Uses crack cocaine", true),
    (Item::PowderCocaine, "powder-cocaine", "Uses powder cocaine", true),
    (Item::PrescriptionDrugs, "prescription-drugs", "Misuses prescription drugs", true),
    (Item::Benzodiazepines, "benzodiazepines", "Uses benzodiazepines", true),
    (Item::Cannabis, "cannabis", "Uses cannabis", true),
    (Item::Steroids, "steroids", "Uses steroids", true),
    (Item::OtherDrugs, "other-drugs", "Uses other drugs", true),
    (Item::PastHomicide, "past-homicide", "Convicted before of homicide", false),
    (Item::PastWounding, "past-wounding", "Convicted before of wounding or grievous bodily harm", false),
    (Item::PastKidnapping, "past-kidnapping", "Convicted before of kidnapping", false),
    (Item::PastFirearms, "past-firearms", "Convicted before of a firearms offence", false),
    (Item::PastRobbery, "past-robbery", "Convicted before of robbery", false),
    (Item::PastAggravatedBurglary, "past-aggravated-burglary", "Convicted before of aggravated burglary", false),
    (Item::PastWeapon, "past-weapon", "Convicted before of another weapons offence", false),
    (Item::PastCriminalDamage, "past-criminal-damage", "Convicted before of criminal damage endangering life", false),
    (Item::PastArson, "past-arson", "Convicted before of arson", false),
];

impl Item {
    /// How many there are.
    pub const COUNT: usize = TOLD.len();

    /// Every item, in order.
    pub fn all() -> impl Iterator<Item = Item> {
        TOLD.iter().map(|told| told.0)
    }

    /// The item the standards call so.
    pub fn named(key: &str) -> Option<Item> {
        TOLD.iter().find(|told| told.1 == key).map(|told| told.0)
    }

    /// In words an officer may read to the person.
    pub fn words(self) -> &'static str {
        TOLD[self as usize].2
    }

    /// Whether it can change while somebody is supervised.
    pub fn can_change(self) -> bool {
        TOLD[self as usize].3
    }
}

/// Every item's value for one person. A missing answer has the value nothing; whether that is allowed, the checks have said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Items([f64; Item::COUNT]);

impl Items {
    /// The values these answers give.
    pub fn of(answers: &Answers) -> Items {
        let level = |answer: Option<super::answers::ProblemLevel>| answer.map_or(0.0, |level| f64::from(level.level()));
        let flag = |answer: bool| f64::from(answer);
        let together = flag(answers.relationship == Some(Relationship::LivingTogether));
        let motivation = match answers.motivation {
            None | Some(Motivation::Full) => 0.0,
            Some(Motivation::Partial) => 1.0,
            Some(Motivation::None) => 2.0,
        };
        let drugs = &answers.drugs;
        let past = answers.past_offences.unwrap_or_default();
        let past = |offence| flag(past.has(offence));
        Items([
            flag(answers.weapon == Some(true)),
            level(answers.accommodation),
            2.0 * flag(answers.unemployed == Some(true)),
            together,
            level(answers.partner),
            together * level(answers.partner),
            flag(answers.domestic_abuse == Some(true)),
            flag(answers.domestic_abuse == Some(true) && answers.abuse_of_partner == Some(true)),
            level(answers.activities),
            motivation,
            level(answers.alcohol),
            level(answers.binge),
            level(answers.impulsivity),
            level(answers.temper),
            level(answers.attitudes),
            flag(drugs.heroin),
            flag(drugs.methadone),
            flag(drugs.other_opiates),
            flag(drugs.crack_cocaine),
            flag(drugs.powder_cocaine),
            flag(drugs.prescription),
            flag(drugs.benzodiazepines),
            flag(drugs.cannabis),
            flag(drugs.steroids),
            flag(drugs.other || drugs.ketamine || drugs.spice || drugs.hallucinogens || drugs.solvents),
            past(PastOffence::Homicide),
            past(PastOffence::Wounding),
            past(PastOffence::Kidnapping),
            past(PastOffence::Firearms),
            past(PastOffence::Robbery),
            past(PastOffence::AggravatedBurglary),
            past(PastOffence::Weapon),
            past(PastOffence::CriminalDamage),
            past(PastOffence::Arson),
        ])
    }

    /// The value of one.
    pub fn value(&self, item: Item) -> f64 {
        self.0[item as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_items() {
        for (place, item) in Item::all().enumerate() {
            assert_eq!(item as usize, place, "{item:?}");
        }
    }
}
