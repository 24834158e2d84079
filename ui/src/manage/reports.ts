// Session reports as the portal gives them, and what follows from a log for its facts. Pure.
import type { Event, SessionId, SessionState } from "../lib/protocol.generated";
import { exactClock } from "../lib/moment";
import type { Language } from "../lib/protocol.generated";
import type { Texts } from "../lib/texts/words";

/** One row of `GET /api/v1/reports/sessions`. */
export interface ReportSummary {
  id: SessionId;
  customer: string;
  queue: string;
  agents: string[];
  started_at: number;
  ended_at: number | null;
  messages: number;
}

/** `GET /api/v1/reports/sessions`. */
export interface Reports {
  sessions: ReportSummary[];
}

/** `GET /api/v1/reports/sessions/{id}`. */
export interface Report {
  summary: ReportSummary;
  events: Event[];
  state: SessionState;
}

/** The session that an address asks for: `#/sessions/<id>`. */
export function sessionOfHash(hash: string): SessionId | null {
  return /^#\/sessions\/([0-9a-f-]{36})$/i.exec(hash)?.[1] ?? null;
}

/** What became of the hand-offs, in words. */
export function handoffFact(events: readonly Event[], t: Texts, language: Language): string {
  const facts = t.manage.upgradeFacts;
  const joined = events.filter((event) => event.kind === "app_joined");
  const refused = events.filter((event) => event.kind === "handoff_refused").length;
  const offered = events.some((event) => event.kind === "upgrade_offered");
  const parts = joined.map((event) => facts.joined(exactClock(event.at, language)));
  if (joined.length === 0) parts.push(offered ? facts.offered : facts.none);
  if (refused > 0) parts.push(facts.refused(refused));
  return parts.join("; ");
}

/** How the customer answered each question for consent, in words. */
export function consentFact(events: readonly Event[], t: Texts, language: Language): string {
  const facts = t.manage.consentFacts;
  const answers = events.flatMap((event) => {
    const time = exactClock(event.at, language);
    if (event.kind === "consent_given") return [facts.given(time)];
    if (event.kind !== "consent_refused") return [];
    return [event.reason === "declined" ? facts.declined(time) : facts.noAnswer(time)];
  });
  if (answers.length > 0) return answers.join("; ");
  return events.some((event) => event.kind === "consent_asked") ? facts.asked : facts.none;
}
