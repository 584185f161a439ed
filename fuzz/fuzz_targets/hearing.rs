//! Hearings. What comes is put inside a notification as well, so that unwrapping is reached from the first input:
//! `cargo +nightly fuzz run hearing crates/exchange/tests/fixtures`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let wrapped = format!("{{\"Message\": {:?}}}", String::from_utf8_lossy(bytes));
    for input in [bytes, wrapped.as_bytes()] {
        if let Err(broken) = exchange::laws::account_for(input, "hearing.json") {
            panic!("{broken}");
        }
    }
});
