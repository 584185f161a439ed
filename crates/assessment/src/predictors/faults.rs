//! Why a score cannot be given, or only a lesser one: the published types, in the published order of fields.

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Without these there is no score.
    MissingMandatory,
    /// Without these the score rests on the record alone.
    MissingDynamic,
    /// Convicted on or before the day of birth.
    ConvictionBeforeBirth,
    /// First sanctioned at a greater age than at the current conviction.
    FirstSanctionAfterConviction,
    /// Convicted more than three months after the assessment.
    ConvictionAfterAssessment,
    /// An impossible age at the first sanction.
    FirstSanctionAge,
    /// Not five digits.
    OffenceCodeFormat,
    /// No category for the code.
    OffenceCodeUnknown,
    /// The code is too broad: the exact offence is needed.
    ExactOffenceNeeded,
    /// An impossible number of sanctions.
    SanctionsRange,
    /// No sanctions at all (before OGRS4).
    SanctionsBelowOne,
    /// Violent sanctions are negative, or more than all.
    ViolentRange,
    /// Violent sanctions are more than all (before OGRS4).
    ViolentAboveTotal,
    /// Neither a follow-up nor a conviction day.
    FollowupRequired,
    /// The follow-up starts on or before the day of birth.
    FollowupBeforeBirth,
    /// The follow-up starts at an impossible age.
    FollowupRange,
    /// The follow-up starts before the conviction (before OGRS4).
    FollowupBeforeConviction,
    /// Convicted below the age of ten (before OGRS4).
    ConvictionBelowTen,
    /// Drugs are used and the motivation is missing.
    MotivationInconsistent,
    /// A history of sexual offending without any sanction for it.
    NoSexualSanctions,
    /// More sexual sanctions than sanctions.
    SexualSanctionsRange,
    /// No history of sexual offending, yet sanctions for it.
    SexualInconsistent,
    /// The last sexual offence lies on or before the day of birth.
    SexualOffenceBeforeBirth,
    /// The last sexual offence was at an impossible age.
    SexualOffenceRange,
    /// The counts of sexual sanctions are missing or all zero (before OGRS4).
    SexualCountsMissing,
    /// No history of sexual offending, yet counts are given (before OGRS4).
    SexualCountsUnexpected,
    /// A score this one is made of has faults.
    Component,
    /// The published calculation stops here without a reason of its own.
    Unexpected,
}

impl FaultKind {
    /// The published type.
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::MissingMandatory => "MISSING_MANDATORY_INPUT",
            FaultKind::MissingDynamic => "MISSING_DYNAMIC_INPUT",
            FaultKind::ConvictionBeforeBirth => "DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH",
            FaultKind::FirstSanctionAfterConviction => "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
            FaultKind::ConvictionAfterAssessment => "DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE",
            FaultKind::FirstSanctionAge => "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE",
            FaultKind::OffenceCodeFormat => "OFFENCE_CODE_INCORRECT_FORMAT",
            FaultKind::OffenceCodeUnknown => "OFFENCE_CODE_MAPPING_NOT_FOUND",
            FaultKind::ExactOffenceNeeded => "NEED_DETAILS_OF_EXACT_OFFENCE",
            FaultKind::SanctionsRange => "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE",
            FaultKind::SanctionsBelowOne => "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE",
            FaultKind::ViolentRange => "VIOLENT_SANCTION_OUT_OF_RANGE",
            FaultKind::ViolentAboveTotal => "VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS",
            FaultKind::FollowupRequired => "DATE_OF_START_OF_FOLLOWUP_REQUIRED",
            FaultKind::FollowupBeforeBirth => "DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH",
            FaultKind::FollowupRange => "DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE",
            FaultKind::FollowupBeforeConviction => "FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE",
            FaultKind::ConvictionBelowTen => "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN",
            FaultKind::MotivationInconsistent => "MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT",
            FaultKind::NoSexualSanctions => "SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS",
            FaultKind::SexualSanctionsRange => "TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE",
            FaultKind::SexualInconsistent => "SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT",
            FaultKind::SexualOffenceBeforeBirth => "DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH",
            FaultKind::SexualOffenceRange => "DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE",
            FaultKind::SexualCountsMissing => "SEXUAL_OFFENDING_MISSING_COUNTS",
            FaultKind::SexualCountsUnexpected => "SEXUAL_OFFENDING_INCONSISTENT_INPUT",
            FaultKind::Component => "COMPONENT_VALIDATION_ERROR",
            FaultKind::Unexpected => "UNEXPECTED_ERROR",
        }
    }

    /// In words, for the person who can put it right.
    pub fn words(self) -> &'static str {
        match self {
            FaultKind::MissingMandatory => "These are needed for any score",
            FaultKind::MissingDynamic => "Without these the score uses the record alone",
            FaultKind::ConvictionBeforeBirth => "The conviction is not after the date of birth",
            FaultKind::FirstSanctionAfterConviction => "The first sanction is at a later age than this conviction",
            FaultKind::ConvictionAfterAssessment => "The conviction is more than three months after the assessment",
            FaultKind::FirstSanctionAge => "The age at the first sanction cannot be right",
            FaultKind::OffenceCodeFormat => "The offence code is not five digits",
            FaultKind::OffenceCodeUnknown => "No category is known for this offence code",
            FaultKind::ExactOffenceNeeded => "This offence code is too broad: the exact offence is needed",
            FaultKind::SanctionsRange => "The number of sanctions cannot be right",
            FaultKind::SanctionsBelowOne => "There is at least one sanction, the current one",
            FaultKind::ViolentRange => "The violent sanctions do not fit the number of sanctions",
            FaultKind::ViolentAboveTotal => "There are more violent sanctions than sanctions",
            FaultKind::FollowupRequired => "The day the follow-up starts, or the conviction, is needed",
            FaultKind::FollowupBeforeBirth => "The follow-up does not start after the date of birth",
            FaultKind::FollowupRange => "The age when the follow-up starts cannot be right",
            FaultKind::FollowupBeforeConviction => "The follow-up starts before the conviction",
            FaultKind::ConvictionBelowTen => "Nobody is convicted below the age of ten",
            FaultKind::MotivationInconsistent => "Drugs are used, and the motivation to tackle it is not answered",
            FaultKind::NoSexualSanctions => "There is a sexual offence, and no sanction for one",
            FaultKind::SexualSanctionsRange => "There are more sexual sanctions than sanctions",
            FaultKind::SexualInconsistent => "No sexual offence is recorded, and sanctions for one are",
            FaultKind::SexualOffenceBeforeBirth => "The last sexual offence is not after the date of birth",
            FaultKind::SexualOffenceRange => "The age at the last sexual offence cannot be right",
            FaultKind::SexualCountsMissing => "There is a sexual offence: its sanctions are to be counted",
            FaultKind::SexualCountsUnexpected => "No sexual offence is recorded, and counts for one are",
            FaultKind::Component => "A score that this one is made of has faults",
            FaultKind::Unexpected => "The published calculation ends here without a score",
        }
    }
}

/// One fault, with the answers it is about, by their published names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Which answers.
    pub fields: Fields,
    /// What exactly, where the kind alone does not say.
    pub why: Option<&'static str>,
}

/// Names of answers, in the published order. They lie in the fault itself, so that finding one allocates nothing.
#[derive(Clone, Copy)]
pub struct Fields {
    names: [&'static str; Fields::MOST],
    count: usize,
}

impl Fields {
    /// No fault names more: every drug there is.
    pub const MOST: usize = 14;

    /// None.
    pub const NONE: Fields = Fields { names: [""; Fields::MOST], count: 0 };

    /// With one more; beyond the most there can be, nothing is added.
    #[must_use]
    pub fn with(mut self, name: &'static str) -> Fields {
        if let Some(place) = self.names.get_mut(self.count) {
            *place = name;
            self.count += 1;
        }
        self
    }
}

impl std::ops::Deref for Fields {
    type Target = [&'static str];

    fn deref(&self) -> &[&'static str] {
        &self.names[..self.count]
    }
}

impl FromIterator<&'static str> for Fields {
    fn from_iter<I: IntoIterator<Item = &'static str>>(names: I) -> Fields {
        names.into_iter().fold(Fields::NONE, Fields::with)
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Fields) -> bool {
        **self == **other
    }
}

impl Eq for Fields {}

impl Fault {
    /// A fault of these answers.
    pub fn of(kind: FaultKind, fields: &[&'static str]) -> Fault {
        Fault { kind, fields: fields.iter().copied().collect(), why: None }
    }

    /// The published calculation stops, and this is why.
    pub fn unexpected(why: &'static str) -> Fault {
        Fault { kind: FaultKind::Unexpected, fields: Fields::NONE, why: Some(why) }
    }

    /// One fault for all that is missing, if anything is.
    pub fn missing(kind: FaultKind, asked: &[(&'static str, bool)]) -> Option<Fault> {
        if asked.iter().all(|(_, given)| *given) {
            return None;
        }
        let fields = asked.iter().filter(|(_, given)| !given).map(|(name, _)| *name).collect();
        Some(Fault { kind, fields, why: None })
    }
}

/// Takes faults as they are found: a list for whoever reads them, a tally for whoever scores a whole caseload.
pub trait Faults {
    /// One more.
    fn found(&mut self, fault: Fault);

    /// This one stands for all there were.
    fn only(&mut self, fault: Fault);

    /// What there is to say of them.
    fn tally(&self) -> Tally;

    /// Whether there are any.
    fn any(&self) -> bool {
        self.tally().any
    }

    /// Several more.
    fn all(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            self.found(fault);
        }
    }
}

impl Faults for Vec<Fault> {
    fn found(&mut self, fault: Fault) {
        self.push(fault);
    }

    fn only(&mut self, fault: Fault) {
        self.clear();
        self.push(fault);
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for fault in self {
            tally.count(fault.kind);
        }
        tally
    }
}

/// What a score that others are made of has to say of its faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Anything at all.
    pub any: bool,
    /// Anything beside answers missing from an assessment, which leave a score from the record alone.
    pub beside_answers: bool,
}

impl Tally {
    fn count(&mut self, kind: FaultKind) {
        self.any = true;
        self.beside_answers |= kind != FaultKind::MissingDynamic;
    }
}

impl Faults for Tally {
    fn found(&mut self, fault: Fault) {
        self.count(fault.kind);
    }

    fn only(&mut self, fault: Fault) {
        *self = Tally::default();
        self.count(fault.kind);
    }

    fn tally(&self) -> Tally {
        *self
    }
}
