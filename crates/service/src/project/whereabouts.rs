//! Where a person lives and which groups they are said to belong to, for those who must not meet them.

use record::StreamId;
use record::case::CaseFile;
use store::{AffiliationRow, HomeRow, Rows};

use crate::elsewhere::home_marks;

pub(super) fn rows(stream: &StreamId, file: &CaseFile) -> [Rows; 2] {
    let home = file.person.as_ref().and_then(|person| {
        let (address, place) = (person.home()?, home_marks(person)?);
        Some(HomeRow { stream: stream.clone(), place, from_on: address.recorded.from.to_string() })
    });
    let mut groups: Vec<AffiliationRow> = file
        .affiliations
        .iter()
        .filter(|one| one.ended.is_none())
        .map(|one| AffiliationRow { stream: stream.clone(), grp: one.group.clone(), from_on: one.on.to_string() })
        .collect();
    groups.sort_by(|a, b| (&a.grp, &a.from_on).cmp(&(&b.grp, &b.from_on)));
    groups.dedup_by(|a, b| a.grp == b.grp);
    [
        Rows::Home { stream: stream.clone(), rows: home.into_iter().collect() },
        Rows::Affiliation { stream: stream.clone(), rows: groups },
    ]
}

pub(super) fn none(of: &StreamId) -> [Rows; 2] {
    [Rows::Home { stream: of.clone(), rows: Vec::new() }, Rows::Affiliation { stream: of.clone(), rows: Vec::new() }]
}
