//! A log as a CSV file.

use corporate_protocol::{
    AgentId, Author, Bilingual, CustomerFacts, EndReason, EventBody, MessageText, Mode, PersonName,
    QueueId, Seq, SessionId, Timestamp, Via,
};

use super::*;

#[test]
fn a_log_as_csv() {
    let session = SessionId::from_uuid(uuid::Uuid::from_bytes([7; 16]));
    let id = AgentId::from_uuid(uuid::Uuid::from_bytes([1; 16]));
    let anna = Author::Agent { id, name: PersonName::parse("Anna Berg").expect("a name") };
    let queue = QueueId::try_from("printers".to_owned()).expect("a queue");
    let say = |text: &str| EventBody::Message { text: MessageText::parse(text).expect("a text") };
    let started = EventBody::SessionStarted {
        customer: PersonName::parse("@Erika").expect("a name"),
        question: MessageText::parse("=1+1").ok(),
        queue: queue.clone(),
        language: Language::De,
        mode: Mode::Queue,
        email: None,
        facts: CustomerFacts::default(),
        terms_accepted: true,
        web_chat_off: false,
    };
    let customer = Author::Customer { via: Via::App };
    let bodies = [
        (Author::Customer { via: Via::Web }, started),
        (anna.clone(), EventBody::AgentJoined),
        (customer, say("\"Ja\", sagte sie.\nUnd ging.")),
        (anna, EventBody::HandedToQueue { queue: queue.clone() }),
        (Author::Portal, EventBody::SessionEnded { reason: EndReason::Absent }),
    ];
    let events: Vec<Event> = (1_u64..)
        .zip(bodies)
        .map(|(seq, (author, body))| Event {
            session,
            seq: Seq(seq),
            at: Timestamp(1_795_348_800_123),
            author,
            body,
        })
        .collect();
    let name = Bilingual { de: "Drucker".into(), en: "Printers".into() };
    let queues = [Queue { id: queue, name }];
    let both = [Language::De, Language::En].map(|language| {
        log_as_csv(&events, &queues, language, &TimeZone::UTC)
            .replace('\u{feff}', "<BOM>")
            .replace("\r\n", "<CRLF>\n")
    });
    insta::assert_snapshot!(both.join("\n"));
}
