//! Clocks: duties with a due time.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Link, Tone, Why};

/// A duty and when it is due. Words first; the tone repeats them in colour.
#[derive(Clone, Debug, Template)]
#[template(path = "components/clock.html")]
pub struct Clock {
    /// When, as "Due today", "2 working days left" or "Late by 1 working day".
    pub when: String,
    /// [`Tone::Act`] for late, [`Tone::Soon`] for due, [`Tone::Neutral`] otherwise.
    pub tone: Tone,
    /// The duty, as "Decide: missed office visit".
    pub what: String,
    /// Whose case, and where to do it.
    pub person: Option<Link>,
    /// Where to do it.
    pub action: Option<Link>,
    /// Why then.
    pub why: Option<Why>,
    /// Where to put it aside with a reason; only for what is late.
    pub aside: Option<Link>,
}

impl HtmlSafe for Clock {}
