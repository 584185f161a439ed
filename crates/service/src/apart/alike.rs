//! By which names groups are known. A group is its name, compared by letters and figures alone: so a gang that is written in two
//! ways would be two, and nobody of the one be kept apart from the rivals of the other. Whoever may keep people apart is told how
//! many are recorded under a name, and which names are like it; of whom, nothing.

use record::facts::affiliation::group_key;
use record::facts::keepapart::{Member, Who};
use store::{Snapshot, StoreError};

use crate::{Problem, Service};

/// Names like another that are told, at the most: a form asks once, and more would be a search.
const MOST: usize = 5;

/// So many first signs alike make two names alike: of three a group called The Something would be like every other.
const ALIKE: usize = 4;

/// How a name stands among those that are recorded.
struct Known {
    /// How many are recorded under it.
    members: u64,
    /// Names like it, in the signs they are compared by, with how many are recorded under each: most first.
    like: Vec<(String, u64)>,
}

impl Service {
    /// That somebody is recorded as belonging to a group from which others are to be kept apart, or that whoever arranges it knows
    /// that nobody is.
    pub(super) async fn heard_of(&self, name: &str, knows: bool) -> Result<(), Problem> {
        if knows || group_key(name).is_empty() {
            return Ok(());
        }
        let Known { members, like } = self.like_it(name).await?;
        if members > 0 {
            return Ok(());
        }
        let name = name.trim();
        let words = if like.is_empty() {
            format!("Nobody is recorded as belonging to {name}. Look at how it is written, or say that you know")
        } else {
            format!(
                "Nobody is recorded as belonging to {name}. {}. Write it as one of these, or say that it is another",
                told(&like)
            )
        };
        Err(Problem::field("unheard_of", words))
    }

    /// That somebody is not recorded as the only one of a group while others are of one with a name like it, unless whoever records
    /// it knows that.
    pub(super) async fn not_another(&self, name: &str, knows: bool) -> Result<(), Problem> {
        if knows {
            return Ok(());
        }
        let Known { members, like } = self.like_it(name).await?;
        if members > 0 || like.is_empty() {
            return Ok(());
        }
        let words = format!(
            "Nobody else is recorded as belonging to {}. {}. Write it as one of these, or say that it is another",
            name.trim(),
            told(&like)
        );
        Err(Problem::field("unheard_of", words))
    }

    async fn like_it(&self, name: &str) -> Result<Known, Problem> {
        let key = group_key(name);
        let all = self.store.read(Snapshot::groups_in_use).await?;
        let members = all.iter().find(|(other, _)| *other == key).map_or(0, |(_, members)| *members);
        let mut like: Vec<(String, u64)> = all.into_iter().filter(|(other, _)| are_alike(&key, other)).collect();
        like.sort_by(|(one, its), (other, theirs)| theirs.cmp(its).then(one.cmp(other)));
        like.truncate(MOST);
        Ok(Known { members, like })
    }
}

/// The groups among some members, by name, each with how many are recorded as belonging to it.
pub(super) fn groups_of(snapshot: &Snapshot, members: &[Member]) -> Result<Vec<(String, usize)>, StoreError> {
    let names = members.iter().filter_map(|member| match &member.who {
        Who::Group(name) => Some(name),
        _ => None,
    });
    names.map(|name| Ok((name.clone(), snapshot.of_group(&group_key(name))?.len()))).collect()
}

/// Whether two names that are not the same may be meant for one group: one is part of the other, or they begin alike.
fn are_alike(one: &str, other: &str) -> bool {
    let begin_alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() >= ALIKE;
    one != other && !one.is_empty() && (begin_alike || one.contains(other) || other.contains(one))
}

fn told(like: &[(String, u64)]) -> String {
    let people = |members: u64| if members == 1 { "1 person".to_owned() } else { format!("{members} people") };
    let names: Vec<String> = like.iter().map(|(name, members)| format!("{name} ({})", people(*members))).collect();
    format!("Recorded under a name like it, by letters and figures alone: {}", names.join(", "))
}
