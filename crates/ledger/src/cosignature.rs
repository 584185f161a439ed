//! Cosignatures (C2SP `tlog-cosignature`, version 1): what a witness puts under a checkpoint of somebody else's log.
//! It says: at this time, this is the largest tree of that log I have seen, and each one before was its beginning.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek as ed25519;
use ed25519_dalek::Signer;

use crate::note::{
    KeyError, NoteError, Parts, SigningKey, check_signature, key_hash, parse_vkey, write_signature_line, write_vkey,
};

/// Signature type 4 of the format: a time, and Ed25519 over a header, the time and the note's text.
const COSIGNATURE: u8 = 0x04;

/// The secret key of a witness. Its `Debug` text does not show the secret.
#[derive(Clone)]
pub struct WitnessSigningKey {
    key: ed25519::SigningKey,
    public: WitnessKey,
}

/// The key that a witness's cosignatures are checked with. Written as a "vkey" like a log's key, but of another type, so
/// that neither can be taken for the other.
#[derive(Clone, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    hash: [u8; 4],
    key: ed25519::VerifyingKey,
}

impl WitnessSigningKey {
    /// The key of a name and 32 secret random bytes.
    ///
    /// # Panics
    /// If a note could not carry the name: see [`WitnessSigningKey::from_key_file`] for names from outside.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> WitnessSigningKey {
        WitnessSigningKey::of(&SigningKey::from_seed(name, seed))
    }

    /// Reads the text of a key file, which is laid out as a log's.
    pub fn from_key_file(text: &str) -> Result<WitnessSigningKey, KeyError> {
        SigningKey::from_key_file(text).map(|key| WitnessSigningKey::of(&key))
    }

    /// The text of a key file. It holds the secret.
    pub fn to_key_file(&self) -> String {
        SigningKey::from_seed(&self.public.name, self.key.to_bytes()).to_key_file()
    }

    /// The key that others check this one's cosignatures with.
    pub fn public(&self) -> &WitnessKey {
        &self.public
    }

    /// The line that goes under the others of a checkpoint with this text, cosigned at so many seconds since 1970.
    pub fn cosign(&self, text: &str, seconds: u64) -> String {
        let signature = self.key.sign(&message(text, seconds)).to_bytes();
        let timed = [&seconds.to_be_bytes()[..], &signature].concat();
        write_signature_line(&self.public.name, self.public.hash, &timed)
    }

    fn of(key: &SigningKey) -> WitnessSigningKey {
        let secret = ed25519::SigningKey::from_bytes(key.seed());
        let public = WitnessKey::new(key.public().name().to_owned(), secret.verifying_key());
        WitnessSigningKey { key: secret, public }
    }
}

impl WitnessKey {
    /// The witness's name: by custom an address without its scheme.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When this witness cosigned the note, in seconds since 1970, if its cosignature verifies. The signatures of the log
    /// and of other witnesses are passed over.
    pub fn cosigned_at(&self, note: &str) -> Result<u64, NoteError> {
        let parts = Parts::of(note)?;
        let signature = parts.signature(&self.name, self.hash).ok_or(NoteError::NotSigned)?;
        let (seconds, signature) = signature.split_first_chunk::<8>().ok_or(NoteError::BadSignature)?;
        let seconds = u64::from_be_bytes(*seconds);
        if i64::try_from(seconds).is_err() {
            return Err(NoteError::BadSignature);
        }
        check_signature(&self.key, &message(parts.text, seconds), signature)?;
        Ok(seconds)
    }

    /// Whether it is the same key, whatever it is called.
    pub(crate) fn is_same_key(&self, other: &WitnessKey) -> bool {
        self.key == other.key
    }

    fn new(name: String, key: ed25519::VerifyingKey) -> WitnessKey {
        let hash = key_hash(&name, COSIGNATURE, &key);
        WitnessKey { name, hash, key }
    }
}

/// What a witness signs: not the note's own bytes, so that a cosignature is never a log's signature.
fn message(text: &str, seconds: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {seconds}\n{text}").into_bytes()
}

impl FromStr for WitnessKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<WitnessKey, KeyError> {
        let (name, key) = parse_vkey(text, COSIGNATURE)?;
        Ok(WitnessKey::new(name, key))
    }
}

impl fmt::Display for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_vkey(f, &self.name, COSIGNATURE, &self.key)
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for WitnessSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessSigningKey({})", self.public)
    }
}
