//! What the views show of staff, teams, providers and sites.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::organisation::{ContactSignedOff, ProviderKind, SignedCase};
use record::site::Site;
use store::{NoticeSeenRow, Rows, SignedOffRow, SiteRow, StaffRow, TeamRow};

use super::json;
use crate::contact::unseen::name_of;

pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let mut staff: Option<StaffRow> = None;
    let (mut teams, mut seen, mut signed) = (Vec::new(), Vec::new(), Vec::new());
    let spoken_of = spoken_of(entries);
    let standing = resolve(entries, View::default()).into_iter().filter(|r| r.standing == Standing::Stands);
    for (entry, content) in standing.filter_map(|r| Some((r.entry, r.content?))) {
        match &content.fact {
            Fact::StaffJoined(joined) => {
                staff = Some(StaffRow {
                    stream: stream.clone(),
                    staff: joined.code.clone(),
                    name: joined.name.clone(),
                    role: joined.role.code().to_owned(),
                    team: joined.team.clone(),
                    provider: joined.provider.clone(),
                    courts: joined.courts.join(" "),
                    active: true,
                    sign_in: joined.sign_in.clone(),
                });
            }
            Fact::NoticeAcknowledged(acknowledged) => seen.push(NoticeSeenRow {
                stream: stream.clone(),
                notice: acknowledged.notice.to_string(),
                staff: content.by.staff.clone(),
                at: entry.recorded.0,
            }),
            Fact::StaffLeft(_) => {
                if let Some(row) = &mut staff {
                    row.active = false;
                }
            }
            Fact::TeamFormed(team) => teams.push(TeamRow {
                stream: stream.clone(),
                team: team.code.clone(),
                name: team.name.clone(),
                provider: team.provider.clone(),
                office: team.site.clone(),
                detail: String::new(),
            }),
            // A provider is a unit like a team, of itself.
            Fact::ProviderEstablished(provider) => teams.push(TeamRow {
                stream: stream.clone(),
                team: provider.code.clone(),
                name: provider.name.clone(),
                provider: provider.code.clone(),
                office: String::new(),
                detail: match provider.kind {
                    ProviderKind::Nps => "nps",
                    ProviderKind::Crc => "crc",
                }
                .to_owned(),
            }),
            Fact::ContactSignedOff(month) => signed.push(SignedOffRow {
                stream: stream.clone(),
                month: name_of(month.month),
                team: month.team.clone(),
                by_staff: content.by.staff.clone(),
                at: entry.recorded.0,
                running: i64::try_from(month.running).unwrap_or(i64::MAX),
                cases: json(&with_what_was_said(month, &spoken_of)),
                checkpoint: i64::try_from(month.checkpoint).unwrap_or(i64::MAX),
            }),
            _ => {}
        }
    }
    let sites = Site::fold(entries, View::default()).map(|site| SiteRow {
        stream: stream.clone(),
        site: site.code.clone(),
        name: site.name.clone(),
        address: site.address.join("\n"),
        detail: json(&site),
    });
    vec![
        Rows::Staff { stream: stream.clone(), rows: staff.into_iter().collect() },
        Rows::Away { stream: stream.clone(), rows: super::away::rows(stream, entries) },
        Rows::NoticeSeen { stream: stream.clone(), rows: seen },
        Rows::SignedOff { stream: stream.clone(), rows: signed },
        Rows::Team { stream: stream.clone(), rows: teams },
        Rows::Site { stream: stream.clone(), rows: sites.into_iter().collect() },
    ]
}

/// Of whom a senior spoke after a month was signed, by the month and the case: the entry that says what is done.
fn spoken_of(entries: &[Entry]) -> BTreeMap<(Date, &StreamId), u64> {
    let facts = entries.iter().filter_map(|entry| Some(&entry.content.as_ref()?.fact));
    let said = facts.filter_map(|fact| if let Fact::ContactSpokenOf(said) = fact { Some(said) } else { None });
    let cases = said.flat_map(|said| said.cases.iter().map(|spoken| (said.month, spoken)));
    cases.filter_map(|(month, spoken)| Some(((month, &spoken.case), spoken.entry?))).collect()
}

fn with_what_was_said(month: &ContactSignedOff, spoken_of: &BTreeMap<(Date, &StreamId), u64>) -> Vec<SignedCase> {
    let entry = |signed: &SignedCase| signed.entry.or_else(|| spoken_of.get(&(month.month, &signed.case)).copied());
    month.cases.iter().map(|signed| SignedCase { entry: entry(signed), ..signed.clone() }).collect()
}
