//! Contacts that were no appointments.

use record::entry::Basis;

use crate::asked::Topic;

/// A contact, its words, whether somebody else told it, and what the order must ask for it to make sense.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    pub(crate) contact: &'static str,
    pub(crate) words: &'static str,
    pub(crate) basis: Basis,
    pub(crate) only: Option<Topic>,
}

const fn seen(contact: &'static str, words: &'static str) -> Note {
    Note { contact, words, basis: Basis::Fact, only: None }
}

const fn told(contact: &'static str, words: &'static str) -> Note {
    Note { contact, words, basis: Basis::ThirdParty, only: None }
}

const fn thought(words: &'static str) -> Note {
    Note { contact: "NOTE", words, basis: Basis::Opinion, only: None }
}

impl Note {
    const fn only(self, topic: Topic) -> Note {
        Note { only: Some(topic), ..self }
    }
}

/// Each is used once on a record.
pub(crate) const NOTES: [Note; 66] = [
    seen("NOTE", "File read before the appointment."),
    seen("NOTE", "Supervision with the senior officer: plan agreed, no change to the level of risk."),
    seen("NOTE", "Case discussed in the team meeting; a colleague knows the file in case of absence."),
    seen("NOTE", "New telephone number given and checked."),
    seen("NOTE", "Pre-sentence report read again for the review."),
    seen("NOTE", "Bus fares refunded; receipts seen."),
    seen("NOTE", "Copy of the tenancy agreement filed.").only(Topic::Home),
    seen("NOTE", "Payslip seen and copied.").only(Topic::Work),
    seen("NOTE", "Case handed over for a week of leave; notes up to date."),
    seen("NOTE", "Evidence of identity seen."),
    seen("NOTE", "Consent to share information with the doctor signed."),
    seen("PHONE", "They rang to say they had found work.").only(Topic::Work),
    seen("PHONE", "They rang to ask what time the appointment was."),
    seen("PHONE", "Called to remind them of the appointment; they will come."),
    seen("PHONE", "They rang about a letter from the court; explained."),
    seen("PHONE", "They rang: lost the appointment card. Time given again."),
    seen("PHONE", "They rang, upset about a bereavement; listened, doctor’s number given."),
    seen("PHONE", "Called to change the room; they knew the way."),
    seen("TEXT", "Reminder of the next appointment sent."),
    seen("TEXT", "Reminder sent; they answered that they will be there."),
    seen("TEXT", "Address of the office sent again."),
    seen("TEXT", "Told of the early closing before the holiday."),
    seen("EMAIL", "Asked the employment adviser for an update.").only(Topic::Work),
    seen("EMAIL", "Housing form sent to the council with their consent.").only(Topic::Home),
    seen("EMAIL", "Asked the police unit for call-outs to the address."),
    seen("EMAIL", "Attendance record sent to the solicitor with consent."),
    seen("LETTER", "Letter about bus passes sent."),
    seen("LETTER", "Copy of the order sent again; the first was lost."),
    seen("LETTER", "Letter with the dates of the next month sent."),
    seen("WALKIN", "Came in to hand in a doctor’s note; copied."),
    seen("WALKIN", "Came in a day early by mistake; spoke with the duty officer."),
    seen("WALKIN", "Came in to use the telephone for a benefit claim; spoke briefly.").only(Topic::Money),
    told("NOTE", "Police unit: nothing new on the address."),
    told("NOTE", "Home circumstances unchanged, says the support worker.").only(Topic::General),
    told("PHONE", "Call from the housing officer about the tenancy: rent is up to date.").only(Topic::Home),
    told("PHONE", "Their mother rang: worried about money, nothing else.").only(Topic::Money),
    told("PHONE", "Employer rang to confirm the shifts.").only(Topic::Work),
    told("PHONE", "Landlord rang: rent paid, no complaints.").only(Topic::Home),
    told("PHONE", "College rang: attends the course.").only(Topic::Work),
    told("PHONE", "Children’s services: no open referral."),
    told("EMAIL", "Employment adviser: has been to both workshops.").only(Topic::Work),
    told("EMAIL", "Money advice desk: plan with two creditors agreed.").only(Topic::Money),
    told("EMAIL", "Mental health team: assessment offered for next month."),
    told("EMAIL", "Doctor’s practice: registered and seen once."),
    thought("Seems more hopeful since the flat came through.").only(Topic::Home),
    thought("Motivation is better than at the start; plan holds."),
    thought("Answers what is asked and little more; to be patient."),
    thought("Talks more freely when the worksheet is left aside.").only(Topic::Thinking),
    told("EMAIL", "Treatment provider: attendance is good.").only(Topic::Drugs),
    told("EMAIL", "Treatment provider: last test was clear.").only(Topic::Drugs),
    told("PHONE", "Treatment worker: one session missed, one made up.").only(Topic::Drugs),
    told("EMAIL", "Treatment provider: drink diary kept.").only(Topic::Drink),
    told("NOTE", "Programme team: a place is likely next month.").only(Topic::Programme),
    told("EMAIL", "Programme tutor: takes part well, homework done.").only(Topic::Programme),
    told("EMAIL", "Programme tutor: came late twice.").only(Topic::Programme),
    told("NOTE", "Police officer who visits: home visit made, nothing of concern.").only(Topic::Boundaries),
    seen("NOTE", "Multi-agency review read; level unchanged.").only(Topic::Boundaries),
    told("EMAIL", "Victim contact officer: conditions still as asked for.").only(Topic::Licence),
    seen("NOTE", "Licence conditions checked against the file: in order.").only(Topic::Licence),
    told("NOTE", "Police: no call-out to the former partner’s address.").only(Topic::Relationships),
    told("EMAIL", "Women’s safety worker: nothing new.").only(Topic::Relationships),
    told("EMAIL", "Works supervisor: asks for a smaller group; agreed.").only(Topic::UnpaidWork),
    seen("NOTE", "Hours checked against the work sheets: they agree.").only(Topic::UnpaidWork),
    seen("LETTER", "Work instruction with place and kit sent.").only(Topic::UnpaidWork),
    told("EMAIL", "Monitoring company: no breach this month.").only(Topic::Curfew),
    told("EMAIL", "Monitoring company: eleven minutes late once, reason given.").only(Topic::Curfew),
];

/// Contacts of somebody seen nearly every day.
pub(crate) const DAILY: [(&str, &str, Basis); 12] = [
    ("WALKIN", "Signed in at the hostel desk in the morning.", Basis::Fact),
    ("WALKIN", "Signed in at the hostel desk in the evening.", Basis::Fact),
    ("NOTE", "Hostel: curfew kept.", Basis::ThirdParty),
    ("NOTE", "Hostel: room check in order.", Basis::ThirdParty),
    ("PHONE", "Rang at the agreed time.", Basis::Fact),
    ("NOTE", "Keyworker: settled, joined the evening meal.", Basis::ThirdParty),
    ("NOTE", "Workshop: came on time, left on time.", Basis::ThirdParty),
    ("EMAIL", "Daily line from the hostel: nothing to report.", Basis::ThirdParty),
    ("NOTE", "Keyworker: cooked for the others.", Basis::ThirdParty),
    ("PHONE", "Rang on the way back from the job centre.", Basis::Fact),
    ("NOTE", "Hostel: visitor signed in and out, a relative.", Basis::ThirdParty),
    ("EMAIL", "Workshop tutor: started on the second unit.", Basis::ThirdParty),
];
