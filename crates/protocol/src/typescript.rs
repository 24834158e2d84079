//! The TypeScript that pages see: all types of the JSON messages in one file. A test compares it
//! with `ui/src/lib/protocol.generated.ts`; `cargo xtask generate` writes that file.

use ts_rs::{Config, TS};

use crate::{
    AgentId, AgentInSession, Author, ChatAfterUpgrade, ChatStarted, ClientMessage, Code, Command,
    CommandBody, CommandId, Consent, EndReason, ErrorCode, Event, EventBody, HandoffId,
    HandoffOffer, Language, ListMessage, Machine, MessageText, Mode, PersonName, Phase, Presence,
    Problem, QueueId, RefusedConsent, Seq, ServerMessage, SessionId, SessionState, SessionSummary,
    Sharing, Signal, StartChat, System, Timestamp, UpgradeStep, Via,
};

/// The whole generated file.
pub fn generated() -> String {
    let config = Config::default();
    let head =
        "// Generated from crates/protocol by `cargo xtask generate`; never edited by hand.\n";
    let mut parts = vec![head.to_owned()];
    macro_rules! declare {
        ($($name:ty),* $(,)?) => {
            $(parts.push(format!("export {}\n", <$name as TS>::decl(&config)));)*
        };
    }
    declare!(
        SessionId,
        CommandId,
        HandoffId,
        AgentId,
        QueueId,
        Seq,
        Timestamp,
        PersonName,
        MessageText,
        Code,
        Language,
        Via,
        Mode,
        ChatAfterUpgrade,
        RefusedConsent,
        EndReason,
        System,
        Author,
        EventBody,
        Event,
        Phase,
        UpgradeStep,
        Consent,
        Sharing,
        AgentInSession,
        SessionState,
        CommandBody,
        Command,
        Signal,
        Presence,
        ErrorCode,
        Problem,
        ClientMessage,
        ServerMessage,
        SessionSummary,
        ListMessage,
        Machine,
        StartChat,
        ChatStarted,
        HandoffOffer,
    );
    let codes = serde_json::to_string(ErrorCode::ALL).expect("unit variants are always JSON");
    parts.push(format!("export const errorCodes: readonly ErrorCode[] = {codes};\n"));
    parts.extend(constants());
    parts.join("\n")
}

fn constants() -> impl Iterator<Item = String> {
    let names = [
        ("logProtocol", crate::LOG_PROTOCOL),
        ("listProtocol", crate::LIST_PROTOCOL),
        ("screenProtocol", crate::SCREEN_PROTOCOL),
    ];
    let numbers = [
        ("nameChars", crate::limits::NAME_CHARS),
        ("messageChars", crate::limits::MESSAGE_CHARS),
        ("consentSeconds", crate::limits::CONSENT_SECONDS as usize),
    ];
    let names = names.into_iter().map(|(name, value)| (name, format!("\"{value}\"")));
    let numbers = numbers.into_iter().map(|(name, value)| (name, value.to_string()));
    names.chain(numbers).map(|(name, value)| format!("export const {name} = {value};\n"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_generated_file_is_not_stale() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/lib/protocol.generated.ts");
        let written = std::fs::read_to_string(path).expect("the generated file is there");
        assert!(written == super::generated(), "stale: run `cargo xtask generate`");
    }
}
