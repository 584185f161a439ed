//! Facts of a person's stream about risk: assessments, and changes to what is judged, each signed for.
//!
//! What is judged and answered is recorded; a score never is. Scores are worked out from the answers whenever they are
//! looked at, with the models in force on the day of the assessment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The component of everything said about risk, so that a form notices when somebody else changed it.
pub const RISK: &str = "risk";

/// Who might be seriously harmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HarmGroup {
    /// Children.
    Children,
    /// Anybody.
    Public,
    /// An adult who is known: a partner, a former partner, a relative.
    KnownAdult,
    /// Those who work with the person.
    Staff,
    /// Other prisoners.
    Prisoners,
}

/// Where the harm might be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// In the community.
    Community,
    /// In custody.
    Custody,
}

/// How great the risk of serious harm is judged to be, least first. There is no level for "not judged": it is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HarmLevel {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Very high.
    VeryHigh,
}

/// The risk of serious harm to one group in one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harm {
    /// To whom.
    pub group: HarmGroup,
    /// Where.
    pub setting: Setting,
    /// How great.
    pub level: HarmLevel,
}

/// See [`super::Fact::AssessmentCompleted`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentCompleted {
    /// Under which order.
    pub order: String,
    /// The assessor's own judgement, in words, made before any score was seen.
    pub judgement: String,
    /// The risk of serious harm as judged; a group that is not here was not judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub harm: Vec<Harm>,
    /// What was answered, by the published name of the question: a code, a number, a day, or codes divided by commas.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
}

/// What is to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The risk of serious harm to one group in one setting becomes this.
    Harm(Harm),
    /// A register flag is taken down; its component.
    FlagDown(String),
    /// The tier acted on becomes this.
    Tier(TierChange),
}

/// A tier kept by judgement, whatever the rules give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierChange {
    /// The pack of rules whose tiers these are.
    pub pack: String,
    /// The tier acted on when it was proposed.
    pub from: String,
    /// The tier it is to be.
    pub to: String,
    /// Which way that is, as the pack orders its tiers: the record itself knows no rules.
    pub way: Way,
}

/// Up is more risk, or closer supervision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// More.
    Up,
    /// Less.
    Down,
}

/// See [`super::Fact::RiskChangeProposed`]. Its `because` names the evidence, its reason says what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskChangeProposed {
    /// What is to change.
    pub change: Change,
}

/// What the second person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// It takes effect.
    Agreed,
    /// What stood before goes on standing.
    Declined,
}

/// See [`super::Fact::RiskChangeCountersigned`]. Its `because` names the proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskChangeCountersigned {
    /// What was decided.
    pub decided: Signature,
}

impl HarmGroup {
    /// Every group, in the order they are shown.
    pub const ALL: [HarmGroup; 5] =
        [HarmGroup::Children, HarmGroup::Public, HarmGroup::KnownAdult, HarmGroup::Staff, HarmGroup::Prisoners];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            HarmGroup::Children => "Children",
            HarmGroup::Public => "The public",
            HarmGroup::KnownAdult => "A known adult",
            HarmGroup::Staff => "Staff",
            HarmGroup::Prisoners => "Prisoners",
        }
    }

    /// Whether the group is asked about in a setting: there are no prisoners in the community.
    pub fn is_in(self, setting: Setting) -> bool {
        self != HarmGroup::Prisoners || setting == Setting::Custody
    }
}

impl Setting {
    /// Both.
    pub const ALL: [Setting; 2] = [Setting::Community, Setting::Custody];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            Setting::Community => "in the community",
            Setting::Custody => "in custody",
        }
    }
}

impl HarmLevel {
    /// Every level, least first.
    pub const ALL: [HarmLevel; 4] = [HarmLevel::Low, HarmLevel::Medium, HarmLevel::High, HarmLevel::VeryHigh];

    /// In words, for a screen.
    pub fn words(self) -> &'static str {
        match self {
            HarmLevel::Low => "Low",
            HarmLevel::Medium => "Medium",
            HarmLevel::High => "High",
            HarmLevel::VeryHigh => "Very high",
        }
    }
}

impl Harm {
    /// Whether two speak of the same group in the same setting.
    pub fn is_about(&self, group: HarmGroup, setting: Setting) -> bool {
        self.group == group && self.setting == setting
    }
}
