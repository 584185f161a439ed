//! Whoever nobody at a desk could find is noted for the senior ([`crate::callers`]): for whoever signs today for the team of the one
//! who noted them, whichever building that was and whatever day it is by now. It stands on that senior's day until one press
//! says that it was seen to.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::Action;
use record::StreamId;
use record::facts::site::CallerSeen;
use record::time::Happened;
use serde::Serialize;

use crate::callers::{Caller, callers};
use crate::desks::Desks;
use crate::write::{Work, read_entries};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// Somebody who was noted at a desk, and is somebody's to see to.
#[derive(Clone, Debug)]
pub struct ToSee {
    /// Site code.
    pub site: String,
    /// What the place is called.
    pub place: String,
    /// Who came, when, and what was noted.
    pub caller: Caller,
}

/// Who was seen to.
#[derive(Clone, Debug, Serialize)]
pub struct SeenTo {
    /// Site code.
    pub site: String,
    /// The entry that notes them, by its place in the stream of the site.
    pub caller: u64,
}

impl Service {
    /// Those noted at a desk of the asker's organisation who are theirs to see to, whoever came first first.
    pub async fn callers_to_see(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Vec<ToSee>, Problem> {
        let teams: BTreeSet<String> = desks.signs().iter().map(|led| led.team.clone()).collect();
        if teams.is_empty() {
            return Ok(Vec::new());
        }
        let mut places = Vec::new();
        for place in self.desks_of_own(ask).await? {
            places.push((self.site_stream(&place.code).await?, place));
        }
        let streams: Vec<StreamId> = places.iter().map(|(stream, _)| stream.clone()).collect();
        let read = self.store.read(move |snapshot| {
            let rows: Result<Vec<_>, _> = streams.iter().map(|stream| snapshot.entries(stream)).collect();
            let mut noting = BTreeSet::new();
            for team in &teams {
                noting.extend(snapshot.staff_of_team(team)?.into_iter().map(|row| row.staff));
            }
            Ok((rows?, noting))
        });
        let (rows, noting) = read.await?;
        let mut found = Vec::new();
        for ((stream, place), rows) in places.into_iter().zip(rows) {
            let waiting = callers(&read_entries(&stream, &rows)?).into_iter();
            let waiting = waiting.filter(|caller| !caller.seen && noting.contains(&caller.by));
            found.extend(waiting.map(|caller| ToSee { site: place.code.clone(), place: place.name.clone(), caller }));
        }
        found.sort_by(|a, b| (a.caller.came.day(), &a.caller.entry).cmp(&(b.caller.came.day(), &b.caller.entry)));
        self.permit_list(ask, Action::ViewReception, found.len()).await?;
        Ok(found)
    }

    /// Says that somebody was seen to: an entry on the site's own stream. Answers with the site's code.
    pub async fn see_to(&self, ask: &Ask, desks: &Arc<Desks>, form: &Form, said: &SeenTo) -> Result<Saved, Problem> {
        if let Some(saved) = self.sent_before(ask, form).await? {
            return Ok(saved);
        }
        let waiting = self.callers_to_see(ask, desks).await?;
        let one = waiting.into_iter().find(|one| one.site == said.site && one.caller.entry.seq == said.caller);
        let entry = one.ok_or(Problem::NotFound)?.caller.entry;
        let stream = entry.stream.clone();
        self.record(ask, form, said, std::slice::from_ref(&stream), |_| {
            let fact = Said::new(&stream, CallerSeen {}, Happened::On(ask.today())).because([entry.clone()]);
            Ok(Work { said: vec![fact], answer: said.site.clone(), ..Work::default() })
        })
        .await
    }
}
