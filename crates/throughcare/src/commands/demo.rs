//! `demo`: a synthetic service, made if the folder is empty, then served.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::bail;
use indicatif::ProgressBar;
use service::sign_in::hash_password;
use store::Store;

use super::serve::{Beside, serve};
use crate::place::Place;

/// The password every member of a demonstration's staff has.
pub(crate) const PASSWORD: &str = "demonstration";

/// Make a synthetic service if the folder is empty, then serve it.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// How many people on probation.
    #[arg(long, default_value_t = 5_000)]
    people: u32,
    /// The same seed makes the same service, to the last hash.
    #[arg(long, default_value_t = 2015)]
    seed: u64,
    /// Nearly everybody's order began within the last fortnight: fewer entries a case, for measuring growth.
    #[arg(long, hide = true)]
    recent: bool,
    /// The data folder.
    #[arg(long, value_name = "DIR", default_value = "throughcare-data")]
    data: PathBuf,
    /// The port to serve on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Only make it.
    #[arg(long)]
    no_serve: bool,
    /// Do not open a browser.
    #[arg(long)]
    no_browser: bool,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if Store::is_empty(&self.data) {
            self.make()?;
        } else if cut_short(&self.data)? {
            bail!("the making of {} was cut short: remove the folder and make it again", self.data.display());
        } else {
            eprintln!("{} has a record already; nothing in it was changed.", self.data.display());
        }
        if self.no_serve {
            return Ok(ExitCode::SUCCESS);
        }
        let browser = !self.no_browser;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        serve(&Place::folder(self.data), listen, Beside::default(), |address| {
            if browser {
                open_browser(&format!("http://{address}/"));
            }
        })
    }

    fn make(&self) -> anyhow::Result<()> {
        let begun = Instant::now();
        let progress = ProgressBar::new(u64::from(self.people));
        let start = "2015-12-15T09:00".parse()?;
        let plan = pilot::Plan { people: self.people, seed: self.seed, start, recent: self.recent };
        // The salt is fixed so that the same seed makes the same folder: this password is public.
        let phc = hash_password(PASSWORD, b"throughcare-demo").map_err(|e| anyhow::anyhow!("{e}"))?;
        let made = pilot::make(&self.data, &plan, &phc, &|done| progress.set_position(done))?;
        Store::open(&self.data)?
            .put_here(store::SideWrite::PutMeta { name: "demo_password".to_owned(), value: PASSWORD.to_owned() })?;
        progress.finish_and_clear();
        println!(
            "A synthetic service: {} people, {} entries, in {:.1} s.",
            made.people,
            made.entries,
            begun.elapsed().as_secs_f64()
        );
        println!("\n{:<58} {:>9} {:>9}  source", "rate", "wanted", "achieved");
        for rate in &made.rates {
            let percent = |share: f64| format!("{:.1}%", share * 100.0);
            println!(
                "{:<58} {:>9} {:>9}  {} ({})",
                rate.what,
                percent(rate.wanted),
                percent(rate.achieved),
                rate.source,
                rate.status
            );
        }
        println!("\nPlanted, by number of the failure:");
        for planted in &made.planted {
            println!("  {:>3}  {}  {}", planted.row, planted.crn, planted.what);
        }
        println!("\nA court list to import: {}\n", made.court_list.display());
        Ok(())
    }
}

/// Whether a demonstration was begun in the folder and not finished.
fn cut_short(folder: &Path) -> anyhow::Result<bool> {
    let store = Store::open_read_only(folder)?;
    let (demo, made) = store.read_here(|snapshot| Ok((snapshot.meta("demo")?, snapshot.meta("made")?)))?;
    Ok(demo.is_some() && made.is_none())
}

/// Opens the page where there is a desktop to open it on; anywhere else the address has been printed.
fn open_browser(address: &str) {
    let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if has_desktop {
        let _ = Command::new("xdg-open").arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    }
}
