//! Release manifests and what is signed about them. The opener reads a manifest only after its
//! signature, the portal reads it from its own disk; both read nothing twice in two ways.
#![no_main]

use corporate_protocol::{KeyFingerprint, Manifest, SignedManifest, Version};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(manifest) = Manifest::parse(text) {
        let again = serde_json::to_string(&manifest).expect("what was read can be written");
        assert_eq!(Manifest::parse(&again).ok(), Some(manifest));
    }
    if let Ok(signed) = serde_json::from_str::<SignedManifest>(text)
        && let Ok(signatures) = signed.signatures()
    {
        assert!(signatures.iter().all(|line| !line.trim().is_empty()));
    }
    if let Some(version) = Version::parse(text) {
        assert_eq!(Version::parse(&version.to_string()), Some(version));
    }
    if let Some(key) = KeyFingerprint::parse(text) {
        assert_eq!(key.to_string(), text);
    }
});
