//! What Probation Reset makes of an order on record: who need not be seen any more, because somebody put that on the register.

use jiff::ToSpan;
use jiff::civil::Date;
use practice::Ruled;
use practice::reset::{Reset, ResetFacts, ResetStandard, reset};
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

/// The last day on which somebody is asked to be seen under an order; none where that goes on for life.
pub(crate) fn asked_until(reading: Reading<'_>, order: &Order) -> Option<Date> {
    let stops = stops_on(reading, order).map(|first| first.saturating_sub(1.day()));
    [order.made.until, stops].into_iter().flatten().min()
}

/// The first day on which they are not to be seen any more.
pub(crate) fn stops_on(reading: Reading<'_>, order: &Order) -> Option<Date> {
    reset_of(reading, order)?.value.stops_on()
}
