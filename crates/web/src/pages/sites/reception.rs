//! Reception: who is expected in a building, and who is in it.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Link, Notice, Problems, Shell, Token, Tone};

/// Reception of a building on a day.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/reception.html")]
pub struct ReceptionPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with a form.
    pub problems: Problems,
    /// The building.
    pub heading: String,
    /// As "Tuesday 15 December: 5 expected, 2 in the building".
    pub summary: String,
    /// The day before, today and the day after, the register to print.
    pub links: Vec<Link>,
    /// That this building has another code, whose people stand on this page too; none where it has one.
    pub beside: Option<String>,
    /// What must be kept to while anybody is seen there, as "Two members of staff at all times"; empty for nothing.
    pub to_keep_to: String,
    /// What is to be asked while somebody is there whose record cannot be seen; none while nobody is.
    pub stranger: Option<String>,
    /// Who is expected, by time.
    pub expected: Vec<ExpectedLine>,
    /// Who is in the building.
    pub inside: Vec<VisitLine>,
    /// Who came and left.
    pub gone: Vec<VisitLine>,
    /// The search for whoever came without an appointment.
    pub find: Option<Find>,
    /// Whom nobody knew: when, and what was noted.
    pub callers: Vec<(String, String)>,
    /// Where they are noted.
    pub caller: Option<(Token, Field)>,
    /// Whom to tell of them.
    pub senior: String,
}

/// Somebody who is expected.
#[derive(Clone, Debug)]
pub struct ExpectedLine {
    /// As "9:30am".
    pub time: String,
    /// Their name, or "Name withheld".
    pub name: String,
    /// As "Office appointment, Interview 1, with Amina Rahman".
    pub what: String,
    /// Interpreter, adjustments.
    pub needs: Vec<String>,
    /// As "Ask Sam Okoro before they sit down".
    pub ask: Option<String>,
    /// As "In the building since 9:25am"; empty while they are due.
    pub came: String,
    /// The button that says they came in.
    pub press: Option<Press>,
}

/// Somebody who came in.
#[derive(Clone, Debug)]
pub struct VisitLine {
    /// Their name, or "Name withheld".
    pub name: String,
    /// As "Since 9:25am" or "9:25am to 10:10am".
    pub when: String,
    /// Interpreter, adjustments.
    pub needs: Vec<String>,
    /// As "Ask Sam Okoro before they sit down".
    pub ask: Option<String>,
    /// The button that says they left.
    pub press: Option<Press>,
}

/// One press that records something.
#[derive(Clone, Debug)]
pub struct Press {
    /// The form.
    pub token: Token,
    /// What it posts besides.
    pub fields: Vec<(&'static str, String)>,
    /// Posted as `at`, where the day is past: the time, from paper.
    pub at: Option<Field>,
    /// What the button says.
    pub words: &'static str,
    /// Of whom, for those who cannot see the row.
    pub whom: String,
}

/// The search for whoever came without an appointment.
#[derive(Clone, Debug)]
pub struct Find {
    /// The form; posts `q`.
    pub token: Token,
    /// What was typed.
    pub typed: Field,
    /// How many were found; none before anything was typed.
    pub summary: Option<String>,
    /// Who was found.
    pub found: Vec<FoundLine>,
}

/// Somebody who was found.
#[derive(Clone, Debug)]
pub struct FoundLine {
    /// Their name, or "Name withheld".
    pub name: String,
    /// CRN and date of birth.
    pub known_by: String,
    /// Whom to ask before they sit down.
    pub ask: Option<String>,
    /// The button that says they came in.
    pub press: Press,
}

impl Press {
    /// A made-up example.
    pub fn sample(words: &'static str, whom: &str) -> Self {
        let way = if words == "Left" { "left" } else { "came" };
        Self {
            token: Token::sample(&format!("/sites/mill/2015-12-15/{way}")),
            fields: vec![("person", "person-k3v".into())],
            at: None,
            words,
            whom: whom.into(),
        }
    }
}

impl ReceptionPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let due = |time: &str, name: &str, what: &str| ExpectedLine {
            time: time.into(),
            name: name.into(),
            what: what.into(),
            needs: Vec::new(),
            ask: None,
            came: String::new(),
            press: Some(Press::sample("Came in", name)),
        };
        let ask = Some("Ask Sam Okoro before they sit down".to_owned());
        let here = |name: &str, when: &str| VisitLine {
            name: name.into(),
            when: when.into(),
            needs: Vec::new(),
            ask: None,
            press: Some(Press::sample("Left", name)),
        };
        Self {
            shell: Shell {
                notice: Some(Notice::new(Tone::Good, "Recorded and protected.")),
                ..Shell::sample("Reception", Here::Sites).back("Sites", "/sites")
            },
            problems: Problems::default(),
            heading: "Reception: Mill Lane office".into(),
            summary: "Tuesday 15 December: 4 expected, 3 in the building".into(),
            links: vec![
                Link::new("Monday 14", "/sites/mill/2015-12-14"),
                Link::new("Wednesday 16", "/sites/mill/2015-12-16"),
                Link::new("Register, to print", "/sites/mill/2015-12-15/print"),
            ],
            beside: Some(
                "This is one building with Quay House (Q02S9): whoever is expected or in it there stands here too.".into(),
            ),
            to_keep_to: "Two members of staff at all times".into(),
            stranger: Some(
                "Somebody is in the building whose record cannot be seen here. Ask Sam Okoro before anybody else sits down."
                    .into(),
            ),
            expected: vec![
                ExpectedLine {
                    came: "In the building since 9:25am".into(),
                    press: None,
                    needs: vec!["Interpreter: Polish".into()],
                    ..due("9:30am", "Sample, Ada", "Office appointment, Interview 2, with Amina Rahman")
                },
                ExpectedLine { ask: ask.clone(), ..due("10am", "Example, Ben", "Office appointment, with Joel Marsh") },
                ExpectedLine { ask: ask.clone(), ..due("11am", "Name withheld", "Office appointment, with Joel Marsh") },
                ExpectedLine {
                    came: "Left 9:10am".into(),
                    press: None,
                    ..due("2pm", "Other, Dee", "Unpaid work, with Amina Rahman")
                },
            ],
            inside: vec![
                VisitLine { needs: vec!["Interpreter: Polish".into()], ..here("Sample, Ada", "Since 9:25am") },
                VisitLine { ask: ask.clone(), ..here("Walker, Win", "Since 9:40am, without an appointment") },
                VisitLine { ask, ..here("Caller 1", "Since 9:50am") },
            ],
            gone: vec![VisitLine { press: None, ..here("Other, Dee", "8:50am to 9:10am") }],
            find: Some(Find {
                token: Token::sample("/sites/mill/2015-12-15/find"),
                typed: Field::new(Kind::Line, "q", "Name or CRN").value("walker"),
                summary: Some("1 person".into()),
                found: vec![FoundLine {
                    name: "Walker, Win".into(),
                    known_by: "X000009, born 1 Mar 1988".into(),
                    ask: Some("Ask Sam Okoro before they sit down".into()),
                    press: Press::sample("Came in", "Walker, Win"),
                }],
            }),
            callers: vec![
                ("9:50am".into(), "Caller 1: Came with the number X000077, and no record to be seen here has it.".into()),
                ("9:15am".into(), "Says he is Tom, sent from court. No papers.".into()),
            ],
            caller: Some((
                Token::sample("/sites/mill/2015-12-15/caller"),
                Field::new(Kind::Lines, "note", "Who they say they are, and what they want"),
            )),
            senior: "Sam Okoro".into(),
        }
    }
}
