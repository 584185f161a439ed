//! A case on one page.

use askama::Template;

use crate::components::{CaseHeader, Clock, Entry, Fact, Facts, Flag, Here, Link, Shell, Tone, Why};

/// A case on one page.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// The one next thing, as "Next: office visit, Tue 22 Dec, 9:30am, Mill Lane".
    pub next: Option<Link>,
    /// What can be done from here: book, record an absence, escalate, print.
    pub actions: Vec<Link>,
    /// What is due on this case.
    pub clocks: Vec<Clock>,
    /// Requirements with their progress.
    pub requirements: Vec<Requirement>,
    /// Contradictions and gaps the program noticed.
    pub concerns: Vec<Concern>,
    /// Risk: judgements first, scores after.
    pub risk: Facts,
    /// How often they were seen this month and the last.
    pub contact: Facts,
    /// Contact details, needs.
    pub person: Facts,
    /// What was sent last, and what came of it.
    pub sent: Facts,
    /// The latest entries.
    pub latest: Vec<Entry>,
    /// All of them.
    pub timeline: String,
}

/// A requirement and how far it is.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// As "Unpaid work".
    pub name: String,
    /// As "46 of 120 hours".
    pub progress: String,
    /// Done so far, for the bar; 0 to `whole`.
    pub done: u32,
    /// The whole; 0 when it has no measure.
    pub whole: u32,
    /// Who delivers it, and until when.
    pub note: String,
    /// Its state.
    pub flag: Option<Flag>,
    /// Why the figure is what it is.
    pub why: Option<Why>,
}

/// Something that looks contradictory, dangerous or missing.
#[derive(Clone, Debug)]
pub struct Concern {
    /// Its tone.
    pub tone: Tone,
    /// What was noticed.
    pub text: String,
    /// What would change it.
    pub change: String,
    /// The rule behind it.
    pub why: Option<Why>,
    /// Where to act, or dismiss it with a reason.
    pub actions: Vec<Link>,
}

impl OverviewPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Overview – Case", Here::Find).back("My day", "/day"),
            case: CaseHeader::sample("Overview"),
            next: Some(Link::new("Office visit, Tue 22 Dec 2015, 9:30am, Mill Lane", "/appointments/7dq")),
            actions: vec![
                Link::new("Book an appointment", "/appointments/new?case=k3v"),
                Link::new("Print for a visit", "/cases/k3v/print"),
            ],
            clocks: vec![Clock {
                when: "2 working days left".into(),
                tone: Tone::Soon,
                what: "Decide: missed unpaid work, Thu 10 Dec.".into(),
                person: None,
                action: Some(Link::new("Decide now", "/appointments/p2x")),
                why: Some(Why::sample()),
                aside: None,
            }],
            requirements: vec![
                Requirement {
                    name: "Unpaid work".into(),
                    progress: "46 of 120 hours".into(),
                    done: 46,
                    whole: 120,
                    note: "Westmarch CRC, to be done by Tue 3 May 2016".into(),
                    flag: Some(Flag::new(Tone::Soon, "Behind")),
                    why: None,
                },
                Requirement {
                    name: "Building Better Relationships".into(),
                    progress: "0 of 24 sessions".into(),
                    done: 0,
                    whole: 24,
                    note: "No group with a place is running".into(),
                    flag: Some(Flag::new(Tone::Act, "No start date")),
                    why: None,
                },
            ],
            concerns: vec![Concern {
                tone: Tone::Soon,
                text: "No attended face-to-face contact since Tue 10 Nov 2015.".into(),
                change: "An attended office or home visit ends this.".into(),
                why: Some(Why::sample()),
                actions: vec![
                    Link::new("Book a visit", "/appointments/new?case=k3v"),
                    Link::new("Dismiss with a reason", "/concerns/2b/dismiss"),
                ],
            }],
            risk: Facts::from(vec![
                Fact::new("Risk of serious harm", "High, to a known adult")
                    .note("Judged Mon 2 Nov 2015 by Amina Rahman"),
                Fact::new("OASys", "None yet").note("Due Wed 25 Nov 2015: 14 working days late"),
                Fact::new("Domestic abuse checks", "Asked, no answer")
                    .note("Sent to police Thu 5 Nov 2015")
                    .link("Chase", "/checks/4d"),
            ]),
            contact: Facts::from(vec![
                Fact::new("December so far", "Seen once face to face; twice is asked for")
                    .note("Asked to come twice.")
                    .why(Why::sample()),
            ]),
            sent: Facts::from(vec![
                Fact::new("Warning", "Posted, Mon 14 Dec 2015").link("See it", "/cases/k3v/letters/5"),
                Fact::new("Reminder of Tue 15 Dec 2015, 9:30am", "Reached the telephone, Mon 14 Dec 2015, 9:02am"),
            ]),
            person: Facts::from(vec![
                Fact::new("Phone", "07700 900123"),
                Fact::new("Address", "12 Example Row, Westmarch").note("Since 1 Sep 2015"),
                Fact::new("Language", "Polish; interpreter for every appointment"),
                Fact::new("Other names", "None recorded"),
            ]),
            latest: vec![Entry::sample()],
            timeline: "/cases/k3v/timeline".into(),
        }
    }
}
