//! Where an appointment is: at a building, or a visit with an address of its own.

use record::case::{Appointment, CaseFile};
use record::facts::elsewhere::Elsewhere;
use service::FieldError;
use service::directory::Names;
use service::elsewhere::{home, is_work};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field};
use crate::pages::appointments::book::{Visit, near};
use crate::pages::appointments::outcome::OutcomeForm;
use crate::posted::Fields;

/// Where an appointment is: a building with its room, or the address of a visit.
pub fn whereabouts(names: &Names, site: &str, at: Option<&Elsewhere>, room: &str) -> String {
    at.map_or_else(|| with_room(&names.of_place(site), room), Elsewhere::words)
}

/// A place with its room, where one is booked.
pub fn with_room(place: &str, room: &str) -> String {
    if room.is_empty() { place.to_owned() } else { format!("{place}, {room}") }
}

/// What a place may be needed for that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A visit.
    Visit,
    /// Unpaid work.
    Work,
    /// Either: the kind is chosen on the same form.
    Either,
}

/// Where a visit is made, or unpaid work is done, and what is known before somebody goes there.
pub fn visit(file: &CaseFile, typed: &Fields, errors: &[FieldError], (asked, what_for): (bool, Typed)) -> Visit {
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let field = |kind, name: &str, label: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(typed.get(name))
    };
    let hint = match home(file) {
        _ if what_for == Typed::Work => "As St Mary’s churchyard, Church Lane, Westmarch, ZZ1 2CH".to_owned(),
        Some(home) => format!("For a home visit leave it empty: {}", home.line()),
        None => "No address is recorded for them".to_owned(),
    };
    let flags: Vec<&str> = file
        .registrations
        .iter()
        .filter(|flag| flag.ended.is_none())
        .map(|flag| flag.registered.words.as_str())
        .collect();
    let flags = if flags.is_empty() { "None recorded".to_owned() } else { flags.join("; ") };
    Visit {
        open: asked
            || ["visit", "whose", "near"].iter().any(|name| wrong(name).is_some() || !typed.get(name).is_empty()),
        address: field(
            Kind::Lines,
            "visit",
            if what_for == Typed::Visit {
                "Address of the visit"
            } else {
                "Address of the visit, or of the place of work"
            },
        )
        .hint(&hint),
        whose: field(Kind::Line, "whose", "Whose it is, or what place").hint("Her sister’s, the library, a churchyard"),
        near: (what_for != Typed::Visit)
            .then(|| Choices { error: wrong("near"), ..near().chosen(typed.trimmed("near")) }),
        known: Facts::from(vec![
            Fact::new("Registers", flags),
            Fact::new("Who else lives there", "Not known: nobody was asked"),
            Fact::new("Dogs, weapons, a way out", "Not known: nobody was asked"),
        ]),
    }
}

/// Of a visit that is moved, the address stands unless another is typed.
pub fn moved_visit(visit: Visit, held: &Appointment) -> Visit {
    let hint = match &held.booked.at {
        Some(at) if !at.whose.is_empty() => format!("Leave it empty for the same: {}", at.words()),
        _ => return visit,
    };
    Visit { address: visit.address.hint(&hint), ..visit }
}

/// The next visit is made where this one is, or was; the next unpaid work there, or at a building.
pub fn visit_again(form: &mut OutcomeForm, contact: &str, at: Option<&Elsewhere>) {
    let Some(at) = at else { return };
    let there = Choice::new("", &at.words());
    if is_work(contact) {
        form.next_place.options.insert(0, there);
    } else {
        form.next_place.options = vec![there];
    }
}
