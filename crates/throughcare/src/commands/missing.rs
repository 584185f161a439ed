//! The alarm of a server that what it acknowledged is not there any more: said once, when it is noticed, and again when
//! more is gone.

use std::time::Duration;

use jiff::Timestamp;
use service::Service;
use service::protection::{Missing, Taken};

/// How often it is looked whether anything was noticed.
const EVERY: Duration = Duration::from_secs(1);

/// Says what is missing, for as long as the service runs.
pub(crate) async fn tell_always(service: Service) {
    let mut told = Vec::new();
    loop {
        tokio::time::sleep(EVERY).await;
        let missing = service.missing();
        for missing in missing.iter().filter(|missing| !told.contains(*missing)) {
            if missing.what == Taken::NotWatched {
                tracing::error!("WHAT IS ACKNOWLEDGED IS NOT ALL LOOKED FOR: {}", words(missing));
            } else {
                tracing::error!("WHAT WAS ACKNOWLEDGED IS NOT THERE: {}", words(missing));
            }
        }
        told = missing;
    }
}

fn words(missing: &Missing) -> String {
    let what = match missing.what {
        Taken::EntryGone => "entries gone before they were sealed",
        Taken::EntryAltered => "entries altered before they were sealed",
        Taken::ReadGone => "lines of the reads log gone before they were sealed",
        Taken::ReadAltered => "batches of the reads log altered before they were sealed",
        Taken::NotWatched => "entries and reads not looked for, because too many wait for a seal",
    };
    let at = |micros| Timestamp::from_microsecond(micros).map_or_else(|_| micros.to_string(), |at| at.to_string());
    let (count, from, to) = (missing.count, at(missing.from), at(missing.to));
    format!("{what}: {count}, from {from} to {to} ({})", missing.named.join(", "))
}
