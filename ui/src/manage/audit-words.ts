// Entries of the audit list in words. Pure.
import { dayAndClock } from "../lib/moment";
import type { AuditEntry, Language, Queue, QueueId } from "../lib/protocol.generated";
import type { ManageTexts } from "../lib/texts/en-manage";
import { nameOfQueue, settingNames } from "./words";

/** What somebody did. */
export function deed(
  entry: AuditEntry,
  t: ManageTexts,
  language: Language,
  queues: readonly Queue[],
): string {
  const words = t.audit;
  const queueName = (id: QueueId) => {
    const queue = queues.find((one) => one.id === id);
    return queue === undefined ? id : nameOfQueue(queue, language);
  };
  switch (entry.kind) {
    case "account_changed":
      return words.account_changed(settingNames(entry.settings, t));
    case "queue_changed":
    case "queue_removed":
      return words[entry.kind](queueName(entry.queue));
    case "queues_ordered":
    case "password_changed":
    case "signed_out_everywhere":
      return words[entry.kind];
    case "agent_changed": {
      const fields = entry.fields.map((field) => words.fields[field] ?? field);
      return words.agent_changed(entry.email, fields.join(", "));
    }
    case "agent_added":
    case "agent_removed":
    case "password_reset":
    case "second_factor_reset":
    case "second_factor_guessed":
      return words[entry.kind](entry.email);
    case "second_factor_changed":
      return entry.on ? words.second_factor_on : words.second_factor_off;
    case "reports_exported":
      return words.reports_exported(entry.sessions);
    case "session_read":
      return words.session_read(entry.session.slice(0, 8));
    case "sessions_deleted":
      return words.sessions_deleted(entry.sessions, dayAndClock(entry.before, language));
    default:
      return words.unknown;
  }
}
