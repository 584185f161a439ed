//! One place where people are seen.

use access::{Action, role_does};
use axum::extract::Path;
use axum::response::Response;
use record::facts::Fact as Recorded;
use record::facts::site::{Hours, SiteAssessed};
use record::site::Site;
use record::time::Minute;
use service::Problem;
use service::directory::Names;
use service::sites::{Change, Stranded};

use super::list::{approval, href};
use crate::answer::{failure, page};
use crate::components::{Fact, Facts, Here, Link};
use crate::handlers::frame::case_href;
use crate::pages::sites::show::SitePage;
use crate::visitor::Visitor;
use crate::words::{clock, count, instant, minute, plain_day};

/// The page.
pub async fn show(visitor: Visitor, Path(site): Path<String>) -> Response {
    match site_page(&visitor, &site).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn site_page(visitor: &Visitor, code: &str) -> Result<SitePage, Problem> {
    let service = &visitor.web.service;
    let seen = service.site(&visitor.ask("site"), code).await?;
    let by = seen.changes.iter().map(|change| change.by.clone());
    let names = service.names(by.chain(seen.stranded.iter().map(|one| one.officer.clone()))).await?;
    let (today, own) = (visitor.now.day(), href(code));
    let may = |action| seen.own && role_does(visitor.actor().role, action);
    let links = vec![
        Link::new("Reception today", format!("{own}/{today}")),
        Link::new("Register of today, to print", format!("{own}/{today}/print")),
    ];
    let change = vec![
        Link::new("Assess it", format!("{own}/assess")),
        Link::new("Change rooms and hours", format!("{own}/arrange")),
        Link::new("Close it", format!("{own}/close")),
    ];
    let uses = service.says_who_uses(&visitor.ask("site"), code).await?;
    let change: Vec<Link> =
        change.into_iter().chain(uses.then(|| Link::new("Say who else uses it", format!("{own}/uses")))).collect();
    Ok(SitePage {
        shell: visitor.shell("Site", Here::Sites).back("Sites", "/sites"),
        heading: seen.site.name.clone(),
        approval: approval(&seen.site, today),
        fit: fit(seen.site.assessed.as_ref()),
        facts: facts(&seen.site, |code| names.of_unit(code)),
        links: if may(Action::ViewReception) { links } else { Vec::new() },
        stranded: seen
            .stranded
            .iter()
            .map(|one| (stranded(one), format!("with {}: {}", names.of_staff(&one.officer), of_place(one))))
            .collect(),
        change: if may(Action::ManageSites) && seen.site.closed.is_none() { change } else { Vec::new() },
        before: seen
            .changes
            .iter()
            .map(|change| {
                (told(change, &names), format!("{}, {}", instant(change.recorded), names.of_staff(&change.by)))
            })
            .collect(),
    })
}

/// A booking that has to be moved, and where that is done. Whoever may not see the record learns no more than when it is.
pub fn stranded(one: &Stranded) -> Link {
    let home = case_href(&one.person);
    match &one.row {
        Some(row) => Link::new(
            format!("{}, {}", row.name, minute(one.starts)),
            format!("{home}/appointments/{}/move", one.appointment),
        ),
        None => Link::new(format!("Restricted record, {}", minute(one.starts)), href(&one.site)),
    }
}

/// Why it cannot be held there, of the building; of the person only that it is so: whoever works with them knows more.
fn of_place(one: &Stranded) -> String {
    let own = (!one.of_person.is_empty()).then_some("It is no place for this person any more");
    one.of_place.iter().map(String::as_str).chain(own).collect::<Vec<_>>().join(". ")
}

/// The same for whoever is to see them, or answers for it.
pub fn why_stranded(one: &Stranded) -> String {
    match one.row {
        Some(_) => one.of_place.iter().chain(&one.of_person).map(String::as_str).collect::<Vec<_>>().join(". "),
        None => of_place(one),
    }
}

fn fit(found: Option<&SiteAssessed>) -> Facts {
    let Some(found) = found else {
        return Facts::from(vec![Fact::new("Assessed", "Not yet: nobody has looked whether people can be seen there")]);
    };
    let yes = |yes: bool| if yes { "Yes" } else { "No" };
    let near: Vec<&str> = found.near.iter().map(|near| near.words()).collect();
    let or_none = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    Facts::from(vec![
        Fact::new("Conversation is private", yes(found.private)),
        Fact::new("Staff can call for help", yes(found.alarm)),
        Fact::new("Staff there alone", if found.lone_working { "Allowed" } else { "Not allowed" }),
        Fact::new("Close to", or_none(&near.join(" and "), "No licensed premises, no school")),
        Fact::new("To be kept to", or_none(&found.conditions, "Nothing besides")),
    ])
}

fn facts(site: &Site, unit: impl Fn(&str) -> String) -> Facts {
    let rooms: Vec<String> = site.rooms.iter().map(|room| format!("{} ({} seats)", room.name, room.seats)).collect();
    let used_by: Vec<String> = site.used_by.iter().map(|code| unit(code)).collect();
    let mut rows = vec![
        Fact::new("Address", site.address.join(", ")),
        Fact::new("Telephone", if site.telephone.is_empty() { "Not recorded" } else { &site.telephone }),
        Fact::new("Rooms", if rooms.is_empty() { "None that are booked".to_owned() } else { rooms.join(", ") }),
        Fact::new("Open", if site.hours.is_empty() { "Hours not known".to_owned() } else { hours(&site.hours) }),
    ];
    if !used_by.is_empty() {
        rows.push(Fact::new("Used by", used_by.join(", ")));
    }
    Facts::from(rows)
}

/// As `Mon to Fri 8am to 8pm`: days that follow one another with the same hours are said once.
pub fn hours(hours: &[Hours]) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let name = |weekday: i8| usize::try_from(weekday - 1).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("?");
    let mut spans: Vec<(i8, i8, &str, &str)> = Vec::new();
    let mut sorted: Vec<&Hours> = hours.iter().collect();
    sorted.sort_by_key(|hours| hours.weekday);
    for day in sorted {
        match spans.last_mut() {
            Some((_, last, opens, closes))
                if *last + 1 == day.weekday && *opens == day.opens && *closes == day.closes =>
            {
                *last = day.weekday;
            }
            _ => spans.push((day.weekday, day.weekday, &day.opens, &day.closes)),
        }
    }
    let words = spans.into_iter().map(|(first, last, opens, closes)| {
        let days = if first == last { name(first).to_owned() } else { format!("{} to {}", name(first), name(last)) };
        format!("{days} {} to {}", of_clock(opens), of_clock(closes))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// `8:30am`, of `08:30`.
pub fn of_clock(text: &str) -> String {
    format!("2000-01-01T{text}").parse::<Minute>().map_or_else(|_| text.to_owned(), clock)
}

fn told(change: &Change, names: &Names) -> String {
    match &change.fact {
        Recorded::SiteOpened(_) => "Opened".to_owned(),
        Recorded::SiteArranged(arranged) => {
            let rooms = count(arranged.rooms.len(), "room", "rooms");
            let open = if arranged.hours.is_empty() { "hours not known".to_owned() } else { hours(&arranged.hours) };
            let units: Vec<String> = arranged.used_by.iter().map(|code| names.of_unit(code)).collect();
            let used_by = if units.is_empty() { String::new() } else { format!("; used by {}", units.join(", ")) };
            let since = if change.on == change.recorded.day() {
                String::new()
            } else {
                format!(", from {}", plain_day(change.on))
            };
            format!("{rooms}; {open}{used_by}{since}")
        }
        Recorded::SiteAssessed(found) => {
            let words = match (found.approved, found.until) {
                (true, Some(until)) => format!("Approved until {}", plain_day(until)),
                (true, None) => "Approved".to_owned(),
                (false, _) => "Not approved".to_owned(),
            };
            if found.conditions.is_empty() { words } else { format!("{words}: {}", found.conditions) }
        }
        Recorded::SiteClosed(_) => "Closed for good".to_owned(),
        other => other.kind().replace('_', " "),
    }
}
