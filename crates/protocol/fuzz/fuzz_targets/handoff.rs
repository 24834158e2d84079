//! What arrives around a hand-off: file names, codes, origins, secrets, manifests.
#![no_main]

use corporate_protocol::{Code, Manifest, PortalOrigin, Secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(code) = Code::from_file_name(text) {
        assert_eq!(Code::from_file_name(&code.file_name()), Some(code));
    }
    if let Some(code) = Code::parse(text) {
        assert_eq!(Code::parse(&code.to_string()), Some(code));
    }
    if let Ok(origin) = PortalOrigin::parse(text) {
        assert_eq!(PortalOrigin::parse(&origin.to_string()), Ok(origin));
    }
    drop(Secret::parse(text));
    drop(serde_json::from_str::<Manifest>(text));
});
