//! A team's running cases, longest not seen first. Bookings nobody came to and telephone calls do not move anybody down the
//! list. Once a month a senior says of those not seen in time what is done, and signs.

use std::collections::{BTreeMap, HashSet};

use access::Action;
use jiff::civil::Date;
use practice::contact_sign_off::{MonthToSign, month_to_sign};
use practice::{Limit, LimitName, Ruled};
use record::StreamId;
use record::entry::Basis;
use record::facts::Fact;
use record::facts::organisation::{ContactSignedOff, Role, SaidOfCase, SignedCase};
use record::facts::signed::UnseenSignedOff;
use record::time::{Happened, Instant, Minute};
use serde::Serialize;
use store::{PersonRow, SignedOffRow, Snapshot, StoreError, Unseen};

use crate::day::visible;
use crate::leading::{Led, signed_for};
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
    /// The month to be signed off; none before the standard began.
    pub month: Option<Ruled<MonthToSign>>,
    /// The months that were signed off, the latest first.
    pub signed: Vec<SignedOff>,
    /// How many leaves the log's last checkpoint covers.
    pub checkpoint: u64,
    /// When the list was drawn up.
    pub as_of: Instant,
}

/// A month that was signed off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOff {
    /// The month, who signed it when, and over what.
    pub row: SignedOffRow,
    /// The cases that were spoken of, with what was said; none where that was erased since.
    pub cases: Vec<(StreamId, Option<SaidOfCase>)>,
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
    /// Those not seen in time whose records may be opened by whoever asks.
    pub fn over(&self) -> impl Iterator<Item = &UnseenCase> {
        self.cases.iter().filter(|case| case.over && case.person.is_some())
    }

    /// The month that is still to be signed off.
    pub fn unsigned(&self) -> Option<&Ruled<MonthToSign>> {
        let month = self.month.as_ref()?;
        let name = name_of(month.value.month);
        self.signed.iter().all(|signed| signed.row.month != name).then_some(month)
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

    /// The months that whoever asks has still to sign off, if they are the one who signs: by team, their own first. Of another
    /// that they lead today only where it holds cases.
    pub async fn contact_to_sign(&self, ask: &Ask) -> Result<Vec<(String, Ruled<MonthToSign>)>, Problem> {
        if !access::role_does(ask.actor.role, Action::SignOffContact) {
            return Ok(Vec::new());
        }
        let Some(month) = month_to_sign(ask.today(), self.standards)? else { return Ok(Vec::new()) };
        let (actor, today, name) = (ask.actor.clone(), ask.today(), name_of(month.value.month));
        let teams = self.store.read(move |snapshot| {
            let mut teams = Vec::new();
            for Led { team, .. } in signed_for(snapshot, &actor, today)? {
                let holds = team == actor.team || !snapshot.desks_of_team(&team, &today.to_string())?.is_empty();
                if holds && snapshot.signed_off(&team)?.iter().all(|row| row.month != name) {
                    teams.push(team);
                }
            }
            Ok(teams)
        });
        Ok(teams.await?.into_iter().map(|team| (team, month.clone())).collect())
    }

    /// Signs a month off for the asker's own team, or another that they lead today, with a line in the record of each person
    /// who was not seen. Answers with the team's stream.
    pub async fn sign_off_contact(&self, ask: &Ask, form: &Form, said: &SignOff) -> Result<Saved, Problem> {
        let team = self.team_to_see(ask, &said.team).await?;
        let list = self.unseen_now(ask, team.clone()).await?;
        self.permit_list(ask, Action::SignOffContact, list.cases.len()).await?;
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
            let signed = ContactSignedOff {
                team: list.team.clone(),
                month,
                running: list.cases.len() as u64,
                cases: cases.collect(),
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
        let month = month_to_sign(today, self.standards)?;
        let list = self.store.read(move |snapshot| {
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
            let signed = signed_off(snapshot, &team)?;
            Ok(UnseenList { team, cases, month, signed, checkpoint, as_of: now })
        });
        Ok(list.await?)
    }
}

/// The months that were signed off, each with what stands of what was said.
fn signed_off(snapshot: &Snapshot, team: &str) -> Result<Vec<SignedOff>, StoreError> {
    let lines = snapshot.signed_lines(team)?;
    let said = |month: &str, signed: &SignedCase| {
        let line = lines.iter().find(|line| line.month == month && line.stream == signed.case)?;
        Some(SaidOfCase { since: line.since_on.parse().ok()?, action: line.action.clone() })
    };
    let month = |row: SignedOffRow| {
        let named: Vec<SignedCase> = serde_json::from_str(&row.cases).unwrap_or_default();
        let with = |signed: SignedCase| {
            let said = signed.said.clone().or_else(|| said(&row.month, &signed));
            (signed.case, said)
        };
        SignedOff { cases: named.into_iter().map(with).collect(), row }
    };
    Ok(snapshot.signed_off(team)?.into_iter().map(month).collect())
}

/// What is signed: a line of each of those not seen, on the list as it stands now.
fn lines(list: &UnseenList, said: &SignOff) -> Result<Vec<(StreamId, UnseenSignedOff)>, Problem> {
    let mut wrong = Vec::new();
    if list.unsigned().is_none_or(|month| month.value.month != said.month) {
        wrong.push(FieldError::new("month", "This month is not to be signed off: it is signed, or not over"));
    }
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
