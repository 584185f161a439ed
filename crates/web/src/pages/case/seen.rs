//! Who has seen a record.

use askama::Template;

use crate::components::{Flag, Here, Link, Shell, Tone};

/// Who has seen a record.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/seen.html")]
pub struct SeenPage {
    /// The frame.
    pub shell: Shell,
    /// Where it is asked.
    pub action: String,
    /// What the log may be used for: code, words, whether it is chosen.
    pub purposes: Vec<Purpose>,
    /// From this day, `YYYY-MM-DD`; empty for any.
    pub from: String,
    /// To this day; empty for any.
    pub to: String,
    /// The answer; none before it was said what for.
    pub answer: Option<Answer>,
}

/// What the log of reads may be used for.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// As it stands in the address.
    pub code: &'static str,
    /// In words.
    pub words: &'static str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A page of looks.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The looks, newest first.
    pub looks: Vec<Look>,
    /// The next page.
    pub next: Option<Link>,
}

/// One look, or the refusal of one.
#[derive(Clone, Debug)]
pub struct Look {
    /// When.
    pub when: String,
    /// Name, and staff code.
    pub who: String,
    /// In which role, for which organisation.
    pub acting: String,
    /// Which screen.
    pub screen: String,
    /// Why they might, or might not.
    pub why: String,
    /// Shown or refused; and what is to be known of the row itself.
    pub flags: Vec<Flag>,
}

impl SeenPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let look = |when: &str, who: &str, flags| Look {
            when: when.into(),
            who: who.into(),
            acting: "practitioner, P01".into(),
            screen: "case".into(),
            why: "holds the case".into(),
            flags,
        };
        let purpose = |code, words| Purpose { code, words, chosen: code == "lawfulness" };
        Self {
            shell: Shell::sample("Who has seen this record – Case", Here::Find)
                .for_auditor()
                .back("Case", "/cases/k3v"),
            action: "/cases/k3v/seen".into(),
            purposes: vec![
                purpose("lawfulness", "To check that it was lawful"),
                purpose("criminal_proceedings", "Criminal proceedings"),
            ],
            from: "2015-12-01".into(),
            to: "2015-12-15".into(),
            answer: Some(Answer {
                looks: vec![
                    look("Tue 15 Dec 2015, 9:30am", "Joel Marsh (P01T1A4)", vec![Flag::new(Tone::Neutral, "Shown")]),
                    look(
                        "Mon 14 Dec 2015, 4pm",
                        "Amina Rahman (P01T1A1)",
                        vec![
                            Flag::new(Tone::Soon, "Refused"),
                            Flag::new(Tone::Act, "Found unsealed: not certain that it was written so"),
                        ],
                    ),
                ],
                next: Some(Link::new("Earlier", "/cases/k3v/seen?for=lawfulness&after=1450170000000000.7.12")),
            }),
        }
    }
}
