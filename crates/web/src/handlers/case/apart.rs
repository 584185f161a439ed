//! Who must be kept apart from a person, and arranging it.

use access::{Action, role_does};
use practice::places::{PlaceFigure, Places};
use record::case::{Affiliation, View};
use record::facts::elsewhere::Elsewhere;
use record::facts::keepapart::{ApartReason, Confidence, Who};
use serde::Deserialize;
use service::apart::answering::Falls;
use service::apart::{Arranging, Seen, SeenMember};
use service::directory::Names;
use service::elsewhere::{has_postcode, home, is_mark};
use service::people::read_date;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Fact, Facts, Field, Flag, Here, Link, Look, Problems, Tone};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::apart::{ApartForm, Arranged, CaseApartPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, minute, short_day};

/// The tab and the title.
pub const HERE: &str = "Kept apart";

/// An arrangement to be made.
#[derive(Debug, Deserialize)]
pub struct KeepApartForm {
    case: String,
}

impl Form for KeepApartForm {
    type Page = CaseApartPage;

    fn address(&self) -> String {
        format!("/cases/{}/apart", self.case)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = Arranging {
            person: person.to_string(),
            others: typed.get("others").to_owned(),
            own_group: typed.get("own_group").to_owned(),
            group: typed.get("group").to_owned(),
            unheard_of: !typed.get("unheard_of").is_empty(),
            reason: ApartReason::of_code(typed.trimmed("why")),
            each_other: !typed.get("each_other").is_empty(),
            source: typed.get("source").to_owned(),
            confidence: Confidence::of_code(typed.trimmed("confidence")),
            review_on: read_date(typed.trimmed("review_on")),
            until: until(typed)?,
            note: typed.get("note").to_owned(),
        };
        visitor.web.service.keep_apart(&visitor.ask("apart"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<CaseApartPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("apart"));
        let seen = service.apart_of(&ask, &person).await?;
        let opened = service.open(&ask, Action::ViewCase, &person, View::default()).await?;
        let answering = seen.iter().flat_map(|seen| seen.answering.staff());
        let names = service.names(staff_of(&opened.file).into_iter().chain(answering)).await?;
        let mut shell = visitor.shell("Kept apart – Case", Here::Find).back("Case overview", &case_href(&person));
        shell.has_problems = !errors.is_empty();
        let mut arrangements: Vec<&Seen> = seen.iter().collect();
        arrangements.sort_by_key(|seen| !seen.arrangement.holds(visitor.now.day()));
        let may = role_does(visitor.actor().role, Action::KeepApart);
        Ok(CaseApartPage {
            shell,
            case: case_header(visitor, &person, &opened.file, &names, HERE),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            arrangements: arrangements.into_iter().map(|seen| arranged(visitor, seen, &names)).collect(),
            address: if seen.is_empty() { None } else { home(&opened.file).as_ref().and_then(as_written) },
            form: may.then(|| apart_form(visitor, self.address(), &opened.file.affiliations, typed, errors)),
            groups: opened.file.affiliations.iter().map(group).collect(),
            leaves: (may && opened.file.affiliations.iter().any(|one| one.ended.is_none()))
                .then(|| Link::new("Record that they left one", format!("{}/group/end", case_href(&person)))),
            belongs: may.then(|| Link::new("Record a group they belong to", format!("{}/group", case_href(&person)))),
        })
    }
}

/// Said of an address without a postcode: two ways to write it are not always told for one.
fn as_written(home: &Elsewhere) -> Option<String> {
    let words = format!(
        "No postcode is known of their address: {}. Visits of others to it are noticed only where it is written like that.",
        home.line()
    );
    (!has_postcode(home)).then_some(words)
}

/// A group, with since when that is recorded, and until when and why.
fn group(one: &Affiliation) -> (String, String) {
    let since = short_day(one.on);
    let known = match &one.ended {
        Some((on, why)) => format!("recorded {since}, left {}. {}", short_day(*on), why.as_deref().unwrap_or_default()),
        None => format!("recorded {since}"),
    };
    (one.words.clone(), known.trim().to_owned())
}

/// A last day is none, or a day.
pub fn until(typed: &Fields) -> Result<Option<jiff::civil::Date>, Problem> {
    match typed.trimmed("until") {
        "" => Ok(None),
        text => match read_date(text) {
            Some(day) => Ok(Some(day)),
            None => Err(Problem::field("until", "Enter a day, such as 22/12/2016, or leave it empty")),
        },
    }
}

fn apart_form(
    visitor: &Visitor,
    address: String,
    groups: &[Affiliation],
    typed: &Fields,
    errors: &[FieldError],
) -> ApartForm {
    let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
    let field = |kind, name: &str, label: &str| Field {
        error: wrong(name),
        ..Field::new(kind, name, label).value(typed.get(name))
    };
    let list = |look, name: &str, label: &str, options: Vec<Choice>| Choices {
        error: wrong(name),
        ..Choices::new(look, name, label, options).chosen(typed.get(name))
    };
    ApartForm {
        token: visitor.token(address, 0),
        own_group: own_groups(groups).map(|options| list(Look::Stack, "own_group", "Who", options)),
        others: field(Kind::Line, "others", "From whom").hint(
            "A CRN each, or the code of a colleague or a place, with commas between. A colleague is taken to be in a \
                 building for a booking only while they have an appointment there. Reception asks first whenever they \
                 may be there: in their own office while it is open, unless they are away; elsewhere from their first \
                 appointment of the day to their last",
        ),
        group: field(Kind::Line, "group", "Or from a group")
            .hint("By its name: whoever is recorded as belonging to it, now or later"),
        unheard_of: unheard_of(
            typed,
            errors,
            "If nobody is recorded as belonging to it",
            "Keep them apart from it all the same: from whoever joins it later",
        ),
        each_other: list(
            Look::Ticks,
            "each_other",
            "If there are several",
            vec![Choice::new("yes", "They must be kept apart from one another too")],
        ),
        reason: list(
            Look::List,
            "why",
            "Why",
            ApartReason::ALL.iter().map(|reason| Choice::new(reason.code(), reason.words())).collect(),
        ),
        source: field(Kind::Line, "source", "Who says so").hint("Police intelligence, the court, the person"),
        confidence: list(
            Look::List,
            "confidence",
            "How far that is believed",
            Confidence::ALL.iter().map(|degree| Choice::new(degree.code(), degree.words())).collect(),
        ),
        review_on: field(Kind::Date, "review_on", "Looked at again by").hint(review_hint()),
        until: field(Kind::Date, "until", "Last day, if one is known"),
        note: field(Kind::Lines, "note", "What is known of it").hint("Sensitive: kept from anybody’s own copy"),
    }
}

/// Whether the person alone is kept apart, or everybody who belongs to a group of theirs; not asked where none is recorded.
fn own_groups(groups: &[Affiliation]) -> Option<Vec<Choice>> {
    let belongs = groups.iter().filter(|one| one.ended.is_none());
    let all =
        belongs.map(|one| Choice::new(&one.words, &format!("Everybody who belongs to {}, now or later", one.words)));
    let options: Vec<Choice> = [Choice::new("", "Only this person")].into_iter().chain(all).collect();
    (options.len() > 1).then_some(options)
}

/// Asked once more where the name of a group is not one that anybody is recorded under; not asked otherwise.
pub(super) fn unheard_of(typed: &Fields, errors: &[FieldError], label: &str, words: &str) -> Option<Choices> {
    let error = errors.iter().find(|error| error.field == "unheard_of").map(|error| error.message.clone());
    let chosen = typed.get("unheard_of");
    let choices = Choices::new(Look::Ticks, "unheard_of", label, vec![Choice::new("yes", words)]).chosen(chosen);
    (error.is_some() || !chosen.is_empty()).then_some(Choices { error, ..choices })
}

/// By when an arrangement is looked at again at the latest, and whose choice that is.
pub fn review_hint() -> String {
    format!("Like 22/4/2016. {}", Places::split_2014().figure(PlaceFigure::ReviewMonths).told())
}

/// Said in place of what easily names somebody.
const CLOSED: &str = "Known to whoever works with everybody concerned";

/// An arrangement, with what whoever looks may see of it.
pub fn arranged(visitor: &Visitor, seen: &Seen, names: &Names) -> Arranged {
    let today = visitor.now.day();
    let stands = &seen.arrangement;
    let full = seen.may_read(&visitor.ask("apart"));
    let flag = if !stands.holds(today) {
        Flag::new(Tone::Neutral, "Ended")
    } else if let Some(by) = stands.confirm_by() {
        Flag::new(Tone::Soon, format!("In force; a senior confirms it by {}", short_day(by)))
    } else if let Some(by) = stands.senior_by() {
        Flag::new(Tone::Soon, format!("In force; a senior looks at who left a group by {}", short_day(by)))
    } else if stands.review_on < today {
        Flag::new(Tone::Soon, "In force; overdue to be looked at")
    } else {
        Flag::new(Tone::Act, "In force")
    };
    let mut facts = vec![
        Fact::new("Who", whom(&seen.members, names)),
        Fact::new("Source", if full { stands.made.source.clone() } else { CLOSED.to_owned() })
            .note(stands.confidence.words()),
        Fact {
            note: falls_to(&seen.answering.looks_again, names),
            ..Fact::new("Looked at again by", short_day(stands.review_on))
        },
    ];
    facts.extend((!seen.groups.is_empty()).then(|| {
        let known = seen.groups.iter().map(|(group, members)| match members {
            0 => format!("{group}: nobody yet"),
            n => format!("{group}: {}", count(*n, "person", "people")),
        });
        Fact::new("Recorded in the groups", known.collect::<Vec<_>>().join("; "))
    }));
    facts.extend(stands.confirm_by().map(|by| {
        let asked = Places::split_2014().figure(PlaceFigure::ConfirmDays).told();
        Fact::new("A senior confirms it by", short_day(by)).note(asked)
    }));
    let senior = seen.answering.confirms.iter().filter(|_| stands.senior_by().is_some());
    facts.extend(senior.map(|senior| {
        Fact::new("A senior’s word falls to", names.of_staff(senior)).note("Another senior concerned may give it")
    }));
    facts.extend(stands.last_day().map(|day| Fact::new("Last day", short_day(day))));
    facts.extend(
        stands.confirmed.iter().map(|(by, on)| Fact::new("Confirmed", names.of_staff(by)).note(short_day(*on))),
    );
    let ended = stands.ended.iter().filter_map(|(_, why)| why.as_ref()).filter(|_| full);
    facts.extend(ended.map(|why| Fact::new("Why it ended", why.clone())));
    facts.extend(stands.note.iter().filter(|_| full).map(|note| Fact::new("What is known", note.clone())));
    let touch = |touch: &service::apart::Touch| {
        let at = touch.starts.parse().map_or_else(|_| touch.starts.clone(), minute);
        let place = if touch.site.is_empty() || is_mark(&touch.site) {
            "not at a place of ours".to_owned()
        } else {
            names.of_place(&touch.site)
        };
        format!("{at}, {place}")
    };
    let (theirs, others): (Vec<_>, Vec<_>) = seen.touches.iter().partition(|touch| seen.is_theirs(&touch.person));
    let mut touches: Vec<String> = theirs.into_iter().map(touch).collect();
    if !others.is_empty() {
        touches.push(count(
            others.len(),
            "booking of somebody you do not work with",
            "bookings of people you do not work with",
        ));
    }
    if !seen.sharing.is_empty() {
        touches.push("Two of them live at one address, as far as is recorded".to_owned());
    }
    Arranged {
        reason: stands.made.reason.words().to_owned(),
        flag,
        facts: Facts::from(facts),
        touches,
        page: Link::new("Look at it again, or end it", format!("/apart/{}", seen.stream)),
    }
}

/// To whom it falls to look at it again, of all who may.
fn falls_to(whom: &Falls, names: &Names) -> Option<String> {
    match whom {
        Falls::To(staff) => Some(format!("Falls to {}", names.of_staff(staff))),
        Falls::ToTheirs => Some("Falls to whoever has the case of somebody you do not work with".to_owned()),
        Falls::ToNobody => None,
    }
}

/// Each side apart from the next: the people one works with by name, the others by number only.
fn whom(members: &[SeenMember], names: &Names) -> String {
    let mut sides: Vec<&str> = members.iter().map(|member| member.member.side.as_str()).collect();
    sides.sort_unstable();
    sides.dedup();
    let of = |side: &&str| one_side(members.iter().filter(|member| member.member.side == **side), names);
    sides.iter().map(of).collect::<Vec<_>>().join(", kept apart from ")
}

fn one_side<'a>(members: impl Iterator<Item = &'a SeenMember>, names: &Names) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut others = 0;
    for member in members {
        match (&member.member.who, &member.person) {
            (_, Some(person)) => known.push(format!("{} {}", person.name, person.crn)),
            (Who::Person(_), None) => others += 1,
            (Who::Staff(code), None) => known.push(format!("{} (staff)", names.of_staff(code))),
            (Who::Site(code), None) => known.push(names.of_place(code)),
            (Who::Group(name), None) => known.push(format!("whoever belongs to {name}")),
        }
    }
    if others > 0 {
        known.push(count(others, "person you do not work with", "people you do not work with"));
    }
    known.join("; ")
}
