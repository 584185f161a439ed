//! Who a person of the service is: names, numbers, needs, and the order they are under. Worked out from the seed and
//! their number alone, so that anybody can be met without making everybody.

use jiff::civil::{Date, Weekday};
use ledger::StreamId;
use record::facts::person::{Ending, Name, OrderKind, Sex};
use record::ids::{Crn, Cro, Pnc};

use crate::PilotError;
use crate::asked::{self, Asked, Meetings, Pattern, Terms, Topic};
use crate::calendar::{BEGINNING, days_between, later, months_later, on_or_after};
use crate::cast::{Cast, RAISED, part};
use crate::chance::{Chance, drawn};
use crate::names;
use crate::network::{Network, Place};
use crate::offences::{self, Crime};

/// Somebody under supervision, or who was.
pub(crate) struct Profile {
    pub(crate) number: u32,
    pub(crate) stream: StreamId,
    pub(crate) crn: Crn,
    pub(crate) name: Name,
    pub(crate) born: Date,
    pub(crate) sex: Sex,
    pub(crate) pnc: Option<Pnc>,
    pub(crate) cro: Option<Cro>,
    pub(crate) address: (Vec<String>, String),
    pub(crate) place: Place,
    pub(crate) cast: Cast,
    /// Unacceptable absences in a thousand appointments.
    pub(crate) misses: u32,
    pub(crate) order: OrderPlan,
}

/// The order that the life of the last years turns around.
pub(crate) struct OrderPlan {
    pub(crate) kind: OrderKind,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) ended: Option<(Date, &'static Ending)>,
    pub(crate) crime: Crime,
    /// Days between appointments once the first weeks are over.
    pub(crate) interval: i32,
    pub(crate) weekday: Weekday,
    pub(crate) starts: (i8, i8),
    /// What it asks.
    pub(crate) asked: Vec<Asked>,
    pub(crate) pattern: Pattern,
    /// What there is to speak of.
    pub(crate) topics: Vec<Topic>,
    /// The day of the week for unpaid work.
    pub(crate) works_day: Weekday,
}

/// What everybody shares.
pub(crate) struct World<'a> {
    pub(crate) people: u32,
    pub(crate) seed: u64,
    pub(crate) network: &'a Network,
    /// The demonstration's now: nothing is recorded at or after it.
    pub(crate) now: i64,
    pub(crate) today: Date,
    /// Whether all who play no part are new: see [`crate::Plan`].
    pub(crate) recent: bool,
}

/// Case reference numbers begin with Z, which no issuing service used. The same number for the same person whatever the
/// seed; 7919 shares no factor with a million, so no two are alike.
pub(crate) fn crn(number: u32) -> Result<Crn, PilotError> {
    let digits = (u64::from(number) * 7919 + 104_729) % 1_000_000;
    format!("Z{digits:06}").parse().map_err(|_| PilotError::TooMany)
}

pub(crate) fn stream_of(seed: u64, number: u32) -> StreamId {
    StreamId::new("person", half(drawn(seed, "person-stream", u64::from(number))))
}

pub(crate) fn half(bytes: [u8; 32]) -> [u8; 16] {
    let mut bits = [0; 16];
    bits.copy_from_slice(&bytes[..16]);
    bits
}

impl Profile {
    pub(crate) fn new(world: &World<'_>, number: u32) -> Result<Profile, PilotError> {
        let place = world.network.place(number);
        let cast = part(world.network, world.people, place);
        let mut chance = Chance::new(world.seed, "profile", u64::from(number));
        let identity = Identity::new(world, number);
        let sex = identity.sex;
        let order = order(world, &mut chance, &Seat { number, cast, place, sex });
        let born = grown_up(identity.born, order.from, youngest(order.kind));
        // A PNC year of the 1900s cannot be anybody's: the computer dates from 1974.
        let year = u16::try_from(1900 + number % 10).unwrap_or(1900);
        let pnc = Pnc::from_parts(year, number.wrapping_mul(37) % 9_999_991 + 11);
        let cro = Cro::from_parts(number.wrapping_mul(17) % 999_979 + 3, year);
        let misses = match cast {
            Cast::ComesToday | Cast::Lifer | Cast::Long | Cast::Twin(38..=47, _) => 60,
            // The caseload that a visitor meets first is in fair order.
            _ if (place.provider, place.desk) == crate::cast::GOOD_DAY => chance.weighted(&[(700, 80), (300, 160)]),
            _ => chance.weighted(&[(600, 80), (300, 200), (100, 410)]),
        };
        Ok(Profile {
            number,
            stream: stream_of(world.seed, number),
            crn: crn(number)?,
            name: identity.name,
            born,
            sex,
            pnc: chance.odds(900).then_some(pnc),
            cro: chance.odds(550).then_some(cro),
            address: identity.address,
            place,
            cast,
            misses,
            order,
        })
    }
}

impl Profile {
    /// Whether this is the person whose risk was raised last week.
    pub(crate) fn is_raised(&self) -> bool {
        self.cast == Cast::ComesToday && self.place.nth == RAISED
    }
}

struct Identity {
    name: Name,
    born: Date,
    sex: Sex,
    address: (Vec<String>, String),
}

impl Identity {
    /// Now and then somebody is another person's twin, or merely has their name.
    fn new(world: &World<'_>, number: u32) -> Identity {
        let mut chance = Chance::new(world.seed, "identity", u64::from(number));
        let sex = if chance.odds(868) { Sex::Male } else { Sex::Female };
        let name = names::person(&mut chance, sex);
        let age = chance.weighted(&[
            (9, (18, 20)),
            (15, (21, 24)),
            (19, (25, 29)),
            (30, (30, 39)),
            (17, (40, 49)),
            (10, (50, 74)),
        ]);
        let years = chance.between(age.0, age.1);
        let born = later(months_later(world.today, -12 * years), -chance.between(0, 364));
        let town = chance.below(8) as usize;
        let own = Identity { name, born, sex, address: names::address(&mut chance, town) };
        if number % 97 == 1 {
            let twin = Identity::new(world, number - 1);
            let first = names::sibling(&mut chance, twin.sex, &twin.name);
            return Identity { name: Name { forenames: first, surname: twin.name.surname }, ..twin };
        }
        if number % 89 == 2 {
            let same = Identity::new(world, number - 1);
            return Identity { name: same.name, sex: same.sex, ..own };
        }
        own
    }
}

/// Nobody here was a child when the order was made, and a life sentence takes its time before a licence.
fn grown_up(born: Date, made: Date, years: i32) -> Date {
    let latest = months_later(made, -12 * years);
    if born > latest { later(latest, -days_between(latest, born) % 300 - 1) } else { born }
}

fn youngest(kind: OrderKind) -> i32 {
    match kind {
        OrderKind::LifeLicence => 36,
        OrderKind::Licence => 21,
        _ => 18,
    }
}

const COMMUNITY: [(u32, OrderKind); 4] = [
    (52, OrderKind::CommunityOrder),
    (28, OrderKind::SuspendedSentenceOrder),
    (13, OrderKind::Licence),
    (7, OrderKind::PostSentenceSupervision),
];
const NATIONAL: [(u32, OrderKind); 5] = [
    (22, OrderKind::CommunityOrder),
    (22, OrderKind::SuspendedSentenceOrder),
    (46, OrderKind::Licence),
    (4, OrderKind::LifeLicence),
    (6, OrderKind::PostSentenceSupervision),
];

/// Whose order it is.
struct Seat {
    number: u32,
    cast: Cast,
    place: Place,
    sex: Sex,
}

/// Sentences of which supervision afterwards is a part began to be served in February 2015; nobody was released before.
const SUPERVISION_AFTER: Date = jiff::civil::date(2015, 4, 13);

fn order(world: &World<'_>, chance: &mut Chance, seat: &Seat) -> OrderPlan {
    let Seat { cast, place, .. } = *seat;
    let national = place.provider == 0;
    let drawn = if national { chance.weighted(&NATIONAL) } else { chance.weighted(&COMMUNITY) };
    let kind = match cast {
        _ if cast.is_by_chance() => drawn,
        Cast::Lifer => OrderKind::LifeLicence,
        Cast::Long => OrderKind::Licence,
        Cast::Restricted => OrderKind::SuspendedSentenceOrder,
        _ => OrderKind::CommunityOrder,
    };
    let months = length(chance, kind);
    let (from, until, ended) = match kept(world, chance, cast, kind) {
        Some(from) => (from, months.map(|m| later(months_later(from, m.max(18)), -1)), None),
        None if world.recent => lately(world, chance, months),
        None => dates(world, chance, months),
    };
    let kind = match kind {
        OrderKind::PostSentenceSupervision if from < SUPERVISION_AFTER => OrderKind::Licence,
        kind => kind,
    };
    let crime = match cast {
        Cast::MurderUnpaidWork | Cast::Lifer => offences::MURDER,
        _ => offences::draw(chance, national, kind, seat.sex),
    };
    let meetings = if national || !cast.is_by_chance() { Meetings::Needed } else { Meetings::ByChance };
    let months = until.map_or(0, |until| whole_months(from, until));
    let asked = match cast {
        Cast::MurderUnpaidWork => vec![(asked::UNPAID_WORK, Some(120), Some("hours"))],
        _ => asked::requirements(chance, &Terms { kind, from, months, crime, meetings }),
    };
    let pattern = asked::pattern(kind, &asked);
    let (weekday, starts, interval) = slot(chance, cast, place);
    let interval = match pattern {
        Pattern::Supervised => interval,
        Pattern::UnpaidWork => chance.pick(&[7, 7, 14]),
        Pattern::Curfew => 28,
    };
    let works_day = if seat.number.is_multiple_of(5) { Weekday::Thursday } else { chance.pick(&WORKS_DAYS) };
    let topics = asked::topics(kind, crime, &asked);
    OrderPlan { kind, from, until, ended, crime, interval, weekday, starts, asked, pattern, topics, works_day }
}

const WORKS_DAYS: [Weekday; 5] =
    [Weekday::Saturday, Weekday::Saturday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Friday];

/// Months of an order, both its days counted.
fn whole_months(from: Date, until: Date) -> u32 {
    let days = u32::try_from(days_between(from, until)).unwrap_or(0) + 1;
    (days * 12 + 182) / 365
}

fn length(chance: &mut Chance, kind: OrderKind) -> Option<i32> {
    let months = match kind {
        OrderKind::LifeLicence => return None,
        OrderKind::CommunityOrder => chance.weighted(&[(60, 12), (20, 18), (20, 24)]),
        OrderKind::SuspendedSentenceOrder => chance.weighted(&[(45, 12), (30, 18), (25, 24)]),
        OrderKind::PostSentenceSupervision => chance.weighted(&[(50, 9), (50, 11)]),
        _ => chance.weighted(&[(30, 8), (30, 14), (25, 24), (15, 36)]),
    };
    Some(months)
}

/// When the order of somebody with a part began.
fn kept(world: &World<'_>, chance: &mut Chance, cast: Cast, kind: OrderKind) -> Option<Date> {
    let ago = match cast {
        Cast::Ordinary if world.recent => return None,
        Cast::Ordinary if kind == OrderKind::LifeLicence => chance.between(400, 1900),
        Cast::Ordinary => return None,
        Cast::Twin(62, _) => 300,
        Cast::Lifer if world.people >= 1000 => return Some(later(BEGINNING, 1)),
        Cast::Lifer => 700,
        Cast::Long => chance.between(600, 720),
        Cast::PlanDue => 28,
        Cast::NewlyAllocated => 7,
        _ => chance.between(170, 320),
    };
    Some(on_or_after(later(world.today, -ago)))
}

type Dates = (Date, Option<Date>, Option<(Date, &'static Ending)>);

/// An order that began within the last fortnight.
fn lately(world: &World<'_>, chance: &mut Chance, months: Option<i32>) -> Dates {
    let from = on_or_after(later(world.today, -chance.between(6, 14)));
    (from, months.map(|months| later(months_later(from, months), -1)), None)
}

/// An order of an ordinary length: running today, or ended within the two years.
fn dates(world: &World<'_>, chance: &mut Chance, months: Option<i32>) -> Dates {
    let months = months.unwrap_or(12);
    let days = months * 30;
    if chance.odds(820) {
        let most = (days - 10).min(725);
        let from = on_or_after(later(world.today, -chance.between(6, most.max(7))));
        let until = later(months_later(from, months), -1);
        let until = if until <= world.today { later(world.today, chance.between(2, 20)) } else { until };
        return (from, Some(until), None);
    }
    let months = months.min(18);
    let days = months * 30;
    let gap = chance.between(5, 720 - days);
    let from = on_or_after(later(world.today, -(days + gap).min(728)));
    let until = later(months_later(from, months), -1);
    let endings = [(78, &Ending::Expired), (10, &Ending::RevokedForGoodProgress), (12, &Ending::RevokedAndResentenced)];
    let ending = chance.weighted(&endings);
    let early = later(from, days * chance.between(45, 90) / 100);
    let day = if *ending == Ending::Expired { later(until, 1) } else { on_or_after(early) };
    let latest = on_or_after(later(world.today, -4));
    (from, Some(until), Some((day.min(latest), ending)))
}

const ALL: [Weekday; 5] = [Weekday::Tuesday, Weekday::Monday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// The hours of a practitioner's caseload are told apart by weekday and time, so that regular appointments never meet.
fn slot(chance: &mut Chance, cast: Cast, place: Place) -> (Weekday, (i8, i8), i32) {
    let drawn = chance.weighted(&[(22, 7), (50, 14), (28, 28)]);
    let nth = place.nth;
    let time = |row: u32| {
        let minutes = 9 * 60 + 15 + i32::try_from(row % 10).unwrap_or(0) * 45;
        (i8::try_from(minutes / 60).unwrap_or(9), i8::try_from(minutes % 60).unwrap_or(0))
    };
    if (place.provider, place.desk) == crate::cast::GOOD_DAY {
        if cast == Cast::ComesToday {
            return (Weekday::Tuesday, time(nth), 7);
        }
        let rest = nth - crate::cast::COME_TODAY;
        let weekday = match (cast, crate::cast::desk_of(cast)) {
            (Cast::AwaitingDecision, _) => {
                if rest == 0 {
                    Weekday::Thursday
                } else {
                    Weekday::Friday
                }
            }
            (Cast::ToRecord, _) => {
                if rest == 2 {
                    Weekday::Monday
                } else {
                    Weekday::Wednesday
                }
            }
            _ => ALL[1 + rest as usize % 4],
        };
        let interval = if cast == Cast::Ordinary { drawn.min(14) } else { 7 };
        return (weekday, time(rest / 4), interval);
    }
    let interval = if matches!(cast, Cast::Lifer | Cast::Long) { 7 } else { drawn };
    (ALL[nth as usize % 5], time(nth / 5), interval)
}
