//! What officers of a service that never was might write. No sentence holds a name, a place or a date.

/// Notes of appointments that were kept.
pub(crate) const KEPT: [&str; 14] = [
    "Came on time. Talked through the week and the step agreed last time.",
    "Settled and talkative. Work on decision-making continued; next worksheet given.",
    "Said the new shift pattern is hard. Agreed to look at travel before next time.",
    "Looked at triggers again. Could name three and what helps with two of them.",
    "Quiet today. Said they had slept badly. Agreed to see the doctor.",
    "Brought proof of address. Housing application is moving.",
    "Talked about the effect on those who were hurt. Took it seriously.",
    "Job search: two applications sent, one reply. Help with the form given.",
    "Reviewed the plan together. One objective met, one carried over.",
    "Payment plan discussed; referred to the money advice desk.",
    "Session on managing temper. Role play went well.",
    "No change in circumstances. Confirmed telephone number.",
    "Talked about time with friends and what to avoid at the weekend.",
    "Family matters weigh on them. Agreed a call on Friday.",
];
/// Notes of unpaid work.
pub(crate) const WORKED: [&str; 4] = [
    "Full session worked. Good effort.",
    "Worked the session; supervisor had to remind about the boots once.",
    "Hours credited in full. Helped a newcomer.",
    "Left site tidy. Hours credited.",
];
/// Notes of absences that nobody excused.
pub(crate) const MISSED: [&str; 6] = [
    "Did not come and did not ring. Called once, no answer.",
    "Did not attend. Voicemail left.",
    "Not seen. Text sent asking them to ring.",
    "Did not attend; a relative answered and did not know where they were.",
    "No contact before or after the appointment.",
    "Rang two hours after the appointment and gave no reason.",
];
/// Notes of absences that were excused.
pub(crate) const EXCUSED: [&str; 5] = [
    "Rang beforehand. Evidence asked for and seen.",
    "Letter seen and copied.",
    "Told us last week. Agreed.",
    "Text received in the morning; evidence brought next time.",
    "Employer confirmed by telephone.",
];
/// Why a failure was accepted as excused.
pub(crate) const REASONS_ACCEPTED: [&str; 5] = [
    "Doctor’s note received.",
    "Hospital letter seen.",
    "Was at work; employer confirmed the shift.",
    "Child was ill; the school confirmed.",
    "At court that morning; the list was checked.",
];
/// Why nothing further was done.
pub(crate) const REASONS_NONE: [&str; 4] = [
    "First absence in months; spoken to and reminded.",
    "Letter about the appointment went to an old address: not a fair failure.",
    "Came the next morning without being asked.",
    "Licence letter sent; senior officer agrees no further step now.",
];
/// Contacts that were no appointments.
pub(crate) const NOTES: [(&str, &str); 16] = [
    ("NOTE", "File read before the appointment."),
    ("NOTE", "Supervision with senior officer: plan agreed, no change to the level of risk."),
    ("NOTE", "Checked with the police unit: nothing new."),
    ("NOTE", "Programme team says a place is likely next month."),
    ("NOTE", "Home circumstances unchanged according to the support worker."),
    ("NOTE", "Case discussed in team meeting; colleague knows the file in case of absence."),
    ("PHONE", "Rang to confirm the appointment."),
    ("PHONE", "They rang to say they had found work."),
    ("PHONE", "Call from the housing officer about the tenancy."),
    ("PHONE", "Called to remind them of the appointment; they will come."),
    ("TEXT", "Reminder sent."),
    ("TEXT", "Reminder sent; they answered that they will be there."),
    ("EMAIL", "Message from the treatment provider: attendance is good."),
    ("EMAIL", "Asked the employment adviser for an update."),
    ("LETTER", "Letter about bus passes sent."),
    ("NOTE", "Telephone number updated."),
];
/// Contacts of somebody seen nearly every day.
pub(crate) const DAILY: [(&str, &str); 8] = [
    ("WALKIN", "Signed in at the hostel desk in the morning."),
    ("WALKIN", "Signed in at the hostel desk in the evening."),
    ("NOTE", "Curfew kept."),
    ("NOTE", "Room check: in order."),
    ("PHONE", "Rang at the agreed time."),
    ("NOTE", "Keyworker: settled, joined the evening meal."),
    ("NOTE", "Went to the workshop and came back on time."),
    ("EMAIL", "Daily line from the hostel: nothing to report."),
];
/// What a plan works on.
pub(crate) const OBJECTIVES: [&str; 10] = [
    "Keep a place to live",
    "Find and keep work",
    "Drink less, with the treatment service",
    "Stay off drugs, with the treatment service",
    "Think before acting: worksheets and role play",
    "Understand the effect on others",
    "Sort out debts",
    "Keep to the times of the order",
    "Keep safe and fair relationships",
    "Do the unpaid work hours",
];
/// What an appointment is for.
pub(crate) const PURPOSES: [&str; 6] =
    ["Supervision", "Plan review", "Offence-focused work", "Employment and housing", "Supervision and worksheet", ""];
