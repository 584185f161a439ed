//! How people may be reached, and what became of the letters they were sent: drawn apart, so that nothing else depends on it.

use jiff::civil::Date;
use record::facts::message::{
    Channel, ContactDetails, MessageDispatched, MessageFailed, MessageReturned, Prefers, REACH, TextsSafe, Wording,
};
use record::phone::Mobile;
use record::time::Happened;

use crate::PilotError;
use crate::calendar::{business_later, days_between, minute};
use crate::life::Life;
use crate::said::{Said, Say};

/// The mobile numbers that the regulator keeps for drama are these and the 999 after them (Ofcom): nobody has one.
const FIRST_NUMBER: u64 = 447_700_900_000;
const NUMBERS: u32 = 1000;

/// Letters of so many days back may still lie in the tray.
const LATELY: i32 = 21;

const NOT_SENT: [&str; 3] = [
    "The franking machine is out of credit: the bill was not paid.",
    "No printer in the building works.",
    "Nobody was in to do the post.",
];

/// Asked on the working day after they became known: most have a mobile, and most of those say that texts are safe.
pub(crate) fn reach(life: &mut Life<'_>) -> Result<(), PilotError> {
    // What measures growth holds only what it measures.
    if life.world.recent {
        return Ok(());
    }
    let chance = &mut life.at_post;
    let has_mobile = chance.odds(910);
    let number = FIRST_NUMBER + u64::from(chance.below(NUMBERS));
    let texts = chance.weighted(&[(700, TextsSafe::Yes), (70, TextsSafe::No), (230, TextsSafe::NotAsked)]);
    let wants = chance.weighted(&[(800, Prefers::Text), (150, Prefers::Post), (50, Prefers::Neither)]);
    let discreet = chance.odds(120);
    let answered = has_mobile && texts == TextsSafe::Yes;
    let mobile: Option<Result<Mobile, _>> = has_mobile.then(|| format!("+{number}").parse());
    let mobile = mobile.transpose().map_err(|error: record::phone::NotAMobile| PilotError::Entry(error.to_string()))?;
    let details = ContactDetails {
        mobile,
        email: String::new(),
        email_source: String::new(),
        emails: TextsSafe::NotAsked,
        texts: if has_mobile { texts } else { TextsSafe::NotAsked },
        prefers: if answered { wants } else { Prefers::Post },
        wording: if discreet { Wording::Discreet } else { Wording::Plain },
        ..ContactDetails::default()
    };
    let day = business_later(life.known_since(), 1);
    let at = stamp(life, day, 11);
    if life.is_past(at) {
        let by = life.officer(day);
        let mut act = life.act(at, by);
        life.told.say(&mut act, Say::new(details, Happened::On(day)).about(REACH));
    }
    Ok(())
}

/// A letter that goes by post: nearly always posted the same day or the next; of late some lie in the tray, and once in a
/// while one comes back.
pub(crate) fn letter(life: &mut Life<'_>, issued: Said, on: Date, issued_at: i64) {
    // Whoever plays a part plays only that: their letters leave the same day.
    let by_chance = life.who.cast.is_by_chance();
    let lately = days_between(on, life.today()) <= LATELY;
    let lies = life.at_post.odds(220) && lately && by_chance;
    if lies {
        let day = business_later(on, 1);
        let why = life.at_post.pick(&NOT_SENT);
        let tried = life.at_post.odds(500);
        let at = stamp(life, day, 15).max(issued_at + 60_000_000);
        if tried && life.is_past(at) {
            let by = life.administrator(day);
            let mut act = life.act(at, by);
            life.told.say(&mut act, Say::new(MessageFailed {}, Happened::On(day)).because([issued]).reason(why));
        }
        return;
    }
    let days = life.at_post.weighted(&[(700, 0), (300, 1)]);
    let days = if by_chance { days } else { 0 };
    let day = business_later(on, days);
    let at = stamp(life, day, 16).max(issued_at + 60_000_000);
    if !life.is_past(at) {
        return;
    }
    let by = life.administrator(day);
    let mut act = life.act(at, by);
    let sent = Say::new(MessageDispatched { by: Channel::Post }, Happened::On(day)).because([issued]);
    life.told.say(&mut act, sent);
    let back = business_later(day, 6);
    let came_back = life.at_post.odds(25) && by_chance;
    let at = stamp(life, back, 10);
    if came_back && life.is_past(at) {
        let by = life.administrator(back);
        let mut act = life.act(at, by);
        let returned = Say::new(MessageReturned {}, Happened::On(back)).because([issued]);
        life.told.say(&mut act, returned.reason("Marked “not known at this address” by the post."));
    }
}

/// A stamp within an hour of a day, drawn apart from everything else.
fn stamp(life: &mut Life<'_>, day: Date, hour: i8) -> i64 {
    let of_hour = i8::try_from(life.at_post.below(55)).unwrap_or(0);
    minute(day, hour, of_hour).instant().0 + i64::from(life.at_post.below(59_000_000))
}
