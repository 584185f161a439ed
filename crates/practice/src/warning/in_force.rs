//! Which warnings are in force on the day a failure is considered.

use jiff::civil::Date;

use super::{Warning, WarningFacts};
use crate::{
    limits::LimitName,
    standards::{Standards, last_day_of_months},
};

/// A warning in force with the days it runs, both included.
pub(super) struct InForce<'a> {
    pub(super) warning: &'a Warning,
    pub(super) given_on: Date,
    pub(super) until: Date,
}

impl InForce<'_> {
    /// Whether the person had it before the day of a failure.
    pub(super) fn served_before(&self, failed_on: Date) -> bool {
        self.warning.served_on.is_some_and(|day| day < failed_on)
    }
}

pub(super) fn in_force<'a>(facts: &'a WarningFacts, standards: &Standards) -> Vec<InForce<'a>> {
    let months = standards.limit(LimitName::WarningLasts).value;
    let standing = |w: &&Warning| w.issued_on <= facts.as_at && w.withdrawn_on.is_none_or(|day| day > facts.as_at);
    let with_days = |warning: &'a Warning| {
        // Until service is known the day of issue stands in, so that no second warning slips out meanwhile.
        let given_on = warning.served_on.filter(|day| *day <= facts.as_at).unwrap_or(warning.issued_on);
        let until = last_day_of_months(given_on, months).ok()?;
        (facts.as_at <= until).then_some(InForce { warning, given_on, until })
    };
    facts.warnings.iter().filter(standing).filter_map(with_days).collect()
}

/// The last days of warnings that were in force at the failure and no longer are: delay must not pass unseen.
pub(super) fn ran_out_since(facts: &WarningFacts, standards: &Standards) -> Vec<Date> {
    let months = standards.limit(LimitName::WarningLasts).value;
    let standing = facts.warnings.iter().filter(|w| w.withdrawn_on.is_none() && w.issued_on < facts.failure.on);
    let untils = standing.filter_map(|w| last_day_of_months(w.served_on.unwrap_or(w.issued_on), months).ok());
    untils.filter(|until| facts.failure.on <= *until && *until < facts.as_at).collect()
}

/// The warning that decides: one the person had before the failure, if there is one; otherwise the latest.
pub(super) fn most_telling<'a, 'b>(in_force: &'b [InForce<'a>], failed_on: Date) -> Option<&'b InForce<'a>> {
    let served = in_force.iter().find(|w| w.served_before(failed_on));
    served.or_else(|| in_force.iter().max_by_key(|w| w.given_on))
}
