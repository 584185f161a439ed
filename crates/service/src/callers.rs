//! Whoever came in and cannot be found at the desk: noted for the senior, in words or by the number they came with.
//!
//! A number that nobody has, and that of a record which is limited to others, are one thing here: the same note, the same
//! line until they leave, and the same word to whoever is at the desk, which is to ask before anybody sits down. Whoever is on
//! record is in the building all the same, so that bookings are kept from them; but what the lines of others say at the desk
//! does not go by it ([`Unseen`]), or a number could be typed to learn whose rival has it. Whoever may see the record sees
//! their name in place of the caller, and what follows from it.

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::case::{CaseFile, Standing, View, Visit, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::person::{Arrived, Left};
use record::facts::site::{CallerLeft, CallerNoted};
use record::ids::Crn;
use record::time::{Happened, Minute};
use record::{EntryId, StreamId};
use serde::Serialize;
use store::{Snapshot, StoreError, VisitRow, WindowRow};

use crate::day::visible;
use crate::probing::Trying;
use crate::reception::{AS_IT_IS, Arriving, Leaving, as_it_is, at, is_here};
use crate::write::{Parts, Work};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// How a visit is named that somebody recorded by a number, of a record that they may not see: `caller-7`.
const BY_NUMBER: &str = "caller-";

/// Somebody who came in whom nobody could find on record.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The entry that notes them.
    pub entry: EntryId,
    /// When they came.
    pub came: Happened,
    /// When they left, where that was recorded.
    pub left: Option<Happened>,
    /// What was noted.
    pub note: String,
    /// The number they came with.
    pub number: Option<Crn>,
    /// Which of those they are who came with a number that day: 1 for the first.
    pub nth: usize,
    /// Who noted them, by staff code: it is for their senior.
    pub by: String,
    /// Whether a senior has seen to it.
    pub seen: bool,
}

/// Somebody comes in whom nobody can find on record.
#[derive(Clone, Debug, Serialize)]
pub struct Calling {
    /// Site code.
    pub site: String,
    /// The day.
    pub date: Date,
    /// Who they say they are, and what they want.
    pub note: String,
    /// The minute, where it was not now.
    pub at: Option<Minute>,
}

/// Whoever came with a number leaves.
#[derive(Clone, Debug, Serialize)]
pub struct CallerLeaving {
    /// Site code.
    pub site: String,
    /// The entry that notes them, by its place in the stream of the site.
    pub caller: u64,
    /// The minute, where it was not now.
    pub at: Option<Minute>,
}

impl Service {
    /// Records that somebody came in with a number that nobody has, or that of a record which is limited to others: either is
    /// noted in the same words, and counted. After a few, they are to be noted in words.
    pub(crate) async fn arrive_by_number(
        &self,
        ask: &Ask,
        form: &Form,
        said: &Arriving,
        site: &StreamId,
        (number, limited): (&Crn, Option<StreamId>),
    ) -> Result<Saved, Problem> {
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        let arriving = Box::pin(async {
            let mut permits = Vec::new();
            if let Some(person) = &limited {
                permits.push(self.permit(ask, Action::Receive, person).await?);
            }
            let came = at(said.at, said.date, ask);
            let note = format!("Came with the number {number}, and no record to be seen here has it.");
            let noted = CallerNoted { note, number: Some(number.clone()) };
            self.record_across(&permits, std::slice::from_ref(site), ask, form, said, |streams| {
                let mut all = vec![Said::new(site, noted.clone(), came)];
                if let Some(person) = &limited {
                    let file = streams.case(person);
                    if !is_here(&file, said) {
                        let arrived = Arrived { site: said.site.clone(), appointment: None };
                        all.push(Said::new(person, arrived, came).about(format!("{BY_NUMBER}{}", file.head + 1)));
                    }
                }
                Ok(Work { said: all, answer: said.site.clone(), ..Work::default() })
            })
            .await
        });
        let saved = Box::pin(self.told_within_limits(ask, Trying::Numbers, |_| true, arriving)).await?;
        saved.ok_or_else(|| {
            Problem::field(
                "note",
                "Several numbers were taken one after another that no record to be seen here has. Note them here, for the \
                 senior",
            )
        })
    }

    /// Records that whoever came with a number left. Answers with the site's code.
    pub async fn caller_leaves(&self, ask: &Ask, form: &Form, said: &CallerLeaving) -> Result<Saved, Problem> {
        let site = self.received_at(ask, &said.site, Action::ViewReception).await?;
        let entries = self.entries_unasked(&site).await?;
        let of = callers(&entries).into_iter().find(|caller| caller.entry.seq == said.caller);
        let number = of.and_then(|caller| caller.number).ok_or(Problem::NotFound)?;
        let wanted = number.clone();
        let person = self.store.read(move |snapshot| snapshot.stream_of_crn(wanted.as_str())).await?;
        let mut permits = Vec::new();
        if let Some(person) = &person {
            permits.push(self.permit(ask, Action::Receive, person).await?);
        }
        let went = at(said.at, ask.today(), ask);
        let saved = self.record_across(&permits, std::slice::from_ref(&site), ask, form, said, |streams| {
            let inside = callers_inside(streams.of(&site), &number);
            let Some(gone) = inside.iter().find(|caller| caller.entry.seq == said.caller) else {
                return Err(Problem::field(AS_IT_IS, "They have left"));
            };
            let mut parts = Parts::new(streams);
            parts.say(Said::new(&site, CallerLeft {}, went).because([gone.entry.clone()]));
            // Noted twice, and gone once: somebody with that number is in the building still. A line of another day that nobody
            // ended says nothing of today.
            let that_day = inside.iter().filter(|caller| caller.came.day() == gone.came.day()).count();
            if let (Some(person), 1) = (&person, that_day) {
                for left in visits_by_number(&streams.case(person), &said.site) {
                    parts.say(Said::new(person, Left {}, went).about(&left.component).because([left.entry.clone()]));
                }
            }
            Ok(parts.answer(said.site.clone()))
        });
        as_it_is(saved.await, &said.site)
    }

    /// Records that somebody left who came with a number, by whoever may see their record: the caller leaves with them. Answers
    /// with their stream.
    pub(crate) async fn leave_by_number(
        &self,
        ask: &Ask,
        form: &Form,
        said: &Leaving,
        (site, person): (&StreamId, &StreamId),
    ) -> Result<Saved, Problem> {
        let permits = [self.permit(ask, Action::Receive, person).await?];
        let went = at(said.at, ask.today(), ask);
        let saved = self.record_across(&permits, std::slice::from_ref(site), ask, form, said, |streams| {
            let file = streams.case(person);
            let visits = visits_by_number(&file, &said.site);
            if !visits.iter().any(|visit| visit.component == said.visit) {
                return Err(Problem::field(AS_IT_IS, "They have left"));
            }
            let mut parts = Parts::new(streams);
            for visit in visits {
                parts.say(Said::new(person, Left {}, went).about(&visit.component).because([visit.entry.clone()]));
            }
            let number = file.person.as_ref().map(|person| &person.recorded.crn);
            for caller in number.map(|number| callers_inside(streams.of(site), number)).unwrap_or_default() {
                parts.say(Said::new(site, CallerLeft {}, went).because([caller.entry]));
            }
            Ok(parts.answer(person.to_string()))
        });
        as_it_is(saved.await, person.as_str())
    }

    /// Notes somebody who came in whom nobody can find on record, for the senior to see to. Answers with the site's code.
    pub async fn note_caller(&self, ask: &Ask, form: &Form, said: &Calling) -> Result<Saved, Problem> {
        let stream = self.received_at(ask, &said.site, Action::ViewReception).await?;
        let came = at(said.at, said.date, ask);
        self.record(ask, form, said, std::slice::from_ref(&stream), |_| {
            let noted = CallerNoted { note: said.note.trim().to_owned(), number: None };
            let fact = Said::new(&stream, noted, came);
            Ok(Work { said: vec![fact], answer: said.site.clone(), ..Work::default() })
        })
        .await
    }
}

/// Everybody who was noted at a site, by when.
pub(crate) fn callers(entries: &[Entry]) -> Vec<Caller> {
    let mut callers: Vec<Caller> = Vec::new();
    for seen in resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands) {
        let Some(content) = seen.content else { continue };
        match &content.fact {
            Fact::CallerNoted(noted) => {
                let (came, day) = (content.happened, content.happened.day());
                let before = callers.iter().filter(|other| other.number.is_some() && other.came.day() == day).count();
                let (note, number) = (noted.note.clone(), noted.number.clone());
                let by = content.by.staff.clone();
                let (entry, nth) = (seen.entry.id.clone(), before + 1);
                callers.push(Caller { entry, came, left: None, note, number, nth, by, seen: false });
            }
            Fact::CallerLeft(_) => {
                for caller in callers.iter_mut().filter(|caller| content.because.contains(&caller.entry)) {
                    caller.left = Some(content.happened);
                }
            }
            Fact::CallerSeen(_) => {
                for caller in callers.iter_mut().filter(|caller| content.because.contains(&caller.entry)) {
                    caller.seen = true;
                }
            }
            _ => {}
        }
    }
    callers
}

/// Those of them who came with a number and have not left.
fn callers_inside(entries: &[Entry], number: &Crn) -> Vec<Caller> {
    let mut callers = callers(entries);
    callers.retain(|caller| caller.left.is_none() && caller.number.as_ref() == Some(number));
    callers
}

/// The visits to a site that were recorded by a number, and have not ended.
fn visits_by_number<'a>(file: &'a CaseFile, site: &str) -> Vec<&'a Visit> {
    let here = |visit: &&Visit| visit.left.is_none() && visit.site == site && is_by_number(&visit.component);
    file.visits.iter().filter(here).collect()
}

/// Whether a visit was recorded by a number, of a record that nobody could see at the desk.
pub(crate) fn is_by_number(visit: &str) -> bool {
    visit.starts_with(BY_NUMBER)
}

/// Whoever came in by a number, of a record that somebody at the desk may not see: what the lines of others tell them must not
/// go by it.
#[derive(Debug, Default)]
pub(crate) struct Unseen {
    /// When each came in, and what stands for each in the arrangements that they are in.
    came: Vec<(VisitRow, Vec<String>)>,
}

impl Unseen {
    /// Takes such visits out of those of a building, and keeps what follows from them.
    pub(crate) fn take(
        snapshot: &Snapshot,
        visits: &mut Vec<VisitRow>,
        staff: &str,
        today: Date,
    ) -> Result<Unseen, StoreError> {
        let (mut unseen, mut seen) = (Unseen::default(), Vec::with_capacity(visits.len()));
        for visit in visits.drain(..) {
            if is_by_number(&visit.visit) && visible(snapshot, &visit.stream, staff, today)?.is_none() {
                let tokens = snapshot.apart_of(visit.stream.as_str())?.into_iter().map(|row| row.token).collect();
                unseen.came.push((visit, tokens));
            } else {
                seen.push(visit);
            }
        }
        *visits = seen;
        Ok(unseen)
    }

    /// Takes out of somebody's windows those that come from such a visit, one for each: another of the same side may have come
    /// in at the same minute.
    pub(crate) fn without(&self, windows: &mut Vec<WindowRow>) {
        for (visit, tokens) in self.came.iter().filter(|(visit, _)| visit.went.is_empty()) {
            // Of some only the day is known.
            let began = |starts: &str| {
                let is_minute = visit.arrived.contains('T');
                if is_minute { starts == visit.arrived } else { starts.starts_with(&visit.arrived) }
            };
            let from_it = |window: &WindowRow, token: &String| {
                window.token == *token
                    && window.site == visit.site
                    && began(&window.starts)
                    && window.ends.ends_with("T23:59")
            };
            for token in tokens {
                if let Some(at) = windows.iter().position(|window| from_it(window, token)) {
                    windows.remove(at);
                }
            }
        }
    }
}

/// Those who came with a number and are not shown by their name to whoever looks: in the building, or gone that day.
pub(crate) fn numbered(
    snapshot: &Snapshot,
    entries: &[Entry],
    visits: &[VisitRow],
    date: Date,
) -> Result<Vec<Caller>, StoreError> {
    let back = Span::new().days(Places::split_2014().value(PlaceFigure::ForgottenDays));
    let since = date.saturating_sub(back);
    let mut shown = Vec::new();
    for caller in callers(entries) {
        let day = caller.came.day();
        let Some(number) = caller.number.as_ref().filter(|_| since <= day && day <= date) else { continue };
        if day != date && caller.left.is_some() {
            continue;
        }
        let person = snapshot.stream_of_crn(number.as_str())?;
        let is_named = |visit: &VisitRow| is_by_number(&visit.visit) && Some(&visit.stream) == person.as_ref();
        if !visits.iter().any(is_named) {
            shown.push(caller);
        }
    }
    Ok(shown)
}
