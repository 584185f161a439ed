//! What waits for an officer besides their day.

use jiff::civil::Date;
use service::Problem;
use service::apart::answering::Falls;
use service::apart::confirming::ToConfirm;
use service::apart::near::{Meeting, TooNear};
use service::apart::reviewing::ToReview;
use service::directory::Names;
use service::sites::Stranded;
use service::waiting::Waiting;

use super::to_move;
use crate::components::Link;
use crate::handlers::case::raised;
use crate::handlers::caseload::asked;
use crate::handlers::contact::sign_off;
use crate::handlers::frame::case_href;
use crate::handlers::sites;
use crate::visitor::Visitor;
use crate::words::{count, day_of, minute, short_day};

/// Who would meet whom they must not, and where it is moved. Of a limited record only when and where: nobody is named.
fn meeting(one: &TooNear, names: &Names) -> (String, String) {
    let Some(row) = &one.row else {
        let place = if one.site.is_empty() { "a visit".to_owned() } else { names.of_place(&one.site) };
        let words = format!("{}, {place}: this appointment needs your senior before it is held", minute(one.starts));
        return (words, format!("/day/{}", one.starts.day()));
    };
    let who = match one.meeting {
        Meeting::Person => "must be kept apart from somebody who is to be there",
        Meeting::EachOther => "must be kept apart from whoever is to see them",
        Meeting::Officer => "whoever is to see them must be kept apart from somebody who is to be there",
    };
    let href = format!("{}/appointments/{}/move", case_href(&one.person), one.appointment);
    (format!("{}, {}: {who}. Move it", row.name, minute(one.starts)), href)
}

/// What others did that one has to know of, and what is to be signed. First of all who would meet whom they must not.
pub(super) async fn waiting(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let service = &visitor.web.service;
    let Waiting { near, mut stranded, left, to_confirm, to_review, unsigned } =
        service.waiting(&visitor.ask("day"), visitor.desks()).await?;
    let officers = near.iter().map(|one| &one.officer).chain(stranded.iter().map(|one| &one.officer));
    let whose = to_confirm.iter().map(|one| &one.falls_to).chain(to_review.iter().map(|one| &one.falls_to));
    let names = service.names(officers.chain(whose.filter_map(named)).cloned()).await?;
    let instead = |officer: &str| match officer {
        own if own == visitor.actor().staff => String::new(),
        other => format!(". It stands in {}’s diary, and you answer for it", names.of_staff(other)),
    };
    // What is wrong with it twice over is told once.
    let mut lines = Vec::new();
    for one in near {
        let (mut words, mut href) = meeting(&one, &names);
        let of_one = |other: &Stranded| other.person == one.person && other.appointment == one.appointment;
        if let Some(at) = stranded.iter().position(of_one) {
            let other = stranded.remove(at);
            let link = sites::show::stranded(&other);
            words = format!("{words}. It can’t be held there either: {}", sites::show::why_stranded(&other));
            href = link.href;
        }
        lines.push(Link::new(format!("{words}{}", instead(&one.officer)), href));
    }
    let stranded = to_move::lines(&stranded, &names, instead);
    let left = (left > 0).then(|| {
        let many = count(left, "appointment stands", "appointments stand");
        let words = format!("{many} in the diary of somebody who has left or no longer has the case, or in nobody’s");
        Link::new(words, "/taking-over")
    });
    let to_sign = to_sign(visitor, &names).await?;
    let ending = approvals_ending(visitor).await?;
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
        .chain(to_confirm.iter().map(|one| confirming(visitor, one, &names)))
        .chain(to_review.iter().map(|one| reviewing(visitor, one, &names)))
        .chain(to_sign)
        .chain(ending)
        .chain(raised::lines(visitor).await?)
        .chain(asked::own_overdue(visitor).await?)
        .chain(notices.into_iter().map(link))
        .collect();
    waiting.extend(unsigned.iter().map(|(case, row)| {
        let who = row.as_ref().map_or("somebody whose record you may not open", |row| &row.name);
        let words = format!("A change of risk for {who} waits, and no other senior here may sign it: have one let in");
        Link::new(words, if row.is_some() { format!("{}/risk", case_href(case)) } else { "/team".to_owned() })
    }));
    let callers = service.callers_to_see(&visitor.ask("day"), visitor.desks()).await?.len();
    if callers > 0 {
        let words = format!("{} nobody could find on record, at reception", count(callers, "caller", "callers"));
        waiting.push(Link::new(words, "/callers"));
    }
    Ok(waiting)
}

/// Places that are to be looked at again before their approval ends, for whoever looks after them.
async fn approvals_ending(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let ending = visitor.web.service.approvals_ending(&visitor.ask("day")).await?;
    let today = visitor.now.day();
    let link = |one: service::sites::ending::Ending| {
        let until = short_day(one.until);
        let words = if one.until < today { "ended" } else { "ends" };
        let words = format!("Look at {} again: its approval {words} on {until}", one.name);
        Link::new(words, format!("{}/assess", sites::list::href(&one.site)))
    };
    Ok(ending.into_iter().map(link).collect())
}

/// An arrangement about one's cases whose day has come to be looked at again.
fn reviewing(visitor: &Visitor, one: &ToReview, names: &Names) -> Link {
    let words = format!("Say whether people are still to be kept apart: due by {}", short_day(one.by));
    Link::new(words + &falls_to(visitor, &one.falls_to, names), format!("/apart/{}", one.stream))
}

/// An arrangement to keep people apart that waits for a senior.
fn confirming(visitor: &Visitor, one: &ToConfirm, names: &Names) -> Link {
    let due = short_day(one.by);
    let words = match one.left_on {
        None => format!("Confirm that people are kept apart: due by {due}"),
        Some(on) => format!(
            "Somebody left their group on {} and is still kept apart: say whether that goes on by {due}",
            short_day(on)
        ),
    };
    Link::new(words + &falls_to(visitor, &one.falls_to, names), format!("/apart/{}", one.stream))
}

/// Who is named in it.
fn named(whom: &Falls) -> Option<&String> {
    match whom {
        Falls::To(staff) => Some(staff),
        Falls::ToTheirs | Falls::ToNobody => None,
    }
}

/// To whom it falls, where that is not whoever looks: they may do it as well.
fn falls_to(visitor: &Visitor, whom: &Falls, names: &Names) -> String {
    match whom {
        Falls::To(staff) if *staff != visitor.actor().staff => {
            format!(". It falls to {}, and you may do it", names.of_staff(staff))
        }
        Falls::ToTheirs => ". It falls to whoever has the other’s case, and you may do it".to_owned(),
        Falls::To(_) | Falls::ToNobody => String::new(),
    }
}

/// All of those.
pub(crate) async fn to_confirm(visitor: &Visitor) -> Result<Vec<Link>, Problem> {
    let waiting = visitor.web.service.apart_to_confirm(&visitor.ask("day"), visitor.desks()).await?;
    let names = visitor.web.service.names(waiting.iter().filter_map(|one| named(&one.falls_to)).cloned()).await?;
    Ok(waiting.iter().map(|one| confirming(visitor, one, &names)).collect())
}

/// Months named one by one before the rest is a number.
const MOST_MONTHS: usize = 6;

/// The months that are to be signed off, of one's own team and of others that one leads today, the oldest first, and those in which others left somebody to whoever asks.
pub(crate) async fn to_sign(visitor: &Visitor, names: &Names) -> Result<Vec<Link>, Problem> {
    let service = &visitor.web.service;
    let months = service.contact_to_sign(&visitor.ask("day"), visitor.desks()).await?;
    let this_year = visitor.now.day().year();
    let name = |month: Date| month.strftime(if month.year() == this_year { "%B" } else { "%B %Y" }).to_string();
    let mut links: Vec<Link> = Vec::new();
    let own = &visitor.actor().team;
    links.extend(months.iter().take(MOST_MONTHS).map(|(team, month)| {
        let (month, due) = (month.value.month, short_day(month.value.due_on));
        let (other, whose) =
            if team == own { ("", String::new()) } else { (team.as_str(), format!(" of {}", names.of_unit(team))) };
        let words = format!("Sign off who{whose} was not seen in {}: due by {due}", name(month));
        Link::new(words, sign_off::href(&month.strftime("%Y-%m").to_string(), other))
    }));
    let rest = months.len().saturating_sub(MOST_MONTHS);
    links.extend(
        (rest > 0).then(|| {
            Link::new(format!("{} to sign off", count(rest, "later month", "later months")), "/contact/since")
        }),
    );
    let left = service.left_to_say(&visitor.ask("day")).await?;
    links.extend(left.into_iter().map(|month| {
        let people = count(month.people.len(), "person", "people");
        let (team, on) = (names.of_unit(&month.team), name(month.month));
        let whom = if month.team == *own {
            "left over when it was signed off".to_owned()
        } else {
            format!("whom {team} could not speak of")
        };
        let words = format!("Say what is done about {people} not seen in {on}, {whom}");
        Link::new(words, format!("/contact/left/{}/{}", month.team, month.month.strftime("%Y-%m")))
    }));
    Ok(links)
}
