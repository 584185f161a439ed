//! The models as data: coefficients, points, thresholds and offence codes, each with its source, read once and checked whole.
//!
//! - [`ogrs4`] and [`legacy`]: a pack of models each.
//! - [`offences`]: which codes belong to which category, and what a code added before OGRS4.
//! - [`points`]: tables of points, and the two sexual predictors that both packs have.

pub mod legacy;
mod linear_file;
pub mod offences;
pub mod ogrs4;
pub mod points;

use jiff::civil::Date;
use practice::Status;
use serde::{Deserialize, de::DeserializeOwned};

use super::{bands::Thresholds, rounding::Percent};

/// Who says so, and how far to trust it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The pack, such as `ogrs4`.
    pub pack: String,
    /// The version of its models.
    pub version: String,
    /// The version of its bands.
    pub thresholds_version: String,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The day of the text it was read from.
    pub as_at: Date,
}

/// What is wrong with a pack.
#[derive(Debug, thiserror::Error)]
pub enum StandardsError {
    /// Not the TOML it should be.
    #[error("{file}: {why}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// The reader's complaint.
        why: String,
    },
    /// Nobody is named for it.
    #[error("{0} names no source")]
    NoSource(String),
    /// Something is there twice.
    #[error("{0} is there twice")]
    Twice(String),
    /// Something is called by a name nobody knows.
    #[error("nobody knows {0}")]
    Unknown(String),
    /// Something is missing.
    #[error("{0} is missing")]
    Missing(String),
    /// A list does not rise, or is empty or too long.
    #[error("{0} is not a list in order")]
    Disordered(String),
    /// The number of codes is not the number the file says.
    #[error("{found} codes, where the file says {said}")]
    Count {
        /// As many as there are.
        found: usize,
        /// As many as there should be.
        said: usize,
    },
}

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, StandardsError> {
    toml::from_str(text).map_err(|error| StandardsError::Unreadable { file, why: error.to_string() })
}

fn named_source(pack: &str, source: &str) -> Result<(), StandardsError> {
    if source.trim().is_empty() { Err(StandardsError::NoSource(pack.to_owned())) } else { Ok(()) }
}

/// Three thresholds as a file has them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
struct ThresholdsFile([f64; 3]);

impl ThresholdsFile {
    fn check(self, name: &str) -> Result<Thresholds, StandardsError> {
        let [medium, high, very_high] = self.0.map(Percent::rounded);
        if medium < high && high < very_high {
            Ok(Thresholds { medium, high, very_high })
        } else {
            Err(StandardsError::Disordered(format!("the bands of {name}")))
        }
    }
}
