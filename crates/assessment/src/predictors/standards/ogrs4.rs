//! The pack of OGRS4.

use std::sync::LazyLock;

use jiff::civil::Date;
use practice::Status;
use serde::Deserialize;

use super::{
    Provenance, StandardsError, ThresholdsFile,
    linear_file::LinearFile,
    named_source,
    offences::Category,
    points::{DirectContact, ImagesIndirect},
    read,
};
use crate::predictors::{bands::Thresholds, linear::Linear};

/// A reoffending predictor with its two sets of coefficients and its bands.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// From the record alone.
    pub on_record: Weighed,
    /// With the answers of an assessment.
    pub assessed: Weighed,
    /// Its bands.
    pub bands: Thresholds,
}

/// Coefficients, with what each category of offence adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The shared shape.
    pub linear: Linear,
    /// By category.
    pub offence: [f64; Category::WEIGHED],
}

/// Limits beyond which an answer cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Sanctions, from and to.
    pub total_sanctions: [i32; 2],
    /// Age at the first sanction, from and to.
    pub age_at_first_sanction: [i32; 2],
    /// Age when the follow-up starts.
    pub age_at_followup_below: i32,
    /// A conviction may lie so many months after the assessment.
    pub conviction_after_assessment_months: i32,
    /// Months without an offence count up to here.
    pub months_counted_at_most: i32,
}

/// The pack of OGRS4.
#[derive(Clone, Debug, PartialEq)]
pub struct Ogrs4 {
    /// Who says so.
    pub about: Provenance,
    /// All reoffending.
    pub all: Model,
    /// Violent reoffending.
    pub violent: Model,
    /// Serious violent reoffending.
    pub serious_violent: Model,
    /// Direct contact sexual reoffending.
    pub direct_contact: DirectContact,
    /// Images and indirect contact sexual reoffending.
    pub images: ImagesIndirect,
    /// The bands of combined serious reoffending.
    pub combined: Thresholds,
    /// What a sexual offence of a female adds to it, as a probability.
    pub female_with_sexual_offence: f64,
    /// Limits of answers.
    pub limits: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BandsFile {
    all_reoffending: ThresholdsFile,
    violent_reoffending: ThresholdsFile,
    serious_violent_reoffending: ThresholdsFile,
    combined_serious: ThresholdsFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelFile {
    r#static: LinearFile,
    dynamic: LinearFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CombinedFile {
    female_with_sexual_offence: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ogrs4File {
    pack: String,
    version: String,
    thresholds_version: String,
    source: String,
    status: Status,
    as_at: Date,
    bands: BandsFile,
    limits: Limits,
    #[serde(rename = "all-reoffending")]
    all: ModelFile,
    #[serde(rename = "violent-reoffending")]
    violent: ModelFile,
    #[serde(rename = "serious-violent-reoffending")]
    serious_violent: ModelFile,
    #[serde(rename = "direct-contact-sexual")]
    direct_contact: DirectContact,
    #[serde(rename = "images-indirect-sexual")]
    images: ImagesIndirect,
    #[serde(rename = "combined-serious")]
    combined: CombinedFile,
}

static OGRS4: LazyLock<Ogrs4> = LazyLock::new(|| {
    Ogrs4::parse(include_str!("../../../../../standards/assessment/ogrs4-1.0.toml"))
        .unwrap_or_else(|error| panic!("the embedded OGRS4 does not hold: {error}"))
});

impl Ogrs4 {
    /// The pack that is built in.
    pub fn published() -> &'static Ogrs4 {
        &OGRS4
    }

    /// Reads a pack and refuses it whole if anything in it is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Ogrs4, StandardsError> {
        let file: Ogrs4File = read("ogrs4", text)?;
        named_source(&file.pack, &file.source)?;
        let bands = file.bands;
        Ok(Ogrs4 {
            all: model(&file.all, bands.all_reoffending, "all reoffending")?,
            violent: model(&file.violent, bands.violent_reoffending, "violent reoffending")?,
            serious_violent: model(
                &file.serious_violent,
                bands.serious_violent_reoffending,
                "serious violent reoffending",
            )?,
            direct_contact: file.direct_contact.check()?,
            images: file.images,
            combined: bands.combined_serious.check("combined serious reoffending")?,
            female_with_sexual_offence: file.combined.female_with_sexual_offence,
            limits: file.limits,
            about: Provenance {
                pack: file.pack,
                version: file.version,
                thresholds_version: file.thresholds_version,
                source: file.source,
                status: file.status,
                as_at: file.as_at,
            },
        })
    }
}

fn model(file: &ModelFile, bands: ThresholdsFile, name: &str) -> Result<Model, StandardsError> {
    let model = Model {
        on_record: weighed(&file.r#static, &format!("static {name}"))?,
        assessed: weighed(&file.dynamic, &format!("dynamic {name}"))?,
        bands: bands.check(name)?,
    };
    match (model.on_record.linear.answers.is_empty(), model.assessed.linear.answers.is_empty()) {
        (false, _) => Err(StandardsError::Unknown(format!("answers in static {name}"))),
        (_, true) => Err(StandardsError::Missing(format!("every answer of dynamic {name}"))),
        _ => Ok(model),
    }
}

fn weighed(file: &LinearFile, name: &str) -> Result<Weighed, StandardsError> {
    let mut offence = [0.0; Category::WEIGHED];
    for category in Category::weighed() {
        offence[category as usize] = *file
            .offence
            .get(category.key())
            .ok_or_else(|| StandardsError::Missing(format!("{} of {name}", category.key())))?;
    }
    if file.offence.len() > Category::WEIGHED {
        return Err(StandardsError::Unknown(format!("a category of {name}")));
    }
    Ok(Weighed { linear: file.check(name)?, offence })
}
