//! Who has seen a record.

use access::Action;
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use service::Problem;
use service::directory::Names;
use service::seen::{ReadPlace, Seen, SeenRow, Standing, WhatFor, was_by_operator};

use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Tone};
use crate::handlers::frame::{case_href, case_id};
use crate::pages::case::seen::{Answer, Look, Purpose, SeenPage};
use crate::visitor::Visitor;
use crate::words::instant;

/// Looks on a page.
const PAGE: u32 = 50;

/// What is asked: codes and days only, so that it can stand in an address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "for")]
    what_for: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    after: String,
}

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match seen_page(&visitor, &case, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn seen_page(visitor: &Visitor, case: &str, asked: &Asked) -> Result<SeenPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let home = case_href(&person);
    let action = format!("{home}/seen");
    let ask = visitor.ask("seen");
    let what_for = WhatFor::of_code(&asked.what_for);
    let answer = match what_for {
        None => {
            service.permit(&ask, Action::ViewReads, &person).await?;
            None
        }
        Some(what_for) => {
            let wanted = Seen { what_for, from: day(&asked.from)?, to: day(&asked.to)?, after: place(&asked.after)? };
            let found = service.who_has_seen(&ask, &person, &wanted, PAGE).await?;
            let names = service.names(found.rows.iter().map(|seen| seen.row.staff.clone())).await?;
            let next = found.next.map(|next| Link::new("Earlier", next_href(&action, asked, next)));
            Some(Answer { looks: found.rows.iter().map(|seen| look(seen, &names)).collect(), next })
        }
    };
    Ok(SeenPage {
        shell: visitor.shell("Who has seen this record – Case", Here::Find).back("Case", &home),
        action,
        purposes: WhatFor::ALL
            .into_iter()
            .map(|one| Purpose { code: one.code(), words: one.words(), chosen: what_for == Some(one) })
            .collect(),
        from: asked.from.clone(),
        to: asked.to.clone(),
        answer,
    })
}

fn next_href(action: &str, asked: &Asked, next: ReadPlace) -> String {
    let Asked { what_for, from, to, .. } = asked;
    format!("{action}?for={what_for}&from={from}&to={to}&after={}.{}.{}", next.at, next.batch, next.n)
}

fn look(seen: &SeenRow, names: &Names) -> Look {
    let row = &seen.row;
    let mut flags =
        vec![if row.outcome == "shown" { Flag::new(Tone::Neutral, "Shown") } else { Flag::new(Tone::Soon, "Refused") }];
    match seen.standing {
        Standing::Sealed => {}
        Standing::Open => flags.push(Flag::new(Tone::Neutral, "Sealed in a moment")),
        Standing::FoundUnsealed => {
            flags.push(Flag::new(Tone::Act, "Found unsealed: not certain that it was written so"));
        }
    }
    let who = format!("{} ({})", names.of_staff(&row.staff), row.staff);
    Look {
        when: instant(record::time::Instant(row.at)),
        who: if was_by_operator(row) { format!("an operator, as {who}") } else { who },
        acting: format!("{}, {}", row.role.replace('_', " "), row.organisation),
        screen: row.screen.clone(),
        why: row.purpose.clone(),
        flags,
    }
}

/// A day as a browser sends it; none when the field was left empty.
fn day(text: &str) -> Result<Option<Date>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Problem::NotFound),
    }
}

/// Where the last page ended; none on the first.
fn place(text: &str) -> Result<Option<ReadPlace>, Problem> {
    let parts: Vec<&str> = text.split('.').collect();
    match parts[..] {
        [""] => Ok(None),
        [at, batch, n] => match (at.parse(), batch.parse(), n.parse()) {
            (Ok(at), Ok(batch), Ok(n)) => Ok(Some(ReadPlace { at, batch, n })),
            _ => Err(Problem::NotFound),
        },
        _ => Err(Problem::NotFound),
    }
}
