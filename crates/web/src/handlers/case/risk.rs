//! Risk: what stands and what waits, the judgement, and then the scores.

use access::{Action, role_does};
use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use record::case::{CaseFile, ChangeState, RiskChange};
use record::facts::risk::{HarmGroup, Setting, Signature};
use serde::Deserialize;
use service::Problem;
use service::directory::Names;
use service::risk::{Graver, Risk, Sentence, eras};

use crate::answer::{failure, page};
use crate::components::{Clock, Fact, Facts, Flag, Here, Link, Notice, Tone, Why};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::case::risk_scores::{charts, eras_told, scores};
use crate::handlers::case::risk_words::{change_words, entry_link, harm_level_flag, waiting};
use crate::handlers::frame::{case_header, case_href, case_id, recorded, why};
use crate::pages::case::risk::{Changed, Contradiction, HarmCell, HarmRow, Judgement, RiskPage};
use crate::visitor::Visitor;
use crate::words::{count, due, short_day};

/// What was just done: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(visitor: Visitor, Path(case): Path<String>, Query(asked): Query<Asked>) -> Response {
    match risk_page(&visitor, &case, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn risk_page(visitor: &Visitor, case: &str, asked: &Asked) -> Result<RiskPage, Problem> {
    let person = case_id(case).ok_or(Problem::NotFound)?;
    let service = &visitor.web.service;
    let read = service.risk(&visitor.ask("risk"), &person).await?;
    let file = &read.opened.file;
    let authors = file.waiting_changes().map(|change| change.by.clone());
    let signing = service.countersigners(&visitor.ask("risk"), &person, authors.collect::<Vec<_>>()).await?;
    let told_of = staff_of(file).into_iter().chain(risk_staff(file)).chain(signing.staff());
    let names = service.names(told_of.collect::<Vec<_>>()).await?;
    let (home, today) = (case_href(&person), visitor.now.day());
    let mut shell = visitor.shell("Risk – Case", Here::Find);
    if asked.done == "recorded" {
        let mut notice: Notice = recorded(visitor).await?;
        let waits = file.waiting_changes().count();
        notice.detail = (waits > 0).then(|| {
            format!(
                "{}: what stood before stands until then.",
                count(waits, "change waits for countersignature", "changes wait for countersignature")
            )
        });
        shell.notice = Some(notice);
    }
    Ok(RiskPage {
        shell,
        case: case_header(visitor, &person, file, &names, "Risk"),
        actions: actions(visitor, file, &home),
        summary: summary(file),
        contradictions: read.sentences.iter().flat_map(|s| contradictions(s, &home)).collect(),
        not_looked_at: not_looked_at(&read.sentences),
        waiting: file
            .waiting_changes()
            .map(|c| waiting(c, &read.opened, &signing, &names, &home, service.standards()))
            .collect(),
        judgement: judgement(file, &names, &home),
        due: read.due.as_ref().map(|owed| {
            let (when, tone) = due(owed.duty.due_on, today);
            let why = Some(why("Why?", &owed.duty.why));
            Clock { when, tone, what: format!("{}.", owed.duty.duty), person: None, action: None, why, aside: None }
        }),
        harm: HarmGroup::ALL.into_iter().map(|group| harm_row(file, group, &home)).collect(),
        registers: registers(file, today),
        scores: scores(&read, today),
        no_scores: no_scores(&read),
        charts: charts(&read),
        eras: eras_told(&read, &names, today),
        changes: file.risk_changes.iter().rev().filter_map(|c| changed(c, file, &names, &home)).collect(),
    })
}

/// Whoever assessed, proposed or countersigned.
pub(super) fn risk_staff(file: &CaseFile) -> impl Iterator<Item = String> {
    let changes = file
        .risk_changes
        .iter()
        .flat_map(|c| std::iter::once(c.by.clone()).chain(c.signed.as_ref().map(|signed| signed.by.clone())));
    file.assessments.iter().map(|a| a.by.clone()).chain(changes).collect::<Vec<_>>().into_iter()
}

fn actions(visitor: &Visitor, file: &CaseFile, home: &str) -> Vec<Link> {
    let may = |action| role_does(visitor.actor().role, action);
    let mut links = Vec::new();
    if may(Action::CountersignRisk) && file.waiting_changes().any(|change| change.by != visitor.actor().staff) {
        links.push(Link::new("Countersign", format!("{home}/risk/countersign")));
    }
    if may(Action::AssessRisk) {
        links.push(Link::new("Assess", format!("{home}/assess")));
        links.push(Link::new("Propose a change", format!("{home}/risk/change")));
    }
    links
}

/// The highest level that stands, and who was not judged, in a sentence.
pub(super) fn summary(file: &CaseFile) -> String {
    let setting = eras::setting(file);
    let unknown: Vec<String> = file.not_judged(setting).map(|group| group.words().to_lowercase()).collect();
    match file.highest_harm(setting) {
        None => "The risk of serious harm is unknown. Unknown is not low.".to_owned(),
        Some(level) if unknown.is_empty() => {
            format!("{} risk of serious harm {}.", level.words(), setting.words())
        }
        Some(level) => {
            let words = setting.words();
            format!("{} risk of serious harm {words}. Not judged, so unknown: {}.", level.words(), unknown.join(", "))
        }
    }
}

fn judgement(file: &CaseFile, names: &Names, home: &str) -> Option<Judgement> {
    let last = file.assessments.last()?;
    Some(Judgement {
        text: last.completed.judgement.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        by: format!("{}, {}", names.of_staff(&last.by), short_day(last.on)),
        entry: Link::new("The assessment", entry_link(home, last.entry.seq)),
    })
}

fn harm_row(file: &CaseFile, group: HarmGroup, home: &str) -> HarmRow {
    let cell = |setting| {
        if !group.is_in(setting) {
            return HarmCell { flag: None, since: "Does not arise".to_owned(), entry: None };
        }
        match file.harm_to(group, setting) {
            None => HarmCell { flag: Some(Flag::new(Tone::Unknown, "Unknown")), since: String::new(), entry: None },
            Some(stands) => HarmCell {
                flag: Some(harm_level_flag(stands.harm.level)),
                since: format!("since {}", short_day(stands.since)),
                entry: Some(Link::new(format!("entry {}", stands.entry.seq), entry_link(home, stands.entry.seq))),
            },
        }
    };
    HarmRow { group: group.words().to_owned(), cells: Setting::ALL.map(cell) }
}

fn registers(file: &CaseFile, today: Date) -> Facts {
    let up = file.registrations.iter().filter(|flag| flag.ended.is_none());
    let rows = up.map(|flag| {
        let review = match flag.registered.review_on {
            Some(on) if on < today => {
                let days = usize::try_from((today - on).get_days()).unwrap_or(0);
                format!("Review late by {}", count(days, "day", "days"))
            }
            Some(on) => format!("Review due {}", short_day(on)),
            None => "No review day recorded".to_owned(),
        };
        Fact::new(flag.registered.words.clone(), review).note(format!("Since {}", short_day(flag.on)))
    });
    Facts::from(rows.collect::<Vec<_>>())
}

fn no_scores(read: &Risk) -> String {
    match read.assessed.last() {
        None => "No scores: nobody has assessed this person yet. No score is not a low score.".to_owned(),
        Some(last) => last.unreadable.as_ref().map_or_else(String::new, |why| format!("No scores: {why}.")),
    }
}

/// A sentence the law does not allow, as both readings and the graver.
pub(super) fn contradictions(sentence: &Sentence, home: &str) -> Vec<Contradiction> {
    let found = sentence.finding.contradictions.iter().map(|found| Contradiction {
        text: "The record contradicts the law: this sentence is not one for this offence.".to_owned(),
        if_offence: found.if_the_offence_is_right.clone(),
        if_sentence: found.if_the_sentence_is_right.clone(),
        act_on: match found.act_on {
            Graver::Offence => {
                "Until it is settled the graver is acted on: the conviction. No work on risk waits for it."
            }
            Graver::Sentence => {
                "Until it is settled the graver is acted on: the sentence. No work on risk waits for it."
            }
        }
        .to_owned(),
        look_at_first: found.look_at_first.clone(),
        why: Why {
            question: "Why?".to_owned(),
            rule: format!("The law: {}.", found.rule.words),
            version: format!("rule {}", found.rule.name),
            figure: String::new(),
            source: found.rule.source.clone(),
            status: found.rule.status.into(),
            steps: Vec::new(),
            entries: Vec::new(),
        },
        entry: Link::new("The order on the timeline", entry_link(home, sentence.entry.seq)),
    });
    found.collect()
}

fn not_looked_at(sentences: &[Sentence]) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for (_, unknown) in sentences.iter().flat_map(|s| &s.finding.unknown) {
        if !open.iter().any(|one| one == unknown) {
            open.push((*unknown).to_owned());
        }
    }
    open
}

fn changed(change: &RiskChange, file: &CaseFile, names: &Names, home: &str) -> Option<Changed> {
    let signed = change.signed.as_ref();
    let flag = match (change.state, signed.map(|s| s.decided)) {
        (ChangeState::Waiting, _) => return None,
        (ChangeState::InForce, Some(Signature::Agreed)) => Flag::new(Tone::Note, "Countersigned"),
        (ChangeState::InForce, _) => Flag::new(Tone::Note, "Took effect at once"),
        (ChangeState::Declined, _) => Flag::new(Tone::Neutral, "Declined"),
        (ChangeState::Overtaken, _) => Flag::new(Tone::Neutral, "Overtaken by a raise"),
    };
    let by = signed.map_or_else(String::new, |s| {
        let reason = s.reason.as_deref().unwrap_or_default();
        format!("; {}, {}: {reason}", names.of_staff(&s.by), short_day(s.on))
    });
    Some(Changed {
        what: change_words(&change.change, file),
        flag,
        who: format!("Proposed by {}, {}{by}", names.of_staff(&change.by), short_day(change.on)),
        entry: Link::new(format!("Entry {}", change.entry.seq), entry_link(home, change.entry.seq)),
    })
}
