//! The life of one person as it stands in the record: introduced, ordered, allocated, seen, and all that goes with it.

use jiff::civil::Date;
use record::entry::{By, Entry};
use record::facts::person::{Allocated, Offence, OrderEnded, OrderMade, Requirement};
use record::time::{Happened, Minute};

use crate::PilotError;
use crate::calendar::{SPLIT, business_later, later, minute, on_or_after};
use crate::cast::Cast;
use crate::chance::Chance;
use crate::network::{COURT_NAME, Holder};
use crate::profile::{Profile, World};
use crate::said::{Act, Said, Say, Stream};
use crate::{asked, assessments, diary, extras, offences, registers, sending, series};

/// A person's stream, with the documents its entries refer to.
pub(crate) struct Told {
    pub(crate) stream: ledger::StreamId,
    pub(crate) entries: Vec<Entry>,
    pub(crate) documents: Vec<Vec<u8>>,
}

/// A life being told.
pub(crate) struct Life<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) who: &'a Profile,
    pub(crate) chance: Chance,
    /// What is drawn about the plan and the work on it: apart, so that nothing else depends on it.
    pub(crate) at_work: Chance,
    /// What is drawn about reaching them and what was sent: apart as well.
    pub(crate) at_post: Chance,
    pub(crate) told: Stream,
    pub(crate) documents: Vec<Vec<u8>>,
    /// The order's component and its entry.
    pub(crate) order: String,
    pub(crate) made: Option<Said>,
    pub(crate) court: &'static str,
    /// Who held the case before somebody else took it over, and until when.
    before: Option<(Date, usize)>,
    /// The plan's entry, its day and how many objectives it has.
    pub(crate) plan: Option<(Said, Date, usize)>,
    /// The day the first objective was reached.
    pub(crate) reached_on: Option<Date>,
    /// The last day a warning is in force.
    pub(crate) warned_until: Option<Date>,
    /// The last failure, whatever was decided.
    pub(crate) failed_on: Option<Date>,
    /// While a breach is with the court: until when, or far off.
    pub(crate) in_breach_until: Option<Date>,
    /// Hours of unpaid work not yet worked.
    pub(crate) hours_left: u32,
    /// The last day of the series: the order's end, or far off.
    pub(crate) last_day: Date,
}

/// Tells the life of the person with this number.
pub(crate) fn tell(world: &World<'_>, number: u32) -> Result<Told, PilotError> {
    let who = Profile::new(world, number)?;
    let nth = u64::from(number);
    let told = Stream::new(who.stream.clone(), Chance::new(world.seed, "acts", nth));
    let chance = Chance::new(world.seed, "life", nth);
    let last_day = who.order.ended.map_or(who.order.until, |(day, _)| Some(later(day, -1))).unwrap_or(Date::MAX);
    let mut life = Life {
        world,
        who: &who,
        chance,
        at_work: Chance::new(world.seed, "work", nth),
        at_post: Chance::new(world.seed, "post", nth),
        told,
        documents: Vec::new(),
        order: "order-1".to_owned(),
        made: None,
        court: COURT_NAME,
        before: None,
        plan: None,
        reached_on: None,
        warned_until: None,
        failed_on: None,
        in_breach_until: None,
        hours_left: asked::hours(&who.order.asked),
        last_day,
    };
    life.introduce();
    life.ordered();
    let came_of_it = series::tell(&mut life)?;
    extras::tell(&mut life, &came_of_it);
    sending::reach(&mut life)?;
    let Life { told, documents, .. } = life;
    Ok(Told { stream: who.stream.clone(), entries: told.finish(), documents })
}

impl Life<'_> {
    pub(crate) fn now(&self) -> i64 {
        self.world.now
    }

    pub(crate) fn today(&self) -> Date {
        self.world.today
    }

    /// Who holds the case on a day.
    pub(crate) fn holder(&self, day: Date) -> Holder {
        let member = match self.before {
            Some((until, earlier)) if day < until => earlier,
            _ => self.who.place.member,
        };
        self.world.network.holder(member, day)
    }

    pub(crate) fn officer(&self, day: Date) -> By {
        self.world.network.author(self.holder(day).member, day)
    }

    pub(crate) fn administrator(&self, day: Date) -> By {
        let team = self.world.network.team_of(self.who.place.member);
        self.world.network.author(team.administrator, day)
    }

    /// Microseconds of a London minute, some seconds into it.
    pub(crate) fn stamp(&mut self, at: Minute) -> i64 {
        at.instant().0 + i64::from(self.chance.below(59_000_000))
    }

    /// A stamp at some time of a working day from `from` o’clock up to but without `to`.
    pub(crate) fn during(&mut self, day: Date, from: i8, to: i8) -> i64 {
        let hour = self.chance.between(i32::from(from), i32::from(to) - 1);
        let past = self.chance.between(0, 59);
        let (hour, past) = (i8::try_from(hour).unwrap_or(9), i8::try_from(past).unwrap_or(0));
        self.stamp(minute(day, hour, past))
    }

    pub(crate) fn act(&mut self, at: i64, by: By) -> Act {
        self.told.act(at, by)
    }

    /// Counts the hours of a session of unpaid work.
    pub(crate) fn credit(&mut self, contact: &str, outcome: &str) {
        let worked = match (contact, outcome) {
            ("CUPA", "ATTC") => diary::SESSION,
            ("CUPA", "ATSS" | "AFTC") => 3,
            _ => 0,
        };
        self.hours_left = self.hours_left.saturating_sub(worked);
    }

    /// Whether something at this instant is still in the demonstration's past.
    pub(crate) fn is_past(&self, at: i64) -> bool {
        at < self.now() - 1_000_000
    }

    fn ordered(&mut self) {
        let plan = &self.who.order;
        let day = self.known_since();
        self.court = offences::court(plan.crime, plan.kind, self.who.number);
        let at = self.during(day, 14, 16);
        let by = self.administrator(day);
        let mut act = self.act(at, by);
        let order = self.order.clone();
        let requirements = plan.asked.iter().enumerate().map(|(at, (category, amount, unit))| Requirement {
            component: format!("{order}.req-{}", at + 1),
            category: (*category).to_owned(),
            amount: *amount,
            unit: unit.map(str::to_owned),
        });
        let made = OrderMade {
            kind: plan.kind,
            court: self.court.to_owned(),
            from: plan.from,
            until: plan.until,
            main_offence: Offence { code: plan.crime.code.to_owned(), title: plan.crime.title.to_owned() },
            requirements: requirements.collect(),
        };
        let made = self.told.say(&mut act, Say::new(made, Happened::On(plan.from)).about(&order));
        self.made = Some(made);
        self.choose_predecessor(day);
        self.allocate(day, made, None);
        if day < SPLIT {
            self.allocate(SPLIT, made, Some("The trust’s work passed to the new organisations."));
        }
        if let Some((until, _)) = self.before.filter(|(until, _)| *until > day) {
            self.allocate(until, made, Some("Caseload evened out within the team."));
        }
        if let Some((ended, ending)) = plan.ended {
            let at = self.during(on_or_after(ended), 10, 12);
            let by = self.administrator(ended);
            let mut act = self.act(at, by);
            let say = Say::new(OrderEnded { ending: ending.clone() }, Happened::On(ended));
            self.told.say(&mut act, say.about(&order).because([made]));
        }
        self.needs(day);
        let level = registers::tell(self, day);
        assessments::tell(self, day, level);
    }

    /// In some cases a colleague of the same team held the case first.
    fn choose_predecessor(&mut self, day: Date) {
        let members = &self.world.network.team_of(self.who.place.member).members;
        let days = crate::calendar::days_between(day, self.last_day.min(self.today()));
        if self.who.cast != Cast::Ordinary || members.len() < 2 || days < 120 || !self.chance.odds(90) {
            return;
        }
        let earlier = self.chance.pick(members);
        let until = business_later(later(day, self.chance.between(60, days - 40)), 0);
        if earlier != self.who.place.member && until < self.today() {
            self.before = Some((until, earlier));
        }
    }

    fn allocate(&mut self, day: Date, made: Said, reason: Option<&str>) {
        let on = on_or_after(day);
        let holder = self.holder(on);
        let allocated = Allocated {
            provider: holder.provider.to_owned(),
            provider_kind: holder.kind,
            team: holder.team.clone(),
            staff: holder.staff.clone(),
        };
        let at = self.during(on, 16, 17);
        let senior = self.world.network.team_of(self.who.place.member).senior;
        let by = self.world.network.author(senior, on);
        let mut act = self.act(at, by);
        let order = self.order.clone();
        let say = Say::new(allocated, Happened::On(day)).about(&order).because([made]);
        let say = match reason {
            Some(reason) => say.reason(reason),
            None => say,
        };
        self.told.say(&mut act, say);
    }
}
