//! Contact by mode, and how much of it was linked to the plan.

use axum::extract::Query;
use axum::response::Response;
use jiff::civil::Date;
use practice::small_counts::{Sum, shown};
use serde::Deserialize;
use service::Problem;
use service::contact::modes::{Modes, ProviderModes, TeamWork};
use service::directory::Names;

use crate::answer::{failure, page};
use crate::components::Here;
use crate::handlers::questions::answering::drawn_up;
use crate::pages::contact::modes::ModesPage;
use crate::pages::questions::answer::{Cell, Table};
use crate::visitor::Visitor;

/// Which months: as a browser sends them, `2015-11`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// Said where a count is small, or would tell one that is.
const NOT_SHOWN: &str = "not shown";

/// The page.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match modes_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn modes_page(visitor: &Visitor, asked: &Asked) -> Result<ModesPage, Problem> {
    let service = &visitor.web.service;
    let today = visitor.now.day();
    let before = today.first_of_month().yesterday().unwrap_or(today);
    let (from, to) = (month(&asked.from).unwrap_or(before), month(&asked.to).unwrap_or(today));
    let modes = service.contact_modes(&visitor.ask("contact modes"), from, to).await?;
    let names = service.names(Vec::new()).await?;
    let between = format!("{} to {}", from.strftime("%B %Y"), to.strftime("%B %Y"));
    Ok(ModesPage {
        shell: visitor.shell("How contact is kept", Here::Contact),
        from: from.strftime("%Y-%m").to_string(),
        to: to.strftime("%Y-%m").to_string(),
        notes: [
            Some(format!(
                "A figure of fewer than {} contacts is not shown, nor one from which it could be worked out.",
                modes.fewest
            )),
            Some("A share says how contact was kept, not whether that was right: a telephone call may have been the better \
             choice. It never counts where being seen is asked for."
                .to_owned()),
            drawn_up(modes.drawn_up.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect(),
        tables: vec![by_mode(&modes, &names, &between), by_team(&modes, &names, &between)],
    })
}

fn month(text: &str) -> Option<Date> {
    format!("{}-01", text.trim()).parse().ok()
}

fn by_mode(modes: &Modes, names: &Names, between: &str) -> Table {
    let row = |row: &ProviderModes| {
        let counts = [row.contacts, row.in_person, row.elsewhere, row.video, row.telephone];
        let shown = shown(&counts, &[Sum { whole: 0, parts: vec![1, 2, 3, 4] }], modes.fewest);
        let shares = shown[1..].iter().map(|part| Cell::new(share(*part, shown[0])));
        [Cell::new(names.of_unit(&row.provider)), Cell::new(whole(shown[0]))].into_iter().chain(shares).collect()
    };
    Table {
        id: "modes".to_owned(),
        caption: format!("Attended contacts by mode, {between}"),
        columns: vec![
            "Provider",
            "Attended",
            "In person, at an office",
            "In person, elsewhere",
            "By video",
            "By telephone",
        ],
        rows: modes.providers.iter().map(row).collect(),
        none: format!("No attended contact is recorded, {between}."),
    }
}

fn by_team(modes: &Modes, names: &Names, between: &str) -> Table {
    let row = |row: &TeamWork| {
        let said = row.sessions - row.unsaid.min(row.sessions);
        let counts = [row.sessions, row.unsaid, said, row.unlinked, said - row.unlinked.min(said)];
        let sums = [Sum { whole: 0, parts: vec![1, 2] }, Sum { whole: 2, parts: vec![3, 4] }];
        let shown = shown(&counts, &sums, modes.fewest);
        vec![
            Cell::new(names.of_unit(&row.team)),
            Cell::new(whole(shown[0])),
            Cell::new(share(shown[1], shown[0])),
            // The share of a part tells the whole it is of as well.
            Cell::new(share(shown[3], shown[2])),
        ]
    };
    Table {
        id: "work".to_owned(),
        caption: format!("Sessions and the plan, {between}"),
        columns: vec!["Team", "Sessions", "Not yet said what was worked on", "Of those said, with no linked objective"],
        rows: modes.teams.iter().map(row).collect(),
        none: format!("No session asks what was worked on, {between}."),
    }
}

fn whole(count: Option<u64>) -> String {
    count.map_or_else(|| NOT_SHOWN.to_owned(), |count| count.to_string())
}

/// A share in whole hundredths.
fn share(part: Option<u64>, of: Option<u64>) -> String {
    match (part, of) {
        (_, Some(0)) => "none".to_owned(),
        (Some(part), Some(of)) => format!("{}%", (part * 100 + of / 2) / of),
        _ => NOT_SHOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_no_share() {
        assert_eq!(share(None, Some(400)), "not shown");
        assert_eq!(share(Some(40), None), "not shown");
        assert_eq!(share(Some(40), Some(400)), "10%");
        assert_eq!(share(Some(0), Some(400)), "0%");
        assert_eq!(share(Some(0), Some(0)), "none");
        assert_eq!((whole(None), whole(Some(0))), ("not shown".into(), "0".into()));
    }
}
