//! The limit on trying things out. A refusal may tell something of others however little it says, so those are counted, and
//! after a few no more is answered for a while.
//!
//! An attempt that may be so refused is counted before it is looked at, as one that is looked at. So of many that are sent at
//! once, to however many servers, no more are answered than of the same sent one after another. Whoever is told to come again
//! has tried nothing out, and can do so at once: an attempt whose server died is counted as looked at for seconds only.

use access::Action;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use store::{SideWrite, Snapshot, StoreError};

use crate::booking::is_apart;
use crate::{Ask, Problem, Service};

/// What can be tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trying {
    /// Times and places at which somebody must not be met.
    Times,
    /// Codes of people whose record one may not see.
    Codes,
    /// Numbers of people to whose record an entry is to go: the same codes, on another form.
    RightPerson,
    /// Numbers typed at a reception: of whom it is said whether somebody is there whom they must not meet.
    Numbers,
    /// Colleagues who are given somebody's case, or cover for whoever holds it: they may be kept apart.
    Giving,
    /// Homes of which it is said whether somebody lives there whom they must not meet.
    Homes,
}

impl Trying {
    /// The kind of attempts they are counted as.
    fn kind(self) -> &'static str {
        match self {
            Trying::Times | Trying::Giving => "apart",
            Trying::Codes | Trying::RightPerson | Trying::Numbers => "codes",
            Trying::Homes => "homes",
        }
    }

    /// The kind of those that are still looked at.
    fn open_kind(self) -> &'static str {
        match self {
            Trying::Times | Trying::Giving => "apart-open",
            Trying::Codes | Trying::RightPerson | Trying::Numbers => "codes-open",
            Trying::Homes => "homes-open",
        }
    }

    fn stopped(self) -> Problem {
        match self {
            Trying::Times => Problem::field(
                "place",
                "Several bookings were refused one after another. Ask your senior to book this one",
            ),
            Trying::Giving => Problem::field(
                "to",
                "Several choices were refused one after another. Leave it to whoever leads the team, or to another senior",
            ),
            Trying::RightPerson => Problem::field(
                "right_crn",
                "Several codes were refused one after another. Leave this empty, or ask your senior to correct it",
            ),
            Trying::Codes | Trying::Numbers | Trying::Homes => Problem::field(
                "others",
                "Several codes were refused one after another. Ask your senior to arrange this one",
            ),
        }
    }

    /// Said of one more at once than would be answered one by one: nothing is wrong with it, and what was typed stays.
    fn at_once(self) -> Problem {
        match self {
            Trying::Times => Problem::field(
                "place",
                "Other bookings of yours are still being looked at. Nothing of this one is recorded: send it again in \
                 half a minute",
            ),
            Trying::Giving => Problem::field(
                "to",
                "Other choices of yours are still being looked at. Nothing of this one is recorded: send it again in \
                 half a minute",
            ),
            Trying::RightPerson => Problem::field(
                "right_crn",
                "Other codes of yours are still being looked up. Nothing of this is recorded: send it again in half a \
                 minute",
            ),
            Trying::Codes | Trying::Numbers | Trying::Homes => Problem::field(
                "others",
                "Other codes of yours are still being looked up. Nothing of this is recorded: send it again in half a \
                 minute",
            ),
        }
    }
}

/// Whether somebody may still be told what a home that they recorded tells of others.
pub(crate) fn may_be_told_of_homes(snapshot: &Snapshot, ask: &Ask) -> Result<bool, StoreError> {
    Ok(snapshot.attempts(&key(Trying::Homes.kind(), ask), since(ask))? <= most())
}

impl Service {
    /// Books, or moves, somebody's appointment in a building, or elsewhere, if not too much was refused lately because people must be kept apart. Such a
    /// refusal stays counted, and is logged. Everybody's bookings are counted while they are looked at: were it only those of
    /// people whom an arrangement is about, that would tell who they are.
    pub(crate) async fn booking_within_limits<T>(
        &self,
        ask: &Ask,
        (person, site): (&StreamId, &str),
        booking: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let answer = self.trying(ask, Trying::Times, is_apart, booking).await;
        if answer.as_ref().is_err_and(is_apart) {
            self.log_refused_apart(ask, person, site).await?;
        }
        answer
    }

    /// Counts that a home was recorded for somebody in an arrangement: what is said of it tells where others live.
    pub(crate) async fn count_home(&self, ask: &Ask, person: &StreamId) -> Result<(), Problem> {
        let of = person.clone();
        if self.store.read(move |snapshot| snapshot.apart_of(of.as_str())).await?.is_empty() {
            return Ok(());
        }
        self.count(ask, Trying::Homes).await
    }

    /// Tries something, if not too much was refused lately. A refusal that `tells` something of others stays counted. Of more
    /// at once than would be answered one by one, the others are asked to come again, whatever they are.
    pub(crate) async fn trying<T>(
        &self,
        ask: &Ask,
        what: Trying,
        tells: impl Fn(&Problem) -> bool,
        attempt: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let (open, at) = self.count_as(ask, what.open_kind(), looked_at_since(ask)).await?;
        let (key, beside) = (key(what.kind(), ask), open.clone());
        let (since, still) = (since(ask), looked_at_since(ask));
        let counted =
            self.store.read(move |snapshot| Ok((snapshot.attempts(&key, since)?, snapshot.attempts(&beside, still)?)));
        let (answer, is_told) = match counted.await {
            // One of those that are looked at is this one.
            Ok((told, looked_at)) if told + looked_at <= most() => (attempt.await, true),
            Ok((told, _)) if told >= most() => (Err(what.stopped()), true),
            Ok(_) => (Err(what.at_once()), false),
            Err(error) => (Err(error.into()), false),
        };
        if is_told && answer.as_ref().is_err_and(tells) {
            self.count(ask, what).await?;
        }
        let over = self.store.put(SideWrite::TakeBackAttempt { key: open, at }).await;
        // What was booked is booked: if it stays counted, that passes within seconds.
        drop(over);
        answer
    }

    /// Counts that something was told.
    pub(crate) async fn count(&self, ask: &Ask, what: Trying) -> Result<(), Problem> {
        self.count_as(ask, what.kind(), since(ask)).await.map(drop)
    }

    /// Counts an attempt, and forgets those of its kind from before an instant: what it is counted by, and when.
    async fn count_as(&self, ask: &Ask, kind: &'static str, before: i64) -> Result<(String, i64), Problem> {
        // Attempts of one moment are told apart, so that each takes back its own.
        let [a, b, c] = self.random_bytes::<3>();
        let (key, at) = (key(kind, ask), ask.now.0 + i64::from(u32::from_be_bytes([0, a & 0x0f, b, c])));
        let counted = SideWrite::Attempt { key: key.clone(), at };
        let old = SideWrite::DropAttempts { kind, before };
        self.store.put(SideWrite::All(vec![counted, old])).await?;
        Ok((key, at))
    }

    /// Looks at something of which the answer may tell of others, if not too much was told lately: none then, and none either of
    /// more at once than would be told one by one. Those that tell are counted as refusals are.
    pub(crate) async fn told_within_limits<T>(
        &self,
        ask: &Ask,
        what: Trying,
        tells: impl Fn(&T) -> bool,
        answer: impl Future<Output = Result<T, Problem>>,
    ) -> Result<Option<T>, Problem> {
        let mut told = None;
        let looked = async {
            let found = answer.await?;
            let is_told = tells(&found);
            told = Some(found);
            if is_told { Err(Problem::field(TOLD, "")) } else { Ok(()) }
        };
        match self.trying(ask, what, is_told, looked).await {
            Err(problem) if !is_told(&problem) && !is_stopped(&problem, what) => Err(problem),
            _ => Ok(told),
        }
    }

    /// Logs that somebody's number was typed by one who may not see their record.
    pub(crate) async fn log_not_named(&self, ask: &Ask, action: Action, person: &StreamId) -> Result<(), Problem> {
        self.log_refused(ask, action, person, access::Refusal::Limited.words()).await
    }
}

/// The field of what is no refusal, and counted as one.
const TOLD: &str = "told";

fn is_told(problem: &Problem) -> bool {
    matches!(problem, Problem::Invalid(errors) if errors.iter().any(|error| error.field == TOLD))
}

/// Whether that is the answer of whoever tried too much.
fn is_stopped(problem: &Problem, what: Trying) -> bool {
    let same = |other: &Problem| matches!((problem, other), (Problem::Invalid(a), Problem::Invalid(b)) if a == b);
    same(&what.stopped()) || same(&what.at_once())
}

fn key(kind: &str, ask: &Ask) -> String {
    format!("{kind} {}", ask.actor.staff)
}

/// So many refusals are answered within the time over which they are counted.
fn most() -> u64 {
    u64::from(Places::split_2014().value(PlaceFigure::Probes))
}

/// Since when those that are looked at are counted, in microseconds. What takes longer has lost its server.
fn looked_at_since(ask: &Ask) -> i64 {
    ask.now.0 - i64::from(Places::split_2014().value(PlaceFigure::LookedAtSeconds)) * 1_000_000
}

/// Since when they are counted, in microseconds.
fn since(ask: &Ask) -> i64 {
    ask.now.0 - i64::from(Places::split_2014().value(PlaceFigure::ProbeMinutes)) * 60_000_000
}
