//! Who may have seen, in a list, somebody on whose record an entry of another person stood: a caseload, a day, a team's
//! week, a reception. A list is one line of the log of reads and names nobody; so it is worked out again whether the list, as
//! it stood when it was read, held the person, by the views that lists are made of. It is a job, for there may be many.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use record::entry::Entry;
use record::facts::Fact;
use record::facts::correction::{ListsExamined, Reader, ReadersTold};
use record::facts::organisation::Role;
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use store::{DiaryRow, ManagerRow, ReadPlace, ReadRow, Rows, SideWrite, StoreError};

use crate::messages::reminders::Sender;
use crate::project::project;
use crate::readers::first_of;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Service};

/// What jobs of this kind are called, before the entry.
const JOB: &str = "lists ";
/// How long a worker that is not heard of is believed to be at work, in microseconds: two minutes.
const LEASE: i64 = 120_000_000;
/// Lists that are read at a time.
const CHUNK: u32 = 500;
/// Lists that are looked at for one entry, the latest first: some weeks of a large service. How many were left is said.
const MOST: u64 = 50_000;
/// A reception, or a week or month of a diary, shows days around the one on which it is looked at.
const AROUND: i32 = 31;

/// The work of telling those who saw lists: nobody else does it while its lease lasts.
#[derive(Debug)]
pub struct Telling {
    entry: EntryId,
    holder: String,
}

/// How far that has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TellingState {
    /// Lists that were looked at.
    pub done: u64,
    /// Whether it is over.
    pub over: bool,
}

impl Service {
    /// Begins to find who saw a list: before the entry is taken off, so that whoever goes on after a stop finds it. None while
    /// somebody is at it.
    pub async fn begin_telling(&self, machine: i64, entry: &EntryId) -> Result<Option<Telling>, Problem> {
        let (name, holder) = (format!("{JOB}{entry}"), self.fresh_key());
        let begin = SideWrite::BeginJob { name, holder: holder.clone(), at: machine, until: machine + LEASE };
        match self.store.put(begin).await {
            Ok(()) => Ok(Some(Telling { entry: entry.clone(), holder })),
            Err(StoreError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Those that were begun and not ended: whoever was at it was stopped.
    pub async fn telling_left(&self) -> Result<Vec<EntryId>, Problem> {
        let names = self.store.read(|snapshot| snapshot.jobs_not_done(JOB)).await?;
        Ok(names.iter().filter_map(|name| name.strip_prefix(JOB)?.parse().ok()).collect())
    }

    /// How far it has come for an entry; none when nobody began.
    pub async fn telling(&self, entry: &EntryId) -> Result<Option<TellingState>, Problem> {
        let name = format!("{JOB}{entry}");
        let job = self.store.read(move |snapshot| snapshot.job(&name)).await?;
        Ok(job.map(|job| TellingState { done: job.done, over: job.state == "done" }))
    }

    /// Finds who may have seen the person in a list while the entry stood on their record, and tells them. Where the entry
    /// stands, or they were told, there is nothing to do.
    pub async fn tell_list_readers(
        &self,
        now: Instant,
        telling: Telling,
        clock: &(dyn Fn() -> i64 + Send + Sync),
    ) -> Result<(), Problem> {
        let person = telling.entry.stream.clone();
        let entries = self.entries_unasked(&person).await?;
        if let Some(about) = About::of(&entries, &telling.entry) {
            let found = self.walk_lists(&about, entries, &telling, clock).await?;
            self.record_told(now, &telling.entry, found).await?;
        }
        let name = format!("{JOB}{}", telling.entry);
        let (at, result) = (clock(), Some("{}".to_owned()));
        Ok(self.store.put(SideWrite::EndJob { name, holder: telling.holder, at, result }).await?)
    }

    async fn walk_lists(
        &self,
        about: &About,
        entries: Vec<Entry>,
        telling: &Telling,
        clock: &(dyn Fn() -> i64 + Send + Sync),
    ) -> Result<ReadersTold, Problem> {
        let mut looking = Looking::new(self.standards, &telling.entry.stream, entries);
        let mut before = ReadPlace { at: about.until.0, batch: 0, n: 0 };
        let mut left = 0;
        loop {
            let (from, place) = (about.since.0, before);
            let chunk = self.store.read(move |snapshot| snapshot.lists_read(from, place, CHUNK)).await?;
            let Some((last, _)) = chunk.last() else { break };
            before = *last;
            let readers: BTreeSet<String> = chunk.iter().map(|(_, row)| row.staff.clone()).collect();
            for staff in readers.into_iter().filter(|staff| !looking.staff.contains_key(staff)).collect::<Vec<_>>() {
                let entries = self.staff_entries(&staff).await?;
                looking.staff.insert(staff, entries);
            }
            looking.walked += chunk.len() as u64;
            for (_, row) in chunk.iter().filter(|(_, row)| !about.known.contains(&row.staff)) {
                looking.look(row);
            }
            let (done, until) = (looking.walked, clock() + LEASE);
            let (name, holder) = (format!("{JOB}{}", telling.entry), telling.holder.clone());
            self.store.put(SideWrite::AdvanceJob { name, holder, done, total: done, until }).await?;
            if looking.walked >= MOST {
                let (from, place) = (about.since.0, before);
                left = self.store.read(move |snapshot| snapshot.lists_read_before(from, place)).await?;
                break;
            }
        }
        Ok(looking.told(&telling.entry, left))
    }

    /// A member of staff's own entries; none where the record has nobody of that code.
    async fn staff_entries(&self, staff: &str) -> Result<Vec<Entry>, Problem> {
        let code = staff.to_owned();
        let found = self.store.read(move |snapshot| {
            let Some(row) = snapshot.staff(&code)? else { return Ok(None) };
            Ok(Some((row.stream.clone(), snapshot.entries(&row.stream)?)))
        });
        let Some((stream, rows)) = found.await? else { return Ok(Vec::new()) };
        read_entries(&stream, &rows)
    }

    async fn record_told(&self, now: Instant, entry: &EntryId, told: ReadersTold) -> Result<(), Problem> {
        let ask = Ask { screen: "lists", ..Sender::ask(now) };
        let permit = self.permit(&ask, Action::TellReaders, &entry.stream).await?;
        let form = Form { key: format!("{JOB}{entry}"), ..Form::default() };
        let (permits, about) = ([permit], entry.to_string());
        let saved = self.record_for(&permits, &ask, &form, &about, |streams| {
            // Somebody else may have done it meanwhile.
            if About::of(streams.of(&entry.stream), entry).is_none() {
                return Err(Problem::NotFound);
            }
            let said = Said::new(&entry.stream, told.clone(), Happened::On(ask.today())).because([entry.clone()]);
            Ok(Work { said: vec![said], answer: entry.stream.to_string(), ..Work::default() })
        });
        match saved.await {
            Ok(_) | Err(Problem::NotFound) => Ok(()),
            Err(problem) => Err(problem),
        }
    }
}

/// Between when lists are looked at, and who is known already.
struct About {
    since: Instant,
    until: Instant,
    /// Whoever took the entry off, and those who opened the record and are told of that.
    known: BTreeSet<String>,
}

impl About {
    /// None where the entry stands, or those who saw lists were told.
    fn of(entries: &[Entry], entry: &EntryId) -> Option<About> {
        let contents = || entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
        let (off, content) = contents().find(|(_, content)| content.retracts.as_ref() == Some(entry))?;
        let mut known: BTreeSet<String> = BTreeSet::from([content.by.staff.clone()]);
        for (_, content) in contents() {
            let Fact::ReadersTold(told) = &content.fact else { continue };
            if told.entry == *entry {
                if told.lists.is_some() {
                    return None;
                }
                known.extend(told.readers.iter().map(|reader| reader.staff.clone()));
            }
        }
        Some(About { since: first_of(entries, entry)?.recorded, until: off.recorded, known })
    }
}

/// What kind of list a line of the log tells of, as far as it is about people.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    /// People whose case somebody or their team holds, or sees.
    Own,
    /// People who come to a place.
    Desk,
    /// What was typed, or which court, is not in the log: whom it held cannot be worked out.
    Unknown,
}

impl List {
    fn of(row: &ReadRow) -> Option<List> {
        let is = |action: &Action| row.detail.starts_with(&format!(r#"{{"to":"{}""#, action.words()));
        let own = [
            Action::ViewDay,
            Action::ViewCaseload,
            Action::LeadTeam,
            Action::ViewContact,
            Action::SignOffContact,
            Action::ViewPost,
        ];
        let unknown = [Action::FindPeople, Action::ViewCourtDay, Action::AskTheRecord];
        if own.iter().any(is) {
            Some(List::Own)
        } else if is(&Action::ViewReception) {
            Some(List::Desk)
        } else {
            unknown.iter().any(is).then_some(List::Unknown)
        }
    }
}

/// What the views showed of the person while so many entries were known.
struct Then {
    managers: Vec<ManagerRow>,
    diary: Vec<DiaryRow>,
}

struct Looking {
    standards: &'static Standards,
    person: StreamId,
    entries: Vec<Entry>,
    then: HashMap<usize, Then>,
    /// Each reader's own entries.
    staff: HashMap<String, Vec<Entry>>,
    /// The team of each, while so many of those were known.
    teams: HashMap<(String, usize), Option<String>>,
    walked: u64,
    examined: u64,
    unknown: u64,
    unknown_readers: BTreeSet<String>,
    found: BTreeMap<String, Reader>,
}

impl Looking {
    fn new(standards: &'static Standards, person: &StreamId, entries: Vec<Entry>) -> Looking {
        Looking {
            standards,
            person: person.clone(),
            entries,
            then: HashMap::new(),
            staff: HashMap::new(),
            teams: HashMap::new(),
            walked: 0,
            examined: 0,
            unknown: 0,
            unknown_readers: BTreeSet::new(),
            found: BTreeMap::new(),
        }
    }

    fn look(&mut self, row: &ReadRow) {
        let Some(list) = List::of(row) else { return };
        self.examined += 1;
        if list == List::Unknown {
            self.unknown += 1;
            self.unknown_readers.insert(row.staff.clone());
        } else if self.held(list, row) {
            let reader = || Reader { staff: row.staff.clone(), role: row.role.clone(), last: Instant(row.at) };
            let known = self.found.entry(row.staff.clone()).or_insert_with(reader);
            if known.last.0 < row.at {
                *known = reader();
            }
        } else if list == List::Own && self.may_have_been_anothers(row) {
            self.unknown += 1;
            self.unknown_readers.insert(row.staff.clone());
        }
    }

    /// Whether the list, as it stood when it was read, held the person.
    fn held(&mut self, list: List, row: &ReadRow) -> bool {
        let at = Instant(row.at);
        let team = self.team_of(&row.staff, at);
        let known = self.entries.iter().take_while(|entry| entry.recorded <= at).count();
        let (entries, standards, person) = (&self.entries[..known], self.standards, &self.person);
        let then = self.then.entry(known).or_insert_with(|| then(person, entries, standards));
        let day = at.day();
        let near = then.diary.iter().filter(|slot| is_near(slot, day));
        match list {
            List::Own => {
                let text = day.to_string();
                let now = |row: &&ManagerRow| row.from_on <= text && row.to_on.as_ref().is_none_or(|to| *to > text);
                let own =
                    |officer: &str, of: &str| officer == row.staff || (!of.is_empty() && team.as_deref() == Some(of));
                then.managers.iter().filter(now).any(|held| own(&held.staff, &held.team))
                    || near.into_iter().any(|slot| own(&slot.officer, &slot.team))
            }
            List::Desk => near.into_iter().any(|slot| !slot.site.is_empty()),
            List::Unknown => false,
        }
    }

    /// Whether it may have been the list of a team that is not the reader's own, in which the person was held: whoever leads, has
    /// an office's post or audits sees those too, and the log does not say whose list it was.
    fn may_have_been_anothers(&self, row: &ReadRow) -> bool {
        let known = self.entries.iter().take_while(|entry| entry.recorded.0 <= row.at).count();
        let managers = self.then.get(&known).map(|then| then.managers.as_slice()).unwrap_or_default();
        match Role::of_code(&row.role) {
            Some(Role::Practitioner) => false,
            Some(Role::Auditor) | None => true,
            Some(_) => managers.iter().any(|held| held.provider == row.organisation),
        }
    }

    /// The team that somebody was of at a moment.
    fn team_of(&mut self, staff: &str, at: Instant) -> Option<String> {
        let entries = self.staff.get(staff)?;
        let known = entries.iter().take_while(|entry| entry.recorded <= at).count();
        let stream = &entries.first()?.id.stream;
        let of = || {
            project(stream, &entries[..known], self.standards).into_iter().find_map(|rows| match rows {
                Rows::Staff { rows, .. } => rows.into_iter().next().map(|row| row.team),
                _ => None,
            })
        };
        self.teams.entry((staff.to_owned(), known)).or_insert_with(of).clone()
    }

    fn told(self, entry: &EntryId, left: u64) -> ReadersTold {
        let (examined, unknown) = (self.examined, self.unknown);
        let unknown_readers = self.unknown_readers.len() as u64;
        let lists = ListsExamined { examined, unknown, unknown_readers, left };
        ReadersTold { entry: entry.clone(), readers: self.found.into_values().collect(), lists: Some(lists) }
    }
}

fn then(person: &StreamId, entries: &[Entry], standards: &'static Standards) -> Then {
    let mut then = Then { managers: Vec::new(), diary: Vec::new() };
    for rows in project(person, entries, standards) {
        match rows {
            Rows::Manager { rows, .. } => then.managers = rows,
            Rows::Diary { rows, .. } => then.diary = rows,
            _ => {}
        }
    }
    then
}

fn is_near(slot: &DiaryRow, day: Date) -> bool {
    let Some(on) = slot.starts.get(..10).and_then(|on| on.parse::<Date>().ok()) else { return false };
    let days = jiff::Span::new().days(AROUND);
    day.saturating_sub(days) <= on && on <= day.saturating_add(days)
}
