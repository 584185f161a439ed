//! `serve`: the program.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::Web;

use super::{Opened, open, runtime};
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
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        serve(&self.place, self.listen, |_| {})
    }
}

/// Serves until told to stop; `ready` is called once with the address.
pub(crate) fn serve(place: &Place, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<ExitCode> {
    let Opened { service, clocks, demonstration } = open(place)?;
    let runtime = runtime()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?;
        let router = web::router(Web { service, clocks, demonstration });
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
        // Whoever is slow to finish what they are sending is not waited for longer than this.
        let patience = async {
            let _ = stopped.changed().await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            ended = server => ended?,
            () = patience => {}
        }
        Ok::<_, anyhow::Error>(())
    })?;
    runtime.shutdown_timeout(PATIENCE);
    Ok(ExitCode::SUCCESS)
}
