//! The letters of an office in one print run: a page each.

use askama::Template;

use super::tray::Posted;
use crate::components::{LetterSheet, Link};

/// The letters of a run. It stands alone, as a letter does.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/post_letters.html")]
pub struct LettersPage {
    /// As "3 letters, in the order of the tray". Shown on screen only.
    pub state: String,
    /// The way back, on screen only.
    pub back: Link,
    /// The press that says they were posted, on screen only.
    pub posted: Option<Posted>,
    /// The letters.
    pub letters: Vec<LetterSheet>,
}

impl LettersPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let sheet = |name: &str, number: u32| LetterSheet {
            label: format!("Letter {number} of 2"),
            ..LetterSheet::sample(name, &format!("X00000{number}"))
        };
        Self {
            state: "2 letters, in the order of the tray.".into(),
            back: Link::new("Post", "/post"),
            posted: Some(Posted {
                token: crate::components::Token::sample("/post/posted"),
                letters: "person-k3v/1 person-k3v/2".into(),
                words: "All 2 were posted today".into(),
            }),
            letters: vec![sheet("Ada Sample", 1), sheet("Ben Example", 2)],
        }
    }
}
