//! Everybody at once: every score of 2026 and both tiers for a whole caseload, in numbers, by any packs of figures.
//!
//! - [`score`]: one person; [`score_all`]: a slice of them. Nothing is allocated for a person.
//! - [`beside`]: who would be in another band by other figures, before anybody moves. [`Other`]: such figures, from a file.
//!
//! Reasons are not worked out here: whoever wants them asks for one person, by the same functions underneath.

mod moves;
mod other;

pub use moves::{Beside, Measure, Move, beside};
pub use other::{Other, OtherError};

use crate::{
    answers,
    predictors::{
        Answers, Band, Kind, Percent, Variant,
        ogrs4::{Reading, scores_alone},
        standards::ogrs4::Ogrs4,
    },
    tiers,
};

/// The figures people are scored by.
#[derive(Debug, Clone, Copy)]
pub struct Packs<'p> {
    /// The predictors.
    pub ogrs4: &'p Ogrs4,
    /// As published, or with the named defects put right.
    pub variant: Variant,
    /// The rules of the tier of 2026.
    pub tier: &'p crate::allocation::Rules,
    /// The figures of the two-part tier.
    pub two_part: &'p tiers::Figures,
}

impl Packs<'static> {
    /// The packs that are built in.
    pub fn published() -> Packs<'static> {
        Packs {
            ogrs4: Ogrs4::published(),
            variant: Variant::Published,
            tier: crate::allocation::Rules::unified_2026(),
            two_part: tiers::Figures::published(),
        }
    }
}

/// One person, in answers alone.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// What the predictors ask.
    pub answers: Answers,
    /// What the tier asks beside: its three scores are worked out and take the place of what stands here.
    pub tier: tiers::v3::TierFacts,
    /// What the two-part tier asks. Its scores are those before OGRS4, and are taken as they stand.
    pub two_part: tiers::v2::Counted<'static>,
}

/// A score, its band and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// In percent.
    pub percent: Percent,
    /// Its band.
    pub band: Option<Band>,
    /// With or without an assessment; a score that knows no difference has neither.
    pub kind: Option<Kind>,
}

/// Every score of one person. None where it cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// All reoffending.
    pub all: Option<Said>,
    /// Violent reoffending.
    pub violent: Option<Said>,
    /// Serious violent reoffending.
    pub serious_violent: Option<Said>,
    /// Direct contact sexual reoffending.
    pub direct_contact: Option<Said>,
    /// Images and indirect contact sexual reoffending.
    pub images: Option<Said>,
    /// Combined serious reoffending.
    pub combined: Option<Said>,
    /// The tier of 2026, and whether it is provisional.
    pub tier: Option<(tiers::v3::Letter, bool)>,
    /// The two-part tier.
    pub two_part: tiers::v2::Parts,
}

/// Scores one person. Allocates nothing.
pub fn score(packs: &Packs<'_>, person: &Person) -> Scored {
    let scores = scores_alone(Reading { pack: packs.ogrs4, variant: packs.variant }, &person.answers);
    let said = |percent: Option<Percent>, band, kind| percent.map(|percent| Said { percent, band, kind });
    let of = |scored: &crate::predictors::ogrs4::reoffending::Reoffending| said(scored.score, scored.band, scored.kind);
    let all = of(&scores.all);
    let direct_contact = said(scores.direct_contact.score, scores.direct_contact.band, None);
    let combined = said(scores.combined.score, scores.combined.band, scores.combined.kind);
    let facts = tiers::v3::TierFacts {
        arp: all.map(for_tier),
        csrp: combined.map(for_tier),
        dc_srp: direct_contact.and_then(sexual_for_tier),
        ..person.tier
    };
    Scored {
        all,
        violent: of(&scores.violent),
        serious_violent: of(&scores.serious_violent),
        direct_contact,
        images: said(scores.images.score, scores.images.band, None),
        combined,
        // A score that no medium band can have: there is no tier, and whoever asks for the one person is told why.
        tier: tiers::v3::letter(packs.tier, &facts).ok(),
        two_part: tiers::v2::parts(packs.two_part, &person.two_part),
    }
}

/// Scores everybody, in their order. Allocates nothing but what is collected into.
pub fn score_all<'a>(packs: &'a Packs<'_>, people: &'a [Person]) -> impl ExactSizeIterator<Item = Scored> + 'a {
    people.iter().map(|person| score(packs, person))
}

fn for_tier(said: Said) -> tiers::v3::Score {
    let basis = match said.kind {
        Some(Kind::Dynamic) => tiers::v3::Basis::Dynamic,
        Some(Kind::Static) | None => tiers::v3::Basis::Static,
    };
    tiers::v3::Score { percent: said.percent.value(), basis }
}

fn sexual_for_tier(said: Said) -> Option<tiers::v3::SexualScore> {
    let band = match said.band? {
        Band::NotApplicable => answers::Band::NotApplicable,
        Band::Low => answers::Band::Low,
        Band::Medium => answers::Band::Medium,
        Band::High => answers::Band::High,
        Band::VeryHigh => answers::Band::VeryHigh,
    };
    Some(tiers::v3::SexualScore { percent: said.percent.value(), band })
}
