//! The frame of every page.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Link, Tone};

/// The part of the service a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// My day.
    Day,
    /// My caseload, and my team's.
    Caseload,
    /// My team's week.
    Team,
    /// What waits for me to see it.
    Inbox,
    /// Find a person, and cases.
    Find,
    /// Court.
    Court,
    /// What is recorded and protected.
    Protected,
    /// The list of failures.
    Failures,
    /// What is proposed for erasure, and what was erased.
    Erasures,
    /// Questions about both times of the record.
    Questions,
    /// Sites, and their reception.
    Sites,
    /// Everybody's scores, in figures.
    Scores,
    /// Contact across cases.
    Contact,
    /// What is sent.
    Post,
    /// None of them.
    Elsewhere,
}

/// One line of a navigation list.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
    /// Whether it is the page shown.
    pub current: bool,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Name.
    pub name: String,
    /// Role, as "Probation practitioner".
    pub role: String,
    /// Organisation.
    pub organisation: String,
    /// The form secret for sign-out and search, which stand on every page.
    pub csrf: String,
    /// What their role alone leads to: the words and the address.
    pub also: Vec<(Here, &'static str, &'static str)>,
    /// What their role has no use for.
    pub without: Vec<Here>,
    /// How much waits in their inbox; none for those who have none.
    pub unread: Option<u64>,
}

/// Something just done, or something to know, at the head of a page.
#[derive(Clone, Debug, Template)]
#[template(path = "components/notice.html")]
pub struct Notice {
    /// Its tone.
    pub tone: Tone,
    /// The words.
    pub text: String,
    /// A quieter second sentence.
    pub detail: Option<String>,
    /// Where to look.
    pub link: Option<Link>,
}

impl HtmlSafe for Notice {}

impl Notice {
    /// A notice of one sentence.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), detail: None, link: None }
    }
}

/// Everything around a page's own content.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The page's title, without any name, number or other personal data.
    pub title: String,
    /// Whether the page shows problems: the title then starts "Error: ".
    pub has_problems: bool,
    /// Who is signed in; nobody on the sign-in page.
    pub signed_in: Option<SignedIn>,
    /// The part of the service.
    pub here: Here,
    /// The line that says the service is synthetic, with its clock.
    pub synthetic: Option<String>,
    /// The way back, always an address of ours.
    pub back: Option<Link>,
    /// Something just done.
    pub notice: Option<Notice>,
}

impl Shell {
    /// The navigation of a signed-in page.
    pub fn navigation(&self) -> Vec<NavLink> {
        let link =
            |here, text: &str, href: &str| NavLink { text: text.into(), href: href.into(), current: self.here == here };
        let all = [
            (Here::Day, "My day", "/day"),
            (Here::Caseload, "Caseload", "/caseload"),
            (Here::Find, "Find a person", "/find"),
            (Here::Court, "Court", "/courts"),
        ];
        let own = all.into_iter().filter(|(here, ..)| self.is_for(*here));
        let mut links: Vec<NavLink> = own.map(|(here, text, href)| link(here, text, href)).collect();
        let also = self.signed_in.iter().flat_map(|user| &user.also);
        links.extend(also.map(|(here, text, href)| link(*here, text, href)));
        if let Some(unread) = self.signed_in.as_ref().and_then(|user| user.unread) {
            let text = if unread == 0 { "Inbox".to_owned() } else { format!("Inbox ({unread})") };
            links.push(link(Here::Inbox, &text, "/inbox"));
        }
        links
    }

    fn is_for(&self, here: Here) -> bool {
        self.signed_in.as_ref().is_none_or(|user| !user.without.contains(&here))
    }

    /// A made-up example.
    pub fn sample(title: &str, here: Here) -> Self {
        Self {
            title: title.into(),
            has_problems: false,
            signed_in: Some(SignedIn {
                name: "Amina Rahman".into(),
                role: "Probation practitioner".into(),
                organisation: "Westmarch CRC".into(),
                csrf: "c5r4f".into(),
                also: Vec::new(),
                without: Vec::new(),
                unread: Some(2),
            }),
            here,
            synthetic: Some("Synthetic service: every person here is invented. Clock: Tue 15 Dec 2015, 9:52am.".into()),
            back: None,
            notice: None,
        }
    }

    /// The same frame for an information officer.
    pub fn for_information_officer(mut self) -> Self {
        if let Some(user) = &mut self.signed_in {
            user.name = "Ines Keeper".into();
            user.role = "Information officer".into();
            user.without = vec![Here::Day, Here::Caseload, Here::Court];
            user.also = vec![(Here::Erasures, "Erasures", "/erasures")];
        }
        self
    }

    /// The same frame for an auditor.
    pub fn for_auditor(mut self) -> Self {
        if let Some(user) = &mut self.signed_in {
            user.name = "Ruth Feld".into();
            user.role = "Auditor".into();
            user.without = vec![Here::Day, Here::Caseload, Here::Court];
            user.unread = None;
            user.also = vec![(Here::Erasures, "Erasures", "/erasures"), (Here::Questions, "Questions", "/questions")];
        }
        self
    }

    /// The same frame with a way back.
    pub fn back(self, text: &str, href: &str) -> Self {
        Self { back: Some(Link::new(text, href)), ..self }
    }
}
