//! The letters of an office in one print run.

use axum::response::Response;
use service::Problem;
use service::messages::tray::Waiting;

use super::tray::press;
use crate::answer::{failure, page};
use crate::components::Link;
use crate::handlers::appointments::letter::sheet;
use crate::pages::post::letters::LettersPage;
use crate::visitor::Visitor;
use crate::words::count;

/// The letters, as they were issued.
pub async fn show(visitor: Visitor) -> Response {
    match letters_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn letters_page(visitor: &Visitor) -> Result<LettersPage, Problem> {
    let run = visitor.web.service.print_run(&visitor.ask("post print")).await?;
    let printed: Vec<&Waiting> = run.iter().map(|(waiting, _)| waiting).collect();
    let posted = press(visitor, &printed);
    let (all, state) = (run.len(), count(run.len(), "letter", "letters"));
    let letters = run.into_iter().enumerate();
    let letters = letters.map(|(at, (_, issued))| sheet(format!("Letter {} of {all}", at + 1), issued.letter));
    Ok(LettersPage {
        state: format!("{state}, in the order of the tray."),
        back: Link::new("Post", "/post"),
        posted,
        letters: letters.collect(),
    })
}
