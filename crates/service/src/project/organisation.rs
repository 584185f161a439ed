//! What the views show of staff, teams, providers and sites.

use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::organisation::ProviderKind;
use record::site::Site;
use store::{NoticeSeenRow, Rows, SignedOffRow, SiteRow, StaffRow, TeamRow};

use super::json;
use crate::contact::unseen::name_of;

pub(super) fn project(stream: &StreamId, entries: &[Entry]) -> Vec<Rows> {
    let mut staff: Option<StaffRow> = None;
    let (mut teams, mut seen, mut signed) = (Vec::new(), Vec::new(), Vec::new());
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
                cases: json(&month.cases),
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
