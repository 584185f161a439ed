//! What an assessment asks for the predictors of its day, in the order of the form, by the published names of the questions.

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its published name.
    pub name: &'static str,
    /// In words.
    pub words: &'static str,
    /// How it is answered.
    pub asked: Asked,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// With a day.
    Day,
    /// With a whole number.
    Number,
    /// With one of these codes: code and words.
    One(&'static [(&'static str, &'static str)]),
    /// By a tick where it is so; unticked it counts as not so, as the publisher has it.
    Tick,
    /// With any of these codes, or with none of them said.
    Any(&'static [(&'static str, &'static str)]),
}

/// Questions that stand together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Their heading.
    pub heading: &'static str,
    /// The questions.
    pub questions: &'static [Question],
}

/// What is posted for [`Asked::Any`] where it is said that none applies.
pub const NONE: &str = "NONE";

const YES_NO: Asked = Asked::One(&[("true", "Yes"), ("false", "No")]);
const LEVEL: Asked = Asked::One(&[
    ("NO_PROBLEMS", "No problems"),
    ("SOME_PROBLEMS", "Some problems"),
    ("SIGNIFICANT_PROBLEMS", "Significant problems"),
]);
const MOTIVATION: Asked = Asked::One(&[
    ("FULL_MOTIVATION", "Motivated"),
    ("PARTIAL_MOTIVATION", "Partly motivated"),
    ("NO_MOTIVATION", "Not motivated"),
]);
const AWARE: Asked = Asked::One(&[("YES", "Yes"), ("SOMETIMES", "Sometimes"), ("NO", "No")]);
const SUPERVISED: Asked =
    Asked::One(&[("COMMUNITY", "In the community"), ("CUSTODY", "In custody"), ("REMAND", "On remand")]);
const RELATIONSHIP: Asked = Asked::One(&[
    ("IN_RELATIONSHIP_LIVING_TOGETHER", "Lives with a partner"),
    ("IN_RELATIONSHIP_NOT_LIVING_TOGETHER", "Has a partner, lives apart"),
    ("NOT_IN_RELATIONSHIP", "No partner"),
]);
const CONVICTIONS: Asked = Asked::Any(&[
    ("HOMICIDE", "Homicide"),
    ("WOUNDING_GBH", "Wounding or grievous bodily harm"),
    ("KIDNAPPING", "Kidnapping"),
    ("FIREARMS", "Firearms"),
    ("ROBBERY", "Robbery"),
    ("AGGRAVATED_BURGLARY", "Aggravated burglary"),
    ("WEAPON", "Another weapon"),
    ("CRIMINAL_DAMAGE", "Criminal damage endangering life"),
    ("ARSON", "Arson"),
]);

const fn of(name: &'static str, words: &'static str, asked: Asked) -> Question {
    Question { name, words, asked }
}

/// Every question, grouped.
pub const GROUPS: [Group; 6] = [
    Group {
        heading: "What is on record",
        questions: &[
            of("dateOfCurrentConviction", "Convicted on", Asked::Day),
            of("dateAtStartOfFollowup", "Sentence or licence in the community began on", Asked::Day),
            of("supervisionStatus", "Supervised", SUPERVISED),
            of("ageAtFirstSanction", "Age at the first sanction", Asked::Number),
            of("totalNumberOfSanctionsForAllOffences", "Sanctions for all offences, this one too", Asked::Number),
            of("totalNumberOfViolentSanctions", "Sanctions for violence among them", Asked::Number),
            of("didOffenceInvolveCarryingOrUsingWeapon", "A weapon carried or used this time", YES_NO),
            of("previousConvictions", "Convicted before of", CONVICTIONS),
        ],
    },
    Group {
        heading: "Home, work and relationships",
        questions: &[
            of("suitabilityOfAccommodation", "Suitability of accommodation", LEVEL),
            of("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", "No fixed abode, or moving about", YES_NO),
            of("isUnemployed", "Unemployed", YES_NO),
            of("currentRelationshipStatus", "Partner", RELATIONSHIP),
            of("currentRelationshipWithPartner", "Relationship with the partner", LEVEL),
            of("evidenceOfDomesticAbuse", "Evidence of domestic abuse", YES_NO),
            of("domesticAbuseAgainstPartner", "Of a partner", YES_NO),
        ],
    },
    Group {
        heading: "Alcohol and drugs",
        questions: &[
            of("currentAlcoholUseProblems", "Current use of alcohol", LEVEL),
            of("excessiveAlcoholUse", "Excessive use of alcohol", LEVEL),
            of("currentDrugMisuse", "Current misuse of drugs", LEVEL),
            of("motivationToTackleDrugMisuse", "Motivation to tackle it", MOTIVATION),
            of("hasHeroinUsage", "Uses heroin", Asked::Tick),
            of("hasCrackCocaineUsage", "Uses crack cocaine", Asked::Tick),
            of("hasPowderCocaineUsage", "Uses powder cocaine", Asked::Tick),
            of("hasMethadoneUsage", "Uses methadone that is not prescribed", Asked::Tick),
            of("hasOtherOpiateUsage", "Uses other opiates", Asked::Tick),
            of("hasBenzodiazepinesUsage", "Uses benzodiazepines", Asked::Tick),
            of("hasMisusedPrescriptionDrugUsage", "Misuses prescription drugs", Asked::Tick),
            of("hasCannabisUsage", "Uses cannabis", Asked::Tick),
            of("hasSteroidsUsage", "Uses steroids", Asked::Tick),
            of("hasOtherDrugsUsage", "Uses other drugs", Asked::Tick),
        ],
    },
    Group {
        heading: "Thinking and behaviour",
        questions: &[
            of("regularOffendingActivities", "Regular activities that encourage offending", LEVEL),
            of("impulsivityProblems", "Impulsivity", LEVEL),
            of("temperControl", "Temper control", LEVEL),
            of("problemSolvingSkills", "Problem solving", LEVEL),
            of("awarenessOfConsequences", "Aware of consequences", AWARE),
            of("understandsOtherPeoplesViews", "Understanding of other people’s views", LEVEL),
            of("doesRecogniseImpactOfOffendingOnOthers", "Recognises the impact on others", YES_NO),
            of("proCriminalAttitudes", "Pro-criminal attitudes", LEVEL),
        ],
    },
    Group {
        heading: "Health",
        questions: &[of("hasCurrentPsychiatricTreatment", "In psychiatric treatment, or waiting for it", YES_NO)],
    },
    Group {
        heading: "Sexual offences",
        questions: &[
            of("hasEverCommittedSexualOffence", "Has ever committed one", YES_NO),
            of("isCurrentOffenceSexuallyMotivated", "This offence was sexually motivated", YES_NO),
            of("totalContactAdultSexualSanctions", "Sanctions: contact, adults", Asked::Number),
            of("totalContactChildSexualSanctions", "Sanctions: contact, children", Asked::Number),
            of("totalIndecentImageSanctions", "Sanctions: indecent images", Asked::Number),
            of("totalNonContactSexualOffences", "Sanctions: other, without contact", Asked::Number),
            of("dateOfMostRecentSexualOffence", "The last one was on", Asked::Day),
            of("isCurrentOffenceAgainstVictimStranger", "This victim was a stranger", YES_NO),
        ],
    },
];

/// Every question, in order.
pub fn all() -> impl Iterator<Item = &'static Question> {
    GROUPS.iter().flat_map(|group| group.questions)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use assessment::score::coded;

    use super::*;

    #[test]
    fn every_answer_the_form_offers_can_be_read_and_none_is_asked_twice() {
        let mut names: Vec<&str> = all().map(|question| question.name).collect();
        for question in all() {
            let codes: Vec<&str> = match question.asked {
                Asked::Day => vec!["2015-08-03"],
                Asked::Number => vec!["3"],
                Asked::Tick => vec!["true"],
                Asked::One(codes) | Asked::Any(codes) => codes.iter().map(|(code, _)| *code).collect(),
            };
            for code in codes {
                let one = BTreeMap::from([(question.name.to_owned(), code.to_owned())]);
                let read = coded::answers(&one).unwrap();
                let says = read != coded::answers(&BTreeMap::new()).unwrap();
                assert!(says, "{} is read by no predictor", question.name);
            }
        }
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
