//! Samples of quality: drawn by chance, read by whoever leads the team.

use practice::quality::Quality;
use record::facts::sample::Judgement;
use serde::Deserialize;
use service::directory::Names;
use service::sampling::{Draw, Drawing, Drawn, Found, Reading, Samples};
use service::{FieldError, Problem};

use super::supervision::{problems, shell};
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Link, Look};
use crate::handlers::forms::Form;
use crate::handlers::frame::case_href;
use crate::pages::caseload::sample::{DrawRow, FoundHere, ReadForm, SampledPage, SamplesPage};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{count, short_day};

/// A team's samples, with the form that draws another.
#[derive(Debug, Deserialize)]
pub struct SamplesForm {
    team: String,
}

impl Form for SamplesForm {
    type Page = SamplesPage;

    fn address(&self) -> String {
        href(&self.team)
    }

    fn done(&self) -> String {
        self.address()
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let said = Drawing { team: self.team.clone() };
        visitor.web.service.draw_sample(&visitor.ask("sample"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, _: &Fields, errors: &[FieldError]) -> Result<SamplesPage, Problem> {
        let service = &visitor.web.service;
        let found = service.samples(&visitor.ask("sample"), &self.team).await?;
        let names = service.names(staff_of(&found.draws)).await?;
        let unread = found.to_read().map_or(0, Draw::unread);
        Ok(SamplesPage {
            shell: shell(visitor, "Drawn by chance", false, !errors.is_empty()),
            problems: problems(errors),
            heading: format!("Cases of {}, drawn by chance", names.of_unit(&found.team)),
            rule: Quality::now().sample().told(),
            token: (unread == 0).then(|| visitor.token(self.address(), 0)),
            to_read: if unread == 0 { String::new() } else { waits(unread) },
            draws: found.draws.iter().map(|draw| row(&found, draw, &names)).collect(),
        })
    }
}

/// A case that was drawn.
#[derive(Debug, Deserialize)]
pub struct SampledForm {
    team: String,
    seq: u64,
}

impl Form for SampledForm {
    type Page = SampledPage;

    fn address(&self) -> String {
        format!("{}/{}", href(&self.team), self.seq)
    }

    fn done(&self) -> String {
        href(&self.team)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let answer = |code: &String| (code.clone(), Judgement::of_code(typed.trimmed(code)));
        let said = Found {
            team: self.team.clone(),
            seq: self.seq,
            answers: Quality::now().questions().iter().map(|question| answer(&question.code)).collect(),
            words: typed.trimmed("words").to_owned(),
        };
        visitor.web.service.sampled_case_read(&visitor.ask("sample"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<SampledPage, Problem> {
        let service = &visitor.web.service;
        let (case, leads) = service.sampled(&visitor.ask("sample"), &self.team, self.seq).await?;
        let person = case.person.as_ref().ok_or(Problem::NotFound)?;
        let names = service.names(staff_of_case(&case)).await?;
        let error = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let mut frame = shell(visitor, "A case that was drawn", !leads, !errors.is_empty());
        frame = if leads {
            frame.back("Drawn by chance", &href(&self.team))
        } else {
            frame.back("My supervision", &super::supervision::href(&visitor.actor().staff))
        };
        let quality = Quality::now();
        let questions = quality.questions().iter().map(|question| {
            let choices = Judgement::ALL.iter().map(|one| Choice::new(one.code(), one.words())).collect();
            Choices {
                error: error(&question.code),
                ..Choices::new(Look::Segments, &question.code, &question.words, choices)
                    .chosen(typed.get(&question.code))
            }
        });
        let form = (case.read.is_none() && leads).then(|| ReadForm {
            token: visitor.token(self.address(), 0),
            questions: questions.collect(),
            words: Field {
                error: error("words"),
                ..Field::new(Kind::Lines, "words", "What you found")
                    .hint("What is good, and what has to change. The officer whose case it was reads it")
                    .value(typed.get("words"))
            },
            asked_by: format!("The questions are this program’s own ({}, design): no inspector’s.", quality.version()),
        });
        Ok(SampledPage {
            shell: frame,
            problems: problems(errors),
            person: Link::new(person.name.clone(), case_href(&person.stream)),
            about: held_then(&case, &names),
            found: case.read.as_ref().map(|read| told(read, &names)),
            form,
        })
    }
}

/// The address of a team's samples.
pub(crate) fn href(team: &str) -> String {
    format!("/samples/{team}")
}

/// How the last sample stands, for the team's week.
pub(super) fn stands(samples: &Samples) -> (String, Link) {
    let words = match (samples.draws.first(), samples.to_read()) {
        (None, _) => "Nothing has been drawn yet.".to_owned(),
        (_, Some(draw)) => waits(draw.unread()),
        (Some(last), None) => format!("The last was drawn {} and is read.", short_day(last.on)),
    };
    (words, Link::new("Samples of quality", href(&samples.team)))
}

/// Somebody's cases that were drawn and read, for their supervision.
pub(super) fn of_officer(team: &str, cases: &[Drawn]) -> Vec<(Link, String)> {
    let line = |case: &Drawn| {
        let (person, read) = (case.person.as_ref()?, case.read.as_ref()?);
        Some((
            Link::new(person.name.clone(), format!("{}/{}", href(team), case.seq)),
            format!("Read {}", short_day(read.on)),
        ))
    };
    cases.iter().filter_map(line).collect()
}

fn waits(unread: usize) -> String {
    format!("{} of the last sample to be read before there is another.", count(unread, "case is", "cases are"))
}

fn staff_of(draws: &[Draw]) -> Vec<String> {
    draws.iter().flat_map(|draw| draw.cases.iter().flat_map(staff_of_case).chain([draw.by.clone()])).collect()
}

fn staff_of_case(case: &Drawn) -> Vec<String> {
    std::iter::once(case.sampled.officer.clone()).chain(case.read.iter().map(|read| read.by.clone())).collect()
}

fn held_then(case: &Drawn, names: &Names) -> String {
    match case.sampled.officer.as_str() {
        "" => "With nobody by name then".to_owned(),
        officer => format!("With {} then", names.of_staff(officer)),
    }
}

fn told(read: &Reading, names: &Names) -> FoundHere {
    let question = |code: &str| {
        let known = Quality::now().questions().iter().find(|question| question.code == code);
        known.map_or_else(|| code.to_owned(), |question| question.words.clone())
    };
    FoundHere {
        by: format!("{}, {}", names.of_staff(&read.by), short_day(read.on)),
        answers: read.said.answers.iter().map(|one| (question(&one.question), one.answer.words().to_owned())).collect(),
        words: read.said.found.clone(),
    }
}

fn row(found: &Samples, draw: &Draw, names: &Names) -> DrawRow {
    let of = format!("{} of {}", draw.cases.len(), count(to_usize(draw.drawn.held), "case", "cases"));
    let more = match draw.drawn.left_out {
        0 => String::new(),
        many => format!("; {} limited for whoever drew", count(to_usize(many), "more is", "more are")),
    };
    let case = |case: &Drawn| {
        let person = case.person.as_ref()?;
        let words = match &case.read {
            Some(read) => format!("Read {} by {}", short_day(read.on), names.of_staff(&read.by)),
            None => format!("To be read. {}", held_then(case, names)),
        };
        Some((Link::new(person.name.clone(), format!("{}/{}", href(&found.team), case.seq)), words))
    };
    let cases: Vec<(Link, String)> = draw.cases.iter().filter_map(case).collect();
    let hidden = draw.cases.len() - cases.len();
    let answers = |code: &str| {
        let [yes, partly, no] =
            [Judgement::Yes, Judgement::Partly, Judgement::No].map(|answer| draw.count(code, answer));
        format!("{yes} yes, {partly} partly, {no} no")
    };
    let questions = Quality::now().questions().iter();
    DrawRow {
        heading: format!("{}, by {}", short_day(draw.on), names.of_staff(&draw.by)),
        id: format!("draw-{}", draw.seq),
        of: format!("{of}{more}"),
        hidden: if hidden == 0 {
            String::new()
        } else {
            count(hidden, "case that you may not open", "cases that you may not open")
        },
        counts: if draw.cases.iter().any(|case| case.read.is_some()) {
            questions.map(|question| (question.words.clone(), answers(&question.code))).collect()
        } else {
            Vec::new()
        },
        cases,
        seed: draw.drawn.seed.clone(),
        list: draw.drawn.list.to_string(),
    }
}

fn to_usize(many: u64) -> usize {
    usize::try_from(many).unwrap_or(usize::MAX)
}
