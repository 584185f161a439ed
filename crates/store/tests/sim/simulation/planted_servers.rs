//! Two servers on one database that misbehave, each in one way, which the simulator has to notice. What they leave undone is
//! undone by SQL behind their backs, or never asked for: the word is taken out on its way.

use std::sync::LazyLock;

use cluster::{Cluster, Then, between};
use store::{Act, ReadRow, Report, SideWrite, Store, StoreError};

use super::model::Answer;
use super::servers::{Servers, database_name};
use super::subject::Subject;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServerBug {
    /// Whoever takes the lease over seals under the epoch of the one before.
    EpochNotCompared,
    /// An act does not lock its gate.
    GateNotEntered,
    /// After a seal nobody is sent past it.
    FloorNotRaised,
    /// What was shown is noted in a batch that is sealed already.
    ReadsBatchSkipped,
}

/// Each of them.
pub(crate) const SERVER_BUGS: [ServerBug; 4] =
    [ServerBug::EpochNotCompared, ServerBug::GateNotEntered, ServerBug::FloorNotRaised, ServerBug::ReadsBatchSkipped];

/// Acts take their time between their gate and their commit.
const SLOWLY: &str = "
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(0.5 * random()); RETURN NEW; END $$;
    CREATE TRIGGER slowly BEFORE INSERT ON unsealed FOR EACH ROW EXECUTE FUNCTION slowly();";

/// The tables would not take two leaves in one place either: that they notice is not what is tried.
const TWO_IN_ONE_PLACE: &str = "
    ALTER TABLE log DROP CONSTRAINT log_pkey; ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_pkey;
    ALTER TABLE mark DROP CONSTRAINT mark_pkey;";

const LOW_FLOOR: &str = "
    CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.floor := OLD.floor; RETURN NEW; END $$;
    CREATE TRIGGER low BEFORE UPDATE ON gate FOR EACH ROW EXECUTE FUNCTION low();
    CREATE TRIGGER low BEFORE UPDATE ON lease FOR EACH ROW EXECUTE FUNCTION low();";

const SEALED_BATCH: &str = "
    CREATE FUNCTION sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.batch := NEW.batch - 1; RETURN NEW; END $$;
    CREATE TRIGGER sealed BEFORE INSERT ON read FOR EACH ROW EXECUTE FUNCTION sealed();";

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum With {
    /// The bug, and what brings it out.
    TheBug,
    /// For comparison, nothing but what brings it out.
    WhatBringsItOut,
}

/// Two servers with something wrong with them.
pub(crate) struct PlantedServers {
    bug: ServerBug,
    with: With,
    servers: Servers,
}

impl PlantedServers {
    pub(crate) fn create(bug: ServerBug, with: With) -> PlantedServers {
        let servers = match (bug, with) {
            (ServerBug::GateNotEntered, With::TheBug) => Servers::create_at(&UNLOCKED),
            _ => Servers::create(),
        };
        match (bug, with) {
            (ServerBug::EpochNotCompared, _) => servers.ask(TWO_IN_ONE_PLACE),
            (ServerBug::GateNotEntered, _) => servers.ask(SLOWLY),
            (ServerBug::FloorNotRaised, With::TheBug) => servers.ask(LOW_FLOOR),
            (ServerBug::ReadsBatchSkipped, With::TheBug) => servers.ask(SEALED_BATCH),
            (_, With::WhatBringsItOut) => {}
        }
        PlantedServers { bug, with, servers }
    }

    /// The lease passes on; whoever has it next has no other epoch than whoever had it last.
    fn pass_lease_on(&self) {
        match (self.bug, self.with) {
            (ServerBug::EpochNotCompared, With::TheBug) => {
                self.servers.ask("UPDATE lease SET holder = 'nobody', until = 0, epoch = epoch - 1");
            }
            (ServerBug::EpochNotCompared, With::WhatBringsItOut) => {
                self.servers.ask("UPDATE lease SET holder = 'nobody', until = 0");
            }
            _ => {}
        }
    }

    /// Whoever recorded last seals before the lease passes on: left to themselves the acts of a run come so close that mostly
    /// one server seals them all, and never learns that another did.
    fn seal_before_it_passes_on(&self) {
        if self.bug == ServerBug::EpochNotCompared {
            // Where it fails, what then stands in the record is what is looked at.
            let _ = self.servers.store().protect_here();
        }
    }
}

/// An address where nobody is asked to lock a gate for an act.
static UNLOCKED: LazyLock<String> = LazyLock::new(|| {
    let (said, heard) = (b" FROM gate WHERE name = $1 FOR UPDATE", b" FROM gate WHERE name = $1           ");
    let port = between(Cluster::shared().socket(), move |bytes| {
        while let Some(at) = bytes.windows(said.len()).position(|words| words == said) {
            bytes[at..at + heard.len()].copy_from_slice(heard);
        }
        Then::PassOn
    });
    format!("host=127.0.0.1 port={port} user=postgres dbname={}", database_name())
});

impl Subject for PlantedServers {
    fn store(&self) -> &Store {
        self.servers.store()
    }

    fn is_in_order(&self) -> bool {
        self.servers.is_in_order()
    }

    fn append(&mut self, acts: &[Act]) -> Vec<Answer> {
        self.pass_lease_on();
        let answers = self.servers.append(acts);
        self.seal_before_it_passes_on();
        answers
    }

    fn put(&mut self, side: SideWrite) -> Result<(), StoreError> {
        self.servers.put(side)
    }

    fn log_read(&mut self, row: ReadRow) -> Result<(), StoreError> {
        self.servers.log_read(row)
    }

    fn restart(&mut self) -> Result<(), StoreError> {
        self.servers.restart()
    }

    fn crash(&mut self, acts: &[Act]) -> Result<(), StoreError> {
        self.servers.crash(acts)
    }

    fn verify(&self, expect: &[String]) -> Result<Report, StoreError> {
        self.servers.verify(expect)
    }
}
