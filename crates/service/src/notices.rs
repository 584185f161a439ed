//! Who had read an entry that turned out to be about somebody else: they are told on their day, and say that they saw it.

use access::Action;
use record::entry::Entry;
use record::facts::Fact;
use record::facts::correction::{ListsExamined, NoticeAcknowledged, Reader, ReadersTold};
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use serde::Serialize;
use store::NoticeRow;

use crate::listed::TellingState;
use crate::readers::{Stood, first_of};
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// A notice that somebody has not seen yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The entry that tells them.
    pub id: EntryId,
    /// What they saw.
    pub saw: Saw,
    /// When they last opened the record, or saw such a list.
    pub read: Instant,
    /// When they were told.
    pub told: Instant,
}

/// What somebody saw while an entry stood on the record of the wrong person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saw {
    /// The record.
    Record,
    /// A list that may have held the person.
    List,
}

/// Somebody who had read an entry that was taken off, and what came of telling them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who, in which role, when they last opened the record.
    pub reader: Reader,
    /// What they saw.
    pub saw: Saw,
    /// When they said that they saw the notice.
    pub seen: Option<Instant>,
    /// Whether they are told at all: whoever only checks the record is not.
    pub told: bool,
}

/// Who is told of an entry that was taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllTold {
    /// Each of them.
    pub told: Vec<Told>,
    /// The last month of the log of reads that had been let go by then, if that reaches past the entry.
    pub gone: Option<String>,
    /// The lists that were gone through; none while they were not.
    pub lists: Option<ListsExamined>,
    /// How far going through them has come; none where nobody began.
    pub going: Option<TellingState>,
}

/// See [`Service::acknowledge`].
#[derive(Clone, Debug, Serialize)]
pub struct Acknowledged {
    /// The entry that told them.
    pub notice: String,
}

impl Service {
    /// How many others opened the record since an entry of it, or the first version of it, was recorded.
    pub async fn readers_of(&self, ask: &Ask, entries: &[Entry], id: &EntryId) -> Result<usize, Problem> {
        let Some(first) = first_of(entries, id) else { return Ok(0) };
        Ok(self.shown(ask, &Stood::since(first)).await?.len())
    }

    /// Who had read an entry that was taken off this record: nobody, while it stands. And the last month of the log of
    /// reads that had been let go by then, if that reaches past the entry: then there may have been others.
    pub async fn told(&self, ask: &Ask, person: &StreamId, seq: u64) -> Result<AllTold, Problem> {
        let opened = self.open(ask, Action::ViewReaders, person, record::case::View::default()).await?;
        let (mut all, mut gone, mut lists) = (Vec::new(), None, None);
        for entry in &opened.entries {
            let Some(Fact::ReadersTold(told)) = entry.content.as_ref().map(|content| &content.fact) else { continue };
            if told.entry.seq != seq {
                continue;
            }
            if let Some(first) = first_of(&opened.entries, &told.entry) {
                gone = gone.max(self.reads_gone_since(first.recorded, entry.recorded).await?);
            }
            lists = lists.or(told.lists);
            let id = entry.id.clone();
            let seen = self.store.read(move |snapshot| snapshot.seen_notice(&id)).await?;
            all.extend(told.readers.iter().map(|reader| Told {
                reader: reader.clone(),
                saw: saw(told),
                seen: seen.iter().find(|row| row.staff == reader.staff).map(|row| Instant(row.at)),
                told: is_told(reader),
            }));
        }
        let going = self.telling(&EntryId { stream: person.clone(), seq }).await?;
        Ok(AllTold { told: all, gone, lists, going })
    }

    /// One’s own notices that are still to be seen.
    pub async fn notices(&self, ask: &Ask) -> Result<Vec<Notice>, Problem> {
        let staff = ask.actor.staff.clone();
        let rows = self.store.read(move |snapshot| {
            let id =
                |row: &NoticeRow| EntryId { stream: row.stream.clone(), seq: u64::try_from(row.told).unwrap_or(0) };
            let with_entry = |row: NoticeRow| Ok((snapshot.entry(&id(&row))?, id(&row), row));
            snapshot.notices_of(&staff)?.into_iter().map(with_entry).collect::<Result<Vec<_>, _>>()
        });
        let rows = rows.await?;
        let mut all = Vec::with_capacity(rows.len());
        for (entry, id, row) in rows {
            let read = read_entries(&id.stream, entry.as_slice())?;
            let told = read.first().and_then(|entry| entry.content.as_ref());
            let saw = match told.map(|content| &content.fact) {
                Some(Fact::ReadersTold(told)) => saw(told),
                _ => Saw::Record,
            };
            all.push(Notice { id, saw, read: Instant(row.read_at), told: Instant(row.told_at) });
        }
        Ok(all)
    }

    /// Says that one saw a notice. It is recorded in one’s own stream: of the person one may know nothing any more.
    pub async fn acknowledge(&self, ask: &Ask, form: &Form, said: &Acknowledged) -> Result<Saved, Problem> {
        let id: EntryId = said.notice.parse().map_err(|_| Problem::NotFound)?;
        self.permit_list(ask, Action::ViewDay, 1).await?;
        let own = self.notices(ask).await?;
        if own.iter().all(|notice| notice.id != id) {
            return Err(Problem::NotFound);
        }
        let code = ask.actor.staff.clone();
        let row = self.store.read(move |snapshot| snapshot.staff(&code)).await?.ok_or(Problem::NotFound)?;
        self.record(ask, form, said, std::slice::from_ref(&row.stream), |_| {
            let fact = NoticeAcknowledged { notice: id.clone() };
            let fact = Said::new(&row.stream, fact, Happened::On(ask.today())).because([id.clone()]);
            Ok(Work { said: vec![fact], answer: String::new(), ..Work::default() })
        })
        .await
    }
}

/// Whoever works with people is told; whoever only checks the record sees what it said anyway.
pub(crate) fn is_told(reader: &Reader) -> bool {
    let role = record::facts::organisation::Role::of_code(&reader.role);
    role.is_some_and(|role| access::role_does(role, Action::ViewDay))
}

/// What is said to those who read it, and about them, when an entry leaves a record; none when nobody did.
pub(crate) fn told_of(
    person: &StreamId,
    entry: &EntryId,
    readers: &[Reader],
    today: jiff::civil::Date,
) -> Option<Said> {
    if readers.is_empty() {
        return None;
    }
    let told = ReadersTold { entry: entry.clone(), readers: readers.to_vec(), lists: None };
    Some(Said::new(person, told, Happened::On(today)).because([entry.clone()]))
}

fn saw(told: &ReadersTold) -> Saw {
    if told.lists.is_some() { Saw::List } else { Saw::Record }
}
