//! Screen messages: whatever is read must survive being written and read again.
#![no_main]

use corporate_protocol::screen::Message;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(message) = Message::decode(bytes) {
        assert_eq!(Message::decode(&message.encode()), Ok(message));
    }
});
