//! The learning screen (LDS).

use practice::Ruled;

use super::{ErrorKind, Figures, InputError, complaint, missing};
use crate::answers::{Problem, Qualifications};

/// The answers the screen is worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// Of no fixed abode, or in transient accommodation.
    pub no_fixed_abode: Option<bool>,
    /// Work-related skills.
    pub work_skills: Option<Problem>,
    /// Reading, writing or numeracy.
    pub reading_writing_numeracy: Option<Problem>,
    /// Of these, reading.
    pub reading: Option<bool>,
    /// Of these, numeracy.
    pub numeracy: Option<bool>,
    /// Learning difficulties.
    pub learning_difficulties: Option<Problem>,
    /// Qualifications.
    pub qualifications: Option<Qualifications>,
}

/// What the screen finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learning {
    /// 0 to 2.
    pub score: u32,
    /// The points behind it.
    pub points: u32,
}

const READING_WRITING_NUMERACY: &str = "problemsWithReadingWritingNumeracy";

/// Screens for learning difficulties; all complaints at once.
pub fn screen(answers: &Answers) -> Result<Ruled<Learning>, Vec<InputError>> {
    let figures = Figures::published();
    let asked = [
        ("workRelatedSkills", answers.work_skills.is_some()),
        (READING_WRITING_NUMERACY, answers.reading_writing_numeracy.is_some()),
        ("learningDifficulties", answers.learning_difficulties.is_some()),
        ("professionalOrVocationalQualifications", answers.qualifications.is_some()),
    ];
    let answered = asked.iter().filter(|(_, given)| *given).count();
    let too_few = if answered < figures.learning.answers_needed {
        complaint(ErrorKind::NotEnoughLearningAnswers, missing(&asked.map(|(name, _)| (name, false))))
    } else {
        None
    };
    let errors: Vec<InputError> = orphans(*answers).into_iter().chain(too_few).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let counted = [
        ("no fixed abode", u32::from(answers.no_fixed_abode == Some(true))),
        ("work-related skills", answers.work_skills.map_or(0, Problem::points)),
        ("reading, writing and numeracy", answers.reading_writing_numeracy.map_or(0, Problem::points)),
        ("reading", u32::from(answers.reading == Some(true))),
        ("numeracy", u32::from(answers.numeracy == Some(true))),
        ("learning difficulties", answers.learning_difficulties.map_or(0, Problem::points)),
        ("qualifications", answers.qualifications.map_or(0, Qualifications::points)),
    ];
    let points = counted.iter().map(|(_, points)| points).sum();
    let score = score(points);
    let steps = counted.iter().map(|(name, points)| format!("{name}: {points}")).collect();
    let words = format!("{points} points give a learning score of {score}.");
    Ok(Ruled { value: Learning { score, points }, why: figures.about.why("learning-screen", words, steps) })
}

/// The score of so many points.
pub fn score(points: u32) -> u32 {
    let scores = &Figures::published().learning.scores;
    scores.iter().find(|step| points >= step.at_least).map_or(0, |step| step.score)
}

/// Whether accredited programmes treat learning as a challenge: their cut is higher than the screen's own.
pub fn has_challenges(learning_score: u32) -> bool {
    learning_score >= Figures::published().learning.challenges_from
}

/// A part of reading, writing and numeracy is answered and the whole is not.
fn orphans(answers: Answers) -> Option<InputError> {
    if answers.reading_writing_numeracy.is_some() {
        return None;
    }
    let parts = [("hasProblemsWithReading", answers.reading), ("hasProblemsWithNumeracy", answers.numeracy)];
    let given = parts.iter().filter(|(_, answer)| answer.is_some());
    let fields = given.map(|(part, _)| format!("{READING_WRITING_NUMERACY} Field Not Present But {part} Present"));
    complaint(ErrorKind::MissingMandatoryInput, fields.collect())
}
