// Generated from crates/protocol by `cargo xtask generate`; never edited by hand.

export type SessionId = string;

export type CommandId = string;

export type HandoffId = string;

export type AgentId = string;

export type FileId = string;

export type QueueId = string;

export type Seq = number;

export type Timestamp = number;

export type PersonName = string;

export type MessageText = string;

export type EmailAddress = string;

export type PageAddress = string;

export type FileName = string;

export type PictureSize = { 
/**
 * In pixels.
 */
width: number, 
/**
 * In pixels.
 */
height: number, };

export type FileInfo = { 
/**
 * Which one.
 */
id: FileId, 
/**
 * Its name, fit for every system.
 */
name: FileName, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Size of the picture that may be shown, where the portal has decoded the file as one and
 * written it anew.
 */
picture: PictureSize | null, };

export type CustomerFacts = { 
/**
 * The page that the chat was started from, where it was embedded in one.
 */
page?: PageAddress, 
/**
 * Such as `Firefox 150`.
 */
browser?: string, 
/**
 * Such as `Windows`.
 */
system?: string, };

export type Code = string;

export type Language = "de" | "en";

export type Via = "web" | "app";

export type Mode = "web" | "queue" | "phone" | "message";

export type ChatAfterUpgrade = "transfer" | "web_only" | "both";

export type RefusedConsent = "declined" | "no_answer";

export type EndReason = "agent" | "customer" | "absent";

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

export type AgentInSession = { 
/**
 * Which one.
 */
id: AgentId, 
/**
 * Name when joining.
 */
name: PersonName, };

export type Invitation = { 
/**
 * Who is asked.
 */
agent: AgentInSession, 
/**
 * Who asks; none where the portal looks for the next free agent.
 */
by: AgentId | null, 
/**
 * Whether the one who asks leaves as soon as the other joins.
 */
takes_over: boolean, };

export type MonitorInfo = { 
/**
 * What people call it by, counted from 1; one more than in a frame. The same as long as the
 * app shares, whatever is plugged in or out meanwhile.
 */
number: number, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, };

export type MonitorQuestion = { 
/**
 * The event that asks.
 */
seq: Seq, 
/**
 * The monitor's number.
 */
monitor: number, 
/**
 * Who asks.
 */
by: AgentInSession, };

export type Monitors = { 
/**
 * All of them, as far as the app has said.
 */
all: Array<MonitorInfo>, 
/**
 * The number of the one that the customer shows; none where the app gave it a name only.
 */
shown: number | null, 
/**
 * The open question for another one.
 */
asked: MonitorQuestion | null, };

export type EventBody = { "kind": "session_started", 
/**
 * The customer's name as given.
 */
customer: PersonName, 
/**
 * The first question; a session by phone code has none.
 */
question: MessageText | null, 
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
mode: Mode, 
/**
 * Where an answer goes; needed for a message that was left.
 */
email?: EmailAddress | null, 
/**
 * What the customer's browser says of itself.
 */
facts: CustomerFacts, 
/**
 * Whether the account's terms were shown and agreed to.
 */
terms_accepted: boolean, 
/**
 * Whether the account does without web chat: the session leads straight to the app.
 */
web_chat_off: boolean, } | { "kind": "agent_joined" } | { "kind": "agent_invited", 
/**
 * Who was asked.
 */
agent: AgentInSession, 
/**
 * Whether the one who asks leaves as soon as the other joins.
 */
takes_over: boolean, } | { "kind": "invitation_withdrawn", 
/**
 * Whose.
 */
agent: AgentId, } | { "kind": "agent_left" } | { "kind": "handed_to_queue", 
/**
 * The queue that it waits in from now on.
 */
queue: QueueId, } | { "kind": "file_sent", 
/**
 * The file.
 */
file: FileInfo, } | { "kind": "message", 
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
chat_after: ChatAfterUpgrade, } | { "kind": "upgrade_cancelled" } | { "kind": "code_made", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * Whether an agent reads it out.
 */
read_out: boolean, } | { "kind": "code_expired", 
/**
 * The hand-off that it belonged to.
 */
handoff: HandoffId, } | { "kind": "opener_fetched", 
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
 * The monitor's number, counted from 1, or its name where it has none.
 */
monitor: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * All monitors that there are, this one among them; empty where they are not known.
 */
monitors?: Array<MonitorInfo>, } | { "kind": "monitors_changed", 
/**
 * All that there are now.
 */
monitors: Array<MonitorInfo>, } | { "kind": "monitor_asked", 
/**
 * Its number, counted from 1.
 */
monitor: number, } | { "kind": "monitor_shown", 
/**
 * Its number, counted from 1.
 */
monitor: number, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "monitor_refused", 
/**
 * Its number, counted from 1.
 */
monitor: number, 
/**
 * Whether the customer said no, or nothing.
 */
reason: RefusedConsent, } | { "kind": "sharing_paused" } | { "kind": "sharing_resumed" } | { "kind": "sharing_stopped" } | { "kind": "session_ended", 
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
 * The first question; a session by phone code has none.
 */
question: MessageText | null, 
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
mode: Mode, 
/**
 * Where an answer goes; needed for a message that was left.
 */
email?: EmailAddress | null, 
/**
 * What the customer's browser says of itself.
 */
facts: CustomerFacts, 
/**
 * Whether the account's terms were shown and agreed to.
 */
terms_accepted: boolean, 
/**
 * Whether the account does without web chat: the session leads straight to the app.
 */
web_chat_off: boolean, } | { "kind": "agent_joined" } | { "kind": "agent_invited", 
/**
 * Who was asked.
 */
agent: AgentInSession, 
/**
 * Whether the one who asks leaves as soon as the other joins.
 */
takes_over: boolean, } | { "kind": "invitation_withdrawn", 
/**
 * Whose.
 */
agent: AgentId, } | { "kind": "agent_left" } | { "kind": "handed_to_queue", 
/**
 * The queue that it waits in from now on.
 */
queue: QueueId, } | { "kind": "file_sent", 
/**
 * The file.
 */
file: FileInfo, } | { "kind": "message", 
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
chat_after: ChatAfterUpgrade, } | { "kind": "upgrade_cancelled" } | { "kind": "code_made", 
/**
 * The hand-off that it belongs to.
 */
handoff: HandoffId, 
/**
 * Whether an agent reads it out.
 */
read_out: boolean, } | { "kind": "code_expired", 
/**
 * The hand-off that it belonged to.
 */
handoff: HandoffId, } | { "kind": "opener_fetched", 
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
 * The monitor's number, counted from 1, or its name where it has none.
 */
monitor: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * All monitors that there are, this one among them; empty where they are not known.
 */
monitors?: Array<MonitorInfo>, } | { "kind": "monitors_changed", 
/**
 * All that there are now.
 */
monitors: Array<MonitorInfo>, } | { "kind": "monitor_asked", 
/**
 * Its number, counted from 1.
 */
monitor: number, } | { "kind": "monitor_shown", 
/**
 * Its number, counted from 1.
 */
monitor: number, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "monitor_refused", 
/**
 * Its number, counted from 1.
 */
monitor: number, 
/**
 * Whether the customer said no, or nothing.
 */
reason: RefusedConsent, } | { "kind": "sharing_paused" } | { "kind": "sharing_resumed" } | { "kind": "sharing_stopped" } | { "kind": "session_ended", 
/**
 * Who ended it.
 */
reason: EndReason, });

export type Phase = "waiting" | "chatting" | "upgrading" | "standard" | "ended";

export type UpgradeStep = "offered" | "opener_fetched" | "opener_started" | "app_joined";

export type Consent = "none" | "asked" | "given" | "refused";

export type Sharing = "off" | "on" | "paused";

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
 * The queue that it waits in or came from; none before the first event.
 */
queue: QueueId | null, 
/**
 * Since when it waits, where it does.
 */
waiting_since: Timestamp, 
/**
 * Who takes part, in the order of joining.
 */
agents: Array<AgentInSession>, 
/**
 * Who is asked to join.
 */
invitations: Array<Invitation>, 
/**
 * Whether the customer chats in the app only.
 */
web_chat_off: boolean, 
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
sharing: Sharing, 
/**
 * The customer's monitors.
 */
monitors: Monitors, };

export type CommandBody = { "kind": "take" } | { "kind": "invite", 
/**
 * Whom.
 */
agent: AgentId, 
/**
 * Whether to leave as soon as the other has joined: handing over.
 */
takes_over: boolean, } | { "kind": "withdraw_invitation", 
/**
 * Whose.
 */
agent: AgentId, } | { "kind": "leave" } | { "kind": "hand_to_queue", 
/**
 * Which one.
 */
queue: QueueId, } | { "kind": "say", 
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
height: number, 
/**
 * All monitors that there are, this one among them.
 */
monitors?: Array<MonitorInfo>, } | { "kind": "list_monitors", 
/**
 * All that there are.
 */
monitors: Array<MonitorInfo>, } | { "kind": "ask_monitor", 
/**
 * Its number.
 */
monitor: number, } | { "kind": "show_monitor", 
/**
 * Its number.
 */
monitor: number, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, } | { "kind": "refuse_monitor", 
/**
 * Its number.
 */
monitor: number, 
/**
 * Whether it stands for no answer in time.
 */
timed_out: boolean, } | { "kind": "pause_sharing" } | { "kind": "resume_sharing" } | { "kind": "stop_sharing" } | { "kind": "leave_app" } | { "kind": "end" };

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

export type Delivered = { 
/**
 * The last event that arrived at the customer, in any window.
 */
customer: Seq, 
/**
 * The last event that arrived at an agent who takes part.
 */
agent: Seq, };

export type Place = { 
/**
 * 1 for the next one.
 */
place: number, 
/**
 * Whether an agent who may take the session is there.
 */
staffed: boolean, };

export type Availability = "available" | "busy" | "away" | "offline";

export type Colleague = { 
/**
 * Which one.
 */
id: AgentId, 
/**
 * The name that customers see.
 */
name: PersonName, 
/**
 * Whether sessions can be handed over now.
 */
availability: Availability, 
/**
 * Sessions that the agent has now.
 */
sessions: number, 
/**
 * Sessions that the agent has at most.
 */
most_sessions: number, 
/**
 * The queues that the agent serves; none for all.
 */
queues: Array<QueueId>, };

export type ErrorCode = "bad_request" | "name_invalid" | "message_invalid" | "queue_unknown" | "email_invalid" | "email_taken" | "terms_not_accepted" | "chat_off" | "mode_off" | "too_many_chats" | "session_limit" | "agent_unknown" | "phone_code_unknown" | "files_off" | "file_name_invalid" | "file_type_refused" | "files_full" | "files_today" | "storage_full" | "file_broken" | "setting_invalid" | "outdated" | "in_use" | "last_administrator" | "second_factor_needed" | "second_factor_wrong" | "password_weak" | "not_signed_in" | "wrong_password" | "not_allowed" | "foreign_origin" | "not_in_session" | "no_consent" | "not_found" | "code_unknown" | "code_used" | "code_expired" | "ticket_unknown" | "ticket_used" | "ticket_expired" | "session_ended" | "chat_moved" | "already_taken" | "not_now" | "too_large" | "version_unsupported" | "rate_limited" | "internal" | "unavailable" | "release_missing";

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
status: number, 
/**
 * The field that is meant, as in the request: `texts.welcome.de`, `queues.2`.
 */
field?: string | null, 
/**
 * Seconds after which it may work, where that is known.
 */
retry_after?: number | null, };

export type ClientMessage = { "type": "command" } & Command | { "type": "signal", 
/**
 * What it is.
 */
signal: Signal, } | { "type": "received", 
/**
 * The last event that arrived.
 */
seq: Seq, };

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
signal: Signal, } | { "type": "presence" } & Presence | { "type": "delivered" } & Delivered | { "type": "place" } & Place | { "type": "closing", 
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
 * The question; a session by phone code has none.
 */
question: MessageText | null, 
/**
 * The queue that it is in now.
 */
queue: QueueId, 
/**
 * How the customer came.
 */
mode: Mode, 
/**
 * Where an answer goes, where the customer left an address.
 */
email: EmailAddress | null, 
/**
 * What the customer's browser says of itself.
 */
facts: CustomerFacts, 
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
session: SessionSummary, } | { "type": "gone", 
/**
 * Which one.
 */
session: SessionId, } | { "type": "colleagues", 
/**
 * By name; the agent of the socket is among them.
 */
colleagues: Array<Colleague>, };

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
 * The customer's name, where the form asks for it.
 */
name: PersonName | null, 
/**
 * The question, where the form asks for it.
 */
question: MessageText | null, 
/**
 * The queue; where none is given the next free agent of any is asked.
 */
queue: QueueId | null, 
/**
 * The language of the page.
 */
language: Language, 
/**
 * Where an answer goes.
 */
email: EmailAddress | null, 
/**
 * Whether the account's terms were agreed to.
 */
terms_accepted: boolean, 
/**
 * Whether this is a message for later, because nobody is there.
 */
leave_message: boolean, 
/**
 * The page that the customer was on when asking, where an embedded chat knows it.
 */
page: PageAddress | null, };

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

export type Bilingual = { 
/**
 * German.
 */
de: string, 
/**
 * English.
 */
en: string, };

export type FieldRule = "required" | "optional" | "hidden";

export type Modes = { 
/**
 * A link or button, next free agent.
 */
web: boolean, 
/**
 * Customers choose a queue and see their place.
 */
queue: boolean, 
/**
 * An agent reads out a code.
 */
phone: boolean, 
/**
 * A message with an e-mail address while nobody is there.
 */
message: boolean, };

export type ChatForm = { 
/**
 * The customer's name.
 */
name: FieldRule, 
/**
 * The first question.
 */
question: FieldRule, 
/**
 * The e-mail address.
 */
email: FieldRule, 
/**
 * What must be agreed to, such as that the chat is kept; no tick box where it is empty.
 */
terms: Bilingual, 
/**
 * Where the terms can be read in full: an `https` address, or empty.
 */
terms_link: string, };

export type AccountTexts = { 
/**
 * Above the form.
 */
welcome: Bilingual, 
/**
 * While the customer waits.
 */
waiting: Bilingual, 
/**
 * Where nobody is there.
 */
nobody: Bilingual, 
/**
 * After the end.
 */
ended: Bilingual, };

export type FileRules = { 
/**
 * Whether files can be sent at all.
 */
allowed: boolean, 
/**
 * Bytes of one file, at most [`limits::FILE_BYTES`].
 */
most_bytes: number, 
/**
 * Endings in lower case, without the dot.
 */
endings: Array<string>, };

export type CannedReply = { 
/**
 * What an agent types after `/` to find it.
 */
shortcut: string, 
/**
 * The reply.
 */
text: Bilingual, };

export type AccountSettings = { 
/**
 * The name that customers see.
 */
company: string, 
/**
 * Whether sessions are chats at first; off, a phone code leads straight to the app.
 */
web_chat: boolean, 
/**
 * How sessions begin.
 */
modes: Modes, 
/**
 * Where customers chat once the app has joined.
 */
chat_after: ChatAfterUpgrade, 
/**
 * The form before a chat.
 */
form: ChatForm, 
/**
 * Texts of the account's own.
 */
texts: AccountTexts, 
/**
 * Languages that customers get; the first one where a browser asks for none of them.
 */
languages: Array<Language>, 
/**
 * Which files may be sent.
 */
files: FileRules, 
/**
 * Replies that agents keep at hand.
 */
replies: Array<CannedReply>, 
/**
 * Origins of pages that may embed the chat, such as `https://www.example.com`.
 */
embed_origins: Array<string>, 
/**
 * Days after its end after which a session is deleted; kept where there is none.
 */
retention_days: number | null, 
/**
 * Chats that may be open at once, of all customers.
 */
most_open_chats: number, };

export type Account = { 
/**
 * Counts changes; a `PUT` names the one that was edited.
 */
revision: number, 
/**
 * The settings.
 */
settings: AccountSettings, };

export type Role = "agent" | "manager" | "administrator";

export type Queue = { 
/**
 * Its short name, for good.
 */
id: QueueId, 
/**
 * What customers read.
 */
name: Bilingual, };

export type AgentDetails = { 
/**
 * For signing in.
 */
email: string, 
/**
 * The name that customers see.
 */
name: PersonName, 
/**
 * What the agent is there for; empty for one who may not sign in.
 */
roles: Array<Role>, 
/**
 * Whether session reports may be opened; a right of its own.
 */
may_open_reports: boolean, 
/**
 * The queues that the agent serves; none for all.
 */
queues: Array<QueueId>, 
/**
 * Sessions at once.
 */
most_sessions: number, };

export type ManagedAgent = { 
/**
 * Which one.
 */
id: AgentId, 
/**
 * What was decided.
 */
details: AgentDetails, 
/**
 * Whether a second factor is asked for at sign-in.
 */
second_factor: boolean, 
/**
 * When the agent signed in last.
 */
signed_in_at: Timestamp | null, };

export type NewPassword = { 
/**
 * The agent.
 */
agent: AgentId, 
/**
 * To be handed to the agent.
 */
password: string, };

export type SignIn = { 
/**
 * Whose door.
 */
email: string, 
/**
 * The password.
 */
password: string, 
/**
 * Six digits of the second factor or a recovery code; asked for by `second_factor_needed`.
 */
second_factor?: string, };

export type OwnAgent = { 
/**
 * Which one.
 */
id: AgentId, 
/**
 * The name that customers see.
 */
name: PersonName, 
/**
 * For signing in.
 */
email: string, 
/**
 * What the agent is there for.
 */
roles: Array<Role>, 
/**
 * Whether session reports may be opened.
 */
may_open_reports: boolean, 
/**
 * The queues that the agent serves; none for all.
 */
queues: Array<QueueId>, 
/**
 * Sessions at once.
 */
most_sessions: number, 
/**
 * Whether a new password must be chosen first; until then nothing else is allowed.
 */
must_change_password: boolean, 
/**
 * Whether a second factor is asked for at sign-in.
 */
second_factor: boolean, 
/**
 * Recovery codes that are left, where there is a second factor.
 */
recovery_codes: number, };

export type SignInId = string;

export type SignInDevice = { 
/**
 * Which sign-in.
 */
id: SignInId, 
/**
 * Whether it is the one that asks.
 */
current: boolean, 
/**
 * Such as `Firefox 150`.
 */
browser: string | null, 
/**
 * Such as `Windows`.
 */
system: string | null, 
/**
 * When it began.
 */
signed_in_at: Timestamp, 
/**
 * When it was used last, to a few minutes.
 */
used_at: Timestamp, };

export type ChangePassword = { 
/**
 * The present password.
 */
old: string, 
/**
 * The password from now on.
 */
new: string, };

export type NewSecondFactor = { 
/**
 * For typing in: base32 (RFC 4648) in groups of four.
 */
secret: string, 
/**
 * For programs: `otpauth://totp/…`.
 */
uri: string, 
/**
 * The same as a picture to point a telephone at.
 */
qr_svg: string, };

export type ConfirmSecondFactor = { 
/**
 * Six digits that the new secret makes now.
 */
code: string, };

export type RecoveryCodes = { 
/**
 * Each of them stands in for the second factor once.
 */
recovery_codes: Array<string>, };

export type ProvePassword = { 
/**
 * The password.
 */
password: string, };

export type RemoveSecondFactor = { 
/**
 * The password.
 */
password: string, 
/**
 * Six digits or a recovery code.
 */
code: string, };

export type PublicPortal = { 
/**
 * The name that customers see.
 */
company: string, 
/**
 * The portal's version.
 */
version: string, 
/**
 * The queues in their order.
 */
queues: Array<Queue>, 
/**
 * Whether sessions are chats at first.
 */
web_chat: boolean, 
/**
 * How sessions begin.
 */
modes: Modes, 
/**
 * The form before a chat.
 */
form: ChatForm, 
/**
 * Texts of the account's own.
 */
texts: AccountTexts, 
/**
 * Languages that customers get; the first one where a browser asks for none of them.
 */
languages: Array<Language>, 
/**
 * Which files may be sent.
 */
files: FileRules, 
/**
 * Whether an agent is available now.
 */
staffed: boolean, };

export type PhoneDigits = string;

export type NewPhoneCode = { 
/**
 * The queue that the session is counted to; the agent's first one where none is given.
 */
queue?: QueueId | null, 
/**
 * The language to speak where the customer's page says none.
 */
language?: Language | null, };

export type PhoneCode = { 
/**
 * To be read out.
 */
code: PhoneDigits, 
/**
 * When it stops working.
 */
expires_at: Timestamp, };

export type RedeemPhoneCode = { 
/**
 * As typed.
 */
code: string, 
/**
 * The customer's name, where the form asks for it.
 */
name?: PersonName | null, 
/**
 * The language of the page; the agent's choice where there is none.
 */
language?: Language | null, 
/**
 * Where an answer goes, where the form asks for it.
 */
email?: EmailAddress | null, 
/**
 * Whether the account's terms were agreed to.
 */
terms_accepted: boolean, };

export type OwnAvailability = { 
/**
 * Every one but `offline`, which nobody can choose.
 */
availability: Availability, };

export type AuditAction = { "kind": "account_changed", 
/**
 * The paths of what has another value now, such as `files.most_bytes` or
 * `texts.welcome.de`; a list such as `replies` counts as one value.
 */
settings: Array<string>, } | { "kind": "queue_changed", 
/**
 * Which one.
 */
queue: QueueId, } | { "kind": "queue_removed", 
/**
 * Which one.
 */
queue: QueueId, } | { "kind": "queues_ordered" } | { "kind": "agent_added", 
/**
 * Who.
 */
email: string, } | { "kind": "agent_changed", 
/**
 * Who.
 */
email: string, 
/**
 * What: `name`, `roles`, `may_open_reports`, `queues`, `most_sessions`, `email`.
 */
fields: Array<string>, } | { "kind": "agent_removed", 
/**
 * Who.
 */
email: string, } | { "kind": "password_reset", 
/**
 * Who.
 */
email: string, } | { "kind": "second_factor_reset", 
/**
 * Who.
 */
email: string, } | { "kind": "second_factor_guessed", 
/**
 * Whose.
 */
email: string, } | { "kind": "second_factor_changed", 
/**
 * Whether there is one now.
 */
on: boolean, } | { "kind": "password_changed" } | { "kind": "signed_out_everywhere" } | { "kind": "reports_exported", 
/**
 * How many sessions.
 */
sessions: number, } | { "kind": "session_read", 
/**
 * Which one; the entry outlasts it.
 */
session: SessionId, } | { "kind": "sessions_deleted", 
/**
 * How many.
 */
sessions: number, 
/**
 * Those that had ended before this moment.
 */
before: Timestamp, };

export type AuditEntry = { 
/**
 * Its number, growing.
 */
id: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * The e-mail address of who did it; none for the portal itself or its command line.
 */
by: string | null, } & ({ "kind": "account_changed", 
/**
 * The paths of what has another value now, such as `files.most_bytes` or
 * `texts.welcome.de`; a list such as `replies` counts as one value.
 */
settings: Array<string>, } | { "kind": "queue_changed", 
/**
 * Which one.
 */
queue: QueueId, } | { "kind": "queue_removed", 
/**
 * Which one.
 */
queue: QueueId, } | { "kind": "queues_ordered" } | { "kind": "agent_added", 
/**
 * Who.
 */
email: string, } | { "kind": "agent_changed", 
/**
 * Who.
 */
email: string, 
/**
 * What: `name`, `roles`, `may_open_reports`, `queues`, `most_sessions`, `email`.
 */
fields: Array<string>, } | { "kind": "agent_removed", 
/**
 * Who.
 */
email: string, } | { "kind": "password_reset", 
/**
 * Who.
 */
email: string, } | { "kind": "second_factor_reset", 
/**
 * Who.
 */
email: string, } | { "kind": "second_factor_guessed", 
/**
 * Whose.
 */
email: string, } | { "kind": "second_factor_changed", 
/**
 * Whether there is one now.
 */
on: boolean, } | { "kind": "password_changed" } | { "kind": "signed_out_everywhere" } | { "kind": "reports_exported", 
/**
 * How many sessions.
 */
sessions: number, } | { "kind": "session_read", 
/**
 * Which one; the entry outlasts it.
 */
session: SessionId, } | { "kind": "sessions_deleted", 
/**
 * How many.
 */
sessions: number, 
/**
 * Those that had ended before this moment.
 */
before: Timestamp, });

export type Outcome = "unknown" | "resolved" | "unresolved";

export type Assessment = { 
/**
 * How it came out.
 */
outcome: Outcome, 
/**
 * At most [`crate::limits::NOTE_CHARS`] characters.
 */
note: string, };

export type ReportSort = "started" | "customer" | "waiting" | "handling" | "messages";

export type ReportOrder = "descending" | "ascending";

export type ReportFilter = { 
/**
 * Sessions that began at or after this moment; [`REPORT_DAYS`] before `to` where there is none.
 */
from?: Timestamp, 
/**
 * Sessions that began before this moment; now where there is none.
 */
to?: Timestamp, 
/**
 * The queue that they waited in last.
 */
queue?: QueueId, 
/**
 * An agent who took part at some time.
 */
agent?: AgentId, 
/**
 * How they came out.
 */
outcome?: Outcome, 
/**
 * How they began.
 */
mode?: Mode, 
/**
 * A part of the customer's name, e-mail address or question, or a session's whole id; at most
 * [`REPORT_TEXT_CHARS`] characters.
 */
text?: string, 
/**
 * What the list is sorted by.
 */
sort?: ReportSort, 
/**
 * In which direction.
 */
order?: ReportOrder, };

export type StepFigures = { 
/**
 * Half of the frames took no longer.
 */
p50_us: number, 
/**
 * Of twenty frames nineteen took no longer.
 */
p95_us: number, };

export type PictureFigures = { 
/**
 * Frames that were passed on.
 */
frames: number, 
/**
 * Reading the pixels.
 */
capture: StepFigures, 
/**
 * Converting and encoding.
 */
encode: StepFigures, 
/**
 * Waiting between encoder and socket.
 */
send: StepFigures, 
/**
 * Inside the portal.
 */
relay: StepFigures, 
/**
 * From arrival in the viewer to decoded.
 */
decode: StepFigures, 
/**
 * From decoded to painted.
 */
paint: StepFigures, 
/**
 * All of these for each frame together, without the network.
 */
sum: StepFigures, 
/**
 * Bytes of video.
 */
video_bytes: number, 
/**
 * Bytes of exact pixels.
 */
patch_bytes: number, 
/**
 * Bytes of copies within the picture.
 */
move_bytes: number, 
/**
 * Bytes of the cursor's shapes and places.
 */
cursor_bytes: number, 
/**
 * All bytes of all frames.
 */
bytes: number, 
/**
 * Thousandths of the picture that were exact at the end; none where that is not known.
 */
exact_permille: number | null, };

export type ReportRow = { 
/**
 * The session.
 */
id: SessionId, 
/**
 * The customer's name.
 */
customer: PersonName, 
/**
 * Where an answer goes.
 */
email: EmailAddress | null, 
/**
 * The first question.
 */
question: MessageText | null, 
/**
 * The queue that it waited in last.
 */
queue: QueueId, 
/**
 * How it began.
 */
mode: Mode, 
/**
 * The customer's language.
 */
language: Language, 
/**
 * Everybody who ever joined, in that order.
 */
agents: Array<AgentInSession>, 
/**
 * When it began.
 */
started_at: Timestamp, 
/**
 * When the first agent joined.
 */
first_joined_at: Timestamp | null, 
/**
 * When it ended.
 */
ended_at: Timestamp | null, 
/**
 * Who ended it.
 */
end_reason: EndReason | null, 
/**
 * Messages, the question among them.
 */
messages: number, 
/**
 * Files that were sent.
 */
files: number, 
/**
 * Whether the app joined.
 */
upgraded: boolean, 
/**
 * Whether the screen was shared.
 */
shared: boolean, 
/**
 * Milliseconds for which the screen was shared, pauses left out, up to the last that ended.
 */
sharing_ms: number, 
/**
 * Figures of the shared screen; none where none are known.
 */
picture: PictureFigures | null, 
/**
 * How it came out.
 */
outcome: Outcome, };

export type ReportPage = { 
/**
 * At most [`REPORT_PAGE_ROWS`].
 */
rows: Array<ReportRow>, 
/**
 * Shown as `before`, it leads to the next page; none on the last one.
 */
next: string | null, 
/**
 * Sessions that fit the filter, of all pages.
 */
total: number, };

export type Spread = { 
/**
 * Sessions that count.
 */
count: number, 
/**
 * Milliseconds on average.
 */
mean_ms: number, 
/**
 * Milliseconds that half of them did not exceed.
 */
p50_ms: number, 
/**
 * Milliseconds that nine in ten did not exceed.
 */
p90_ms: number, 
/**
 * Milliseconds of the longest.
 */
longest_ms: number, };

export type Figures = { 
/**
 * How many.
 */
sessions: number, 
/**
 * Those that an agent joined.
 */
answered: number, 
/**
 * Those that ended before an agent joined; messages that were left don't count.
 */
abandoned: number, 
/**
 * From the beginning to the first agent; of chats in web and queue mode that were answered.
 */
waiting: Spread, 
/**
 * From the first agent to the end; of all that have ended.
 */
handling: Spread, };

export type DayFigures = { 
/**
 * The day in the reader's time zone, such as `2026-11-22`.
 */
day: string, 
/**
 * How many.
 */
sessions: number, 
/**
 * Those that ended before an agent joined.
 */
abandoned: number, };

export type HourFigures = { 
/**
 * 0 to 23 in the reader's time zone.
 */
hour: number, 
/**
 * How many.
 */
sessions: number, 
/**
 * Those that ended before an agent joined.
 */
abandoned: number, };

export type QueueFigures = { 
/**
 * The queue that the sessions waited in last.
 */
queue: QueueId, 
/**
 * The figures.
 */
figures: Figures, };

export type AgentFigures = { 
/**
 * The agent, by the name in the latest of these sessions.
 */
agent: AgentInSession, 
/**
 * Of the sessions that this agent took part in; one with two agents counts for both.
 */
figures: Figures, };

export type OutcomeFigures = { 
/**
 * The way.
 */
outcome: Outcome, 
/**
 * How many.
 */
sessions: number, };

export type ModeFigures = { 
/**
 * The way.
 */
mode: Mode, 
/**
 * How many.
 */
sessions: number, };

export type ReportFigures = { 
/**
 * The first moment that counts.
 */
from: Timestamp, 
/**
 * The first one after `from` that does not count any more.
 */
to: Timestamp, 
/**
 * The time zone of days and hours; `UTC` where the one asked for is unknown.
 */
zone: string, 
/**
 * Of all sessions.
 */
all: Figures, 
/**
 * Those whose app joined.
 */
upgraded: number, 
/**
 * Those whose screen was shared.
 */
shared: number, 
/**
 * Messages in all of them.
 */
messages: number, 
/**
 * Files in all of them.
 */
files: number, 
/**
 * Milliseconds of sharing in all of them.
 */
sharing_ms: number, 
/**
 * Each day that the span touches, in order, those without sessions too.
 */
days: Array<DayFigures>, 
/**
 * The 24 hours of the day.
 */
hours: Array<HourFigures>, 
/**
 * Queues, the one with most sessions first.
 */
queues: Array<QueueFigures>, 
/**
 * Agents, the one with most sessions first.
 */
agents: Array<AgentFigures>, 
/**
 * Outcomes; each is there.
 */
outcomes: Array<OutcomeFigures>, 
/**
 * Modes; each is there.
 */
modes: Array<ModeFigures>, };

export type RefusedPass = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
reason: ErrorCode, };

export type HandoffFacts = { 
/**
 * The hand-off.
 */
handoff: HandoffId, 
/**
 * When it was offered.
 */
offered_at: Timestamp, 
/**
 * By whom; none where the portal did.
 */
offered_by: PersonName | null, 
/**
 * Where the customer was to chat afterwards.
 */
chat_after: ChatAfterUpgrade, 
/**
 * When the customer's page got its first code.
 */
code_made_at: Timestamp | null, 
/**
 * When an agent first made a code to be read out.
 */
read_out_at: Timestamp | null, 
/**
 * When the last code grew too old before an opener had redeemed one.
 */
expired_at: Timestamp | null, 
/**
 * When the browser fetched the opener, the last time.
 */
fetched_at: Timestamp | null, 
/**
 * When the opener showed its code.
 */
started_at: Timestamp | null, 
/**
 * When the app joined.
 */
joined_at: Timestamp | null, 
/**
 * The system of opener or app, as far as it is known.
 */
system: System | null, 
/**
 * The app's version.
 */
version: string | null, 
/**
 * When the app left.
 */
left_at: Timestamp | null, 
/**
 * When the offer was taken back.
 */
cancelled_at: Timestamp | null, 
/**
 * Codes and tickets that were refused meanwhile.
 */
refused: Array<RefusedPass>, };

export type ConsentAnswer = "given" | "declined" | "no_answer" | "withdrawn";

export type ConsentFacts = { 
/**
 * The event that asked.
 */
seq: Seq, 
/**
 * When it was asked.
 */
asked_at: Timestamp, 
/**
 * When it was answered.
 */
answered_at: Timestamp | null, 
/**
 * How; none while the question stands.
 */
answer: ConsentAnswer | null, 
/**
 * When the first picture was about to be sent.
 */
shared_from: Timestamp | null, 
/**
 * When sharing ended; none where it never began or still goes on.
 */
shared_to: Timestamp | null, 
/**
 * Milliseconds of sharing, pauses left out, up to the last that ended.
 */
sharing_ms: number, 
/**
 * The monitors that were shown, each once, in the order of being shown: their numbers, counted
 * from 1, or a name.
 */
monitors: Array<string>, 
/**
 * How often the customer paused.
 */
pauses: number, };

export type SessionReport = { 
/**
 * Its row in the list.
 */
row: ReportRow, 
/**
 * Where it stands.
 */
state: SessionState, 
/**
 * What agents note on it.
 */
assessment: Assessment, 
/**
 * What the customer's browser said of itself.
 */
facts: CustomerFacts, 
/**
 * Whether the account's terms were shown and agreed to.
 */
terms_accepted: boolean, 
/**
 * Its hand-offs, in order.
 */
handoffs: Array<HandoffFacts>, 
/**
 * The questions for consent, in order.
 */
consents: Array<ConsentFacts>, 
/**
 * Its whole log.
 */
events: Array<Event>, };

export const errorCodes: readonly ErrorCode[] = ["bad_request","name_invalid","message_invalid","queue_unknown","email_invalid","email_taken","terms_not_accepted","chat_off","mode_off","too_many_chats","session_limit","agent_unknown","phone_code_unknown","files_off","file_name_invalid","file_type_refused","files_full","files_today","storage_full","file_broken","setting_invalid","outdated","in_use","last_administrator","second_factor_needed","second_factor_wrong","password_weak","not_signed_in","wrong_password","not_allowed","foreign_origin","not_in_session","no_consent","not_found","code_unknown","code_used","code_expired","ticket_unknown","ticket_used","ticket_expired","session_ended","chat_moved","already_taken","not_now","too_large","version_unsupported","rate_limited","internal","unavailable","release_missing"];

export const logProtocol = "corporate.log.v1";

export const listProtocol = "corporate.list.v1";

export const screenProtocol = "corporate.screen.v1";

export const nameChars = 80;

export const messageChars = 4000;

export const noteChars = 4000;

export const fileBytes = 104857600;

export const sessionsPerAgent = 50;

export const phoneCodeDigits = 9;

export const textChars = 2000;

export const labelChars = 80;

export const replies = 200;

export const embedOrigins = 50;

export const queues = 100;

export const reportExportRows = 10000;

export const reportDays = 732;

export const reportTextChars = 100;

export const consentSeconds = 120;
