//! Registers: risk of serious harm for everybody, MAPPA and notification by offence and sentence, and what else is
//! known. Each is looked at again within its time, mostly: then the old entry is taken down and a new one put up.

use jiff::civil::Date;
use record::facts::person::{Deregistered, OrderKind, Registered};
use record::time::Happened;

use crate::calendar::{business_later, later, months_later, on_or_after};
use crate::cast::Cast;
use crate::life::Life;
use crate::offences::{MURDER, Sort};
use crate::said::Say;

/// A register's code, what the flag says, and the months until it is looked at again.
type Flag = (&'static str, &'static str, i32);

const LOW: Flag = ("RLRH", "Low risk of serious harm", 12);
const MEDIUM: Flag = ("RMRH", "Medium risk of serious harm", 6);
const HIGH: Flag = ("RHRH", "High risk of serious harm", 6);

/// Gives the code of the level that the register of risk of serious harm shows; none where nobody looked.
pub(crate) fn tell(life: &mut Life<'_>, allocated: Date) -> Option<&'static str> {
    // Failure 13: nobody looked at the risk, because of what the record says the sentence is.
    if life.who.cast == Cast::MurderUnpaidWork {
        return None;
    }
    let level = harm(life);
    let mut flags = vec![level];
    flags.extend(mappa(life));
    if life.who.order.crime.sort == Sort::Sexual {
        flags.push(("SONR", "Subject to notification requirements", 12));
    }
    flags.extend(others(life));
    let mut count = 0;
    for flag in flags {
        let first = business_later(allocated, life.chance.between(1, 8));
        keep_up(life, flag, first, &mut count);
    }
    Some(level.0)
}

/// Whoever a company supervises is of low or medium risk; the public service has the rest.
fn harm(life: &mut Life<'_>) -> Flag {
    let crime = life.who.order.crime;
    let weights: [(u32, Flag); 3] = match (life.who.place.provider == 0, crime.sort) {
        (false, _) => [(45, LOW), (55, MEDIUM), (0, HIGH)],
        (true, _) if crime == MURDER => [(0, LOW), (45, MEDIUM), (55, HIGH)],
        (true, Sort::Sexual) => [(0, LOW), (55, MEDIUM), (45, HIGH)],
        (true, _) => [(0, LOW), (25, MEDIUM), (75, HIGH)],
    };
    let drawn = life.chance.weighted(&weights);
    // What waits to be lowered has to stand above the least.
    match life.who.cast {
        Cast::GapSoon => MEDIUM,
        // What was raised stood lower before.
        _ if life.who.is_raised() => LOW,
        _ => drawn,
    }
}

/// Category 1 is for sexual offences; category 2 for violence with twelve months of custody or more, as every licence
/// here has.
fn mappa(life: &mut Life<'_>) -> Option<Flag> {
    let order = &life.who.order;
    let released = matches!(order.kind, OrderKind::Licence | OrderKind::LifeLicence);
    match order.crime.sort {
        Sort::Sexual => Some(life.chance.weighted(&[
            (85, ("MAPP", "MAPPA category 1, level 1", 6)),
            (15, ("MAPP", "MAPPA category 1, level 2", 3)),
        ])),
        Sort::Violence | Sort::Abuse if released => Some(life.chance.weighted(&[
            (85, ("MAPP", "MAPPA category 2, level 1", 6)),
            (15, ("MAPP", "MAPPA category 2, level 2", 3)),
        ])),
        _ => None,
    }
}

fn others(life: &mut Life<'_>) -> Vec<Flag> {
    let crime = life.who.order.crime;
    let abuse = match crime.sort {
        Sort::Abuse => 900,
        Sort::Violence if life.who.order.kind != OrderKind::LifeLicence => 300,
        Sort::Disorder => 120,
        _ => 60,
    };
    let gangs = if matches!(crime.sort, Sort::Violence | Sort::Drugs) { 50 } else { 5 };
    let children = if crime.against_children() { 600 } else { 30 };
    let flags: [(u32, Flag); 5] = [
        (children, ("RCPR", "Child protection", 3)),
        (abuse, ("ADVP", "Domestic abuse: has caused harm", 6)),
        (90, ("RCCO", "Concern about children", 6)),
        (65, ("ALSH", "Risk of suicide or self-harm", 6)),
        (gangs, ("STRG", "Linked to a street gang", 6)),
    ];
    let drawn = flags.into_iter().filter(|(odds, _)| life.chance.odds(*odds));
    drawn.map(|(_, flag)| flag).collect()
}

/// Puts the flag up, and looks at it again in time; now and then somebody is late.
fn keep_up(life: &mut Life<'_>, (register, words, months): Flag, first: Date, count: &mut u32) {
    let mut on = first;
    let mut standing: Option<String> = None;
    loop {
        let at = life.during(on, 10, 16);
        if !life.is_past(at) || on > life.last_day {
            return;
        }
        let by = life.officer(on);
        let mut act = life.act(at, by);
        if let Some(component) = standing.take() {
            life.told.say(&mut act, Say::new(Deregistered {}, Happened::On(on)).about(&component));
        }
        *count += 1;
        let component = format!("flag-{count}");
        let review_on = months_later(on, months);
        let (register, words) = (register.to_owned(), words.to_owned());
        let registered = Registered { register, words, review_on: Some(review_on) };
        life.told.say(&mut act, Say::new(registered, Happened::On(on)).about(&component));
        standing = Some(component);
        let late = life.chance.weighted(&[(940, -1), (60, 1)]);
        on = on_or_after(later(review_on, late * life.chance.between(5, 20)));
    }
}
