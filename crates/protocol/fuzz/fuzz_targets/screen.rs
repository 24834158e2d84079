//! Screen messages: whatever is read must survive being written and read again, and the portal,
//! which reads frames in place, must see the same in them.
#![no_main]

use corporate_protocol::screen::{FrameView, Message, Operation};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let view = FrameView::check(bytes);
    let read = Message::decode(bytes);
    assert_eq!(view.is_ok(), matches!(read, Ok(Message::Frame(_))));
    if let (Ok(view), Ok(Message::Frame(frame))) = (view, &read) {
        assert!(view.operations().map(Operation::from).eq(frame.operations.iter().cloned()));
    }
    if let Ok(message) = read {
        assert_eq!(Message::decode(&message.encode()), Ok(message));
    }
});
