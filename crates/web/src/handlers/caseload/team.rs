//! A team's week.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use service::Problem;
use service::apart::misses::{HowOften, MissedAt, Misses, NearMisses};
use service::away::AwayRow;
use service::caseload::{CaseRow, Show};
use service::directory::Names;
use service::team::{Load, TeamWeek};

use super::allocate::ceiling;
use super::list::{answers, staff_of};
use crate::answer::{failure, page};
use crate::components::{Flag, Here, Link, Tone};
use crate::handlers::day::waiting::{to_confirm, to_sign};
use crate::handlers::frame::{case_href, recorded};
use crate::handlers::sites;
use crate::pages::caseload::team::{MissRow, Officer, Place, TeamMisses, TeamPage};
use crate::visitor::Visitor;
use crate::words::{count, day_of, short_day};

/// Cases named on the page before the rest is a link.
const MOST_NAMED: usize = 8;
/// The questions of a week, in the order they are asked.
const ASKED: [Show; 11] = [
    Show::Unattended,
    Show::Above,
    Show::Late,
    Show::Undecided,
    Show::Breach,
    Show::Unplanned,
    Show::Unknown,
    Show::Unseen,
    Show::Unbooked,
    Show::Ending,
    Show::Countersign,
];

/// What was just done: closed codes only.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// One's own.
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let team = visitor.actor().team.clone();
    shown(&visitor, &team, &asked).await
}

/// That of a team one leads today.
pub async fn show_team(visitor: Visitor, Path(team): Path<String>, Query(asked): Query<Asked>) -> Response {
    shown(&visitor, &team, &asked).await
}

async fn shown(visitor: &Visitor, team: &str, asked: &Asked) -> Response {
    match team_page(visitor, team, asked).await {
        Ok(shown) => page(&shown),
        Err(problem) => failure(&visitor.web, Some(visitor), problem),
    }
}

async fn team_page(visitor: &Visitor, team: &str, asked: &Asked) -> Result<TeamPage, Problem> {
    let service = &visitor.web.service;
    let week = service.team_week(&visitor.ask("team"), team).await?;
    let wanted = service.asked_for(&visitor.ask("team"), team).await?;
    let misses = service.near_misses(&visitor.ask("team"), team).await?;
    let covers = week.officers.iter().filter_map(|load| load.away.as_ref()?.cover.clone());
    let owner = week.unheld_owner.iter().filter_map(|owner| owner.staff.clone());
    let staff = staff_of(&week.unattended).into_iter().chain(covers).chain(owner);
    let names = service.names(staff).await?;
    let cases = |show: Show| format!("/teams/{team}/cases?show={}", show.code());
    let count_of = |show: Show| week.counts.iter().find(|(one, _)| *one == show).map_or(0, |(_, n)| *n);
    let away = week.officers.iter().filter(|load| load.away.is_some()).count();
    let rest = week.unattended.len().saturating_sub(MOST_NAMED);
    let own = team == visitor.actor().team;
    let mut shell = if own {
        visitor.shell("My team’s week", Here::Team)
    } else {
        visitor.shell("A team’s week", Here::Team).back("My team’s week", "/team")
    };
    shell.notice = if asked.done == "allocated" { Some(recorded(visitor).await?) } else { None };
    let nobodys = week.unattended.iter().any(|row| row.officer.is_empty()) || !week.unheld.is_empty();
    Ok(TeamPage {
        shell,
        heading: names.of_unit(team),
        summary: format!(
            "{}, {}, {away} away today",
            count(week.held, "case", "cases"),
            count(week.officers.len(), "officer", "officers")
        ),
        questions: ASKED.into_iter().map(|show| (count_of(show), Link::new(show.words(), cases(show)))).collect(),
        leads: if own { led_besides(visitor, &names) } else { Vec::new() },
        unattended: week.unattended.iter().take(MOST_NAMED).map(|row| unattended(row, &names)).collect(),
        unattended_more: (rest > 0).then(|| Link::new(format!("{rest} more"), cases(Show::Unattended))),
        unheld: week.unheld.iter().map(|person| Link::new(person.name.clone(), case_href(&person.stream))).collect(),
        unheld_owner: unheld_owner(&week, &names),
        allocate: nobodys.then(|| Link::new("Allocate cases that nobody holds", "/allocate/nobody")),
        countersign: week
            .countersign
            .iter()
            .filter_map(|row| {
                let person = row.person.as_ref()?;
                Some(Link::new(person.name.clone(), format!("{}/risk/countersign", case_href(&person.stream))))
            })
            .collect(),
        agendas: if wanted.all { agendas(visitor, &week) } else { Vec::new() },
        overdue: super::asked::overdue(visitor, &wanted).await?,
        asked: Link::new("All that the team asked for", super::asked::href(team)),
        sample: if wanted.all {
            Some(super::sample::stands(&service.samples(&visitor.ask("team"), team).await?))
        } else {
            None
        },
        misses: near_misses(visitor, &misses, &names).await?,
        to_confirm: to_confirm(visitor).await?,
        to_sign: to_sign_or_see(visitor, &names).await?,
        officers: week.officers.iter().map(|load| officer(load, &week, &names)).collect(),
        ceiling: ceiling(week.ceiling),
        ceiling_words: format!("{} {}", week.ceiling.value, week.ceiling.unit),
    })
}

/// The agenda of each officer at work in the team, but one's own.
fn agendas(visitor: &Visitor, week: &TeamWeek) -> Vec<Link> {
    let officers = week.officers.iter().map(|load| &load.staff);
    let others = officers.filter(|staff| staff.active && staff.staff != visitor.actor().staff);
    others.map(|staff| Link::new(staff.name.clone(), super::supervision::href(&staff.staff))).collect()
}

/// The weeks of the other teams that one leads today.
fn led_besides(visitor: &Visitor, names: &Names) -> Vec<Link> {
    let teams = visitor.desks().teams_besides(&visitor.actor().team).into_iter();
    teams.map(|team| Link::new(format!("The week of {}", names.of_unit(&team)), format!("/teams/{team}"))).collect()
}

/// The months to sign off; where there are none, who was not seen lately.
async fn to_sign_or_see(visitor: &Visitor, names: &Names) -> Result<Vec<Link>, Problem> {
    let links = to_sign(visitor, names).await?;
    let see = || vec![Link::new("Who was not seen lately", "/contact/since")];
    Ok(if links.is_empty() { see() } else { links })
}

/// Near misses by week and building; none for whoever is not told of them.
async fn near_misses(visitor: &Visitor, misses: &NearMisses, names: &Names) -> Result<Option<TeamMisses>, Problem> {
    let Some((first, last)) = misses.weeks else { return Ok(None) };
    let own = visitor.web.service.own_places(&visitor.ask("team")).await?;
    let place = |at: &MissedAt| match at {
        MissedAt::Building(code) if own.iter().any(|place| place.code == *code) => {
            Place::Known(Link::new(names.of_place(code), sites::list::href(code)))
        }
        MissedAt::Building(code) => Place::Named(names.of_place(code)),
        MissedAt::NoBuilding => Place::Named("at no building, or none recorded".to_owned()),
        MissedAt::FewCame => Place::Named(format!("buildings into which fewer than {} came", misses.step)),
    };
    let row = |row: &Misses| MissRow { week: short_day(row.week), place: place(&row.at), told: what_of(row) };
    Ok(Some(TeamMisses {
        when: format!("{} to {}", short_day(first), short_day(last)),
        step: misses.step.to_string(),
        rows: misses.rows.iter().map(row).collect(),
    }))
}

/// What nearly went wrong, or did, of which there was something.
fn what_of(row: &Misses) -> String {
    let kinds = [
        ("bookings refused", row.refused),
        ("let be by a senior", row.let_be),
        ("in the building at once", row.together),
    ];
    let told = kinds.into_iter().filter_map(|(what, often)| match often {
        HowOften::Never => None,
        HowOften::FewerThan(step) => Some(format!("{what}: fewer than {step}")),
        HowOften::AtLeast(many) => Some(format!("{what}: {many} or more")),
    });
    sentence(&told.collect::<Vec<_>>().join("; "))
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn unattended(row: &CaseRow, names: &Names) -> (Link, String) {
    let link = match &row.person {
        Some(person) => Link::new(person.name.clone(), case_href(&person.stream)),
        None => Link::new("Restricted record", "/team"),
    };
    (link, answers(row, names).unwrap_or_default())
}

fn unheld_owner(week: &TeamWeek, names: &Names) -> String {
    let who = week.unheld_owner.as_ref().and_then(|owner| owner.staff.as_ref());
    let who = who.map_or_else(|| "The head of the organisation".to_owned(), |staff| names.of_staff(staff));
    format!("{who} answers for these until they are allocated. Every clock runs.")
}

fn officer(load: &Load, week: &TeamWeek, names: &Names) -> Officer {
    let ceiling = u64::from(week.ceiling.value);
    Officer {
        name: Link::new(load.staff.name.clone(), format!("/away/{}", load.staff.staff)),
        away: match (&load.away, load.staff.active) {
            (_, false) => Some("Has left".to_owned()),
            (Some(away), _) => Some(away_words(away, names)),
            (None, _) => None,
        },
        before: load.before.to_string(),
        now: load.now.to_string(),
        load: match load.now {
            now if now > ceiling => Some(Flag::new(Tone::Act, format!("Above {ceiling}"))),
            now if now == ceiling => Some(Flag::new(Tone::Soon, format!("One more is above {ceiling}"))),
            _ => None,
        },
        new: load.new.to_string(),
        late: load.late.to_string(),
        soon: load.soon.to_string(),
        give: (load.now > 0).then(|| {
            Link::new(format!("Give cases of {} on", load.staff.name), format!("/allocate/{}", load.staff.staff))
        }),
    }
}

pub(super) fn away_words(away: &AwayRow, names: &Names) -> String {
    let until =
        away.until_on.as_deref().map_or_else(|| "no day set".to_owned(), |day| format!("until {}", day_of(day)));
    let cover = away
        .cover
        .as_ref()
        .map_or_else(|| "nobody named to cover".to_owned(), |cover| format!("{} covers", names.of_staff(cover)));
    format!("Away, {until}; {cover}")
}
