//! What several handlers need: the header of a case, tokens for forms, addresses.

use jiff::civil::Date;
use practice::Why as RuleWhy;
use record::StreamId;
use record::case::{CaseFile, Order};
use record::facts::person::LimitKind;
use service::Problem;
use service::directory::Names;

use crate::components::{CaseHeader, Flag, Link, NavLink, Notice, SourceStatus, Token, Tone, Why};
use crate::visitor::Visitor;
use crate::words::{age, plain_day, short_day};

/// The person's stream from the part of an address that names a case; none when it is no such thing.
pub fn case_id(part: &str) -> Option<StreamId> {
    format!("person-{part}").parse().ok()
}

/// The address of a case.
pub fn case_href(case: &StreamId) -> String {
    format!("/cases/{}", case.as_str().trim_start_matches("person-"))
}

/// The address of an entry on its timeline.
pub fn entry_href(entry: &str) -> String {
    match entry.rsplit_once('/') {
        Some((stream, seq)) => format!("/cases/{}/timeline#entry-{seq}", stream.trim_start_matches("person-")),
        None => "#".to_owned(),
    }
}

impl Visitor {
    /// The hidden fields of a form: our secret, a fresh key, the version of what it shows.
    pub fn token(&self, action: impl Into<String>, version: u64) -> Token {
        Token {
            action: action.into(),
            csrf: self.session.csrf.clone(),
            key: self.web.service.fresh_key(),
            version: version.to_string(),
        }
    }
}

/// The header above every page of a case.
pub fn case_header(visitor: &Visitor, case: &StreamId, file: &CaseFile, names: &Names, here: &str) -> CaseHeader {
    let today = visitor.now.day();
    let home = case_href(case);
    let tab = |text: &str, href: String| NavLink { text: text.to_owned(), current: text == here, href };
    let person = file.person.as_ref();
    let recorded = person.map(|p| &p.recorded);
    let order = file.active_orders(today).last().or(file.orders.last());
    let manager = order.and_then(|o| o.manager(today).or(o.allocations.last()));
    let born = recorded.and_then(|r| r.born);
    CaseHeader {
        name: recorded.map(|r| r.name.plain()).unwrap_or_default(),
        crn: recorded.map(|r| r.crn.to_string()).unwrap_or_default(),
        born: born.map_or_else(|| "not known".to_owned(), plain_day),
        age: born.map_or_else(|| "not known".to_owned(), |b| age(b, today).to_string()),
        order: order.map_or_else(|| "No order recorded".to_owned(), |o| o.made.kind.words().to_owned()),
        time_left: order.map(|o| time_left(o, today)).unwrap_or_default(),
        supervised_by: manager.map_or_else(
            || "Nobody: not allocated".to_owned(),
            |m| match m.staff.as_str() {
                "" => format!("No officer yet, {}", names.of_unit(&m.team)),
                staff => format!("{}, {}", names.of_staff(staff), names.of_unit(&m.provider)),
            },
        ),
        flags: file
            .registrations
            .iter()
            .filter(|r| r.ended.is_none())
            .map(|r| register_flag(&r.registered.register, &r.registered.words))
            .collect(),
        needs: person.map(|p| p.needs.iter().map(|n| with_detail(&n.need, &n.detail)).collect()).unwrap_or_default(),
        restricted: restricted(file, today),
        newer: (!file.newer.is_empty()).then(|| LEFT_OUT.to_owned()),
        tabs: vec![
            tab("Overview", home.clone()),
            tab("Timeline", format!("{home}/timeline")),
            tab("Contacts", format!("{home}/contacts")),
            tab("Order and requirements", format!("{home}/order")),
            tab("Risk", format!("{home}/risk")),
            tab("Kept apart", format!("{home}/apart")),
        ],
    }
}

/// What is said of a record that a newer release wrote to.
const LEFT_OUT: &str = "A newer release of this program wrote to this record, and this page leaves that out. The timeline shows \
     when, and by whom. Who may open the record, and who is expected where, holds as it was recorded there.";

fn with_detail(need: &str, detail: &str) -> String {
    if detail.is_empty() { need.to_owned() } else { format!("{need}: {detail}") }
}

fn restricted(file: &CaseFile, today: Date) -> Option<String> {
    let mut running = file.limits.iter().filter(|l| l.from <= today && l.until.is_none_or(|until| today < until));
    let limit = running.next()?;
    Some(match limit.kind {
        LimitKind::Restriction => "Limited access: only named staff may open this record.".to_owned(),
        LimitKind::Exclusion => "Limited access: some staff may not open this record.".to_owned(),
    })
}

/// What is left of an order, in words.
pub fn time_left(order: &Order, today: Date) -> String {
    if let Some((on, how, _)) = &order.ended {
        return format!("ended {}: {how}", short_day(*on));
    }
    let Some(last) = order.made.until else { return "for life".to_owned() };
    let days = (last - today).get_days();
    match days {
        ..0 => format!("its time ran out {}", short_day(last)),
        0 => "ends today".to_owned(),
        1..=60 => format!("{days} days left, ends {}", short_day(last)),
        _ => format!("about {} months left, ends {}", days / 30, short_day(last)),
    }
}

/// A register flag as a tag: what must be acted on stands out.
pub fn register_flag(code: &str, words: &str) -> Flag {
    let tone = match code {
        "RVHR" | "RHRH" | "MAPP" | "SONR" | "RCPR" | "ALSH" => Tone::Act,
        "RMRH" | "ADVP" | "RCCO" | "RVAD" | "STRG" => Tone::Soon,
        "need" => Tone::Note,
        _ => Tone::Neutral,
    };
    Flag::new(tone, words)
}

/// What stands behind a value a rule gave.
pub fn why(question: impl Into<String>, rule: &RuleWhy) -> Why {
    let figure = rule.figure.as_ref();
    Why {
        question: question.into(),
        rule: rule.words.clone(),
        version: format!("rule {}, version {}", rule.rule, rule.version),
        figure: figure.map(|f| format!("{} {}", f.value, f.unit)).unwrap_or_default(),
        source: figure.map(|f| f.source.clone()).unwrap_or_default(),
        status: figure.map_or(SourceStatus::Design, |figure| figure.status.into()),
        steps: rule.steps.clone(),
        entries: rule
            .from
            .iter()
            .map(|entry| Link::new(format!("Entry {}", entry.rsplit('/').next().unwrap_or(entry)), entry_href(entry)))
            .collect(),
    }
}

/// Said after something was recorded. On a database that servers share it is protected within a second; until then
/// nothing more is said than is true.
pub async fn recorded(visitor: &Visitor) -> Result<Notice, Problem> {
    let protected = visitor.web.service.is_all_protected().await?;
    let words = if protected { "Recorded and protected." } else { "Recorded. It is being protected." };
    Ok(Notice::new(Tone::Good, words))
}
