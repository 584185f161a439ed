//! What waits for an officer besides their day.

use practice::Ruled;
use practice::contact_sign_off::MonthToSign;
use record::facts::organisation::Role;
use service::Problem;
use service::apart::near::{Meeting, TooNear};
use service::directory::Names;
use service::sites::Stranded;

use super::to_move;
use crate::components::Link;
use crate::handlers::contact::sign_off;
use crate::handlers::frame::case_href;
use crate::handlers::sites;
use crate::visitor::Visitor;
use crate::words::{count, day_of, minute, short_day};

/// Who would meet whom they must not, and where to see to it.
fn meeting(one: &TooNear) -> (String, String) {
    let home = case_href(&one.person);
    let Some(row) = &one.row else {
        return ("One of your appointments needs your senior before it is held".to_owned(), "/day".to_owned());
    };
    let (who, href) = match one.meeting {
        Meeting::Person => ("must be kept apart from somebody who is to be there", format!("{home}/apart")),
        Meeting::EachOther => ("must be kept apart from whoever is to see them", format!("{home}/apart")),
        Meeting::Officer => (
            "whoever is to see them must be kept apart from somebody who is to be there. Move it",
            format!("{home}/appointments/{}/move", one.appointment),
        ),
    };
    (format!("{}, {}: {who}", row.name, minute(one.starts)), href)
}

/// What others did that one has to know of, and what is to be signed. First of all who would meet whom they must not.
pub(super) async fn waiting(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let service = &visitor.web.service;
    let near = service.too_near(&visitor.ask("day")).await?;
    let mut stranded = service.stranded(&visitor.ask("day")).await?;
    let officers = near.iter().map(|one| &one.officer).chain(stranded.iter().map(|one| &one.officer));
    let names = service.names(officers.cloned()).await?;
    let instead = |officer: &str| match officer {
        own if own == visitor.actor().staff => String::new(),
        other => format!(". It stands in {}’s diary, and you answer for it", names.of_staff(other)),
    };
    // What is wrong with it twice over is told once.
    let mut lines = Vec::new();
    for one in near {
        let (mut words, mut href) = meeting(&one);
        let of_one = |other: &Stranded| other.person == one.person && other.appointment == one.appointment;
        if let Some(at) = stranded.iter().position(of_one) {
            let link = sites::show::stranded(&stranded.remove(at));
            if one.row.is_some() {
                words = format!("{words}. Nobody may be seen there then either. Move it");
                href = link.href;
            }
        }
        lines.push(Link::new(format!("{words}{}", instead(&one.officer)), href));
    }
    let to_confirm = to_confirm(visitor).await?;
    let to_review = to_review(visitor).await?;
    let stranded = to_move::lines(&stranded, &names, instead);
    let left = service.left_behind(&visitor.ask("day")).await?.len();
    let left = (left > 0).then(|| {
        let many = count(left, "appointment stands", "appointments stand");
        let words = format!("{many} in the diary of somebody who has left or no longer has the case");
        Link::new(words, "/taking-over")
    });
    let to_sign = to_sign(visitor, &names).await?;
    let notices = service.notices(&visitor.ask("day")).await?;
    let link = |notice: service::notices::Notice| {
        let read = day_of(&notice.read.day().to_string());
        Link::new(
            format!("{}, {read}", crate::handlers::case::notice::words(notice.saw)),
            format!("/notices/{}", notice.id),
        )
    };
    let mut waiting: Vec<Link> = lines
        .into_iter()
        .chain(stranded)
        .chain(left)
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

/// Arrangements about one's cases whose day has come to be looked at again.
async fn to_review(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let waiting = visitor.web.service.apart_to_review(&visitor.ask("day")).await?;
    let link = |one: service::apart::reviewing::ToReview| {
        let words = format!("Say whether people are still to be kept apart: due by {}", short_day(one.by));
        Link::new(words, format!("/apart/{}", one.stream))
    };
    Ok(waiting.into_iter().map(link).collect())
}

/// Arrangements to keep people apart that wait for a senior.
pub(crate) async fn to_confirm(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let waiting = visitor.web.service.apart_to_confirm(&visitor.ask("day")).await?;
    let link = |one: service::apart::confirming::ToConfirm| {
        let words = format!("Confirm that people are kept apart: due by {}", short_day(one.by));
        Link::new(words, format!("/apart/{}", one.stream))
    };
    Ok(waiting.into_iter().map(link).collect())
}

/// The months that are to be signed off: of one's own team, and of others that one leads today.
pub(crate) async fn to_sign(visitor: &Visitor, names: &Names) -> Result<Vec<Link>, Problem> {
    let own = &visitor.actor().team;
    let months = visitor.web.service.contact_to_sign(&visitor.ask("day")).await?;
    let link = |(team, month): (String, Ruled<MonthToSign>)| {
        let (month, due) = (month.value.month, short_day(month.value.due_on));
        let (other, whose) =
            if team == *own { ("", String::new()) } else { (team.as_str(), format!(" of {}", names.of_unit(&team))) };
        let words = format!("Sign off who{whose} was not seen in {}: due by {due}", month.strftime("%B"));
        Link::new(words, sign_off::href(&month.strftime("%Y-%m").to_string(), other))
    };
    Ok(months.into_iter().map(link).collect())
}
