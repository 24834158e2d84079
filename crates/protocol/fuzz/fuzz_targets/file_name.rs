//! What stands in an opener's file name or is typed into its window: whatever is read as a code is
//! that code in every other spelling too.
#![no_main]

use corporate_protocol::{Code, Secret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(code) = Code::from_file_name(text) {
        assert_eq!(Code::from_file_name(&code.file_name()), Some(code.clone()));
        let copy = format!("{} (1).exe", code.file_name());
        assert_eq!(Code::from_file_name(&copy), Some(code));
    }
    if let Some(code) = Code::parse(text) {
        assert_eq!(Code::parse(&code.to_string()), Some(code.clone()));
        assert_eq!(Code::parse(&code.to_string().to_lowercase()), Some(code));
    }
    if let Ok(secret) = Secret::parse(text) {
        assert_eq!(secret.reveal(), text);
    }
});
