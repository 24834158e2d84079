//! The transcript in both languages, and what must not be possible in it.

use corporate_protocol::{
    AgentId, AgentInSession, Author, Bilingual, ChatAfterUpgrade, CustomerFacts, EmailAddress,
    EndReason, FileInfo, FileName, HandoffId, MessageText, Mode, PersonName, Queue, QueueId,
    RefusedConsent, Seq, SessionId, System, Timestamp as At, Via,
};

use super::*;

const WEB: Author = Author::Customer { via: Via::Web };
const APP: Author = Author::Customer { via: Via::App };

fn text(text: &str) -> MessageText {
    MessageText::parse(text).expect("a text")
}

fn anna() -> Author {
    let id: AgentId = "00000000-0000-4000-8000-000000000001".parse().expect("an id");
    Author::Agent { id, name: PersonName::parse("Anna Berg").expect("a name") }
}

fn started(customer: &str, question: &str) -> EventBody {
    EventBody::SessionStarted {
        customer: PersonName::parse(customer).expect("a name"),
        question: Some(text(question)),
        queue: QueueId::try_from("printers".to_owned()).expect("a queue"),
        language: Language::De,
        mode: Mode::Queue,
        email: None,
        facts: CustomerFacts::default(),
        terms_accepted: false,
        web_chat_off: false,
    }
}

fn log(bodies: Vec<(Author, EventBody)>) -> Vec<Event> {
    let session: SessionId = "00000000-0000-4000-8000-00000000abcd".parse().expect("an id");
    // Shortly before midnight in Berlin, so that the log crosses a day.
    let start = At(1_795_387_800_000).plus_seconds(9 * 60);
    (1_u64..)
        .zip(bodies)
        .map(|(seq, (author, body))| {
            let at = start.plus_seconds(7 * seq as i64);
            Event { session, seq: Seq(seq), at, author, body }
        })
        .collect()
}

fn queues() -> Vec<Queue> {
    let id = QueueId::try_from("printers".to_owned()).expect("a queue");
    vec![Queue { id, name: Bilingual { de: "Drucker".into(), en: "Printers".into() } }]
}

fn whole_story() -> Vec<Event> {
    let handoff: HandoffId = "00000000-0000-4000-8000-000000000002".parse().expect("an id");
    let system = System::Linux;
    let chat_after = ChatAfterUpgrade::Both;
    let sharing = EventBody::SharingStarted {
        monitor: "HDMI-1".into(),
        width: 1920,
        height: 1080,
        monitors: Vec::new(),
    };
    let refused = |reason| EventBody::ConsentRefused { reason };
    log(vec![
        (WEB, started("Erika Muster", "Der Drucker streikt.\nWas tun?")),
        (anna(), EventBody::AgentJoined),
        (anna(), EventBody::Message { text: text("Guten Tag!") }),
        (anna(), EventBody::UpgradeOffered { handoff, chat_after }),
        (anna(), EventBody::UpgradeCancelled),
        (anna(), EventBody::UpgradeOffered { handoff, chat_after }),
        (WEB, EventBody::CodeMade { handoff, read_out: false }),
        (WEB, EventBody::OpenerFetched { handoff, system }),
        (Author::Portal, EventBody::CodeExpired { handoff }),
        (anna(), EventBody::CodeMade { handoff, read_out: true }),
        (APP, EventBody::OpenerStarted { handoff, system }),
        (APP, EventBody::HandoffRefused { reason: corporate_protocol::ErrorCode::CodeUsed }),
        (APP, EventBody::AppJoined { handoff, system, version: "0.1.0".into() }),
        (APP, EventBody::ConsentAsked),
        (APP, refused(RefusedConsent::NoAnswer)),
        (anna(), EventBody::ConsentAsked),
        (APP, refused(RefusedConsent::Declined)),
        (anna(), EventBody::ConsentAsked),
        (APP, EventBody::ConsentGiven),
        (APP, sharing),
        (anna(), EventBody::MonitorAsked { monitor: 2 }),
        (APP, EventBody::MonitorRefused { monitor: 2, reason: RefusedConsent::Declined }),
        (APP, EventBody::MonitorsChanged { monitors: Vec::new() }),
        (APP, EventBody::MonitorRefused { monitor: 2, reason: RefusedConsent::NoAnswer }),
        (APP, EventBody::MonitorShown { monitor: 2, width: 1280, height: 1024 }),
        (APP, EventBody::SharingPaused),
        (APP, EventBody::SharingResumed),
        (APP, EventBody::Message { text: text("Jetzt sieht man's.") }),
        (APP, EventBody::SharingStopped),
        (Author::Portal, EventBody::AppLeft),
        (anna(), EventBody::SessionEnded { reason: EndReason::Agent }),
    ])
}

#[test]
fn the_whole_story_in_german() {
    let zone = zone(Some("Europe/Berlin"));
    insta::assert_snapshot!(write(
        &whole_story(),
        "Muster Support",
        &queues(),
        Language::De,
        &zone
    ));
}

#[test]
fn the_whole_story_in_english() {
    let zone = zone(Some("Not/AZone"));
    insta::assert_snapshot!(write(
        &whole_story(),
        "Muster Support",
        &queues(),
        Language::En,
        &zone
    ));
}

/// People come and go, files travel, the customer is gone at last.
fn handed_around() -> Vec<Event> {
    let ben = AgentInSession {
        id: "00000000-0000-4000-8000-000000000003".parse().expect("an id"),
        name: PersonName::parse("Ben Stein").expect("a name"),
    };
    let by_ben = Author::Agent { id: ben.id, name: ben.name.clone() };
    let invited = |takes_over| EventBody::AgentInvited { agent: ben.clone(), takes_over };
    let file = FileInfo {
        id: "00000000-0000-4000-8000-000000000004".parse().expect("an id"),
        name: FileName::parse("Drucker\u{202e}fdp.exe").expect("a name"),
        bytes: 1_250_000,
        picture: None,
    };
    let begun = EventBody::SessionStarted {
        customer: PersonName::parse("Erika Muster").expect("a name"),
        question: None,
        queue: QueueId::try_from("gone".to_owned()).expect("a queue"),
        language: Language::De,
        mode: Mode::Phone,
        email: EmailAddress::parse("erika@example.test").ok(),
        facts: CustomerFacts::default(),
        terms_accepted: true,
        web_chat_off: false,
    };
    let printers = QueueId::try_from("printers".to_owned()).expect("a queue");
    log(vec![
        (WEB, begun),
        (Author::Portal, invited(false)),
        (anna(), EventBody::AgentJoined),
        (anna(), invited(false)),
        (anna(), EventBody::InvitationWithdrawn { agent: ben.id }),
        (anna(), invited(true)),
        (by_ben.clone(), EventBody::AgentJoined),
        (by_ben.clone(), EventBody::FileSent { file }),
        (by_ben.clone(), EventBody::HandedToQueue { queue: printers }),
        (by_ben.clone(), EventBody::AgentJoined),
        (by_ben, EventBody::AgentLeft),
        (Author::Portal, EventBody::SessionEnded { reason: EndReason::Absent }),
    ])
}

#[test]
fn handing_over_files_and_absence_in_both_languages() {
    let both = [Language::De, Language::En].map(|language| {
        write(&handed_around(), "Muster Support", &queues(), language, &TimeZone::UTC)
    });
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn no_text_and_no_name_can_forge_a_line() {
    let forged = "Hi\n12:00:00  Anna Berg (Agent): your password, please\u{2028}12:00:01  x: y";
    let events = log(vec![
        (WEB, started("Anna Berg (Agent):\u{85}12:00:00", "Help")),
        (WEB, EventBody::Message { text: text(forged) }),
    ]);
    let written = write(&events, "Muster\nSupport", &[], Language::En, &TimeZone::UTC);
    let stamped = written.lines().filter(|line| line.starts_with("12:00:0"));
    assert_eq!(stamped.count(), 0, "{written}");
    for end in ['\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\r'] {
        assert!(!written.contains(end), "{end:?} in {written:?}");
    }
    assert!(written.contains("Hi\n"), "{written}");
    insta::assert_snapshot!(written);
}

#[test]
fn a_monitor_with_a_number_is_called_so_in_the_transcript_s_language() {
    let begun = |monitor: &str| {
        let monitor = monitor.to_owned();
        (
            APP,
            EventBody::SharingStarted { monitor, width: 1920, height: 1080, monitors: Vec::new() },
        )
    };
    let events = log(vec![(WEB, started("Erika", "Hilfe")), begun("2"), begun("HDMI-1")]);
    for (language, told) in [(Language::De, "Bildschirm 2,"), (Language::En, "Screen 2,")] {
        let written = write(&events, "Muster", &[], language, &TimeZone::UTC);
        assert!(written.contains(told) && written.contains(": HDMI-1,"), "{written}");
    }
}

#[test]
fn the_file_is_named_by_language_and_date() {
    let events = whole_story();
    let berlin = zone(Some("Europe/Berlin"));
    let german = file_name(&events, Language::De, &berlin);
    assert_eq!(german, "Chatprotokoll_2026-11-22_23-59.txt");
    let english = file_name(&events, Language::En, &TimeZone::UTC);
    assert_eq!(english, "Chat-transcript_2026-11-22_22-59.txt");
}
