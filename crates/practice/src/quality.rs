//! What a senior asks of a case that was drawn by chance, and how many are drawn at a time.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::figure::{Figure, figures};
use crate::limits::Status;
use crate::standards::StandardsError;

static QUALITY: LazyLock<Quality> = LazyLock::new(|| {
    let text = include_str!("../../../standards/quality.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Quality::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// A figure of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QualityFigure {
    /// Cases that are drawn at a time.
    Sample,
}

/// A question that is answered of each case, with who says so and how far to trust it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// How the record names it.
    pub code: String,
    /// The question.
    pub words: String,
    /// Who asks it.
    pub source: String,
    /// How far to trust that it is the right one.
    pub status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QualityFile {
    pack: String,
    version: String,
    figure: Vec<Figure<QualityFigure>>,
    question: Vec<Question>,
}

/// The file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    version: String,
    sample: Figure<QualityFigure>,
    questions: Vec<Question>,
}

impl Quality {
    /// What holds in this release.
    pub fn now() -> &'static Quality {
        &QUALITY
    }

    /// Reads the file, and refuses it whole if the figure is missing, or a question is asked twice, of nobody, or without a source.
    pub fn parse(text: &str) -> Result<Quality, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "quality", why };
        let file: QualityFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let sample = figures("quality", &[QualityFigure::Sample], file.figure)?.remove(0);
        for (at, question) in file.question.iter().enumerate() {
            if question.source.trim().is_empty() {
                return Err(StandardsError::NoSource(question.code.clone()));
            }
            if file.question[..at].iter().any(|other| other.code == question.code) {
                return Err(StandardsError::Twice(question.code.clone()));
            }
        }
        if file.question.is_empty() {
            return Err(unreadable("nothing is asked".to_owned()));
        }
        let version = format!("{}/{}", file.pack, file.version);
        Ok(Quality { version, sample, questions: file.question })
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How many cases are drawn at a time.
    pub fn sample(&self) -> &Figure<QualityFigure> {
        &self.sample
    }

    /// What is asked of each.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_asks_twice_or_says_not_who_asks_is_refused() {
        let text = include_str!("../../../standards/quality.toml");
        assert!(Quality::parse(text).is_ok());
        assert!(Quality::parse(&text.replace("code = \"risk\"", "code = \"plan\"")).is_err());
        assert!(Quality::parse(&text.replacen("source = \"This program: cases", "source = \"\" #", 1)).is_err());
        assert!(Quality::parse(&text.replace("name = \"sample\"", "name = \"other\"")).is_err());
    }
}
