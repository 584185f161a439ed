//! What a booking is decided over besides the person's own stream: the officer's day, the building and its rooms, and the
//! times at which somebody is there whom the person must not meet. All of it is read in one snapshot with the guards that
//! whoever changes it raises, so that of two bookings decided at once the second is decided again.

use jiff::civil::Date;
use record::StreamId;
use record::site::Site;
use store::{ApartRow, BusyRow, DiaryRow, Snapshot, StoreError, WindowRow};

use super::third::named_in;
use crate::directory::site_of;
use crate::sites::premises::Premises;

/// A booking that is asked for: what it is decided over follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// For whom.
    pub(crate) person: StreamId,
    /// With whom; staff code.
    pub(crate) staff: String,
    /// Where: site code, or the mark of the address of a visit.
    pub(crate) site: String,
    /// The marks of that address where it stands without its postcode; none for a building, whose other names are read with
    /// what stands around it.
    pub(crate) also: Vec<String>,
    /// In which room; empty where none is booked.
    pub(crate) room: String,
    /// Who else is to be there, as it was typed.
    pub(crate) with: String,
    /// On which day.
    pub(crate) day: Date,
    /// Whether a senior would let it be although people must be kept apart.
    pub(crate) overriding: bool,
}

/// That, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Around {
    pub(crate) asked: Asked,
    /// The officer's appointments of the day.
    pub(crate) slots: Vec<DiaryRow>,
    /// The building; none when there is no such one.
    pub(crate) site: Option<Site>,
    /// When others have the room that is asked for.
    pub(crate) busy: Vec<BusyRow>,
    /// When somebody is in a building, any building, whom the person must not meet, or the member of staff.
    pub(crate) windows: Vec<WindowRow>,
    /// The arrangements of that day that the person is in, each with what stands for its other sides: read only where a
    /// senior lets it be.
    pub(crate) sides: Vec<(StreamId, Vec<String>)>,
    /// As those, of the arrangements that only the member of staff is in.
    pub(crate) staff_sides: Vec<(StreamId, Vec<String>)>,
    /// Whether the member of staff, or somebody who is to be there besides by name, is one whom the person must not meet.
    pub(crate) must_not_see: bool,
    /// The arrangements by which that is so: read only where a senior lets it be.
    pub(crate) between: Vec<StreamId>,
    /// Guards with the versions they had.
    pub(crate) guards: Vec<(String, u64)>,
}

/// The guard over an officer's day.
pub(crate) fn officer_day(staff: &str, day: Date) -> String {
    format!("officer/{staff}/{day}")
}

/// The guard over a room's day.
fn room_day(asked: &Asked) -> Option<String> {
    (!asked.room.is_empty()).then(|| format!("room/{}/{}/{}", asked.site, asked.room, asked.day))
}

/// The guard over a diary, whatever the day: every booking with its officer raises it, and only an arrangement that they are
/// in reads it. So two bookings with one officer, on different days, need not wait for one another.
pub(crate) fn diary(staff: &str) -> String {
    format!("diary/{staff}")
}

/// The guard over whom somebody must be kept apart from, a person or a member of staff: raised when that changes.
pub(crate) fn kept_apart(who: &str) -> String {
    format!("apart/{who}")
}

/// The guard over what a building is fit for: read by bookings, raised by whoever says so. A booking does not raise it, or
/// all those of a building would be decided one after another.
pub(crate) fn site_guard(site: &str) -> String {
    format!("site/{site}")
}

impl Around {
    /// Reads it, on a day.
    pub(crate) fn read(snapshot: &Snapshot, asked: Asked, today: Date) -> Result<Around, StoreError> {
        let on = asked.day.to_string();
        let rows = holding(snapshot, asked.person.as_str(), &on)?;
        // Whoever sees them must not meet everybody either: they are in the building as well.
        let mut of_staff = holding(snapshot, &asked.staff, &on)?;
        of_staff.retain(|own| rows.iter().all(|row| row.stream != own.stream));
        let by_name = named_in(snapshot, &rows, &asked.with)?;
        let (mut sides, mut staff_sides, mut between) = (Vec::new(), Vec::new(), Vec::new());
        if asked.overriding {
            (sides, between) = other_sides(snapshot, &rows, &asked.staff)?;
            between.extend(by_name.iter().cloned());
            (staff_sides, _) = other_sides(snapshot, &of_staff, &asked.staff)?;
        }
        let must_not_see =
            !by_name.is_empty() || !rows.is_empty() && snapshot.is_kept_from(&asked.person, &asked.staff, &on)?;
        let mut windows = Vec::new();
        if !rows.is_empty() {
            windows.extend(windows_on(snapshot, asked.person.as_str(), asked.day, today)?);
        }
        if !of_staff.is_empty() {
            windows.extend(windows_on(snapshot, &asked.staff, asked.day, today)?);
        }
        if !windows.is_empty() {
            let mut also = Premises::read(snapshot)?.other_names(&asked.site, &asked.also);
            also.extend(asked.also.iter().cloned());
            for window in windows.iter_mut().filter(|window| also.contains(&window.site)) {
                window.site.clone_from(&asked.site);
            }
        }
        let mut names = vec![officer_day(&asked.staff, asked.day)];
        names.extend([kept_apart(asked.person.as_str()), kept_apart(&asked.staff)]);
        names.push(site_guard(&asked.site));
        names.extend(room_day(&asked));
        names.extend(rows.iter().chain(&of_staff).map(|row| kept_apart(row.stream.as_str())));
        let versions = snapshot.guard_versions(&names)?;
        Ok(Around {
            slots: snapshot.diary_of_officer(&asked.staff, &on, &on)?,
            site: snapshot.site(&asked.site)?.as_ref().map(site_of),
            busy: if asked.room.is_empty() {
                Vec::new()
            } else {
                snapshot.busy_room(&asked.site, &asked.room, &on, &asked.person)?
            },
            windows,
            guards: names.into_iter().zip(versions).collect(),
            sides,
            staff_sides,
            must_not_see,
            between,
            asked,
        })
    }

    /// The guards that a booking raises: whoever decided over one of them meanwhile decides again. The guards over whom
    /// the two of them must be kept apart from are raised by arrangements only, that over a building by what is said of it.
    pub(crate) fn bumps(&self) -> Vec<String> {
        let Asked { person, staff, site, .. } = &self.asked;
        let read_only = [kept_apart(person.as_str()), kept_apart(staff), site_guard(site)];
        let read = self.guards.iter().map(|(name, _)| name.clone()).filter(|name| !read_only.contains(name));
        read.chain([diary(staff)]).collect()
    }
}

/// The arrangements somebody is in that hold on a day. Whoever has one hold for longer raises the guard over each of those it
/// is about, so that no other arrangement need be read here.
pub(crate) fn holding(snapshot: &Snapshot, who: &str, on: &str) -> Result<Vec<ApartRow>, StoreError> {
    let mut rows = snapshot.apart_of(who)?;
    rows.retain(|row| row.from_on.as_str() <= on && on <= row.until_on.as_str());
    Ok(rows)
}

/// What stands for the other sides of an arrangement, by its stream.
type Sides = Vec<(StreamId, Vec<String>)>;

/// Arrangements that somebody is in, each with what stands for its other sides; and those of whose other sides a member of staff is.
fn other_sides(snapshot: &Snapshot, of: &[ApartRow], staff: &str) -> Result<(Sides, Vec<StreamId>), StoreError> {
    let (mut sides, mut from_staff) = (Vec::new(), Vec::new());
    for own in of {
        let mut others = snapshot.apart_members(&own.stream)?;
        others.retain(|other| other.side != own.side);
        from_staff.extend(others.iter().any(|other| other.who == staff).then(|| own.stream.clone()));
        sides.push((own.stream.clone(), others.into_iter().map(|other| other.token).collect()));
    }
    Ok((sides, from_staff))
}

/// When somebody is to be there whom a person, or a member of staff, must not meet, or lives there, or has been there since
/// yesterday.
pub(crate) fn windows_on(snapshot: &Snapshot, who: &str, day: Date, today: Date) -> Result<Vec<WindowRow>, StoreError> {
    let on = day.to_string();
    let mut windows = snapshot.windows_against(who, &on, &on)?;
    windows.extend(snapshot.homes_against(who, &on, &on)?);
    windows.extend(still_there(snapshot, who, day, today)?);
    Ok(windows)
}

/// Of today, those who came yesterday and have not left.
pub(super) fn still_there(
    snapshot: &Snapshot,
    who: &str,
    day: Date,
    today: Date,
) -> Result<Vec<WindowRow>, StoreError> {
    if day != today {
        return Ok(Vec::new());
    }
    let yesterday = today.yesterday().unwrap_or(today).to_string();
    snapshot.stays_since(who, &yesterday, &day.to_string())
}
