//! The life of one person as it stands in the record: introduced, ordered, allocated, seen, and all that goes with it.

use jiff::civil::Date;
use record::entry::{By, Entry};
use record::facts::organisation::ProviderKind;
use record::facts::person::{
    AddressRecorded, AliasRecorded, Allocated, IdentifierRecorded, NeedRecorded, Offence, OrderEnded, OrderKind,
    OrderMade, PersonRecorded, Registered, Requirement, Scheme,
};
use record::time::{Happened, Minute};

use crate::PilotError;
use crate::calendar::{SPLIT, business_later, later, minute, months_later, on_or_after};
use crate::cast::Cast;
use crate::chance::Chance;
use crate::network::{COURT_NAME, CROWN_COURT_NAME, Holder};
use crate::offences;
use crate::profile::{Profile, World};
use crate::said::{Act, Said, Say, Stream};
use crate::{extras, series};

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
    pub(crate) told: Stream,
    pub(crate) documents: Vec<Vec<u8>>,
    /// The order's component and its entry.
    pub(crate) order: String,
    pub(crate) made: Option<Said>,
    pub(crate) court: &'static str,
    /// Who held the case before somebody else took it over, and until when.
    before: Option<(Date, usize)>,
    /// The last day a warning is in force.
    pub(crate) warned_until: Option<Date>,
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
        told,
        documents: Vec::new(),
        order: "order-1".to_owned(),
        made: None,
        court: COURT_NAME,
        before: None,
        warned_until: None,
        last_day,
    };
    life.introduce();
    life.ordered();
    let came_of_it = series::tell(&mut life)?;
    extras::tell(&mut life, &came_of_it);
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

    /// Whether something at this instant is still in the demonstration's past.
    pub(crate) fn is_past(&self, at: i64) -> bool {
        at < self.now() - 1_000_000
    }

    fn introduce(&mut self) {
        let who = self.who;
        let day = self.known_since();
        let at = self.during(day, 9, 11);
        let by = self.administrator(day);
        let mut act = self.act(at, by);
        let on = Happened::On(day);
        let recorded =
            PersonRecorded { crn: who.crn.clone(), name: who.name.clone(), born: Some(who.born), sex: who.sex };
        self.told.say(&mut act, Say::new(recorded, on));
        if let Some(pnc) = &who.pnc {
            let fact = if self.chance.odds(15) {
                let slip = slipped(pnc.as_str());
                IdentifierRecorded { scheme: Scheme::Pnc, given: slip, canonical: None }
            } else {
                IdentifierRecorded { scheme: Scheme::Pnc, given: pnc.to_string(), canonical: Some(pnc.to_string()) }
            };
            self.told.say(&mut act, Say::new(fact, on));
        }
        if let Some(cro) = &who.cro {
            let fact =
                IdentifierRecorded { scheme: Scheme::Cro, given: cro.to_string(), canonical: Some(cro.to_string()) };
            self.told.say(&mut act, Say::new(fact, on));
        }
        let (lines, postcode) = who.address.clone();
        let moved_in = later(day, -self.chance.between(60, 2000));
        self.told.say(&mut act, Say::new(AddressRecorded { lines, postcode, from: moved_in }, on));
        if self.chance.odds(90) {
            let mut name = who.name.clone();
            let last = who.name.forenames.split(' ').next_back().unwrap_or_default();
            last.clone_into(&mut name.forenames);
            if self.chance.odds(400) || name == who.name {
                name.surname = crate::names::surname(&mut self.chance);
            }
            self.told.say(&mut act, Say::new(AliasRecorded { name }, on));
        }
        self.needs(day);
        self.earlier_order(day);
    }

    /// The day the person became known: the day of the order, or of an earlier one.
    fn known_since(&self) -> Date {
        on_or_after(self.who.order.from)
    }

    fn needs(&mut self, day: Date) {
        let needs: [(u32, &str, &[&str]); 4] = [
            (30, "interpreter", &["Polish", "Portuguese", "Somali", "Kurdish", "Romanian", "British Sign Language"]),
            (22, "step-free access", &["ground-floor room", "uses a wheelchair"]),
            (14, "large print", &["letters at 18 points"]),
            (18, "reading", &["read letters aloud", "ring as well as write"]),
        ];
        for (odds, need, details) in needs {
            if self.chance.odds(odds) {
                let at = self.during(day, 13, 17);
                let by = self.officer(day);
                let mut act = self.act(at, by);
                let detail = (self.chance.pick(details)).to_owned();
                self.told.say(&mut act, Say::new(NeedRecorded { need: need.to_owned(), detail }, Happened::On(day)));
            }
        }
    }

    /// An order of some years ago, over before this one began.
    fn earlier_order(&mut self, day: Date) {
        if !self.chance.odds(170) || day < minute_day(2011) {
            return;
        }
        let from = later(day, -self.chance.between(420, 900)).max(minute_day(2010));
        let until = later(months_later(from, 12), -1).min(later(day, -10));
        let at = self.during(day, 11, 12);
        let by = self.administrator(day);
        let mut act = self.act(at, by);
        let crime = offences::draw(&mut self.chance, false);
        let made = OrderMade {
            kind: OrderKind::CommunityOrder,
            court: COURT_NAME.to_owned(),
            from,
            until: Some(until),
            main_offence: Offence { code: crime.code.to_owned(), title: crime.title.to_owned() },
            requirements: Vec::new(),
        };
        let made = self.told.say(&mut act, Say::new(made, Happened::On(from)).about("order-1"));
        let ended = Say::new(OrderEnded { how: "expired".to_owned() }, Happened::On(later(until, 1)));
        self.told.say(&mut act, ended.about("order-1").because([made]));
        "order-2".clone_into(&mut self.order);
    }

    fn ordered(&mut self) {
        let plan = &self.who.order;
        let day = self.known_since();
        self.court = match plan.kind {
            OrderKind::CommunityOrder | OrderKind::PostSentenceSupervision => COURT_NAME,
            OrderKind::SuspendedSentenceOrder if !self.who.number.is_multiple_of(3) => COURT_NAME,
            _ => CROWN_COURT_NAME,
        };
        let at = self.during(day, 14, 16);
        let by = self.administrator(day);
        let mut act = self.act(at, by);
        let asked = match self.who.cast {
            Cast::MurderUnpaidWork => vec![("Unpaid work", Some(120), Some("hours"))],
            _ => offences::requirements(&mut self.chance, plan.kind),
        };
        let order = self.order.clone();
        let requirements = asked.into_iter().enumerate().map(|(at, (category, amount, unit))| Requirement {
            component: format!("{order}.req-{}", at + 1),
            category: category.to_owned(),
            amount,
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
        if let Some((ended, how)) = plan.ended {
            let at = self.during(on_or_after(ended), 10, 12);
            let by = self.administrator(ended);
            let mut act = self.act(at, by);
            let say = Say::new(OrderEnded { how: how.to_owned() }, Happened::On(ended));
            self.told.say(&mut act, say.about(&order).because([made]));
        }
        self.register(day);
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

    fn register(&mut self, day: Date) {
        let national = self.holder(self.today()).kind == ProviderKind::Nps;
        let flags: &[(u32, &str, &str, i32)] = if national {
            &[
                (600, "RHRH", "High risk of serious harm", 6),
                (550, "MAPP", "MAPPA category 1, level 1", 6),
                (80, "RCPR", "Child protection", 3),
                (150, "ADVP", "Domestic abuse: has caused harm", 3),
                (60, "ALSH", "Risk of suicide or self-harm", 6),
            ]
        } else {
            &[
                (520, "RMRH", "Medium risk of serious harm", 6),
                (280, "ADVP", "Domestic abuse: has caused harm", 3),
                (90, "RCCO", "Concern about children", 6),
                (70, "ALSH", "Risk of suicide or self-harm", 6),
                (20, "STRG", "Linked to a street gang", 6),
            ]
        };
        let mut count = 0;
        for (odds, register, words, months) in flags {
            if !self.chance.odds(*odds) {
                continue;
            }
            count += 1;
            let on = business_later(day, self.chance.between(0, 8));
            let at = self.during(on, 10, 16);
            if !self.is_past(at) {
                continue;
            }
            let by = self.officer(on);
            let mut act = self.act(at, by);
            let registered = Registered {
                register: (*register).to_owned(),
                words: (*words).to_owned(),
                review_on: Some(months_later(on, *months)),
            };
            self.told.say(&mut act, Say::new(registered, Happened::On(on)).about(&format!("flag-{count}")));
        }
    }
}

fn minute_day(year: i16) -> Date {
    jiff::civil::date(year, 1, 4)
}

/// A number with its check letter slipped by one place of the alphabet.
fn slipped(number: &str) -> String {
    let (stem, letter) = number.split_at(number.len() - 1);
    let wrong = if letter == "A" { "B" } else { "A" };
    format!("{stem}{wrong}")
}
