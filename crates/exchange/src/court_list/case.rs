//! One case being read: its facts as they come, and what they amount to at its end.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::{Block, ListedCase, ListedOffence, Session, SourceIds, is_dummy};
use crate::court_table::CourtRef;
use crate::defendant::{Address, Defendant, DefendantKind, Name, Sex};
use crate::digest::Digest;
use crate::row::Reason;
use crate::{dates, identifiers, text};

/// Where and when a case stands in the list.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) court: CourtRef,
    pub(super) day: Date,
    pub(super) session: Session,
    pub(super) session_id: Option<String>,
    pub(super) room: String,
    pub(super) block: Block,
    pub(super) block_id: Option<String>,
}

/// Facts of a case so far, by the path of their element within the case.
#[derive(Debug, Default)]
pub(super) struct CaseFacts {
    fields: Fields,
    lines: [Option<String>; 5],
    forenames: [Option<String>; 3],
    nationalities: [Option<String>; 2],
    offences: Vec<ListedOffence>,
    other: BTreeMap<String, String>,
    fault: Option<Reason>,
}

#[derive(Debug, Default)]
struct Fields {
    case_no: Option<String>,
    urn: Option<String>,
    asn: Option<String>,
    listing: Option<String>,
    list_no: Option<String>,
    case_id: Option<String>,
    hearing_id: Option<String>,
    prosecutor: Option<String>,
    bail_conditions: Option<String>,
    name: Option<String>,
    title: Option<String>,
    surname: Option<String>,
    kind: Option<String>,
    sex: Option<String>,
    dob: Option<String>,
    pnc: Option<String>,
    cro: Option<String>,
    postcode: Option<String>,
}

impl CaseFacts {
    /// The beginning of an element with children of its own.
    pub(super) fn begin(&mut self, path: &str) {
        if path == "offences/offence" {
            self.offences.push(ListedOffence::default());
        }
    }

    /// Something wrong with the case; the first such thing is reported.
    pub(super) fn blame(&mut self, reason: Reason) {
        self.fault.get_or_insert(reason);
    }

    /// The text of the element at `path`.
    pub(super) fn set(&mut self, path: &str, given: &str) {
        let Some(value) = text::some(given) else { return };
        if let Some(what) = text::damage(&value) {
            self.blame(Reason::Garbled { what: format!("{path}: {what}") });
        }
        if let Some(field) = path.strip_prefix("offences/offence/") {
            self.set_offence(field, value);
            return;
        }
        let Some(place) = self.place(path) else {
            note(&mut self.other, path, &value);
            return;
        };
        let Some(first) = place else {
            *place = Some(value);
            return;
        };
        if *first != value {
            let reason = Reason::GivenTwice { field: path.to_owned(), first: first.clone(), second: value };
            self.blame(reason);
        }
    }

    fn place(&mut self, path: &str) -> Option<&mut Option<String>> {
        let fields = &mut self.fields;
        Some(match path {
            "caseno" => &mut fields.case_no,
            "urn" => &mut fields.urn,
            "asn" => &mut fields.asn,
            "cseq" => &mut fields.listing,
            "listno" => &mut fields.list_no,
            "c_id" => &mut fields.case_id,
            "h_id" => &mut fields.hearing_id,
            "inf" => &mut fields.prosecutor,
            "bailcond" => &mut fields.bail_conditions,
            "def_name" => &mut fields.name,
            "def_name_elements/title" => &mut fields.title,
            "def_name_elements/forename1" => &mut self.forenames[0],
            "def_name_elements/forename2" => &mut self.forenames[1],
            "def_name_elements/forename3" => &mut self.forenames[2],
            "def_name_elements/surname" => &mut fields.surname,
            "def_type" => &mut fields.kind,
            "def_sex" => &mut fields.sex,
            "def_dob" => &mut fields.dob,
            "pnc_id" => &mut fields.pnc,
            "cro_number" => &mut fields.cro,
            "def_addr/line1" => &mut self.lines[0],
            "def_addr/line2" => &mut self.lines[1],
            "def_addr/line3" => &mut self.lines[2],
            "def_addr/line4" => &mut self.lines[3],
            "def_addr/line5" => &mut self.lines[4],
            "def_addr/pcode" => &mut fields.postcode,
            "nationality_1" => &mut self.nationalities[0],
            "nationality_2" => &mut self.nationalities[1],
            _ => return None,
        })
    }

    fn set_offence(&mut self, field: &str, value: String) {
        let Some(offence) = self.offences.last_mut() else { return };
        let known = match field {
            "code" => &mut offence.code,
            "title" => &mut offence.title,
            "sum" => &mut offence.summary,
            "as" => &mut offence.act,
            "maxpen" => &mut offence.max_penalty,
            "plea" => &mut offence.plea,
            "adjreason" => &mut offence.adjourned_for,
            "oseq" if offence.seq.is_none() && value.parse::<u32>().is_ok() => {
                offence.seq = value.parse().ok();
                return;
            }
            "pleadate" | "convdate" | "adjdate" => {
                let day = match field {
                    "pleadate" => &mut offence.plea_on,
                    "convdate" => &mut offence.convicted_on,
                    _ => &mut offence.adjourned_on,
                };
                match (dates::day(&value), &day) {
                    (Some(date), None) => *day = Some(date),
                    _ => note(&mut offence.other, field, &value),
                }
                return;
            }
            _ => {
                note(&mut offence.other, field, &value);
                return;
            }
        };
        if known.is_none() {
            *known = Some(value);
        } else {
            note(&mut offence.other, field, &value);
        }
    }

    /// The case, or why it is of no use. `place` is asked only when the case itself is in order.
    pub(super) fn finish(self, place: impl FnOnce() -> Result<Place, Reason>) -> Result<ListedCase, Reason> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let CaseFacts { fields, lines, forenames, nationalities, offences, mut other, .. } = self;
        let organisation = fields.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("O"));
        let kind = if organisation { DefendantKind::Organisation } else { DefendantKind::Person };
        if let Some(unusual) = fields.kind.filter(|k| !matches!(k.as_str(), "P" | "O" | "p" | "o")) {
            note(&mut other, "def_type", &unusual);
        }
        let forenames = forenames.into_iter().flatten().collect();
        let name = match kind {
            DefendantKind::Organisation => fields.name.or(fields.surname).map(Name::whole),
            DefendantKind::Person => Name::given(fields.name.clone(), fields.title, forenames, fields.surname)
                .or_else(|| fields.name.map(Name::guessed)),
        };
        let name = name.ok_or(Reason::NoName)?;
        let case_no = fields.case_no.ok_or(Reason::NoCaseNumber)?;
        let place = place()?;

        let mut defendant = Defendant::named(name, kind);
        if let Some(unusual) = fields.sex.as_deref().filter(|sex| Sex::parse(sex).is_none()) {
            note(&mut other, "def_sex", unusual);
        }
        defendant.sex = fields.sex.as_deref().and_then(Sex::parse);
        defendant.dob = fields.dob.as_deref().and_then(dates::day);
        defendant.dob_given = fields.dob;
        defendant.pnc = fields.pnc.map(|raw| identifiers::pnc(raw, place.day.year()));
        defendant.cro = fields.cro.map(identifiers::cro);
        defendant.address = Address { lines: lines.into_iter().flatten().collect(), postcode: fields.postcode };
        defendant.nationalities = nationalities.into_iter().flatten().collect();
        if let Some(unusual) = fields.listing.as_deref().filter(|n| n.parse::<u32>().is_err()) {
            note(&mut other, "cseq", unusual);
        }
        let mut case = ListedCase {
            dummy_room: is_dummy(&place.room),
            court: place.court,
            day: place.day,
            session: place.session,
            room: place.room,
            listing: fields.listing.and_then(|n| n.parse().ok()),
            list_no: fields.list_no,
            block: place.block,
            case_no,
            urn: fields.urn,
            asn: fields.asn,
            prosecutor: fields.prosecutor,
            bail_conditions: fields.bail_conditions,
            source_ids: SourceIds {
                case: fields.case_id,
                hearing: fields.hearing_id,
                session: place.session_id,
                block: place.block_id,
            },
            defendant,
            offences,
            other,
            digest: Digest([0; 32]),
        };
        case.digest = case.facts();
        Ok(case)
    }
}

/// A time of day and the part of the day, from what a session gives as its start.
pub(super) fn session(starts: Option<&str>, ends: Option<&str>) -> Session {
    let time = |given: Option<&str>| -> Option<Time> { given.and_then(dates::time) };
    let part = super::SessionPart::of(time(starts), starts.unwrap_or_default());
    Session { part, starts: time(starts), ends: time(ends) }
}

/// Keeps a value that has no field of its own.
fn note(other: &mut BTreeMap<String, String>, name: &str, value: &str) {
    other
        .entry(name.to_owned())
        .and_modify(|earlier| {
            earlier.push_str("; ");
            earlier.push_str(value);
        })
        .or_insert_with(|| value.to_owned());
}
