//! A caseload: every case that an officer or a team holds, sorted and filtered over all of it before a page is cut. Nothing
//! is folded: one question brings a narrow row of every case, another the people of the page that is shown.

use access::Action;
use jiff::civil::Date;
use practice::owner::{Because, Owner};
use practice::working::{WorkingFigure, value};
use practice::{LimitName, Standards};
use record::StreamId;
use store::{SavedViewRow, Scope, SideWrite};

pub use store::PersonRow;

use crate::holding::{held_by, named, visible};
use crate::{Ask, Problem, Service};

/// Cases on a page.
pub const PAGE: usize = 25;
/// Days ahead that something is due soon.
fn soon() -> i64 {
    value(WorkingFigure::DueSoonDays).into()
}

/// Ways of looking that one member of staff keeps of one list.
const MOST_VIEWS: usize = 20;
/// No name of one is longer.
const LONGEST_NAME: usize = 60;

/// Whose cases are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One's own, and those one covers.
    Mine,
    /// A team's, by its code: one's own, or one that one leads today.
    Team(String),
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// All there are.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// As it stands in an address.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }

            /// In words.
            pub fn words(self) -> &'static str {
                match self {
                    $($name::$variant => $words,)+
                }
            }

            /// The one of a code.
            pub fn of_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// What a caseload is sorted by.
    Sort {
        /// What is due, the longest due first.
        Due = "due", "Due";
        /// Surname, then forenames.
        Name = "name", "Name";
        /// The day the order ends.
        Ends = "ends", "Order ends";
        /// Risk of serious harm: unknown first, then the gravest.
        Risk = "risk", "Risk";
        /// The day they were last seen, the longest ago first.
        Seen = "seen", "Last seen";
        /// The next appointment.
        Next = "next", "Next";
        /// Who holds the case, by name.
        Officer = "officer", "Officer";
    }
}

codes! {
    /// Which cases are shown.
    Show {
        /// All of them.
        All = "all", "All";
        /// Something is late.
        Late = "late", "Something late";
        /// Something is due within a week.
        Soon = "soon", "Due within a week";
        /// A failure is to be decided about, or a breach to be referred.
        Undecided = "undecided", "Failure undecided";
        /// A breach is to be referred, and its last day or that of the order is within a week, or gone.
        Breach = "breach", "Breach near its last day";
        /// The sentence plan is not done.
        Unplanned = "unplanned", "No plan yet";
        /// Nobody has judged the risk of serious harm.
        Unknown = "unknown", "Risk unknown";
        /// The risk of serious harm is high or very high.
        High = "high", "High risk";
        /// Not seen for as long as the standards allow, or never.
        Unseen = "unseen", "Not seen lately";
        /// Nothing is booked.
        Unbooked = "unbooked", "Nothing booked";
        /// The order ends within two months.
        Ending = "ending", "Ending soon";
        /// A change that lowers risk waits for a second person.
        Countersign = "countersign", "To countersign";
        /// The officer is away, has left, or there is none.
        Unattended = "unattended", "Officer away or none";
        /// Given lately to an officer who holds more than can be done.
        Above = "above", "Given above the limit";
    }
}

/// What is asked of a caseload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Whose cases.
    pub whose: Whose,
    /// Sorted by.
    pub sort: Sort,
    /// The other way round.
    pub reversed: bool,
    /// Which of them.
    pub show: Show,
    /// Which page, from 1; none for all rows.
    pub page: Option<usize>,
}

/// A case in a caseload.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// The person's stream.
    pub stream: StreamId,
    /// Who it is; none where access to the record is limited, and then nothing else is told either.
    pub person: Option<PersonRow>,
    /// Whether it is limited for whoever asks.
    pub limited: bool,
    /// How the running order stands; none where none runs.
    pub standing: Option<Standing>,
    /// Who holds it, by staff code; empty while a team does without an officer.
    pub officer: String,
    /// Since when they do.
    pub since: Option<Date>,
    /// How many its officer holds, of those that were asked for.
    pub beside: usize,
    /// Who answers for it today.
    pub owner: Owner,
    /// The day they last came to an appointment.
    pub seen: Option<Date>,
    /// When the next appointment starts: `YYYY-MM-DDTHH:MM`.
    pub next: Option<String>,
    /// What is due, whenever; those put aside as well.
    pub duties: Vec<Due>,
    /// Surname and forenames, to sort by.
    pub(crate) named: (String, String),
}

/// How a running order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its last day; none for life.
    pub ends_on: Option<String>,
    /// The highest risk of serious harm that stands; empty when nobody judged it.
    pub harm: String,
    /// The tier kept by judgement; empty when none is.
    pub tier: String,
    /// Changes that wait for a second person.
    pub waiting: i64,
}

/// Something due, without its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which duty.
    pub duty: String,
    /// The day it is due, if it has one.
    pub due_on: Option<String>,
    /// Whether somebody put its alarm aside.
    pub quiet: bool,
}

/// A page of a caseload.
#[derive(Debug)]
pub struct Caseload {
    /// The rows of the page.
    pub rows: Vec<CaseRow>,
    /// How many cases are shown by the filter, on all pages.
    pub shown: usize,
    /// How many are held.
    pub held: usize,
    /// How many each filter shows.
    pub counts: Vec<(Show, usize)>,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
}

impl CaseRow {
    /// How many things are late, put aside or not.
    pub fn late(&self, today: Date) -> usize {
        self.due_before(today).count()
    }

    /// How many are due from today within a week.
    pub fn soon(&self, today: Date) -> usize {
        let (from, to) = (today.to_string(), shifted(today, soon()));
        self.days().filter(|due| **due >= from && **due <= to).count()
    }

    /// What is late, put aside or not.
    pub fn due_before(&self, today: Date) -> impl Iterator<Item = &Due> {
        let today = today.to_string();
        self.duties.iter().filter(move |duty| duty.due_on.as_ref().is_some_and(|due| *due < today))
    }

    fn days(&self) -> impl Iterator<Item = &String> {
        self.duties.iter().filter_map(|duty| duty.due_on.as_ref())
    }

    fn harm(&self) -> &str {
        self.standing.as_ref().map_or("", |standing| standing.harm.as_str())
    }

    /// Whether a filter shows it. Of a limited record nothing is told, not even by which filter it would come.
    pub fn is_shown(&self, show: Show, today: Date, standards: &Standards) -> bool {
        if show == Show::All {
            return true;
        }
        if self.limited {
            return false;
        }
        let owes = |kinds: &[&str]| self.duties.iter().any(|duty| kinds.contains(&duty.duty.as_str()));
        match show {
            Show::All => true,
            Show::Late => self.late(today) > 0,
            Show::Soon => self.soon(today) > 0,
            Show::Undecided => owes(&["decision-after-failure", "breach-referral"]),
            Show::Breach => self.is_breach_near(today),
            Show::Above => {
                let lately = today.saturating_sub(jiff::Span::new().days(crate::team::load_days()));
                let ceiling = standards.limit(LimitName::CaseloadCeiling).value;
                u64::try_from(self.beside).unwrap_or(u64::MAX) > u64::from(ceiling)
                    && self.since.is_some_and(|from| from > lately)
            }
            Show::Unplanned => owes(&["sentence-plan"]),
            Show::Unknown => self.harm().is_empty(),
            Show::High => matches!(self.harm(), "high" | "very_high"),
            Show::Unseen => {
                let days = i64::from(standards.limit(LimitName::ContactGap).value);
                let last = today.saturating_sub(jiff::Span::new().days(days));
                self.seen.is_none_or(|seen| seen < last)
            }
            Show::Unbooked => self.next.is_none(),
            Show::Ending => self.ends().is_some_and(|ends| ends <= shifted(today, 60)),
            Show::Countersign => self.standing.as_ref().is_some_and(|standing| standing.waiting > 0),
            Show::Unattended => self.owner.because != Because::Manages,
        }
    }

    /// After the last day of an order nothing can be laid before the court under it.
    fn is_breach_near(&self, today: Date) -> bool {
        let near = shifted(today, soon());
        let mut breaches = self.duties.iter().filter(|duty| duty.duty == "breach-referral");
        let ends = self.ends().is_some_and(|last| last <= near);
        breaches.any(|duty| ends || duty.due_on.as_ref().is_none_or(|due| *due <= near))
    }

    fn ends(&self) -> Option<String> {
        self.standing.as_ref()?.ends_on.clone()
    }

    /// Limited records stand last, whatever is asked.
    fn key(&self, sort: Sort) -> (bool, String, String) {
        let name = format!("{}\u{0}{}", self.named.0, self.named.1);
        let last = || "9999".to_owned();
        let key = match sort {
            Sort::Due => self.days().min().cloned().unwrap_or_else(last),
            Sort::Name => name.clone(),
            Sort::Ends => self.ends().unwrap_or_else(last),
            Sort::Risk => match self.harm() {
                "" => "0",
                "very_high" => "1",
                "high" => "2",
                "medium" => "3",
                _ => "4",
            }
            .to_owned(),
            Sort::Seen => self.seen.map(|day| day.to_string()).unwrap_or_default(),
            Sort::Next => self.next.clone().unwrap_or_default(),
            Sort::Officer => self.officer.clone(),
        };
        (self.limited, key, name)
    }
}

impl Service {
    /// A page of the caseload of whoever asks, or of their team; every row of it when no page is named.
    pub async fn caseload(&self, ask: &Ask, question: Question) -> Result<Caseload, Problem> {
        let (today, standards) = (ask.today(), self.standards());
        let mut rows = self.cases_held(ask, question.whose).await?;
        let held = rows.len();
        let counts = Show::ALL
            .iter()
            .map(|show| (*show, rows.iter().filter(|row| row.is_shown(*show, today, standards)).count()))
            .collect();
        rows.retain(|row| row.is_shown(question.show, today, standards));
        sort(&mut rows, question.sort, question.reversed);
        let shown = rows.len();
        let pages = shown.div_ceil(PAGE).max(1);
        let page = question.page.unwrap_or(1).clamp(1, pages);
        if question.page.is_some() {
            rows = rows.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        }
        self.permit_list(ask, Action::ViewCaseload, rows.len()).await?;
        let rows = self.store.read(move |snapshot| named(snapshot, rows)).await?;
        Ok(Caseload { rows, shown, held, counts, page, pages })
    }

    /// Every case, unsorted and without who they are ([`named`]). The caller logs that they were shown.
    pub(crate) async fn cases_held(&self, ask: &Ask, whose: Whose) -> Result<Vec<CaseRow>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let whose = match whose {
            Whose::Team(team) => Whose::Team(self.team_to_see(ask, &team).await?),
            Whose::Mine => Whose::Mine,
        };
        let rows = self.store.read(move |snapshot| match whose {
            Whose::Team(team) => held_by(snapshot, &Scope::Team(team), &actor.staff, today),
            Whose::Mine => {
                let mut rows = held_by(snapshot, &Scope::Officer(actor.staff.clone()), &actor.staff, today)?;
                for absent in crate::owner::covered(snapshot, &actor, today)? {
                    let theirs = held_by(snapshot, &Scope::Officer(absent), &actor.staff, today)?;
                    let new: Vec<CaseRow> =
                        theirs.into_iter().filter(|row| rows.iter().all(|own| own.stream != row.stream)).collect();
                    rows.extend(new);
                }
                Ok(rows)
            }
        });
        Ok(rows.await?)
    }

    /// One's own ways of looking at a list, by name.
    pub async fn saved_views(&self, ask: &Ask, page: &'static str) -> Result<Vec<SavedViewRow>, Problem> {
        let staff = ask.actor.staff.clone();
        Ok(self.store.read(move |snapshot| snapshot.saved_views(&staff, page)).await?)
    }

    /// Keeps a way of looking at a list under a name.
    pub async fn save_view(&self, ask: &Ask, page: &'static str, name: &str, query: String) -> Result<(), Problem> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Problem::field("name", format!("Give it a name of at most {LONGEST_NAME} letters")));
        }
        let kept = self.saved_views(ask, page).await?;
        if kept.len() >= MOST_VIEWS && kept.iter().all(|view| view.name != name) {
            return Err(Problem::field("name", format!("You keep {MOST_VIEWS} already: remove one first")));
        }
        let row = SavedViewRow {
            staff: ask.actor.staff.clone(),
            page: page.to_owned(),
            name: name.to_owned(),
            query,
            saved_at: ask.now.0,
        };
        Ok(self.store.put(SideWrite::PutView(row)).await?)
    }

    /// Forgets one of one's own ways of looking at a list.
    pub async fn drop_view(&self, ask: &Ask, page: &'static str, name: &str) -> Result<(), Problem> {
        let (staff, page, name) = (ask.actor.staff.clone(), page.to_owned(), name.to_owned());
        Ok(self.store.put(SideWrite::DropView { staff, page, name }).await?)
    }

    /// Notes that a record was opened, so that it is found again. The log of reads has it already.
    pub fn note_opened(&self, ask: &Ask, case: &StreamId) {
        self.store.put_soon(SideWrite::Opened { staff: ask.actor.staff.clone(), stream: case.clone(), at: ask.now.0 });
    }

    /// The records one opened last, the latest first; those one may no longer see are left out.
    pub async fn opened_lately(&self, ask: &Ask) -> Result<Vec<PersonRow>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        let people = self.store.read(move |snapshot| {
            let streams = snapshot.opened_lately(&actor.staff)?;
            visible(snapshot, &streams, &actor.staff, today)
        });
        Ok(people.await?)
    }
}

pub(crate) fn sort(rows: &mut [CaseRow], by: Sort, reversed: bool) {
    rows.sort_by(|a, b| {
        let (a_key, b_key) = (a.key(by), b.key(by));
        let order = if reversed { b_key.1.cmp(&a_key.1) } else { a_key.1.cmp(&b_key.1) };
        a_key.0.cmp(&b_key.0).then(order).then_with(|| a_key.2.cmp(&b_key.2)).then_with(|| a.stream.cmp(&b.stream))
    });
}

pub(crate) fn shifted(day: Date, days: i64) -> String {
    day.saturating_add(jiff::Span::new().days(days)).to_string()
}
