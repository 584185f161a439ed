//! The names under which the published services give the parts of a score.

use crate::predictors::{items::Item, steps::Feature};

/// Services that call the same part by different names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// All reoffending.
    All,
    /// Violent reoffending.
    Violent,
    /// Serious violent reoffending.
    SeriousViolent,
    /// SNSV, before OGRS4.
    Snsv,
    /// Direct contact sexual reoffending.
    DirectContact,
    /// Images and indirect contact sexual reoffending.
    Images,
    /// OSP, before OGRS4.
    Osp,
    /// OGRS3, as the service wraps it.
    Ogrs3,
    /// OGRS3 and predictors in points, as a plain answer.
    Plain,
}

impl Family {
    /// Whether the service gives the sum as well.
    pub(super) fn gives_total(self) -> bool {
        matches!(self, Family::All | Family::Violent | Family::SeriousViolent | Family::DirectContact)
    }
}

/// The published name of a part.
pub(super) fn published(feature: Feature, family: Family) -> &'static str {
    let snsv = family == Family::Snsv;
    let sexual = matches!(family, Family::DirectContact | Family::Osp);
    match feature {
        Feature::Intercept => "twoYearInterceptWeight",
        Feature::Age if sexual => "ageAtStartOfFollowUpWeight",
        Feature::Age if matches!(family, Family::Ogrs3 | Family::Plain) => "ageGenderScore",
        Feature::Age => "ageGenderPolynomialWeight",
        Feature::Gender => "genderWeight",
        Feature::Offence if snsv => "SNSVWeighting",
        Feature::Offence if matches!(family, Family::Ogrs3 | Family::Plain) => "offenceGroupParameter",
        Feature::Offence => "offenceGroupWeight",
        Feature::OffenceAgainstPerson => "SNSVVATPWeight",
        Feature::FirstSanction | Feature::SecondSanction if snsv => "numberOfSanctionsWeight",
        Feature::FirstSanction => "firstSanctionWeight",
        Feature::SecondSanction => "secondSanctionWeight",
        Feature::Sanctions | Feature::MoreThanOneSanction => "totalNumberOfSanctionsForAllOffencesWeight",
        Feature::YearsBetween if snsv => "secondSanctionCasesOnlyWeight",
        Feature::YearsBetween => "secondSanctionGapWeight",
        Feature::Months if snsv => "monthsSinceLastSanctionWeight",
        Feature::Months => "offenceFreeMonthsWeight",
        Feature::Rate if snsv => "threePlusSanctionWeight",
        Feature::Rate if family == Family::Ogrs3 => "COPASScore",
        Feature::Rate => "copasScore",
        Feature::RateSquared => "copasScoreSquared",
        Feature::NeverViolent | Feature::OnceViolent if snsv => "violentHistoryWeight",
        Feature::NeverViolent => "neverViolentWeight",
        Feature::OnceViolent => "onceViolentWeight",
        Feature::ViolentSanctions if family == Family::Violent => "totalNumberOfViolentSanctionsWeight",
        Feature::ViolentSanctions => "violentSanctionsWeight",
        Feature::ViolentRate if family == Family::Violent => "copasViolentOffencesScore",
        Feature::ViolentRate => "violenceRateWeight",
        Feature::Answer(item) => answer(item, snsv),
        Feature::ConvictedBefore => "convictionStatusScore",
        Feature::ContactAdult => "totalContactAdultSexualSanctionsWeight",
        Feature::ContactChild => "totalContactChildSexualSanctionsWeight",
        Feature::NonContact => "totalNonContactSexualOffencesWeight",
        Feature::LastSexualOffence => "ageAtLastSanctionForSexualOffenceWeight",
        Feature::Stranger => "currentOffenceAgainstVictimStrangerWeight",
        Feature::Images => "imagesAndIndirectContactWeight",
        Feature::Points(words) | Feature::Need(words) => words,
    }
}

fn answer(item: Item, snsv: bool) -> &'static str {
    match item {
        Item::Weapon => "offenceInvolveCarryingOrUsingWeaponsWeight",
        Item::Accommodation if snsv => "suitabilityOfAccommodationWeight",
        Item::Accommodation => "suitableAccommodationWeight",
        Item::Unemployed => "unemployedWeight",
        Item::LivesWithPartner => "liveInRelationshipWeight",
        Item::Relationship if snsv => "currentRelationshipWithPartner",
        Item::Relationship => "relationshipQualityWeight",
        Item::RelationshipWhenLivingTogether => "multiplicativeRelationshipWeight",
        Item::DomesticAbuse | Item::DomesticAbuseOfPartner => "domesticViolenceWeight",
        Item::Activities => "regularOffendingActivitiesWeight",
        Item::DrugMotivation => "drugMotivationWeight",
        Item::ChronicDrinking => "chronicDrinkingProblemsWeight",
        Item::BingeDrinking => "bingeDrinkingProblemsWeight",
        Item::Impulsivity => "impulsivityProblemsWeight",
        Item::Temper => "temperControlWeight",
        Item::ProCriminalAttitudes => "proCriminalAttitudesWeight",
        Item::Heroin => "heroinUsageWeight",
        Item::Methadone => "methadoneUsageWeight",
        Item::OtherOpiates => "otherOpiateUsageWeight",
        Item::CrackCocaine => "crackCocaineUsageWeight",
        Item::PowderCocaine => "powderCocaineUsageWeight",
        Item::PrescriptionDrugs => "misusedPrescriptionDrugUsageWeight",
        Item::Benzodiazepines => "benzodiazepinesUsageWeight",
        Item::Cannabis => "cannabisUsageWeight",
        Item::Steroids => "steroidUsageWeight",
        Item::OtherDrugs => "otherDrugUsageWeight",
        Item::PastHomicide if !snsv => "pastHomicideOffenceWeight",
        Item::PastWounding if !snsv => "pastWoundingGrievousBodilyHarmOffenceWeight",
        Item::PastKidnapping if !snsv => "pastKidnappingOffenceWeight",
        Item::PastFirearms if !snsv => "pastFirearmsOffenceWeight",
        Item::PastRobbery if !snsv => "pastRobberyOffenceWeight",
        Item::PastAggravatedBurglary if !snsv => "pastAggravatedBurglaryOffenceWeight",
        Item::PastWeapon if !snsv => "pastNonFirearmWeaponOffenceWeight",
        Item::PastCriminalDamage if !snsv => "pastCriminalDamageOffenceWeight",
        Item::PastArson if !snsv => "pastArsonOffenceWeight",
        Item::PastHomicide
        | Item::PastWounding
        | Item::PastKidnapping
        | Item::PastFirearms
        | Item::PastRobbery
        | Item::PastAggravatedBurglary
        | Item::PastWeapon
        | Item::PastCriminalDamage
        | Item::PastArson => "previousConvictionsWeight",
    }
}
