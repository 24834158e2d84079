//! The bodies of requests before a sign-in, as the protocol has them; the portal reads those of new
//! chats and phone codes field by field, to name the one that is wrong. What is read says the same
//! when it is written and read again; a blank name and a code in another spelling are not read.
#![no_main]

use corporate_protocol::{
    Code, JoinRequest, RedeemPhoneCode, RedeemRequest, RenewRequest, SignIn, StartChat,
};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|text: &str| {
    stays_the_same::<StartChat>(text);
    stays_the_same::<RedeemRequest>(text);
    stays_the_same::<RenewRequest>(text);
    stays_the_same::<JoinRequest>(text);
    stays_the_same::<RedeemPhoneCode>(text);
    stays_the_same::<SignIn>(text);
    if let Ok(chat) = serde_json::from_str::<StartChat>(text) {
        let empty = chat.name.is_some_and(|name| name.as_str().trim().is_empty());
        assert!(!empty, "a name of nothing");
    }
    if let Ok(request) = serde_json::from_str::<RedeemRequest>(text) {
        assert_eq!(Code::parse(&request.code.to_string()), Some(request.code));
    }
});

fn stays_the_same<T: Serialize + DeserializeOwned>(text: &str) {
    let Ok(read) = serde_json::from_str::<T>(text) else { return };
    let written = serde_json::to_string(&read).expect("what was read can be written");
    let again: T = serde_json::from_str(&written).expect("what was written can be read");
    assert_eq!(serde_json::to_string(&again).ok(), Some(written));
}
