// Generated from crates/protocol by `cargo xtask generate`; never edited by hand.

export type SessionId = string;

export type CommandId = string;

export type HandoffId = string;

export type AgentId = string;

export type QueueId = string;

export type Seq = number;

export type Timestamp = number;

export type PersonName = string;

export type MessageText = string;

export type Code = string;

export type Language = "de" | "en";

export type Via = "web" | "app";

export type Mode = "web" | "queue" | "phone";

export type ChatAfterUpgrade = "transfer" | "web_only" | "both";

export type RefusedConsent = "declined" | "no_answer";

export type EndReason = "agent" | "customer";

export type System = "linux" | "windows" | "macos";

export type Author = { "role": "customer", 
/**
 * The window that was used.
 */
via: Via, } | { "role": "agent", 
/**
 * Which one.
 */
id: AgentId, 
/**
 * Name at the time of the event.
 */
name: PersonName, } | { "role": "portal" };

export type EventBody = { "kind": "session_started", 
/**
 * The customer's name as given.
 */
customer: PersonName, 
/**
 * The first question.
 */
question: MessageText, 
/**
 * The queue that it waits in.
 */
queue: QueueId, 
/**
 * The customer's language.
 */
language: Language, 
/**
 * How the customer came.
 */
mode: Mode, } | { "kind": "agent_joined" } | { "kind": "message", 
/**
 * What they wrote.
 */
text: MessageText, } | { "kind": "upgrade_offered", 
/**
 * The hand-off that it opened.
 */
handoff: HandoffId, 
/**
 * Where the customer chats afterwards.
 */
chat_after: ChatAfterUpgrade, } | { "kind": "upgrade_cancelled" } | { "kind": "opener_fetched", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * The system that it was made for.
 */
system: System, } | { "kind": "opener_started", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * The system that it runs on.
 */
system: System, } | { "kind": "handoff_refused", 
/**
 * The code of the refusal, as in a problem's `code`.
 */
reason: ErrorCode, } | { "kind": "app_joined", 
/**
 * The hand-off that brought it.
 */
handoff: HandoffId, 
/**
 * The system that it runs on.
 */
system: System, 
/**
 * The app's version.
 */
version: string, } | { "kind": "app_left" } | { "kind": "consent_asked" } | { "kind": "consent_given" } | { "kind": "consent_refused", 
/**
 * Which of the two.
 */
reason: RefusedConsent, } | { "kind": "sharing_started", 
/**
 * The monitor's name as its system gives it.
 */
monitor: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "sharing_paused" } | { "kind": "sharing_resumed" } | { "kind": "sharing_stopped" } | { "kind": "session_ended", 
/**
 * Who ended it.
 */
reason: EndReason, };

export type Event = { 
/**
 * The session that it belongs to.
 */
session: SessionId, 
/**
 * Its place in the log, given by the portal.
 */
seq: Seq, 
/**
 * When the portal took it in, in milliseconds since 1970.
 */
at: Timestamp, 
/**
 * Who caused it, as the portal knows them.
 */
author: Author, } & ({ "kind": "session_started", 
/**
 * The customer's name as given.
 */
customer: PersonName, 
/**
 * The first question.
 */
question: MessageText, 
/**
 * The queue that it waits in.
 */
queue: QueueId, 
/**
 * The customer's language.
 */
language: Language, 
/**
 * How the customer came.
 */
mode: Mode, } | { "kind": "agent_joined" } | { "kind": "message", 
/**
 * What they wrote.
 */
text: MessageText, } | { "kind": "upgrade_offered", 
/**
 * The hand-off that it opened.
 */
handoff: HandoffId, 
/**
 * Where the customer chats afterwards.
 */
chat_after: ChatAfterUpgrade, } | { "kind": "upgrade_cancelled" } | { "kind": "opener_fetched", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * The system that it was made for.
 */
system: System, } | { "kind": "opener_started", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * The system that it runs on.
 */
system: System, } | { "kind": "handoff_refused", 
/**
 * The code of the refusal, as in a problem's `code`.
 */
reason: ErrorCode, } | { "kind": "app_joined", 
/**
 * The hand-off that brought it.
 */
handoff: HandoffId, 
/**
 * The system that it runs on.
 */
system: System, 
/**
 * The app's version.
 */
version: string, } | { "kind": "app_left" } | { "kind": "consent_asked" } | { "kind": "consent_given" } | { "kind": "consent_refused", 
/**
 * Which of the two.
 */
reason: RefusedConsent, } | { "kind": "sharing_started", 
/**
 * The monitor's name as its system gives it.
 */
monitor: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "sharing_paused" } | { "kind": "sharing_resumed" } | { "kind": "sharing_stopped" } | { "kind": "session_ended", 
/**
 * Who ended it.
 */
reason: EndReason, });

export type Phase = "waiting" | "chatting" | "upgrading" | "standard" | "ended";

export type UpgradeStep = "offered" | "opener_fetched" | "opener_started" | "app_joined";

export type Consent = "none" | "asked" | "given" | "refused";

export type Sharing = "off" | "on" | "paused";

export type AgentInSession = { 
/**
 * Which one.
 */
id: AgentId, 
/**
 * Name when joining.
 */
name: PersonName, };

export type SessionState = { 
/**
 * The last event that is counted in.
 */
seq: Seq, 
/**
 * Where the session stands.
 */
phase: Phase, 
/**
 * The customer's name; none before the first event.
 */
customer: PersonName | null, 
/**
 * The customer's language.
 */
language: Language, 
/**
 * Who takes part, in the order of joining.
 */
agents: Array<AgentInSession>, 
/**
 * How far the latest hand-off has come; none where there is none.
 */
upgrade: UpgradeStep | null, 
/**
 * The latest hand-off.
 */
handoff: HandoffId | null, 
/**
 * Where the customer chats once the app has joined.
 */
chat_after: ChatAfterUpgrade, 
/**
 * What the customer has said about being seen.
 */
consent: Consent, 
/**
 * Whether pictures flow.
 */
sharing: Sharing, };

export type CommandBody = { "kind": "take" } | { "kind": "say", 
/**
 * What to say.
 */
text: MessageText, } | { "kind": "upgrade" } | { "kind": "cancel_upgrade" } | { "kind": "ask_consent" } | { "kind": "answer_consent", 
/**
 * Whether the screen may be seen.
 */
granted: boolean, 
/**
 * Whether it stands for no answer in time.
 */
timed_out: boolean, } | { "kind": "start_sharing", 
/**
 * The monitor's name, cut to 80 characters by the portal.
 */
monitor: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "pause_sharing" } | { "kind": "resume_sharing" } | { "kind": "stop_sharing" } | { "kind": "leave_app" } | { "kind": "end" };

export type Command = { 
/**
 * Made by the client, new for each command, the same for each attempt at it.
 */
id: CommandId, 
/**
 * What is asked.
 */
body: CommandBody, };

export type Signal = { "kind": "customer_typing", 
/**
 * Which of the two.
 */
active: boolean, } | { "kind": "agent_typing", 
/**
 * Which of the two.
 */
active: boolean, };

export type Presence = { 
/**
 * The web chat.
 */
web: boolean, 
/**
 * The desktop app.
 */
app: boolean, 
/**
 * At least one agent.
 */
agent: boolean, };

export type ErrorCode = "bad_request" | "name_invalid" | "message_invalid" | "queue_unknown" | "not_signed_in" | "wrong_password" | "not_allowed" | "foreign_origin" | "not_in_session" | "no_consent" | "not_found" | "code_unknown" | "code_used" | "code_expired" | "ticket_unknown" | "ticket_used" | "ticket_expired" | "session_ended" | "chat_moved" | "already_taken" | "not_now" | "too_large" | "version_unsupported" | "rate_limited" | "internal" | "unavailable" | "release_missing";

export type Problem = { 
/**
 * What went wrong, for programs and for translation.
 */
code: ErrorCode, 
/**
 * What went wrong, for developers, in English.
 */
title: string, 
/**
 * The HTTP status, again.
 */
status: number, };

export type ClientMessage = { "type": "command" } & Command | { "type": "signal", 
/**
 * What it is.
 */
signal: Signal, };

export type ServerMessage = { "type": "events", 
/**
 * What happened after the last number seen.
 */
events: Array<Event>, 
/**
 * The state after them; where a long log comes in several messages, the state after
 * the whole log.
 */
state: SessionState, } | { "type": "confirmed", 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * The event that it became.
 */
seq: Seq, } | { "type": "refused", 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * Why.
 */
code: ErrorCode, } | { "type": "signal", 
/**
 * What it is.
 */
signal: Signal, } | { "type": "presence" } & Presence | { "type": "closing", 
/**
 * Why.
 */
code: ErrorCode, };

export type SessionSummary = { 
/**
 * The session.
 */
id: SessionId, 
/**
 * The customer's name.
 */
customer: PersonName, 
/**
 * The question.
 */
question: MessageText, 
/**
 * The queue that it came in by.
 */
queue: QueueId, 
/**
 * The customer's language.
 */
language: Language, 
/**
 * When it was started.
 */
started_at: Timestamp, 
/**
 * When the last event came in.
 */
changed_at: Timestamp, 
/**
 * The number of the last message by the customer, for the unread mark.
 */
last_customer_seq: Seq, 
/**
 * Where it stands.
 */
state: SessionState, };

export type ListMessage = { "type": "sessions", 
/**
 * Oldest first.
 */
sessions: Array<SessionSummary>, } | { "type": "changed", 
/**
 * Its row.
 */
session: SessionSummary, };

export type Machine = { 
/**
 * Its operating system.
 */
system: System, 
/**
 * Its processor, as `std::env::consts::ARCH` names it, such as `x86_64`.
 */
arch: string, 
/**
 * The asking program's version.
 */
version: string, };

export type StartChat = { 
/**
 * The customer's name.
 */
name: PersonName, 
/**
 * The question.
 */
question: MessageText, 
/**
 * The queue; the account's first where none is given.
 */
queue: QueueId | null, 
/**
 * The language of the page.
 */
language: Language, };

export type ChatStarted = { 
/**
 * The session that the page's cookie is good for.
 */
session: SessionId, };

export type HandoffOffer = { 
/**
 * The code, for reading out and typing in.
 */
code: Code, 
/**
 * Name of the file that is downloaded.
 */
file_name: string, 
/**
 * Path of the download on the portal.
 */
url: string, 
/**
 * When the code stops working.
 */
expires_at: Timestamp, };

export const errorCodes: readonly ErrorCode[] = ["bad_request","name_invalid","message_invalid","queue_unknown","not_signed_in","wrong_password","not_allowed","foreign_origin","not_in_session","no_consent","not_found","code_unknown","code_used","code_expired","ticket_unknown","ticket_used","ticket_expired","session_ended","chat_moved","already_taken","not_now","too_large","version_unsupported","rate_limited","internal","unavailable","release_missing"];

export const logProtocol = "corporate.log.v1";

export const listProtocol = "corporate.list.v1";

export const screenProtocol = "corporate.screen.v1";

export const nameChars = 80;

export const messageChars = 4000;

export const consentSeconds = 120;
