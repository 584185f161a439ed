//! A county of two companies and a public service, with a handful of staff; and people put on record in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use access::Actor;
use jiff::civil::Date;
use practice::Standards;
use record::entry::Entry;
use record::facts::address::AddressRecorded;
use record::facts::organisation::{
    ProviderEstablished, ProviderKind, Role, SiteOpened, StaffJoined, StaffLeft, TeamFormed,
};
use record::facts::person::{Allocated, Name, Offence, OrderKind, OrderMade, PersonRecorded, Requirement, Sex};
use record::facts::plan::{NeedArea, Objective, PlanCompleted};
use record::facts::risk::{AssessmentCompleted, Harm, HarmGroup, HarmLevel, RISK, Setting};
use record::facts::site::{Nearby, SiteArranged, SiteAssessed};
use record::time::{Happened, Minute};
use record::{EntryId, StreamId};
use service::Said;
use store::{Act, Genesis, NewEntry, SideWrite, Store};

use crate::{Answer, Browser, PASSWORD, Stage};

/// Sign-in name, code, name, role, team. The name of a team begins with its provider's code.
const STAFF: [(&str, &str, &str, Role, &str); 10] = [
    ("olwen", "P01T1A1", "Olwen Officer", Role::Practitioner, "P01T1A"),
    ("peter", "P01T1A2", "Peter Practitioner", Role::Practitioner, "P01T1A"),
    ("sana", "P01T1A0", "Sana Senior", Role::SeniorProbationOfficer, "P01T1A"),
    ("adil", "P01T1A9", "Adil Administrator", Role::CaseAdministrator, "P01T1A"),
    ("quinn", "Q02T1A1", "Quinn Practitioner", Role::Practitioner, "Q02T1A"),
    ("rhys", "Q02T1A0", "Rhys Senior", Role::SeniorProbationOfficer, "Q02T1A"),
    ("cora", "N00CRT1", "Cora Courtly", Role::CourtOfficer, "N00CRT"),
    ("ada", "AUD0001", "Ada Auditor", Role::Auditor, "AUD000"),
    ("ines", "N00INF1", "Ines Keeper", Role::InformationOfficer, "N00INF"),
    ("ivan", "N00INF2", "Ivan Keeper", Role::InformationOfficer, "N00INF"),
];

/// Code, name, kind.
const PROVIDERS: [(&str, &str, ProviderKind); 4] = [
    ("P01", "Pinemere Rehabilitation Company", ProviderKind::Crc),
    ("Q02", "Quayside Rehabilitation Company", ProviderKind::Crc),
    ("N00", "Public Probation Service", ProviderKind::Nps),
    ("AUD", "Record audit", ProviderKind::Nps),
];

/// Somebody on record.
#[derive(Clone, Debug)]
pub struct Case {
    /// Their stream.
    pub stream: StreamId,
    /// Their number.
    pub crn: String,
    /// `Forenames Surname`.
    pub name: String,
    /// The address of the case.
    pub home: String,
}

/// What somebody was sentenced to.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The kind of order.
    pub kind: OrderKind,
    /// The main offence.
    pub offence: &'static str,
    /// Its code.
    pub code: &'static str,
    /// The day of sentence.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// A requirement: category, amount, unit.
    pub requirement: (&'static str, u32, &'static str),
    /// Whether their plan is completed on the first day.
    pub planned: bool,
    /// The risk of serious harm to everybody in the community, as assessed on the first day; none when nobody assessed it.
    pub assessed: Option<HarmLevel>,
}

impl Default for Sentence {
    fn default() -> Sentence {
        Sentence {
            kind: OrderKind::CommunityOrder,
            offence: "Theft from a shop",
            code: "04600",
            from: day("2015-08-03"),
            until: day("2016-08-02"),
            requirement: ("Rehabilitation activity", 20, "days"),
            planned: true,
            assessed: Some(HarmLevel::Medium),
        }
    }
}

/// A day written as `2015-12-15`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// The hash of the one password, worked out once.
pub(crate) fn phc() -> &'static str {
    static PHC: OnceLock<String> = OnceLock::new();
    PHC.get_or_init(|| service::sign_in::hash_password(PASSWORD, &[7; 16]).expect("a hash"))
}

/// What a record begins with.
pub fn genesis() -> Genesis {
    let origin = "throughcare.example/scenarios";
    Genesis {
        origin: origin.to_owned(),
        key: ledger::SigningKey::from_seed(origin, [7; 32]),
        seal_stream: StreamId::new("service", [1; 16]),
        reads_stream: StreamId::new("service", [2; 16]),
        meta: Vec::new(),
    }
}

impl Stage {
    /// A stage with the county's organisations and staff, and nobody on probation yet.
    pub fn new(now: &str) -> Stage {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(&folder.path().join("data"), genesis()).expect("a record");
        Stage::in_record(folder, store, now)
    }

    /// The same in a new record of either engine, made from [`genesis`].
    pub fn in_record(folder: tempfile::TempDir, store: Store, now: &str) -> Stage {
        let stage = Stage::over(folder, store, now);
        stage.say(organisations());
        let passwords = STAFF
            .iter()
            .map(|(_, code, ..)| SideWrite::PutPassword { staff: (*code).to_owned(), phc: phc().to_owned() });
        stage.service.store().put_here(SideWrite::All(passwords.collect())).expect("passwords");
        stage
    }

    /// Forms another team of an organisation, at its first office: `P01T2A`, by its code.
    pub fn team(&self, code: &str, name: &str) {
        let (provider, site) = (code[..3].to_owned(), format!("{}S1", &code[..3]));
        let team = TeamFormed { code: code.to_owned(), name: name.to_owned(), provider, site };
        self.say(vec![Said::new(&numbered_by("team", code), team, since())]);
    }

    /// Somebody joins a team, by their code, which begins with it, and can sign in.
    pub fn joins(&self, sign_in: &str, code: &str, name: &str, role: Role) {
        let joined = StaffJoined {
            code: code.to_owned(),
            name: name.to_owned(),
            role,
            team: code[..6].to_owned(),
            provider: code[..3].to_owned(),
            sign_in: sign_in.to_owned(),
            courts: Vec::new(),
        };
        self.say(vec![Said::new(&numbered_by("staff", code), joined, since())]);
        let password = SideWrite::PutPassword { staff: code.to_owned(), phc: phc().to_owned() };
        self.service.store().put_here(password).expect("a password");
    }

    /// Somebody leaves from a day on, by the name they sign in with.
    pub fn leaves(&self, sign_in: &str, from: Date) {
        let row = self.read(|snapshot| snapshot.staff_by_sign_in(sign_in)).expect("they work here");
        self.say(vec![Said::new(&row.stream, StaffLeft {}, Happened::On(from))]);
    }

    /// Puts facts on record as an older system would hand them over, at the clock's time, with what the views show.
    pub fn say(&self, said: Vec<Said>) {
        self.say_as(&migrator(), said);
    }

    /// The same, said by somebody.
    pub fn say_as(&self, actor: &Actor, said: Vec<Said>) {
        self.lay_down(actor, said, |bytes| bytes);
    }

    /// The same, as a newer release says it beside this one: it knows what it says, so its views show it; its kind has a version
    /// that this one has never heard of.
    pub fn say_newer(&self, said: Vec<Said>) {
        self.lay_down(&migrator(), said, |bytes| {
            let text = String::from_utf8(bytes).expect("text");
            let (before, _) = text.rsplit_once("\"v\":").expect("its version comes last");
            format!("{before}\"v\":99}}").into_bytes()
        });
    }

    fn lay_down(&self, actor: &Actor, said: Vec<Said>, laid: impl Fn(Vec<u8>) -> Vec<u8>) {
        let mut by_stream: BTreeMap<StreamId, Vec<Said>> = BTreeMap::new();
        for said in said {
            by_stream.entry(said.stream.clone()).or_default().push(said);
        }
        let now = self.now();
        for (stream, said) in by_stream {
            let mut entries = self.entries_of(&stream);
            let mut new = Vec::new();
            for said in said {
                let content = said.by(actor, "act-of-migration");
                let id = EntryId { stream: stream.clone(), seq: entries.len() as u64 + 1 };
                let bytes = laid(content.to_bytes().expect("a fact can be laid down"));
                new.push(NewEntry { stream: stream.clone(), salt: [3; 32], content: bytes });
                entries.push(Entry { id, recorded: now, content: Some(content) });
            }
            let rows = service::project::project(&stream, &entries, Standards::split_2014());
            let act = Act { act: "act-of-migration".to_owned(), at: now.0, entries: new, rows, ..Act::default() };
            self.service.store().append_here(act).expect("recorded");
        }
    }

    /// The entries of a stream.
    pub fn entries_of(&self, stream: &StreamId) -> Vec<Entry> {
        let rows = self.read(|snapshot| snapshot.entries(stream));
        let read = |row: store::EntryRow| Entry::read(stream, row.seq, row.recorded, row.content.as_deref());
        rows.into_iter().map(|row| read(row).expect("an entry can be read")).collect()
    }

    /// Somebody on record under an order, held by Olwen from the first day.
    pub fn person(&self, name: &str, sentence: &Sentence) -> Case {
        let case = self.unallocated(name, sentence);
        self.allocate(&case, "P01T1A1", sentence.from.min(self.now().day()));
        case
    }

    /// Somebody on record under an order that nobody was given yet.
    pub fn unallocated(&self, name: &str, sentence: &Sentence) -> Case {
        let number = self.next_person();
        let stream = StreamId::new("person", [number; 16]);
        let (forenames, surname) = name.split_once(' ').expect("two names");
        let crn = format!("Z{number:06}");
        let on = sentence.from.min(self.now().day());
        let made_on = Happened::On(on);
        let recorded = PersonRecorded {
            crn: crn.parse().expect("a CRN"),
            name: Name { surname: surname.to_owned(), forenames: forenames.to_owned() },
            born: Some(day("1988-03-01")),
            sex: Sex::Male,
        };
        let lines = vec!["1 Test Lane".to_owned(), "Pinemere".to_owned()];
        let postcode = "ZZ1 1ZZ".to_owned();
        let address = AddressRecorded { lines, postcode, from: on, ..AddressRecorded::default() };
        let (category, amount, unit) = sentence.requirement;
        let order = OrderMade {
            kind: sentence.kind,
            court: "Pinemere Magistrates’ Court".to_owned(),
            from: sentence.from,
            until: Some(sentence.until),
            main_offence: Offence { code: sentence.code.to_owned(), title: sentence.offence.to_owned() },
            requirements: vec![Requirement {
                component: "order-1.req-1".to_owned(),
                category: category.to_owned(),
                amount: Some(amount),
                unit: Some(unit.to_owned()),
            }],
        };
        let words = "Keep to the order".to_owned();
        let objective = Objective { id: "1".to_owned(), need: Some(NeedArea::Sentence), words };
        let plan = PlanCompleted { objectives: vec![objective] };
        let planned = sentence.planned.then(|| Said::new(&stream, plan, made_on).about("order-1"));
        let mut said = vec![
            Said::new(&stream, recorded, made_on),
            Said::new(&stream, address, made_on),
            Said::new(&stream, order, made_on).about("order-1"),
        ];
        said.extend(planned);
        said.extend(
            sentence.assessed.map(|level| Said::new(&stream, assessment(sentence.from, level), made_on).about(RISK)),
        );
        self.say(said);
        let home = format!("/cases/{}", stream.as_str().trim_start_matches("person-"));
        Case { stream, crn, name: name.to_owned(), home }
    }

    /// Gives the case to a member of staff from a day.
    pub fn allocate(&self, case: &Case, staff: &str, from: Date) {
        let to = Allocated {
            provider: staff[..3].to_owned(),
            provider_kind: ProviderKind::Crc,
            team: staff[..6].to_owned(),
            staff: staff.to_owned(),
        };
        self.say(vec![Said::new(&case.stream, to, Happened::On(from)).about("order-1")]);
    }

    /// Books an office appointment by the page, and gives its component.
    pub fn book(&self, browser: &Browser, case: &Case, starts: &str) -> String {
        let path = format!("{}/book", case.home);
        let starts: Minute = starts.parse().expect("a minute");
        let form = self.page(browser, &path).form(&path);
        let (hour, minute) = starts.clock();
        let form = form
            .with("date", &starts.day().strftime("%d/%m/%Y").to_string())
            .with("time", &format!("{hour}:{minute:02}"));
        self.done(browser, &form);
        let rows = self.read(|snapshot| snapshot.diary_of(&case.stream));
        let row = rows.into_iter().find(|row| row.starts == starts.to_string());
        row.expect("the appointment is in the diary").appointment
    }

    /// The form of an appointment's own page, with nothing proposed.
    pub fn outcome_form(&self, browser: &Browser, case: &Case, appointment: &str) -> crate::Form {
        let path = format!("{}/appointments/{appointment}", case.home);
        self.page(browser, &path).form(&path).with("next_date", "").with("next_time", "")
    }

    /// Says what came of an appointment by its own page.
    pub fn record(&self, browser: &Browser, case: &Case, appointment: &str, answers: &[(&str, &str)]) -> Answer {
        let form = self.outcome_form(browser, case, appointment);
        self.send(browser, &answers.iter().fold(form, |form, (name, value)| form.with(name, value)))
    }

    /// Books an appointment five minutes before it starts, and records on the spot what came of it.
    pub fn held(&self, browser: &Browser, case: &Case, starts: &str, answers: &[(&str, &str)]) -> String {
        let at: Minute = starts.parse().expect("a minute");
        self.set_clock(&at.plus_minutes(-5).to_string());
        let appointment = self.book(browser, case, starts);
        self.set_clock(&at.plus_minutes(20).to_string());
        let answer = self.record(browser, case, &appointment, answers);
        assert_eq!(answer.status, 303, "{}", answer.text());
        appointment
    }

    /// Everything on record of a case, as its timeline shows it.
    pub fn timeline(&self, browser: &Browser, case: &Case) -> Answer {
        self.page(browser, &format!("{}/timeline", case.home))
    }

    /// What the day's page says under “Due”.
    pub fn due(&self, browser: &Browser) -> String {
        let day = self.now().day();
        self.page(browser, &format!("/day/{day}?due=all")).between("Due", "Outcomes still to record")
    }
}

/// An assessment of everybody who might be harmed in the community, with what the predictors ask of the record.
pub fn assessment(convicted_on: Date, level: HarmLevel) -> AssessmentCompleted {
    let convicted_on = convicted_on.to_string();
    let answers = [
        ("dateOfCurrentConviction", convicted_on.as_str()),
        ("dateAtStartOfFollowup", &convicted_on),
        ("ageAtFirstSanction", "17"),
        ("totalNumberOfSanctionsForAllOffences", "9"),
        ("totalNumberOfViolentSanctions", "2"),
        ("supervisionStatus", "COMMUNITY"),
        ("hasEverCommittedSexualOffence", "false"),
    ];
    let groups = HarmGroup::ALL.into_iter().filter(|group| group.is_in(Setting::Community));
    AssessmentCompleted {
        order: "order-1".to_owned(),
        judgement: "Settled when work and a room hold; harm is likeliest when both go.".to_owned(),
        harm: groups.map(|group| Harm { group, setting: Setting::Community, level }).collect(),
        answers: answers.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect(),
    }
}

/// Who hands over what an older system held.
pub(crate) fn migrator() -> Actor {
    Actor {
        staff: "P01T1A0".to_owned(),
        name: "Sana Senior".to_owned(),
        role: Role::SeniorProbationOfficer,
        team: "P01T1A".to_owned(),
        provider: "P01".to_owned(),
        courts: Vec::new(),
    }
}

/// The day the county’s organisations begin.
fn since() -> Happened {
    Happened::On(day("2014-06-01"))
}

/// The stream of a unit or somebody who came later, by their code.
fn numbered_by(kind: &str, code: &str) -> StreamId {
    let mut bytes = [200; 16];
    for (byte, letter) in bytes.iter_mut().zip(code.bytes()) {
        *byte = letter;
    }
    StreamId::new(kind, bytes)
}

/// What a place was found fit for.
fn found(approved: bool, near: Vec<Nearby>) -> SiteAssessed {
    let conditions = String::new();
    SiteAssessed { approved, until: None, private: approved, alarm: approved, lone_working: false, near, conditions }
}

fn organisations() -> Vec<Said> {
    let on = since();
    let numbered = |kind: &str, at: usize| StreamId::new(kind, [u8::try_from(at + 1).expect("a few"); 16]);
    let site = |code: &str, town: &str| SiteOpened {
        code: code.to_owned(),
        name: format!("{town} office"),
        address: vec!["1 Sample Street".to_owned(), town.to_owned()],
        telephone: "01632 960 111".to_owned(),
    };
    let sites = [
        ("P01S1", "Pinemere", found(true, Vec::new())),
        ("Q02S1", "Quayside", found(true, Vec::new())),
        ("P01S2", "Chapel hall", found(false, Vec::new())),
        ("P01S3", "Market Tavern Yard", found(true, vec![Nearby::LicensedPremises])),
    ];
    let mut said = Vec::new();
    for (at, (code, town, found)) in sites.into_iter().enumerate() {
        let stream = numbered("site", at);
        let used_by = if at < 2 { Vec::new() } else { vec!["P01".to_owned(), "Q02".to_owned()] };
        said.push(Said::new(&stream, site(code, town), on));
        said.push(Said::new(&stream, SiteArranged { used_by, ..SiteArranged::default() }, on));
        said.push(Said::new(&stream, found, on));
    }
    for (at, (code, name, kind)) in PROVIDERS.iter().enumerate() {
        let provider = ProviderEstablished { code: (*code).to_owned(), name: (*name).to_owned(), kind: *kind };
        said.push(Said::new(&numbered("team", at), provider, on));
    }
    for (at, (code, name, site)) in
        [("P01T1A", "North team", "P01S1"), ("Q02T1A", "Quay team", "Q02S1"), ("N00CRT", "Court team", "P01S1")]
            .into_iter()
            .enumerate()
    {
        let team = TeamFormed {
            code: code.to_owned(),
            name: name.to_owned(),
            provider: code[..3].to_owned(),
            site: site.to_owned(),
        };
        said.push(Said::new(&numbered("team", at + PROVIDERS.len()), team, on));
    }
    for (at, (sign_in, code, name, role, team)) in STAFF.iter().enumerate() {
        let joined = StaffJoined {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            role: *role,
            team: (*team).to_owned(),
            provider: team[..3].to_owned(),
            sign_in: (*sign_in).to_owned(),
            courts: Vec::new(),
        };
        said.push(Said::new(&numbered("staff", at), joined, on));
    }
    said
}
