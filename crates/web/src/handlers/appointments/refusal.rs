//! What is said where people must be kept apart. It is the same on every form that books, moves, or books the next one with
//! an outcome, whatever the cause: one sentence, halves of days that can be had, and whom to ask or a senior's reason.

use access::{Action, role_does};
use record::time::Minute;
use service::booking::check::APART;
use service::booking::offers::{Offer, Refused};
use service::diary::Wanted;
use service::directory::Names;
use service::{FieldError, Problem};

use crate::components::Field;
use crate::components::form::Kind;
use crate::handlers::day::week::way;
use crate::pages::appointments::refusal::Refusal;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{minute, short_day};

/// Whether what was sent was refused because people must be kept apart.
pub fn is_refused(errors: &[FieldError]) -> bool {
    errors.iter().any(|error| error.field == APART)
}

/// The free time that was pressed, which stands in place of what was typed: `2015-12-22T13:00 P01S1 P01T1A1`.
pub fn offered(typed: &Fields) -> Option<(Minute, String)> {
    let mut words = typed.trimmed("offer").split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
}

/// With whom it is, in place of whoever was chosen; none where no free time was pressed.
pub fn offered_officer(typed: &Fields) -> Option<&str> {
    typed.trimmed("offer").split(' ').nth(2)
}

/// What is said besides where somebody else was to be at what is booked, whatever the cause is: free times are of the two alone.
pub const ALONE: &str = " Free times are looked for without whoever else was to be there.";
/// The same of a move, which cannot leave them out: a free time would be refused again and again.
pub const STAYS: &str = " Whoever else was to be there stays with it: to leave them out, call it off and book again.";

/// What is said, where it was refused, and what can be had instead. `press` is the form's button, as it is read; `besides` is said
/// beside the refusal.
pub async fn refusal(
    visitor: &Visitor,
    refused: &Refused,
    names: &Names,
    (press, besides): (&str, &str),
    errors: &[FieldError],
) -> Result<Option<Refusal>, Problem> {
    if !is_refused(errors) {
        return Ok(None);
    }
    let (service, ask) = (&visitor.web.service, visitor.ask("book"));
    let offers = service.offers(&ask, refused).await?;
    let place = if refused.site.is_empty() { "That address".to_owned() } else { names.of_place(&refused.site) };
    // Whatever the cause is: a time that is offered again and refused again would lead nowhere.
    let seniors = if leads(visitor) { Vec::new() } else { service.seniors(&ask).await? };
    let officers = service.names(offers.iter().map(|offer| offer.staff.clone())).await?;
    let mut offered = Vec::with_capacity(offers.len());
    for offer in &offers {
        let wanted = Wanted {
            staff: offer.staff.clone(),
            person: refused.person.clone(),
            contact: String::new(),
            site: offer.site.clone(),
            starts: offer.starts,
            minutes: refused.minutes,
        };
        let there = service.ways(&wanted).await?.there.map(|travel| format!(" ({})", way(&travel).text));
        let (day, place) = (short_day(offer.starts.day()), names.of_place(&offer.site));
        let words = format!("{day}, {}, {place}, with {}", offer.half, officers.of_staff(&offer.staff));
        offered.push((pressed(offer), format!("{words}{}", there.unwrap_or_default())));
    }
    Ok(Some(Refusal {
        id: APART.to_owned(),
        text: format!("{place} on {} can’t be booked for this person.{besides}", minute(refused.starts)),
        ask: match seniors.first() {
            Some(senior) => format!("If it must be then and there, ask {senior}, senior probation officer."),
            None if leads(visitor) => format!("If it must be then and there, say why below and press {press}."),
            None => "If it must be then and there, ask your senior probation officer.".to_owned(),
        },
        offers: offered,
    }))
}

fn pressed(offer: &Offer) -> String {
    format!("{} {} {}", offer.starts, offer.site, offer.staff)
}

/// Where a senior says why it must be then and there: beside a refusal, and wherever they have said so already.
pub fn override_reason(visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Option<Field> {
    let asked = leads(visitor) && (is_refused(errors) || !typed.trimmed("override").is_empty());
    asked.then(|| {
        Field::new(Kind::Line, "override", "Why it must be then and there")
            .hint("It is recorded with your name, and those who hold the other appointments are told")
            .value(typed.get("override"))
    })
}

/// What is wrong with a form besides: the refusal is said in words of its own.
pub fn besides(errors: &[FieldError]) -> impl Iterator<Item = &FieldError> {
    errors.iter().filter(|error| error.field != APART)
}

fn leads(visitor: &Visitor) -> bool {
    role_does(visitor.actor().role, Action::OverrideApart)
}
