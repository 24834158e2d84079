//! Text messages of the log and list sockets, both ways.
#![no_main]

use corporate_protocol::{ClientMessage, ListMessage, ServerMessage};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(message) = serde_json::from_str::<ClientMessage>(text) {
        let again = serde_json::to_string(&message).expect("what was read can be written");
        assert_eq!(serde_json::from_str::<ClientMessage>(&again).ok(), Some(message));
    }
    drop(serde_json::from_str::<ServerMessage>(text));
    drop(serde_json::from_str::<ListMessage>(text));
});
