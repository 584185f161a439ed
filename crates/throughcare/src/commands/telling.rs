//! Those who may have seen, in a list, somebody on whose record another's entry stood, are told on a task beside the request
//! that took it off. If the program was stopped meanwhile, whoever serves next does it. And a while after an entry was taken off
//! it is looked once more for those whose page was on its way.

use std::sync::Arc;
use std::time::Duration;

use service::{Problem, Service};
use web::Clocks;

/// How often it is looked for what was left.
const EVERY: Duration = Duration::from_mins(1);

/// Does what was left, for as long as the service runs.
pub(crate) async fn go_on_always(service: Service, clocks: Arc<dyn Clocks>) {
    if let Err(problem) = service.forget_done_jobs().await {
        tracing::error!(%problem, "jobs that were done before are kept");
    }
    loop {
        if let Err(problem) = go_on(&service, &clocks).await {
            tracing::error!(%problem, "those who saw a list are not told yet");
        }
        if let Err(problem) = service.look_again(clocks.record(), clocks.machine()).await {
            tracing::error!(%problem, "those whose page was on its way are not told yet");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn go_on(service: &Service, clocks: &Arc<dyn Clocks>) -> Result<(), Problem> {
    for entry in service.telling_left().await? {
        if let Some(telling) = service.begin_telling(clocks.machine(), &entry).await? {
            let clock = || clocks.machine();
            service.tell_list_readers(clocks.record(), telling, &clock).await?;
        }
    }
    Ok(())
}
