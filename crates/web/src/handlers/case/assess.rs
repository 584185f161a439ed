//! Making an assessment of risk: judgement, harm by group, and the answers, filled with those of the last time.

use std::collections::BTreeMap;

use access::Action;
use record::case::{CaseFile, View};
use record::facts::risk::{Harm, HarmGroup, HarmLevel, RISK, Setting};
use serde::Deserialize;
use service::people::read_date;
use service::risk::assess::Made;
use service::risk::eras;
use service::risk::questions::{self, Asked, NONE, Question};
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::risk_change::{GROUPS, LEVELS, SETTINGS};
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id};
use crate::pages::case::assess::{AnswerGroup, AssessPage, Part, Tick};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::short_day;

/// An assessment.
#[derive(Debug, Deserialize)]
pub struct AssessForm {
    case: String,
}

impl Form for AssessForm {
    type Page = AssessPage;

    fn address(&self) -> String {
        format!("/cases/{}/assess", self.case)
    }

    fn done(&self) -> String {
        format!("/cases/{}/risk?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let said = Made {
            person: person.to_string(),
            order: typed.trimmed("order").to_owned(),
            judgement: typed.get("judgement").to_owned(),
            harm: harm(typed),
            answers: questions::all().filter_map(|q| Some((q.name.to_owned(), answer(q, typed)?))).collect(),
        };
        service.assess(&visitor.ask("assess"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AssessPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let service = &visitor.web.service;
        let opened = service.open(&visitor.ask("assess"), Action::AssessRisk, &person, View::default()).await?;
        let file = &opened.file;
        let names = service.names(staff_of(file)).await?;
        let form = Filled { file, typed, errors };
        let running: Vec<_> = file.active_orders(visitor.now.day()).collect();
        let first = running.last().map_or("", |order| order.component.as_str());
        let chosen = if typed.is_empty() { first } else { typed.get("order") };
        let options = running.iter().map(|o| Choice::new(&o.component, o.made.kind.words())).collect();
        let order = Choices::new(Look::List, "order", "Under", options).chosen(chosen);
        let judgement =
            Field::new(Kind::Lines, "judgement", "Your judgement: who might be harmed, how, and what holds it");
        let mut shell = visitor.shell("Assess risk – Case", Here::Find);
        shell = shell.back("Risk", &format!("{}/risk", case_href(&person)));
        shell.has_problems = !errors.is_empty();
        let last = file.assessments.last();
        Ok(AssessPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            token: visitor.token(self.address(), file.version(RISK)),
            order: Choices { error: form.wrong("order"), ..order },
            judgement: Field { error: form.wrong("judgement"), ..judgement.value(typed.get("judgement")) },
            harm: form.harm(),
            prefilled: last.map_or_else(String::new, |last| {
                format!("The answers are those of {}: change what is different now.", short_day(last.on))
            }),
            groups: questions::GROUPS.iter().map(|group| form.group(group)).collect(),
        })
    }
}

/// What the level of a group in a setting is posted as.
fn harm_name(group: HarmGroup, setting: Setting) -> String {
    let code = GROUPS.iter().find(|(_, known)| *known == group).map_or("", |(code, _)| *code);
    let setting = SETTINGS.iter().find(|(_, known)| *known == setting).map_or("", |(code, _)| *code);
    format!("harm:{code}:{setting}")
}

/// What is judged, of those groups that were asked about.
fn harm(typed: &Fields) -> Vec<Harm> {
    let level = |name: &str| LEVELS.iter().find(|(code, _)| *code == typed.trimmed(name)).map(|(_, level)| *level);
    let all = Setting::ALL.into_iter().flat_map(|setting| HarmGroup::ALL.map(|group| (group, setting)));
    let asked = all.filter(|(group, setting)| group.is_in(*setting));
    asked
        .filter_map(|(group, setting)| Some(Harm { group, setting, level: level(&harm_name(group, setting))? }))
        .collect()
}

/// A question's answer as it is recorded; none where it was left empty.
fn answer(question: &Question, typed: &Fields) -> Option<String> {
    let value = typed.trimmed(question.name);
    match question.asked {
        Asked::Any(codes) => {
            let ticked = |code: &str| !typed.get(&format!("{}:{code}", question.name)).is_empty();
            let all: Vec<&str> = codes.iter().map(|(code, _)| *code).filter(|code| ticked(code)).collect();
            (!all.is_empty() || ticked(NONE)).then(|| all.join(","))
        }
        _ if value.is_empty() => None,
        // What cannot be read as a day stays as it was typed, and is sent back.
        Asked::Day => Some(read_date(value).map_or_else(|| value.to_owned(), |day| day.to_string())),
        _ => Some(value.to_owned()),
    }
}

/// The form with what was typed, or what was answered the last time.
struct Filled<'a> {
    file: &'a CaseFile,
    typed: &'a Fields,
    errors: &'a [FieldError],
}

impl Filled<'_> {
    fn wrong(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|e| e.field == name).map(|e| e.message.clone())
    }

    fn harm(&self) -> Vec<Choices> {
        let setting = eras::setting(self.file);
        let level = |level: HarmLevel| LEVELS.iter().find(|(_, l)| *l == level).map_or("", |(code, _)| *code);
        let asked = HarmGroup::ALL.into_iter().filter(|group| group.is_in(setting));
        let all = asked.map(|group| {
            let name = harm_name(group, setting);
            let stands = self.file.harm_to(group, setting).map_or("", |stands| level(stands.harm.level));
            let chosen = if self.typed.is_empty() { stands } else { self.typed.get(&name) };
            let options = LEVELS.iter().map(|(code, level)| Choice::new(code, level.words())).collect();
            Choices::new(Look::List, &name, group.words(), options).chosen(chosen)
        });
        let mut all: Vec<Choices> = all.collect();
        if let Some(first) = all.first_mut() {
            // Where a problem with all of them leads.
            "harm".clone_into(&mut first.id);
            first.error = self.wrong("harm");
        }
        all
    }

    /// What stands in a field: the last answer until something is typed.
    fn value(&self, name: &str) -> String {
        if !self.typed.is_empty() {
            return self.typed.get(name).to_owned();
        }
        let last = self.file.assessments.last().map(|last| &last.completed.answers);
        last.unwrap_or(&BTreeMap::new()).get(name).cloned().unwrap_or_default()
    }

    fn group(&self, group: &questions::Group) -> AnswerGroup {
        let of = |tick: bool| group.questions.iter().filter(move |q| matches!(q.asked, Asked::Tick) == tick);
        let answers = of(false).filter_map(|question| self.part(question)).collect();
        let mut ticks: Vec<(String, Vec<Tick>)> = of(false).filter_map(|question| self.several(question)).collect();
        let single: Vec<Tick> = of(true)
            .map(|q| Tick { name: q.name.to_owned(), label: q.words.to_owned(), ticked: self.value(q.name) == "true" })
            .collect();
        if !single.is_empty() {
            ticks.push(("Tick what applies".to_owned(), single));
        }
        AnswerGroup { heading: group.heading.to_owned(), answers, ticks }
    }

    fn part(&self, question: &Question) -> Option<Part> {
        let (name, error) = (question.name, self.wrong(question.name));
        let typed = |kind| {
            Part::Typed(Field {
                error: error.clone(),
                ..Field::new(kind, name, question.words).value(self.value(name))
            })
        };
        Some(match question.asked {
            Asked::Day => typed(Kind::Date),
            Asked::Number => typed(Kind::Short),
            Asked::One(codes) => {
                let options = codes.iter().map(|(code, words)| Choice::new(code, words)).collect();
                let one = Choices::new(Look::List, name, question.words, options).chosen(&self.value(name));
                Part::Chosen(Choices { error, ..one })
            }
            Asked::Tick | Asked::Any(_) => return None,
        })
    }

    /// Several boxes for one answer; with none ticked it stays unanswered.
    fn several(&self, question: &Question) -> Option<(String, Vec<Tick>)> {
        let Asked::Any(codes) = question.asked else { return None };
        let last = self.file.assessments.last().and_then(|last| last.completed.answers.get(question.name));
        let ticked = |code: &str| {
            if !self.typed.is_empty() {
                return !self.typed.get(&format!("{}:{code}", question.name)).is_empty();
            }
            last.is_some_and(|last| {
                let mut all = last.split(',').map(str::trim).filter(|one| !one.is_empty());
                if code == NONE { all.next().is_none() } else { all.any(|one| one == code) }
            })
        };
        let tick = |code: &str, words: &str| Tick {
            name: format!("{}:{code}", question.name),
            label: words.to_owned(),
            ticked: ticked(code),
        };
        let boxes = codes.iter().map(|(code, words)| tick(code, words)).chain([tick(NONE, "None of these")]);
        Some((question.words.to_owned(), boxes.collect()))
    }
}
