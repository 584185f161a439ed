//! Giving cases to officers: those nobody holds, or a colleague's.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{
    CaseHeader, Choice, Choices, Field, Flag, Here, Link, Look, Problems, Shell, Token, Tone, Why,
};

/// Cases to be given on.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/allocate.html")]
pub struct AllocatePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Cases that nobody holds".
    pub heading: String,
    /// As "3 cases. Sana Senior answers for them until they are allocated.".
    pub summary: String,
    /// The form.
    pub token: Token,
    /// Who was shown to hold them, posted as `held_by`.
    pub held_by: String,
    /// Posted as `all`: for every case that is left empty.
    pub all: Choices,
    /// The cases.
    pub cases: Vec<CaseToGive>,
    /// Cases that do not stand on this form, in a sentence.
    pub more: String,
    /// Posted as `from`.
    pub from: Field,
    /// Posted as `why`.
    pub why: Field,
    /// Posted as `override`: beside a refusal because people must be kept apart.
    pub override_reason: Option<Field>,
    /// The ceiling, who says so and how far to trust it.
    pub ceiling: Why,
}

/// A case on the list.
#[derive(Clone, Debug)]
pub struct CaseToGive {
    /// Who; none where access is limited.
    pub person: Option<Link>,
    /// As "Community order to 3 May 2016. Next: Tue 22 Dec, 9:30am.".
    pub about: String,
    /// Risk, registers, and what is late.
    pub flags: Vec<Flag>,
    /// Posted as `to-` and the case; none where access is limited.
    pub to: Option<Choices>,
}

/// Giving one case.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_allocate.html")]
pub struct CaseAllocatePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Who holds it, or that nobody does.
    pub holds: String,
    /// The form.
    pub token: Token,
    /// Who was shown to hold it, posted as `held_by`.
    pub held_by: String,
    /// Posted as `to`.
    pub to: Choices,
    /// Posted as `team`; none where the organisation has no other.
    pub team: Option<Choices>,
    /// Posted as `from`.
    pub from: Field,
    /// Posted as `why`.
    pub why: Field,
    /// Posted as `override`: beside a refusal because people must be kept apart.
    pub override_reason: Option<Field>,
    /// The ceiling, who says so and how far to trust it.
    pub ceiling: Why,
}

fn officers() -> Vec<Choice> {
    vec![
        Choice::new("P01T1A1", "Amina Rahman").hint("44 cases"),
        Choice::new("P01T1A2", "Peter Practitioner").hint("50 cases: one more is above 50, and asks for a reason"),
        Choice::new("P01T1A3", "Sam Okoro").hint("33 cases. Away, until Fri 18 Dec 2015; Amina Rahman covers"),
    ]
}

fn from() -> Field {
    Field::new(Kind::Date, "from", "From").value("15/12/2015")
}

fn reason() -> Field {
    Field::new(Kind::Line, "why", "Why").hint("Asked for where somebody would hold more than 50")
}

impl AllocatePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let choice = |name: &str, label: &str| {
            let named = officers().into_iter().map(|o| Choice::new(&o.value, &o.label)).collect();
            Choices::new(Look::List, name, label, named)
        };
        Self {
            shell: Shell::sample("Allocate cases", Here::Team).back("My team’s week", "/team"),
            problems: Problems::default(),
            heading: "Cases that nobody holds".into(),
            summary: "2 cases. Sana Okafor answers for them until they are allocated, every clock running.".into(),
            token: Token::sample("/allocate/nobody"),
            held_by: String::new(),
            all: choice("all", "All of them to"),
            cases: vec![
                CaseToGive {
                    person: Some(Link::new("Sample, Ada", "/cases/k3v")),
                    about: "Community order to 3 May 2016. Nothing booked.".into(),
                    flags: vec![Flag::new(Tone::Act, "High"), Flag::new(Tone::Act, "1 late")],
                    to: Some(choice("to-k3v", "Sample, Ada, to")),
                },
                CaseToGive { person: None, about: String::new(), flags: Vec::new(), to: None },
            ],
            more: String::new(),
            from: from(),
            why: reason(),
            override_reason: Some(Field::new(Kind::Line, "override", "If it must be them, say why")),
            ceiling: Why::sample(),
        }
    }
}

impl CaseAllocatePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let team = Choices::new(Look::List, "team", "Or another team", vec![Choice::new("P01T1B", "South team")]);
        Self {
            shell: Shell::sample("Allocate – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            holds: "Held by Amina Rahman since Mon 3 Aug 2015.".into(),
            token: Token::sample("/cases/k3v/allocate"),
            held_by: "P01T1A1".into(),
            to: Choices::new(Look::Stack, "to", "Who is to have it", officers()),
            team: Some(team.hint("It does without an officer until whoever leads that team gives it on")),
            from: from(),
            why: reason(),
            override_reason: Some(Field::new(Kind::Line, "override", "If it must be them, say why")),
            ceiling: Why::sample(),
        }
    }
}
