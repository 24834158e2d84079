//! A file of sessions, as spreadsheets get it.

use corporate_protocol::{
    AgentId, AgentInSession, Bilingual, EmailAddress, EndReason, Mode, Outcome, PersonName,
    QueueId, SessionId,
};

use corporate_protocol::report::{PictureFigures, StepFigures};

use super::*;

fn row() -> ReportRow {
    let queue = QueueId::try_from("printers".to_owned()).expect("a queue");
    let agent = |number: u8, name: &str| AgentInSession {
        id: AgentId::from_uuid(uuid::Uuid::from_bytes([number; 16])),
        name: PersonName::parse(name).expect("a name"),
    };
    let start = 1_795_348_800_000;
    ReportRow {
        id: SessionId::from_uuid(uuid::Uuid::from_bytes([7; 16])),
        customer: PersonName::parse("=HYPERLINK(\"http://x\")").expect("a name"),
        email: EmailAddress::parse("erika@example.test").ok(),
        question: MessageText::parse("Guten Tag,\nder \"Drucker\" streikt.").ok(),
        queue,
        mode: Mode::Queue,
        language: Language::De,
        agents: vec![agent(1, "Anna Berg"), agent(2, "+49 Ben")],
        started_at: Timestamp(start),
        first_joined_at: Some(Timestamp(start + 42_500)),
        ended_at: Some(Timestamp(start + 342_500)),
        end_reason: Some(EndReason::Agent),
        messages: 12,
        files: 1,
        upgraded: true,
        shared: true,
        sharing_ms: 61_900,
        picture: Some(PictureFigures {
            frames: 900,
            sum: StepFigures { p50_us: 17_400, p95_us: 41_060 },
            bytes: 1_234_567,
            ..PictureFigures::default()
        }),
        outcome: Outcome::Resolved,
    }
}

fn file(language: Language, zone: &str) -> RowsFile {
    let id = QueueId::try_from("printers".to_owned()).expect("a queue");
    let name = Bilingual { de: "Drucker".into(), en: "Printers".into() };
    let zone = TimeZone::get(zone).expect("a zone");
    RowsFile { language, zone, queues: vec![Queue { id, name }] }
}

fn written(file: &RowsFile) -> String {
    let waiting = ReportRow {
        first_joined_at: None,
        ended_at: None,
        end_reason: None,
        email: None,
        question: None,
        agents: Vec::new(),
        picture: None,
        ..row()
    };
    let text =
        file.head() + &row_line(file, &row()) + &row_line(file, &waiting) + &file.foot(12_345);
    text.replace('\u{feff}', "<BOM>").replace("\r\n", "<CRLF>\n")
}

#[test]
fn sessions_as_csv_in_german() {
    insta::assert_snapshot!(written(&file(Language::De, "Europe/Berlin")));
}

#[test]
fn sessions_as_csv_in_english() {
    insta::assert_snapshot!(written(&file(Language::En, "America/New_York")));
}
