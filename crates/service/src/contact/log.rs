//! The contact log of a case: appointments with what came of them, notes, letters, enforcement, newest first. What the
//! system says (orders, who holds the case) stands apart.

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use practice::catalogue::Mode;
use record::StreamId;
use record::case::{Appointment, CaseFile, Standing, View, resolve};
use record::entry::{Content, Entry, Handling};
use record::facts::Fact;
use record::time::Happened;

use super::attended;
use super::search::Wanted;
use crate::door::Opened;
use crate::{Ask, Problem, Service};

/// What a contact is filed under; one may be filed under several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// An appointment, held or not.
    Appointment,
    /// Somebody was seen: in the same room or by video.
    FaceToFace,
    /// By telephone.
    Telephone,
    /// Unpaid work.
    UnpaidWork,
    /// What was decided about a failure, and what followed.
    Enforcement,
    /// A letter, or a message in writing.
    Letter,
    /// A note.
    Note,
    /// What the record itself says: orders, who holds the case, plans.
    System,
}

impl Category {
    /// Every one, in the order of the chips.
    pub const ALL: [Category; 8] = [
        Category::Appointment,
        Category::FaceToFace,
        Category::Telephone,
        Category::UnpaidWork,
        Category::Enforcement,
        Category::Letter,
        Category::Note,
        Category::System,
    ];

    /// As it stands in an address.
    pub fn code(self) -> &'static str {
        match self {
            Category::Appointment => "appointments",
            Category::FaceToFace => "face-to-face",
            Category::Telephone => "telephone",
            Category::UnpaidWork => "unpaid-work",
            Category::Enforcement => "enforcement",
            Category::Letter => "letters",
            Category::Note => "notes",
            Category::System => "system",
        }
    }

    /// In words, for a chip.
    pub fn words(self) -> &'static str {
        match self {
            Category::Appointment => "Appointments",
            Category::FaceToFace => "Seen face to face",
            Category::Telephone => "Telephone",
            Category::UnpaidWork => "Unpaid work",
            Category::Enforcement => "Enforcement",
            Category::Letter => "Letters and messages",
            Category::Note => "Notes",
            Category::System => "System",
        }
    }

    /// The category of a code.
    pub fn of_code(code: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.code() == code)
    }
}

/// What of the log is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only what is filed under this; none for every contact, without what the system says.
    pub category: Option<Category>,
    /// From this day.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
    /// Words that have to stand in the note.
    pub words: Wanted,
}

/// A line of the log.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The entry that says most of it: an outcome rather than its booking.
    pub entry: &'a Entry,
    /// What that entry says.
    pub content: &'a Content,
    /// The appointment, where it is one.
    pub appointment: Option<&'a Appointment>,
    /// When it was, or is to be.
    pub when: Happened,
    /// What it is filed under.
    pub categories: Vec<Category>,
    /// What was typed, and may be searched.
    pub text: String,
    /// Whether the text is folded shut.
    pub handling: Handling,
}

impl Service {
    /// Opens a case for its log. Gives whether what is sensitive may be searched as well.
    pub async fn contact_log(&self, ask: &Ask, person: &StreamId) -> Result<(Opened, bool), Problem> {
        let opened = self.open(ask, Action::ViewCase, person, View::default()).await?;
        Ok((opened, access::role_does(ask.actor.role, Action::ViewSensitive)))
    }

    /// Logs that lines of a case's log were taken away as a file, and how many.
    pub async fn log_taken(&self, ask: &Ask, person: &StreamId, rows: usize) -> Result<(), Problem> {
        self.log_rows(ask, Action::ViewCase, person, rows).await
    }
}

/// The lines that are asked for, newest first. What is sensitive is searched only for those who may open it.
pub fn lines<'a>(
    file: &'a CaseFile,
    entries: &'a [Entry],
    asked: &Asked,
    may_open: bool,
    standards: &Standards,
) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = resolve(entries, View::default())
        .into_iter()
        .filter(|seen| seen.standing == Standing::Stands)
        .filter_map(|seen| line(file, seen.entry, seen.content?, standards))
        .filter(|line| match asked.category {
            Some(category) => line.categories.contains(&category),
            None => !line.categories.contains(&Category::System),
        })
        .filter(|line| asked.from.is_none_or(|from| line.when.day() >= from))
        .filter(|line| asked.to.is_none_or(|to| line.when.day() <= to))
        .filter(|line| asked.words.is_empty() || searched(line, &asked.words, may_open))
        .collect();
    let minute = |line: &Line<'_>| match line.when {
        Happened::At(at) => at.clock(),
        Happened::On(_) | Happened::Between(..) => (0, 0),
    };
    lines.sort_by_key(|line| std::cmp::Reverse((line.when.day(), minute(line), line.entry.id.seq)));
    lines
}

fn searched(line: &Line<'_>, words: &Wanted, may_open: bool) -> bool {
    (may_open || line.handling == Handling::Ordinary) && words.found_in(&line.text).is_some()
}

fn line<'a>(file: &'a CaseFile, entry: &'a Entry, content: &'a Content, standards: &Standards) -> Option<Line<'a>> {
    let component = content.component.as_deref().unwrap_or_default();
    let appointment = file.appointment(component);
    let reason = || content.reason.clone().unwrap_or_default();
    let of = |categories: Vec<Category>, text: String| Line {
        entry,
        content,
        appointment: None,
        when: content.happened,
        categories,
        text,
        handling: content.handling,
    };
    let system = |text: String| Some(of(vec![Category::System], text));
    let enforcement = |text: String| Some(of(vec![Category::Enforcement], text));
    match &content.fact {
        // An appointment is one line: its outcome, and its booking until there is one.
        Fact::AppointmentBooked(_) | Fact::OutcomeRecorded(_) => {
            let appointment = appointment?;
            let said_by = appointment.held.as_ref().map_or(&appointment.entry, |held| &held.entry);
            (entry.id == *said_by).then(|| Line {
                appointment: Some(appointment),
                when: Happened::At(appointment.booked.starts),
                text: texts(file, appointment),
                ..of(filed(appointment, standards), String::new())
            })
        }
        Fact::ContactNoted(noted) => Some(of(filed_note(&noted.contact, standards), noted.note.clone())),
        Fact::LetterIssued(_) => Some(of(vec![Category::Letter], reason())),
        Fact::FailureDecided(_) | Fact::WarningGiven(_) | Fact::BreachReferred(_) => enforcement(reason()),
        Fact::WarningWithdrawn(withdrawn) => enforcement(withdrawn.evidence.clone()),
        Fact::OrderMade(_)
        | Fact::OrderEnded(_)
        | Fact::Allocated(_)
        | Fact::PlanCompleted(_)
        | Fact::PlanReviewed(_)
        | Fact::Registered(_)
        | Fact::Deregistered(_)
        | Fact::AssessmentCompleted(_) => system(reason()),
        _ => None,
    }
}

/// Note, purpose and what was worked on: everything that was typed about an appointment.
fn texts(file: &CaseFile, appointment: &Appointment) -> String {
    let mut texts: Vec<String> = appointment.held.iter().map(|held| held.note.clone()).collect();
    if texts.iter().all(String::is_empty) {
        texts = vec![appointment.booked.purpose.clone()];
    }
    if let Some(worked) = &appointment.worked {
        let objectives = worked.objectives.iter().filter_map(|id| file.objective(id)).map(|o| o.words.as_str());
        let parts: Vec<&str> = objectives.chain([worked.words.as_str()]).filter(|part| !part.is_empty()).collect();
        texts.push(format!("Worked on: {}", parts.join("; ")));
    }
    texts.retain(|text| !text.is_empty());
    texts.join("\n")
}

fn filed(appointment: &Appointment, standards: &Standards) -> Vec<Category> {
    let mut categories = vec![Category::Appointment];
    let Some(kind) = standards.contact_type(&appointment.booked.contact) else { return categories };
    if kind.face_to_face && attended(standards, appointment) == Some(true) {
        categories.push(Category::FaceToFace);
    }
    if kind.mode == Mode::Telephone {
        categories.push(Category::Telephone);
    }
    if kind.code == "CUPA" {
        categories.push(Category::UnpaidWork);
    }
    categories
}

fn filed_note(code: &str, standards: &Standards) -> Vec<Category> {
    let kind = standards.contact_type(code);
    match kind.map(|kind| (kind.mode, kind.face_to_face)) {
        Some((_, true)) => vec![Category::FaceToFace],
        Some((Mode::Telephone, _)) => vec![Category::Telephone],
        Some((Mode::Written, _)) => vec![Category::Letter],
        _ => vec![Category::Note],
    }
}
