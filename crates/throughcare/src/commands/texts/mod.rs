//! Texts and e-mails: reminders that are due are queued, handed to a gateway, and what the gateway says is recorded.
//!
//! A gateway is whatever brings a text to a telephone or an e-mail to a mailbox, behind one small trait; the one there is ([`spool`])
//! is a folder that another program picks up from: of texts as JSON, of e-mails as a mail system takes them ([`mail`]). [`gateways`]
//! is both at once, each on its own: what one cannot do holds up nothing of the other. Nothing is handed over that is not on record,
//! and the same text always has the same name: stopped at any moment and begun again, it goes out once.

pub(crate) mod gateways;
mod mail;
pub(crate) mod spool;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender as Stop, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use record::facts::message::To;
use service::messages::reminders::{Done, Receipt, Sender, Step, TextToSend};
use service::{Ask, Problem, Service};
use web::Clocks;

use gateways::{Gateways, Outgoing};

/// How often it is looked for what is due.
const EVERY: Duration = Duration::from_secs(20);
/// Texts seen to in one go: the lease of another server's is short, and so is what a stop has to wait for.
const MOST: u64 = 200;
/// Texts that were handed over and are looked for in one go, to be taken back.
const MOST_OVERTAKEN: u64 = 2000;

/// Whatever brings a text to a telephone, or an e-mail to a mailbox.
pub(crate) trait Gateway: Send {
    /// Hands a text over, durably. Handed over again under the same key it is the same text, and not another.
    fn hand_over(&self, text: &TextToSend) -> anyhow::Result<()>;

    /// Whether a text is still there to be taken back.
    fn holds(&self, key: &str) -> anyhow::Result<bool>;

    /// Takes a text back, durably; false where it is no longer there to be taken. It is kept until [`Gateway::let_go`].
    fn take_back(&self, key: &str) -> anyhow::Result<bool>;

    /// The keys of texts that were taken back and are kept still: of some, nobody may have said so yet.
    fn taken_back(&self) -> anyhow::Result<Vec<String>>;

    /// Lets go of a text that was taken back, once that is on record.
    fn let_go(&self, key: &str) -> anyhow::Result<()>;

    /// What it says of texts: each receipt by a name of its own, or why it cannot be read.
    fn receipts(&self) -> anyhow::Result<Vec<(String, Result<Receipt, String>)>>;

    /// Puts a receipt away that is recorded, or says why it never will be.
    fn put_away(&self, name: &str, wrong: Option<&str>) -> anyhow::Result<()>;
}

/// The sending, until it is dropped.
pub(crate) struct Sending {
    stop: Option<Stop<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins to send beside the service; a folder that cannot be written is refused at once.
pub(crate) fn start(service: Service, clocks: Arc<dyn Clocks>, outgoing: &Outgoing) -> anyhow::Result<Sending> {
    let gateways = Gateways::open(outgoing)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = channel();
    let thread = std::thread::Builder::new().name("texts".into()).spawn(move || {
        send(&stopped, || {
            if let Err(error) = runtime.block_on(go(&service, clocks.as_ref(), &gateways)) {
                tracing::error!(%error, "texts are not being sent");
            }
        });
    })?;
    Ok(Sending { stop: Some(stop), thread: Some(thread) })
}

fn send(stopped: &Receiver<()>, mut go: impl FnMut()) {
    go();
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(EVERY) {
        go();
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Sees to everything that is to be done now; none where another server does.
pub(crate) async fn go(service: &Service, clocks: &dyn Clocks, gateways: &Gateways) -> anyhow::Result<Option<Done>> {
    let Some(sender) = service.begin_sending(clocks.machine()).await? else { return Ok(None) };
    let done = all(service, clocks, gateways, &sender).await;
    let ended = service.end_sending(sender, clocks.machine(), done.as_ref().ok()).await;
    let done = done?;
    ended?;
    Ok(Some(done))
}

/// What was taken back before a stop is said first: until then it counts as sent. What was queued before is seen to last, with what
/// is queued now: so nothing is handed over twice in one go.
async fn all(service: &Service, clocks: &dyn Clocks, gateways: &Gateways, sender: &Sender) -> anyhow::Result<Done> {
    let ask = || Sender::ask(clocks.record());
    let mut done = Done { at: clocks.record().0, ..Done::default() };
    for gateway in gateways.all() {
        for key in or_nothing(&mut done, "what was taken back", gateway.taken_back()) {
            service.go_on_sending(sender, clocks.machine()).await?;
            match service.text_taken_back(&ask(), &key).await {
                Ok(said) => {
                    done.not_sent += u64::from(said);
                    let_go(gateway, &mut done, &key);
                }
                Err(problem) => wrong(&mut done, &problem),
            }
        }
        for (name, receipt) in or_nothing(&mut done, "the receipts", gateway.receipts()) {
            service.go_on_sending(sender, clocks.machine()).await?;
            let recorded = match receipt {
                Ok(receipt) => service.record_receipt(&ask(), &receipt).await,
                Err(wrong) => Err(Problem::field("receipt", wrong)),
            };
            match recorded {
                Ok(()) => {
                    done.receipts += 1;
                    put_away(gateway, &mut done, &name, None);
                }
                Err(problem @ (Problem::NotFound | Problem::Invalid(_) | Problem::KeyReused)) => {
                    done.unreadable += 1;
                    put_away(gateway, &mut done, &name, Some(&why(problem)));
                }
                Err(problem) => wrong(&mut done, &problem),
            }
        }
    }
    // Before what is due: a reminder of the appointment as it now stands may follow at once.
    for row in service.texts_overtaken(&ask(), MOST_OVERTAKEN).await? {
        if !gateways.all().any(|gateway| or_nothing(&mut done, "whether a text is there", gateway.holds(&row.why))) {
            continue;
        }
        service.go_on_sending(sender, clocks.machine()).await?;
        match service.next_step(&ask(), &row).await {
            Ok(Some(Step::TakeBack(text, why))) => {
                if let Some(Taken::By(gateway)) = take_back(gateways, &mut done, &text.key) {
                    let why = format!("It was taken back before it went: {why}.");
                    not_sent(service, &ask(), Some(gateway), &mut done, text, &why).await;
                }
            }
            Ok(_) => {}
            Err(problem) => wrong(&mut done, &problem),
        }
    }
    for due in service.reminders_due(&ask(), gateways.takes(), MOST).await? {
        service.go_on_sending(sender, clocks.machine()).await?;
        match service.queue_reminder(&ask(), sender, &due).await {
            Ok(queued) => done.queued += u64::from(queued),
            Err(problem) => wrong(&mut done, &problem),
        }
    }
    for row in service.texts_queued(&ask(), gateways.takes(), MOST).await? {
        service.go_on_sending(sender, clocks.machine()).await?;
        match service.next_step(&ask(), &row).await {
            Ok(Some(Step::HandOver(text))) => hand_over(service, &ask(), gateways, &mut done, text).await,
            Ok(Some(Step::TakeBack(text, why))) => {
                let Some(taken) = take_back(gateways, &mut done, &text.key) else { continue };
                let (gateway, why) = match taken {
                    Taken::By(gateway) => (Some(gateway), format!("It was taken back before it went: {why}.")),
                    Taken::NotThere if gateways.to(&text.to).is_none() => {
                        (None, format!("Nothing sends {} any more, and {why}.", what(&text.to)))
                    }
                    Taken::NotThere => (
                        None,
                        format!(
                            "Nobody can say whether it went: the program was stopped while it was sent, and then {why}."
                        ),
                    ),
                };
                not_sent(service, &ask(), gateway, &mut done, text, &why).await;
            }
            Ok(None) => {}
            Err(problem) => wrong(&mut done, &problem),
        }
    }
    Ok(done)
}

async fn hand_over(service: &Service, ask: &Ask, gateways: &Gateways, done: &mut Done, text: TextToSend) {
    // It waits: somebody may be about to say again where such things go.
    let Some(gateway) = gateways.to(&text.to) else { return };
    if let Err(error) = gateway.hand_over(&text) {
        // It stays queued; what goes another way must not wait for it.
        tracing::error!("a text cannot be handed over: {error:#}");
        done.left += 1;
        return;
    }
    match service.text_handed_over(ask, text).await {
        Ok(()) => done.handed_over += 1,
        Err(problem) => wrong(done, &problem),
    }
}

/// What became of a text that was to be taken back.
enum Taken<'a> {
    /// It was, from this gateway, which keeps it until that is on record.
    By(&'a dyn Gateway),
    /// It is at none.
    NotThere,
}

/// Takes a text back from whichever has it; none where one of them cannot say, for then nothing may be said of the text.
fn take_back<'a>(gateways: &'a Gateways, done: &mut Done, key: &str) -> Option<Taken<'a>> {
    let mut unknown = false;
    for gateway in gateways.all() {
        match gateway.take_back(key) {
            Ok(true) => return Some(Taken::By(gateway)),
            Ok(false) => {}
            Err(error) => {
                tracing::error!("a text could not be taken back: {error:#}");
                done.left += 1;
                unknown = true;
            }
        }
    }
    (!unknown).then_some(Taken::NotThere)
}

/// What a gateway says; where it cannot, nothing, and that is logged: it holds up no other, and is asked again.
fn or_nothing<T: Default>(done: &mut Done, what: &str, said: anyhow::Result<T>) -> T {
    said.unwrap_or_else(|error| {
        tracing::error!("{what} cannot be read: {error:#}");
        done.left += 1;
        T::default()
    })
}

fn what(to: &To) -> &'static str {
    match to {
        To::Mobile(_) => "texts",
        To::Email(_) => "e-mails",
    }
}

/// Says of a text that it did not go, or that nobody can say; only then is one that was taken back let go.
async fn not_sent(
    service: &Service,
    ask: &Ask,
    gateway: Option<&dyn Gateway>,
    done: &mut Done,
    text: TextToSend,
    why: &str,
) {
    let key = text.key.clone();
    match service.text_not_sent(ask, text, why).await {
        Ok(()) => {
            done.not_sent += 1;
            if let Some(gateway) = gateway {
                let_go(gateway, done, &key);
            }
        }
        Err(problem) => wrong(done, &problem),
    }
}

/// What cannot be let go is said again, and recorded once.
fn let_go(gateway: &dyn Gateway, done: &mut Done, key: &str) {
    if let Err(error) = gateway.let_go(key) {
        tracing::error!(%error, "a text that was taken back could not be let go");
        done.left += 1;
    }
}

/// A receipt that cannot be put away holds up no text; it is read again, and recorded once.
fn put_away(gateway: &dyn Gateway, done: &mut Done, name: &str, wrong: Option<&str>) {
    if let Err(error) = gateway.put_away(name, wrong) {
        tracing::error!(%error, name, "a receipt could not be put away");
        done.left += 1;
    }
}

/// One text that something is wrong with holds up no other; it is tried again.
fn wrong(done: &mut Done, problem: &Problem) {
    tracing::error!(%problem, "a text could not be seen to");
    done.left += 1;
}

fn why(problem: Problem) -> String {
    match problem {
        Problem::NotFound => "No text of this record has this id.".to_owned(),
        Problem::Invalid(errors) => errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
