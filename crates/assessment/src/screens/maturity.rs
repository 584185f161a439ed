//! The maturity screen (MST): for men of 18 to 25.

use jiff::civil::Date;
use practice::Ruled;

use super::{ErrorKind, Figures, InputError, complaint, missing};
use crate::{
    answers::{Gender, Problem, YesSometimesNo},
    dates::completed_years,
};

/// The answers the screen is worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The day of the assessment.
    pub assessed_on: Date,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// Sex.
    pub gender: Option<Gender>,
    /// Influenced by peers.
    pub peer_group_influences: Option<bool>,
    /// Influence from criminal associates.
    pub criminal_associates: Option<Problem>,
    /// Recklessness and risk taking.
    pub recklessness: Option<Problem>,
    /// Difficulties coping.
    pub difficulties_coping: Option<Problem>,
    /// Attitudes towards self.
    pub attitudes_towards_self: Option<Problem>,
    /// Impulsivity.
    pub impulsivity: Option<Problem>,
    /// Temper control.
    pub temper_control: Option<Problem>,
    /// Problem solving.
    pub problem_solving: Option<Problem>,
    /// Aware of consequences.
    pub awareness_of_consequences: Option<YesSometimesNo>,
    /// Understands other people's views.
    pub understands_others: Option<Problem>,
}

/// What the screen finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maturity {
    /// It is not for this person.
    NotApplicable,
    /// The points, and whether they call for attention.
    Screened {
        /// Points.
        score: u32,
        /// Whether they call for attention.
        flagged: bool,
    },
}

/// Screens for maturity.
pub fn screen(answers: &Answers) -> Result<Ruled<Maturity>, InputError> {
    let figures = Figures::published();
    let maturity = &figures.maturity;
    let age = answers.born_on.map(|born| completed_years(born, answers.assessed_on));
    let rule = |value, words: String, steps| Ruled { value, why: figures.about.why("maturity-screen", words, steps) };
    if let Some(age) = age.filter(|age| !(maturity.from_age..=maturity.to_age).contains(age)) {
        let words = format!("Aged {age}: the screen is for men of {} to {}.", maturity.from_age, maturity.to_age);
        return Ok(rule(Maturity::NotApplicable, words, Vec::new()));
    }
    let questions = questions(answers);
    let answered = questions.iter().filter(|(_, points)| points.is_some()).count();
    let mut fields = missing(&[("gender", answers.gender.is_some()), ("dateOfBirth", age.is_some())]);
    if answered < maturity.answers_needed {
        let open = questions.iter().filter(|(_, points)| points.is_none());
        fields.extend(open.map(|(name, _)| (*name).to_owned()));
    }
    if let Some(error) = complaint(ErrorKind::MissingMandatoryInput, fields) {
        return Err(error);
    }
    if answers.gender == Some(Gender::Female) {
        return Ok(rule(Maturity::NotApplicable, "The screen is for men.".to_owned(), Vec::new()));
    }
    let score = questions.iter().filter_map(|(_, points)| *points).sum();
    let flagged = score >= maturity.flagged_from;
    let steps = questions.iter().map(|(name, points)| match points {
        Some(points) => format!("{name}: {points}"),
        None => format!("{name}: not answered, counts 0"),
    });
    let calls = if flagged { "calls for attention" } else { "does not call for attention" };
    let words =
        format!("{score} points; from {} on maturity calls for attention, so it {calls}.", maturity.flagged_from);
    Ok(rule(Maturity::Screened { score, flagged }, words, steps.collect()))
}

fn questions(answers: &Answers) -> [(&'static str, Option<u32>); 10] {
    let points = |problem: Option<Problem>| problem.map(Problem::points);
    [
        ("hasPeerGroupInfluences", answers.peer_group_influences.map(u32::from)),
        ("influenceFromCriminalAssociates", points(answers.criminal_associates)),
        ("recklessnessAndRiskTakingBehaviour", points(answers.recklessness)),
        ("difficultiesCoping", points(answers.difficulties_coping)),
        ("attitudesTowardsSelf", points(answers.attitudes_towards_self)),
        ("impulsivityProblems", points(answers.impulsivity)),
        ("temperControl", points(answers.temper_control)),
        ("problemSolvingSkills", points(answers.problem_solving)),
        ("awarenessOfConsequences", answers.awareness_of_consequences.map(YesSometimesNo::points)),
        ("understandsOtherPeoplesViews", points(answers.understands_others)),
    ]
}
