//! Changes of risk in words, for the risk page, its two forms and the timeline.

use practice::Standards;
use record::case::{CaseFile, RiskChange};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::risk::{Change, HarmGroup, HarmLevel, Setting};
use service::directory::Names;
use service::door::Opened;
use service::risk::signing::Countersigners;

use crate::components::{Flag, Link, Tone};
use crate::pages::case::risk::Waiting;
use crate::words::{happened, short_day};

/// An entry on the timeline of a case.
pub(super) fn entry_link(home: &str, seq: u64) -> String {
    format!("{home}/timeline#entry-{seq}")
}

/// A level as a tag.
pub(super) fn harm_level_flag(level: HarmLevel) -> Flag {
    let tone = match level {
        HarmLevel::Low => Tone::Neutral,
        HarmLevel::Medium => Tone::Soon,
        HarmLevel::High | HarmLevel::VeryHigh => Tone::Act,
    };
    Flag::new(tone, level.words())
}

/// `Risk of serious harm to children, in the community`.
pub(super) fn harm_words(group: HarmGroup, setting: Setting) -> String {
    format!("Risk of serious harm to {}, {}", group.words().to_lowercase(), setting.words())
}

/// What is to change, and to what.
pub(super) fn change_words(change: &Change, file: &CaseFile) -> String {
    match change {
        Change::Harm(harm) => {
            format!("{}: {}", harm_words(harm.group, harm.setting), harm.level.words().to_lowercase())
        }
        Change::FlagDown(component) => format!("Flag taken down: {}", flag_words(file, component)),
        Change::Tier(tier) => format!("Tier by {}: {} instead of {}", tier.pack, tier.to, tier.from),
    }
}

fn flag_words(file: &CaseFile, component: &str) -> String {
    let flag = file.registrations.iter().find(|flag| flag.component == component);
    flag.map_or_else(|| component.to_owned(), |flag| flag.registered.words.clone())
}

/// What stands until a change is countersigned.
fn stands(change: &Change, file: &CaseFile) -> String {
    match change {
        Change::Harm(harm) => {
            let level = file.harm_to(harm.group, harm.setting).map_or("Unknown", |stands| stands.harm.level.words());
            let words = harm_words(harm.group, harm.setting);
            format!("{level} stands: {}{}.", words[..1].to_lowercase(), &words[1..])
        }
        Change::FlagDown(component) => format!("The flag stands: {}.", flag_words(file, component)),
        Change::Tier(tier) => format!("{} stands: the tier by {}.", tier.from, tier.pack),
    }
}

/// A change that waits, with what stands and its evidence.
pub(super) fn waiting(
    change: &RiskChange,
    opened: &Opened,
    signing: &Countersigners,
    names: &Names,
    home: &str,
    standards: &Standards,
) -> Waiting {
    let what = match &change.change {
        Change::Harm(harm) => harm.level.words().to_owned(),
        Change::FlagDown(_) => "To take it down".to_owned(),
        Change::Tier(tier) => tier.to.clone(),
    };
    let evidence = change.evidence.iter().filter_map(|id| {
        let entry = opened.entries.iter().find(|entry| entry.id == *id)?;
        Some(Link::new(entry_words(entry, standards), entry_link(home, id.seq)))
    });
    Waiting {
        stands: stands(&change.change, &opened.file),
        proposed: format!(
            "{what} is proposed by {}, {}. {}",
            names.of_staff(&change.by),
            short_day(change.on),
            falls_to(signing, &change.by, names)
        ),
        reason: change.reason.clone().unwrap_or_default(),
        evidence: evidence.collect(),
    }
}

/// Whose it is to countersign.
pub(super) fn falls_to(signing: &Countersigners, author: &str, names: &Names) -> String {
    match signing.of(author) {
        Some(senior) => format!("It falls to {} to countersign.", names.of_staff(senior)),
        None => "No other senior of the organisation may open this record: nobody can countersign it until one may."
            .to_owned(),
    }
}

/// `Entry 41: home visit, Wed 9 Dec 2015`.
pub(super) fn entry_words(entry: &Entry, standards: &Standards) -> String {
    let Some(content) = &entry.content else { return format!("Entry {}: erased", entry.id.seq) };
    let what = match &content.fact {
        Fact::ContactNoted(note) => {
            standards.contact_type(&note.contact).map_or_else(|| note.contact.clone(), |kind| kind.words.clone())
        }
        Fact::OutcomeRecorded(outcome) => {
            let words = standards.outcome(&outcome.outcome).map_or(outcome.outcome.as_str(), |o| o.words.as_str());
            format!("appointment, {}", words.to_lowercase())
        }
        Fact::AssessmentCompleted(_) => "assessment of risk".to_owned(),
        fact => fact.kind().replace('_', " "),
    };
    format!("Entry {}: {what}, {}", entry.id.seq, happened(content.happened))
}
