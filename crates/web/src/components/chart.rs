//! Figures over time: a small drawing that a screen reader passes over in a sentence, and the table that says it all.
//!
//! Drawn at the size it is shown at, so that its words stay readable on a telephone and on paper.

use askama::Template;
use askama::filters::HtmlSafe;

use super::Flag;

const LEFT: f64 = 44.0;
const RIGHT: f64 = 252.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 136.0;

/// Figures over time.
#[derive(Clone, Debug, Template)]
#[template(path = "components/chart.html")]
pub struct Chart {
    /// Unique on the page.
    pub id: String,
    /// What it shows, as "All reoffending (OGRS3)".
    pub title: String,
    /// What, where and how, as "percent within two years".
    pub about: String,
    /// The figures, oldest first.
    pub marks: Vec<Mark>,
    /// Where a band begins.
    pub thresholds: Vec<Threshold>,
    /// The top of the scale.
    pub top: f64,
}

/// One figure.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Days since the first figure.
    pub day: i32,
    /// The day, as "Tue 2 Sep 2014".
    pub when: String,
    /// The day, as "Sep 2014".
    pub month: String,
    /// The figure.
    pub value: f64,
    /// The figure as it is said, as "6.90%".
    pub said: String,
    /// Its band.
    pub band: Flag,
    /// What it rests on, in words.
    pub basis: String,
    /// Whether it rests on the record alone: drawn hollow.
    pub hollow: bool,
}

/// Where a band begins.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The figure.
    pub value: f64,
    /// The band, as "high".
    pub words: String,
}

impl HtmlSafe for Chart {}

impl Chart {
    fn x(&self, mark: &Mark) -> String {
        let last = self.marks.last().map_or(0, |mark| mark.day);
        let share = if last == 0 { 0.5 } else { f64::from(mark.day) / f64::from(last) };
        // A little room at both ends for what is written above a figure.
        format!("{:.1}", LEFT + 20.0 + share * (RIGHT - LEFT - 44.0))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands a field over by reference")]
    fn y(&self, value: &f64) -> String {
        let share = (value / self.top).clamp(0.0, 1.0);
        format!("{:.1}", BOTTOM - share * (BOTTOM - TOP))
    }

    fn line(&self) -> String {
        let points = self.marks.iter().map(|mark| format!("{},{}", self.x(mark), self.y(&mark.value)));
        points.collect::<Vec<_>>().join(" ")
    }

    fn above(&self, mark: &Mark) -> String {
        let y: f64 = self.y(&mark.value).parse().unwrap_or(BOTTOM);
        format!("{:.1}", y - 9.0)
    }

    /// The thresholds that lie on the scale.
    fn lines(&self) -> impl Iterator<Item = &Threshold> {
        self.thresholds.iter().filter(|threshold| threshold.value < self.top)
    }

    /// What the drawing shows, in a sentence.
    fn in_a_sentence(&self) -> String {
        match (self.marks.first(), self.marks.last()) {
            (Some(first), Some(last)) if self.marks.len() > 1 => {
                format!("{}: {} in {}, {} in {}.", self.title, first.said, first.month, last.said, last.month)
            }
            (Some(only), _) => format!("{}: {} in {}.", self.title, only.said, only.month),
            _ => format!("{}: no scores.", self.title),
        }
    }

    /// A made-up example.
    pub fn sample() -> Self {
        use super::Tone;
        let mark = |day, when: &str, month: &str, value: f64, hollow: bool| Mark {
            day,
            when: when.into(),
            month: month.into(),
            value,
            said: format!("{value:.2}%"),
            band: Flag::new(
                if value >= 3.0 { Tone::Soon } else { Tone::Neutral },
                if value >= 3.0 { "Medium" } else { "Low" },
            ),
            basis: if hollow { "The record alone" } else { "The record and the assessment" }.into(),
            hollow,
        };
        Self {
            id: "chart-rsr".into(),
            title: "Serious reoffending (RSR)".into(),
            about: "Percent within two years".into(),
            marks: vec![
                mark(0, "Tue 2 Sep 2014", "Sep 2014", 2.35, true),
                mark(231, "Tue 21 Apr 2015", "Apr 2015", 6.12, false),
                mark(426, "Mon 2 Nov 2015", "Nov 2015", 4.80, false),
            ],
            thresholds: vec![
                Threshold { value: 3.0, words: "medium".into() },
                Threshold { value: 6.9, words: "high".into() },
            ],
            top: 10.0,
        }
    }
}
