//! Witnesses shown the log while it is served: every few seconds what is new goes to each that has not cosigned it.
//!
//! What they are sent, and what an answer means, is `service/src/witnessing.rs`; here it is carried. On a database the
//! server that has the job sends; the others look whether it still does.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use ledger::Policy;
use service::Service;
use service::witnessing::{Answer, Asking, Heard};
use store::StoreError;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use web::Clocks;

use super::over;
use super::serve::Beside;
use crate::place::Place;

/// The name of the file in the data folder.
pub(crate) const POLICY: &str = "witnesses";
/// The name of the file beside it, of witnesses with an authority of their own.
pub(crate) const AUTHORITY: &str = "witness-authority";
/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A witness that does not cosign is asked less and less often, down to this.
const RAREST: Duration = Duration::from_mins(5);
/// No answer of the protocol is longer.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// The sending, until it is dropped.
pub(crate) struct Showing {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins to show the log to its witnesses, if it has any. A policy that cannot be read is refused before anything is
/// served.
pub(crate) fn start(
    service: &Service,
    clocks: &Arc<dyn Clocks>,
    data: &Path,
    beside: Beside<'_>,
    unreached: Vec<(Asking, Answer)>,
) -> anyhow::Result<Option<Showing>> {
    let Some((text, policy)) = policy_of(beside.witnesses, data, service)? else { return Ok(None) };
    service.keep_policy(&text)?;
    for (asking, answer) in unreached {
        service.witness_answered(&policy, &asking, &answer, clocks.record())?;
    }
    let (stop, stopped) = channel();
    let mut carrier = Carrier {
        service: service.clone(),
        clocks: clocks.clone(),
        policy,
        agent: agent(beside.witness_authority, data)?,
        holder: service.fresh_key(),
        every: Duration::from_secs(beside.witness_every.max(1)),
        waits: HashMap::new(),
    };
    let thread = std::thread::Builder::new().name("witnesses".into()).spawn(move || carrier.run(&stopped))?;
    Ok(Some(Showing { stop: Some(stop), thread: Some(thread) }))
}

/// What the witnesses said before a record was opened for work.
#[derive(Default)]
pub(crate) struct Compared {
    /// Those that could not be reached: they are asked again.
    pub(crate) unreached: Vec<(Asking, Answer)>,
    /// Those that have seen more than the record has, or another past, by name, and of how many leaves.
    pub(crate) seen: Vec<(String, u64)>,
}

/// Asks all witnesses at once where they stand, before the record is opened for work: opening alone may sign something. One
/// that has seen more than the record has puts a hold on it.
pub(crate) fn compare(place: &Place, beside: Beside<'_>) -> anyhow::Result<Compared> {
    // What cannot be read cannot be opened either, and that says why.
    let Ok(store) = place.open_to_read() else { return Ok(Compared::default()) };
    let service = over(store)?.service;
    let Some((_, policy)) = policy_of(beside.witnesses, &place.data, &service)? else {
        return Ok(Compared::default());
    };
    let agent = agent(beside.witness_authority, &place.data)?;
    let asked = service.to_be_compared(&policy)?;
    let answers: Vec<(Asking, Answer)> = std::thread::scope(|scope| {
        let posted: Vec<_> = asked.into_iter().map(|asking| scope.spawn(|| stands(&service, &agent, asking))).collect();
        posted.into_iter().filter_map(|posted| posted.join().ok()).collect::<anyhow::Result<_>>()
    })?;
    let (mut seen, mut unreached) = (Vec::new(), Vec::new());
    for (asking, answer) in answers {
        seen.extend(service.held_against(&asking, &answer)?.map(|held| (asking.witness.clone(), held)));
        if let Answer::None(why) = &answer {
            tracing::warn!("witness {} was not reached before the start: {why}", asking.witness.name);
            unreached.push((asking, answer));
        }
    }
    for (witness, held) in &seen {
        tracing::error!(
            "WITNESS {} HAS SEEN {held} LEAVES THAT ARE NOT ALL IN THE RECORD: nothing is written until its rollback is declared",
            witness.name
        );
    }
    if place.database().is_some() {
        seen.iter().try_for_each(|(witness, held)| service.hold_behind(witness, *held))?;
    } else if !seen.is_empty() {
        drop(service);
        let seen: Vec<_> = seen.iter().map(|(witness, held)| (witness.key.to_string(), *held)).collect();
        match store::hold_folder(&place.data, &seen) {
            // Whoever serves it asks them as well, and hears the same.
            Err(StoreError::InUse(_)) => {}
            put => put?,
        }
    }
    Ok(Compared { unreached, seen: seen.into_iter().map(|(witness, held)| (witness.name, held)).collect() })
}

/// Asks a witness where it stands; one that stands elsewhere is asked once more, from there, whether it has seen the same past.
fn stands(service: &Service, agent: &ureq::Agent, asking: Asking) -> anyhow::Result<(Asking, Answer)> {
    let answer = post(agent, &asking);
    match service.compare_from(&asking, &answer)? {
        Some(again) => {
            let answer = post(agent, &again);
            Ok((again, answer))
        }
        None => Ok((asking, answer)),
    }
}

/// The policy that was given, or the one in the data folder, or the one that the record was served under last: a restored
/// record has no folder of old.
fn policy_of(given: Option<&Path>, data: &Path, service: &Service) -> anyhow::Result<Option<(String, Policy)>> {
    let said = read_policy(given, data)?;
    let kept = || -> anyhow::Result<_> {
        let Some(text) = service.kept_policy()? else { return Ok(None) };
        let policy = Policy::parse(&text).context("the policy that the record keeps is none")?;
        Ok(Some((text, policy)))
    };
    said.map_or_else(kept, |said| Ok(Some(said)))
}

/// Looks before a command opens a record for work what its witnesses have seen, as `serve` does. Gives those that have seen more than
/// it has, or another past: nothing is recorded for them.
pub(crate) fn look(place: &Place) -> anyhow::Result<Vec<(String, u64)>> {
    Ok(compare(place, Beside::default())?.seen)
}

/// The policy that was given, or the one in the data folder: its text and what it says.
pub(crate) fn read_policy(given: Option<&Path>, data: &Path) -> anyhow::Result<Option<(String, Policy)>> {
    let in_folder = data.join(POLICY);
    let Some(file) = given.or_else(|| in_folder.exists().then_some(in_folder.as_path())) else { return Ok(None) };
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let policy = Policy::parse(&text).with_context(|| format!("{} is no policy", file.display()))?;
    Ok(Some((text, policy)))
}

/// Believes the authorities that were given, or those in the data folder; else the public ones.
fn agent(given: Option<&Path>, data: &Path) -> anyhow::Result<ureq::Agent> {
    let in_folder = data.join(AUTHORITY);
    let authority = given.or_else(|| in_folder.exists().then_some(in_folder.as_path()));
    let config = ureq::Agent::config_builder();
    let mut config = config.timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0);
    if let Some(file) = authority {
        config = config.tls_config(TlsConfig::builder().root_certs(authorities(file)?).build());
    }
    Ok(config.build().into())
}

/// The certificates of a file.
fn authorities(file: &Path) -> anyhow::Result<RootCerts> {
    let pem = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let items = parse_pem(&pem).collect::<Result<Vec<_>, _>>();
    let items = items.with_context(|| format!("{} is no PEM", file.display()))?;
    let certificates = items.into_iter().filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<_> = certificates.collect();
    ensure!(!certificates.is_empty(), "{} holds no certificate of an authority", file.display());
    Ok(RootCerts::from(certificates))
}

fn post(agent: &ureq::Agent, asking: &Asking) -> Answer {
    let url = asking.witness.url.as_deref().unwrap_or_default().trim_end_matches('/');
    let sent = agent.post(format!("{url}/add-checkpoint")).send(asking.submission.to_string());
    let body = |mut response: ureq::http::Response<ureq::Body>| {
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string();
        body.map(|body| Answer::Status(status, body))
    };
    sent.and_then(body).unwrap_or_else(|error| Answer::None(error.to_string()))
}

struct Carrier {
    service: Service,
    clocks: Arc<dyn Clocks>,
    policy: Policy,
    agent: ureq::Agent,
    /// This run's name, under which it has the job.
    holder: String,
    every: Duration,
    /// Witnesses that did not cosign: how long they are left alone now, and until when.
    waits: HashMap<String, (Duration, Instant)>,
}

impl Carrier {
    fn run(&mut self, stopped: &Receiver<()>) {
        loop {
            if let Err(error) = self.round(stopped) {
                tracing::error!(%error, "the log cannot be shown to its witnesses");
            }
            if !matches!(stopped.recv_timeout(self.every), Err(RecvTimeoutError::Timeout)) {
                return;
            }
        }
    }

    fn round(&mut self, stopped: &Receiver<()>) -> anyhow::Result<()> {
        let mut asked = self.service.to_be_witnessed(&self.policy)?;
        asked.retain(|asking| self.waits.get(&asking.witness.name).is_none_or(|(_, until)| Instant::now() >= *until));
        if asked.is_empty() || !self.service.hold_witnessing(&self.holder, self.clocks.machine())? {
            return Ok(());
        }
        for asking in asked {
            // Whoever is told to stop waits for one witness at the most.
            if !matches!(stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty)) {
                break;
            }
            let name = asking.witness.name.clone();
            let heard = self.ask(&asking)?;
            self.heed(&name, &heard);
        }
        Ok(self.service.release_witnessing(&self.holder, self.clocks.machine())?)
    }

    /// Asks a witness; one that stands elsewhere is asked once more, from there.
    fn ask(&self, asking: &Asking) -> anyhow::Result<Heard> {
        let heard = self.tell(asking)?;
        if heard != Heard::AskAgain {
            return Ok(heard);
        }
        match self.service.ask_again(&asking.witness)? {
            Some(again) => self.tell(&again),
            None => Ok(heard),
        }
    }

    fn tell(&self, asking: &Asking) -> anyhow::Result<Heard> {
        let answer = post(&self.agent, asking);
        Ok(self.service.witness_answered(&self.policy, asking, &answer, self.clocks.record())?)
    }

    fn heed(&mut self, name: &str, heard: &Heard) {
        if *heard == Heard::Cosigned {
            if self.waits.remove(name).is_some() {
                tracing::info!("witness {name} cosigns again");
            }
            return;
        }
        match heard {
            Heard::Disagrees => tracing::error!("WITNESS {name} HAS COSIGNED ANOTHER PAST: see the page Protected"),
            Heard::Refused(why) => tracing::warn!("witness {name} did not cosign: {why}"),
            Heard::Cosigned | Heard::AskAgain => {}
        }
        let (wait, _) = self.waits.get(name).copied().unwrap_or((self.every / 2, Instant::now()));
        let wait = (wait * 2).min(RAREST);
        self.waits.insert(name.to_owned(), (wait, Instant::now() + wait));
    }
}

impl Drop for Showing {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}
