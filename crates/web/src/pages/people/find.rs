//! Search results, with why each matched.

use askama::Template;

use crate::components::{Flag, Here, Link, Pager, Problems, Shell, Tone};

/// Find a person.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/find.html")]
pub struct FindPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the search.
    pub problems: Problems,
    /// Where the search is posted; what was typed never stands in an address.
    pub action: String,
    /// The form secret.
    pub csrf: String,
    /// What was typed, posted as `q`.
    pub typed: String,
    /// How it was read, as "Read as: family name Sample, born 1 March 1988".
    pub read_as: Option<String>,
    /// As "2 people". Nothing before the first search.
    pub summary: Option<String>,
    /// The people found, best first.
    pub found: Vec<Found>,
    /// What to try when nothing was found.
    pub advice: Vec<String>,
    /// Paging.
    pub pager: Option<Pager>,
    /// Cases opened lately, before the first search.
    pub recent: Vec<Link>,
}

/// One person found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Name and case.
    pub person: Link,
    /// Case reference number.
    pub crn: String,
    /// Date of birth and age.
    pub born: String,
    /// The order, and with whom.
    pub order: String,
    /// Why it matched, as "Same date of birth", "Sounds like Sampel".
    pub why: Vec<String>,
    /// Restricted, other names, risk.
    pub flags: Vec<Flag>,
}

impl FindPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let found = |name: &str, crn: &str, born: &str, why: &[&str], flags: Vec<Flag>| Found {
            person: Link::new(name, "/cases/k3v"),
            crn: crn.into(),
            born: born.into(),
            order: "Community order, with Westmarch CRC".into(),
            why: why.iter().map(ToString::to_string).collect(),
            flags,
        };
        Self {
            shell: Shell::sample("Find a person", Here::Find),
            problems: Problems::default(),
            action: "/find".into(),
            csrf: "c5r4f".into(),
            typed: "sampel 1/3/88".into(),
            read_as: Some("Read as: a name like Sampel, born 1 March 1988".into()),
            summary: Some("2 people".into()),
            found: vec![
                found(
                    "Sample, Ada",
                    "X000001",
                    "1 Mar 1988 (27)",
                    &["Same date of birth", "Sample is one letter from Sampel"],
                    vec![Flag::new(Tone::Act, "High risk of serious harm")],
                ),
                found(
                    "Sampell, Adam",
                    "X000214",
                    "3 Jan 1988 (27)",
                    &["Day and month swapped", "Sampell sounds like Sampel"],
                    vec![Flag::new(Tone::Unknown, "Restricted record")],
                ),
            ],
            advice: vec![
                "Check the spelling, or give only the family name.".into(),
                "Try the CRN or PNC, or the date of birth on its own.".into(),
                "Someone known only to a court's list is not a person on record yet: look under Court.".into(),
            ],
            pager: None,
            recent: vec![
                Link::new("Sample, Ada (X000001)", "/cases/k3v"),
                Link::new("Example, Ben (X000002)", "/cases/m8c"),
            ],
        }
    }

    /// A made-up example that finds nobody.
    pub fn sample_without_results() -> Self {
        Self { summary: Some("Nobody found in open or closed cases".into()), found: Vec::new(), ..Self::sample() }
    }
}
