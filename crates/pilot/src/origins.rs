//! What stands at the head of a record: who somebody is, what they need, and an order of earlier years.

use jiff::civil::Date;
use record::facts::address::AddressRecorded;
use record::facts::person::{
    AliasRecorded, Ending, IdentifierRecorded, NeedRecorded, Offence, OrderEnded, OrderKind, OrderMade, PersonRecorded,
    Scheme,
};
use record::time::Happened;

use crate::calendar::{business_later, later, months_later, on_or_after};
use crate::life::Life;
use crate::names;
use crate::network::COURT_NAME;
use crate::offences;
use crate::said::Say;

impl Life<'_> {
    pub(crate) fn introduce(&mut self) {
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
        let address = AddressRecorded { lines, postcode, from: moved_in, ..AddressRecorded::default() };
        self.told.say(&mut act, Say::new(address, on));
        if self.chance.odds(90) {
            let mut name = who.name.clone();
            let last = who.name.forenames.split(' ').next_back().unwrap_or_default();
            last.clone_into(&mut name.forenames);
            if self.chance.odds(400) || name == who.name {
                name.surname = names::other_surname(&mut self.chance, &who.name);
            }
            self.told.say(&mut act, Say::new(AliasRecorded { name }, on));
        }
        if !self.world.recent {
            self.earlier_order(day);
        }
    }

    /// The day the person became known: the day of the order, or of an earlier one.
    pub(crate) fn known_since(&self) -> Date {
        on_or_after(self.who.order.from)
    }

    /// What the officer learns at the start: not before the case is theirs.
    pub(crate) fn needs(&mut self, allocated: Date) {
        let day = business_later(allocated, 1);
        let needs: [(u32, &str, &[&str]); 4] = [
            (30, "interpreter", &["Polish", "Portuguese", "Somali", "Kurdish", "Romanian", "British Sign Language"]),
            (22, "step-free access", &["ground-floor room", "uses a wheelchair"]),
            (14, "large print", &["letters at 18 points"]),
            (18, "reading", &["read letters aloud", "ring as well as write"]),
        ];
        for (odds, need, details) in needs {
            if self.chance.odds(odds) {
                let at = self.during(day, 13, 17);
                let detail = (self.chance.pick(details)).to_owned();
                if !self.is_past(at) {
                    continue;
                }
                let by = self.officer(day);
                let mut act = self.act(at, by);
                self.told.say(&mut act, Say::new(NeedRecorded { need: need.to_owned(), detail }, Happened::On(day)));
            }
        }
    }

    /// An order of some years ago, over before this one began.
    fn earlier_order(&mut self, day: Date) {
        let community = matches!(self.who.order.kind, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder);
        if !self.chance.odds(250) || !community || day < minute_day(2011) {
            return;
        }
        let from = later(day, -self.chance.between(420, 900)).max(minute_day(2010));
        let until = later(months_later(from, 12), -1).min(later(day, -10));
        let at = self.during(day, 11, 12);
        let by = self.administrator(day);
        let mut act = self.act(at, by);
        let crime = offences::draw(&mut self.chance, false, OrderKind::CommunityOrder, self.who.sex);
        let made = OrderMade {
            kind: OrderKind::CommunityOrder,
            court: COURT_NAME.to_owned(),
            from,
            until: Some(until),
            main_offence: Offence { code: crime.code.to_owned(), title: crime.title.to_owned() },
            requirements: Vec::new(),
        };
        let made = self.told.say(&mut act, Say::new(made, Happened::On(from)).about("order-1"));
        let ended = Say::new(OrderEnded { ending: Ending::Expired }, Happened::On(later(until, 1)));
        self.told.say(&mut act, ended.about("order-1").because([made]));
        "order-2".clone_into(&mut self.order);
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
