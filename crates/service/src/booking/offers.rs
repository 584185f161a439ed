//! What can be had instead of a booking that was refused. A refusal never says who else is expected, or when: what is
//! offered are halves of days in which nobody is, and after a few refusals (`probing`) nothing more.

use jiff::civil::{Date, Time, time};
use practice::Standards;
use practice::business_days::is_business_day;
use practice::keep_apart::{Stay, meets};
use practice::places::{PlaceFigure, Places};
use practice::site_fit::misfits;
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::time::Minute;
use store::{DiaryRow, WindowRow};

use super::around::still_there;
use super::check::{civil, fit_facts, stay};
use crate::directory::Place;
use crate::{Ask, Problem, Service};

/// The halves of a working day.
const HALVES: [(&str, Time, Time); 2] = [
    ("in the morning", time(9, 0, 0, 0), time(12, 30, 0, 0)),
    ("in the afternoon", time(13, 0, 0, 0), time(17, 0, 0, 0)),
];

/// A time and place that can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The first time in that half of the day at which the officer is free.
    pub starts: Minute,
    /// Where.
    pub site: String,
    /// Which half of the day, in words.
    pub half: &'static str,
}

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Refused {
    /// For whom.
    pub person: StreamId,
    /// With whom; staff code.
    pub staff: String,
    /// Where; site code, empty for a visit.
    pub site: String,
    /// When.
    pub starts: Minute,
    /// For how long, in minutes.
    pub minutes: u32,
}

impl Service {
    /// What can be had instead: at the same place within the next days, then at another place the same half of the day. Only
    /// places that are approved, open then, and fit for this person. Whoever asks was let into the record a moment ago. For
    /// a visit nothing is offered: that an address is closed to somebody on every day would tell who lives there.
    pub async fn offers(&self, ask: &Ask, refused: &Refused) -> Result<Vec<Offer>, Problem> {
        if refused.site.is_empty() {
            return Ok(Vec::new());
        }
        let file = fold(&self.entries_unasked(&refused.person).await?, View::default());
        let places = self.own_places(ask).await?;
        let (wanted, first, today) = (refused.clone(), refused.starts.day(), ask.today());
        let to = first.saturating_add(jiff::Span::new().days(Places::split_2014().value(PlaceFigure::OfferDays)));
        let (windows, slots) = self
            .store
            .read(move |snapshot| {
                let (from, to) = (first.to_string(), to.to_string());
                let mut windows = Vec::new();
                for who in [wanted.person.as_str(), &wanted.staff] {
                    windows.extend(snapshot.windows_against(who, &from, &to)?);
                    windows.extend(still_there(snapshot, who, first, today)?);
                }
                let mut slots = snapshot.diary_of_officer(&wanted.staff, &from, &to)?;
                slots.extend(snapshot.diary_of(&wanted.person)?);
                slots.retain(|slot| slot.outcome.is_none() && slot.state != "cancelled");
                Ok((windows, slots))
            })
            .await?;
        Ok(free(refused, &file, &places, &windows, &slots, ask, self.standards))
    }
}

fn free(
    refused: &Refused,
    file: &CaseFile,
    places: &[Place],
    windows: &[WindowRow],
    slots: &[DiaryRow],
    ask: &Ask,
    standards: &Standards,
) -> Vec<Offer> {
    let windows: Vec<Stay<'_>> = windows.iter().filter_map(stay).collect();
    let fits = |site: &str, starts: Minute, ends: Minute| {
        let place = places.iter().find(|place| place.code == site);
        place.is_some_and(|place| {
            let facts = fit_facts(&place.site, file, starts.day());
            misfits(&facts, civil(starts), civil(ends), Places::split_2014()).is_empty()
        })
    };
    let at = |site: &str, day: Date| {
        let halves = HALVES.iter().filter_map(|(words, opens, closes)| {
            let whole = Stay { site, starts: day.to_datetime(*opens), ends: day.to_datetime(*closes) };
            if meets(whole, &windows, Places::split_2014().value(PlaceFigure::BufferMinutes)).is_some() {
                return None;
            }
            let starts = first_free(whole, refused.minutes, slots, ask, fits)?;
            Some(Offer { starts, site: site.to_owned(), half: words })
        });
        halves.collect::<Vec<Offer>>()
    };
    let [last, most] = [PlaceFigure::OfferDays, PlaceFigure::Offers].map(|name| Places::split_2014().value(name));
    let days = (0..=last).map(|ahead| refused.starts.day().saturating_add(jiff::Span::new().days(ahead)));
    let works = |day: &Date| is_business_day(standards.holidays(), *day).unwrap_or(true);
    // One place is left for somewhere else.
    let here = usize::try_from(most).unwrap_or_default().saturating_sub(1);
    let mut offers: Vec<Offer> = days.filter(works).flat_map(|day| at(&refused.site, day)).take(here).collect();
    let elsewhere = places.iter().filter(|place| place.code != refused.site);
    let afternoon = refused.starts.clock().0 >= 13;
    let same_half = |offer: &Offer| (offer.starts.clock().0 >= 13) == afternoon;
    offers.extend(elsewhere.flat_map(|place| at(&place.code, refused.starts.day())).filter(same_half).take(1));
    offers
}

/// The first quarter of an hour from which neither the officer nor the person has anything else, and the place is fit.
fn first_free(
    half: Stay<'_>,
    minutes: u32,
    slots: &[DiaryRow],
    ask: &Ask,
    fits: impl Fn(&str, Minute, Minute) -> bool,
) -> Option<Minute> {
    let mut starts = Minute::new(half.starts);
    loop {
        let ends = starts.plus_minutes(i64::from(minutes));
        if civil(ends) > half.ends {
            return None;
        }
        let taken = slots.iter().any(|slot| {
            let Ok(begins) = slot.starts.parse::<Minute>() else { return false };
            begins < ends && starts < begins.plus_minutes(slot.minutes)
        });
        if !taken && starts > ask.now.london() && fits(half.site, starts, ends) {
            return Some(starts);
        }
        starts = starts.plus_minutes(15);
    }
}
