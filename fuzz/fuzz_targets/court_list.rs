//! Court lists: `cargo +nightly fuzz run court_list crates/exchange/tests/fixtures`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = exchange::laws::account_for(bytes, "list.xml") {
        panic!("{broken}");
    }
});
