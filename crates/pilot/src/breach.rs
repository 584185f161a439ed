//! What comes of a breach that was referred: listed, sometimes adjourned, and dealt with while the order goes on.

use jiff::civil::Date;
use record::facts::person::ContactNoted;
use record::time::Happened;

use crate::asked::Topic;
use crate::calendar::{business_later, later};
use crate::life::Life;
use crate::said::{Said, Say};

const LISTED: [&str; 2] =
    ["Breach pack accepted by the court team; breach listed.", "Breach listed; summons sent by the court team."];
const ADJOURNED: [&str; 3] = [
    "Breach adjourned: did not attend, summons served again.",
    "Breach adjourned for a report.",
    "Breach adjourned for legal advice.",
];

/// Tells what the court made of it, as far as that is past.
pub(crate) fn follow(life: &mut Life<'_>, referred: Said, on: Date) {
    life.in_breach_until = Some(later(life.today(), 1));
    let listed = business_later(on, life.chance.between(7, 13));
    let words = life.chance.pick(&LISTED);
    if !note(life, referred, listed, words) {
        return;
    }
    let mut heard = business_later(listed, life.chance.between(8, 16));
    if life.chance.odds(350) {
        let words = life.chance.pick(&ADJOURNED);
        if !note(life, referred, heard, words) {
            return;
        }
        heard = business_later(heard, life.chance.between(10, 18));
    }
    let words = dealt_with(life);
    if note(life, referred, heard, words) {
        life.in_breach_until = Some(heard);
    }
}

fn dealt_with(life: &mut Life<'_>) -> &'static str {
    let topics = &life.who.order.topics;
    let more = match (topics.contains(&Topic::UnpaidWork), topics.contains(&Topic::Thinking)) {
        (true, _) => "Breach dealt with: admitted. Order continues, with ten more hours of unpaid work.",
        (false, true) => "Breach dealt with: admitted. Order continues; the judge asked for regular attendance.",
        (false, false) => "Breach dealt with: admitted. Order continues, with a curfew of two weeks.",
    };
    life.chance.pick(&[
        "Breach dealt with: admitted. Order continues, with a fine.",
        "Breach dealt with: admitted. Order continues, no further penalty.",
        more,
    ])
}

fn note(life: &mut Life<'_>, referred: Said, day: Date, words: &str) -> bool {
    let at = life.during(day, 14, 17);
    if !life.is_past(at) || day > life.last_day {
        return false;
    }
    let by = life.officer(day);
    let mut act = life.act(at, by);
    let fact = ContactNoted { contact: "NOTE".to_owned(), note: words.to_owned() };
    life.told.say(&mut act, Say::new(fact, Happened::On(day)).because([referred]));
    true
}
