//! What is known about one person for the predictors. Nothing stands for an answer that is missing.

use jiff::civil::Date;

/// Sex, as the models know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// The answer to how far something is a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemLevel {
    /// No problems.
    No,
    /// Some problems.
    Some,
    /// Significant problems.
    Significant,
}

impl ProblemLevel {
    /// 0, 1 or 2.
    pub fn level(self) -> i32 {
        self as i32
    }
}

/// How motivated somebody is to tackle drug misuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motivation {
    /// Fully.
    Full,
    /// Partly.
    Partial,
    /// Not.
    None,
}

/// Whether somebody has a partner, and lives with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    /// Lives with a partner.
    LivingTogether,
    /// Has a partner and lives apart.
    LivingApart,
    /// Has no partner.
    None,
}

/// Where somebody is supervised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supervision {
    /// Serving in custody.
    Custody,
    /// In the community.
    Community,
    /// Remanded in custody.
    Remand,
}

/// An offence somebody was convicted of before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastOffence {
    /// Homicide.
    Homicide,
    /// Wounding or grievous bodily harm.
    Wounding,
    /// Kidnapping.
    Kidnapping,
    /// Firearms.
    Firearms,
    /// Robbery.
    Robbery,
    /// Aggravated burglary.
    AggravatedBurglary,
    /// Another weapon.
    Weapon,
    /// Criminal damage with intent to endanger life.
    CriminalDamage,
    /// Arson.
    Arson,
}

/// Which offences somebody was convicted of before: each counts once, however often it is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastOffences(u16);

impl PastOffences {
    /// With one more.
    pub fn with(self, offence: PastOffence) -> PastOffences {
        PastOffences(self.0 | 1 << offence as u16)
    }

    /// Whether it is among them.
    pub fn has(self, offence: PastOffence) -> bool {
        self.0 & 1 << offence as u16 != 0
    }
}

/// An offence code as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffenceCode {
    /// Five digits.
    Digits(u32),
    /// Five characters, not all of them digits.
    FiveOther,
    /// Anything else.
    Malformed,
}

impl OffenceCode {
    /// Reads a code.
    pub fn parse(text: &str) -> OffenceCode {
        if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map_or(OffenceCode::Malformed, OffenceCode::Digits)
        } else if text.encode_utf16().count() == 5 {
            OffenceCode::FiveOther
        } else {
            OffenceCode::Malformed
        }
    }
}

/// Whether a score was asked for with one kind of facts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From the record alone.
    Static,
    /// With the answers of an assessment.
    Dynamic,
}

impl Kind {
    /// The published name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Static => "STATIC",
            Kind::Dynamic => "DYNAMIC",
        }
    }
}

/// Which drugs somebody uses. A drug nobody asked about counts as not used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the published form asks about each drug by itself")]
#[expect(missing_docs, reason = "each is the drug it names")]
pub struct Drugs {
    pub heroin: bool,
    pub methadone: bool,
    pub other_opiates: bool,
    pub crack_cocaine: bool,
    pub powder_cocaine: bool,
    pub prescription: bool,
    pub benzodiazepines: bool,
    pub cannabis: bool,
    pub steroids: bool,
    pub other: bool,
    pub ketamine: bool,
    pub spice: bool,
    pub hallucinogens: bool,
    pub solvents: bool,
}

/// Everything the predictors may ask about one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The day the score is for.
    pub assessed_on: Option<Date>,
    /// Date of birth.
    pub born: Option<Date>,
    /// Sex.
    pub gender: Option<Gender>,
    /// Day of the current conviction.
    pub convicted_on: Option<Date>,
    /// Day the follow-up starts: a community sentence begins, or release.
    pub followup_from: Option<Date>,
    /// Age when first sanctioned.
    pub first_sanction_age: Option<i32>,
    /// The current offence.
    pub offence: Option<OffenceCode>,
    /// Sanctions for all offences, the current one included.
    pub sanctions: Option<i32>,
    /// Sanctions for violence among them.
    pub violent_sanctions: Option<i32>,
    /// Custody or community.
    pub supervision: Option<Supervision>,
    /// Asks SNSV for one kind of score only.
    pub only: Option<Kind>,

    /// A weapon was carried or used in the current offence.
    pub weapon: Option<bool>,
    /// Suitability of accommodation.
    pub accommodation: Option<ProblemLevel>,
    /// Unemployed.
    pub unemployed: Option<bool>,
    /// The relationship with a partner.
    pub partner: Option<ProblemLevel>,
    /// Whether there is a partner.
    pub relationship: Option<Relationship>,
    /// Evidence of domestic abuse.
    pub domestic_abuse: Option<bool>,
    /// Of a partner.
    pub abuse_of_partner: Option<bool>,
    /// Activities that encourage offending.
    pub activities: Option<ProblemLevel>,
    /// Motivation to tackle drug misuse.
    pub motivation: Option<Motivation>,
    /// Drugs in use.
    pub drugs: Drugs,
    /// Current alcohol use.
    pub alcohol: Option<ProblemLevel>,
    /// Excessive alcohol use.
    pub binge: Option<ProblemLevel>,
    /// Impulsivity.
    pub impulsivity: Option<ProblemLevel>,
    /// Temper control.
    pub temper: Option<ProblemLevel>,
    /// Pro-criminal attitudes.
    pub attitudes: Option<ProblemLevel>,
    /// Convicted before of.
    pub past_offences: Option<PastOffences>,

    /// No fixed abode, or transient (OGP and OVP, as are the six that follow).
    pub no_fixed_abode: Option<bool>,
    /// Current drug misuse.
    pub drug_misuse: Option<ProblemLevel>,
    /// Problem solving.
    pub problem_solving: Option<ProblemLevel>,
    /// Awareness of consequences: the less somebody is aware, the greater the problem.
    pub consequences: Option<ProblemLevel>,
    /// Understanding of other people's views.
    pub others_views: Option<ProblemLevel>,
    /// Recognises the impact of offending on others.
    pub recognises_impact: Option<bool>,
    /// Current psychiatric treatment, or pending.
    pub psychiatric_treatment: Option<bool>,

    /// Has ever committed a sexual offence.
    pub sexual_history: Option<bool>,
    /// The current offence was sexually motivated.
    pub sexually_motivated: Option<bool>,
    /// Sanctions for contact offences against adults.
    pub contact_adult: Option<i32>,
    /// Sanctions for contact offences against children.
    pub contact_child: Option<i32>,
    /// Sanctions for other sexual offences without contact.
    pub non_contact: Option<i32>,
    /// Sanctions for indecent images.
    pub images: Option<i32>,
    /// Day of the most recent sexual offence.
    pub last_sexual_offence: Option<Date>,
    /// Day of the most recent offence of any kind.
    pub last_offence: Option<Date>,
    /// The current victim was a stranger.
    pub stranger_victim: Option<bool>,
}
