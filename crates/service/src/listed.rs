//! Who may have seen, in a list, somebody on whose record an entry of another person stood: a caseload, a day, a team's
//! week, a reception. A list is one line of the log of reads and names nobody; so it is worked out again whether the list, as
//! it stood when it was read, held the person, by the views that lists are made of. It is a job, for there may be many.

use std::collections::hash_map;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::Standards;
use practice::places::{PlaceFigure, Places};
use practice::working::{WorkingFigure, value};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::correction::{ListsExamined, Reader, ReadersTold};
use record::facts::organisation::Role;
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use store::{DiaryRow, ManagerRow, PresenceRow, ReadPlace, ReadRow, Rows, SideWrite, StoreError, VisitRow};

use crate::directory::site_of;
use crate::door::ListAt;
use crate::late::over_for_good;
use crate::messages::reminders::Sender;
use crate::project::project;
use crate::readers::first_of;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Service};

/// What jobs of this kind are called, before the entry.
pub(crate) const JOB: &str = "lists ";
/// How long a worker that is not heard of is believed to be at work, in microseconds: two minutes.
const LEASE: i64 = 120_000_000;
/// Lists that are read at a time.
const CHUNK: u32 = 500;
/// The screen of the page of what is to be moved, which goes on from that day without an end.
const TO_MOVE: &str = "to move";

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

    /// How far it has come for an entry; none when nobody began, or it is done.
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
        Ok(self.store.put(over_for_good(name, telling.holder, clock())).await?)
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
            let organisations: BTreeSet<String> = chunk.iter().map(|(_, row)| row.organisation.clone()).collect();
            for organisation in organisations {
                if let hash_map::Entry::Vacant(new) = looking.places.entry(organisation) {
                    let places = self.places_of(new.key()).await?;
                    new.insert(places);
                }
            }
            looking.walked += chunk.len() as u64;
            for (_, row) in chunk.iter().filter(|(_, row)| !about.known.contains(&row.staff)) {
                looking.look(row);
            }
            let (done, until) = (looking.walked, clock() + LEASE);
            let (name, holder) = (format!("{JOB}{}", telling.entry), telling.holder.clone());
            self.store.put(SideWrite::AdvanceJob { name, holder, done, total: done, until }).await?;
            if looking.walked >= u64::from(value(WorkingFigure::ListsLookedAt)) {
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

    /// The places that an organisation sees people at, or did until they closed.
    async fn places_of(&self, organisation: &str) -> Result<BTreeSet<String>, Problem> {
        let provider = organisation.to_owned();
        let read = self.store.read(move |snapshot| {
            let mut places: BTreeSet<String> = snapshot.offices_of(&provider)?.into_iter().collect();
            let sites = snapshot.sites()?;
            let used = sites.iter().map(site_of).filter(|site| site.used_by.contains(&provider));
            places.extend(used.map(|site| site.code));
            Ok(places)
        });
        Ok(read.await?)
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
#[derive(Clone, Debug, PartialEq, Eq)]
enum List {
    /// People whose case somebody or their team holds, or sees.
    Own,
    /// What one's own desks have booked and cannot be held where it stands, however far ahead.
    ToMove,
    /// People who come to a place on a day.
    Desk(String, Date),
    /// What is booked at a place from that day on and cannot be held there.
    Stranded(String),
    /// Either of the two, from before the log said of which place.
    SomeDesk,
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
        let unknown = [Action::FindPeople, Action::ViewCourtDay, Action::ConfirmMatch, Action::AskTheRecord];
        if own.iter().any(is) {
            Some(if row.screen == TO_MOVE { List::ToMove } else { List::Own })
        } else if is(&Action::ViewReception) {
            Some(match ListAt::of(row) {
                ListAt { at: Some(site), on: Some(day) } => List::Desk(site, day),
                ListAt { at: Some(site), on: None } => List::Stranded(site),
                ListAt { at: None, .. } => List::SomeDesk,
            })
        } else {
            unknown.iter().any(is).then_some(List::Unknown)
        }
    }
}

/// What the views showed of the person while so many entries were known.
#[derive(Default)]
struct Then {
    managers: Vec<ManagerRow>,
    diary: Vec<DiaryRow>,
    presence: Vec<PresenceRow>,
    visits: Vec<VisitRow>,
    /// The organisation that recorded them.
    recorded_by: String,
}

impl Then {
    /// Who held them on a day.
    fn held(&self, day: Date) -> impl Iterator<Item = &ManagerRow> {
        let text = day.to_string();
        self.managers.iter().filter(move |row| row.from_on <= text && row.to_on.as_ref().is_none_or(|to| *to > text))
    }

    /// Whether they were to come to a place, or came, on a day that is meant.
    fn comes(&self, is_place: impl Fn(&str) -> bool, is_meant: impl Fn(Date) -> bool) -> bool {
        let booked = self.presence.iter().map(|row| (&row.site, &row.starts));
        let came = self.visits.iter().map(|row| (&row.site, &row.arrived));
        booked.chain(came).any(|(site, when)| is_place(site) && day_of(when).is_some_and(&is_meant))
    }

    /// Whether they came to a place on a day that is meant, and nobody recorded that they left.
    fn stays(&self, site: &str, is_meant: impl Fn(Date) -> bool) -> bool {
        let mut stays = self.visits.iter().filter(|row| row.site == site && row.went.is_empty());
        stays.any(|row| day_of(&row.arrived).is_some_and(&is_meant))
    }
}

struct Looking {
    standards: &'static Standards,
    person: StreamId,
    entries: Vec<Entry>,
    then: HashMap<usize, Then>,
    /// Each reader's own entries.
    staff: HashMap<String, Vec<Entry>>,
    /// The places that each organisation sees people at.
    places: HashMap<String, BTreeSet<String>>,
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
            places: HashMap::new(),
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
        } else if self.held(&list, row) {
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
    fn held(&mut self, list: &List, row: &ReadRow) -> bool {
        let at = Instant(row.at);
        let (team, day) = (self.team_of(&row.staff, at), at.day());
        let known = self.known(row);
        let (entries, standards, person) = (&self.entries[..known], self.standards, &self.person);
        let then = self.then.entry(known).or_insert_with(|| then(person, entries, standards));
        let own = |officer: &str, of: &str| officer == row.staff || (!of.is_empty() && team.as_deref() == Some(of));
        let holds = || then.held(day).any(|held| own(&held.staff, &held.team));
        let sees = |is_meant: &dyn Fn(Date) -> bool| {
            let mut meant = then.diary.iter().filter(|slot| day_of(&slot.starts).is_some_and(is_meant));
            meant.any(|slot| own(&slot.officer, &slot.team))
        };
        match list {
            List::Own => holds() || sees(&|on| is_near(on, day)),
            List::ToMove => sees(&|on| on >= day),
            // Whoever came on an earlier day and of whom nobody recorded that they left stands on the page as well.
            List::Desk(site, of) => {
                let since = of.saturating_sub(Span::new().days(back()));
                then.comes(|place| place == site, |on| on == *of) || then.stays(site, |on| since <= on && on < *of)
            }
            List::Stranded(site) => then.comes(|place| place == site, |on| on >= day),
            List::SomeDesk => {
                let places = self.places.get(&row.organisation);
                let is_theirs = |place: &str| places.is_some_and(|places| places.contains(place));
                then.comes(is_theirs, |on| is_near(on, day) || on > day)
            }
            List::Unknown => false,
        }
    }

    /// Whether it may have been the list of a team that is not the reader's own, in which the person was held: whoever leads, has
    /// an office's post or audits sees those too, and the log does not say whose list it was. Whom nobody held stands on lists of
    /// seniors of the organisation that recorded them: which of them answered for such cases that day is not worked out.
    fn may_have_been_anothers(&self, row: &ReadRow) -> bool {
        let Some(then) = self.then.get(&self.known(row)) else { return false };
        match Role::of_code(&row.role) {
            Some(Role::Practitioner) => false,
            Some(Role::Auditor) | None => true,
            Some(role) => {
                let is_nobodys = then.held(Instant(row.at).day()).next().is_none();
                let leads = role == Role::SeniorProbationOfficer && then.recorded_by == row.organisation;
                (is_nobodys && leads) || then.managers.iter().any(|held| held.provider == row.organisation)
            }
        }
    }

    /// How many of the person's entries were known when a list was read.
    fn known(&self, row: &ReadRow) -> usize {
        self.entries.iter().take_while(|entry| entry.recorded.0 <= row.at).count()
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
    let mut then = Then::default();
    for rows in project(person, entries, standards) {
        match rows {
            Rows::Manager { rows, .. } => then.managers = rows,
            Rows::Diary { rows, .. } => then.diary = rows,
            Rows::Presence { rows, .. } => then.presence = rows,
            Rows::Visit { rows, .. } => then.visits = rows,
            Rows::Standing { rows, .. } => {
                then.recorded_by = rows.into_iter().next().map(|row| row.provider).unwrap_or_default();
            }
            _ => {}
        }
    }
    then
}

fn day_of(when: &str) -> Option<Date> {
    when.get(..10)?.parse().ok()
}

/// A week or month of a diary shows days around the one on which it is looked at.
fn is_near(on: Date, day: Date) -> bool {
    let days = Span::new().days(value(WorkingFigure::ListDaysAround));
    day.saturating_sub(days) <= on && on <= day.saturating_add(days)
}

/// So many days back a reception shows whoever came and of whom nobody recorded that they left.
fn back() -> i64 {
    Places::split_2014().value(PlaceFigure::ForgottenDays).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(action: Action, screen: &str, more: &str) -> Option<List> {
        let text = || "of no account".to_owned();
        let detail = format!(r#"{{"to":"{}"{more}}}"#, action.words());
        let row = ReadRow {
            at: 0,
            staff: text(),
            role: text(),
            organisation: text(),
            purpose: text(),
            screen: screen.to_owned(),
            subject: None,
            outcome: text(),
            rows: 1,
            detail,
        };
        List::of(&row)
    }

    #[test]
    fn a_line_of_the_log_is_taken_for_what_it_says_of_a_place_and_its_day() {
        let day = "2015-08-04".parse().unwrap();
        let desk = |more| kind(Action::ViewReception, "reception", more);
        assert_eq!(desk(r#","at":"P01S1","on":"2015-08-04""#), Some(List::Desk("P01S1".to_owned(), day)));
        assert_eq!(desk(r#","at":"P01S1""#), Some(List::Stranded("P01S1".to_owned())));
        assert_eq!(desk(""), Some(List::SomeDesk), "from before the place was said");
        assert_eq!(kind(Action::ViewDay, "to move", ""), Some(List::ToMove));
        assert_eq!(kind(Action::ViewDay, "day", ""), Some(List::Own));
    }

    #[test]
    fn whom_somebody_was_compared_with_for_a_court_cannot_be_told() {
        assert_eq!(kind(Action::ConfirmMatch, "court", ""), Some(List::Unknown));
        assert_eq!(kind(Action::CompareContact, "modes", ""), None, "the twin: figures name nobody");
    }
}
