//! What the rules of an era may ask about a case.

use jiff::civil::Date;
use serde::Deserialize;

use crate::answers::Band;

/// A question a rule may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// All reoffending within two years, percent (OGRS4).
    Arp,
    /// Combined serious reoffending within two years, percent (OGRS4).
    Csrp,
    /// Direct contact sexual reoffending within two years, percent (OGRS4).
    DcSrp,
    /// The band of direct contact sexual reoffending, after any reduction.
    DcSrpBand,
    /// Risk of serious recidivism, percent (2014).
    Rsr,
    /// Risk of serious harm.
    Rosh,
    /// Under MAPPA, in any category.
    Mappa,
    /// Serving a life sentence or imprisonment for public protection.
    LiferOrIpp,
    /// The day of the latest release.
    LatestRelease,
    /// A domestic abuse register, present or past.
    DomesticAbuse,
    /// A stalking register.
    Stalking,
    /// A child protection register.
    ChildProtection,
    /// A sexual offence at any time.
    SexualOffence,
    /// A foreign national to be deported.
    Deportation,
    /// A case of public interest.
    PublicInterest,
    /// Terrorism or extremism.
    Terrorism,
    /// Subject to a hospital order.
    HospitalOrder,
    /// Sentence deferred and not yet passed.
    DeferredSentence,
    /// Was already with the National Probation Service for a high risk of serious harm.
    WasHighWithNps,
}

const COUNT: usize = Fact::WasHighWithNps as usize + 1;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A score.
    Number(f64),
    /// A level.
    Band(Band),
    /// A day.
    Day(Date),
    /// Known to have none: no risk of serious harm recorded, never released.
    None,
}

/// The answers there are, on a day. What has not been answered is not known, which is not "no".
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The day the rules are applied.
    pub today: Date,
    answers: [Option<Value>; COUNT],
}

impl Facts {
    /// Nothing known yet.
    pub fn on(today: Date) -> Facts {
        Facts { today, answers: [None; COUNT] }
    }

    /// With one more answer; `None` leaves it unknown.
    pub fn with(mut self, fact: Fact, answer: Option<Value>) -> Facts {
        self.answers[fact as usize] = answer;
        self
    }

    /// With a yes or no.
    pub fn flag(self, fact: Fact, answer: Option<bool>) -> Facts {
        self.with(fact, answer.map(Value::Flag))
    }

    /// What is known.
    pub fn get(&self, fact: Fact) -> Option<Value> {
        self.answers[fact as usize]
    }
}
