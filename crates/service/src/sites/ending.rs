//! Buildings whose approval is soon to end, for whoever leads a team of those who are seen there: before it lapses under bookings.

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};

use super::Approval;
use crate::{Ask, Problem, Service};

/// A building that is to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Its code.
    pub site: String,
    /// Its name.
    pub name: String,
    /// The last day of its approval.
    pub until: Date,
}

impl Service {
    /// The places of the asker's organisation whose approval ends within weeks or has ended, the first to end first; none for
    /// whoever does not look after places.
    pub async fn approvals_ending(&self, ask: &Ask) -> Result<Vec<Ending>, Problem> {
        if !access::role_does(ask.actor.role, Action::ManageSites) {
            return Ok(Vec::new());
        }
        let today = ask.today();
        let weeks = i64::from(Places::split_2014().value(PlaceFigure::ApprovalWeeks));
        let soon = today.saturating_add(Span::new().weeks(weeks));
        let ending = self.own_places(ask).await?.into_iter().filter_map(|place| {
            let until = match Approval::of(&place.site, today) {
                Approval::Approved(until) => until,
                Approval::Lapsed(last) => Some(last),
                _ => None,
            };
            until.filter(|last| *last <= soon).map(|until| Ending { site: place.code, name: place.name, until })
        });
        let mut ending: Vec<Ending> = ending.collect();
        ending.sort_by(|a, b| (a.until, &a.site).cmp(&(b.until, &b.site)));
        Ok(ending)
    }
}
