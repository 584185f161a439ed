//! The letters of an office in one print run.

use axum::response::Response;
use service::Problem;
use service::messages::tray::Waiting;

use super::tray::press;
use crate::answer::{failure, page};
use crate::components::Link;
use crate::pages::post::run::{RunPage, Sheet};
use crate::visitor::Visitor;
use crate::words::count;

/// The letters, as they were issued.
pub async fn show(visitor: Visitor) -> Response {
    match run_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn run_page(visitor: &Visitor) -> Result<RunPage, Problem> {
    let run = visitor.web.service.print_run(&visitor.ask("post print")).await?;
    let printed: Vec<&Waiting> = run.iter().map(|(waiting, _)| waiting).collect();
    let posted = press(visitor, &printed);
    let letters = run.iter().map(|(_, issued)| {
        let letter = &issued.letter;
        Sheet {
            sender: letter.from.clone(),
            address: letter.to.clone(),
            date: letter.date.clone(),
            reference: letter.reference.clone(),
            greeting: letter.to.first().map(|name| format!("Dear {name}")).unwrap_or_default(),
            subject: letter.title.clone(),
            paragraphs: letter.paragraphs.clone(),
            signature: vec![letter.signed.clone(), letter.role.clone()],
        }
    });
    Ok(RunPage {
        state: format!("{}, in the order of the tray.", count(run.len(), "letter", "letters")),
        back: Link::new("Post", "/post"),
        posted,
        letters: letters.collect(),
    })
}
