//! A team's week.

use askama::Template;

use crate::components::{Flag, Here, Link, Shell, Tone, Why};

/// A team's week.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/team.html")]
pub struct TeamPage {
    /// The frame.
    pub shell: Shell,
    /// The team.
    pub heading: String,
    /// As "412 cases, 9 officers, 1 away today".
    pub summary: String,
    /// Each question with how many cases it finds, as "3 failures undecided".
    pub questions: Vec<(usize, Link)>,
    /// The weeks of other teams that one leads today.
    pub leads: Vec<Link>,
    /// Cases that nobody at work holds: the case, and who answers.
    pub unattended: Vec<(Link, String)>,
    /// The rest of them, where there are more.
    pub unattended_more: Option<Link>,
    /// Cases of the organisation that no team was given.
    pub unheld: Vec<Link>,
    /// Who answers for those.
    pub unheld_owner: String,
    /// Gives cases that nobody holds to officers; none where somebody holds each.
    pub allocate: Option<Link>,
    /// Changes that lower risk and wait for a second person.
    pub countersign: Vec<Link>,
    /// Arrangements to keep people apart, to confirm.
    pub to_confirm: Vec<Link>,
    /// The months to sign off, and whom others left to whoever asks; else who was not seen.
    pub to_sign: Vec<Link>,
    /// What each officer carries, by name.
    pub officers: Vec<Officer>,
    /// The agenda of each officer's supervision, by name.
    pub agendas: Vec<Link>,
    /// What the team asked for and did not get in time.
    pub overdue: Vec<(Link, String)>,
    /// All that the team asked for.
    pub asked: Link,
    /// How the last sample of quality stands, and where they are; none for whoever does not lead the team.
    pub sample: Option<(String, Link)>,
    /// Near misses between people who must be kept apart; none for whoever is not told of them.
    pub misses: Option<TeamMisses>,
    /// The ceiling, who says so and how far to trust it.
    pub ceiling: Why,
    /// The ceiling in a word, as "50 cases".
    pub ceiling_words: String,
}

/// An officer.
#[derive(Clone, Debug)]
pub struct Officer {
    /// The name; leads to saying that they are away.
    pub name: Link,
    /// As "Away until Fri 18 Dec; Peter Practitioner covers".
    pub away: Option<String>,
    /// Cases four weeks ago.
    pub before: String,
    /// Cases today.
    pub now: String,
    /// Set against the ceiling, where it is reached.
    pub load: Option<Flag>,
    /// Cases given since.
    pub new: String,
    /// Duties late.
    pub late: String,
    /// Duties due within a week.
    pub soon: String,
    /// Gives their cases to others; none where they hold none.
    pub give: Option<Link>,
}

/// Near misses of the last weeks that are over.
#[derive(Clone, Debug)]
pub struct TeamMisses {
    /// Which weeks, as "Mon 9 Nov 2015 to Sun 6 Dec 2015".
    pub when: String,
    /// The step in which numbers are told.
    pub step: String,
    /// A line a week and building.
    pub rows: Vec<MissRow>,
}

/// Those of one building in one week.
#[derive(Clone, Debug)]
pub struct MissRow {
    /// Its first day, as "Mon 30 Nov 2015".
    pub week: String,
    /// Where.
    pub place: Place,
    /// What, as "Bookings refused: 5 or more; let be by a senior: fewer than 5".
    pub told: String,
}

/// Where.
#[derive(Clone, Debug)]
pub enum Place {
    /// A building whose page whoever looks may open.
    Known(Link),
    /// Any other, in words.
    Named(String),
}

impl TeamPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let officer = |name: &str, before: &str, now: &str, late: &str| Officer {
            name: Link::new(name, "/away/P01T1A1"),
            away: None,
            before: before.into(),
            now: now.into(),
            load: None,
            new: "3".into(),
            late: late.into(),
            soon: "6".into(),
            give: Some(Link::new(format!("Give cases of {name} on"), "/allocate/P01T1A1")),
        };
        Self {
            shell: Shell::sample("My team’s week", Here::Team),
            heading: "North team".into(),
            summary: "131 cases, 3 officers, 1 of them away today".into(),
            questions: vec![
                (4, Link::new("Officer away or none", "/teams/P01T1A/cases?show=unattended")),
                (9, Link::new("Failure undecided", "/teams/P01T1A/cases?show=undecided")),
                (0, Link::new("Risk unknown", "/teams/P01T1A/cases?show=unknown")),
            ],
            agendas: vec![Link::new("Amina Rahman", "/supervision/P01T1A1")],
            overdue: vec![(
                Link::new("An interpreter for the Tuesday group", "/asked/P01T1A/1"),
                "Of the area office, by Mon 14 Dec 2015. Asked by Sana Okafor, Mon 30 Nov 2015".into(),
            )],
            asked: Link::new("All that the team asked for", "/asked/P01T1A"),
            sample: Some((
                "2 cases are of the last sample to be read before there is another.".into(),
                Link::new("Samples of quality", "/samples/P01T1A"),
            )),
            leads: vec![Link::new("The week of Quay team", "/teams/P01T1B")],
            unattended: vec![(
                Link::new("Sample, Ada", "/cases/k3v"),
                "Peter Practitioner covers for Amina Rahman".into(),
            )],
            unattended_more: Some(Link::new("3 more", "/teams/P01T1A/cases?show=unattended")),
            unheld: vec![Link::new("Example, Ben", "/cases/m8c")],
            unheld_owner: "Sana Okafor answers until they are allocated.".into(),
            allocate: Some(Link::new("Allocate cases that nobody holds", "/allocate/nobody")),
            countersign: vec![Link::new("Other, Dee", "/cases/d4/risk/countersign")],
            to_confirm: vec![Link::new(
                "Confirm that people are kept apart: due by Wed 16 Dec 2015",
                "/apart/keepapart-7dq",
            )],
            to_sign: vec![Link::new(
                "Sign off who was not seen in November: due by Fri 18 Dec 2015",
                "/contact/sign-off/2015-11",
            )],
            officers: vec![
                Officer {
                    away: Some("Away until Fri 18 Dec 2015; Peter Practitioner covers".into()),
                    ..officer("Amina Rahman", "41", "44", "2")
                },
                Officer {
                    load: Some(Flag::new(Tone::Act, "Above 50")),
                    new: "19".into(),
                    ..officer("Peter Practitioner", "36", "54", "7")
                },
                officer("Sam Okoro", "33", "33", "0"),
            ],
            misses: Some(TeamMisses {
                when: "Mon 16 Nov 2015 to Sun 13 Dec 2015".into(),
                step: "5".into(),
                rows: vec![
                    MissRow {
                        week: "Mon 7 Dec 2015".into(),
                        place: Place::Known(Link::new("Northgate office", "/sites/P01S1")),
                        told: "Bookings refused: 5 or more; let be by a senior: fewer than 5".into(),
                    },
                    MissRow {
                        week: "Mon 30 Nov 2015".into(),
                        place: Place::Named("buildings into which fewer than 5 came".into()),
                        told: "In the building at once: fewer than 5".into(),
                    },
                ],
            }),
            ceiling: Why::sample(),
            ceiling_words: "50 cases".into(),
        }
    }
}
