//! Saying that somebody is away, and that they are back. Whoever leads a team today says it of anybody in it; everybody else of
//! themselves. An absence that has begun is never refused: it happened.

use std::collections::BTreeSet;

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::facts::keepapart::KeepApartEntrusted;
use record::facts::organisation::{AwayKind, StaffAway, StaffBack};
use record::time::Happened;
use serde::Serialize;
use store::StaffRow;

pub use store::AwayRow;

use crate::apart::colleagues::NotToCover;
use crate::apart::entrusting::entrusted;
use crate::booking::check::APART;
use crate::booking::is_apart;
use crate::probing::Trying;
use crate::streams::holds;
use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Times that it is looked at again who must not be covered for.
const LOOKS: usize = 5;

/// An absence to be recorded.
#[derive(Clone, Debug, Serialize)]
pub struct Away {
    /// Who, by staff code.
    pub staff: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day; none while nobody knows.
    pub until: Option<Date>,
    /// Whether a last day was typed that is none.
    pub until_unread: bool,
    /// Why.
    pub kind: Option<AwayKind>,
    /// Who answers meanwhile, by staff code; empty leaves it to whoever leads the team.
    pub cover: String,
    /// Why a senior lets somebody cover for people whom they must not meet; empty where they do not.
    pub override_reason: String,
}

/// Somebody's return to work.
#[derive(Clone, Debug, Serialize)]
pub struct Back {
    /// Who, by staff code.
    pub staff: String,
    /// Their first day at work again.
    pub on: Option<Date>,
}

/// Somebody and when they are away.
#[derive(Debug)]
pub struct Absences {
    /// Who.
    pub staff: StaffRow,
    /// From today on, by first day.
    pub rows: Vec<AwayRow>,
}

impl Service {
    /// Records that somebody is away. Answers with their code. Whoever is to cover is looked at again where somebody arranges
    /// meanwhile whom they must not meet; and so that nobody tries out whom that is, what was refused for it is counted.
    pub async fn record_away(&self, ask: &Ask, form: &Form, said: &Away) -> Result<Saved, Problem> {
        if said.cover.is_empty() {
            return self.look_and_record_away(ask, form, said).await;
        }
        for _ in 0..LOOKS {
            let recorded = Box::pin(self.look_and_record_away(ask, form, said));
            match self.trying(ask, Trying::Giving, is_apart, recorded).await {
                Err(Problem::Busy) => {}
                answer => return answer,
            }
        }
        Err(Problem::Busy)
    }

    async fn look_and_record_away(&self, ask: &Ask, form: &Form, said: &Away) -> Result<Saved, Problem> {
        let row = self.may_record_absence(ask, &said.staff).await?;
        let mut wrong = Vec::new();
        if said.from.is_none() {
            wrong.push(FieldError::new("from", "Enter the first day away, such as 21/12/2015"));
        }
        if said.until_unread {
            wrong.push(FieldError::new("until", "Enter the last day away, or leave it empty while nobody knows"));
        }
        if said.from.zip(said.until).is_some_and(|(from, until)| until < from) {
            wrong.push(FieldError::new("until", "The last day is before the first"));
        }
        if said.kind.is_none() {
            wrong.push(FieldError::new("kind", "Choose why"));
        }
        if !said.cover.is_empty() && !self.can_cover(&row, &said.cover).await? {
            wrong
                .push(FieldError::new("cover", "Choose a colleague of the same team, or leave it to whoever leads it"));
        }
        let mut found = NotToCover::default();
        if let Some(from) = said.from.filter(|_| wrong.is_empty() && !said.cover.is_empty()) {
            found = self.must_not_cover(&said.cover, &row.staff, (from, said.until)).await?;
        }
        let NotToCover { people: against, seen } = found;
        let people: Vec<StreamId> = against.iter().map(|(person, _)| person.clone()).collect();
        if !people.is_empty() && !self.may_entrust(ask, &people, &said.override_reason).await? {
            let words =
                "They can’t cover for all of these people. Choose another, or leave it to whoever leads the team";
            wrong.push(FieldError::new(APART, words));
        }
        let (Some(from), Some(kind), true) = (said.from, said.kind, wrong.is_empty()) else {
            return Err(Problem::Invalid(wrong));
        };
        let cover = Some(said.cover.clone()).filter(|cover| !cover.is_empty());
        let fact = StaffAway { from, until: said.until, kind, cover };
        let arrangements = against.iter().flat_map(|(_, streams)| streams.iter().cloned());
        let streams: BTreeSet<StreamId> = arrangements.chain([row.stream.clone()]).collect();
        let streams: Vec<StreamId> = streams.into_iter().collect();
        self.record_as_seen(ask, form, said, (&streams, &seen), |_| {
            let mut all = vec![Said::new(&row.stream, fact.clone(), Happened::On(ask.today()))];
            for (person, arrangements) in &against {
                let case = KeepApartEntrusted {
                    person: person.clone(),
                    staff: said.cover.clone(),
                    covers_for: Some(row.staff.clone()),
                    from,
                    until: said.until,
                };
                let say = |stream| entrusted(stream, case.clone(), ask.today(), &said.override_reason);
                all.extend(arrangements.iter().map(say));
            }
            // Whoever gives them a case meanwhile asks about the cover as well.
            let bumps = if said.cover.is_empty() { Vec::new() } else { vec![holds(&row.staff)] };
            Ok(Work { said: all, bumps, answer: row.staff.clone(), ..Work::default() })
        })
        .await
    }

    /// Records that somebody is back. Answers with their code.
    pub async fn record_back(&self, ask: &Ask, form: &Form, said: &Back) -> Result<Saved, Problem> {
        let row = self.may_record_absence(ask, &said.staff).await?;
        let Some(on) = said.on.filter(|on| *on <= ask.today()) else {
            return Err(Problem::field("on", "Enter the first day at work again, today or before"));
        };
        self.record(ask, form, said, std::slice::from_ref(&row.stream), |_| {
            let fact = Said::new(&row.stream, StaffBack {}, Happened::On(on));
            Ok(Work { said: vec![fact], answer: row.staff.clone(), ..Work::default() })
        })
        .await
    }

    /// When a member of staff is away, for those who may say so.
    pub async fn absences(&self, ask: &Ask, staff: &str) -> Result<Absences, Problem> {
        let row = self.may_record_absence(ask, staff).await?;
        let (code, day) = (row.staff.clone(), ask.today().to_string());
        let rows = self.store.read(move |snapshot| snapshot.away_of(&code, &day)).await?;
        Ok(Absences { staff: row, rows })
    }

    /// Who is away on a day, of one's own team: by staff code, with the last day if it is known.
    pub async fn away_on(&self, ask: &Ask, day: Date) -> Result<Vec<AwayRow>, Problem> {
        let (team, on) = (ask.actor.team.clone(), day.to_string());
        let mut rows = self.store.read(move |snapshot| snapshot.away_in(&team, &on)).await?;
        rows.retain(|row| row.from_on <= day.to_string());
        Ok(rows)
    }

    async fn may_record_absence(&self, ask: &Ask, staff: &str) -> Result<StaffRow, Problem> {
        let own = staff == ask.actor.staff;
        let action = if own { Action::ViewCaseload } else { Action::LeadTeam };
        self.permit_list(ask, action, 1).await?;
        let wanted = staff.to_owned();
        let row = self.store.read(move |snapshot| snapshot.staff(&wanted)).await?;
        let row = row.filter(|row| row.active).ok_or(Problem::NotFound)?;
        if !own {
            self.team_to_see(ask, &row.team).await?;
        }
        Ok(row)
    }

    async fn can_cover(&self, row: &StaffRow, cover: &str) -> Result<bool, Problem> {
        let wanted = cover.to_owned();
        let cover = self.store.read(move |snapshot| snapshot.staff(&wanted)).await?;
        Ok(cover.is_some_and(|cover| cover.active && cover.team == row.team && cover.staff != row.staff))
    }

    /// Booking with somebody who is away is asked about, not refused: they may come in for it.
    pub(crate) async fn ask_about_absence(&self, staff: &str, on: Date) -> Result<(), Problem> {
        let (staff, day) = (staff.to_owned(), on.to_string());
        let from = day.clone();
        let away = self.store.read(move |snapshot| snapshot.away_of(&staff, &from)).await?;
        let Some(absence) = away.into_iter().find(|row| row.from_on <= day) else { return Ok(()) };
        let until = absence.until_on.and_then(|day| day.parse().ok()).map(crate::letters::written);
        let until = until.map_or_else(|| "with no day of return set".to_owned(), |day| format!("until {day}"));
        let message = format!("They are away then, {until}. Choose somebody else, or say that it is meant");
        Err(Problem::field("although_away", message))
    }
}
