//! Who of a team had not been seen, as it stood on a day that is past: folded anew from its cases as they were known then. So
//! a month that is signed late is signed for those who had not been seen, and not for those who have not been since.

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::case::{View, fold};
use record::time::Minute;
use store::Unseen;

use super::unseen::UnseenCase;
use crate::clocks::{Reading, owed};
use crate::project::contact::last;
use crate::questions::end_of;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

impl Service {
    /// A team's running cases at the end of a day, longest not seen first. Of whom the asker cannot speak, because the record is
    /// limited or is somebody else's by now, nothing is shown.
    pub(super) async fn unseen_as_it_stood(
        &self,
        ask: &Ask,
        team: &str,
        day: Date,
    ) -> Result<Vec<UnseenCase>, Problem> {
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), team.to_owned());
        let read = self.store.read(move |snapshot| {
            let mut found = Vec::new();
            for person in snapshot.cases_of_team(&wanted, &day.to_string())? {
                let may = crate::door::may(snapshot, &actor, Action::RecordContact, &person.stream, today)?;
                found.push((person.stream.clone(), snapshot.entries(&person.stream)?, may.then_some(person)));
            }
            Ok(found)
        });
        let mut cases = Vec::new();
        for (stream, rows, person) in read.await? {
            let stood = stood(&stream, &rows, day, self.standards)?.filter(|(of, _)| of == team);
            let Some((_, row)) = stood else { continue };
            let on = |text: &str| text.parse::<Date>().ok();
            let days = on(&row.last.since_on).map_or(0, |since| (day - since).get_days());
            let over = row.last.due_on.as_deref().and_then(on).is_some_and(|due| due < day);
            cases.push(UnseenCase { row, person, days, over });
        }
        cases.sort_by(|a, b| {
            let key = |case: &UnseenCase| (case.row.last.since_on.clone(), case.row.last.stream.clone());
            key(a).cmp(&key(b))
        });
        Ok(cases)
    }
}

/// How a case stood at the end of a day, and which team held it; none where nobody was supervised then.
pub(super) fn stood(
    stream: &StreamId,
    rows: &[store::EntryRow],
    day: Date,
    standards: &'static Standards,
) -> Result<Option<(String, Unseen)>, Problem> {
    let entries = read_entries(stream, rows)?;
    let file = fold(&entries, View { as_at: None, known_at: Some(end_of(day)) });
    let reading = Reading { file: &file, entries: &entries, as_at: day, standards };
    let Some(last) = last(stream, reading, &owed(reading)) else { return Ok(None) };
    let held = file.order(&last.component).and_then(|order| order.manager(day));
    let runs = last.until_on.as_deref().is_none_or(|until| *until >= *day.to_string());
    let Some(held) = held.filter(|_| runs) else { return Ok(None) };
    let next = file.next_appointment_after(Minute::new(day.at(23, 59, 0, 0)));
    let next = next.map(|booked| booked.booked.starts.to_string());
    Ok(Some((held.team.clone(), Unseen { last, staff: held.staff.clone(), next })))
}
