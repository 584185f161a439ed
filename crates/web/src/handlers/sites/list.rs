//! The places where people are seen.

use access::{Action, role_does};
use axum::response::Response;
use jiff::civil::Date;
use record::site::Site;
use service::Problem;
use service::sites::{Approval, WhereSeen};

use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Flag, Here, Link, Tone};
use crate::pages::sites::list::{SiteLine, SitesPage};
use crate::visitor::Visitor;
use crate::words::plain_day;

/// All of them.
pub async fn show(visitor: Visitor) -> Response {
    match sites_page(&visitor).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn sites_page(visitor: &Visitor) -> Result<SitesPage, Problem> {
    let (own, others) = visitor.web.service.sites(&visitor.ask("sites")).await?;
    let today = visitor.now.day();
    let receives = role_does(visitor.actor().role, Action::ViewReception);
    let leads = role_does(visitor.actor().role, Action::ManageSites);
    let seen = if leads { Some(visitor.web.service.where_seen(&visitor.ask("sites")).await?) } else { None };
    Ok(SitesPage {
        shell: visitor.shell("Sites", Here::Sites),
        own: own.iter().map(|site| line(site, today, receives)).collect(),
        open: leads.then(|| Link::new("Open a site", href("new"))),
        seen: seen.filter(|seen| seen.total() > 0).map(|seen| shares(&seen)),
        others: others.iter().map(|site| line(site, today, false)).collect(),
    })
}

fn line(site: &Site, today: Date, receives: bool) -> SiteLine {
    SiteLine {
        site: Link::new(site.name.clone(), href(&site.code)),
        address: site.address.join(", "),
        approval: approval(site, today),
        note: note(site),
        reception: receives.then(|| Link::new("Reception today", format!("{}/{today}", href(&site.code)))),
    }
}

/// What is approved always stands there; of the others, what there is.
fn shares(seen: &WhereSeen) -> Facts {
    let total = seen.total();
    let rows = [
        ("At approved places", seen.approved),
        ("At places that are not approved", seen.not_approved),
        ("At places nobody has looked at", seen.unknown),
        ("At home", seen.home),
        ("At another place, neither home nor site", seen.elsewhere),
        ("No place recorded", seen.nowhere),
    ];
    let shown = rows.into_iter().enumerate().filter(|(at, (_, count))| *at == 0 || *count > 0);
    Facts::from(shown.map(|(_, (words, count))| Fact::new(words, format!("{count} of {total}"))).collect::<Vec<Fact>>())
}

/// The address of a place.
pub fn href(code: &str) -> String {
    format!("/sites/{code}")
}

/// Whether people may be seen there. What nobody looked at never looks approved.
pub fn approval(site: &Site, today: Date) -> Flag {
    match Approval::of(site, today) {
        Approval::Unknown => Flag::new(Tone::Unknown, "Nobody has looked"),
        Approval::Refused => Flag::new(Tone::Act, "Not approved"),
        Approval::Lapsed(last) => Flag::new(Tone::Act, format!("Approval ended {}", plain_day(last))),
        Approval::Approved(Some(last)) => Flag::new(Tone::Good, format!("Approved until {}", plain_day(last))),
        Approval::Approved(None) => Flag::new(Tone::Good, "Approved"),
        Approval::Closed(since) => Flag::new(Tone::Neutral, format!("Closed since {}", plain_day(since))),
    }
}

/// What whoever books there has to mind.
fn note(site: &Site) -> String {
    let Some(found) = &site.assessed else { return String::new() };
    let mut notes: Vec<String> = Vec::new();
    if !found.near.is_empty() {
        notes
            .push(format!("Close to {}", found.near.iter().map(|near| near.words()).collect::<Vec<_>>().join(" and ")));
    }
    if !found.conditions.is_empty() {
        notes.push(found.conditions.clone());
    }
    notes.join(". ")
}
