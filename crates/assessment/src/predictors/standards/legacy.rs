//! The pack of the predictors before OGRS4.

use std::sync::LazyLock;

use jiff::civil::Date;
use practice::Status;
use serde::Deserialize;

use super::{
    Provenance, StandardsError, ThresholdsFile,
    linear_file::LinearFile,
    named_source,
    points::{DirectContact, ImagesIndirect, PointsFrom, rising},
    read,
};
use crate::predictors::{bands::Thresholds, linear::Linear, rounding::Percent};

/// What an age adds to OGRS3, up to the next row.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRow {
    /// From this age.
    pub from: i32,
    /// To a male's.
    pub male: f64,
    /// To a female's.
    pub female: f64,
}

/// OGRS3.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is explained in the file it is read from")]
pub struct Ogrs3 {
    pub first_conviction: f64,
    pub convicted_before: f64,
    pub rate: f64,
    pub rate_years: i32,
    pub one_year: f64,
    pub two_years: f64,
    pub least_age: i32,
    pub age: Vec<AgeRow>,
}

/// OGP: general reoffending, in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is explained in the file it is read from")]
pub struct Ogp {
    pub each_ogrs3_percent: f64,
    pub no_fixed_abode: i32,
    pub unemployed: i32,
    pub activities: [i32; 3],
    pub drugs: f64,
    /// A fraction: so many parts of so many.
    pub thinking: [i32; 2],
    pub pro_criminal_attitudes: [i32; 3],
    pub each_point: f64,
    pub one_year: f64,
    pub two_years: f64,
}

/// OVP: violent reoffending, in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is explained in the file it is read from")]
pub struct Ovp {
    pub any_sanction: i32,
    pub violent_sanctions: Vec<i32>,
    pub non_violent_sanctions: Vec<PointsFrom>,
    pub age: Vec<PointsFrom>,
    pub male: i32,
    pub does_not_recognise_impact: i32,
    pub no_fixed_abode: i32,
    pub unemployed: i32,
    pub alcohol: f64,
    pub psychiatric_treatment: i32,
    pub temper: i32,
    pub pro_criminal_attitudes: i32,
    pub each_point: f64,
    pub one_year: f64,
    pub two_years: f64,
}

/// SNSV: serious non-sexual violence.
#[derive(Clone, Debug, PartialEq)]
pub struct Snsv {
    /// From the record alone.
    pub on_record: Linear,
    /// With the answers of an assessment.
    pub assessed: Linear,
    /// Nobody is younger at conviction or follow-up.
    pub least_age: i32,
    /// Months without an offence count up to here.
    pub months_counted_at_most: i32,
}

/// RSR: the risk of serious recidivism. Three bands only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rsr {
    /// Medium from here.
    pub medium_from: Percent,
    /// High from here.
    pub high_from: Percent,
    /// What a sexual offence of a female adds, as a probability.
    pub female_with_sexual_offence: f64,
}

/// The pack of the predictors before OGRS4.
#[derive(Clone, Debug, PartialEq)]
pub struct Legacy {
    /// Who says so.
    pub about: Provenance,
    /// OGRS3.
    pub ogrs3: Ogrs3,
    /// Its bands.
    pub ogrs3_bands: Thresholds,
    /// OGP.
    pub ogp: Ogp,
    /// Its bands.
    pub ogp_bands: Thresholds,
    /// OVP.
    pub ovp: Ovp,
    /// Its bands.
    pub ovp_bands: Thresholds,
    /// SNSV.
    pub snsv: Snsv,
    /// OSP/DC.
    pub direct_contact: DirectContact,
    /// OSP/IIC.
    pub images: ImagesIndirect,
    /// RSR.
    pub rsr: Rsr,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BandsFile {
    ogrs3: ThresholdsFile,
    ogp: ThresholdsFile,
    ovp: ThresholdsFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SnsvFile {
    least_age: i32,
    months_counted_at_most: i32,
    r#static: LinearFile,
    dynamic: LinearFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RsrFile {
    medium_from: f64,
    high_from: f64,
    female_with_sexual_offence: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LegacyFile {
    pack: String,
    version: String,
    thresholds_version: String,
    source: String,
    status: Status,
    as_at: Date,
    bands: BandsFile,
    rsr: RsrFile,
    ogrs3: Ogrs3,
    ogp: Ogp,
    ovp: Ovp,
    snsv: SnsvFile,
    #[serde(rename = "direct-contact-sexual")]
    direct_contact: DirectContact,
    #[serde(rename = "images-indirect-sexual")]
    images: ImagesIndirect,
}

static LEGACY: LazyLock<Legacy> = LazyLock::new(|| {
    Legacy::parse(include_str!("../../../../../standards/assessment/legacy-1.0.toml"))
        .unwrap_or_else(|error| panic!("the embedded legacy predictors do not hold: {error}"))
});

impl Legacy {
    /// The pack that is built in.
    pub fn published() -> &'static Legacy {
        &LEGACY
    }

    /// Reads a pack and refuses it whole if anything in it is missing, double or without a source.
    pub fn parse(text: &str) -> Result<Legacy, StandardsError> {
        let file: LegacyFile = read("legacy", text)?;
        named_source(&file.pack, &file.source)?;
        rising(&file.ovp.non_violent_sanctions, "the sanctions of OVP")?;
        rising(&file.ovp.age, "the ages of OVP")?;
        if file.ogrs3.age.is_empty() || !file.ogrs3.age.is_sorted_by(|before, after| before.from < after.from) {
            return Err(StandardsError::Disordered("the ages of OGRS3".to_owned()));
        }
        if file.images.none.is_none() {
            return Err(StandardsError::Missing("what no sexual sanction adds to OSP/IIC".to_owned()));
        }
        Ok(Legacy {
            ogrs3_bands: file.bands.ogrs3.check("OGRS3")?,
            ogp_bands: file.bands.ogp.check("OGP")?,
            ovp_bands: file.bands.ovp.check("OVP")?,
            ogrs3: file.ogrs3,
            ogp: file.ogp,
            ovp: file.ovp,
            snsv: Snsv {
                on_record: file.snsv.r#static.check("static SNSV")?,
                assessed: file.snsv.dynamic.check("dynamic SNSV")?,
                least_age: file.snsv.least_age,
                months_counted_at_most: file.snsv.months_counted_at_most,
            },
            direct_contact: file.direct_contact.check()?,
            images: file.images,
            rsr: Rsr {
                medium_from: Percent::rounded(file.rsr.medium_from),
                high_from: Percent::rounded(file.rsr.high_from),
                female_with_sexual_offence: file.rsr.female_with_sexual_offence,
            },
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
