// A session that the agent has open: its log, its row even when that has left the list, files on
// their way, outcome and note. Owns the log's connection and the uploads. Used by the desk.
import { Uploads } from "../lib/files/uploads.svelte";
import { LiveLog } from "../lib/log/live-log.svelte";
import { portalInfo } from "../lib/portal-info.svelte";
import type { SessionId, SessionState, SessionSummary } from "../lib/protocol.generated";
import { AssessmentDraft } from "./assessment.svelte";
import { newSince } from "./seen.svelte";

export class OpenSession {
  readonly id: SessionId;
  readonly live: LiveLog;
  readonly assessment: AssessmentDraft;
  readonly uploads: Uploads;
  /** Its row in the list, the last one that was known. */
  summary = $state.raw<SessionSummary | null>(null);

  constructor(id: SessionId, worthTrying: () => Promise<boolean>) {
    this.id = id;
    this.live = new LiveLog(id, { side: "agent", worthTrying });
    this.assessment = new AssessmentDraft(id);
    this.uploads = new Uploads({ session: id, side: "agent", rules: () => portalInfo().files });
    this.live.start();
  }

  /** Where it stands, from the log or the list, whichever knows more. */
  get state(): SessionState | null {
    const fromLog = this.live.now.state;
    const fromList = this.summary?.state ?? null;
    if (fromLog === null || fromList === null) return fromLog ?? fromList;
    return fromLog.seq >= fromList.seq ? fromLog : fromList;
  }

  get customer(): string {
    return this.state?.customer ?? this.summary?.customer ?? "";
  }

  get ended(): boolean {
    return this.state?.phase === "ended";
  }

  /** What the customer wrote after this event; one while only the list knows of it. */
  unread(seen: number): number {
    if (this.live.now.state !== null) return newSince(this.live.now.events, seen);
    return (this.summary?.last_customer_seq ?? 0) > seen ? 1 : 0;
  }

  /** The number of the last thing that the customer wrote. */
  get lastSaid(): number {
    const event = this.live.now.events.findLast(({ author }) => author.role === "customer");
    return Math.max(event?.seq ?? 0, this.summary?.last_customer_seq ?? 0);
  }

  close(): void {
    void this.assessment.save();
    this.uploads.stop();
    this.live.stop();
  }
}
