//! Links of the app's scheme, which any page can make: whatever is read names a code and nothing
//! else.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../../../src-tauri/src/arguments/link_address.rs"]
mod link_address;

fuzz_target!(|text: &str| {
    if let Some(code) = link_address::parse(text) {
        assert!(link_address::is_ours(text) && text.is_ascii());
        let plain = format!("corpcustomer://join/{code}");
        assert_eq!(link_address::parse(&plain), Some(code));
    }
});
