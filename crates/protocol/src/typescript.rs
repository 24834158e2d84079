//! The TypeScript that pages see: all types of the JSON messages in one file. A test compares it
//! with `ui/src/lib/protocol.generated.ts`; `cargo xtask generate` writes that file.

use ts_rs::{Config, TS};

use crate::{
    Account, AccountSettings, AgentDetails, AgentId, AgentInSession, Assessment, AuditAction,
    AuditEntry, Author, Availability, Bilingual, ChangePassword, ChatAfterUpgrade, ChatStarted,
    ClientMessage, Code, Colleague, Command, CommandBody, CommandId, ConfirmSecondFactor, Consent,
    CustomerFacts, Delivered, EmailAddress, EndReason, ErrorCode, Event, EventBody, FileId,
    FileInfo, FileName, HandoffId, HandoffOffer, Invitation, Language, ListMessage, Machine,
    ManagedAgent, MessageText, Mode, MonitorInfo, MonitorQuestion, Monitors, NewPassword,
    NewPhoneCode, NewSecondFactor, Outcome, OwnAgent, OwnAvailability, PageAddress, PersonName,
    Phase, PhoneCode, PhoneDigits, PictureSize, Place, Presence, Problem, ProvePassword,
    PublicPortal, Queue, QueueId, RecoveryCodes, RedeemPhoneCode, RefusedConsent,
    RemoveSecondFactor, Role, Seq, ServerMessage, SessionId, SessionState, SessionSummary, Sharing,
    SignIn, SignInDevice, SignInId, Signal, StartChat, System, Timestamp, UpgradeStep, Via, report,
    settings,
};

/// The types of this list as TypeScript declares them.
macro_rules! declarations {
    ($($name:ty),* $(,)?) => {{
        let config = Config::default();
        vec![$(format!("export {}\n", <$name as TS>::decl(&config))),*]
    }};
}

/// The whole generated file.
pub fn generated() -> String {
    let head =
        "// Generated from crates/protocol by `cargo xtask generate`; never edited by hand.\n";
    let mut parts = vec![head.to_owned()];
    parts.extend(of_sessions());
    parts.extend(of_the_portal());
    parts.extend(of_reports());
    let codes = serde_json::to_string(ErrorCode::ALL).expect("unit variants are always JSON");
    parts.push(format!("export const errorCodes: readonly ErrorCode[] = {codes};\n"));
    parts.extend(constants());
    parts.join("\n")
}

/// What is said and done in a session.
fn of_sessions() -> Vec<String> {
    declarations![
        SessionId,
        CommandId,
        HandoffId,
        AgentId,
        FileId,
        QueueId,
        Seq,
        Timestamp,
        PersonName,
        MessageText,
        EmailAddress,
        PageAddress,
        FileName,
        PictureSize,
        FileInfo,
        CustomerFacts,
        Code,
        Language,
        Via,
        Mode,
        ChatAfterUpgrade,
        RefusedConsent,
        EndReason,
        System,
        Author,
        AgentInSession,
        Invitation,
        MonitorInfo,
        MonitorQuestion,
        Monitors,
        EventBody,
        Event,
        Phase,
        UpgradeStep,
        Consent,
        Sharing,
        SessionState,
        CommandBody,
        Command,
        Signal,
        Presence,
        Delivered,
        Place,
        Availability,
        Colleague,
        ErrorCode,
        Problem,
        ClientMessage,
        ServerMessage,
    ]
}

/// Lists of sessions, the way into one, the account and its staff.
fn of_the_portal() -> Vec<String> {
    declarations![
        SessionSummary,
        ListMessage,
        Machine,
        StartChat,
        ChatStarted,
        HandoffOffer,
        Bilingual,
        settings::FieldRule,
        settings::Modes,
        settings::ChatForm,
        settings::AccountTexts,
        settings::FileRules,
        settings::CannedReply,
        AccountSettings,
        Account,
        Role,
        Queue,
        AgentDetails,
        ManagedAgent,
        NewPassword,
        SignIn,
        OwnAgent,
        SignInId,
        SignInDevice,
        ChangePassword,
        NewSecondFactor,
        ConfirmSecondFactor,
        RecoveryCodes,
        ProvePassword,
        RemoveSecondFactor,
        PublicPortal,
        PhoneDigits,
        NewPhoneCode,
        PhoneCode,
        RedeemPhoneCode,
        OwnAvailability,
        AuditAction,
        AuditEntry,
    ]
}

/// What came of sessions.
fn of_reports() -> Vec<String> {
    declarations![
        Outcome,
        Assessment,
        report::ReportSort,
        report::ReportOrder,
        report::ReportFilter,
        report::StepFigures,
        report::PictureFigures,
        report::ReportRow,
        report::ReportPage,
        report::Spread,
        report::Figures,
        report::DayFigures,
        report::HourFigures,
        report::QueueFigures,
        report::AgentFigures,
        report::OutcomeFigures,
        report::ModeFigures,
        report::ReportFigures,
        report::RefusedPass,
        report::HandoffFacts,
        report::ConsentAnswer,
        report::ConsentFacts,
        report::SessionReport,
    ]
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
        ("noteChars", crate::limits::NOTE_CHARS),
        ("fileBytes", crate::limits::FILE_BYTES as usize),
        ("sessionsPerAgent", crate::limits::SESSIONS_PER_AGENT as usize),
        ("phoneCodeDigits", crate::limits::PHONE_CODE_DIGITS),
        ("textChars", crate::settings::TEXT_CHARS),
        ("labelChars", crate::settings::LABEL_CHARS),
        ("replies", crate::settings::REPLIES),
        ("embedOrigins", crate::settings::EMBED_ORIGINS),
        ("queues", crate::settings::QUEUES),
        ("reportExportRows", crate::report::REPORT_EXPORT_ROWS),
        ("reportDays", crate::report::REPORT_DAYS as usize),
        ("reportTextChars", crate::report::REPORT_TEXT_CHARS),
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
