//! The streams of the service itself: providers, sites, teams, staff, and the pack of standards in force.

use jiff::civil::Date;
use ledger::{Hash, StreamId};
use practice::Standards;
use record::entry::{By, Entry};
use record::facts::Fact;
use record::facts::keepapart::{self, ApartReason, Confidence, KeepApartMade, Who};
use record::facts::organisation::{
    AwayKind, ProviderEstablished, ProviderKind, SiteOpened, StaffAway, StaffJoined, TeamFormed,
};
use record::facts::service::PackInForce;
use record::facts::site::{Hours, Nearby, Room, SiteArranged, SiteAssessed};
use record::time::Happened;

use crate::Plan;
use crate::calendar::{BEGINNING, SPLIT, later, minute, on_or_after};
use crate::cast::{COME_TODAY, Cast, RIVAL, SAME_GROUP, players};
use crate::chance::{Chance, drawn};
use crate::network::{HALL, Member, Network, PROVIDERS, TRUST, Team, UPSTAIRS, old};
use crate::profile::{half, stream_of};
use crate::said::{Say, Stream};

/// A stream of the service itself, with what it says and since when.
pub(crate) struct Unit {
    pub(crate) stream: StreamId,
    facts: Vec<(Date, Fact)>,
}

/// Every such stream.
pub(crate) fn units(network: &Network, plan: &Plan) -> Vec<Unit> {
    let (seed, people, today) = (plan.seed, plan.people, plan.start.day());
    let mut units = Vec::new();
    let mut add = |kind: &str, facts: Vec<(Date, Fact)>| {
        let number = units.len() as u64;
        let stream = StreamId::new(kind, half(drawn(seed, "unit-stream", number)));
        units.push(Unit { stream, facts });
    };
    let trust = ProviderEstablished { code: TRUST.0.to_owned(), name: TRUST.1.to_owned(), kind: ProviderKind::Nps };
    add("team", vec![(BEGINNING, trust.into())]);
    for provider in &PROVIDERS {
        let (code, name) = (provider.code.to_owned(), provider.name.to_owned());
        add("team", vec![(SPLIT, ProviderEstablished { code, name, kind: provider.kind }.into())]);
    }
    for site in &network.sites {
        let opened = SiteOpened {
            code: site.code.clone(),
            name: site.name.clone(),
            address: site.address.clone(),
            telephone: site.telephone.clone(),
        };
        let (arranged, assessed) = (arranged(&site.code), assessed(&site.code));
        add("site", vec![(BEGINNING, opened.into()), (SPLIT, arranged.into()), (SPLIT, assessed.into())]);
    }
    for team in &network.teams {
        add("team", vec![(BEGINNING, formed(network, team, true))]);
        add("team", vec![(SPLIT, formed(network, team, false))]);
    }
    for (at, member) in network.members.iter().enumerate() {
        let mut facts = vec![(BEGINNING, joined(network, member, true)), (SPLIT, joined(network, member, false))];
        facts.extend(away(network, at, today));
        add("staff", facts);
    }
    if let Some(rivals) = rivals(network, seed, people) {
        add("keepapart", vec![(RIVALS_SINCE, rivals.into())]);
    }
    let pack = PackInForce {
        pack: "split-2014".to_owned(),
        version: "1".to_owned(),
        digest: Hash::of(Standards::split_2014().text().as_bytes()),
    };
    add("service", vec![(SPLIT, pack.into())]);
    units
}

/// Since when somebody says that they are rivals.
const RIVALS_SINCE: Date = jiff::civil::date(2015, 11, 12);

/// Failure 32: the last of those who come today must not meet somebody of another group; a third is of their own. None where
/// there are too few people for the parts.
fn rivals(network: &Network, seed: u64, people: u32) -> Option<KeepApartMade> {
    let player = |cast, nth: u32| players(network, people, cast, nth as usize + 1).get(nth as usize).copied();
    let member =
        |number, side: &str| keepapart::Member { who: Who::Person(stream_of(seed, number)), side: side.to_owned() };
    let members = vec![
        member(player(Cast::ComesToday, COME_TODAY - 1)?, "a"),
        member(player(SAME_GROUP, 0)?, "a"),
        member(player(RIVAL, 0)?, "b"),
    ];
    Some(KeepApartMade {
        reason: ApartReason::RivalGroup,
        members,
        source: "Police intelligence".to_owned(),
        confidence: Confidence::Likely,
        review_on: later(RIVALS_SINCE, 180),
        until: None,
        touches: Vec::new(),
        confirm_by: None,
    })
}

/// Offices have rooms and hours; what is hired belongs to whoever hired it.
fn arranged(code: &str) -> SiteArranged {
    let room = |name: &str, seats| Room { name: name.to_owned(), seats };
    let open = |days: std::ops::RangeInclusive<i8>, opens: &str, closes: &str| {
        let hours = |weekday| Hours { weekday, opens: opens.to_owned(), closes: closes.to_owned() };
        days.map(hours).collect()
    };
    if code == HALL || code == UPSTAIRS {
        let used_by = vec![PROVIDERS[1].code.to_owned()];
        return SiteArranged { rooms: Vec::new(), hours: open(1..=5, "09:00", "17:00"), used_by };
    }
    if code.ends_with("WORK") {
        return SiteArranged { rooms: Vec::new(), hours: open(1..=7, "07:30", "18:00"), used_by: Vec::new() };
    }
    let rooms = vec![room("Interview 1", 3), room("Interview 2", 3), room("Interview 3", 4), room("Group room", 14)];
    SiteArranged { rooms, hours: open(1..=5, "08:00", "20:00"), used_by: Vec::new() }
}

fn assessed(code: &str) -> SiteAssessed {
    let hired = code == HALL || code == UPSTAIRS;
    SiteAssessed {
        approved: code != HALL,
        until: None,
        private: code != HALL,
        alarm: !hired,
        lone_working: !hired,
        near: if code == UPSTAIRS { vec![Nearby::LicensedPremises] } else { Vec::new() },
        conditions: if hired { "Two members of staff at all times".to_owned() } else { String::new() },
    }
}

fn formed(network: &Network, team: &Team, trust: bool) -> Fact {
    let (code, provider, name) = if trust {
        (old(&team.code), TRUST.0, format!("{}, under the trust", team.name))
    } else {
        (team.code.clone(), PROVIDERS[team.provider].code, team.name.clone())
    };
    let site = network.sites[team.site].code.clone();
    TeamFormed { code, name, provider: provider.to_owned(), site }.into()
}

fn joined(network: &Network, member: &Member, trust: bool) -> Fact {
    let team = &network.teams[member.team];
    let (code, team, provider) = if trust {
        (old(&member.code), old(&team.code), TRUST.0)
    } else {
        (member.code.clone(), team.code.clone(), PROVIDERS[team.provider].code)
    };
    StaffJoined {
        code,
        name: member.name.clone(),
        role: member.role,
        team,
        provider: provider.to_owned(),
        sign_in: member.sign_in.clone(),
        courts: member.courts.clone(),
    }
    .into()
}

/// In each team of enough people one practitioner is away on the day. In a provider's first team a colleague covers; in
/// the others nobody was named, and the cases fall to the senior.
fn away(network: &Network, member: usize, today: Date) -> Option<(Date, Fact)> {
    let at = network.members[member].team;
    let team = &network.teams[at];
    // The first desks play parts of their own.
    if team.members.len() < 5 || team.members.get(2) != Some(&member) {
        return None;
    }
    let first = network.practitioners[team.provider].first().is_some_and(|first| network.members[*first].team == at);
    let (days, kind) = if first { (-4, AwayKind::Leave) } else { (-9, AwayKind::Illness) };
    let from = on_or_after(later(today, days));
    let cover = first.then(|| network.members[team.members[1]].code.clone());
    let away = StaffAway { from, until: first.then(|| later(today, 3)), kind, cover };
    (from < today).then(|| (from, away.into()))
}

impl Unit {
    /// Its entries, recorded on the first working day from the day they speak of.
    pub(crate) fn entries(&self, seed: u64, number: u64) -> Vec<Entry> {
        let mut stream = Stream::new(self.stream.clone(), Chance::new(seed, "unit-acts", number));
        for (day, fact) in &self.facts {
            let by = By {
                staff: "system".to_owned(),
                role: "system".to_owned(),
                organisation: if *day < SPLIT { TRUST.0 } else { PROVIDERS[0].code }.to_owned(),
                instructed_by: None,
            };
            let at = minute(on_or_after(*day), 8, 0).instant().0 + i64::try_from(number).unwrap_or(0);
            let mut act = stream.act(at, by);
            stream.say(&mut act, Say::new(fact.clone(), Happened::On(*day)));
        }
        stream.finish()
    }
}
