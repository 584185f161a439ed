//! Who arranged that people are kept apart, and what waits for a senior. Neither whom it is about, nor why.

use axum::response::Response;
use service::Problem;

use super::answering::drawn_up;
use crate::answer::{failure, page};
use crate::components::Here;
use crate::pages::questions::answer::{Cell, Table};
use crate::pages::questions::arranged::ArrangedPage;
use crate::visitor::Visitor;

/// The page.
pub async fn show(visitor: Visitor) -> Response {
    match arranged_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn arranged_page(visitor: &Visitor) -> Result<ArrangedPage, Problem> {
    let (counts, at, names) = visitor.web.service.arranged_by_whom(&visitor.ask("questions")).await?;
    let rows = counts.iter().map(|row| {
        let figures = [row.made, row.waiting, row.late].map(|figure| Cell::new(figure.to_string()));
        [Cell::new(names.of_staff(&row.staff)), Cell::new(names.of_unit(&row.organisation))]
            .into_iter()
            .chain(figures)
            .collect()
    });
    Ok(ArrangedPage {
        shell: visitor.shell("Who arranged to keep people apart", Here::Questions).back("Questions", "/questions"),
        drawn_up: drawn_up(at.as_ref()),
        table: table(rows.collect()),
    })
}

/// The table, with its columns.
fn table(rows: Vec<Vec<Cell>>) -> Table {
    Table {
        id: "arranged".to_owned(),
        caption: "Arrangements by whoever made them".to_owned(),
        columns: vec!["Who", "Organisation", "Made", "Wait for a senior", "Of these, too long"],
        rows,
        none: "Nobody has made one.".to_owned(),
    }
}
