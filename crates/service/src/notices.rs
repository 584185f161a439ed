//! Who had read an entry that turned out to be about somebody else: they are told on their day, and say that they saw it.

use access::Action;
use record::entry::Entry;
use record::facts::Fact;
use record::facts::correction::{NoticeAcknowledged, Reader, ReadersTold};
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use serde::Serialize;
use store::NoticeRow;

use crate::readers::{Stood, first_of};
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// A notice that somebody has not seen yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The entry that tells them.
    pub id: EntryId,
    /// When they last opened the record.
    pub read: Instant,
    /// When they were told.
    pub told: Instant,
}

/// Somebody who had read an entry that was taken off, and what came of telling them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who, in which role, when they last opened the record.
    pub reader: Reader,
    /// When they said that they saw the notice.
    pub seen: Option<Instant>,
    /// Whether they are told at all: whoever only checks the record is not.
    pub told: bool,
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
    pub async fn told(&self, ask: &Ask, person: &StreamId, seq: u64) -> Result<(Vec<Told>, Option<String>), Problem> {
        let opened = self.open(ask, Action::ViewReaders, person, record::case::View::default()).await?;
        let (mut all, mut gone) = (Vec::new(), None);
        for entry in &opened.entries {
            let Some(Fact::ReadersTold(told)) = entry.content.as_ref().map(|content| &content.fact) else { continue };
            if told.entry.seq != seq {
                continue;
            }
            if let Some(first) = first_of(&opened.entries, &told.entry) {
                gone = gone.max(self.reads_gone_since(first.recorded, entry.recorded).await?);
            }
            let id = entry.id.clone();
            let seen = self.store.read(move |snapshot| snapshot.seen_notice(&id)).await?;
            all.extend(told.readers.iter().map(|reader| Told {
                reader: reader.clone(),
                seen: seen.iter().find(|row| row.staff == reader.staff).map(|row| Instant(row.at)),
                told: is_told(reader),
            }));
        }
        Ok((all, gone))
    }

    /// One’s own notices that are still to be seen.
    pub async fn notices(&self, ask: &Ask) -> Result<Vec<Notice>, Problem> {
        let staff = ask.actor.staff.clone();
        let rows = self.store.read(move |snapshot| snapshot.notices_of(&staff)).await?;
        Ok(rows.into_iter().map(notice).collect())
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
    let told = ReadersTold { entry: entry.clone(), readers: readers.to_vec() };
    Some(Said::new(person, told, Happened::On(today)).because([entry.clone()]))
}

fn notice(row: NoticeRow) -> Notice {
    let id = EntryId { stream: row.stream, seq: u64::try_from(row.told).unwrap_or(0) };
    Notice { id, read: Instant(row.read_at), told: Instant(row.told_at) }
}
