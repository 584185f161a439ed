//! Who answers for a duty on a day: always somebody, and never two.
//!
//! A duty goes with whoever manages its component. While they are away, whoever was named to cover answers; where nobody
//! was, or the cover is away too, whoever leads the team does, with every clock running on. So a case that was given to a
//! team without an officer, or whose officer has left, falls to a named senior, not to nobody.
//!
//! Whoever may not open the record is passed over, as if they were away: what cannot be opened cannot be done. Where nobody who
//! could answer may open it, whoever leads the team does, who can ask for the limit to be looked at.
//!
//! An appointment, and what is to be recorded of it, goes with whoever's diary it stands in, by the same rule: a colleague may
//! see somebody whose case is another's. Once they have left it goes with the case.

use jiff::civil::Date;

use crate::seniors::Seniors;

/// Somebody's hold on a component for a while, in the order it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The order or requirement, as `order-1` or `order-1.req-2`.
    pub component: String,
    /// The first day.
    pub from: Date,
    /// The first day on which it is somebody else's; none while it is still theirs.
    pub until: Option<Date>,
    /// The officer; empty while a team holds it without one.
    pub staff: String,
    /// The team.
    pub team: String,
    /// The organisation.
    pub provider: String,
}

/// A member of staff at their place of work for a while.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    /// Staff code.
    pub staff: String,
    /// Team code.
    pub team: String,
    /// The organisation.
    pub provider: String,
    /// Whether they lead the team.
    pub leads: bool,
    /// The first day.
    pub from: Date,
    /// The first day on which they are gone; none while they stay.
    pub until: Option<Date>,
}

/// A time somebody is away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absence {
    /// Staff code.
    pub staff: String,
    /// The first day away.
    pub from: Date,
    /// The last day away; none while nobody knows.
    pub until: Option<Date>,
    /// Who answers for their cases meanwhile.
    pub cover: Option<String>,
}

/// What is asked: whose a component is on a day.
#[derive(Debug, Clone, Copy)]
pub struct OwnerFacts<'a> {
    /// The component that the duty is owed under.
    pub component: &'a str,
    /// Who has held which component of the case.
    pub held: &'a [Held],
    /// The organisation that recorded the order: it answers until somebody is given the case.
    pub recorded_by: &'a str,
    /// Who works where.
    pub posts: &'a [Post],
    /// Who is away when.
    pub absences: &'a [Absence],
    /// Who of them may not open the record, because access to it is limited; of most records nobody.
    pub kept_out: &'a [String],
}

impl OwnerFacts<'_> {
    fn may_open(&self, staff: &str) -> bool {
        !self.kept_out.iter().any(|code| code == staff)
    }
}

/// Whoever answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Staff code; none when an organisation has no senior on its books, and its head answers.
    pub staff: Option<String>,
    /// The team that holds the component; empty while no team does.
    pub team: String,
    /// The organisation that answers with them.
    pub provider: String,
    /// Why they do.
    pub because: Because,
}

/// Why somebody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// They manage it.
    Manages,
    /// They cover for whoever manages it, who is away.
    Covers(String),
    /// They lead the team, and whoever manages it is away or has left.
    LeadsFor(String),
    /// They lead the team, and whoever manages it is at work and may not open the record.
    LeadsInPlaceOf(String),
    /// They lead the team, and it has no officer.
    LeadsUnallocated,
}

/// Who answers for a duty under a component on a day.
pub fn owner(facts: &OwnerFacts<'_>, on: Date) -> Owner {
    let holder = holder(facts.component, facts.held, on);
    let (officer, team) = holder.map_or(("", ""), |held| (held.staff.as_str(), held.team.as_str()));
    let provider = holder.map_or(facts.recorded_by, |held| held.provider.as_str());
    let (staff, because) = if !officer.is_empty() && at_work(facts, officer, on) && facts.may_open(officer) {
        (Some(officer.to_owned()), Because::Manages)
    } else if let Some(cover) = cover(facts, officer, on).filter(|cover| facts.may_open(cover)) {
        (Some(cover.to_owned()), Because::Covers(officer.to_owned()))
    } else {
        let because = match officer {
            "" => Because::LeadsUnallocated,
            officer if at_work(facts, officer, on) => Because::LeadsInPlaceOf(officer.to_owned()),
            officer => Because::LeadsFor(officer.to_owned()),
        };
        (leader(facts, team, provider, on).map(str::to_owned), because)
    };
    Owner { staff, team: team.to_owned(), provider: provider.to_owned(), because }
}

/// Who answers on a day for an appointment, and for what is to be recorded of it: as for a case of whoever's diary it stands
/// in; once they have left, or where it stands in nobody's, as for the case.
pub fn appointment_owner(diary: &Held, facts: &OwnerFacts<'_>, on: Date) -> Owner {
    if posts(facts, on).any(|post| post.staff == diary.staff) {
        return owner(&OwnerFacts { component: &diary.component, held: std::slice::from_ref(diary), ..*facts }, on);
    }
    owner(facts, on)
}

/// Whoever holds a component on a day; else its order; else any part of the case that is held.
pub fn holder<'a>(component: &str, held: &'a [Held], on: Date) -> Option<&'a Held> {
    let order = component.split('.').next().unwrap_or_default();
    let current = |held: &&Held| held.from <= on && held.until.is_none_or(|next| on < next);
    // Of two from the same day the later recorded one stands.
    let last = |wanted: &dyn Fn(&str) -> bool| {
        held.iter().filter(current).filter(|held| wanted(&held.component)).max_by_key(|held| held.from)
    };
    last(&|of| of == component).or_else(|| last(&|component| component == order)).or_else(|| last(&|_| true))
}

/// Whether somebody is on the books and not away.
fn at_work(facts: &OwnerFacts<'_>, staff: &str, on: Date) -> bool {
    posts(facts, on).any(|post| post.staff == staff) && absence(facts, staff, on).is_none()
}

pub(crate) fn posts<'a>(facts: &OwnerFacts<'a>, on: Date) -> impl Iterator<Item = &'a Post> {
    facts.posts.iter().filter(move |post| post.from <= on && post.until.is_none_or(|gone| on < gone))
}

/// The absence of somebody on a day: of several, the one that began last, so that a later word on cover counts.
fn absence<'a>(facts: &OwnerFacts<'a>, staff: &str, on: Date) -> Option<&'a Absence> {
    let running = |a: &&Absence| a.staff == staff && a.from <= on && a.until.is_none_or(|last| on <= last);
    facts.absences.iter().filter(running).max_by_key(|a| (a.from, &a.cover, a.until))
}

/// Who covers for somebody and is at work.
fn cover<'a>(facts: &OwnerFacts<'a>, staff: &str, on: Date) -> Option<&'a str> {
    let cover = absence(facts, staff, on)?.cover.as_deref()?;
    at_work(facts, cover, on).then_some(cover)
}

/// Who leads a team on a day, of those who may open the record that is asked about: see [`Seniors::answers`].
pub fn leader<'a>(facts: &OwnerFacts<'a>, team: &str, provider: &str, on: Date) -> Option<&'a str> {
    // Most teams are led by one of their own who is at work: to find them, the others need not be put in order.
    let own = posts(facts, on).filter(|post| post.leads && post.team == team && post.provider == provider);
    let own = own.map(|post| post.staff.as_str()).filter(|staff| at_work(facts, staff, on) && facts.may_open(staff));
    own.min().or_else(|| Seniors::of(facts, provider, on).answers(team, &|staff| facts.may_open(staff)))
}

/// Who does for a team on a day what only a senior may: see [`Seniors::signer`]. An arrangement to keep people apart that waits
/// for a senior falls to whoever signs for the team of its maker.
pub fn signer<'a>(facts: &OwnerFacts<'a>, team: &str, provider: &str, on: Date) -> Option<&'a str> {
    Seniors::of(facts, provider, on).signer(team)
}

/// Who answers on a day for saying whether an arrangement to keep people apart goes on, of all who may say it. While somebody holds
/// a case it is about: whoever manages the first such case, or covers for them; where neither is at work, or `may` not say it, or
/// may not open the record, whoever signs for the team that holds it, of those who may open it ([`Seniors::speaker`]). Once nobody
/// does, the same of the team of its maker, given with its organisation: it goes on holding, and must not fall on nobody. `facts`
/// are about that first case, or none.
pub fn looks_again(
    facts: &OwnerFacts<'_>,
    (team, provider): (&str, &str),
    on: Date,
    may: &dyn Fn(&str) -> bool,
    may_open: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let senior =
        |team: &str, provider: &str| Seniors::of(facts, provider, on).speaker(team, may_open).map(str::to_owned);
    if holder(facts.component, facts.held, on).is_none() {
        return senior(team, provider);
    }
    let Owner { staff, team, provider, because } = owner(facts, on);
    match because {
        Because::Manages | Because::Covers(_)
            if staff.as_deref().is_some_and(|staff| may(staff) && may_open(staff)) =>
        {
            staff
        }
        _ => senior(&team, &provider),
    }
}
