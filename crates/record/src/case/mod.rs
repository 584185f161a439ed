//! The case file: a pure fold over the entries of a person's stream.
//!
//! [`resolve`] decides what is seen: what was known at a moment, what had happened by a day, and what corrections and
//! retractions leave standing. [`fold`] makes the case file of what stands; [`timeline`] shows everything, standing or
//! not; [`difference`] and [`chain`] compare what it says at two moments, and follow one entry through its corrections. `risk`
//! holds what stands about risk, and what waits for a second person; `plan` the sentence plan and the work on it;
//! `addresses` where they live; `messages` how the person may be reached, and what became of what was sent. The whole file is folded anew each time: there is no
//! incremental state to go wrong.

mod addresses;
mod compare;
mod file;
mod fold;
mod messages;
mod plan;
mod raised;
mod resolve;
mod risk;
mod timeline;

pub use addresses::{Address, AddressEnding};
pub use compare::{Change, Link, chain, difference};
pub use file::{
    Affiliation, Allocation, Appointment, Breach, Cancelled, CaseFile, Contact, Decided, Dismissed, Held, Identifier,
    Letter, Limit, Move, Need, Order, Person, Registration, Visit, Warning,
};
pub use fold::fold;
pub use messages::{Queued, Reach, SendState, Sending, Text};
pub use plan::{Plan, PlanObjective, Worked};
pub use raised::{RaisedAnswer, RaisedLine};
pub use resolve::{Resolved, Standing, View, resolve};
pub use risk::{Assessment, ChangeState, HarmStands, RiskChange, Signed};
pub use timeline::{Line, latest, timeline};
