//! Contact by mode, and how much of it was linked to the plan.

use axum::extract::Query;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use service::Problem;
use service::contact::modes::{Modes, ProviderModes, TeamWork};
use service::directory::Names;

use crate::answer::{failure, page};
use crate::components::Here;
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
        notes: vec![
            format!("A figure that rests on fewer than {} contacts is not shown.", modes.fewest),
            "A share says how contact was kept, not whether that was right: a telephone call may have been the better \
             choice. It never counts where being seen is asked for."
                .to_owned(),
        ],
        tables: vec![by_mode(&modes, &names, &between), by_team(&modes, &names, &between)],
    })
}

fn month(text: &str) -> Option<Date> {
    format!("{}-01", text.trim()).parse().ok()
}

fn by_mode(modes: &Modes, names: &Names, between: &str) -> Table {
    let row = |row: &ProviderModes| {
        let share = |n| Cell::new(share(n, row.contacts, modes.fewest));
        vec![
            Cell::new(names.of_unit(&row.provider)),
            Cell::new(whole(row.contacts, modes.fewest)),
            share(row.in_person),
            share(row.elsewhere),
            share(row.video),
            share(row.telephone),
        ]
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
        vec![
            Cell::new(names.of_unit(&row.team)),
            Cell::new(whole(row.sessions, modes.fewest)),
            Cell::new(share(row.unsaid, row.sessions, modes.fewest)),
            Cell::new(share(row.unlinked, said, modes.fewest)),
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

fn whole(n: u64, fewest: u64) -> String {
    if n >= fewest || n == 0 { n.to_string() } else { few(fewest) }
}

/// A share in whole hundredths; a part or a rest that is small would say who.
fn share(part: u64, of: u64, fewest: u64) -> String {
    match (part, of) {
        (_, 0) => "none".to_owned(),
        (0, of) if of >= fewest => "0%".to_owned(),
        (part, of) if of < fewest || part < fewest => few(fewest),
        (part, of) => format!("{}%", (part * 100 + of / 2) / of),
    }
}

fn few(fewest: u64) -> String {
    format!("fewer than {fewest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rests_on_few_is_not_shown() {
        assert_eq!(share(3, 400, 5), "fewer than 5");
        assert_eq!(share(40, 400, 5), "10%");
        assert_eq!(share(0, 400, 5), "0%");
        assert_eq!(share(0, 3, 5), "fewer than 5");
        assert_eq!(share(0, 0, 5), "none");
        assert_eq!((whole(4, 5), whole(0, 5), whole(5, 5)), ("fewer than 5".into(), "0".into(), "5".into()));
    }
}
