//! Alarms: putting one aside with a reason, and how often each rule's alarms were worth acting on. By team, never by officer.

use std::collections::BTreeMap;

use access::Action;
use practice::DutyKind;
use practice::LimitName;
use practice::alarm::{Precision, Tally, ground};
use practice::small_counts::{in_steps, together};
use record::StreamId;
use record::case::CaseFile;
use record::entry::{Basis, Entry};
use record::facts::alarm::{AlarmDismissed, DismissedFor};
use record::facts::organisation::Role;
use record::time::Happened;
use serde::Serialize;
use store::AlarmCount;

use crate::clocks::{Owed, Reading, owed};
use crate::questions::{Pinned, pin};
use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// An alarm to be put aside.
#[derive(Clone, Debug, Serialize)]
pub struct Dismissal {
    /// The person's stream.
    pub person: String,
    /// Which duty.
    pub duty: String,
    /// What it is about.
    pub subject: String,
    /// The ground that was shown.
    pub ground: String,
    /// Why.
    pub why: Option<DismissedFor>,
    /// Why, in words.
    pub reason: String,
}

/// What became of the alarms of one rule. A count that is none is left out: it is small, or would tell one that is. The others are
/// in steps of what may be shown, so that nobody has a small one by taking one moment's answer from another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleAlarms {
    /// Which duty.
    pub duty: String,
    /// Whose day went by before they were done.
    pub raised: Option<u64>,
    /// Done after that.
    pub acted: Option<u64>,
    /// Put aside with a reason.
    pub put_aside: Option<u64>,
    /// Neither, so far.
    pub open: Option<u64>,
    /// Those put aside, by why.
    pub reasons: Vec<(DismissedFor, Option<u64>)>,
    /// Without a day: nobody could work one out.
    pub undated: Option<u64>,
    /// The share acted on; unknown where what it is made of is left out.
    pub precision: Precision,
}

/// Every rule's alarms of one team.
#[derive(Debug)]
pub struct TeamAlarms {
    /// The team.
    pub team: String,
    /// By rule.
    pub rules: Vec<RuleAlarms>,
    /// No count under this is shown; the others are in steps of it.
    pub fewest: u64,
    /// Alarms that an officer is shown at once.
    pub budget: u32,
    /// The last checkpoint when they were counted: as of it they can be asked again.
    pub drawn_up: Option<Pinned>,
}

impl Service {
    /// Puts the alarm of something due aside. Answers with the person's stream.
    pub async fn dismiss_alarm(&self, ask: &Ask, form: &Form, said: &Dismissal) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::DismissAlarm, &person).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let owed = self.alarm(ask, &file, streams.of(&person), &said.duty, &said.subject);
            let owed = owed.ok_or(Problem::NotFound)?;
            let ground = ground(&owed.duty);
            if ground != said.ground {
                let component = said.subject.clone();
                return Err(Problem::Changed { case: person.clone(), component, shown: form.version });
            }
            let mut wrong = Vec::new();
            if said.why.is_none() {
                wrong.push(FieldError::new("why", "Choose why it is put aside"));
            }
            if said.reason.trim().is_empty() {
                wrong.push(FieldError::new("reason", "Say why, for whoever looks next"));
            }
            let Some(why) = said.why.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
            let (duty, subject) = (said.duty.clone(), said.subject.clone());
            let rests_on: Vec<record::EntryId> = owed.duty.why.from.iter().filter_map(|id| id.parse().ok()).collect();
            let fact = AlarmDismissed { duty, subject, ground, why };
            let fact = Said::new(&person, fact, Happened::On(ask.today()))
                .because(rests_on)
                .reason(&said.reason)
                .basis(Basis::Opinion);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// What is due of that name in a case.
    pub fn alarm(&self, ask: &Ask, file: &CaseFile, entries: &[Entry], duty: &str, subject: &str) -> Option<Owed> {
        let reading = Reading { file, entries, as_at: ask.today(), standards: self.standards };
        let kind: DutyKind = serde_json::from_str(&format!("\"{duty}\"")).ok()?;
        owed(reading).into_iter().find(|owed| owed.duty.duty == kind && owed.duty.subject == subject)
    }

    /// How the alarms of a team did: one's own; those who check records may name any.
    pub async fn alarms(&self, ask: &Ask, team: Option<&str>) -> Result<TeamAlarms, Problem> {
        let team = match team {
            Some(team) if ask.actor.role == Role::Auditor => team.to_owned(),
            _ => ask.actor.team.clone(),
        };
        let (wanted, day) = (team.clone(), ask.today().to_string());
        let counted =
            move |snapshot: &store::Snapshot| Ok((snapshot.alarms_of_team(&wanted, &day)?, pin(snapshot, None)?));
        let (counts, drawn_up) = self.store.read(counted).await?;
        let fewest = u64::from(self.standards.limit(LimitName::FewestShown).value);
        let rules = by_rule(&counts, fewest);
        self.permit_list(ask, Action::ViewAlarms, rules.len()).await?;
        let budget = self.standards.limit(LimitName::AlarmBudget).value;
        Ok(TeamAlarms { team, rules, fewest, budget, drawn_up })
    }

    /// Every team, for those who may name one: code and name.
    pub async fn teams_to_name(&self, ask: &Ask) -> Result<Vec<(String, String)>, Problem> {
        if ask.actor.role != Role::Auditor {
            return Ok(Vec::new());
        }
        let teams = self.store.read(store::Snapshot::teams).await?;
        Ok(teams.into_iter().filter(|team| !team.office.is_empty()).map(|team| (team.team, team.name)).collect())
    }
}

/// The counts of one rule, as they are.
#[derive(Default)]
struct Counted {
    tally: Tally,
    reasons: Vec<(DismissedFor, u64)>,
    undated: u64,
}

pub(crate) fn by_rule(counts: &[AlarmCount], fewest: u64) -> Vec<RuleAlarms> {
    let mut rules: BTreeMap<&str, Counted> = BTreeMap::new();
    for count in counts {
        let rule = rules.entry(&count.duty).or_default();
        rule.undated += count.all - count.dated;
        rule.tally.raised += count.dated;
        if let Some(why) = DismissedFor::of_code(&count.dismissed) {
            rule.tally.dismissed += count.dated;
            rule.reasons.push((why, count.dated));
        } else {
            rule.tally.acted += count.met;
            rule.tally.open += count.dated - count.met;
        }
    }
    rules.into_iter().map(|(duty, counted)| left_out(duty, &counted, fewest)).collect()
}

/// Put aside is its reasons together, and raised is done, put aside and open together: each is the sum of what is shown of them.
/// Where a reason is small none is listed, not even which there are. The share is that of the figures as they are shown, or it would
/// tell them exactly.
fn left_out(duty: &str, counted: &Counted, fewest: u64) -> RuleAlarms {
    let Tally { acted, dismissed, open, .. } = counted.tally;
    let reasons: Vec<(DismissedFor, Option<u64>)> =
        counted.reasons.iter().map(|(why, count)| (*why, in_steps(*count, fewest))).collect();
    let shown: Vec<Option<u64>> = reasons.iter().map(|(_, figure)| *figure).collect();
    let of_reasons = together(&shown);
    let (acted, open) = (in_steps(acted, fewest), in_steps(open, fewest));
    let put_aside = of_reasons.or_else(|| in_steps(dismissed, fewest));
    let share = match (acted, put_aside) {
        (Some(acted), Some(dismissed)) => Tally { acted, dismissed, ..Tally::default() }.precision(fewest),
        _ => Precision::Unknown,
    };
    RuleAlarms {
        duty: duty.to_owned(),
        raised: together(&[acted, put_aside, open]),
        acted,
        put_aside,
        open,
        reasons: if of_reasons.is_some() { reasons } else { Vec::new() },
        undated: in_steps(counted.undated, fewest),
        precision: share,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// How many alarms of one rule were acted on, are open, and were put aside for either of two reasons.
    type Moment = [u64; 4];

    fn counts([acted, open, first, second]: Moment) -> Vec<AlarmCount> {
        let row = |dismissed: &str, all, met| AlarmCount {
            duty: "sentence_plan".to_owned(),
            dismissed: dismissed.to_owned(),
            all,
            dated: all,
            met,
        };
        let codes = [DismissedFor::InHand, DismissedFor::RecordWrong].map(|why| why.code().to_owned());
        let rows = [row("", acted + open, acted), row(&codes[0], first, 0), row(&codes[1], second, 0)];
        rows.into_iter().filter(|row| row.all > 0).collect()
    }

    /// What can be read off a moment: raised, acted on, put aside, open, and each reason.
    fn figures([acted, open, first, second]: Moment) -> [u64; 6] {
        [acted + open + first + second, acted, first + second, open, first, second]
    }

    /// Every moment that gives each answer, where each count goes up to `most`.
    fn moments_by_answer(most: u64, fewest: u64) -> BTreeMap<String, Vec<Moment>> {
        let mut by_answer: BTreeMap<String, Vec<Moment>> = BTreeMap::new();
        let upto = || 0..=most;
        for (acted, open) in upto().flat_map(|acted| upto().map(move |open| (acted, open))) {
            for (first, second) in upto().flat_map(|first| upto().map(move |second| (first, second))) {
                let moment = [acted, open, first, second];
                by_answer.entry(format!("{:?}", by_rule(&counts(moment), fewest))).or_default().push(moment);
            }
        }
        by_answer
    }

    fn only(could_be: &BTreeSet<u64>) -> Option<u64> {
        could_be.first().copied().filter(|_| could_be.len() == 1)
    }

    #[test]
    fn no_two_moments_tell_a_small_change_however_they_are_subtracted() {
        let fewest = 3;
        // Whole steps, so that no answer lacks a moment that would give it.
        let by_answer = moments_by_answer(3 * fewest - 1, fewest);
        let could_be: Vec<[BTreeSet<u64>; 6]> = by_answer
            .values()
            .map(|moments| std::array::from_fn(|at| moments.iter().map(|moment| figures(*moment)[at]).collect()))
            .collect();
        for (earlier, later) in could_be.iter().flat_map(|earlier| could_be.iter().map(move |later| (earlier, later))) {
            for (before, after) in earlier.iter().zip(later) {
                // A change has but one size only where each of both could be but one figure.
                let (Some(one), Some(other)) = (only(before), only(after)) else { continue };
                let change = one.abs_diff(other);
                assert!(change == 0 || change >= fewest, "{before:?} and {after:?} tell {change}");
            }
        }
    }

    #[test]
    fn counts_are_shown_in_steps_and_the_share_is_that_of_what_is_shown() {
        let found = by_rule(&counts([27, 11, 14, 0]), 10).remove(0);
        assert_eq!((found.raised, found.acted, found.put_aside, found.open), (Some(40), Some(20), Some(10), Some(10)));
        assert_eq!(found.precision, Precision::Percent(67));
    }
}
