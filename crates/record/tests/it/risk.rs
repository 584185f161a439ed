//! What stands about risk: raises at once, anything less only when a second person has signed.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use ledger::EntryId;
use record::case::{CaseFile, ChangeState, View, fold};
use record::entry::{Content, Entry};
use record::facts::risk::{
    AssessmentCompleted, Change, Harm, HarmGroup, HarmLevel, RISK, RiskChangeCountersigned, RiskChangeProposed,
    Setting, Signature, TierChange, Way,
};
use record::time::{Happened, Instant, Minute};

use super::written_and_read::{content, stream};

#[derive(Default)]
struct Story(Vec<Entry>);

impl Story {
    fn says(mut self, staff: &str, on: Date, fact: impl Into<record::facts::Fact>) -> Story {
        let mut said = Content { component: Some(RISK.to_owned()), ..content(fact, Happened::On(on)) };
        staff.clone_into(&mut said.by.staff);
        let at = Minute::new(on.at(12, 0, 0, 0)).instant().0 + i64::try_from(self.0.len()).unwrap();
        let id = self.last(1);
        self.0.push(Entry { id, recorded: Instant(at), content: Some(said) });
        self
    }

    fn last(&self, after: u64) -> EntryId {
        EntryId { stream: stream(), seq: self.0.len() as u64 + after }
    }

    fn assessed(self, on: Date, level: HarmLevel) -> Story {
        let assessment = AssessmentCompleted {
            order: "order-1".into(),
            judgement: "Settled, but only lately.".into(),
            harm: vec![children(level)],
            answers: BTreeMap::new(),
        };
        self.says("OFFICER", on, assessment)
    }

    fn proposed(self, staff: &str, on: Date, level: HarmLevel) -> Story {
        self.says(staff, on, RiskChangeProposed { change: Change::Harm(children(level)) })
    }

    fn signs(self, staff: &str, on: Date, proposal: EntryId, decided: Signature) -> Story {
        let mut story = self.says(staff, on, RiskChangeCountersigned { decided });
        let last = story.0.last_mut().and_then(|entry| entry.content.as_mut()).unwrap();
        last.because = vec![proposal];
        story
    }

    /// About the last entry.
    fn signed(self, staff: &str, on: Date, decided: Signature) -> Story {
        let proposal = self.last(0);
        self.signs(staff, on, proposal, decided)
    }

    fn file(&self) -> CaseFile {
        fold(&self.0, View::default())
    }
}

fn children(level: HarmLevel) -> Harm {
    Harm { group: HarmGroup::Children, setting: Setting::Community, level }
}

fn stands(file: &CaseFile) -> Option<HarmLevel> {
    file.harm_to(HarmGroup::Children, Setting::Community).map(|stands| stands.harm.level)
}

fn states(file: &CaseFile) -> Vec<ChangeState> {
    file.risk_changes.iter().map(|change| change.state).collect()
}

const FIRST: Date = date(2015, 9, 1);
const THEN: Date = date(2015, 10, 1);
const LATER: Date = date(2015, 11, 2);

#[test]
fn a_group_that_nobody_judged_is_unknown_and_never_low() {
    let file = Story::default().file();
    assert_eq!((stands(&file), file.highest_harm(Setting::Community)), (None, None));
    assert_eq!(file.not_judged(Setting::Community).count(), 4);
    assert_eq!(Story::default().assessed(FIRST, HarmLevel::Low).file().not_judged(Setting::Community).count(), 3);
}

#[test]
fn a_raise_stands_at_once_whoever_says_it() {
    let story = Story::default().assessed(FIRST, HarmLevel::Medium).proposed("OFFICER", THEN, HarmLevel::High);
    assert_eq!((stands(&story.file()), states(&story.file())), (Some(HarmLevel::High), vec![ChangeState::InForce]));
    assert_eq!(stands(&story.assessed(LATER, HarmLevel::VeryHigh).file()), Some(HarmLevel::VeryHigh));
}

#[test]
fn a_lower_level_waits_for_a_second_person_and_is_in_force_from_their_day() {
    let story = Story::default().assessed(FIRST, HarmLevel::High).proposed("OFFICER", THEN, HarmLevel::Medium);
    assert_eq!((stands(&story.file()), states(&story.file())), (Some(HarmLevel::High), vec![ChangeState::Waiting]));
    let story = story.signed("SENIOR", LATER, Signature::Agreed);
    assert_eq!((stands(&story.file()), states(&story.file())), (Some(HarmLevel::Medium), vec![ChangeState::InForce]));
    assert_eq!(story.file().harm_to(HarmGroup::Children, Setting::Community).unwrap().since, LATER);
    let before = View { as_at: Some(date(2015, 11, 1)), known_at: None };
    assert_eq!(stands(&fold(&story.0, before)), Some(HarmLevel::High));
}

#[test]
fn nobody_signs_their_own_proposal_and_a_declined_one_changes_nothing() {
    let story = Story::default().assessed(FIRST, HarmLevel::High).proposed("OFFICER", THEN, HarmLevel::Low);
    let own = story.signed("OFFICER", LATER, Signature::Agreed).file();
    assert_eq!((stands(&own), states(&own)), (Some(HarmLevel::High), vec![ChangeState::Waiting]));
    let story = Story::default().assessed(FIRST, HarmLevel::High).proposed("OFFICER", THEN, HarmLevel::Low);
    let declined = story.signed("SENIOR", LATER, Signature::Declined).file();
    assert_eq!((stands(&declined), states(&declined)), (Some(HarmLevel::High), vec![ChangeState::Declined]));
}

#[test]
fn an_assessment_alone_never_lowers_a_level() {
    let file = Story::default().assessed(FIRST, HarmLevel::High).assessed(THEN, HarmLevel::Low).file();
    assert_eq!(stands(&file), Some(HarmLevel::High));
    assert_eq!(file.assessments.len(), 2);
}

#[test]
fn a_proposal_is_overtaken_by_a_raise_and_can_no_longer_be_signed() {
    let story = Story::default().assessed(FIRST, HarmLevel::High).proposed("OFFICER", THEN, HarmLevel::Low);
    let proposal = story.last(0);
    let story = story.assessed(LATER, HarmLevel::VeryHigh);
    let file = story.signs("SENIOR", LATER, proposal, Signature::Agreed).file();
    assert_eq!((stands(&file), states(&file)), (Some(HarmLevel::VeryHigh), vec![ChangeState::Overtaken]));
}

#[test]
fn a_lesser_tier_waits_as_a_lower_level_does() {
    let tier = |from: &str, to: &str, way| RiskChangeProposed {
        change: Change::Tier(TierChange { pack: "split-2014".into(), from: from.into(), to: to.into(), way }),
    };
    let story = Story::default().says("OFFICER", FIRST, tier("CRC", "NPS", Way::Up));
    assert!(story.file().tier_kept("split-2014").is_some());
    let story = Story::default().says("OFFICER", FIRST, tier("NPS", "CRC", Way::Down));
    assert!(story.file().tier_kept("split-2014").is_none());
    let story = story.signed("SENIOR", THEN, Signature::Agreed);
    assert!(story.file().tier_kept("split-2014").is_some());
    assert!(story.file().tier_kept("unified-2026").is_none());
}
