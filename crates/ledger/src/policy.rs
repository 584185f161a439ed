//! Which witnesses a log is shown to, and how many of them are enough, as a text (C2SP `tlog-policy`, without groups of
//! groups):
//!
//! ```text
//! witness inspectorate inspectorate.example/w1+…+… https://w1.inspectorate.example
//! witness region       west.example/w1+…+…         http://10.4.0.7:8090
//! group   both all inspectorate region
//! quorum  both
//! ```

use crate::cosignature::WitnessKey;
use crate::note::KeyError;
use crate::quorum::{Quorum, QuorumError};

/// A witness of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWitness {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: WitnessKey,
    /// Where it is asked; none if it is only believed.
    pub url: Option<String>,
}

/// A policy that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Every witness it names.
    pub witnesses: Vec<KnownWitness>,
    /// Whose cosignatures are enough.
    pub quorum: Quorum,
}

/// Why a text is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A line that is none of those there are.
    #[error("line {0} is none of: witness NAME KEY [URL], group NAME any|all|NUMBER NAME…, quorum NAME|none")]
    Line(usize),
    /// A witness's key cannot be read.
    #[error("line {line}: {error}")]
    Key {
        /// The line, from 1.
        line: usize,
        /// What is wrong with the key.
        error: KeyError,
    },
    /// A name that nothing before it has, or that two have.
    #[error("line {line}: {name:?} is not the name of one witness or group that stands before it")]
    Name {
        /// The line, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// There is no quorum, or more than one.
    #[error("a policy has one line that says the quorum")]
    NoQuorum,
    /// The quorum can never be had.
    #[error(transparent)]
    Quorum(#[from] QuorumError),
}

/// A group: some witnesses, and how many of them.
struct Group {
    name: String,
    members: Vec<WitnessKey>,
    need: usize,
}

impl Policy {
    /// Reads a policy. Lines about logs are passed over: the log is the record's own.
    pub fn parse(text: &str) -> Result<Policy, PolicyError> {
        let (mut witnesses, mut groups, mut quorums) = (Vec::<KnownWitness>::new(), Vec::<Group>::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            let is_new = |name: &str, witnesses: &[KnownWitness], groups: &[Group]| {
                let taken =
                    witnesses.iter().any(|one| one.name == name) || groups.iter().any(|group| group.name == name);
                if taken { Err(PolicyError::Name { line: number, name: name.to_owned() }) } else { Ok(()) }
            };
            match words[..] {
                [] | ["log", ..] => {}
                [first, ..] if first.starts_with('#') => {}
                ["witness", name, key] | ["witness", name, key, _] => {
                    is_new(name, &witnesses, &groups)?;
                    let key = key.parse().map_err(|error| PolicyError::Key { line: number, error })?;
                    let url = words.get(3).map(|url| (*url).to_owned());
                    witnesses.push(KnownWitness { name: name.to_owned(), key, url });
                }
                ["group", name, need, ref members @ ..] => {
                    is_new(name, &witnesses, &groups)?;
                    let members = members
                        .iter()
                        .map(|member| key_of(&witnesses, member, number))
                        .collect::<Result<Vec<_>, _>>()?;
                    let need = match need {
                        "any" => 1,
                        "all" => members.len(),
                        number_of => number_of.parse().map_err(|_| PolicyError::Line(number))?,
                    };
                    groups.push(Group { name: name.to_owned(), members, need });
                }
                ["quorum", "none"] => quorums.push((Vec::new(), 0)),
                ["quorum", name] => match groups.iter().find(|group| group.name == name) {
                    Some(group) => quorums.push((group.members.clone(), group.need)),
                    None => quorums.push((vec![key_of(&witnesses, name, number)?], 1)),
                },
                _ => return Err(PolicyError::Line(number)),
            }
        }
        let [(members, need)] = &quorums[..] else { return Err(PolicyError::NoQuorum) };
        Ok(Policy { witnesses, quorum: Quorum::new(members.clone(), *need)? })
    }
}

fn key_of(witnesses: &[KnownWitness], name: &str, line: usize) -> Result<WitnessKey, PolicyError> {
    let found = witnesses.iter().find(|witness| witness.name == name);
    found.map(|witness| witness.key.clone()).ok_or_else(|| PolicyError::Name { line, name: name.to_owned() })
}
