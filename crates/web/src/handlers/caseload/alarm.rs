//! Putting aside the alarm of something due.

use access::Action;
use practice::alarm::ground;
use record::StreamId;
use record::case::{CaseFile, View};
use record::facts::alarm::DismissedFor;
use serde::Deserialize;
use service::alarms::Dismissal;
use service::clocks::Owed;
use service::{FieldError, Problem};

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Clock, Field, Here, Link, Look, Problems};
use crate::handlers::appointments::outcome::staff_of;
use crate::handlers::forms::Form;
use crate::handlers::frame::{case_header, case_href, case_id, why};
use crate::pages::caseload::alarm::AlarmPage;
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{due, short_day};

/// Something due in a case, named `duty.subject`.
#[derive(Debug, Deserialize)]
pub struct AlarmForm {
    case: String,
    alarm: String,
}

impl AlarmForm {
    fn named(&self) -> (&str, &str) {
        self.alarm.split_once('.').unwrap_or((&self.alarm, ""))
    }
}

/// The way to put something late aside; none for those who may not.
pub fn aside(visitor: &Visitor, case: &StreamId, duty: &str, subject: &str) -> Option<Link> {
    let may = access::role_does(visitor.actor().role, Action::DismissAlarm);
    may.then(|| Link::new("Put aside", format!("{}/alarms/{duty}.{subject}", case_href(case))))
}

impl Form for AlarmForm {
    type Page = AlarmPage;

    fn address(&self) -> String {
        format!("/cases/{}/alarms/{}", self.case, self.alarm)
    }

    fn done(&self) -> String {
        format!("/cases/{}?done=recorded", self.case)
    }

    async fn record(&self, visitor: &Visitor, typed: &Fields) -> Result<(), Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (duty, subject) = self.named();
        let said = Dismissal {
            person: person.to_string(),
            duty: duty.to_owned(),
            subject: subject.to_owned(),
            ground: typed.trimmed("ground").to_owned(),
            why: DismissedFor::of_code(typed.trimmed("why")),
            reason: typed.trimmed("reason").to_owned(),
        };
        visitor.web.service.dismiss_alarm(&visitor.ask("alarm"), &typed.form(), &said).await.map(drop)
    }

    async fn page(&self, visitor: &Visitor, typed: &Fields, errors: &[FieldError]) -> Result<AlarmPage, Problem> {
        let person = case_id(&self.case).ok_or(Problem::NotFound)?;
        let (service, ask) = (&visitor.web.service, visitor.ask("alarm"));
        let opened = service.open(&ask, Action::DismissAlarm, &person, View::default()).await?;
        let (file, home) = (&opened.file, case_href(&person));
        let names = service.names(staff_of(file)).await?;
        let (duty, subject) = self.named();
        let owed = service.alarm(&ask, file, &opened.entries, duty, subject);
        let wrong = |name: &str| errors.iter().find(|e| e.field == name).map(|e| e.message.clone());
        let mut shell = visitor.shell("Put aside what is due – Case", Here::Find).back("Case overview", &home);
        shell.has_problems = !errors.is_empty();
        Ok(AlarmPage {
            shell,
            case: case_header(visitor, &person, file, &names, ""),
            problems: Problems { list: errors.iter().map(|e| (e.field.to_owned(), e.message.clone())).collect() },
            aside: owed.as_ref().and_then(|owed| put_aside(file, owed, duty)),
            ground: owed.as_ref().map(|owed| ground(&owed.duty)).unwrap_or_default(),
            clock: owed.map(|owed| {
                let (when, tone) = due(owed.duty.due_on, visitor.now.day());
                let what = format!("{}.", owed.duty.duty);
                Clock {
                    when,
                    tone,
                    what,
                    person: None,
                    action: None,
                    why: Some(why("Why?", &owed.duty.why)),
                    aside: None,
                }
            }),
            token: visitor.token(self.address(), 0),
            why: Choices {
                error: wrong("why"),
                ..Choices::new(
                    Look::Stack,
                    "why",
                    "Why",
                    DismissedFor::ALL.iter().map(|why| Choice::new(why.code(), why.words())).collect(),
                )
                .chosen(typed.get("why"))
            },
            reason: Field {
                error: wrong("reason"),
                ..Field::new(Kind::Lines, "reason", "For whoever looks next").value(typed.get("reason"))
            },
        })
    }
}

/// Said when it was put aside before, on the same ground.
fn put_aside(file: &CaseFile, owed: &Owed, duty: &str) -> Option<String> {
    let now = ground(&owed.duty);
    let same = |one: &&record::case::Dismissed| {
        one.alarm.duty == duty && one.alarm.subject == owed.duty.subject && one.alarm.ground == now
    };
    let last = file.dismissed.iter().rfind(same)?;
    let reason = last.reason.as_ref().map(|reason| format!(": “{reason}”")).unwrap_or_default();
    Some(format!("Put aside {}, {}{reason}", short_day(last.on), last.alarm.why.words().to_lowercase()))
}
