//! A letter that was issued, ready to print in a window envelope.

use askama::Template;

use crate::components::{LetterSheet, Link};

/// A letter on A4. It stands alone: no service frame, nothing a printer should not print.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/letter.html")]
pub struct LetterPage {
    /// As "As issued, to go by first-class post." with what became of it. Shown on screen only.
    pub state: String,
    /// The way back, on screen only.
    pub back: Link,
    /// The letter.
    pub letter: LetterSheet,
}

impl LetterPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            state:
                "As issued, to go by first-class post. Nobody has said that it was posted. They have asked for Welsh."
                    .into(),
            back: Link::new("Back to the case", "/cases/k3v"),
            letter: LetterSheet {
                in_welsh: Some((
                    "Rhybudd: ni wnaethoch gadw at eich gorchymyn cymunedol".into(),
                    vec![
                        "Y gyfraith sy'n dweud beth sydd mewn rhybudd. Mae'r geiriau hynny yn Saesneg isod.".into(),
                        "Os na allwch ddod, ffoniwch 01632 960040 cyn yr apwyntiad.".into(),
                    ],
                )),
                ..LetterSheet::sample("Ada Sample", "X000001")
            },
        }
    }
}
