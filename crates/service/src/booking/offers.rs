//! What can be had instead of a booking that was refused. A refusal never says who else is expected, or when: what is
//! offered are halves of days in which nobody is, and after a few refusals (`probing`) nothing more. As many are offered whatever
//! the cause, each with whom: elsewhere where the place is closed to them, with colleagues where it is the officer.

use jiff::civil::{Date, Time, time};
use practice::business_days::is_business_day;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use practice::site_fit::misfits;
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::time::Minute;
use store::{BusyRow, DiaryRow, Snapshot, StoreError, WindowRow};

use super::around::still_there;
use super::check::{civil, fit_facts, is_in_person, stay, takes_place_here};
use crate::directory::Place;
use crate::project::KeptFrom;
use crate::sites::premises::Premises;
use crate::{Ask, Problem, Service};

/// No more colleagues are looked at: each is a day's diary to be read, and at most three halves of days are offered.
const MOST_COLLEAGUES: usize = 6;
/// The halves of a working day.
const HALVES: [(&str, Time, Time); 2] = [
    ("in the morning", time(9, 0, 0, 0), time(12, 30, 0, 0)),
    ("in the afternoon", time(13, 0, 0, 0), time(17, 0, 0, 0)),
];

/// A time and place that can be had, and with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The first time in that half of the day at which the officer is free.
    pub starts: Minute,
    /// Where.
    pub site: String,
    /// Which half of the day, in words.
    pub half: &'static str,
    /// With whom; staff code.
    pub staff: String,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Refused {
    /// For whom.
    pub person: StreamId,
    /// Contact type code.
    pub contact: String,
    /// With whom; staff code.
    pub staff: String,
    /// Where; site code, empty for a visit.
    pub site: String,
    /// In which room; empty for none in particular.
    pub room: String,
    /// When.
    pub starts: Minute,
    /// For how long, in minutes.
    pub minutes: u32,
}

impl Service {
    /// What can be had instead: at the same place within the next days, then at other places the same half of the day, then
    /// with colleagues of the asker. Only places that are approved, open then, and fit for this person, and only with whom they
    /// may meet. Whoever asks was let into the record a moment ago. For a visit nothing is offered: that an address is closed
    /// to somebody on every day would tell who lives there.
    pub async fn offers(&self, ask: &Ask, refused: &Refused) -> Result<Vec<Offer>, Problem> {
        if refused.site.is_empty() {
            return Ok(Vec::new());
        }
        let file = fold(&self.entries_unasked(&refused.person).await?, View::default());
        let places = self.own_places(ask).await?;
        let colleagues = self.colleagues(ask).await?.into_iter().map(|(code, _)| code);
        let colleagues = colleagues.filter(|code| *code != refused.staff).take(MOST_COLLEAGUES);
        let mut codes: Vec<String> = places.iter().map(|place| place.code.clone()).collect();
        codes.extend((!codes.contains(&refused.site)).then(|| refused.site.clone()));
        let officers: Vec<String> = [refused.staff.clone()].into_iter().chain(colleagues).collect();
        let in_person = is_in_person(&refused.contact, self.standards);
        let (wanted, first, today) = (refused.clone(), refused.starts.day(), ask.today());
        let [ahead, most] = [PlaceFigure::OfferDays, PlaceFigure::Offers].map(|name| Places::split_2014().value(name));
        let most = usize::try_from(most).unwrap_or_default();
        let holidays = self.standards.holidays();
        let days: Vec<Date> = (0..=ahead)
            .map(|ahead| first.saturating_add(jiff::Span::new().days(ahead)))
            .filter(|day| is_business_day(holidays, *day).unwrap_or(true))
            .collect();
        let of = days.clone();
        let (desks, busy) = self
            .store
            .read(move |snapshot| {
                let mut desks = Vec::with_capacity(officers.len());
                for staff in officers {
                    desks.push(Desk::read(snapshot, &wanted, staff, &of, (in_person, today))?);
                }
                if desks.iter().any(|desk| !desk.windows.is_empty()) {
                    let premises = Premises::read(snapshot)?;
                    for desk in &mut desks {
                        premises.under_codes(&codes, &mut desk.windows);
                    }
                }
                let mut busy = Vec::new();
                for day in of.iter().filter(|_| !wanted.room.is_empty()) {
                    busy.extend(snapshot.busy_room(&wanted.site, &wanted.room, &day.to_string(), &wanted.person)?);
                }
                Ok((desks, busy))
            })
            .await?;
        // Of unpaid work at a place that was typed no building is named.
        let here = takes_place_here(&refused.contact, self.standards) && !refused.site.is_empty();
        Ok(Free { refused, file: &file, places: &places, busy: &busy, here, most, now: ask.now.london() }
            .offers(&desks, &days))
    }
}

/// Somebody who could see them.
struct Desk {
    staff: String,
    /// When the two of them have something else.
    slots: Vec<DiaryRow>,
    /// When somebody is in a building whom one of the two must not meet.
    windows: Vec<WindowRow>,
    /// The days on which they are here, and may meet the person.
    days: Vec<Date>,
}

impl Desk {
    fn read(
        snapshot: &Snapshot,
        wanted: &Refused,
        staff: String,
        days: &[Date],
        (in_person, today): (bool, Date),
    ) -> Result<Desk, StoreError> {
        let (first, last) = (days.first().copied().unwrap_or(today), days.last().copied().unwrap_or(today));
        let (from, to) = (first.to_string(), last.to_string());
        let mut windows = Vec::new();
        for who in [wanted.person.as_str(), &staff].into_iter().filter(|_| in_person) {
            windows.extend(snapshot.windows_against(who, &from, &to)?);
            windows.extend(snapshot.homes_against(who, &from, &to)?);
            windows.extend(still_there(snapshot, who, first, today)?);
        }
        let mut slots = snapshot.diary_of_officer(&staff, &from, &to)?;
        slots.extend(snapshot.diary_of(&wanted.person)?);
        slots.retain(|slot| slot.outcome.is_none() && slot.state != "cancelled");
        let away = snapshot.away_of(&staff, &from)?;
        let mut here = Vec::with_capacity(days.len());
        for day in days {
            let on = day.to_string();
            let gone =
                away.iter().any(|row| row.from_on <= on && row.until_on.as_ref().is_none_or(|until| on <= *until));
            if !gone && !snapshot.is_kept_from(&wanted.person, &staff, &on)? {
                here.push(*day);
            }
        }
        Ok(Desk { staff, slots, windows, days: here })
    }
}

/// What free times are looked for over.
struct Free<'a> {
    refused: &'a Refused,
    file: &'a CaseFile,
    places: &'a [Place],
    /// When others have the room that was asked for.
    busy: &'a [BusyRow],
    /// Whether it takes place in a building of ours: else neither the building nor a room has to be fit.
    here: bool,
    /// No more is offered at once.
    most: usize,
    now: Minute,
}

impl Free<'_> {
    fn offers(&self, desks: &[Desk], days: &[Date]) -> Vec<Offer> {
        let Some((own, colleagues)) = desks.split_first() else { return Vec::new() };
        // One is left for another place.
        let there = self.most.saturating_sub(1);
        let mut offers: Vec<Offer> =
            days.iter().flat_map(|day| self.halves(own, &self.refused.site, *day)).take(there).collect();
        let more = days.iter().flat_map(|day| self.elsewhere(own, *day));
        offers.extend(more.take(self.most.saturating_sub(offers.len())));
        for colleague in colleagues {
            let here = days.iter().flat_map(|day| self.halves(colleague, &self.refused.site, *day)).take(there);
            let elsewhere = days.iter().flat_map(|day| self.elsewhere(colleague, *day));
            offers.extend(here.chain(elsewhere).take(self.most.saturating_sub(offers.len())));
        }
        offers
    }

    /// The same half of the day at other places.
    fn elsewhere(&self, desk: &Desk, day: Date) -> Vec<Offer> {
        let afternoon = self.refused.starts.clock().0 >= 13;
        let others = self.places.iter().filter(|place| place.code != self.refused.site);
        let offers = others.flat_map(|place| self.halves(desk, &place.code, day));
        offers.filter(|offer| (offer.starts.clock().0 >= 13) == afternoon).collect()
    }

    /// The halves of a day in which one can be seen somewhere.
    fn halves(&self, desk: &Desk, site: &str, day: Date) -> Vec<Offer> {
        if !desk.days.contains(&day) {
            return Vec::new();
        }
        let windows: Vec<Stay<'_>> = desk.windows.iter().filter_map(stay).collect();
        let buffer = Places::split_2014().value(PlaceFigure::BufferMinutes);
        let halves = HALVES.iter().filter_map(|(words, opens, closes)| {
            let whole = Stay { site, starts: day.to_datetime(*opens), ends: day.to_datetime(*closes) };
            if meets(whole, &windows, buffer).is_some() {
                return None;
            }
            let starts = self.first_free(desk, whole)?;
            Some(Offer { starts, site: site.to_owned(), half: words, staff: desk.staff.clone() })
        });
        halves.collect()
    }

    /// The first quarter of an hour from which neither the officer nor the person has anything else, and the place is fit.
    fn first_free(&self, desk: &Desk, half: Stay<'_>) -> Option<Minute> {
        let mut starts = Minute::new(half.starts);
        loop {
            let ends = starts.plus_minutes(i64::from(self.refused.minutes));
            if civil(ends) > half.ends {
                return None;
            }
            let taken = desk.slots.iter().any(|slot| {
                let Ok(begins) = slot.starts.parse::<Minute>() else { return false };
                begins < ends && starts < begins.plus_minutes(slot.minutes)
            });
            if !taken && starts > self.now && self.fits(half.site, starts, ends) {
                return Some(starts);
            }
            starts = starts.plus_minutes(15);
        }
    }

    /// Whether a place is fit for them then, and the room they asked for is free.
    fn fits(&self, site: &str, starts: Minute, ends: Minute) -> bool {
        let Some(place) = self.places.iter().find(|place| place.code == site) else { return false };
        if !self.here {
            return true;
        }
        let kept_from = KeptFrom::on(self.file, starts.day());
        let facts = fit_facts(&place.site, &kept_from);
        let (from, to) = (starts.to_string(), ends.to_string());
        let taken = site == self.refused.site && self.busy.iter().any(|row| row.starts < to && from < row.ends);
        !taken && misfits(&facts, civil(starts), civil(ends), Places::split_2014()).is_empty()
    }
}
