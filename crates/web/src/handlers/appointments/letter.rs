//! A letter that was issued, ready to print.

use axum::extract::Path;
use axum::response::Response;
use service::Problem;
use service::letters::{IssuedLetter, Letter};

use crate::answer::{failure, page};
use crate::components::{LetterSheet, Link};
use crate::handlers::frame::{case_href, case_id};
use crate::handlers::post::words::{IN_BOTH, IN_ENGLISH, came_of, went_elsewhere};
use crate::pages::appointments::letter::LetterPage;
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// The letter.
pub async fn show(visitor: Visitor, Path((case, seq)): Path<(String, u64)>) -> Response {
    let Some(person) = case_id(&case) else { return failure(&visitor.web, Some(&visitor), Problem::NotFound) };
    match visitor.web.service.letter(&visitor.ask("letter"), &person, seq).await {
        Ok(issued) => page(&letter_page(&case_href(&person), issued)),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

fn letter_page(home: &str, issued: IssuedLetter) -> LetterPage {
    let mut state = format!("As issued, to go by {}. Fingerprint {}.", issued.by, &issued.document.to_string()[..16]);
    for came in &issued.came {
        state = format!("{state} {}.", came_of(came));
    }
    if issued.goes_by_post && issued.came.is_empty() {
        state.push_str(" Nobody has said that it was posted.");
    }
    if let Some(late) = issued.too_late {
        state = format!(
            "{state} It is served on {}, not before the next appointment on {}: hand it over or ring as well.",
            short_day(late.served_on),
            minute(late.next)
        );
    }
    if let Some(moved) = &issued.readdressed {
        state = format!("{state} {}", went_elsewhere(moved));
    }
    state.push_str(match &issued.letter.in_welsh {
        Some(words) if words.checked.is_empty() => IN_BOTH,
        None if !issued.letter.welsh.is_empty() => IN_ENGLISH,
        _ => "",
    });
    LetterPage {
        state,
        back: Link::new("Back to the case", home.to_owned()),
        letter: sheet("Letter".to_owned(), issued.letter),
    }
}

/// A letter on paper.
pub fn sheet(label: String, letter: Letter) -> LetterSheet {
    LetterSheet {
        label,
        greeting: letter.to.first().map(|name| format!("Dear {name}")).unwrap_or_default(),
        sender: letter.from,
        address: letter.to,
        date: letter.date,
        reference: letter.reference,
        subject: letter.title,
        paragraphs: letter.paragraphs,
        signature: vec![letter.signed, letter.role],
        welsh: letter.welsh,
        in_welsh: letter.in_welsh.map(|words| (words.title, words.paragraphs)),
    }
}
