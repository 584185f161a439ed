//! The documented failures, each with an honest label.

use axum::extract::Query;
use axum::response::Response;
use practice::failures::{Failure, Label as Stored, failures};
use serde::Deserialize;

use service::planted::Planted;

use crate::answer::{failure as failed, page};
use crate::components::{Here, Link, NavLink};
use crate::pages::service::failures::{FailureRow, FailuresPage, Label, See};
use crate::visitor::Visitor;

/// Which label is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    label: String,
}

const LABELS: [(Stored, Label, &str); 5] = [
    (Stored::Refuses, Label::Refuses, "refuses"),
    (Stored::Exposes, Label::Exposes, "exposes"),
    (Stored::Records, Label::Records, "records"),
    (Stored::NotYet, Label::NotYet, "not-yet"),
    (Stored::OutsideSoftware, Label::Outside, "outside"),
];

/// The page.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let planted = match visitor.web.service.planted().await {
        Ok(planted) => planted,
        Err(problem) => return failed(&visitor.web, Some(&visitor), problem),
    };
    let list = failures();
    let source =
        |id: &String| list.documents.iter().find(|d| d.id == *id).map_or_else(|| id.clone(), |d| d.source.clone());
    let code = |stored: Stored| LABELS.iter().find(|(s, _, _)| *s == stored).map_or("", |(_, _, code)| code);
    let shown = list.failures.iter().filter(|f| asked.label.is_empty() || code(f.label) == asked.label);
    let rows = shown.map(|failure| FailureRow {
        number: failure.number.to_string(),
        text: failure.words.clone(),
        source: failure.said_in.iter().map(source).collect::<Vec<_>>().join("; "),
        label: LABELS.iter().find(|(s, _, _)| *s == failure.label).map_or(Label::NotYet, |(_, label, _)| *label),
        how: failure.how.clone(),
        see: see(failure, &planted),
    });
    let rows: Vec<FailureRow> = rows.collect();
    let mut filters =
        vec![NavLink { text: "All".to_owned(), href: "/failures".to_owned(), current: asked.label.is_empty() }];
    filters.extend(LABELS.iter().map(|(_, label, code)| NavLink {
        text: label.words().to_owned(),
        href: format!("/failures?label={code}"),
        current: asked.label == *code,
    }));
    page(&FailuresPage {
        shell: visitor.shell("The documented failures", Here::Failures),
        about: "What press, union and anonymous texts of 2013 to 2015 said went wrong: allegations, not findings. \
                Beside each, what this program does about it today."
            .to_owned(),
        counts: LABELS
            .iter()
            .map(|(stored, label, _)| (*label, list.failures.iter().filter(|f| f.label == *stored).count()))
            .collect(),
        filters,
        rows,
    })
}

/// Where a failure is to be seen; none where it needs somebody planted and nobody is.
fn see(failure: &Failure, planted: &[Planted]) -> Option<See> {
    let see = failure.see.as_ref()?;
    let of = |twin| planted.iter().find(move |one| one.row == failure.shown_by() && one.is_twin() == twin);
    let at = |one: &Planted| see.page.replace("{case}", &one.case);
    if !see.page.contains("{case}") {
        return Some(See { link: Link::new(&see.words, &see.page), sign_in: see.sign_in.clone(), twin: None });
    }
    // Of a failure that another one's planted person shows, that one's twin says nothing.
    let twin = of(true).filter(|_| see.of.is_none()).map(|one| {
        let words = one.what.trim_start_matches("Twin: ");
        Link::new(format!("Its harmless twin: {words}"), at(one))
    });
    Some(See { link: Link::new(&see.words, at(of(false)?)), sign_in: see.sign_in.clone(), twin })
}
