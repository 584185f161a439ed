//! Proposing a change of what is judged about risk.

use access::{Action, role_does};
use practice::reset::ResetStandard;
use record::case::{CaseFile, Standing, View, resolve};
use record::facts::Fact;
use record::facts::risk::{Harm, HarmGroup, HarmLevel, RISK, Setting};
use serde::Deserialize;
use service::door::Opened;
use service::people::read_date;
use service::risk::change::{RiskProposal, Wanted};
use service::risk::eras;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::risk_words::{entry_words, harm_words};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::risk_change::RiskChangePage;
use crate::posted::Fields;
use crate::visitor::Visitor;

/// Flags that can be put up from here: code and words.
const FLAGS: [(&str, &str); 8] = [
    ("ADVP", "Domestic abuse: has caused harm"),
    ("RCPR", "Child protection"),
    ("RCCO", "Concern about children"),
    ("ALSH", "Risk of suicide or self-harm"),
    ("RVAD", "Adult at risk"),
    ("STRG", "Linked to a street gang"),
    ("SPO", "Stalking"),
    ("RPIR", "Public interest"),
];
/// How many entries are offered as evidence.
const OFFERED: usize = 30;

/// A proposed change.
#[derive(Debug, Deserialize)]
pub struct RiskChangeForm {
    case: String,
}

impl Form for RiskChangeForm {
    type Page = RiskChangePage;

    fn address(&self) -> String {
        format!("/cases/{}/risk/change", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}/risk?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let said = RiskProposal {
            person: person.to_string(),
            wanted: wanted(typed),
            evidence: ["evidence", "evidence_2"].iter().filter_map(|name| typed.trimmed(name).parse().ok()).collect(),
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.propose_risk_change(&visitor.ask("risk change"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<RiskChangePage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.open(&visitor.ask("risk change"), Action::AssessRisk, &person, View::default()).await?;
        let file = &opened.file;
        let names = service.names(staff_of(file)).await?;
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let list = |name: &str, label: &str, options| Choices {
            error: wrong(name),
            ..Choices::new(Look::List, name, label, options).chosen(typed.get(name))
        };
        let field = |kind, name: &str, label: &str| Field {
            error: wrong(name),
            ..Field::new(kind, name, label).value(typed.get(name))
        };
        let entries = || evidence(&opened, service.standards());
        let mut shell = visitor.shell("Propose a change of risk – Case", Here::Find);
        shell = shell.back("Risk", &format!("{}/risk", case_href(&person)));
        shell.has_problems = !errors.is_empty();
        Ok(RiskChangePage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            token: visitor.token(self.address(), file.version(RISK)),
            what: list("what", "What changes", choices(file, &flags(visitor), visitor.now.day())),
            to: list("to", "To", levels(file, visitor.now.day())).hint("Not for a flag."),
            review: field(Kind::Date, "review", "Looked at again on").hint("Only for a flag that goes up."),
            reason: field(Kind::Lines, "reason", "What is new, and why it changes the judgement"),
            evidence: vec![
                list("evidence", "Evidence", entries()).hint("Less risk needs an entry made since it was last judged."),
                list("evidence_2", "More evidence, if any", entries()),
            ],
        })
    }
}

pub(super) const GROUPS: [(&str, HarmGroup); 5] = [
    ("children", HarmGroup::Children),
    ("public", HarmGroup::Public),
    ("known_adult", HarmGroup::KnownAdult),
    ("staff", HarmGroup::Staff),
    ("prisoners", HarmGroup::Prisoners),
];
pub(super) const SETTINGS: [(&str, Setting); 2] = [("community", Setting::Community), ("custody", Setting::Custody)];
pub(super) const LEVELS: [(&str, HarmLevel); 4] = [
    ("low", HarmLevel::Low),
    ("medium", HarmLevel::Medium),
    ("high", HarmLevel::High),
    ("very_high", HarmLevel::VeryHigh),
];

fn named<T: Copy>(known: &[(&str, T)], name: &str) -> Option<T> {
    known.iter().find(|(code, _)| *code == name).map(|(_, value)| *value)
}

/// Flags that whoever asks can put up: whoever countersigns suspends contact as well.
fn flags(visitor: &Visitor) -> Vec<(&'static str, &'static str)> {
    let suspends = role_does(visitor.actor().role, Action::CountersignRisk);
    FLAGS.into_iter().chain(suspends.then(suspension)).collect()
}

/// The flag by which contact is suspended.
fn suspension() -> (&'static str, &'static str) {
    let reset = ResetStandard::of_2024();
    (&reset.register, &reset.register_words)
}

fn wanted(typed: &Fields) -> Option<Wanted> {
    let parts: Vec<&str> = typed.trimmed("what").split(':').collect();
    match parts.as_slice() {
        ["harm", group, setting] => Some(Wanted::Harm(Harm {
            group: named(&GROUPS, group)?,
            setting: named(&SETTINGS, setting)?,
            level: named(&LEVELS, typed.trimmed("to"))?,
        })),
        ["up", code] => Some(Wanted::FlagUp {
            register: (*code).to_owned(),
            words: FLAGS.into_iter().chain([suspension()]).find(|(known, _)| known == code)?.1.to_owned(),
            review_on: read_date(typed.trimmed("review")),
        }),
        ["down", flag] => Some(Wanted::FlagDown((*flag).to_owned())),
        ["tier", pack] => Some(Wanted::Tier { pack: (*pack).to_owned(), to: typed.trimmed("to").to_owned() }),
        _ => None,
    }
}

fn choices(file: &CaseFile, flags: &[(&str, &str)], today: jiff::civil::Date) -> Vec<Choice> {
    let mut all = Vec::new();
    for (setting_code, setting) in SETTINGS {
        for (group_code, group) in GROUPS.into_iter().filter(|(_, group)| group.is_in(setting)) {
            let now = file.harm_to(group, setting).map_or_else(
                || "unknown now".to_owned(),
                |stands| format!("{} now", stands.harm.level.words().to_lowercase()),
            );
            let words = format!("{}: {now}", harm_words(group, setting));
            all.push(Choice::new(&format!("harm:{group_code}:{setting_code}"), &words));
        }
    }
    let up = || file.registrations.iter().filter(|flag| flag.ended.is_none());
    for flag in up() {
        all.push(Choice::new(
            &format!("down:{}", flag.component),
            &format!("Take the flag down: {}", flag.registered.words),
        ));
    }
    for (code, words) in flags.iter().filter(|(code, _)| up().all(|flag| flag.registered.register != *code)) {
        all.push(Choice::new(&format!("up:{code}"), &format!("Put a flag up: {words}")));
    }
    for era in eras::eras(file, today).iter().filter(|era| era.in_force) {
        let words = format!("{}: {} now", era.about().words, era.acted_on());
        all.push(Choice::new(&format!("tier:{}", era.about().pack), &words));
    }
    all
}

/// Levels, and the tiers of the rules in force.
fn levels(file: &CaseFile, today: jiff::civil::Date) -> Vec<Choice> {
    let mut all: Vec<Choice> = LEVELS.iter().map(|(code, level)| Choice::new(code, level.words())).collect();
    for era in eras::eras(file, today).iter().filter(|era| era.in_force) {
        all.extend(era.rules.outcomes.iter().map(|tier| Choice::new(tier, tier)));
    }
    all
}

/// The latest entries that can be evidence, newest first.
fn evidence(opened: &Opened, standards: &practice::Standards) -> Vec<Choice> {
    let mut lines = resolve(&opened.entries, View::default());
    lines.retain(|line| line.standing == Standing::Stands && line.content.is_some_and(|c| bears(&c.fact)));
    lines.sort_by_key(|line| std::cmp::Reverse(line.entry.id.seq));
    let offered = lines.iter().take(OFFERED);
    offered.map(|line| Choice::new(&line.entry.id.seq.to_string(), &entry_words(line.entry, standards))).collect()
}

/// What somebody has seen, heard or assessed; bookings and letters prove nothing about risk.
fn bears(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ContactNoted(_)
            | Fact::OutcomeRecorded(_)
            | Fact::AssessmentCompleted(_)
            | Fact::Registered(_)
            | Fact::Deregistered(_)
            | Fact::OrderMade(_)
            | Fact::AddressRecorded(_)
    )
}
