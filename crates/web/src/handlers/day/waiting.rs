//! What waits for an officer besides their day.

use record::facts::organisation::Role;
use service::Problem;

use crate::components::Link;
use crate::handlers::frame::case_href;
use crate::handlers::sites;
use crate::visitor::Visitor;
use crate::words::{count, day_of, minute, short_day};

/// What others did that one has to know of, and what is to be signed. First of all who would meet whom they must not.
pub(super) async fn waiting(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let service = &visitor.web.service;
    let near = service.too_near(&visitor.ask("day")).await?;
    let near = near.into_iter().map(|one| match one.row {
        Some(row) => Link::new(
            format!("{}, {}: must be kept apart from somebody who is to be there", row.name, minute(one.starts)),
            format!("{}/apart", case_href(&one.person)),
        ),
        None => Link::new("One of your appointments needs your senior before it is held", "/day"),
    });
    let to_confirm = service.apart_to_confirm(&visitor.ask("day")).await?;
    let to_confirm = to_confirm.into_iter().map(|one| {
        Link::new(
            format!("Confirm that people are kept apart: due by {}", short_day(one.by)),
            format!("/apart/{}", one.stream),
        )
    });
    let to_review = service.apart_to_review(&visitor.ask("day")).await?;
    let to_review = to_review.into_iter().map(|one| {
        Link::new(
            format!("Say whether people are still to be kept apart: due by {}", short_day(one.by)),
            format!("/apart/{}", one.stream),
        )
    });
    let stranded = service.stranded(&visitor.ask("day")).await?;
    let stranded = stranded.iter().map(|one| {
        let link = sites::show::stranded(one);
        Link::new(format!("{}: nobody may be seen there then. Move it", link.text), link.href)
    });
    let month = service.contact_to_sign(&visitor.ask("day")).await?;
    let to_sign = month.map(|month| {
        let (month, due) = (month.value.month, short_day(month.value.due_on));
        let words = format!("Sign off who was not seen in {}: due by {due}", month.strftime("%B"));
        Link::new(words, format!("/contact/sign-off/{}", month.strftime("%Y-%m")))
    });
    let notices = service.notices(&visitor.ask("day")).await?;
    let link = |notice: service::notices::Notice| {
        let read = day_of(&notice.read.day().to_string());
        Link::new(
            format!("You read an entry that was recorded on the wrong person, {read}"),
            format!("/notices/{}", notice.id),
        )
    };
    let mut waiting: Vec<Link> = near
        .chain(stranded)
        .chain(to_confirm)
        .chain(to_review)
        .chain(to_sign)
        .chain(notices.into_iter().map(link))
        .collect();
    if visitor.actor().role == Role::SeniorProbationOfficer
        && let Some((office, callers)) = service.callers_today(&visitor.ask("day")).await?
    {
        let words = format!("{} nobody could find on record, at reception", count(callers, "caller", "callers"));
        waiting.push(Link::new(words, format!("{}/{}#callers", sites::list::href(&office), visitor.now.day())));
    }
    Ok(waiting)
}
