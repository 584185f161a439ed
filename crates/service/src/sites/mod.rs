//! Buildings in which people are seen: their rooms and hours, what they were found fit for, their end.
//!
//! [`opening`]: a new one. [`using`]: which other organisations see people in it. [`ending`]: whose approval is soon to end.
//! [`stranded`]: what is booked and cannot be held there any more. `premises`: a building by its address.

pub mod ending;
pub mod opening;
pub(crate) mod premises;
pub mod stranded;
pub mod using;

use std::collections::BTreeMap;

use access::Action;
use jiff::Span;
use jiff::civil::Date;
use practice::catalogue::Mode;
use practice::places::{PlaceFigure, Places};
use practice::working::{WorkingFigure, value};
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::site::{Hours, Nearby, Room, SiteArranged, SiteAssessed, SiteClosed};
use record::site::Site;
use record::time::{Happened, Instant};
use serde::Serialize;

pub use stranded::Stranded;

use crate::booking::around::site_guard;
use crate::directory::site_of;
use crate::elsewhere::is_work;
use crate::write::{Work, read_entries};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Where an organisation saw people face to face, over some weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WhereSeen {
    /// At places that are approved today.
    pub approved: u64,
    /// At places that are not, or not any more.
    pub not_approved: u64,
    /// At places nobody has looked at.
    pub unknown: u64,
    /// At their homes.
    pub home: u64,
    /// At another place that is neither: a library, a car.
    pub elsewhere: u64,
    /// With no place recorded.
    pub nowhere: u64,
}

impl WhereSeen {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.approved + self.not_approved + self.unknown + self.home + self.elsewhere + self.nowhere
    }
}

/// A building, with what was said of it before.
#[derive(Debug)]
pub struct SiteSeen {
    /// What is known of it.
    pub site: Site,
    /// Whether whoever asks works for an organisation that sees people there.
    pub own: bool,
    /// What was said of it, newest first.
    pub changes: Vec<Change>,
    /// Open appointments there from today on.
    pub booked: u64,
    /// Those of them that cannot be held there; only for whoever works where people are seen in it.
    pub stranded: Vec<Stranded>,
    /// The version a form on it must carry.
    pub version: u64,
}

/// Something that was said of a building.
#[derive(Debug)]
pub struct Change {
    /// What.
    pub fact: Fact,
    /// From which day.
    pub on: Date,
    /// When it was recorded.
    pub recorded: Instant,
    /// By whom; staff code.
    pub by: String,
}

/// Rooms and hours of a building. They take the place of what was said before.
#[derive(Clone, Debug, Serialize)]
pub struct Arranging {
    /// Site code.
    pub site: String,
    /// Its rooms.
    pub rooms: Vec<Room>,
    /// Its hours; a day that is missing is a day it is closed.
    pub hours: Vec<Hours>,
}

/// What a building was found fit for.
#[derive(Clone, Debug, Serialize)]
pub struct Assessing {
    /// Site code.
    pub site: String,
    /// Whether people may be seen there.
    pub approved: Option<bool>,
    /// The last day that holds.
    pub until: Option<Date>,
    /// Whether a conversation cannot be overheard.
    pub private: Option<bool>,
    /// Whether staff can call for help.
    pub alarm: Option<bool>,
    /// Whether staff may be there alone with somebody.
    pub lone_working: Option<bool>,
    /// What it is close to; none when that was not said.
    pub near: Option<Vec<Nearby>>,
    /// What must be kept to, or why it is not approved.
    pub conditions: String,
}

/// The closing of a building.
#[derive(Clone, Debug, Serialize)]
pub struct Closing {
    /// Site code.
    pub site: String,
    /// The first day on which nobody is seen there.
    pub from: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Every building: those of the asker's own organisation, then those of others, each by name.
    pub async fn sites(&self, ask: &Ask) -> Result<(Vec<Site>, Vec<Site>), Problem> {
        let own: Vec<String> = self.own_places(ask).await?.into_iter().map(|place| place.code).collect();
        let rows = self.store.read(store::Snapshot::sites).await?;
        let sites = rows.iter().map(site_of);
        // What nobody looked at is its own organisation's business.
        let shown = sites.filter(|site| site.assessed.is_some() || own.contains(&site.code));
        Ok(shown.partition(|site| own.contains(&site.code)))
    }

    /// Where the asker's organisation saw people face to face in the last weeks, by whether the place is approved today.
    pub async fn where_seen(&self, ask: &Ask) -> Result<WhereSeen, Problem> {
        let (provider, today) = (ask.actor.provider.clone(), ask.today());
        let from = today.saturating_sub(Span::new().weeks(value(WorkingFigure::UseWeeks))).to_string();
        let (counts, sites) = self
            .store
            .read(move |snapshot| {
                let mut counts = Vec::new();
                for team in snapshot.teams_of(&provider)? {
                    counts.extend(snapshot.held_by_place(&team.team, &from, &today.to_string())?);
                }
                Ok((counts, snapshot.sites()?))
            })
            .await?;
        self.permit_list(ask, Action::ManageSites, counts.len()).await?;
        let approvals: BTreeMap<String, Approval> =
            sites.iter().map(|row| (row.site.clone(), Approval::of(&site_of(row), today))).collect();
        let mut seen = WhereSeen::default();
        for held in counts {
            let Some(kind) = self.standards.contact_type(&held.mode).filter(|kind| kind.mode == Mode::InPerson) else {
                continue;
            };
            if self.standards.outcome(&held.outcome).and_then(|outcome| outcome.attended) != Some(true) {
                continue;
            }
            let place = match approvals.get(&held.site) {
                _ if kind.at_home => &mut seen.home,
                _ if kind.elsewhere || (is_work(&held.mode) && held.site.is_empty()) => &mut seen.elsewhere,
                None => &mut seen.nowhere,
                Some(Approval::Approved(_)) => &mut seen.approved,
                Some(Approval::Unknown) => &mut seen.unknown,
                Some(Approval::Refused | Approval::Lapsed(_) | Approval::Closed(_)) => &mut seen.not_approved,
            };
            *place += held.count;
        }
        Ok(seen)
    }

    /// One building. What it was found fit for is open to whoever works in the service.
    pub async fn site(&self, ask: &Ask, code: &str) -> Result<SiteSeen, Problem> {
        let stream = self.site_stream(code).await?;
        let (wanted, site, today) = (stream.clone(), code.to_owned(), ask.today().to_string());
        let read = self.store.read(move |s| Ok((s.entries(&wanted)?, s.booked_at_from(&site, &today)?)));
        let (rows, booked) = read.await?;
        let entries = read_entries(&stream, &rows)?;
        let site = Site::fold(&entries, View::default()).ok_or(Problem::NotFound)?;
        let own = self.sees_people_at(ask, code).await?;
        if !own && site.assessed.is_none() {
            return Err(Problem::NotFound);
        }
        let receives = own && access::role_does(ask.actor.role, Action::ViewReception);
        let stranded = if receives { self.stranded_at(ask, &site).await? } else { Vec::new() };
        Ok(SiteSeen { site, own, changes: changes(&entries), booked, stranded, version: version(&entries) })
    }

    /// One building, for whoever may change what is recorded of it.
    pub async fn site_to_manage(&self, ask: &Ask, code: &str) -> Result<SiteSeen, Problem> {
        self.may_manage(ask, code).await?;
        self.site(ask, code).await
    }

    /// Says which rooms a building has and when it is open. Answers with its code.
    pub async fn arrange_site(&self, ask: &Ask, form: &Form, said: &Arranging) -> Result<Saved, Problem> {
        self.may_manage(ask, &said.site).await?;
        let wrong: Vec<FieldError> = wrong_rooms(&said.rooms).into_iter().chain(wrong_hours(&said.hours)).collect();
        if !wrong.is_empty() {
            return Err(Problem::Invalid(wrong));
        }
        self.say_of_site(ask, form, said, &said.site, |site, stream| {
            let arranged =
                SiteArranged { rooms: said.rooms.clone(), hours: said.hours.clone(), used_by: site.used_by.clone() };
            Ok(Said::new(stream, arranged, Happened::On(ask.today())))
        })
        .await
    }

    /// Says what a building was found fit for. Answers with its code.
    pub async fn assess_site(&self, ask: &Ask, form: &Form, said: &Assessing) -> Result<Saved, Problem> {
        self.may_manage(ask, &said.site).await?;
        let assessed = checked(said, ask.today())?;
        self.say_of_site(ask, form, said, &said.site, |_, stream| {
            Ok(Said::new(stream, assessed.clone(), Happened::On(ask.today())))
        })
        .await
    }

    /// Closes a building for good. What is booked there stays booked. Answers with its code.
    pub async fn close_site(&self, ask: &Ask, form: &Form, said: &Closing) -> Result<Saved, Problem> {
        self.may_manage(ask, &said.site).await?;
        let mut wrong = Vec::new();
        if said.from.is_none() {
            wrong
                .push(FieldError::new("from", "Enter the first day on which nobody is seen there, such as 22/12/2015"));
        }
        if said.reason.trim().is_empty() {
            wrong.push(FieldError::new("reason", "Say why it closes"));
        }
        let Some(from) = said.from.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
        self.say_of_site(ask, form, said, &said.site, |_, stream| {
            Ok(Said::new(stream, SiteClosed {}, Happened::On(from)).reason(&said.reason))
        })
        .await
    }

    /// Whether the asker's organisation sees people at a building, or did until it closed.
    pub(crate) async fn sees_people_at(&self, ask: &Ask, code: &str) -> Result<bool, Problem> {
        if self.own_places(ask).await?.iter().any(|place| place.code == code) {
            return Ok(true);
        }
        let wanted = code.to_owned();
        let row = self.store.read(move |snapshot| snapshot.site(&wanted)).await?;
        Ok(row.is_some_and(|row| site_of(&row).used_by.contains(&ask.actor.provider)))
    }

    /// The stream of a building.
    pub(crate) async fn site_stream(&self, code: &str) -> Result<StreamId, Problem> {
        let wanted = code.to_owned();
        let row = self.store.read(move |snapshot| snapshot.site(&wanted)).await?;
        row.map(|row| row.stream).ok_or(Problem::NotFound)
    }

    /// Whether whoever asks may change what is recorded of a building; it is logged.
    async fn may_manage(&self, ask: &Ask, code: &str) -> Result<(), Problem> {
        self.permit_list(ask, Action::ManageSites, 0).await?;
        if self.sees_people_at(ask, code).await? { Ok(()) } else { self.not_theirs(ask, Action::ManageSites).await }
    }

    async fn say_of_site(
        &self,
        ask: &Ask,
        form: &Form,
        request: &impl Serialize,
        code: &str,
        say: impl Fn(&Site, &StreamId) -> Result<Said, Problem>,
    ) -> Result<Saved, Problem> {
        let stream = self.site_stream(code).await?;
        self.record(ask, form, request, std::slice::from_ref(&stream), |streams| {
            let site = Site::fold(streams.of(&stream), View::default()).ok_or(Problem::NotFound)?;
            if version(streams.of(&stream)) != form.version {
                return Err(Problem::field("site", "Somebody else changed this meanwhile. Look at it again"));
            }
            if site.closed.is_some() {
                return Err(Problem::field("site", "This place is closed for good"));
            }
            let bumps = vec![site_guard(code)];
            Ok(Work { said: vec![say(&site, &stream)?], bumps, answer: code.to_owned(), ..Work::default() })
        })
        .await
    }
}

/// Two rooms of one name could not be told apart.
fn wrong_rooms(rooms: &[Room]) -> Option<FieldError> {
    let mut names: Vec<&str> = rooms.iter().map(|room| room.name.as_str()).collect();
    names.sort_unstable();
    let double = names.windows(2).find(|pair| pair[0] == pair[1])?;
    Some(FieldError::new("rooms", format!("Two rooms are called {}", double[0])))
}

fn wrong_hours(hours: &[Hours]) -> Option<FieldError> {
    let wrong = hours.iter().find(|hours| hours.opens >= hours.closes)?;
    Some(FieldError::new("hours", format!("It cannot close at {} before it opens", wrong.closes)))
}

/// Whether people may be seen in a building on a day, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Nobody has looked.
    Unknown,
    /// It was looked at and not approved.
    Refused,
    /// It was approved until a day that is past.
    Lapsed(Date),
    /// It is approved; the last day, where one is set.
    Approved(Option<Date>),
    /// It is closed for good, since a day.
    Closed(Date),
}

impl Approval {
    /// How a building stands on a day.
    pub fn of(site: &Site, day: Date) -> Approval {
        match (site.closed, &site.assessed) {
            (Some(since), _) if since <= day => Approval::Closed(since),
            (_, None) => Approval::Unknown,
            (_, Some(found)) if !found.approved => Approval::Refused,
            (_, Some(SiteAssessed { until: Some(last), .. })) if *last < day => Approval::Lapsed(*last),
            (_, Some(found)) => Approval::Approved(found.until),
        }
    }

    /// Whether people may be seen there.
    pub fn holds(&self) -> bool {
        matches!(self, Approval::Approved(_))
    }
}

/// The last of what was said of the building itself: callers that were noted there are not part of it.
fn version(entries: &[Entry]) -> u64 {
    let of_caller = |fact: &Fact| matches!(fact, Fact::CallerNoted(_) | Fact::CallerLeft(_) | Fact::CallerSeen(_));
    let of_site = |entry: &&Entry| entry.content.as_ref().is_none_or(|content| !of_caller(&content.fact));
    entries.iter().rfind(of_site).map_or(0, |entry| entry.id.seq)
}

fn changes(entries: &[Entry]) -> Vec<Change> {
    let standing = resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands);
    let mut changes: Vec<Change> = standing
        .filter_map(|seen| {
            let content = seen.content?;
            let of_site = matches!(
                content.fact,
                Fact::SiteOpened(_) | Fact::SiteArranged(_) | Fact::SiteAssessed(_) | Fact::SiteClosed(_)
            );
            let (fact, by, on) = (content.fact.clone(), content.by.staff.clone(), content.happened.day());
            of_site.then_some(Change { fact, on, recorded: seen.entry.recorded, by })
        })
        .collect();
    changes.reverse();
    changes
}

fn checked(said: &Assessing, today: Date) -> Result<SiteAssessed, Problem> {
    let mut wrong = Vec::new();
    let mut answered = |field: &'static str, answer: Option<bool>, asked: &str| {
        if answer.is_none() {
            wrong.push(FieldError::new(field, asked));
        }
        answer.unwrap_or_default()
    };
    let approved = answered("approved", said.approved, "Choose whether people may be seen there");
    let private = answered("private", said.private, "Choose whether a conversation can be overheard");
    let alarm = answered("alarm", said.alarm, "Choose whether staff can call for help");
    let lone_working = answered("lone_working", said.lone_working, "Choose whether staff may be there alone");
    if said.near.is_none() {
        wrong.push(FieldError::new("near", "Choose what it is close to, or nothing"));
    }
    let months = Places::split_2014().value(PlaceFigure::ApprovalMonths);
    let last = today.saturating_add(Span::new().months(i64::from(months)));
    if approved && said.until.is_none_or(|until| until < today || until > last) {
        let message = format!("Say until when: a day within {months} months, when it is looked at again");
        wrong.push(FieldError::new("until", message));
    }
    if said.approved == Some(false) && said.conditions.trim().is_empty() {
        wrong.push(FieldError::new("conditions", "Say why it is not approved"));
    }
    if !wrong.is_empty() {
        return Err(Problem::Invalid(wrong));
    }
    Ok(SiteAssessed {
        approved,
        until: said.until.filter(|_| approved),
        private,
        alarm,
        lone_working,
        near: said.near.clone().unwrap_or_default(),
        conditions: said.conditions.trim().to_owned(),
    })
}
