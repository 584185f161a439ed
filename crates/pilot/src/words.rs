//! What officers of a service that never was might write: parts that are put together, so that notes are seldom alike.
//! No sentence holds a name, a place or a date, and none speaks of a requirement that the order has not.

mod notes;
mod topics;

use crate::asked::Topic;
use crate::chance::Chance;

pub(crate) use notes::{DAILY, NOTES, Note};
pub(crate) use topics::objective;
use topics::spoken_of;

const AT_THE_OFFICE: [&str; 12] = [
    "On time.",
    "Ten minutes early.",
    "Five minutes late; had rung ahead.",
    "Came straight from work.",
    "Settled and talkative.",
    "Quiet today.",
    "Tired, had slept badly.",
    "In good spirits.",
    "Came with a relative, who waited outside.",
    "Seen as arranged.",
    "A little tense at first.",
    "On time, letter in hand.",
];
const AT_HOME: [&str; 5] = [
    "Seen at home as arranged.",
    "Home visit: let in at once.",
    "At home; a relative was there part of the time.",
    "At home; rooms tidy.",
    "Seen at home; lives as recorded.",
];
const BY_TELEPHONE: [&str; 5] = [
    "Answered at the time agreed.",
    "Rang at the time agreed; good line.",
    "Answered on the second try.",
    "Rang; was on a break at work.",
    "Spoke for a quarter of an hour.",
];
const BY_THREE: [&str; 3] = ["All three met.", "Met together as planned.", "Three-way meeting held."];
const CLOSERS: [&str; 14] = [
    "",
    "",
    "",
    "",
    "Next appointment confirmed.",
    "Telephone number confirmed.",
    "Nothing else to report.",
    "Understood what comes next.",
    "Will bring the letter next time.",
    "Thanked and reminded of the next date.",
    "No change in circumstances.",
    "Step agreed and written down.",
    "To be looked at again next time.",
    "Level of risk unchanged.",
];

const TASKS: [&str; 9] = [
    "Cleared the towpath.",
    "Painted a community hall.",
    "Dug over the allotment paths.",
    "Sorted stock at a charity’s store.",
    "Picked litter along the river.",
    "Scrubbed down changing rooms.",
    "Put up fencing at a nature garden.",
    "Repaired benches in the workshop.",
    "Cut back brambles at a churchyard.",
];
const AT_WORK: [&str; 7] = [
    "Good effort; hours credited.",
    "Steady; helped a newcomer.",
    "Reminded about the boots once; hours credited.",
    "Hours credited in full.",
    "Slow start, worked well after the break.",
    "Left the site tidy.",
    "No concerns.",
];

/// The note of an appointment that was kept, by the kind of contact.
pub(crate) fn kept(chance: &mut Chance, contact: &str, topics: &[Topic]) -> String {
    if contact == "CUPA" {
        return joined(&[chance.pick(&TASKS), chance.pick(&AT_WORK)]);
    }
    let opener = match contact {
        "CHVS" => chance.pick(&AT_HOME),
        "COPT" => chance.pick(&BY_TELEPHONE),
        "C084" => chance.pick(&BY_THREE),
        _ => chance.pick(&AT_THE_OFFICE),
    };
    let topic = if topics.is_empty() { Topic::General } else { chance.pick(topics) };
    joined(&[opener, chance.pick(spoken_of(topic)), chance.pick(&CLOSERS)])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The note of a first appointment.
pub(crate) fn introduced(chance: &mut Chance, topics: &[Topic]) -> String {
    let rules = match topics.first() {
        Some(Topic::UnpaidWork) if !topics.contains(&Topic::General) => "Induction to unpaid work done; boots issued.",
        Some(Topic::Curfew) if !topics.contains(&Topic::General) => "Order and curfew explained.",
        _ if topics.contains(&Topic::Licence) => "Licence conditions explained and signed.",
        _ => "Order explained; rules read and signed.",
    };
    let more = chance.pick(&[
        "Contact numbers taken.",
        "Understood what happens after an absence.",
        "Next dates given in writing.",
        "",
    ]);
    joined(&[rules, more])
}

pub(crate) fn missed(chance: &mut Chance, contact: &str) -> &'static str {
    match contact {
        "CUPA" => chance.pick(&[
            "Not at the pick-up point; van waited ten minutes.",
            "Did not come to the site and did not ring.",
            "Not on the site at the start or later, says the supervisor’s sheet.",
        ]),
        "CHVS" => chance.pick(&[
            "No answer at the door. Card left.",
            "Nobody in. Waited ten minutes; card left.",
            "Out, says a neighbour. Card left.",
        ]),
        "COPT" => chance.pick(&[
            "Rang three times, no answer.",
            "No answer at the time agreed. Voicemail left.",
            "Number unobtainable at the time agreed.",
        ]),
        _ => chance.pick(&[
            "Did not come and did not ring. Called once, no answer.",
            "Did not attend. Voicemail left.",
            "Not seen. Text sent asking them to ring.",
            "Did not attend; a relative answered and did not know where they were.",
            "No word before or after the appointment.",
            "Rang two hours after the appointment and gave no reason.",
            "Waited half an hour; not seen.",
            "Did not attend. Number rings out.",
        ]),
    }
}

/// The note of somebody who came and did not comply.
pub(crate) fn refused(contact: &str) -> &'static str {
    match contact {
        "CUPA" => "Left the site at noon without leave.",
        "CHVS" => "Opened the door and would not let the officer in.",
        "COPT" => "Ended the call after two minutes.",
        _ => "Came forty minutes late and left before the end.",
    }
}

/// What a warning letter says of the failure.
pub(crate) fn circumstances(code: &str, contact: &str) -> String {
    if code == "AFTC" {
        return refused(contact)
            .replace("Came", "You came")
            .replace("Left", "You left")
            .replace("Opened", "You opened")
            .replace("Ended", "You ended");
    }
    match contact {
        "CHVS" => "You were not at home.",
        "COPT" => "You did not answer.",
        _ => "You did not attend.",
    }
    .to_owned()
}

pub(crate) fn excused(chance: &mut Chance, code: &str, contact: &str) -> &'static str {
    match code {
        "RSSR" | "AASD" if contact == "CUPA" => chance.pick(&[
            "Session called off: no van.",
            "Session called off: supervisor ill.",
            "Session called off: ground under water.",
        ]),
        "AAME" => chance.pick(&[
            "Doctor’s note seen.",
            "Hospital appointment card seen.",
            "Unwell; prescription seen.",
            "At the dentist; card seen.",
        ]),
        "AAFC" => chance.pick(&[
            "Child ill; the school confirmed.",
            "Childcare fell through; told us the evening before.",
            "Funeral in the family; notice seen.",
        ]),
        "AAEM" => chance.pick(&[
            "At work; employer confirmed by telephone.",
            "Shift changed at short notice; message from the employer seen.",
            "Job interview; letter seen.",
        ]),
        "AACL" => chance.pick(&["At court as a witness; letter seen.", "With a solicitor; confirmed."]),
        "AAHO" => "Holiday agreed before it was booked.",
        "AARE" => "Religious day; told us last week.",
        "RSOF" => chance.pick(&[
            "Asked beforehand for another day; agreed.",
            "Rang the day before; new time given.",
            "Asked to come later in the week; agreed.",
        ]),
        "RSSR" => chance.pick(&[
            "Officer away; new time given.",
            "Officer at court; new time given.",
            "Office shut early; new time given.",
        ]),
        "AASD" => chance.pick(&["Stood down: no room free.", "Stood down: staff short that day."]),
        _ => chance
            .pick(&["Trains stopped by flooding; checked.", "Locked out and waiting for a locksmith; receipt seen."]),
    }
}

/// Why a failure was accepted as excused.
pub(crate) const REASONS_ACCEPTED: [&str; 8] = [
    "Doctor’s note received.",
    "Hospital letter seen.",
    "Was at work; employer confirmed the shift.",
    "Child was ill; the school confirmed.",
    "At court that morning; the list was checked.",
    "Was held at a police station; confirmed.",
    "Appointment letter went to an old address: not a fair failure.",
    "Bus did not run; the operator confirmed.",
];
/// Why nothing further was done: under an order, a licence, or supervision after a sentence.
pub(crate) const NONE_UNDER_AN_ORDER: [&str; 3] = [
    "Spoken to and reminded; comes regularly otherwise.",
    "Time on the letter was wrong by an hour: not a fair failure.",
    "Senior officer agrees: reminder given, no warning this time.",
];
pub(crate) const FIRST_IN_MONTHS: &str = "First absence in months; spoken to and reminded.";
pub(crate) const FOUND_LATE: &str = "Found at a check of the file: too late for a warning to be of use.";
pub(crate) const NONE_IN_BREACH: &str = "Breach is with the court already; failure added to the evidence.";
pub(crate) const NONE_UNDER_A_LICENCE: [&str; 4] = [
    "Licence letter sent; senior officer agrees no further step now.",
    "Licence letter given by hand; conditions gone through again.",
    "Recall considered with the senior officer: not needed, risk unchanged.",
    "Talked through with the senior officer; meetings weekly from now.",
];
pub(crate) const NONE_AFTER_A_SENTENCE: [&str; 3] = [
    "Reminder letter about the supervision period sent.",
    "Spoken to; told that the court may deal with a further failure.",
    "Senior officer agrees: reminder only.",
];

/// What an appointment is for, by the kind of contact and what is asked.
pub(crate) fn purpose(chance: &mut Chance, contact: &str, topics: &[Topic]) -> &'static str {
    let supervised = topics.contains(&Topic::General);
    let treated = topics.contains(&Topic::Drugs) || topics.contains(&Topic::Drink);
    match contact {
        "COAI" if !supervised && topics.contains(&Topic::UnpaidWork) => "Induction to unpaid work",
        "COAI" => "First appointment",
        "CUPA" => "Unpaid work session",
        "CHVS" => "At home",
        "COPT" => "Supervision by telephone",
        "C084" if treated => "With the treatment worker",
        "C084" => "With the employment adviser",
        _ if !supervised && topics.contains(&Topic::UnpaidWork) => "Review of the hours",
        _ if !supervised => "Review of the curfew",
        _ if chance.odds(450) => "Supervision",
        _ => match chance.pick(topics) {
            Topic::Home | Topic::Work | Topic::Money => "Employment and housing",
            Topic::Thinking => "Offence-focused work",
            Topic::Programme => "Between programme sessions",
            Topic::Drugs | Topic::Drink => "Treatment review",
            Topic::Licence => "Licence review",
            _ => "Supervision",
        },
    }
}
