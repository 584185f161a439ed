//! Somebody in the middle: between servers and their database, who listens, cuts the line or changes a word.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What becomes of something that a server sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It arrives.
    PassOn,
    /// It arrives, and the line is cut before the answer.
    CutAfter,
    /// The line is cut before it arrives.
    CutBefore,
}

/// Listens on this machine for as long as the process runs; gives the port. Whatever a server sends is shown to `hear`, which
/// may change it.
///
/// # Panics
///
/// If this machine has no port to listen on.
pub fn between(socket: PathBuf, hear: impl Fn(&mut [u8]) -> Then + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let hear = Arc::new(hear);
    std::thread::spawn(move || {
        for server in listener.incoming().flatten() {
            let (hear, socket) = (hear.clone(), socket.clone());
            std::thread::spawn(move || carry(&server, &socket, &*hear));
        }
    });
    port
}

/// Carries both ways until either side ends or the line is cut.
fn carry(server: &TcpStream, socket: &Path, hear: &(dyn Fn(&mut [u8]) -> Then + Send + Sync)) {
    // While the database is away its servers are told so by a line that ends at once.
    let Ok(database) = UnixStream::connect(socket) else { return };
    let (Ok(answers), Ok(answered)) = (database.try_clone(), server.try_clone()) else { return };
    let back = std::thread::spawn(move || {
        pass(&answers, &answered);
        let _ = answered.shutdown(Shutdown::Both);
    });
    let (mut from, mut to, mut bytes) = (server, &database, vec![0; 65_536]);
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let then = hear(&mut bytes[..count]);
        if then == Then::CutBefore || to.write_all(&bytes[..count]).is_err() || then == Then::CutAfter {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = database.shutdown(Shutdown::Both);
    let _ = back.join();
}

fn pass(mut from: &UnixStream, mut to: &TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
}
