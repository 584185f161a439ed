//! Who a visitor of the demonstration may sign in as.

use record::facts::organisation::Role;
use serde::Serialize;

use crate::network::{Network, PROVIDERS};

/// A named role of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoRole {
    /// The name to sign in with.
    pub sign_in: String,
    /// Staff code.
    pub staff: String,
    /// Whose name it is.
    pub name: String,
    /// What they do, in words.
    pub role: String,
    /// For whom.
    pub organisation: String,
    /// What there is to see.
    pub hint: String,
}

/// Gives the named roles their sign-in names and lists them.
pub(crate) fn name(network: &mut Network) -> Vec<DemoRole> {
    let first = |provider: usize| network.practitioners[provider][0];
    let (company, public, neighbour, third) = (first(1), first(0), first(2), first(3));
    let team = |member: usize| network.members[member].team;
    let colleague = network.practitioners[1].get(1).copied();
    let (company_team, public_team, third_team) = (team(company), team(public), team(third));
    let mut chosen = vec![
        ("practitioner", company, "A full day: people due, outcomes and decisions waiting"),
        (
            "senior",
            network.teams[company_team].senior,
            "The team’s week: whose cases are with nobody, what waits for a signature, what each carries",
        ),
        (
            "administrator",
            network.teams[company_team].administrator,
            "Books for the team; may not decide about failures",
        ),
        ("court", network.teams[network.court_team].members[0], "The court’s lists, and who the defendants are"),
        ("auditor", network.teams[network.audit_team].members[0], "Sees every record, changes none"),
        (
            "information",
            network.teams[network.information_team].members[0],
            "Proposes what is to be erased; a second person approves",
        ),
        (
            "information-second",
            network.teams[network.information_team].members[1],
            "The second person of every erasure",
        ),
        ("public", public, "Life licences and MAPPA; one record of thousands of entries"),
        ("public-senior", network.teams[public_team].senior, "Leads a team of the public service"),
        ("neighbour", neighbour, "Another company: is refused the others’ cases"),
        ("third-senior", network.teams[third_team].senior, "The team with entries dated back before an audit"),
    ];
    chosen.extend(colleague.map(|member| {
        ("colleague", member, "Another practitioner of the same company, who covers for one who is away")
    }));
    chosen.into_iter().map(|(sign_in, member, hint)| named(network, sign_in, member, hint)).collect()
}

fn named(network: &mut Network, sign_in: &str, member: usize, hint: &str) -> DemoRole {
    sign_in.clone_into(&mut network.members[member].sign_in);
    let team = network.team_of(member);
    let organisation = match network.members[member].role {
        Role::Auditor => "Record audit".to_owned(),
        Role::InformationOfficer => "Information office".to_owned(),
        _ => format!("{}, {}", PROVIDERS[team.provider].name, team.name),
    };
    let member = &network.members[member];
    DemoRole {
        sign_in: sign_in.to_owned(),
        staff: member.code.clone(),
        name: member.name.clone(),
        role: member.role.words().to_owned(),
        organisation,
        hint: hint.to_owned(),
    }
}
