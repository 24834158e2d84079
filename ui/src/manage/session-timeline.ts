// What became of hand-offs and consent, step by step in words, for the session report. Pure.
import type { ConsentFacts, HandoffFacts, Language, Timestamp } from "../lib/protocol.generated";
import type { ReportTexts } from "../lib/texts/en-reports";
import type { Texts } from "../lib/texts/words";
import { span } from "./report-numbers";

/** One step. */
export interface Step {
  at: Timestamp;
  words: string;
  tone: "plain" | "good" | "bad";
}

/** The steps of one offer to move to the app. */
export function handoffSteps(facts: HandoffFacts, t: ReportTexts, all: Texts): Step[] {
  const words = t.session;
  const system = facts.system === null ? "" : all.systems[facts.system];
  const by = facts.offered_by === null ? words.offeredByPortal : words.offered(facts.offered_by);
  const steps: (Step | null)[] = [
    { at: facts.offered_at, words: `${by}: ${words.chatAfter[facts.chat_after]}`, tone: "plain" },
    step(facts.code_made_at, words.codeMade),
    step(facts.fetched_at, words.fetched),
    step(facts.read_out_at, words.readOut),
    step(facts.expired_at, words.codeExpired, "bad"),
    step(facts.started_at, words.openerStarted(system)),
    ...facts.refused.map(({ at, reason }): Step => {
      const why = all.errors[reason] ?? all.errors.unexpected;
      return { at, words: words.refused(why), tone: "bad" };
    }),
    step(facts.joined_at, words.joined(system, facts.version ?? ""), "good"),
    step(facts.cancelled_at, words.cancelled),
    step(facts.left_at, words.left),
  ];
  return sorted(steps);
}

/** The steps of one question for consent. */
export function consentSteps(facts: ConsentFacts, t: ReportTexts, language: Language): Step[] {
  const words = t.session;
  const answer = facts.answer;
  const tone = answer === "given" ? "good" : answer === "withdrawn" ? "plain" : "bad";
  return sorted([
    { at: facts.asked_at, words: words.asked, tone: "plain" },
    answer === null ? null : step(facts.answered_at, words.answers[answer], tone),
    step(facts.shared_from, words.sharedFrom(facts.monitors)),
    step(facts.shared_to, words.sharedTo(span(facts.sharing_ms, language), facts.pauses)),
  ]);
}

function step(at: Timestamp | null, words: string, tone: Step["tone"] = "plain"): Step | null {
  return at === null ? null : { at, words, tone };
}

/** In the order of time; what happened at once stays in its own order. */
function sorted(steps: readonly (Step | null)[]): Step[] {
  return steps.filter((one) => one !== null).sort((one, other) => one.at - other.at);
}
