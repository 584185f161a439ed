//! The programme needs identifier with the predictors before those of 2026 (`ministryofjustice/hmpps-accredited-programmes-api`,
//! rules V88), 2024 to 2026. Answers are 0, 1 or 2 here. A score in a gap between two bands, such as an OGRS3 of 74.5, is in
//! neither: as published.

use super::{Figures, Level};

/// Scores as that service had them: bands are its own texts, compared as it compared them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// Sex, `Male` or `Female`.
    pub gender: Option<String>,
    /// OGRS3 within two years, percent.
    pub ogrs3: Option<f64>,
    /// OVP within two years, percent.
    pub ovp: Option<f64>,
    /// The band of OSP/DC.
    pub osp_dc: Option<String>,
    /// The band of OSP/IIC.
    pub osp_iic: Option<String>,
    /// RSR, percent.
    pub rsr: Option<f64>,
    /// SARA, to a partner.
    pub sara_partner: Option<String>,
    /// SARA, to others.
    pub sara_others: Option<String>,
}

/// The sex domain could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSexDomain {
    /// A man has a band for sexual reoffending and open questions.
    #[error("a man with a band for sexual reoffending needs all three answers of the sex domain")]
    BandWithoutAnswers,
    /// A woman has some of the three answers.
    #[error("for a woman the sex domain needs all three answers or none")]
    SomeAnswers,
}

impl Scores {
    /// The level of risk.
    pub fn level(&self) -> Level {
        match self {
            scores if scores.is_high() => Level::High,
            scores if scores.is_medium() => Level::Medium,
            _ => Level::Low,
        }
    }

    /// Whether any reading is high.
    pub fn is_high(&self) -> bool {
        let cuts = &Figures::published().risk_2024;
        let high = |text: &Option<String>| text.as_deref().is_some_and(says_high);
        self.ogrs3.is_some_and(|score| cuts.all_reoffending.is_high(score))
            || self.ovp.is_some_and(|score| cuts.violent.is_high(score))
            || (self.is("Male") && (high(&self.osp_dc) || high(&self.osp_iic)))
            || (self.rsr_counts() && self.rsr.is_some_and(|score| cuts.serious.is_high(score)))
            || self.sara_is_high()
    }

    /// Whether any reading is medium.
    pub fn is_medium(&self) -> bool {
        let cuts = &Figures::published().risk_2024;
        let medium = |text: &Option<String>| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("Medium"));
        self.ogrs3.is_some_and(|score| cuts.all_reoffending.is_medium(score))
            || self.ovp.is_some_and(|score| cuts.violent.is_medium(score))
            || (self.is("Male") && (medium(&self.osp_dc) || medium(&self.osp_iic)))
            || (self.rsr_counts() && self.rsr.is_some_and(|score| cuts.serious.is_medium(score)))
            || medium(&self.sara_partner)
            || medium(&self.sara_others)
    }

    /// Whether the scores alone call for high intensity.
    pub fn is_high_intensity(&self) -> bool {
        let cuts = &Figures::published().risk_2024;
        self.ogrs3.is_some_and(|score| cuts.all_reoffending.is_high(score))
            && (self.ovp.is_some_and(|score| cuts.violent.is_high(score)) || self.sara_is_high())
    }

    fn sara_is_high(&self) -> bool {
        [&self.sara_partner, &self.sara_others].iter().any(|text| text.as_deref().is_some_and(says_high))
    }

    /// RSR counts for anybody but a woman only where neither sexual predictor applies.
    fn rsr_counts(&self) -> bool {
        let none =
            |text: &Option<String>| text.as_deref().is_none_or(|text| text.eq_ignore_ascii_case("Not Applicable"));
        self.is("Female") || (none(&self.osp_dc) && none(&self.osp_iic))
    }

    fn is(&self, gender: &str) -> bool {
        self.gender.as_deref().is_some_and(|given| given.eq_ignore_ascii_case(gender))
    }
}

fn says_high(text: &str) -> bool {
    text.to_lowercase().contains("high")
}

/// The sex domain on a total of its three answers.
pub fn sex_domain(offence_related_interests: Option<u32>, total: u32) -> u32 {
    if offence_related_interests == Some(2) { 2 } else { Figures::published().domains.sex.points(total) }
}

/// The sex domain of a person, refused where the published service refuses it.
pub fn sex_domain_of(answers: [Option<u32>; 3], scores: &Scores) -> Result<u32, NoSexDomain> {
    if let [Some(preoccupation), Some(interests), Some(congruence)] = answers {
        return Ok(sex_domain(Some(interests), preoccupation + interests + congruence));
    }
    let band = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default().to_uppercase().replace(' ', "_");
        ["LOW", "MEDIUM", "HIGH", "VERY_HIGH"].contains(&text.as_str())
    };
    if scores.is("Male") && (band(&scores.osp_dc) || band(&scores.osp_iic)) {
        return Err(NoSexDomain::BandWithoutAnswers);
    }
    if scores.is("Female") && answers.iter().any(Option::is_some) {
        return Err(NoSexDomain::SomeAnswers);
    }
    Ok(0)
}

/// The thinking domain.
pub fn thinking_domain(pro_criminal: Option<u32>, hostile: Option<u32>) -> u32 {
    if pro_criminal == Some(2) {
        return 2;
    }
    Figures::published().domains.thinking.points(total(&[pro_criminal, hostile]))
}

/// The relationships domain.
pub fn relationships_domain(answers: &[Option<u32>]) -> u32 {
    Figures::published().domains.relationships.points(total(answers))
}

/// The self-management domain.
pub fn self_management_domain(answers: &[Option<u32>]) -> u32 {
    Figures::published().domains.self_management.points(total(answers))
}

/// The sum of the answers there are.
pub fn total(answers: &[Option<u32>]) -> u32 {
    answers.iter().flatten().sum()
}

/// The pathway by need and risk.
pub fn pathway(need: Level, risk: Level) -> &'static str {
    match (need, risk) {
        (Level::High, Level::High) => "HIGH_INTENSITY_BC",
        (Level::Medium | Level::High, Level::Medium | Level::High) => "MODERATE_INTENSITY_BC",
        _ => "ALTERNATIVE_PATHWAY",
    }
}

/// The pathway of a person: the scores alone can call for high intensity.
pub fn pathway_of(need: Level, scores: &Scores) -> &'static str {
    let level = scores.level();
    if scores.is_high_intensity() { "HIGH_INTENSITY_BC" } else { pathway(need, level) }
}

/// Who published the figures this era of the identifier uses.
pub fn source() -> &'static str {
    Figures::published().risk_2024.source.as_deref().unwrap_or(&Figures::published().about.source)
}
