//! What may be spoken of by topic, and what a plan works on.

use crate::asked::Topic;

/// Sentences for the note of a meeting.
pub(super) fn spoken_of(topic: Topic) -> &'static [&'static str] {
    match topic {
        Topic::General => &[
            "Talked through the week and the step agreed last time.",
            "Reviewed the plan together: one objective met, one carried over.",
            "Family matters weigh on them; talked about whom to turn to.",
            "Talked about time with friends and what to avoid at the weekend.",
            "Health better; has registered with a doctor.",
            "Spoke of what has changed since the sentence.",
        ],
        Topic::Home => &[
            "Brought proof of address; the housing application is moving.",
            "Tenancy is safe for now; arrears being paid off.",
            "Staying with a brother; looking for a room.",
            "Landlord’s letter read together.",
            "Housing form filled in together.",
        ],
        Topic::Work => &[
            "Two applications sent, one reply.",
            "Shift pattern is hard; looked at travel.",
            "Trial day at a warehouse went well.",
            "Help with a disclosure letter for an employer.",
            "Wants to finish the forklift course; form given.",
            "Work steady, payslip seen.",
        ],
        Topic::Money => &[
            "Payment plan looked at; referred to the money advice desk.",
            "Benefit claim is in; decision awaited.",
            "Fine being paid weekly; receipt seen.",
            "Sanction explained; hardship form given.",
        ],
        Topic::Thinking => &[
            "Worksheet on decisions done; next one given.",
            "Looked at triggers again: could name three and what helps with two.",
            "Talked about the effect on those who were hurt. Took it seriously.",
            "Role play on walking away went well.",
            "Went through the offence step by step; stuck at the same point as before.",
            "Exercise on thinking ahead: found it easier than last time.",
        ],
        Topic::Drugs => &[
            "Says no use for three weeks; the test agrees.",
            "A slip at the weekend, told without being asked.",
            "Treatment sessions kept; script unchanged.",
            "Talked about the people who still deal nearby.",
            "Cravings in the evening; plan for evenings made.",
        ],
        Topic::Drink => &[
            "Drink diary brought: two days over what was agreed.",
            "No drink since the last appointment, they say.",
            "Looked at the units in a usual Friday.",
            "Treatment worker’s leaflet gone through.",
        ],
        Topic::Programme => &[
            "Last programme session talked over; homework done.",
            "Programme homework not done; finished here.",
            "Finds the group easier than expected.",
            "Prepared the next programme session together.",
        ],
        Topic::Licence => &[
            "Conditions of the licence gone through again.",
            "Asked about a night away; told how to apply and when.",
            "Keeps to the conditions as far as known.",
            "Address approved earlier; nobody new has moved in.",
        ],
        Topic::Boundaries => &[
            "Notification made in time; slip seen.",
            "Use of the telephone and computer gone through.",
            "Talked about boundaries in a new friendship.",
            "No contact that the order or licence forbids, they say; to be checked.",
        ],
        Topic::Relationships => &[
            "Keeps away from the former partner, they say; to be checked.",
            "Contact with the children goes through a solicitor.",
            "Talked about jealousy and checking the telephone.",
            "Could see the argument from the other side today.",
        ],
        Topic::UnpaidWork => {
            &["Hours so far gone through; they agree with the count.", "Work sheet checked against the count of hours."]
        }
        Topic::Curfew => &[
            "No breach notice from the monitoring company.",
            "Curfew hours and work shifts compared: no clash.",
            "Tag worn; strap comfortable.",
            "Asked how to change the address for the curfew; told.",
        ],
    }
}

/// What a plan works on.
pub(crate) fn objective(topic: Topic) -> &'static str {
    match topic {
        Topic::General => "Keep to the times agreed",
        Topic::Home => "Keep a place to live",
        Topic::Work => "Find and keep work",
        Topic::Money => "Sort out debts",
        Topic::Thinking => "Think before acting: worksheets and role play",
        Topic::Drugs => "Stay off drugs, with the treatment service",
        Topic::Drink => "Drink less, and know when to stop",
        Topic::Programme => "Complete the programme",
        Topic::Licence => "Keep to the conditions of the licence",
        Topic::Boundaries => "Keep to notification and agreed boundaries",
        Topic::Relationships => "Keep safe and fair relationships",
        Topic::UnpaidWork => "Complete the unpaid work hours",
        Topic::Curfew => "Keep to the curfew",
    }
}
