//! Proposing a change of what is judged about risk.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// Proposing a change.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/risk_change.html")]
pub struct RiskChangePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `what`: `harm:GROUP:SETTING`, `up:CODE`, `down:FLAG` or `tier:PACK`.
    pub what: Choices,
    /// Posted as `to`: a level, or a tier.
    pub to: Choices,
    /// Posted as `review`: when a flag that goes up is looked at again.
    pub review: Field,
    /// Posted as `reason`.
    pub reason: Field,
    /// Posted as `evidence` and `evidence_2`.
    pub evidence: Vec<Choices>,
}

impl RiskChangePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let entry = || vec![Choice::new("41", "Entry 41: home visit, Wed 9 Dec 2015")];
        Self {
            shell: Shell::sample("Propose a change of risk – Case", Here::Find).back("Risk", "/cases/k3v/risk"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/risk/change"),
            what: Choices::new(
                Look::List,
                "what",
                "What changes",
                vec![Choice::new(
                    "harm:known_adult:community",
                    "Risk of serious harm to a known adult, in the community: high now",
                )],
            )
            .chosen("harm:known_adult:community"),
            to: Choices::new(Look::List, "to", "To", vec![Choice::new("medium", "Medium")]).chosen("medium"),
            review: Field::new(Kind::Date, "review", "Looked at again on").hint("Only for a flag that goes up."),
            reason: Field::new(Kind::Lines, "reason", "What is new, and why it changes the judgement")
                .value("Moved out in November; the former partner confirms no contact."),
            evidence: vec![
                Choices::new(Look::List, "evidence", "Evidence", entry()).chosen("41"),
                Choices::new(Look::List, "evidence_2", "More evidence, if any", entry()),
            ],
        }
    }
}
