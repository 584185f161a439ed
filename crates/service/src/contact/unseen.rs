//! A team's running cases, longest not seen first. Bookings nobody came to and telephone calls do not move anybody down the
//! list. Once a month a senior says of those not seen in time what is done, and signs; a month nobody signed in time is signed
//! as it stood on the last day for it.

use std::collections::{BTreeMap, HashSet};

use access::Action;
use jiff::civil::Date;
use practice::contact_sign_off::{MonthToSign, month_to_sign};
use practice::{Limit, LimitName, Ruled};
use record::StreamId;
use record::entry::Basis;
use record::facts::Fact;
use record::facts::organisation::{ContactSignedOff, Role, SignedCase};
use record::facts::signed::UnseenSignedOff;
use record::time::{Happened, Instant, Minute};
use serde::Serialize;
use store::{PersonRow, Unseen};

use super::months::began;
use super::signed::{SignedOff, signed_off};
use crate::day::visible;
use crate::questions::end_of;
use crate::write::Parts;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// Somebody of the team, and how long they have not been seen.
#[derive(Debug)]
pub struct UnseenCase {
    /// When they were last seen, who holds the case, what is booked.
    pub row: Unseen,
    /// Who they are; none when access to their record is limited.
    pub person: Option<PersonRow>,
    /// Days since they were seen face to face, or supervision began.
    pub days: i32,
    /// Whether that is longer than the standard lets pass.
    pub over: bool,
}

/// The list of a team.
#[derive(Debug)]
pub struct UnseenList {
    /// Team code.
    pub team: String,
    /// Every running case, longest not seen first.
    pub cases: Vec<UnseenCase>,
    /// The month that is over, signed off or not; none before the standard began.
    pub last: Option<Ruled<MonthToSign>>,
    /// The months that nobody has signed off, the oldest first.
    pub unsigned: Vec<Ruled<MonthToSign>>,
    /// The months that were signed off, the latest first.
    pub signed: Vec<SignedOff>,
    /// How many leaves the log's last checkpoint covers.
    pub checkpoint: u64,
    /// The moment it is the list of.
    pub as_of: Instant,
}

/// What a senior signs.
#[derive(Clone, Debug, Serialize)]
pub struct SignOff {
    /// The team's code; empty for the asker's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// The first day of the month.
    pub month: Date,
    /// Of each case, by its stream: why, or what is done.
    pub actions: BTreeMap<String, String>,
}

impl UnseenList {
    /// Those not seen in time of whom whoever asks can speak.
    pub fn over(&self) -> impl Iterator<Item = &UnseenCase> {
        self.cases.iter().filter(|case| case.over && case.person.is_some())
    }

    /// Those not seen in time of whom they cannot: access to the record is limited, or it is another team's by now. They are
    /// counted, and another senior speaks of them.
    pub fn left(&self) -> impl Iterator<Item = &UnseenCase> {
        self.cases.iter().filter(|case| case.over && case.person.is_none())
    }
}

/// A month as the views name it.
pub fn name_of(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

impl Service {
    /// A team's running cases: one's own team's where none is named, or that of one that one leads; those who audit name any.
    pub async fn unseen(&self, ask: &Ask, team: &str) -> Result<UnseenList, Problem> {
        let audits = ask.actor.role == Role::Auditor && !team.is_empty();
        let team = if audits { team.to_owned() } else { self.team_to_see(ask, team).await? };
        let list = self.unseen_now(ask, team).await?;
        self.permit_list(ask, Action::ViewContact, list.cases.len()).await?;
        Ok(list)
    }

    /// The limit that the list goes by.
    pub fn contact_gap_limit(&self) -> &'static Limit {
        self.standards.limit(LimitName::ContactGap)
    }

    /// What is to be signed of a month of the asker's own team, or another that they lead today: the list as it stands while that is
    /// in time, and afterwards as it stood on the last day for it; none where the month is signed, or not over.
    pub async fn unseen_to_sign(
        &self,
        ask: &Ask,
        team: &str,
        month: Date,
    ) -> Result<Option<(UnseenList, Ruled<MonthToSign>)>, Problem> {
        let list = self.unseen_now(ask, self.team_to_see(ask, team).await?).await?;
        self.permit_list(ask, Action::SignOffContact, list.cases.len()).await?;
        let Some(asked) = list.unsigned.iter().find(|asked| asked.value.month == month).cloned() else {
            return Ok(None);
        };
        let due_on = asked.value.due_on;
        if ask.today() <= due_on {
            return Ok(Some((list, asked)));
        }
        let cases = self.unseen_as_it_stood(ask, &list.team, due_on).await?;
        let as_of = end_of(due_on);
        let known = self.store.read(move |snapshot| snapshot.checkpoint_at_or_before(as_of.0)).await?;
        Ok(Some((UnseenList { cases, as_of, checkpoint: known.map_or(0, |row| row.size), ..list }, asked)))
    }

    /// Signs a month off for the asker's own team, or another that they lead today, with a line in the record of each person
    /// who was not seen. Answers with the team's stream.
    pub async fn sign_off_contact(&self, ask: &Ask, form: &Form, said: &SignOff) -> Result<Saved, Problem> {
        let Some((list, _)) = self.unseen_to_sign(ask, &said.team, said.month).await? else {
            return Err(Problem::field("month", "This month is not to be signed off: it is signed, or not over"));
        };
        let team = list.team.clone();
        let stream = self.store.read(move |snapshot| snapshot.team(&team)).await?.ok_or(Problem::NotFound)?.stream;
        let lines = lines(&list, said)?;
        let mut permits = Vec::with_capacity(lines.len());
        for (person, _) in &lines {
            permits.push(self.permit(ask, Action::RecordContact, person).await?);
        }
        let (today, month) = (Happened::On(ask.today()), said.month);
        self.record_across(&permits, std::slice::from_ref(&stream), ask, form, said, |streams| {
            let before = streams.of(&stream).iter().filter_map(|entry| entry.content.as_ref());
            let again = |fact: &Fact| matches!(fact, Fact::ContactSignedOff(old) if old.month == month);
            if before.into_iter().any(|content| again(&content.fact)) {
                return Err(Problem::field("month", "This month was signed off already"));
            }
            let mut parts = Parts::new(streams);
            let cases = lines.iter().map(|(person, line)| {
                let entry = parts.say(Said::new(person, line.clone(), today).basis(Basis::Opinion));
                SignedCase { case: person.clone(), entry: Some(entry.seq), said: None }
            });
            // Whoever signs cannot speak of these; that they were not seen is counted all the same.
            let left =
                list.left().map(|case| SignedCase { case: case.row.last.stream.clone(), entry: None, said: None });
            let signed = ContactSignedOff {
                team: list.team.clone(),
                month,
                running: list.cases.len() as u64,
                cases: cases.chain(left).collect(),
                checkpoint: list.checkpoint,
                as_of: list.as_of,
            };
            parts.say(Said::new(&stream, signed, today));
            Ok(parts.answer(stream.to_string()))
        })
        .await
    }

    async fn unseen_now(&self, ask: &Ask, team: String) -> Result<UnseenList, Problem> {
        let (today, staff, now) = (ask.today(), ask.actor.staff.clone(), ask.now);
        let read = self.store.read(move |snapshot| {
            let minute: Minute = now.london();
            let rows = snapshot.unseen_of_team(&team, &today.to_string(), &minute.to_string())?;
            let mut listed: HashSet<StreamId> = HashSet::new();
            let mut cases = Vec::with_capacity(rows.len());
            for row in rows.into_iter().filter(|row| listed.insert(row.last.stream.clone())) {
                let person = visible(snapshot, &row.last.stream, &staff, today)?;
                let day = |text: &str| text.parse::<Date>().ok();
                let days = day(&row.last.since_on).map_or(0, |since| (today - since).get_days());
                let over = row.last.due_on.as_deref().and_then(day).is_some_and(|due| due < today);
                cases.push(UnseenCase { row, person, days, over });
            }
            let checkpoint = snapshot.last_checkpoint()?.map_or(0, |row| row.size);
            let signed = signed_off(snapshot, &team, &staff, today)?;
            let began = began(snapshot, &team)?;
            Ok((UnseenList { team, cases, last: None, unsigned: Vec::new(), signed, checkpoint, as_of: now }, began))
        });
        let (mut list, began) = read.await?;
        list.last = month_to_sign(today, self.standards)?;
        list.unsigned = self.unsigned(began, |month| list.signed.iter().any(|old| old.row.month == month), today)?;
        Ok(list)
    }
}

/// What is signed: a line of each of those not seen of whom whoever signs can speak.
fn lines(list: &UnseenList, said: &SignOff) -> Result<Vec<(StreamId, UnseenSignedOff)>, Problem> {
    let mut wrong = Vec::new();
    let mut lines = Vec::new();
    for case in list.over() {
        let stream = &case.row.last.stream;
        let action = said.actions.get(stream.as_str()).map_or("", |action| action.trim());
        match case.row.last.since_on.parse() {
            Ok(since) if !action.is_empty() => {
                let (team, action) = (list.team.clone(), action.to_owned());
                lines.push((stream.clone(), UnseenSignedOff { team, month: said.month, since, action }));
            }
            _ => wrong.push(FieldError::new("actions", "Say of each person why, or what is done about it")),
        }
    }
    wrong.dedup();
    if wrong.is_empty() { Ok(lines) } else { Err(Problem::Invalid(wrong)) }
}
