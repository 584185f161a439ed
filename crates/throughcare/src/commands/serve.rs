//! `serve`: the program.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use service::{Ask, Service};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::{Clocks, Web};

use super::restore::operator;
use super::texts::gateways::Outgoing;
use super::{Opened, missing, over, receipts, runtime, segments, telling, texts, verifying, witnesses};
use crate::place::Place;

/// How long requests in hand are waited for at the end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serve the record in a folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Copy what is recorded to this folder every few seconds, best on another disk.
    #[arg(long, value_name = "DIR")]
    segments: Option<PathBuf>,
    /// The witnesses that the log is shown to (C2SP tlog-policy); without it those in the data folder’s `witnesses`, if
    /// it is there.
    #[arg(long, value_name = "FILE")]
    witnesses: Option<PathBuf>,
    /// How often witnesses are shown what is new, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    witness_every: u64,
    /// The authorities (PEM) whose certificates are believed of witnesses at an https address, instead of the public ones:
    /// for a witness with an authority of its own.
    #[arg(long, value_name = "FILE")]
    witness_authority: Option<PathBuf>,
    /// Verify the whole record every so many seconds while it is served, and say so where it is not as it was sealed: best once
    /// a day (86400). Of many servers one does it.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    verify_every: Option<u64>,
    #[command(flatten)]
    outgoing: Outgoing,
}

/// What goes on beside the serving.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside<'a> {
    /// Where segments go.
    pub(crate) segments: Option<&'a Path>,
    /// Which witnesses the log is shown to.
    pub(crate) witnesses: Option<&'a Path>,
    /// How often, in seconds.
    pub(crate) witness_every: u64,
    /// Whose certificates are believed of them, if not the public authorities'.
    pub(crate) witness_authority: Option<&'a Path>,
    /// How often the record is verified, in seconds.
    pub(crate) verify_every: Option<u64>,
    /// Where texts and e-mails go.
    pub(crate) outgoing: Option<&'a Outgoing>,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let beside = Beside {
            segments: self.segments.as_deref(),
            witnesses: self.witnesses.as_deref(),
            witness_every: self.witness_every,
            witness_authority: self.witness_authority.as_deref(),
            verify_every: self.verify_every,
            outgoing: Some(&self.outgoing).filter(|outgoing| !outgoing.is_nothing()),
        };
        serve(&self.place, self.listen, beside, |_| {})
    }
}

/// Serves until told to stop; `ready` is called once with the address.
pub(crate) fn serve(
    place: &Place,
    listen: SocketAddr,
    beside: Beside<'_>,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<ExitCode> {
    let unreached = witnesses::compare(place, beside)?.unreached;
    let Opened { service, clocks, demonstration } = over(place.open()?)?;
    // Dropped last, when everything in hand is recorded.
    let copying = beside.segments.map(|out| segments::start(place, out)).transpose()?;
    let showing = witnesses::start(&service, &clocks, &place.data, beside, unreached)?;
    let sending =
        beside.outgoing.map(|outgoing| texts::start(service.clone(), clocks.clone(), outgoing)).transpose()?;
    let checking = match beside.verify_every {
        Some(every) => Some(verifying::start(place, service.clone(), clocks.clone(), every)?),
        None => None,
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?;
        tokio::spawn(receipts::take_up_always(place.data.clone(), service.clone(), clocks.clone()));
        tokio::spawn(missing::tell_always(service.clone()));
        tokio::spawn(telling::go_on_always(service.clone(), clocks.clone()));
        tokio::spawn(say_what_is_in_force(service.clone(), clocks.clone()));
        tokio::spawn(ask_about_leavers(service.clone(), clocks.clone()));
        let forms = web::Forms::default();
        let taken = forms.clone();
        let router = web::router(Web { service, clocks, demonstration, vitals: web::Vitals::default(), forms });
        let mut terminate = signal(SignalKind::terminate())?;
        let (stop, mut stopped) = tokio::sync::watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            let _ = stop.send(true);
        });
        eprintln!("Throughcare is at http://{address}/");
        ready(address);
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let mut told = stopped.clone();
        let server = axum::serve(listener, router).with_graceful_shutdown(async move {
            let _ = told.changed().await;
        });
        // A form whose line was cut is nobody's request any more, and is taken to its end all the same.
        let finished = async {
            server.await?;
            taken.finished().await;
            Ok::<_, std::io::Error>(())
        };
        // Whoever is slow to finish what they are sending is not waited for longer than this.
        let patience = async {
            let _ = stopped.changed().await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            ended = finished => ended?,
            () = patience => {}
        }
        Ok::<_, anyhow::Error>(())
    })?;
    drop(showing);
    drop(checking);
    runtime.shutdown_timeout(PATIENCE);
    drop(sending);
    drop(copying);
    Ok(ExitCode::SUCCESS)
}

/// Has a senior asked about those who left a group before that was asked of everybody who does. Nobody waits for it.
async fn ask_about_leavers(service: Service, clocks: Arc<dyn Clocks>) {
    let ask = Ask { actor: operator(), now: clocks.record(), screen: "serve" };
    if let Err(problem) = service.ask_about_leavers(&ask).await {
        tracing::warn!(%problem, "those who left a group are not all asked about yet");
    }
}

/// Records which pack of standards this program works by, once for each. Nobody waits for it: what cannot be recorded now
/// is when the record is next served.
async fn say_what_is_in_force(service: Service, clocks: Arc<dyn Clocks>) {
    let ask = Ask { actor: operator(), now: clocks.record(), screen: "serve" };
    if let Err(problem) = service.comes_into_force(&ask).await {
        tracing::warn!(%problem, "which standards are in force is not recorded yet");
    }
}
