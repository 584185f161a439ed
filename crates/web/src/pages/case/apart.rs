//! Who must be kept apart from a person, and arranging it.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{
    CaseHeader, Choice, Choices, Fact, Facts, Field, Flag, Here, Link, Look, Problems, Shell, Token, Tone,
};

/// The arrangements a person is in, and the form that makes one.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_apart.html")]
pub struct CaseApartPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The arrangements, those in force first.
    pub arrangements: Vec<Arranged>,
    /// That their address can be compared only as it is written; none where it has a postcode.
    pub address: Option<String>,
    /// The form; none for whoever may not arrange anything.
    pub form: Option<ApartForm>,
    /// Groups they are said to belong to, each with since when that is recorded, and that they left it.
    pub groups: Vec<(String, String)>,
    /// Where another is recorded.
    pub belongs: Option<Link>,
    /// Where it is recorded that they left one.
    pub leaves: Option<Link>,
}

/// One arrangement.
#[derive(Clone, Debug)]
pub struct Arranged {
    /// As "Rival groups".
    pub reason: String,
    /// In force, due to be looked at, ended.
    pub flag: Flag,
    /// Who says so, how far it is believed, when it is looked at again.
    pub facts: Facts,
    /// Bookings that are too near to one another now.
    pub touches: Vec<String>,
    /// Its page.
    pub page: Link,
}

/// The form that makes one.
#[derive(Clone, Debug)]
pub struct ApartForm {
    /// Hidden fields.
    pub token: Token,
    /// Posted as `own_group`: the person alone, or a group of theirs by its name; none where no group of theirs is recorded.
    pub own_group: Option<Choices>,
    /// Posted as `others`.
    pub others: Field,
    /// Posted as `group`: a group by its name.
    pub group: Field,
    /// Posted as `unheard_of`: that nobody is recorded as belonging to it is known; none where that is not asked.
    pub unheard_of: Option<Choices>,
    /// Posted as `each_other`.
    pub each_other: Choices,
    /// Posted as `why`.
    pub reason: Choices,
    /// Posted as `source`.
    pub source: Field,
    /// Posted as `confidence`.
    pub confidence: Choices,
    /// Posted as `review_on`.
    pub review_on: Field,
    /// Posted as `until`.
    pub until: Field,
    /// Posted as `note`.
    pub note: Field,
}

impl Arranged {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            reason: "Rival groups".into(),
            flag: Flag::new(Tone::Act, "In force"),
            facts: Facts::from(vec![
                Fact::new("Who", "Kept, Kit Z000002, kept apart from 2 people you do not work with"),
                Fact::new("Source", "Police intelligence")
                    .note("Likely: several sources, or one that has been right before"),
                Fact::new("Looked at again by", "Fri 13 May 2016").note("Falls to Sam Okoro"),
                Fact::new("Recorded in the groups", "Northside: 7 people; South Side: nobody yet"),
                Fact::new("A senior confirms it by", "Sun 20 Dec 2015").note(
                    "An arrangement that names people who are not its maker’s is confirmed by a senior within 5 days \
                     (this program’s own choice).",
                ),
                Fact::new("A senior’s word falls to", "Sana Lind").note("Another senior concerned may give it"),
            ]),
            touches: vec!["Tue 22 Dec 2015, 2pm, Mill Lane".into(), "Tue 22 Dec 2015, 2:15pm, Mill Lane".into()],
            page: Link::new("Look at it again, or end it", "/apart/keepapart-k3v"),
        }
    }
}

impl CaseApartPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Kept apart – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample("Kept apart"),
            problems: Problems::default(),
            arrangements: vec![Arranged::sample()],
            address: Some(
                "No postcode is known of their address: 14 Fox Lane, Westmarch. Visits of others to it are noticed only \
                 where it is written like that."
                    .into(),
            ),
            form: Some(ApartForm {
                token: Token::sample("/cases/k3v/apart"),
                own_group: Some(Choices::new(
                    Look::Stack,
                    "own_group",
                    "Who",
                    vec![
                        Choice::new("", "Only this person"),
                        Choice::new("Northside", "Everybody who belongs to Northside, now or later"),
                    ],
                )),
                others: Field::new(Kind::Line, "others", "From whom")
                    .hint(
                        "A CRN each, or the code of a colleague or a place, with commas between. A colleague is taken to be in a \
                         building for a booking only while they have an appointment there. Reception asks first whenever they \
                         may be there: in their own office while it is open, unless they are away; elsewhere from their first \
                         appointment of the day to their last",
                    ),
                group: Field::new(Kind::Line, "group", "Or from a group")
                    .hint("By its name: whoever is recorded as belonging to it, now or later"),
                unheard_of: Some(Choices::new(
                    Look::Ticks,
                    "unheard_of",
                    "If nobody is recorded as belonging to it",
                    vec![Choice::new("yes", "Keep them apart from it all the same: from whoever joins it later")],
                )),
                each_other: Choices::new(
                    Look::Ticks,
                    "each_other",
                    "If there are several",
                    vec![Choice::new("yes", "They must be kept apart from one another too")],
                ),
                reason: Choices::new(Look::List, "why", "Why", vec![Choice::new("feud", "Feud")]),
                source: Field::new(Kind::Line, "source", "Who says so"),
                confidence: Choices::new(
                    Look::List,
                    "confidence",
                    "How far that is believed",
                    vec![Choice::new("likely", "Likely")],
                ),
                review_on: Field::new(Kind::Date, "review_on", "Looked at again by").hint(
                    "Like 22/4/2016. An arrangement is looked at again within 6 months (this program’s own choice).",
                ),
                until: Field::new(Kind::Date, "until", "Last day, if one is known"),
                note: Field::new(Kind::Lines, "note", "What is known of it"),
            }),
            groups: vec![("Northside".into(), "recorded Mon 2 Nov 2015".into())],
            belongs: Some(Link::new("Record a group they belong to", "/cases/k3v/group")),
            leaves: Some(Link::new("Record that they left one", "/cases/k3v/group/end")),
        }
    }
}
