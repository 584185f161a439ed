//! The rules of an era as they stand in `standards/allocation/`, and what makes them sound.

use std::sync::LazyLock;

use practice::Status;
use serde::Deserialize;

use super::{Fact, Value};
use crate::{
    answers::Band,
    pack::{About, Pack, PackError, embedded, falling, once},
};

static SPLIT_2014: LazyLock<Rules> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/allocation/split-2014.toml")));
static UNIFIED_2026: LazyLock<Rules> =
    LazyLock::new(|| embedded(include_str!("../../../../standards/allocation/unified-2026.toml")));

/// The rules of an era.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "File")]
pub struct Rules {
    /// What they are and whose.
    pub about: About,
    /// The possible outcomes, lowest first; the first is given when no step answers.
    pub outcomes: Vec<String>,
    /// The steps, in the order to show them.
    pub steps: Vec<Step>,
}

/// One question of the rules, asked by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name, such as `MAPPA_ROSH`.
    pub name: String,
    /// What it looks at.
    pub words: String,
    /// Who says so, where that differs from the pack.
    pub source: Option<String>,
    /// How far to trust it, where that differs from the pack.
    pub status: Option<Status>,
    /// The first that fits answers.
    pub rules: Vec<Rule>,
}

/// An answer and when it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// All of these hold.
    pub when: Vec<Test>,
    /// Which outcome, as its place among the outcomes.
    pub gives: usize,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What is asked.
    pub fact: Fact,
    is: Option<Expected>,
    at_least: Option<f64>,
    places: Option<i32>,
    within_years: Option<i32>,
    known: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(untagged)]
enum Expected {
    Flag(bool),
    Band(Band),
}

impl Rules {
    /// The split service of England and Wales, 2014 to 2021.
    pub fn split_2014() -> &'static Rules {
        &SPLIT_2014
    }

    /// The one public service of 2026.
    pub fn unified_2026() -> &'static Rules {
        &UNIFIED_2026
    }

    /// The place of an outcome among the outcomes, lowest 0.
    pub fn rank(&self, outcome: &str) -> Option<usize> {
        self.outcomes.iter().position(|known| known == outcome)
    }

    /// The step of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }
}

impl Pack for Rules {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self) -> Result<(), PackError> {
        once("outcome", self.outcomes.iter().map(String::as_str))?;
        once("step", self.steps.iter().map(|step| step.name.as_str()))?;
        let unsound = |step: &Step, why: &str| Err(PackError::Unsound(format!("{}: {why}", step.name)));
        for step in &self.steps {
            if step.rules.is_empty() {
                return unsound(step, "a step needs a rule");
            }
            for test in step.rules.iter().flat_map(|rule| &rule.when) {
                let asked =
                    [test.is.is_some(), test.at_least.is_some(), test.within_years.is_some(), test.known.is_some()];
                if asked.iter().filter(|given| **given).count() != 1 {
                    return unsound(step, "each test asks exactly one thing");
                }
            }
        }
        Ok(())
    }
}

impl Test {
    /// Whether it holds for this answer, given on `today`; no answer, no telling.
    pub(super) fn holds(&self, answer: Option<Value>, today: jiff::civil::Date) -> Option<bool> {
        let answer = answer?;
        if self.known.is_some() {
            return Some(answer != Value::None);
        }
        Some(match (answer, self.is, self.at_least, self.within_years) {
            (Value::Flag(given), Some(Expected::Flag(asked)), _, _) => given == asked,
            (Value::Band(given), Some(Expected::Band(asked)), _, _) => given == asked,
            (Value::Number(given), _, Some(least), _) => rounded(given, self.places) >= least,
            (Value::Day(given), _, _, Some(years)) => {
                today.checked_sub(jiff::Span::new().years(years)).is_ok_and(|earliest| given >= earliest)
            }
            _ => false,
        })
    }
}

fn rounded(score: f64, places: Option<i32>) -> f64 {
    let Some(places) = places else { return score };
    let scale = 10_f64.powi(places);
    (score * scale).round() / scale
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: About,
    outcomes: Vec<String>,
    step: Vec<StepInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepInFile {
    name: String,
    words: String,
    source: Option<String>,
    status: Option<Status>,
    #[serde(default)]
    rule: Vec<RuleInFile>,
    table: Option<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleInFile {
    when: Vec<Test>,
    gives: String,
}

/// Two scores crossed: the first row and the first column that fit, from the top left.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rows: Fact,
    columns: Fact,
    at_least: Vec<f64>,
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    at_least: f64,
    gives: Vec<String>,
}

impl TryFrom<File> for Rules {
    type Error = PackError;

    fn try_from(file: File) -> Result<Rules, PackError> {
        let rank = |outcome: &str| {
            let place = file.outcomes.iter().position(|known| known == outcome);
            place.ok_or_else(|| PackError::Unsound(format!("{outcome} is no outcome of this pack")))
        };
        let mut steps = Vec::new();
        for step in file.step {
            let mut rules = step.table.map_or(Ok(Vec::new()), |table| crossed(&table, &rank))?;
            for rule in step.rule {
                rules.push(Rule { when: rule.when, gives: rank(&rule.gives)? });
            }
            steps.push(Step { name: step.name, words: step.words, source: step.source, status: step.status, rules });
        }
        Ok(Rules { about: file.about, outcomes: file.outcomes, steps })
    }
}

/// A table as rules, and refused unless more risk never gives less.
fn crossed(table: &Table, rank: &impl Fn(&str) -> Result<usize, PackError>) -> Result<Vec<Rule>, PackError> {
    falling("the columns of a table", &table.at_least)?;
    falling("the rows of a table", &table.row.iter().map(|row| row.at_least).collect::<Vec<_>>())?;
    let least =
        |fact, least| Test { fact, is: None, at_least: Some(least), places: None, within_years: None, known: None };
    let mut rules = Vec::new();
    let mut above: Option<Vec<usize>> = None;
    for row in &table.row {
        let ranks = row.gives.iter().map(|outcome| rank(outcome)).collect::<Result<Vec<_>, _>>()?;
        let falls = ranks.windows(2).all(|pair| pair[0] >= pair[1]);
        let under = above.as_ref().is_none_or(|above| above.iter().zip(&ranks).all(|(above, here)| above >= here));
        if ranks.len() != table.at_least.len() || !falls || !under {
            return Err(PackError::Unsound("in a table more risk may never give less".to_owned()));
        }
        for (column, gives) in table.at_least.iter().zip(&ranks) {
            rules.push(Rule {
                when: vec![least(table.rows, row.at_least), least(table.columns, *column)],
                gives: *gives,
            });
        }
        above = Some(ranks);
    }
    Ok(rules)
}
