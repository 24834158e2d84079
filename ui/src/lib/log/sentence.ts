// What happened, in one sentence; used wherever a session log is shown.
import { queueName } from "../portal-info.svelte";
import type { Author, Event } from "../protocol.generated";
import type { LogWords, Texts } from "../texts/words";

/** An event in words; empty for messages and for what this reader need not know. */
export function sentence(event: Event, words: LogWords, texts: Texts, agent = ""): string {
  const by = nameOf(event.author) || agent;
  switch (event.kind) {
    case "session_started":
      return words.sessionStarted(event.customer, queueName(event.queue));
    case "agent_joined":
      return words.agentJoined(by);
    case "agent_invited":
      return event.takes_over
        ? words.agentTakesOver(event.agent.name, nameOf(event.author))
        : words.agentInvited(event.agent.name, nameOf(event.author));
    case "invitation_withdrawn":
      return words.invitationWithdrawn();
    case "agent_left":
      return words.agentLeft(by);
    case "handed_to_queue":
      return words.handedToQueue(queueName(event.queue), nameOf(event.author));
    case "file_sent":
      return event.author.role === "agent"
        ? words.fileSentByAgent(event.file.name, by)
        : words.fileSentByCustomer(event.file.name);
    case "message":
      return "";
    case "upgrade_offered":
      return words.upgradeOffered(by);
    case "upgrade_cancelled":
      return words.upgradeCancelled(by);
    case "code_made":
      return words.codeMade(event.read_out ? by : "");
    case "code_expired":
      return words.codeExpired();
    case "opener_fetched":
      return words.openerFetched(texts.systems[event.system]);
    case "opener_started":
      return words.openerStarted(texts.systems[event.system]);
    case "handoff_refused":
      return words.handoffRefused(texts.errors[event.reason] ?? texts.errors.unexpected);
    case "app_joined":
      return words.appJoined(texts.systems[event.system], event.version);
    case "app_left":
      return words.appLeft();
    case "consent_asked":
      return words.consentAsked(by);
    case "consent_given":
      return words.consentGiven();
    case "consent_refused":
      return event.reason === "declined" ? words.consentDeclined() : words.consentNoAnswer();
    case "sharing_started":
      return words.sharingStarted(event.monitor, event.width, event.height);
    case "monitors_changed":
      return "";
    case "monitor_asked":
      return words.monitorAsked(by, event.monitor);
    case "monitor_shown":
      return words.monitorShown(event.monitor, event.width, event.height);
    case "monitor_refused":
      return event.reason === "declined"
        ? words.monitorDeclined(event.monitor)
        : words.monitorNoAnswer(event.monitor);
    case "sharing_paused":
      return words.sharingPaused();
    case "sharing_resumed":
      return words.sharingResumed();
    case "sharing_stopped":
      return event.author.role === "agent"
        ? words.sharingStoppedByAgent(by)
        : words.sharingStoppedByCustomer();
    case "session_ended":
      if (event.reason === "absent") return words.endedByAbsence();
      return event.reason === "agent" ? words.endedByAgent(by) : words.endedByCustomer();
    default:
      return "";
  }
}

/** An agent's name; empty for everybody else. */
export function nameOf(author: Author): string {
  return author.role === "agent" ? author.name : "";
}
