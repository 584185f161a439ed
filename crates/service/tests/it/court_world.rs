//! A small service with a folder of its own: made-up people, and staff who ask.

use std::sync::{Arc, Mutex};

use access::Actor;
use jiff::civil::{Date, date};
use practice::Standards;
use record::entry::Entry;
use record::facts::address::AddressRecorded;
use record::facts::organisation::{ProviderKind, Role, SiteOpened, StaffJoined, TeamFormed};
use record::facts::person::{
    AccessLimited, Allocated, AppointmentBooked, IdentifierRecorded, LimitKind, Name, Offence, OrderKind, OrderMade,
    OutcomeRecorded, PersonRecorded, Registered, Requirement, Scheme, Sex,
};
use record::facts::site::SiteAssessed;
use record::time::{Happened, Minute};
use record::{EntryId, StreamId};
use service::{Ask, Chance, Said, Service};
use store::{Act, Genesis, NewEntry, Store};
use tempfile::TempDir;

/// The list that most tests use: four cases that can be read in six.
pub(crate) const LIST: &str = include_str!("../../../exchange/tests/fixtures/list_soap.xml");
pub(crate) const BARE: &str = include_str!("../../../exchange/tests/fixtures/list_bare.xml");
pub(crate) const HEARING: &str = include_str!("../../../exchange/tests/fixtures/hearing.json");
pub(crate) const HEARINGS: &str = include_str!("../../../exchange/tests/fixtures/hearings.jsonl");

pub(crate) const COURT: &str = "B14LO";
/// The day of the first session of the list.
pub(crate) const DAY: Date = date(2015, 12, 14);

pub(crate) struct World {
    pub(crate) service: Service,
    _folder: TempDir,
}

struct Seeded(Mutex<u64>);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            // Constants of splitmix64; the quality of the bytes does not matter here.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = u8::try_from((mixed >> 32) & 0xff).unwrap();
        }
    }
}

impl World {
    pub(crate) fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let genesis = Genesis {
            origin: "test.example/court".into(),
            key: ledger::SigningKey::from_seed("test.example/court", [7; 32]),
            seal_stream: StreamId::new("service", [1; 16]),
            reads_stream: StreamId::new("service", [2; 16]),
            meta: Vec::new(),
        };
        let store = Store::create(&folder.path().join("data"), genesis).unwrap();
        let service = Service::new(store, Standards::split_2014(), Arc::new(Seeded(Mutex::new(1))));
        World { service, _folder: folder }
    }

    /// Entries in the streams of courts and imports.
    pub(crate) async fn court_entries(&self) -> usize {
        let counted = self.service.store().read(|snapshot| {
            let mut count = 0;
            for stream in snapshot.streams("court")?.into_iter().chain(snapshot.streams("import")?) {
                count += snapshot.entries(&stream)?.len();
            }
            Ok(count)
        });
        counted.await.unwrap()
    }

    /// Puts facts on record as an importer of old cases would, with what the views show of them.
    pub(crate) async fn say(&self, said: Vec<Said>) {
        let mut by_stream: std::collections::BTreeMap<StreamId, Vec<Said>> = std::collections::BTreeMap::new();
        for said in said {
            by_stream.entry(said.stream.clone()).or_default().push(said);
        }
        for (stream, said) in by_stream {
            let rows = self.service.store().entries(stream.clone()).await.unwrap();
            let mut entries: Vec<Entry> = rows
                .iter()
                .map(|row| Entry::read(&stream, row.seq, row.recorded, row.content.as_deref()).unwrap())
                .collect();
            let now = at("2015-12-01T09:00").now;
            let mut new = Vec::new();
            for said in said {
                let content = said.by(&officer().actor, "act");
                let id = EntryId { stream: stream.clone(), seq: entries.len() as u64 + 1 };
                new.push(NewEntry { stream: stream.clone(), salt: [3; 32], content: content.to_bytes().unwrap() });
                entries.push(Entry { id, recorded: now, content: Some(content) });
            }
            let rows = service::project::project(&stream, &entries, Standards::split_2014());
            let act = Act { act: "act".into(), at: now.0, entries: new, rows, ..Act::default() };
            self.service.store().append(act).await.unwrap();
        }
    }

    /// Somebody on record, on a community order held by the officer.
    pub(crate) async fn person(&self, bits: u8, name: (&str, &str), born: Date, pnc: Option<&str>) -> StreamId {
        let stream = StreamId::new("person", [bits; 16]);
        let (surname, forenames) = name;
        let on = Happened::On(date(2015, 6, 1));
        let mut said = vec![Said::new(
            &stream,
            PersonRecorded {
                crn: format!("Z{bits:06}").parse().unwrap(),
                name: Name { surname: surname.into(), forenames: forenames.into() },
                born: Some(born),
                sex: Sex::NotStated,
            },
            on,
        )];
        if let Some(given) = pnc {
            let canonical = record::ids::Pnc::parse(given, 2015).ok().map(String::from);
            let number = IdentifierRecorded { scheme: Scheme::Pnc, given: given.into(), canonical };
            said.push(Said::new(&stream, number, on));
        }
        let (lines, postcode, from) = (vec!["1 Test Lane".into()], "ZZ1 1ZZ".into(), date(2015, 6, 1));
        let address = AddressRecorded { lines, postcode, from, ..AddressRecorded::default() };
        said.push(Said::new(&stream, address, on));
        let order = OrderMade {
            kind: OrderKind::CommunityOrder,
            court: COURT.into(),
            from: date(2015, 6, 1),
            until: Some(date(2016, 5, 31)),
            main_offence: Offence { code: "TH68010".into(), title: "Theft from a shop".into() },
            requirements: vec![Requirement {
                component: "order-1.req-1".into(),
                category: "Unpaid work".into(),
                amount: Some(120),
                unit: Some("hours".into()),
            }],
        };
        said.push(Said::new(&stream, order, on).about("order-1"));
        let to = Allocated {
            provider: "P01".into(),
            provider_kind: ProviderKind::Crc,
            team: "P01T1A".into(),
            staff: "P01T1A1".into(),
        };
        said.push(Said::new(&stream, to, on).about("order-1"));
        self.say(said).await;
        stream
    }

    /// An appointment, with its outcome where one was recorded.
    pub(crate) async fn appointment(&self, person: &StreamId, starts: &str, outcome: Option<&str>) {
        let starts: Minute = starts.parse().unwrap();
        let component = format!("appointment-{starts}");
        let booked = AppointmentBooked {
            contact: "COAP".into(),
            order: "order-1".into(),
            starts,
            minutes: 30,
            site: "P01S1".into(),
            staff: "P01T1A1".into(),
            team: "P01T1A".into(),
            purpose: String::new(),
            room: String::new(),
            with: String::new(),
            series: None,
            at: None,
        };
        let mut said = vec![Said::new(person, booked, Happened::On(date(2015, 6, 2))).about(component.as_str())];
        said.extend(outcome.map(|code| {
            let outcome = OutcomeRecorded { outcome: code.into(), note: String::new() };
            Said::new(person, outcome, Happened::On(starts.day())).about(component.as_str())
        }));
        self.say(said).await;
    }

    /// A flag on the register.
    pub(crate) async fn flag(&self, person: &StreamId, words: &str) {
        let flag = Registered { register: "RHRH".into(), words: words.into(), review_on: None };
        self.say(vec![Said::new(person, flag, Happened::On(date(2015, 6, 2))).about("flag-1")]).await;
    }

    /// Only the officer may see the record.
    pub(crate) async fn restrict(&self, person: &StreamId) {
        let limit = AccessLimited { kind: LimitKind::Restriction, staff: vec!["P01T1A1".into()] };
        self.say(vec![Said::new(person, limit, Happened::On(date(2015, 6, 2))).about("limit-1")]).await;
    }

    /// The officer, their team and its office.
    pub(crate) async fn organisations(&self) {
        let on = Happened::On(date(2014, 6, 1));
        let (staff, team, site) =
            (StreamId::new("staff", [1; 16]), StreamId::new("team", [1; 16]), StreamId::new("site", [1; 16]));
        let joined = StaffJoined {
            code: "P01T1A1".into(),
            name: "Olwen Officer".into(),
            role: Role::Practitioner,
            team: "P01T1A".into(),
            provider: "P01".into(),
            sign_in: "olwen".into(),
            courts: Vec::new(),
        };
        let formed = TeamFormed {
            code: "P01T1A".into(),
            name: "North team".into(),
            provider: "P01".into(),
            site: "P01S1".into(),
        };
        let opened = SiteOpened {
            code: "P01S1".into(),
            name: "North office".into(),
            address: vec!["1 Sample Street".into()],
            telephone: "01632 960 111".into(),
        };
        let found = SiteAssessed {
            approved: true,
            until: None,
            private: true,
            alarm: true,
            lone_working: true,
            near: Vec::new(),
            conditions: String::new(),
        };
        self.say(vec![
            Said::new(&staff, joined, on),
            Said::new(&team, formed, on),
            Said::new(&site, opened, on),
            Said::new(&site, found, on),
        ])
        .await;
    }
}

fn ask(role: Role, staff: &str, team: &str, provider: &str, now: &str) -> Ask {
    let actor = Actor {
        staff: staff.into(),
        name: staff.into(),
        role,
        team: team.into(),
        provider: provider.into(),
        courts: vec![COURT.into()],
    };
    Ask { actor, now: now.parse::<Minute>().unwrap().instant(), screen: "test" }
}

/// The court officer, at a minute.
pub(crate) fn at(now: &str) -> Ask {
    ask(Role::CourtOfficer, "N01CRT1", "N01CRT", "N01", now)
}

/// The court officer on the morning of the list.
pub(crate) fn court() -> Ask {
    at("2015-12-14T08:30")
}

/// A court officer of another court.
pub(crate) fn other_court() -> Ask {
    ask(Role::CourtOfficer, "N02CRT1", "N02CRT", "N02", "2015-12-14T08:30")
}

/// Who holds the cases.
pub(crate) fn officer() -> Ask {
    ask(Role::Practitioner, "P01T1A1", "P01T1A", "P01", "2015-12-14T08:30")
}

/// An officer of another organisation.
pub(crate) fn stranger() -> Ask {
    ask(Role::Practitioner, "Q02T1A1", "Q02T1A", "Q02", "2015-12-14T08:30")
}
