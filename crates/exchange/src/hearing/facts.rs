//! From one hearing's text to its rows.

use std::collections::VecDeque;
use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

use super::applications::{self, application};
use super::envelope::{self, Fields, Opened, place};
use super::offences::{offence, result};
use super::split;
use super::values::{damage, list, moment, number, truth, words};
use super::{Application, HeardDefendant, Sitting};
use crate::court_table::{CourtKind, CourtRef, CourtTable};
use crate::defendant::{Address, Defendant, DefendantKind, Name, Sex};
use crate::digest::Digest;
use crate::identifiers;
use crate::row::{FileError, Quarantined, Reason, Row};

/// A row to be made: the part of the text it stands in, the facts about the defendant, and about their case.
struct Draft {
    part: Range<usize>,
    person: Result<Value, Reason>,
    case: Value,
    applications: Vec<Application>,
    /// Everything that an application could name this row by.
    known_by: Vec<String>,
}

/// What is common to all rows of a hearing.
struct Hearing {
    id: String,
    court: CourtRef,
    jurisdiction: Option<CourtKind>,
    kind: Option<String>,
    days: Vec<Sitting>,
    room: Option<String>,
}

/// All rows of the hearing; `row` counts on over the file.
pub(super) fn rows(
    value: split::Value,
    row: &mut u64,
    courts: &CourtTable,
) -> Result<VecDeque<Row<HeardDefendant>>, FileError> {
    let split::Value { text, line, coding, file } = value;
    let text = match String::from_utf8(text) {
        Ok(text) => text,
        Err(error) => {
            *row += 1;
            let reason = Reason::Garbled { what: "bytes that are not UTF-8".to_owned() };
            return Ok(VecDeque::from([Row::Quarantined(Quarantined {
                row: *row,
                reason,
                bytes: error.into_bytes(),
            })]));
        }
    };
    let opened = envelope::open(text, coding, &file, line)?;
    let hearing_text = &opened.text()[opened.hearing.clone()];
    let fields = envelope::fields(hearing_text).map_err(|e| FileError::from_json(&e, &file, line))?;
    let (own_fields, drafts) = (head(&fields), drafts(&fields, opened.text()));
    let hearing = own_fields.and_then(|fields| hearing(&fields, courts));
    let rows = drafts.into_iter().map(|draft| {
        *row += 1;
        let part = draft.part.clone();
        let made = hearing.as_ref().map_err(Clone::clone).and_then(|hearing| heard(draft, hearing, &opened));
        match made {
            Ok(facts) => Row::Read(facts),
            Err(reason) => Row::Quarantined(Quarantined { row: *row, reason, bytes: opened.original(part) }),
        }
    });
    Ok(rows.collect())
}

/// The hearing's own fields, without its cases and applications.
fn head(fields: &Fields<'_>) -> Result<Value, Reason> {
    let mut head = serde_json::Map::new();
    for name in ["id", "courtCentre", "jurisdictionType", "type", "hearingDays"] {
        if let Some(raw) = fields.get(name) {
            head.insert(name.to_owned(), parse(raw)?);
        }
    }
    let head = Value::Object(head);
    match damage(&head) {
        Some(what) => Err(Reason::Garbled { what }),
        None => Ok(head),
    }
}

fn parse(raw: &RawValue) -> Result<Value, Reason> {
    serde_json::from_str(raw.get()).map_err(|e| Reason::Misshapen { what: e.to_string() })
}

fn hearing(head: &Value, courts: &CourtTable) -> Result<Hearing, Reason> {
    let id = words(head, "/id").ok_or(Reason::NoHearingId)?;
    let days: Vec<Sitting> = list(head, "/hearingDays").filter_map(sitting).collect();
    if days.is_empty() {
        let given = list(head, "/hearingDays").find_map(|day| words(day, "/sittingDay"));
        return Err(given.map_or(Reason::NoDay, |given| Reason::BadDay { given }));
    }
    let jurisdiction = match words(head, "/jurisdictionType").as_deref() {
        Some("CROWN") => Some(CourtKind::Crown),
        Some("MAGISTRATES") => Some(CourtKind::Magistrates),
        _ => None,
    };
    let (code, name) = (words(head, "/courtCentre/code"), words(head, "/courtCentre/name"));
    let kind = jurisdiction.unwrap_or(CourtKind::Magistrates);
    let court = courts.resolve(&[code.as_deref()], name.as_deref(), kind).ok_or_else(|| match name.or(code) {
        Some(name) => Reason::UnknownCourt { name },
        None => Reason::NoCourt,
    })?;
    Ok(Hearing {
        id,
        court,
        jurisdiction,
        kind: words(head, "/type/description"),
        days,
        room: words(head, "/courtCentre/roomName"),
    })
}

fn sitting(value: &Value) -> Option<Sitting> {
    let (day, starts) = moment(value, "/sittingDay")?;
    Some(Sitting {
        day,
        starts,
        minutes: number(value, "/listedDurationMinutes"),
        listing: number(value, "/listingSequence"),
        cancelled: truth(value, "/isCancelled"),
    })
}

/// A row for each defendant of each case, then one for each person whom only applications are about.
fn drafts(fields: &Fields<'_>, whole: &str) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for case in items(fields, "prosecutionCases", whole, &mut drafts) {
        let Ok(mut case_fields) = envelope::fields(case.get()) else {
            drafts.push(misshapen(place(whole, case.get()), "a prosecution case that is no object"));
            continue;
        };
        let defendants = items(&case_fields, "defendants", whole, &mut drafts);
        case_fields.remove("defendants");
        let head: Result<serde_json::Map<_, _>, Reason> =
            case_fields.into_iter().map(|(name, raw)| Ok((name, parse(raw)?))).collect();
        for defendant in defendants {
            let part = place(whole, defendant.get());
            let (case, person) = match head.clone() {
                Ok(head) => (Value::Object(head), parse(defendant)),
                Err(reason) => (Value::Null, Err(reason)),
            };
            drafts.push(draft(part, person, case));
        }
    }
    for item in items(fields, "courtApplications", whole, &mut drafts) {
        let part = place(whole, item.get());
        match parse(item) {
            Ok(value) => attach(&value, part, &mut drafts),
            Err(reason) => drafts.push(draft(part, Err(reason), Value::Null)),
        }
    }
    drafts
}

/// The elements of a list. What should be a list and is not becomes a row of its own, so that nothing is passed over.
fn items<'t>(fields: &Fields<'t>, name: &str, whole: &str, drafts: &mut Vec<Draft>) -> Vec<&'t RawValue> {
    let Some(raw) = fields.get(name).copied().filter(|raw| raw.get() != "null") else { return Vec::new() };
    serde_json::from_str(raw.get()).unwrap_or_else(|_| {
        drafts.push(misshapen(place(whole, raw.get()), &format!("{name} is no list")));
        Vec::new()
    })
}

fn misshapen(part: Range<usize>, what: &str) -> Draft {
    draft(part, Err(Reason::Misshapen { what: what.to_owned() }), Value::Null)
}

fn draft(part: Range<usize>, person: Result<Value, Reason>, case: Value) -> Draft {
    let mut known_by = Vec::new();
    if let Ok(person) = &person {
        known_by.extend(words(person, "/id"));
        known_by.extend(words(person, "/masterDefendantId"));
    }
    Draft { part, person, case, applications: Vec::new(), known_by }
}

/// Puts an application with the rows it is about: those of its person; else, when it names no person, those of its
/// cases; else a row of its own.
fn attach(value: &Value, part: Range<usize>, drafts: &mut Vec<Draft>) {
    let person = applications::person(value);
    let ids = person.map(applications::ids).unwrap_or_default();
    let cases = if person.is_none() { applications::cases(value) } else { Vec::new() };
    let mut attached = false;
    for draft in drafts.iter_mut() {
        let case = [words(&draft.case, "/id"), words(&draft.case, "/prosecutionCaseIdentifier/caseURN")];
        let of_case = case.iter().flatten().any(|id| cases.contains(id));
        if of_case || draft.known_by.iter().any(|id| ids.contains(id)) {
            draft.applications.push(application(value));
            attached = true;
        }
    }
    if attached {
        return;
    }
    let mut own = draft(part, person.cloned().ok_or(Reason::NoName), Value::Null);
    if let Some(what) = damage(value) {
        own.person = Err(Reason::Garbled { what });
    }
    own.known_by = ids;
    own.applications.push(application(value));
    drafts.push(own);
}

fn heard(draft: Draft, hearing: &Hearing, opened: &Opened) -> Result<HeardDefendant, Reason> {
    let (value, case) = (draft.person?, draft.case);
    if let Some(what) = damage(&value).or_else(|| damage(&case)) {
        return Err(Reason::Garbled { what });
    }
    let defendant = defendant(&value, hearing.days[0].day.year()).ok_or(Reason::NoName)?;
    let mut heard = HeardDefendant {
        hearing_id: hearing.id.clone(),
        event: opened.event,
        shared_at: opened.shared_at.clone(),
        court: hearing.court.clone(),
        jurisdiction: hearing.jurisdiction,
        hearing_type: hearing.kind.clone(),
        days: hearing.days.clone(),
        room: hearing.room.clone(),
        case_id: words(&case, "/id"),
        urn: words(&case, "/prosecutionCaseIdentifier/caseURN")
            .or_else(|| words(&case, "/prosecutionCaseIdentifier/prosecutionAuthorityReference")),
        prosecutor: words(&case, "/prosecutionCaseIdentifier/prosecutionAuthorityCode"),
        markers: list(&case, "/caseMarkers").filter_map(|marker| words(marker, "/markerTypeDescription")).collect(),
        defendant,
        youth: truth(&value, "/isYouth"),
        asn: words(&value, "/personDefendant/arrestSummonsNumber"),
        bail_status: words(&value, "/personDefendant/bailStatus/description"),
        bail_conditions: words(&value, "/personDefendant/bailConditions"),
        held_at: words(&value, "/personDefendant/custodialEstablishment/name"),
        offences: list(&value, "/offences").map(offence).collect(),
        results: ["/judicialResults", "/defendantCaseJudicialResults"]
            .iter()
            .flat_map(|name| list(&value, name))
            .map(result)
            .collect(),
        applications: draft.applications,
        digest: Digest([0; 32]),
    };
    heard.digest = heard.facts();
    Ok(heard)
}

fn defendant(value: &Value, year: i16) -> Option<Defendant> {
    let organisation = value.pointer("/legalEntityDefendant/organisation");
    let mut defendant = match (value.pointer("/personDefendant/personDetails"), organisation) {
        (Some(details), _) => person(details)?,
        (None, Some(body)) => Defendant::named(Name::whole(words(body, "/name")?), DefendantKind::Organisation),
        (None, None) => return None,
    };
    let details = value.pointer("/personDefendant/personDetails").or(organisation)?;
    let lines = (1..=5).filter_map(|n| words(details, &format!("/address/address{n}"))).collect();
    defendant.address = Address { lines, postcode: words(details, "/address/postcode") };
    defendant.contacts = ["home", "work", "mobile", "email", "primaryEmail", "secondaryEmail"]
        .iter()
        .filter_map(|kind| words(details, &format!("/contact/{kind}")))
        .collect();
    defendant.aliases = list(value, "/aliases").filter_map(alias).collect();
    defendant.pnc = words(value, "/pncId").map(|raw| identifiers::pnc(raw, year));
    defendant.cro = words(value, "/croNumber").map(identifiers::cro);
    defendant.defendant_id = words(value, "/id");
    defendant.master_id = words(value, "/masterDefendantId");
    Some(defendant)
}

fn person(details: &Value) -> Option<Defendant> {
    let part = |pointer: &str| words(details, pointer);
    let forenames = [part("/firstName"), part("/middleName")].into_iter().flatten().collect();
    let name = Name::given(None, part("/title"), forenames, part("/lastName"))?;
    let mut person = Defendant::named(name, DefendantKind::Person);
    person.sex = part("/gender").as_deref().and_then(Sex::parse);
    person.dob_given = part("/dateOfBirth");
    person.dob = person.dob_given.as_deref().and_then(crate::dates::day);
    person.nationalities =
        [part("/nationalityDescription"), part("/additionalNationalityDescription")].into_iter().flatten().collect();
    Some(person)
}

fn alias(value: &Value) -> Option<String> {
    let names: Vec<String> = ["/title", "/firstName", "/middleName", "/lastName", "/legalEntityName"]
        .iter()
        .filter_map(|part| words(value, part))
        .collect();
    (!names.is_empty()).then(|| names.join(" "))
}
