//! Whom an arrangement is about, from the codes that were typed.
//!
//! A number that nobody has, and that of a record which is limited to others, get one answer: what is typed here must not
//! tell who is on record. Such answers are counted, and after a few there are none for a while.

use access::Action;
use record::StreamId;
use record::facts::affiliation::group_key;
use record::facts::keepapart::{Member, Who};
use store::{Snapshot, StoreError};

use super::Arranging;
use crate::day::visible;
use crate::probing::Trying;
use crate::{Ask, Problem, Service};

/// Whom a code belongs to, for somebody who types it.
enum Named {
    Somebody(Who),
    /// Access to their record is limited, and not to whoever types it.
    Limited(StreamId),
    Nobody,
}

impl Service {
    /// The members: the person first, on a side of their own.
    pub(super) async fn members(&self, ask: &Ask, person: &StreamId, said: &Arranging) -> Result<Vec<Member>, Problem> {
        let named = said.others.split([',', ';', '\n']).map(str::trim).filter(|code| !code.is_empty());
        let codes: Vec<String> = named.map(str::to_uppercase).collect();
        let twice = |code: &str| Err(Problem::field("others", format!("{code} is named twice")));
        // Before they are looked up: that the same is typed twice tells nothing.
        if let Some((_, code)) = codes.iter().enumerate().find(|(nth, code)| codes[..*nth].contains(code)) {
            return twice(code);
        }
        let mut members = vec![Member { who: Who::Person(person.clone()), side: "a".to_owned() }];
        if !codes.is_empty() {
            let refused = |problem: &Problem| matches!(problem, Problem::Invalid(_));
            let found = self.trying(ask, Trying::Codes, refused, self.named(ask, &codes)).await?;
            for (nth, (who, code)) in found.into_iter().zip(&codes).enumerate() {
                if members.iter().any(|member| member.who == who) {
                    return twice(code);
                }
                let side = if said.each_other { format!("b{nth}") } else { "b".to_owned() };
                members.push(Member { who, side });
            }
        }
        if !group_key(&said.group).is_empty() {
            members.push(Member { who: Who::Group(said.group.trim().to_owned()), side: "g".to_owned() });
        }
        if members.len() < 2 {
            let whom = "Say from whom: a CRN each, the code of a colleague or a place, or a group";
            return Err(Problem::field("others", whom));
        }
        Ok(members)
    }

    /// Whom these codes belong to, in their order.
    async fn named(&self, ask: &Ask, codes: &[String]) -> Result<Vec<Who>, Problem> {
        let mut found = Vec::with_capacity(codes.len());
        for code in codes {
            let (wanted, staff, today) = (code.clone(), ask.actor.staff.clone(), ask.today());
            let named = self.store.read(move |snapshot| named(snapshot, wanted, &staff, today)).await?;
            if let Named::Limited(person) = &named {
                self.log_not_named(ask, Action::KeepApart, person).await?;
            }
            let Named::Somebody(who) = named else {
                let words = format!("{code} is no code that you can name. Look at it again, or ask your senior");
                return Err(Problem::field("others", words));
            };
            found.push(who);
        }
        Ok(found)
    }
}

fn named(snapshot: &Snapshot, code: String, staff: &str, today: jiff::civil::Date) -> Result<Named, StoreError> {
    if let Some(person) = snapshot.stream_of_crn(&code)? {
        let seen = visible(snapshot, &person, staff, today)?.is_some();
        return Ok(if seen { Named::Somebody(Who::Person(person)) } else { Named::Limited(person) });
    }
    if snapshot.staff(&code)?.is_some() {
        return Ok(Named::Somebody(Who::Staff(code)));
    }
    Ok(snapshot.site(&code)?.map_or(Named::Nobody, |_| Named::Somebody(Who::Site(code))))
}
