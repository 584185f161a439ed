//! Assessments of risk: most are made in time and made again within the year; some rest on the record alone, some are out of
//! date, some were never made. What is lowered waits for the team's senior.
//!
//! Drawn from a chance of their own, so that nothing else in a life depends on them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::entry::Basis;
use record::facts::person::{ContactNoted, OrderKind, Sex};
use record::facts::risk::{
    AssessmentCompleted, Change, Harm, HarmGroup, HarmLevel, RISK, RiskChangeCountersigned, RiskChangeProposed,
    Setting, Signature,
};
use record::time::Happened;

use crate::calendar::{business_later, days_between, later, months_later};
use crate::cast::{Cast, GOOD_DAY};
use crate::chance::Chance;
use crate::life::Life;
use crate::offences::Sort;
use crate::said::Say;

/// Tells the assessments of a life that was allocated on a day; `register` is the code of the level its register shows.
pub(crate) fn tell(life: &mut Life<'_>, allocated: Date, register: Option<&str>) {
    let mut chance = Chance::new(life.world.seed, "assessments", u64::from(life.who.number));
    let Some(level) = register.and_then(level) else { return };
    let fair = (life.who.place.provider, life.who.place.desk) == GOOD_DAY;
    let never = match life.who.cast {
        // Failure 22: the plan of this person is due, and nobody has assessed the risk.
        Cast::PlanDue | Cast::NewlyAllocated => true,
        _ => !fair && chance.odds(70),
    };
    if never {
        return;
    }
    let late = !fair && chance.odds(100);
    let days = if late { chance.between(18, 40) } else { chance.between(3, 14) };
    let mut on = business_later(allocated, days);
    let out_of_date = !fair && chance.odds(90);
    let mut last = None;
    let mut nth = 0;
    while on <= life.last_day {
        if !assess(life, &mut chance, on, nth, level) {
            break;
        }
        last = Some(on);
        nth += 1;
        if out_of_date {
            break;
        }
        on = business_later(months_later(on, chance.between(5, 11)), 0);
    }
    if let Some(on) = last {
        settle(life, &mut chance, on, level);
    }
}

fn level(register: &str) -> Option<HarmLevel> {
    match register {
        "RLRH" => Some(HarmLevel::Low),
        "RMRH" => Some(HarmLevel::Medium),
        "RHRH" => Some(HarmLevel::High),
        "RVHR" => Some(HarmLevel::VeryHigh),
        _ => None,
    }
}

/// The stamp of a working hour that is not drawn from the life's own chance.
fn stamp(chance: &mut Chance, on: Date) -> i64 {
    let (hour, past) = (chance.between(10, 15), chance.between(0, 59));
    let (hour, past) = (i8::try_from(hour).unwrap_or(10), i8::try_from(past).unwrap_or(0));
    crate::calendar::minute(on, hour, past).instant().0 + i64::from(chance.below(59_000_000))
}

/// Whether it still lies in the demonstration's past.
fn assess(life: &mut Life<'_>, chance: &mut Chance, on: Date, nth: u32, level: HarmLevel) -> bool {
    let at = stamp(chance, on);
    if !life.is_past(at) {
        return false;
    }
    let completed = AssessmentCompleted {
        order: life.order.clone(),
        judgement: judgement(chance, life.who.order.crime.sort, level).to_owned(),
        harm: harm(chance, life.who.order.crime.sort, level),
        answers: answers(life, chance, nth),
    };
    let by = life.officer(on);
    let mut act = life.act(at, by);
    let say = Say::new(completed, Happened::On(on)).about(RISK).because(life.made).basis(Basis::Opinion);
    life.told.say(&mut act, say);
    true
}

/// The group most at risk has the level of the register; the others less, and some nobody judged.
fn harm(chance: &mut Chance, sort: Sort, level: HarmLevel) -> Vec<Harm> {
    let most = most_at_risk(sort);
    let mut all = Vec::new();
    for group in HarmGroup::ALL {
        for setting in Setting::ALL.into_iter().filter(|setting| group.is_in(*setting)) {
            let level = match (group == most, setting) {
                (true, Setting::Community) => level,
                _ if level == HarmLevel::Low || chance.odds(700) => HarmLevel::Low,
                _ => HarmLevel::Medium.min(level),
            };
            // In custody many were never asked about, and staff here and there.
            let judged = match (setting, group) {
                (Setting::Custody, _) => chance.odds(350),
                (_, HarmGroup::Staff) => chance.odds(850),
                _ => true,
            };
            if judged {
                all.push(Harm { group, setting, level });
            }
        }
    }
    all
}

fn most_at_risk(sort: Sort) -> HarmGroup {
    match sort {
        Sort::Abuse => HarmGroup::KnownAdult,
        Sort::Sexual => HarmGroup::Children,
        _ => HarmGroup::Public,
    }
}

fn judgement(chance: &mut Chance, sort: Sort, level: HarmLevel) -> &'static str {
    if level >= HarmLevel::High {
        return chance.pick(&[
            "Serious harm is likely if contact is made without supervision. It would come quickly, after drinking or a loss.",
            "Harm could come at any time and would be serious. What holds it now is the hostel and the curfew, not a change of mind.",
            "The pattern is unchanged since the first conviction. Controls from outside are what keeps others safe.",
        ]);
    }
    match sort {
        Sort::Abuse => chance.pick(&[
            "Harm is likeliest towards a partner who ends things. Says so openly when calm.",
            "Jealousy and money are where it starts. No contact at present; that is what to watch.",
        ]),
        Sort::Sexual => chance.pick(&[
            "Keeps to the conditions. Risk would rise with time alone and devices nobody knows of.",
            "Talks openly about what led to it. Harm is possible where supervision by family ends.",
        ]),
        Sort::Violence | Sort::Disorder => chance.pick(&[
            "Fights when drunk, with people known by sight. Work on Fridays is what keeps this from happening.",
            "Harm would most likely be a blow in temper, not planned. Better since the new flat.",
        ]),
        Sort::Acquisitive | Sort::Drugs => chance.pick(&[
            "Steals to buy, and hurts nobody on purpose. A relapse would show first in missed appointments.",
            "No sign of harm to anybody beyond loss. Debts are what could change that.",
        ]),
        Sort::Motoring => "Drives when that is forbidden. Harm would be an accident, and could be grave.",
    }
}

/// A lower judgement now and then: declared, and countersigned by the senior some days later.
fn settle(life: &mut Life<'_>, chance: &mut Chance, on: Date, level: HarmLevel) {
    if life.who.is_raised() {
        return raise(life, chance, on);
    }
    // Failure 28: a lower judgement waits for the senior, and the higher one stands.
    let planted = life.who.cast == Cast::GapSoon;
    let lower = match level {
        HarmLevel::VeryHigh => HarmLevel::High,
        HarmLevel::High => HarmLevel::Medium,
        _ => HarmLevel::Low,
    };
    if lower == level || !(planted || chance.odds(60)) {
        return;
    }
    let ago = if planted { 5 } else { days_between(on, life.today()).min(chance.between(4, 60)) };
    let day = business_later(later(life.today(), -ago), 0);
    let at = stamp(chance, day);
    if day <= on || !life.is_past(at) || day > life.last_day {
        return;
    }
    let group = most_at_risk(life.who.order.crime.sort);
    let proposed =
        RiskChangeProposed { change: Change::Harm(Harm { group, setting: Setting::Community, level: lower }) };
    let by = life.officer(day);
    let mut act = life.act(at, by);
    let note = "Rang the sister: quiet at home since the summer, and no calls to the police.".to_owned();
    let note = ContactNoted { contact: "NOTE".to_owned(), note };
    let heard = life.told.say(&mut act, Say::new(note, Happened::On(day)).basis(Basis::ThirdParty));
    let say = Say::new(proposed, Happened::On(day))
        .about(RISK)
        .because([heard])
        .reason("Nothing for months, and those close to the case say the same.")
        .basis(Basis::Opinion);
    let proposal = life.told.say(&mut act, say);
    let signed_on = business_later(day, chance.between(1, 6));
    let at = stamp(chance, signed_on);
    if planted || !life.is_past(at) {
        return;
    }
    let senior = life.world.network.team_of(life.who.place.member).senior;
    let by = life.world.network.author(senior, signed_on);
    let mut act = life.act(at, by);
    let signed = RiskChangeCountersigned { decided: Signature::Agreed };
    let say = Say::new(signed, Happened::On(signed_on))
        .about(RISK)
        .because([proposal])
        .reason("Read the assessment and spoke to the officer.")
        .basis(Basis::Opinion);
    life.told.say(&mut act, say);
}

/// The twin of failure 28: as late and as quietly, but a raise. It stands at once, and nobody is asked.
fn raise(life: &mut Life<'_>, chance: &mut Chance, on: Date) {
    let day = business_later(later(life.today(), -5), 0);
    let at = stamp(chance, day);
    if day <= on || !life.is_past(at) {
        return;
    }
    let group = most_at_risk(life.who.order.crime.sort);
    let harm = Harm { group, setting: Setting::Community, level: HarmLevel::Medium };
    let by = life.officer(day);
    let mut act = life.act(at, by);
    let note = "The sister rang: shouting at night, and she is worried. Police were not called.".to_owned();
    let note = ContactNoted { contact: "NOTE".to_owned(), note };
    let heard = life.told.say(&mut act, Say::new(note, Happened::On(day)).basis(Basis::ThirdParty));
    let say = Say::new(RiskChangeProposed { change: Change::Harm(harm) }, Happened::On(day))
        .about(RISK)
        .because([heard])
        .reason("What the sister tells is new, and what held this before does not hold now.")
        .basis(Basis::Opinion);
    life.told.say(&mut act, say);
}

/// What the predictors ask, as the assessor answered it.
fn answers(life: &Life<'_>, chance: &mut Chance, nth: u32) -> BTreeMap<String, String> {
    let who = life.who;
    let order = &who.order;
    let convicted = match order.kind {
        OrderKind::Licence => months_later(order.from, -10),
        OrderKind::LifeLicence => months_later(order.from, -170),
        _ => order.from,
    };
    // The first draws are of the person: the same at every assessment.
    let mut person = Chance::new(life.world.seed, "history", u64::from(who.number));
    let age = i32::from(convicted.year() - who.born.year()) - 1;
    let first = person.between(12, age.clamp(13, 26));
    let sanctions = person.weighted(&[(25, 1), (30, 3), (30, 9), (15, 22)]);
    let violent =
        if matches!(order.crime.sort, Sort::Violence | Sort::Abuse) { 1 + sanctions / 4 } else { sanctions / 6 };
    let sexual = order.crime.sort == Sort::Sexual && who.sex == Sex::Male;
    let mut all = BTreeMap::new();
    let mut put = |name: &str, code: String| all.insert(name.to_owned(), code);
    put("dateOfCurrentConviction", convicted.to_string());
    put("dateAtStartOfFollowup", order.from.to_string());
    put("ageAtFirstSanction", first.min(age.max(10)).to_string());
    put("totalNumberOfSanctionsForAllOffences", sanctions.to_string());
    put("totalNumberOfViolentSanctions", violent.to_string());
    put("supervisionStatus", "COMMUNITY".to_owned());
    put("hasEverCommittedSexualOffence", sexual.to_string());
    if sexual {
        put("isCurrentOffenceSexuallyMotivated", "true".to_owned());
        put("totalContactAdultSexualSanctions", u8::from(!order.crime.against_children()).to_string());
        put("totalContactChildSexualSanctions", "0".to_owned());
        put("totalIndecentImageSanctions", u8::from(order.crime.against_children()).to_string());
        put("totalNonContactSexualOffences", "0".to_owned());
        put("dateOfMostRecentSexualOffence", months_later(convicted, -4).to_string());
        put("isCurrentOffenceAgainstVictimStranger", person.odds(200).to_string());
    }
    // The first assessment may be of the record alone; a review seldom is.
    if chance.odds(if nth == 0 { 250 } else { 40 }) {
        return all;
    }
    assessed(order.crime.sort, chance, &mut person, nth, &mut all);
    thinking(life, nth, &mut all);
    all
}

/// What OGP and OVP ask beside, from a chance of its own. Now and then one is left out: then there is no such score.
fn thinking(life: &Life<'_>, nth: u32, all: &mut BTreeMap<String, String>) {
    let mut person = Chance::new(life.world.seed, "thinking", u64::from(life.who.number));
    let sort = life.who.order.crime.sort;
    let ease = u32::from(nth > 1);
    let levels = ["NO_PROBLEMS", "SOME_PROBLEMS", "SIGNIFICANT_PROBLEMS"];
    let mut level = |weights: [u32; 3]| {
        let drawn: u32 = person.weighted(&[(weights[0], 0), (weights[1], 1), (weights[2], 2)]);
        drawn.saturating_sub(ease) as usize
    };
    let drugs = if matches!(sort, Sort::Drugs | Sort::Acquisitive) { [30, 40, 30] } else { [75, 20, 5] };
    let (drugs, solving, views) = (level(drugs), level([30, 50, 20]), level([40, 45, 15]));
    let aware = ["YES", "SOMETIMES", "NO"][level([40, 45, 15])];
    let mut put = |name: &str, code: &str| all.insert(name.to_owned(), code.to_owned());
    put("currentDrugMisuse", levels[drugs]);
    put("problemSolvingSkills", levels[solving]);
    put("understandsOtherPeoplesViews", levels[views]);
    put("awarenessOfConsequences", aware);
    let yes_or_no = |yes: bool| if yes { "true" } else { "false" };
    put("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", yes_or_no(person.odds(120)));
    put("hasCurrentPsychiatricTreatment", yes_or_no(person.odds(110)));
    if !person.odds(60) {
        put("doesRecogniseImpactOfOffendingOnOthers", yes_or_no(person.odds(600)));
    }
}

/// The answers of a full assessment; problems ease with time, mostly.
fn assessed(sort: Sort, chance: &mut Chance, person: &mut Chance, nth: u32, all: &mut BTreeMap<String, String>) {
    let abuse = sort == Sort::Abuse;
    let drugs = matches!(sort, Sort::Drugs | Sort::Acquisitive) && person.odds(550);
    let ease = i32::try_from(nth).unwrap_or(0);
    let mut level = |worst: i32| match (person.between(0, worst) - ease.min(chance.between(0, 1))).max(0) {
        0 => "NO_PROBLEMS",
        1 => "SOME_PROBLEMS",
        _ => "SIGNIFICANT_PROBLEMS",
    };
    let levels = [
        ("suitabilityOfAccommodation", level(2)),
        ("currentRelationshipWithPartner", level(if abuse { 2 } else { 1 })),
        ("regularOffendingActivities", level(2)),
        ("currentAlcoholUseProblems", level(2)),
        ("excessiveAlcoholUse", level(2)),
        ("impulsivityProblems", level(2)),
        ("temperControl", level(if matches!(sort, Sort::Violence | Sort::Abuse | Sort::Disorder) { 2 } else { 1 })),
        ("proCriminalAttitudes", level(2)),
    ];
    let mut put = |name: &str, code: &str| all.insert(name.to_owned(), code.to_owned());
    for (name, code) in levels {
        put(name, code);
    }
    put("didOffenceInvolveCarryingOrUsingWeapon", if sort == Sort::Violence { "true" } else { "false" });
    put("isUnemployed", if person.odds(520) { "true" } else { "false" });
    put("currentRelationshipStatus", "NOT_IN_RELATIONSHIP");
    put("evidenceOfDomesticAbuse", if abuse { "true" } else { "false" });
    if abuse {
        put("domesticAbuseAgainstPartner", "true");
    }
    put("hasCannabisUsage", if drugs { "true" } else { "false" });
    put("motivationToTackleDrugMisuse", "PARTIAL_MOTIVATION");
    put("previousConvictions", if person.odds(120) { "WOUNDING_GBH" } else { "" });
}
