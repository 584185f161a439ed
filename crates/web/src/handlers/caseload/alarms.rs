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
        fewest: format!("Counts from 1 to {} are left out: they would tell of people, not of rules.", found.fewest - 1),
        rules: found.rules.iter().map(|rule| rule_of(rule, found.fewest)).collect(),
        links: if leads { vec![Link::new("My team’s week", "/team")] } else { Vec::new() },
    })
}

fn rule_of(rule: &RuleAlarms, fewest: u64) -> Rule {
    let few = |n: u64| match n {
        0 => "none".to_owned(),
        n if n < fewest => format!("fewer than {fewest}"),
        n => n.to_string(),
    };
    let kind: Option<DutyKind> = serde_json::from_str(&format!("\"{}\"", rule.duty)).ok();
    // A referral's clock ends with the decision: what was referred late is not told apart.
    let unseen = kind == Some(DutyKind::BreachReferral);
    let reasons: Vec<String> = rule
        .dismissed
        .iter()
        .filter(|(_, n)| *n >= fewest)
        .map(|(why, n)| format!("{n} {}", why.words().to_lowercase()))
        .collect();
    let dismissed = few(rule.tally.dismissed);
    Rule {
        name: kind.map_or_else(|| rule.duty.clone(), |kind| kind.to_string()),
        raised: few(rule.tally.raised),
        acted: if unseen { "not known".to_owned() } else { few(rule.tally.acted) },
        dismissed: if reasons.is_empty() { dismissed } else { format!("{dismissed}: {}", reasons.join(", ")) },
        open: few(rule.tally.open),
        undated: few(rule.undated),
        precision: match rule.precision {
            // Where nobody ever put one aside, nothing says which were wrong.
            Precision::Percent(_) if rule.tally.dismissed == 0 => Flag::new(Tone::Unknown, "None put aside yet"),
            Precision::Percent(share) if !unseen => Flag::new(Tone::Neutral, format!("{share}%")),
            _ => Flag::new(Tone::Unknown, "Unknown"),
        },
    }
}
