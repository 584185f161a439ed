//! The header above every page of a case: who, which order, what to be careful about.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Flag, NavLink, Tone};

/// The header above every page of a case.
#[derive(Clone, Debug, Template)]
#[template(path = "components/case_header.html")]
pub struct CaseHeader {
    /// Name, as "Ada Sample".
    pub name: String,
    /// Case reference number.
    pub crn: String,
    /// Date of birth, as "1 Mar 1988".
    pub born: String,
    /// Age today, as "27".
    pub age: String,
    /// The order, as "Community order, 12 months".
    pub order: String,
    /// What is left of it, as "5 months left, ends Tue 3 May 2016".
    pub time_left: String,
    /// Who supervises, as "Amina Rahman, Westmarch CRC".
    pub supervised_by: String,
    /// Risk, registrations, gaps in what is known.
    pub flags: Vec<Flag>,
    /// What the person needs: interpreter, adjustments.
    pub needs: Vec<String>,
    /// Said when the record is restricted.
    pub restricted: Option<String>,
    /// Said when the pages leave out what a newer release wrote.
    pub newer: Option<String>,
    /// Overview, Timeline, Contacts, Order and requirements, Risk.
    pub tabs: Vec<NavLink>,
}

impl HtmlSafe for CaseHeader {}

impl CaseHeader {
    /// A made-up example with one of its tabs current.
    pub fn sample(current: &str) -> Self {
        let tab = |text: &str, href: &str| NavLink { text: text.into(), href: href.into(), current: text == current };
        Self {
            name: "Ada Sample".into(),
            crn: "X000001".into(),
            born: "1 Mar 1988".into(),
            age: "27".into(),
            order: "Community order, 12 months".into(),
            time_left: "4 months left, ends Tue 3 May 2016".into(),
            supervised_by: "Amina Rahman, Westmarch CRC".into(),
            flags: vec![
                Flag::new(Tone::Act, "High risk of serious harm"),
                Flag::new(Tone::Soon, "Domestic abuse: police checks overdue"),
                Flag::new(Tone::Unknown, "OASys: none yet"),
            ],
            needs: vec!["Interpreter: Polish".into(), "Large print letters".into()],
            restricted: None,
            newer: None,
            tabs: vec![
                tab("Overview", "/cases/k3v"),
                tab("Timeline", "/cases/k3v/timeline"),
                tab("Contacts", "/cases/k3v/contacts"),
                tab("Order and requirements", "/cases/k3v/order"),
                tab("Risk", "/cases/k3v/risk"),
            ],
        }
    }
}
