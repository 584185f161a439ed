//! Offences and requirements: what orders are made for and what they ask, in shares of 2015.

use record::facts::person::OrderKind;

use crate::chance::Chance;

/// An offence: five characters in the manner of the Home Office's list, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crime {
    pub(crate) code: &'static str,
    pub(crate) title: &'static str,
}

pub(crate) const MURDER: Crime = Crime { code: "00100", title: "Murder" };

const fn crime(code: &'static str, title: &'static str) -> Crime {
    Crime { code, title }
}

/// Shares at the start of a community or suspended sentence order: violence 24, theft 17, driving 14, drugs 7…
const COMPANY: [(u32, Crime); 18] = [
    (13, crime("10501", "Common assault and battery")),
    (8, crime("00806", "Assault occasioning actual bodily harm")),
    (3, crime("10400", "Assault on a constable")),
    (13, crime("04600", "Theft from a shop")),
    (4, crime("04910", "Theft")),
    (4, crime("09270", "Possession of a controlled drug, class B")),
    (3, crime("09250", "Possession with intent to supply, class B")),
    (6, crime("12510", "Fear or provocation of violence")),
    (3, crime("14900", "Criminal damage")),
    (4, crime("00810", "Possession of a bladed article")),
    (4, crime("05300", "Fraud by false representation")),
    (4, crime("02802", "Burglary of a dwelling")),
    (1, crime("03401", "Robbery")),
    (9, crime("80301", "Driving with excess alcohol")),
    (5, crime("80202", "Driving while disqualified")),
    (6, crime("08302", "Breach of a non-molestation order")),
    (4, crime("19500", "Harassment without violence")),
    (6, crime("13100", "Handling stolen goods")),
];
const NATIONAL: [(u32, Crime); 9] = [
    (14, crime("01700", "Sexual assault")),
    (8, crime("08600", "Making an indecent photograph of a child")),
    (5, crime("01908", "Rape")),
    (12, crime("00501", "Wounding with intent")),
    (14, crime("00806", "Assault occasioning actual bodily harm")),
    (12, crime("03401", "Robbery")),
    (8, crime("05600", "Arson")),
    (10, crime("02802", "Burglary of a dwelling")),
    (6, crime("19510", "Stalking involving fear of violence")),
];

pub(crate) fn draw(chance: &mut Chance, national: bool) -> Crime {
    if national { chance.weighted(&NATIONAL) } else { chance.weighted(&COMPANY) }
}

/// A requirement or licence condition: category, amount and its unit.
pub(crate) type Asked = (&'static str, Option<u32>, Option<&'static str>);

pub(crate) fn requirements(chance: &mut Chance, kind: OrderKind) -> Vec<Asked> {
    match kind {
        OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder => of_an_order(chance),
        OrderKind::PostSentenceSupervision => vec![("Keep in touch as told", None, None)],
        OrderKind::LifeLicence | OrderKind::Licence => of_a_licence(chance),
        OrderKind::Custody => Vec::new(),
    }
}

/// Shares per order, several allowed: unpaid work 52, rehabilitation activity 36, curfew 20, programme 10, drugs 5…
fn of_an_order(chance: &mut Chance) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    if chance.odds(520) {
        let hours = chance.pick(&[40, 60, 80, 100, 120, 150, 180, 200]);
        asked.push(("Unpaid work", Some(hours), Some("hours")));
    }
    if chance.odds(360) {
        asked.push(("Rehabilitation activity", Some(chance.pick(&[10, 15, 20, 25, 30])), Some("days")));
    }
    if chance.odds(200) {
        asked.push(("Curfew with electronic monitoring", Some(chance.pick(&[4, 8, 12])), Some("weeks")));
    }
    if chance.odds(100) {
        asked.push(("Programme: thinking skills", Some(19), Some("sessions")));
    }
    if chance.odds(55) {
        asked.push(("Drug rehabilitation", Some(6), Some("months")));
    }
    if chance.odds(30) {
        asked.push(("Alcohol treatment", Some(6), Some("months")));
    }
    if asked.is_empty() {
        asked.push(("Supervision", Some(12), Some("months")));
    }
    asked
}

fn of_a_licence(chance: &mut Chance) -> Vec<Asked> {
    let mut asked: Vec<Asked> = vec![("Live where approved", None, None), ("Keep in touch as told", None, None)];
    if chance.odds(300) {
        asked.push(("Keep away from a named area", None, None));
    }
    if chance.odds(150) {
        asked.push(("Drug testing", None, None));
    }
    asked
}
