//! What Probation Reset makes of an order on record: who need not be seen any more, because somebody put that on the register.

use jiff::ToSpan;
use jiff::civil::Date;
use practice::Ruled;
use practice::reset::{Reset, ResetFacts, ResetStandard, ResetState, reset};
use record::case::Order;

use super::seen::harm_of;
use crate::clocks::{Reading, supervised};

/// What Reset makes of an order; none where it is not meant.
pub(crate) fn reset_of(reading: Reading<'_>, order: &Order) -> Option<Ruled<Reset>> {
    let policy = ResetStandard::of_2024();
    let standing = || reading.file.registrations.iter().filter(|flag| flag.ended.is_none());
    // The last time it was put up, under this order.
    let suspended = standing().rfind(|flag| flag.registered.register == policy.register && flag.on >= order.made.from);
    let facts = ResetFacts {
        order: supervised(order)?,
        began: reading.event(order.made.from, &order.entry),
        until: order.made.until,
        requirements: order.made.requirements.iter().map(|held| held.category.to_lowercase()).collect(),
        registers: standing().map(|flag| flag.registered.register.clone()).collect(),
        harm: harm_of(reading),
        suspended: suspended.map(|flag| reading.event(flag.on, &flag.entry)),
    };
    reset(&facts, policy)
}

/// Whether somebody's contact can be suspended: that Reset is meant for one of their orders, and exempts nobody of their kind.
/// The last day of supervision under it; else what stands in the way, in a sentence.
pub(crate) fn can_be_suspended(reading: Reading<'_>) -> Result<Date, String> {
    let running = reading.file.orders.iter().filter(|order| order.ended.is_none());
    let found: Vec<Ruled<Reset>> = running.filter_map(|order| reset_of(reading, order)).collect();
    let open = found.iter().find(|ruled| ruled.value.state == ResetState::NotRegistered);
    match (open, found.first()) {
        (Some(_), _) if harm_of(reading).is_none() => {
            Err("Nobody has judged the risk of serious harm: have that assessed first".to_owned())
        }
        (Some(ruled), _) => Ok(ruled.value.until),
        (None, Some(ruled)) => Err(ruled.why.words.clone()),
        (None, None) => Err("Probation Reset is meant for none of the orders that run".to_owned()),
    }
}

/// Whether a flag is the one by which contact is suspended.
pub(crate) fn suspends(register: &str) -> bool {
    register == ResetStandard::of_2024().register
}

/// The last day on which somebody is asked to be seen under an order; none where that goes on for life.
pub(crate) fn asked_until(reading: Reading<'_>, order: &Order) -> Option<Date> {
    let stops = stops_on(reading, order).map(|first| first.saturating_sub(1.day()));
    [order.made.until, stops].into_iter().flatten().min()
}

/// The first day on which they are not to be seen any more.
pub(crate) fn stops_on(reading: Reading<'_>, order: &Order) -> Option<Date> {
    reset_of(reading, order)?.value.stops_on()
}
