//! Every size, count and time that one part of the product grants another. All of them are
//! checked before memory is set aside; raising one is a change of the protocol.

/// Characters (Unicode scalar values) in a person's name.
pub const NAME_CHARS: usize = 80;
/// Characters (Unicode scalar values) in one chat message or question.
pub const MESSAGE_CHARS: usize = 4_000;
/// Characters of the address of a customer's page.
pub const PAGE_ADDRESS_CHARS: usize = 500;
/// Characters of a file's name.
pub const FILE_NAME_CHARS: usize = 120;
/// Bytes of one file, whatever an account allows.
pub const FILE_BYTES: u64 = 100 * 1024 * 1024;
/// Bytes of all files of one session.
pub const SESSION_FILES_BYTES: u64 = 500 * 1024 * 1024;
/// Files of one session.
pub const SESSION_FILES: usize = 200;
/// Characters of an agent's note on a session.
pub const NOTE_CHARS: usize = 4_000;
/// Seconds in which a phone code may be typed in.
pub const PHONE_CODE_SECONDS: i64 = 600;
/// Digits of a phone code.
pub const PHONE_CODE_DIGITS: usize = 9;
/// Sessions that an agent may be allowed at once.
pub const SESSIONS_PER_AGENT: u32 = 50;
/// Bytes of one text message on a session log or list socket.
pub const SOCKET_TEXT_BYTES: usize = 64 * 1024;
/// Events that the portal sends in one message; a longer log comes in several.
pub const EVENTS_PER_MESSAGE: usize = 200;
/// Log sockets that one side of a session may hold open; each agent is one side.
pub const SOCKETS_PER_SIDE: usize = 10;
/// Events of one session; a log that is full takes nothing but what ends something.
pub const EVENTS_PER_SESSION: u64 = 20_000;
/// Bytes of all messages of one session together: some 8,000 pages of a book.
pub const SESSION_WORDS_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of one binary message on a screen socket.
pub const SCREEN_MESSAGE_BYTES: usize = 16 * 1024 * 1024;
/// Pixels along one side of a monitor's picture.
pub const PICTURE_SIDE: u16 = 16_384;
/// Monitors of one machine that are told of.
pub const MONITORS: usize = 16;
/// Operations in one screen frame.
pub const OPERATIONS: usize = 4_096;
/// Rectangles of one video operation.
pub const RECTANGLES: usize = 1_024;
/// Pixels along one side of a cursor's picture.
pub const CURSOR_SIDE: u16 = 256;
/// Seconds in which a hand-off code may be redeemed.
pub const CODE_SECONDS: i64 = 600;
/// Seconds in which a ticket may be redeemed.
pub const TICKET_SECONDS: i64 = 300;
/// Seconds after the redeeming of its code in which a ticket may be renewed.
pub const RENEWAL_SECONDS: i64 = 3_600;
/// Seconds that the app waits for the customer's answer before no answer means no.
pub const CONSENT_SECONDS: u64 = 120;
/// Commands that one side of a session may send in ten seconds, over all its sockets.
pub const COMMANDS_PER_TEN_SECONDS: u32 = 60;
/// Bytes of a release manifest.
pub const MANIFEST_BYTES: usize = 64 * 1024;
/// Signatures of one release manifest, each by another key.
pub const MANIFEST_SIGNATURES: usize = 8;
/// Bytes of all signatures of one release manifest, with the ends of their lines.
pub const SIGNATURES_BYTES: usize = 1_024;
/// Keys that a release manifest may name as retired.
pub const RETIRED_KEYS: usize = 64;
/// Files that a release manifest may name.
pub const ARTIFACTS: usize = 64;
/// Bytes of one artifact (app) that an opener is willing to download.
pub const ARTIFACT_BYTES: u64 = 512 * 1024 * 1024;
