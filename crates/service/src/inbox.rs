//! What waits for somebody to have seen it: notices, decisions that wait for a second person, and what others recorded about
//! the people one answers for: one's own, those of a colleague who is away, those whom nobody at work holds. Each is
//! acknowledged with one press, in one's own stream.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::{Action, Actor, role_does};
use practice::working::{WorkingFigure, value};
use record::facts::correction::NoticeAcknowledged;
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use serde::Serialize;
use store::{Desk, ErasureRow, PersonRow, Snapshot, StoreError};

pub use store::NewsRow;

use crate::day::visible_among;
use crate::desks::Desks;
use crate::door::limits_among;
use crate::notices::Notice;
use crate::passed_over::fallen_to;
use crate::raising::{RaisedWith, with_people};
use crate::risk::signing::asked_of;
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// No list of erasures is longer: a bound on one page, of what is decided one by one.
const MOST: u32 = 200;

/// What waits.
#[derive(Debug)]
pub struct Inbox {
    /// One read an entry that was about somebody else.
    pub told: Vec<Notice>,
    /// People about whom a change that lowers risk waits for whoever asks to countersign it.
    pub countersign: Vec<PersonRow>,
    /// What was raised with whoever asks, and is theirs to answer.
    pub raised: Vec<RaisedWith>,
    /// Erasures that a colleague proposed.
    pub erasures: Vec<ErasureRow>,
    /// What others recorded about the people one answers for, the latest first.
    pub news: Vec<News>,
}

/// What others recorded about one person.
#[derive(Debug)]
pub struct News {
    /// About whom.
    pub person: PersonRow,
    /// What, the latest first.
    pub rows: Vec<NewsRow>,
}

/// See [`Service::acknowledge_news`].
#[derive(Clone, Debug, Serialize)]
pub struct SeenNews {
    /// The person's stream.
    pub person: String,
    /// The last entry that was shown: nothing later is acknowledged.
    pub up_to: i64,
}

impl Service {
    /// What waits for whoever asks.
    pub async fn inbox(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Inbox, Problem> {
        let (actor, now, desks) = (ask.actor.clone(), ask.now, desks.clone());
        let told = if role_does(actor.role, Action::ViewDay) { self.notices(ask).await? } else { Vec::new() };
        let found = self.store.read(move |snapshot| {
            let waiting = asked_of(snapshot, &actor, &desks, now.day())?;
            let mut people = visible_among(snapshot, &waiting.sign, &actor.staff, now.day())?;
            let countersign = waiting.sign.iter().filter_map(|stream| people.remove(stream)).collect();
            let to_me = waiting.raised.iter().cloned().map(|(case, line)| (case, line, None)).collect();
            let raised = with_people(snapshot, &actor, to_me, now.day())?;
            let news = news(snapshot, &actor, &desks, now)?;
            Ok(Inbox { told, countersign, raised, erasures: erasures(snapshot, &actor)?, news })
        });
        let inbox = found.await?;
        let decisions = inbox.countersign.len() + inbox.raised.len() + inbox.erasures.len();
        let rows = inbox.told.len() + decisions + inbox.news.len();
        let action = if role_does(ask.actor.role, Action::ViewDay) { Action::ViewDay } else { Action::ViewProtection };
        self.permit_list(ask, action, rows).await?;
        Ok(inbox)
    }

    /// Says that one saw what others recorded about a person. It is recorded in one's own stream.
    pub async fn acknowledge_news(
        &self,
        ask: &Ask,
        desks: &Arc<Desks>,
        form: &Form,
        said: &SeenNews,
    ) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        self.permit_list(ask, Action::ViewDay, 1).await?;
        let (actor, now, desks) = (ask.actor.clone(), ask.now, desks.clone());
        let (own, rows) = self
            .store
            .read(move |snapshot| Ok((snapshot.staff(&actor.staff)?, news_rows(snapshot, &actor, &desks, now)?)))
            .await?;
        let own = own.ok_or(Problem::NotFound)?.stream;
        let seen = rows.into_iter().filter(|row| row.stream == person && row.seq <= said.up_to);
        let seen: Vec<EntryId> =
            seen.map(|row| EntryId { stream: row.stream, seq: u64::try_from(row.seq).unwrap_or(0) }).collect();
        if seen.is_empty() {
            return Err(Problem::NotFound);
        }
        self.record(ask, form, said, std::slice::from_ref(&own), |_| {
            let fact = |id: &EntryId| {
                let fact = NoticeAcknowledged { notice: id.clone() };
                Said::new(&own, fact, Happened::On(ask.today())).because([id.clone()])
            };
            Ok(Work { said: seen.iter().map(fact).collect(), answer: String::new(), ..Work::default() })
        })
        .await
    }
}

fn since(now: Instant) -> i64 {
    now.0 - i64::from(value(WorkingFigure::NewsDays)) * 86_400_000_000
}

/// How much waits for somebody: what the frame of every page says. None for a role that nothing can wait for.
pub(crate) fn unread(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &Desks,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    let has_day = role_does(actor.role, Action::ViewDay);
    if !has_day && !role_does(actor.role, Action::Erase) {
        return Ok(None);
    }
    let news = if has_day { news_waiting(snapshot, actor, desks, now)? } else { 0 };
    let asked = asked_of(snapshot, actor, desks, now.day())?;
    let asked = asked.sign.len() + asked.raised.len() + erasures(snapshot, actor)?.len();
    Ok(Some(news + asked as u64))
}

/// What [`unread`] asks whatever else is answered.
pub(crate) fn foresee(ahead: &Snapshot, actor: &Actor, now: Instant) -> Result<(), StoreError> {
    if role_does(actor.role, Action::ViewDay) {
        let own = Desk::Officer(actor.staff.clone());
        ahead.news_about(&actor.staff, &own, &now.day().to_string(), since(now))?;
        ahead.notices_unseen(&actor.staff)?;
    }
    Ok(())
}

/// The desks whose cases somebody answers for, and each case that falls to them because others may not open the record.
fn answered_for(snapshot: &Snapshot, actor: &Actor, desks: &Desks, now: Instant) -> Result<Vec<Desk>, StoreError> {
    let fallen = fallen_to(snapshot, actor, desks, now.day())?;
    Ok(desks.cases().iter().cloned().chain(fallen.iter().cloned().map(Desk::Case)).collect())
}

/// How many people there is news about whose records are open to them, and how many notices there are.
fn news_waiting(snapshot: &Snapshot, actor: &Actor, desks: &Desks, now: Instant) -> Result<u64, StoreError> {
    let mut about = BTreeSet::new();
    for desk in &answered_for(snapshot, actor, desks, now)? {
        about.extend(snapshot.news_about(&actor.staff, desk, &now.day().to_string(), since(now))?);
    }
    let limited: Vec<StreamId> = about.iter().filter(|one| one.limited).map(|one| one.person.clone()).collect();
    let limits = limits_among(snapshot, &limited, now.day())?;
    let kept_from = limits.values().filter(|(excluded, to)| access::limited(&actor.staff, excluded, to)).count();
    Ok((about.len() - kept_from) as u64 + snapshot.notices_unseen(&actor.staff)?)
}

/// What others recorded about the people somebody answers for, each once, the latest first.
fn news_rows(snapshot: &Snapshot, actor: &Actor, desks: &Desks, now: Instant) -> Result<Vec<NewsRow>, StoreError> {
    let mut rows = Vec::new();
    for desk in &answered_for(snapshot, actor, desks, now)? {
        rows.extend(snapshot.news_of(&actor.staff, desk, &now.day().to_string(), since(now))?);
    }
    rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| (&a.stream, a.seq).cmp(&(&b.stream, b.seq))));
    rows.dedup_by(|a, b| (&a.stream, a.seq) == (&b.stream, b.seq));
    Ok(rows)
}

/// Erasures that a colleague proposed: nobody decides about their own.
fn erasures(snapshot: &Snapshot, actor: &Actor) -> Result<Vec<ErasureRow>, StoreError> {
    if !role_does(actor.role, Action::Erase) {
        return Ok(Vec::new());
    }
    let mut rows = snapshot.erasures("waiting", MOST)?;
    rows.retain(|row| row.proposed_by != actor.staff);
    Ok(rows)
}

fn news(snapshot: &Snapshot, actor: &Actor, desks: &Desks, now: Instant) -> Result<Vec<News>, StoreError> {
    if !role_does(actor.role, Action::ViewDay) {
        return Ok(Vec::new());
    }
    let rows = news_rows(snapshot, actor, desks, now)?;
    let mut order: Vec<StreamId> = Vec::new();
    let mut by_person: BTreeMap<StreamId, Vec<NewsRow>> = BTreeMap::new();
    for row in rows {
        if !by_person.contains_key(&row.stream) {
            order.push(row.stream.clone());
        }
        by_person.entry(row.stream.clone()).or_default().push(row);
    }
    let mut people = visible_among(snapshot, &order, &actor.staff, now.day())?;
    let of = |stream: StreamId| Some(News { person: people.remove(&stream)?, rows: by_person.remove(&stream)? });
    Ok(order.into_iter().filter_map(of).collect())
}
