//! What each kind of fact says, in words, for whoever reads an entry.

use practice::Standards;
use record::case::CaseFile;
use record::entry::Content;
use record::facts::Fact;
use record::facts::message::Channel;
use record::facts::person::{AppointmentMoved, Decision};
use record::facts::risk::Signature;
use service::directory::Names;

use crate::components::{Flag, Link, Tone};
use crate::handlers::appointments::visits::whereabouts;
use crate::handlers::case::risk_words::change_words;
use crate::handlers::post::words as post_words;
use crate::words::{clock, minute, outcome_flag, short_day};

/// What an entry says, in words.
#[derive(Default)]
pub(super) struct Told {
    pub(super) title: String,
    pub(super) href: Option<String>,
    pub(super) flags: Vec<Flag>,
    pub(super) text: Vec<String>,
    pub(super) links: Vec<Link>,
}

impl Told {
    pub(super) fn new(title: impl Into<String>) -> Told {
        Told { title: title.into(), ..Told::default() }
    }

    pub(super) fn text(mut self, text: &str) -> Told {
        self.text.extend(text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        self
    }
}

/// An entry in words.
pub(super) fn tell(
    content: &Content,
    home: &str,
    seq: u64,
    file: &CaseFile,
    names: &Names,
    standards: &Standards,
) -> Told {
    let component = content.component.as_deref().unwrap_or_default();
    let own_page = || Some(format!("{home}/appointments/{component}"));
    let contact = |code: &str| standards.contact_type(code).map_or_else(|| code.to_owned(), |kind| kind.words.clone());
    let held = |prefix: &str| match file.appointment(component) {
        Some(a) => format!("{prefix}: {}, {}", contact(&a.booked.contact), minute(a.booked.starts)),
        None => prefix.to_owned(),
    };
    let told = match &content.fact {
        Fact::PersonRecorded(p) => Told::new("Person recorded").text(&format!("{}, {}", p.name.plain(), p.crn)),
        Fact::AliasRecorded(a) => Told::new("Other name recorded").text(&a.name.plain()),
        Fact::IdentifierRecorded(i) => Told::new("Identity number recorded").text(&i.given),
        Fact::AddressRecorded(_) | Fact::AddressEnded(_) => tell_of_address(content, home, file),
        Fact::NeedRecorded(n) => Told::new("Need recorded").text(&format!("{} {}", n.need, n.detail)),
        Fact::OrderMade(o) => {
            let mut told = Told::new(format!("{} made at {}", o.kind.words(), o.court));
            told.text = vec![format!("Main offence: {}", o.main_offence.title)];
            told.text.extend(o.requirements.iter().map(|r| match (r.amount, &r.unit) {
                (Some(amount), Some(unit)) => format!("{}: {amount} {unit}", r.category),
                _ => r.category.clone(),
            }));
            told
        }
        Fact::OrderEnded(e) => Told::new(format!("Order ended: {}", e.ending.words())),
        Fact::Allocated(a) => Told::new("Allocated").text(&format!(
            "{}, {}, {}",
            officer(&a.staff, names),
            names.of_unit(&a.team),
            names.of_unit(&a.provider)
        )),
        Fact::AppointmentBooked(b) => {
            let title = format!("Booked: {}, {}", contact(&b.contact), minute(b.starts));
            let place = whereabouts(names, &b.site, b.at.as_ref(), "");
            let place = format!("{place}, with {}", names.of_staff(&b.staff));
            Told { href: own_page(), ..Told::new(title).text(&place).text(&b.purpose) }
        }
        Fact::AppointmentMoved(to) => Told { href: own_page(), ..tell_of_move(to, component, seq, file, names) },
        Fact::AppointmentCancelled(_) => Told::new("Appointment called off"),
        Fact::Arrived(a) => Told::new("Came in").text(&names.of_place(&a.site)),
        Fact::Left(_) => Told::new("Left the building"),
        Fact::OutcomeRecorded(o) => Told {
            href: own_page(),
            flags: vec![outcome_flag(standards, &o.outcome)],
            ..Told::new(held("Outcome")).text(&o.note)
        },
        Fact::ContactNoted(n) => Told::new(contact(&n.contact)).text(&n.note),
        Fact::PlanCompleted(_) | Fact::PlanReviewed(_) | Fact::WorkRecorded(_) => {
            tell_of_plan(&content.fact, home, file)
        }
        Fact::FailureDecided(d) => Told {
            href: own_page(),
            flags: vec![Flag::new(Tone::Note, decision_words(d.decision))],
            ..Told::new(held("Decided"))
        },
        Fact::WarningGiven(w) => Told::new(format!("Warning, served {}", short_day(w.served_on)))
            .text(&format!("Evidence of an excuse invited by {}.", short_day(w.evidence_by))),
        Fact::WarningWithdrawn(w) => Told::new("Warning withdrawn").text(&w.evidence),
        Fact::BreachReferred(b) => referred(b.failures.len()),
        Fact::LetterIssued(l) => Told {
            href: Some(format!("{home}/letters/{seq}")),
            links: vec![Link::new("See and print the letter", format!("{home}/letters/{seq}"))],
            ..Told::new(format!("Letter issued, by {}", l.by))
        },
        Fact::ContactDetails(_)
        | Fact::MessageQueued(_)
        | Fact::EmailQueued(_)
        | Fact::MessageDispatched(_)
        | Fact::MessageDelivered(_)
        | Fact::MessageDelayed(_)
        | Fact::MessageFailed(_)
        | Fact::MessageReturned(_) => tell_of_messages(content, home, file),
        Fact::Registered(r) => Told::new("Registered").text(&r.words),
        Fact::AffiliationRecorded(_) | Fact::AffiliationEnded(_) => tell_of_group(content, file),
        Fact::Deregistered(_) => Told::new("Register flag taken down"),
        Fact::AssessmentCompleted(a) => {
            Told { href: Some(format!("{home}/risk")), ..Told::new("Risk assessed").text(&a.judgement) }
        }
        Fact::RiskChangeProposed(p) => Told {
            href: Some(format!("{home}/risk")),
            ..Told::new("Change of risk proposed").text(&change_words(&p.change, file))
        },
        Fact::RiskChangeCountersigned(s) => {
            let words = match s.decided {
                Signature::Agreed => "Change of risk countersigned",
                Signature::Declined => "Change of risk declined",
            };
            Told {
                href: Some(format!("{home}/risk")),
                ..Told::new(words)
                    .text(&format!("Proposed by entry {}.", content.because.first().map_or(0, |id| id.seq)))
            }
        }
        Fact::Raised(raised) => tell_of_raised("Raised with whoever leads", &raised.words, home),
        Fact::RaisedAnswered(answer) => tell_of_raised("Answered, to what was raised", &answer.words, home),
        fact => tell_of_record(fact),
    };
    match &content.reason {
        Some(reason) => told.text(&format!("Reason: {reason}")),
        None => told,
    }
}

fn referred(failures: usize) -> Told {
    Told::new("Referred to an enforcement officer").text(&format!("{failures} failure(s) under the order"))
}

/// What was raised, or answered.
fn tell_of_raised(what: &str, words: &str, home: &str) -> Told {
    Told { href: Some(format!("{home}/raised")), ..Told::new(what).text(words) }
}

/// What is said about a group they belong to.
fn tell_of_group(content: &Content, file: &CaseFile) -> Told {
    if let Fact::AffiliationRecorded(said) = &content.fact {
        return Told::new(format!("Said to belong to {}", said.group)).text(&said.source);
    }
    let of = content.because.first();
    let group = file.affiliations.iter().find(|one| Some(&one.entry) == of);
    Told::new(group.map_or_else(|| "Left a group".to_owned(), |one| format!("No longer of {}", one.words)))
}

/// What is said about where they live.
fn tell_of_address(content: &Content, home: &str, file: &CaseFile) -> Told {
    let href = Some(format!("{home}/addresses"));
    if let Fact::AddressRecorded(address) = &content.fact {
        let until = address.until.map(|day| format!(" to {}", short_day(day))).unwrap_or_default();
        let told = Told { href, ..Told::new(format!("{} recorded", address.kind.words())) };
        let told = told.text(&address.line()).text(&format!("From {}{until}.", short_day(address.from)));
        return if address.said_by.is_empty() { told } else { told.text(&format!("Source: {}", address.said_by)) };
    }
    let name = content.component.as_deref().unwrap_or_default();
    let address = file.person.as_ref().and_then(|person| person.address(name));
    let line = address.map(|address| address.recorded.line()).unwrap_or_default();
    let until = match &content.fact {
        Fact::AddressEnded(ended) => format!("Last day {}.", short_day(ended.until)),
        _ => String::new(),
    };
    Told { href, ..Told::new("Address ended") }.text(&line).text(&until)
}

/// What is said about the plan and the work on it.
fn tell_of_plan(fact: &Fact, home: &str, file: &CaseFile) -> Told {
    let href = Some(format!("{home}/plan"));
    let words = |id: &String| file.objective(id).map_or_else(|| id.clone(), |objective| objective.words.clone());
    let set = |objectives: &[record::facts::plan::Objective]| {
        objectives.iter().map(|objective| objective.words.as_str()).collect::<Vec<_>>().join("\n")
    };
    match fact {
        Fact::PlanCompleted(plan) => Told { href, ..Told::new("Sentence plan completed").text(&set(&plan.objectives)) },
        Fact::PlanReviewed(review) => {
            let mut told = Told { href, ..Told::new("Sentence plan reviewed") };
            for reviewed in &review.reviewed {
                let why = if reviewed.reason.is_empty() { String::new() } else { format!(" ({})", reviewed.reason) };
                told = told.text(&format!("{}: {}{why}", reviewed.state.words(), words(&reviewed.objective)));
            }
            told.text(&set(&review.added))
        }
        Fact::WorkRecorded(work) => {
            let objectives: Vec<String> = work.objectives.iter().map(words).collect();
            Told::new("Worked on").text(&objectives.join("\n")).text(&work.words)
        }
        other => Told::new(other.kind().replace('_', " ")),
    }
}

/// What is said about reaching the person, and what became of what was sent.
fn tell_of_messages(content: &Content, home: &str, file: &CaseFile) -> Told {
    let about = content.because.first().map_or(0, |id| id.seq);
    let letter = file.letter_of(about);
    let what = if letter.is_some() { "Letter" } else { "Reminder" };
    let href = letter.map(|letter| format!("{home}/letters/{}", letter.entry.seq));
    let told = match &content.fact {
        Fact::ContactDetails(details) => {
            let (number, texts) = post_words::reach(Some(details));
            return Told { href: Some(format!("{home}/reach")), ..Told::new("How to reach them") }
                .text(&number)
                .text(&texts);
        }
        Fact::MessageQueued(queued) => {
            let title = format!("Reminder to send, of {}", minute(queued.starts));
            let href = Some(format!("{home}/appointments/{}", queued.appointment));
            return Told { href, ..Told::new(title) }.text(&format!("“{}”", queued.words));
        }
        Fact::EmailQueued(queued) => {
            let title = format!("Reminder to send by e-mail, of {}", minute(queued.starts));
            let href = Some(format!("{home}/appointments/{}", queued.appointment));
            return Told { href, ..Told::new(title) }.text(&format!("“{}”", queued.words));
        }
        Fact::MessageDispatched(sent) => match sent.by {
            Channel::Post => Told::new("Letter posted"),
            Channel::Hand => Told::new("Letter handed over"),
            Channel::Text => Told::new("Reminder sent"),
        },
        Fact::MessageDelivered(_) => Told::new(format!("{what} arrived")),
        Fact::MessageDelayed(_) => Told::new(format!("{what} delayed, and still on its way")),
        Fact::MessageFailed(_) => {
            Told { flags: vec![Flag::new(Tone::Soon, "Not sent")], ..Told::new(format!("{what} could not be sent")) }
        }
        Fact::MessageReturned(_) => {
            Told { flags: vec![Flag::new(Tone::Soon, "Came back")], ..Told::new(format!("{what} came back")) }
        }
        other => Told::new(other.kind().replace('_', " ")),
    };
    Told { href, ..told }
}

/// What is said about the record itself: who may see it, what was taken off it.
fn tell_of_record(fact: &Fact) -> Told {
    match fact {
        Fact::AccessLimited(_) => Told::new("Access to this record was limited"),
        Fact::AccessLimitEnded(_) => Told::new("A limit on access was ended"),
        Fact::Retracted(r) if r.recorded_elsewhere => {
            Told::new("An entry was taken off this record and recorded where it belongs")
        }
        Fact::Retracted(_) => Told::new("An entry was taken off this record"),
        Fact::Erased(e) => {
            let entries = crate::words::count(e.entries.len(), "entry", "entries");
            Told::new(format!("{entries} erased: {}", e.authority))
        }
        Fact::ReadersTold(told) => {
            let people = crate::words::count(told.readers.len(), "person", "people");
            Told::new(match told.lists {
                None => format!("{people} had opened the record meanwhile: told"),
                Some(_) => format!("{people} may have seen it meanwhile in a list: told"),
            })
        }
        Fact::AlarmDismissed(aside) => {
            let duty: Option<practice::DutyKind> = serde_json::from_str(&format!("\"{}\"", aside.duty)).ok();
            let duty = duty.map_or_else(|| aside.duty.clone(), |duty| duty.to_string());
            Told::new(format!("Alarm put aside: {duty}. {}", aside.why.words()))
        }
        Fact::UnseenSignedOff(line) => {
            let month = line.month.strftime("%B %Y");
            Told::new(format!("{month} signed off: not seen face to face since {}", short_day(line.since)))
                .text(&line.action)
        }
        Fact::ErasureProposed(p) => Told::new(format!("Erasure proposed: {}", p.authority)),
        Fact::ErasureDeclined(_) => Told::new("A proposed erasure was declined"),
        Fact::LegalHoldPlaced(h) => Told::new(format!("Legal hold placed: {}", h.authority)),
        Fact::LegalHoldLifted(_) => Told::new("Legal hold lifted"),
        Fact::Unknown { kind, version, .. } => {
            Told::new(format!("Written by a newer release: {kind}, version {version}. Not to be changed here"))
        }
        other => Told::new(other.kind().replace('_', " ")),
    }
}

/// An officer by name; a team can do without one for a while.
fn officer(staff: &str, names: &Names) -> String {
    if staff.is_empty() { "No officer yet".to_owned() } else { names.of_staff(staff) }
}

/// A decision in words.
pub fn decision_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Warn => "Warning",
        Decision::ReferBreach => "Referred for breach",
        Decision::NoFurtherAction => "No further action",
        Decision::AcceptExcuse => "Excuse accepted",
    }
}

/// An appointment at another time or place, or in another diary; an entry that changes the diary alone says so.
fn tell_of_move(to: &AppointmentMoved, component: &str, seq: u64, file: &CaseFile, names: &Names) -> Told {
    let when = format!("{} at {}", short_day(to.starts.day()), clock(to.starts));
    let place = whereabouts(names, &to.site, to.at.as_ref(), &to.room);
    let moves = file.appointment(component).map_or(&[][..], |appointment| &appointment.moves);
    match &to.diary {
        None => Told::new(format!("Moved to {when}")).text(&place),
        Some(diary) if moves.iter().all(|moved| moved.entry.seq != seq) => {
            Told::new(format!("Taken over by {}", names.of_staff(&diary.staff))).text(&format!("{when}, {place}"))
        }
        Some(diary) => {
            let place = format!("{place}, with {}", names.of_staff(&diary.staff));
            Told::new(format!("Moved to {when}")).text(&place)
        }
    }
}
