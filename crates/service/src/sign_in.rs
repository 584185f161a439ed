//! Signing in and out, and sessions kept on the server.
//!
//! Times here are those of the machine, in microseconds, not the record's: a demonstration's calendar must neither end
//! a session nor lift a limit. Nothing about access is kept in a session: each request reads who somebody is now.

use std::sync::Arc;

use access::Actor;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use practice::working::{WorkingFigure, value};
use record::facts::organisation::Role;
use record::time::Instant;
use store::{SessionRow, SideWrite, Snapshot, StaffRow, StoreError};

use crate::desks::Desks;
use crate::{Problem, Service};

/// Passwords checked at once.
static CHECKS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(8);
/// No name anybody signs in with is longer.
const LONGEST_NAME: usize = 100;
/// Use is noted at most this often.
const TOUCH: i64 = MINUTE;
const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// Unused for so long, in microseconds, a session ends.
fn idle() -> i64 {
    i64::from(value(WorkingFigure::SessionIdleHours)) * HOUR
}

/// However much it is used, a session ends after so long, in microseconds.
fn longest() -> i64 {
    i64::from(value(WorkingFigure::SessionHours)) * HOUR
}

/// A session that was begun; the token goes into the cookie and is kept nowhere else.
#[derive(Debug)]
pub struct Begun {
    /// What the browser brings back.
    pub token: String,
}

/// Who is behind a request.
#[derive(Clone, Debug)]
pub struct Session {
    /// The member of staff, as they are today.
    pub actor: Actor,
    /// What every form of this session must bring.
    pub csrf: String,
    /// When it ends if nothing more happens, in the machine's microseconds.
    pub ends: i64,
    /// The name of their organisation.
    pub organisation: String,
    /// How much waits in their inbox; none for a role that has none.
    pub unread: Option<u64>,
    /// The desks that they see to today, for this request.
    pub desks: Arc<Desks>,
}

impl Service {
    /// Signs a member of staff in. Wrong names and wrong passwords are told apart by nobody.
    pub async fn sign_in(&self, name: &str, password: &str, address: &str, machine: i64) -> Result<Begun, Problem> {
        let name: String = name.trim().to_lowercase().chars().take(LONGEST_NAME).collect();
        let keys = [
            (format!("name {name}"), u64::from(value(WorkingFigure::NameTries))),
            (format!("address {address}"), u64::from(value(WorkingFigure::AddressTries))),
        ];
        let window = i64::from(value(WorkingFigure::TriesMinutes)) * MINUTE;
        let since = machine - window;
        let wanted = name.clone();
        let (counts, found) = {
            let names: Vec<String> = keys.iter().map(|(key, _)| key.clone()).collect();
            self.store
                .read(move |snapshot| {
                    let counts =
                        names.iter().map(|key| snapshot.attempts(key, since)).collect::<Result<Vec<_>, _>>()?;
                    let staff = snapshot.staff_by_sign_in(&wanted)?;
                    let phc = staff.as_ref().map(|s| snapshot.password(&s.staff)).transpose()?.flatten();
                    Ok((counts, staff.zip(phc)))
                })
                .await?
        };
        if counts.iter().zip(&keys).any(|(count, (_, most))| count >= most) {
            return Err(Problem::TooMany { wait: u64::try_from(window / 1_000_000).unwrap_or(900) });
        }
        // Counted before the password is looked at, so that a burst cannot run past the limit.
        let mut attempts: Vec<SideWrite> =
            keys.iter().map(|(key, _)| SideWrite::Attempt { key: key.clone(), at: machine }).collect();
        attempts.extend(["name", "address"].map(|kind| SideWrite::DropAttempts { kind, before: since }));
        self.store.put(SideWrite::All(attempts)).await?;
        let (staff, phc) = found.map_or((None, DECOY.to_owned()), |(staff, phc)| (Some(staff), phc));
        // Each check takes its time and 19 MiB on purpose: a few at once, and whoever comes too many waits outside.
        let Ok(_turn) = CHECKS.try_acquire() else { return Err(Problem::TooMany { wait: 2 }) };
        let right = verify(password.to_owned(), phc).await;
        let Some(staff) = staff.filter(|s| right && s.active) else {
            return Err(Problem::field("password", "The name or the password is wrong"));
        };
        // Who knows the password was not guessing.
        self.store.put(SideWrite::ForgetAttempts { key: format!("name {name}") }).await?;
        self.begin(&staff, machine).await
    }

    async fn begin(&self, staff: &StaffRow, machine: i64) -> Result<Begun, Problem> {
        let token = hex(&self.random_bytes::<32>());
        let session = SessionRow {
            id_hash: session_key(&token),
            staff: staff.staff.clone(),
            created: machine,
            last_seen: machine,
            expires: machine + longest(),
            csrf: hex(&self.random_bytes::<16>()),
        };
        let old = SideWrite::DropSessionsExpired { before: machine - longest() };
        self.store.put(SideWrite::All(vec![old, SideWrite::PutSession(session)])).await?;
        Ok(Begun { token })
    }

    /// The session behind a token, if it still runs, and what the frame of every page says; `now` is the record's time.
    pub async fn session(&self, token: &str, machine: i64, now: Instant) -> Result<Option<Session>, Problem> {
        let key = session_key(token);
        let wanted = key.clone();
        // Each page asks this first: one question, in one snapshot.
        let found = self.store.read(move |snapshot| running(snapshot, &wanted, machine, now)).await?;
        let Some((session, last_seen)) = found else { return Ok(None) };
        if machine - last_seen > TOUCH {
            self.store.put(SideWrite::TouchSession { id_hash: key, last_seen: machine }).await?;
        }
        Ok(Some(session))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), Problem> {
        Ok(self.store.put(SideWrite::DropSession { id_hash: session_key(token) }).await?)
    }

    /// Gives a member of staff a password.
    pub async fn set_password(&self, staff: &str, password: &str) -> Result<(), Problem> {
        let phc = hash_password(password, &self.random_bytes::<16>())?;
        Ok(self.store.put(SideWrite::PutPassword { staff: staff.to_owned(), phc }).await?)
    }
}

/// The session under a key with when it was last used; none when it has ended, or whoever began it has left.
fn running(snapshot: &Snapshot, key: &[u8], machine: i64, now: Instant) -> Result<Option<(Session, i64)>, StoreError> {
    let Some((row, staff, organisation)) = snapshot.signed_in(key)?.filter(|(_, staff, _)| staff.active) else {
        return Ok(None);
    };
    let Some(actor) = actor(&staff) else { return Ok(None) };
    let ends = row.expires.min(row.last_seen + idle());
    if machine >= ends {
        return Ok(None);
    }
    snapshot.foresee(|ahead| {
        Desks::foresee(ahead, &actor, now.day())?;
        crate::inbox::foresee(ahead, &actor, now)
    })?;
    let organisation = organisation.unwrap_or_else(|| actor.provider.clone());
    let desks = Arc::new(Desks::read(snapshot, &actor, now.day())?);
    let unread = crate::inbox::unread(snapshot, &actor, &desks, now)?;
    let ends = row.expires.min(machine + idle());
    Ok(Some((Session { actor, csrf: row.csrf, ends, organisation, unread, desks }, row.last_seen)))
}

/// The argon2id hash of a password, as it is stored.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, Problem> {
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt);
    hash.map(|h| h.to_string()).map_err(|e| Problem::Damaged(format!("the password could not be hashed: {e}")))
}

/// Who a member of staff is; none when their role is not one this version knows.
pub(crate) fn actor(staff: &StaffRow) -> Option<Actor> {
    Some(Actor {
        staff: staff.staff.clone(),
        name: staff.name.clone(),
        role: Role::of_code(&staff.role)?,
        team: staff.team.clone(),
        provider: staff.provider.clone(),
        courts: staff.courts.split_whitespace().map(str::to_owned).collect(),
    })
}

/// A hash of nothing anybody knows, so that an unknown name takes as long as a known one.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$ZAhbOYCOGBKfjGrsUH0Ri/0dFzqQlZKXW2hgF/hL1ik";

async fn verify(password: String, phc: String) -> bool {
    let check = move || {
        PasswordHash::new(&phc).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

pub(crate) fn session_key(token: &str) -> Vec<u8> {
    ledger::Hash::of(token.as_bytes()).0.to_vec()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
