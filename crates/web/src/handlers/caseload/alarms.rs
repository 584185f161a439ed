//! How often each rule's alarms were worth acting on.

use axum::extract::Query;
use axum::response::Response;
use practice::DutyKind;
use practice::alarm::Precision;
use serde::Deserialize;
use service::Problem;
use service::alarms::RuleAlarms;

use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Tone};
use crate::pages::caseload::alarms::{AlarmsPage, Rule};
use crate::visitor::Visitor;
use crate::words::instant;

/// Which team: its code, for those who check records.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    team: String,
}

/// The page.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match alarms_page(&visitor, &asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(&visitor), problem),
    }
}

async fn alarms_page(visitor: &Visitor, asked: &Asked) -> Result<AlarmsPage, Problem> {
    let (service, ask) = (&visitor.web.service, visitor.ask("alarms"));
    let found = service.alarms(&ask, Some(asked.team.as_str()).filter(|team| !team.is_empty())).await?;
    let teams = service.teams_to_name(&ask).await?;
    let name = service.unit_name(&found.team).await?;
    let leads = access::role_does(visitor.actor().role, access::Action::LeadTeam);
    Ok(AlarmsPage {
        shell: visitor.shell("How often the alarms were right", Here::Elsewhere),
        team: name,
        teams: teams
            .into_iter()
            .map(|(code, name)| {
                let chosen = code == found.team;
                (code, name, chosen)
            })
            .collect(),
        budget: format!(
            "An officer is shown about {} at once, the gravest first; the rest is a count and a link. That figure is this \
             program’s own choice.",
            found.budget
        ),
        fewest: format!(
            "Counts from 1 to {} are not shown, nor any from which one could be worked out: they would tell of people, not \
             of rules. So that one day’s figures don’t tell one beside another’s, the others are rounded down to a multiple of {}.",
            found.fewest - 1,
            found.fewest
        ),
        again: found.drawn_up.as_ref().map(|at| {
            let (team, on, size) = (&found.team, ask.today(), at.size);
            let href = format!("/questions/alarms?team={team}&on={on}&checkpoint={size}");
            let words = format!("as the log of {size} leaves has them, signed {}", instant(at.at));
            Link::new(words, href)
        }),
        rules: found.rules.iter().map(rule_of).collect(),
        links: if leads { vec![Link::new("My team’s week", "/team")] } else { Vec::new() },
    })
}

/// One rule’s alarms in words.
pub(crate) fn rule_of(rule: &RuleAlarms) -> Rule {
    let figure = |count: Option<u64>| match count {
        Some(0) => "none".to_owned(),
        Some(count) => count.to_string(),
        None => "not shown".to_owned(),
    };
    let kind: Option<DutyKind> = serde_json::from_str(&format!("\"{}\"", rule.duty)).ok();
    // A referral's clock ends with the decision: what was referred late is not told apart.
    let unseen = kind == Some(DutyKind::BreachReferral);
    let reasons: Vec<String> = rule
        .reasons
        .iter()
        .filter_map(|(why, count)| Some(format!("{} {}", (*count)?, why.words().to_lowercase())))
        .collect();
    let put_aside = figure(rule.put_aside);
    Rule {
        name: kind.map_or_else(|| rule.duty.clone(), |kind| kind.to_string()),
        raised: figure(rule.raised),
        acted: if unseen { "not known".to_owned() } else { figure(rule.acted) },
        dismissed: if reasons.is_empty() { put_aside } else { format!("{put_aside}: {}", reasons.join(", ")) },
        open: figure(rule.open),
        undated: figure(rule.undated),
        precision: match rule.precision {
            // Where nobody ever put one aside, nothing says which were wrong.
            Precision::Percent(_) if rule.put_aside == Some(0) => Flag::new(Tone::Unknown, "None put aside yet"),
            Precision::Percent(share) if !unseen => Flag::new(Tone::Neutral, format!("{share}%")),
            _ => Flag::new(Tone::Unknown, "Unknown"),
        },
    }
}
