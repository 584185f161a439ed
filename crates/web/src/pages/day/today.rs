//! My day: people in time order, each with what there is to record.

use askama::Template;

use crate::components::{Clock, Flag, Here, Link, Notice, Problems, Shell, Token, Tone, Why};
use crate::pages::appointments::outcome::OutcomeForm;

/// My day.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/day.html")]
pub struct DayPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form of one slot.
    pub problems: Problems,
    /// As "Tuesday 15 December".
    pub heading: String,
    /// As "7 appointments, 2 recorded, 2 to record".
    pub summary: String,
    /// The day before.
    pub previous: Link,
    /// The day after.
    pub next: Link,
    /// Today, when another day is shown.
    pub today: Option<Link>,
    /// Whether this is the diary as it was known, beside which nothing due or left over is worked out.
    pub past: bool,
    /// Said when colleagues who are away are covered.
    pub covers: Option<String>,
    /// The print of this day, and of tomorrow.
    pub print: Vec<Link>,
    /// The appointments in time order.
    pub slots: Vec<Slot>,
    /// What is due, most pressing first.
    pub clocks: Vec<Clock>,
    /// Where the rest of what is due is, as "12 more due later".
    pub more_clocks: Option<Link>,
    /// How the alarms did, and how many of these were put aside; none for those who may not see it.
    pub alarms: Option<Link>,
    /// Outcomes of earlier days still to record.
    pub to_record: Vec<Unrecorded>,
    /// What others did that has to be known, moved, confirmed or signed.
    pub waiting: Vec<Link>,
}

/// An outcome of an earlier day still to record.
#[derive(Clone, Debug)]
pub struct Unrecorded {
    /// The appointment.
    pub appointment: Link,
    /// As "Mon 14 Dec 2015".
    pub day: String,
    /// Whose it is, where it is a colleague's, as "With Olwen Officer, who has left. You answer."; else empty.
    pub answers: String,
    /// By when it was to be recorded, and who says so.
    pub why: Option<Why>,
}

/// One appointment of the day.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The id on the page, as "slot-3"; a return after recording lands here.
    pub id: String,
    /// As "9:30am".
    pub time: String,
    /// As "30 min".
    pub length: String,
    /// The person and case. For a restricted record "Restricted record".
    pub person: Link,
    /// Case reference number; empty for a restricted record.
    pub crn: String,
    /// Kind and place, as "Office visit, room 2".
    pub what: String,
    /// Risk and gaps.
    pub flags: Vec<Flag>,
    /// Interpreter, adjustments.
    pub needs: Vec<String>,
    /// The way from the appointment before, at another place.
    pub travel: Option<Flag>,
    /// The brief, as ("Last time", "Agreed to ring the tenancy team").
    pub brief: Vec<(String, String)>,
    /// That somebody is to be there whom they must not meet; nobody is named.
    pub apart: Option<String>,
    /// A derived instruction, as "See them out by the side door".
    pub instruction: Option<String>,
    /// What there is to do or to see.
    pub state: SlotState,
}

/// Where an appointment of the day stands.
#[derive(Clone, Debug)]
pub enum SlotState {
    /// Still to come.
    Upcoming {
        /// Where to move or cancel it.
        change: String,
    },
    /// Its time has come, or gone.
    ToRecord {
        /// The one-button form: posts `outcome=complied`.
        quick: Token,
        /// The whole form.
        form: Whole,
        /// Whether the whole form stands open, as it does when it has a problem.
        open: bool,
        /// Where to move or cancel it.
        change: String,
    },
    /// An outcome is recorded.
    Recorded {
        /// The outcome.
        outcome: Flag,
        /// Whether it is protected, as "Protected."
        when: String,
        /// Decision, letter and next appointment, as links to them.
        followed: Vec<Link>,
        /// What is still owed, as "What you worked on: due by Wed 16 Dec".
        owed: Option<Link>,
        /// Takes it back, for ten minutes, while nothing rests on it.
        undo: Option<Token>,
    },
    /// Without an outcome, in a diary as it was known: nothing is recorded from there.
    AsKnown,
    /// It did not take place.
    Cancelled {
        /// As "Cancelled Mon 14 Dec: officer ill".
        why: String,
    },
}

/// Where the whole form stands that records an outcome.
#[derive(Clone, Debug)]
pub enum Whole {
    /// On the page.
    Here(Box<OutcomeForm>),
    /// On the appointment's own page: on a day so full the page would be too long to arrive.
    At(String),
}

impl DayPage {
    /// A made-up example: one slot of each state.
    pub fn sample() -> Self {
        let clock = |when: &str, tone, what: &str, name: &str, action: &str| Clock {
            when: when.into(),
            tone,
            what: what.into(),
            person: Some(Link::new(name, "/cases/k3v")),
            action: Some(Link::new(action, "/appointments/p2x")),
            why: Some(crate::components::Why::sample()),
            aside: (tone == Tone::Act).then(|| Link::new("Put aside", "/cases/k3v/alarms/decision-after-failure.a-1")),
        };
        Self {
            shell: Shell {
                notice: Some(Notice::new(Tone::Good, "Recorded and protected.")),
                ..Shell::sample("My day", Here::Day)
            },
            problems: Problems::default(),
            heading: "Tuesday 15 December".into(),
            past: false,
            summary: "7 appointments: 1 recorded, 2 to record".into(),
            previous: Link::new("Monday 14", "/day/2015-12-14"),
            next: Link::new("Wednesday 16", "/day/2015-12-16"),
            today: None,
            covers: None,
            print: vec![Link::new("Print today", "/day/print"), Link::new("Print tomorrow", "/day/2015-12-16/print")],
            slots: sample_slots(),
            clocks: vec![
                clock("Late by 1 working day", Tone::Act, "Enforcement decision.", "Dee Other", "Decide"),
                clock(
                    "Due today",
                    Tone::Soon,
                    "Warning letter to serve before Thursday.",
                    "Ed Another",
                    "See the letter",
                ),
                clock("2 working days left", Tone::Neutral, "Enforcement decision.", "Ada Sample", "Decide"),
            ],
            more_clocks: Some(Link::new("9 more due later this week", "/day/due")),
            alarms: Some(Link::new("2 put aside. How often the alarms were right", "/alarms")),
            to_record: vec![
                unrecorded("Flo Dummy, office visit", "/appointments/f1", "Mon 14 Dec", ""),
                unrecorded(
                    "Hal Specimen, phone call",
                    "/appointments/f2",
                    "Fri 11 Dec",
                    "With Olwen Officer, who has left. You answer.",
                ),
            ],
            waiting: vec![
                Link::new(
                    "3 appointments stand in the diary of somebody who has left or no longer has the case, or in nobody’s",
                    "/taking-over",
                ),
                Link::new("Sign off who was not seen in November: due by Fri 18 Dec 2015", "/contact/sign-off/2015-11"),
            ],
        }
    }

    /// A made-up example where a whole form came back with a problem.
    pub fn sample_with_problem() -> Self {
        let mut page = Self::sample();
        page.shell.has_problems = true;
        page.shell.notice = None;
        page.problems.list = vec![("s2-decision".into(), "Choose a decision".into())];
        for slot in page.slots.iter_mut().filter(|slot| slot.id == "slot-2") {
            if let SlotState::ToRecord { form: Whole::Here(form), open, .. } = &mut slot.state {
                *open = true;
                let sample = OutcomeForm::sample("s2");
                **form = OutcomeForm {
                    outcome: sample.outcome.chosen("absent"),
                    excuse: sample.excuse.chosen("none"),
                    decision: sample.decision.error("Choose a decision"),
                    ..OutcomeForm::sample("s2")
                };
            }
        }
        page
    }
}

fn unrecorded(what: &str, href: &str, day: &str, answers: &str) -> Unrecorded {
    let (day, answers) = (day.to_owned(), answers.to_owned());
    Unrecorded { appointment: Link::new(what, href), day, answers, why: Some(Why::sample()) }
}

/// One slot of each state.
fn sample_slots() -> Vec<Slot> {
    let slot = |n: u8, time: &str, name: &str, what: &str, state| Slot {
        id: format!("slot-{n}"),
        time: time.into(),
        length: "30 min".into(),
        person: Link::new(name, format!("/cases/k{n}v")),
        crn: format!("X00000{n}"),
        what: what.into(),
        flags: Vec::new(),
        needs: Vec::new(),
        travel: None,
        brief: Vec::new(),
        apart: None,
        instruction: None,
        state,
    };
    let to_record = |n: u8| SlotState::ToRecord {
        quick: Token::sample("/appointments/7dq/outcome"),
        form: Whole::Here(Box::new(OutcomeForm::sample(&format!("s{n}")))),
        open: false,
        change: "/appointments/7dq/move".into(),
    };
    let upcoming = || SlotState::Upcoming { change: "/appointments/7dq/move".into() };
    vec![
        slot(
            1,
            "9am",
            "Cai Pwyth",
            "Phone call",
            SlotState::Recorded {
                outcome: Flag::new(Tone::Good, "Attended, complied"),
                when: "Protected.".into(),
                followed: vec![Link::new("Next: Tue 22 Dec, 9am", "/appointments/8aa")],
                owed: Some(Link::new("What you worked on: due by Wed 16 Dec", "/appointments/7dq/note")),
                undo: Some(Token::sample("/cases/k1v/appointments/7dq/undo")),
            },
        ),
        Slot {
            flags: vec![Flag::new(Tone::Act, "High risk of serious harm"), Flag::new(Tone::Unknown, "OASys: none yet")],
            needs: vec!["Interpreter: Polish".into()],
            brief: vec![
                ("Last time".into(), "Agreed to ring the tenancy team by Friday.".into()),
                ("New".into(), "Missed unpaid work on Thu 10 Dec; decision due Thu.".into()),
            ],
            instruction: Some("Meet at the side entrance.".into()),
            ..slot(2, "9:30am", "Ada Sample", "Office visit, room 2", to_record(2))
        },
        slot(3, "10am", "Ben Example", "Office visit, room 2: first after court", to_record(3)),
        Slot {
            needs: vec!["Welsh".into()],
            travel: Some(Flag::new(Tone::Soon, "15 minutes to get there: allow 30")),
            apart: Some("Somebody is to be there whom they must not meet: move it, or ask your senior".into()),
            ..slot(4, "11am", "Gwil Enghraifft", "Home visit", upcoming())
        },
        slot(
            5,
            "1pm",
            "Dee Other",
            "Office visit, room 1",
            SlotState::Cancelled { why: "Cancelled 8:40am: in police custody".into() },
        ),
        slot(6, "2pm", "Eve Placeholder", "Office visit, room 2", upcoming()),
        Slot { crn: String::new(), ..slot(7, "3:30pm", "Restricted record", "Office visit, room 4", upcoming()) },
    ]
}
