//! Risk: judgement first, scores after, and nothing unknown that looks low.

use askama::Template;

use crate::components::{CaseHeader, Chart, Clock, Fact, Facts, Flag, Here, Link, Shell, Tone, Why};

/// Risk.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_risk.html")]
pub struct RiskPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What can be done from here.
    pub actions: Vec<Link>,
    /// The highest level that stands, in a sentence.
    pub summary: String,
    /// Sentences the law does not allow for their offence.
    pub contradictions: Vec<Contradiction>,
    /// What could not be looked at in the sentences, in words.
    pub not_looked_at: Vec<String>,
    /// Changes that wait for a second person.
    pub waiting: Vec<Waiting>,
    /// The assessor's own words; none when nobody has assessed.
    pub judgement: Option<Judgement>,
    /// When risk is to be assessed next.
    pub due: Option<Clock>,
    /// Who might be harmed, a row each.
    pub harm: Vec<HarmRow>,
    /// Register flags with their review days.
    pub registers: Facts,
    /// The last assessment's scores.
    pub scores: Vec<ScoreRow>,
    /// Why there are none.
    pub no_scores: String,
    /// The same scores over time.
    pub charts: Vec<Chart>,
    /// The rules of two eras.
    pub eras: Vec<EraRow>,
    /// Changes that were proposed before, the last first.
    pub changes: Vec<Changed>,
}

/// A sentence the law does not allow for the offence on record: both readings, and the one acted on.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// In a sentence.
    pub text: String,
    /// If the offence is right.
    pub if_offence: String,
    /// If the sentence is right.
    pub if_sentence: String,
    /// What is done until it is settled.
    pub act_on: String,
    /// What could explain it, to be looked at first.
    pub look_at_first: Vec<String>,
    /// The law, its source and how far that was checked.
    pub why: Why,
    /// The order on the timeline.
    pub entry: Link,
}

/// A change that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What stands until then, as "High stands".
    pub stands: String,
    /// What is proposed, by whom and when.
    pub proposed: String,
    /// What is new, in the proposer's words.
    pub reason: String,
    /// The evidence.
    pub evidence: Vec<Link>,
}

/// What an assessor wrote before seeing a score.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// A paragraph each.
    pub text: Vec<String>,
    /// Who, and when.
    pub by: String,
    /// The assessment on the timeline.
    pub entry: Link,
}

/// The risk of serious harm to one group.
#[derive(Clone, Debug)]
pub struct HarmRow {
    /// To whom.
    pub group: String,
    /// In the community, and in custody.
    pub cells: [HarmCell; 2],
}

/// A level and since when it has stood.
#[derive(Clone, Debug)]
pub struct HarmCell {
    /// The level, or that it is unknown; none where the question does not arise.
    pub flag: Option<Flag>,
    /// Since when.
    pub since: String,
    /// The entry that says so.
    pub entry: Option<Link>,
}

/// A score with everything that stands beside it.
#[derive(Clone, Debug)]
pub struct ScoreRow {
    /// Which predictor.
    pub name: String,
    /// As "6.12%", or "No score".
    pub said: String,
    /// Its band.
    pub band: Flag,
    /// What it rests on, in words.
    pub basis: String,
    /// The day of the assessment and the model.
    pub model: String,
    /// What is missing or cannot be right.
    pub missing: Vec<String>,
    /// What would change it.
    pub change: String,
    /// What it would be on what is known now, where that differs.
    pub now: Option<String>,
    /// How it was worked out.
    pub why: Why,
}

/// What one era's rules make of the case.
#[derive(Clone, Debug)]
pub struct EraRow {
    /// The rules.
    pub name: String,
    /// From when to when.
    pub days: String,
    /// Whether they are acted on.
    pub flag: Flag,
    /// What they give.
    pub given: String,
    /// Whether that is the last word, in a sentence.
    pub state: String,
    /// What somebody keeps by judgement instead.
    pub kept: Option<String>,
    /// That somebody else has the case, where that is the graver mistake.
    pub held: Option<String>,
    /// How they came to it.
    pub why: Why,
}

/// A change that was proposed before.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What.
    pub what: String,
    /// What became of it.
    pub flag: Flag,
    /// Who and when.
    pub who: String,
    /// The entry.
    pub entry: Link,
}

impl RiskPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Risk – Case", Here::Find).back("My day", "/day"),
            case: CaseHeader::sample("Risk"),
            actions: vec![
                Link::new("Propose a change", "/cases/k3v/risk/change"),
                Link::new("Countersign", "/cases/k3v/risk/countersign"),
            ],
            summary: "High risk of serious harm in the community. Not judged: staff.".into(),
            contradictions: vec![sample_contradiction()],
            not_looked_at: vec!["Whether the offence can be punished with imprisonment".into()],
            waiting: vec![Waiting {
                stands: "High stands: risk of serious harm to a known adult, in the community.".into(),
                proposed: "Medium is proposed by Amina Rahman, Mon 14 Dec 2015.".into(),
                reason: "Moved out in November; the former partner confirms no contact.".into(),
                evidence: vec![Link::new("Entry 41: home visit, Wed 9 Dec 2015", "/cases/k3v/timeline#entry-41")],
            }],
            judgement: Some(Judgement {
                text: vec!["Harm is most likely after drinking, towards a partner who says no. Work and a room of his own hold.".into()],
                by: "Amina Rahman, Mon 2 Nov 2015".into(),
                entry: Link::new("The assessment", "/cases/k3v/timeline#entry-30"),
            }),
            due: Some(Clock {
                when: "Due Mon 1 Feb".into(),
                tone: Tone::Neutral,
                what: "Risk assessment.".into(),
                person: None,
                action: None,
                why: Some(Why::sample()),
                aside: None,
            }),
            harm: sample_harm(),
            registers: Facts::from(vec![
                Fact::new("Domestic abuse: has caused harm", "Since Tue 5 May 2015").note("Review late by 40 days"),
            ]),
            scores: sample_scores(),
            no_scores: String::new(),
            charts: vec![Chart::sample()],
            eras: sample_eras(),
            changes: vec![Changed {
                what: "Risk of serious harm to a known adult, in the community: high".into(),
                flag: Flag::new(Tone::Note, "Took effect at once"),
                who: "Amina Rahman, Thu 3 Sep 2015".into(),
                entry: Link::new("Entry 22", "/cases/k3v/timeline#entry-22"),
            }],
        }
    }

    /// The same page of somebody nobody has assessed.
    pub fn sample_unknown() -> Self {
        let unknown =
            || HarmCell { flag: Some(Flag::new(Tone::Unknown, "Unknown")), since: String::new(), entry: None };
        let row = |group: &str| HarmRow { group: group.into(), cells: [unknown(), unknown()] };
        Self {
            summary: "The risk of serious harm is unknown. Unknown is not low.".into(),
            contradictions: Vec::new(),
            not_looked_at: Vec::new(),
            waiting: Vec::new(),
            judgement: None,
            harm: ["Children", "The public", "A known adult", "Staff"].map(row).into(),
            registers: Facts::default(),
            scores: Vec::new(),
            no_scores: "No scores: nobody has assessed this person yet.".into(),
            charts: Vec::new(),
            changes: Vec::new(),
            ..Self::sample()
        }
    }
}

fn sample_contradiction() -> Contradiction {
    Contradiction {
        text: "The sentence on record is not one the law allows for the offence on record.".into(),
        if_offence: "If the conviction of murder is right, a person convicted of murder is sentenced to life.".into(),
        if_sentence: "If 120 hours of unpaid work is right, the offence on record is not the one that was sentenced."
            .into(),
        act_on: "Until it is settled, the graver is acted on: the conviction.".into(),
        look_at_first: vec!["a verdict of manslaughter, which is another offence".into()],
        why: Why::sample(),
        entry: Link::new("The order", "/cases/k3v/timeline#entry-3"),
    }
}

fn sample_harm() -> Vec<HarmRow> {
    let cell = |tone, words: &str| HarmCell {
        flag: Some(Flag::new(tone, words)),
        since: "Since Mon 2 Nov 2015".into(),
        entry: Some(Link::new("Entry 30", "/cases/k3v/timeline#entry-30")),
    };
    let unknown = || HarmCell { flag: Some(Flag::new(Tone::Unknown, "Unknown")), since: String::new(), entry: None };
    let row = |group: &str, community, custody| HarmRow { group: group.into(), cells: [community, custody] };
    vec![
        row("Children", cell(Tone::Neutral, "Low"), unknown()),
        row("The public", cell(Tone::Soon, "Medium"), unknown()),
        row("A known adult", cell(Tone::Act, "High"), cell(Tone::Neutral, "Low")),
        row("Staff", unknown(), unknown()),
        row("Prisoners", HarmCell { flag: None, since: "Does not arise".into(), entry: None }, unknown()),
    ]
}

fn sample_scores() -> Vec<ScoreRow> {
    vec![
        ScoreRow {
            name: "Serious reoffending (RSR)".into(),
            said: "4.80%".into(),
            band: Flag::new(Tone::Soon, "Medium"),
            basis: "Rests on the record and the assessment.".into(),
            model: "Assessed Mon 2 Nov 2015, model legacy 1.0".into(),
            missing: Vec::new(),
            change: "Work on: temper control; excessive drinking.".into(),
            now: None,
            why: Why::sample(),
        },
        ScoreRow {
            name: "All reoffending (OGRS3)".into(),
            said: "No score".into(),
            band: Flag::new(Tone::Unknown, "Unknown"),
            basis: "There is no score.".into(),
            model: "Assessed Mon 2 Nov 2015, model legacy 1.0".into(),
            missing: vec!["These are needed for any score: age at first sanction".into()],
            change: "Answer what is missing.".into(),
            now: Some("With what is known now: 47%".into()),
            why: Why::sample(),
        },
    ]
}

fn sample_eras() -> Vec<EraRow> {
    vec![
        EraRow {
            name: "Allocation between the National Probation Service and a company".into(),
            days: "1 Jun 2014 to 25 Jun 2021".into(),
            flag: Flag::new(Tone::Good, "In force"),
            given: "NPS".into(),
            state: "Given by: risk of serious harm high or very high.".into(),
            kept: None,
            held: None,
            why: Why::sample(),
        },
        EraRow {
            name: "Tier, A to G".into(),
            days: "From 1 Jan 2026".into(),
            flag: Flag::new(Tone::Neutral, "To compare: not in force today"),
            given: "C".into(),
            state: "Provisional: what is still missing could raise it.".into(),
            kept: None,
            held: None,
            why: Why::sample(),
        },
    ]
}
