// The shape of every dictionary: what a language must say. Refuses gaps: a language that lacks a
// sentence does not compile. Implemented by the files beside this one.
import type { en } from "./en";
import type { ErrorCode } from "../protocol.generated";

/** Everything that can go wrong on a page: what the portal answers, or that it does not. */
export type Failure = ErrorCode | "offline" | "unexpected";

/** One sentence for each failure, for the person in front of the page. */
export type ErrorWords = Record<Failure, string>;

/** One sentence for each kind of event; an empty one is not shown. */
export interface LogWords {
  sessionStarted(customer: string, queue: string): string;
  agentJoined(agent: string): string;
  /** `by` is empty where the portal asks. */
  agentInvited(agent: string, by: string): string;
  agentTakesOver(agent: string, by: string): string;
  invitationWithdrawn(): string;
  agentLeft(agent: string): string;
  handedToQueue(queue: string, by: string): string;
  fileSentByCustomer(file: string): string;
  fileSentByAgent(file: string, agent: string): string;
  upgradeOffered(agent: string): string;
  upgradeCancelled(agent: string): string;
  /** `by` is empty for the code of the customer's page. */
  codeMade(by: string): string;
  codeExpired(): string;
  openerFetched(system: string): string;
  openerStarted(system: string): string;
  handoffRefused(reason: string): string;
  appJoined(system: string, version: string): string;
  appLeft(): string;
  consentAsked(agent: string): string;
  consentGiven(): string;
  consentDeclined(): string;
  consentNoAnswer(): string;
  sharingStarted(monitor: string, width: number, height: number): string;
  monitorAsked(agent: string, monitor: number): string;
  monitorShown(monitor: number, width: number, height: number): string;
  monitorDeclined(monitor: number): string;
  monitorNoAnswer(monitor: number): string;
  sharingPaused(): string;
  sharingResumed(): string;
  sharingStoppedByCustomer(): string;
  sharingStoppedByAgent(agent: string): string;
  endedByCustomer(): string;
  endedByAgent(agent: string): string;
  endedByAbsence(): string;
}

/** Words around files in a conversation. */
export interface FileWords {
  file: string;
  attach: string;
  dropHere: string;
  download(name: string): string;
  picture(name: string): string;
  progress(name: string): string;
  cancel(name: string): string;
  retry(name: string): string;
  remove(name: string): string;
  failed(name: string): string;
  tooLarge(most: string): string;
  typeRefused(endings: string): string;
  empty: string;
  waiting: string;
  inChat: string;
  pasted: string;
}

/** Words of the customer's pages beyond a running chat. */
export interface CustomerWords {
  code: {
    heading: string;
    lead: string;
    label: string;
    hint(digits: number): string;
    submit: string;
    working: string;
    incomplete(digits: number, typed: number): string;
    wait(seconds: number): string;
  };
  form: {
    optional(label: string): string;
    email: string;
    emailHint: string;
    emailForAnswer: string;
    nextFree: string;
    termsLink: string;
    newTab: string;
    wait(seconds: number): string;
  };
  message: {
    heading: string;
    lead: string;
    question: string;
    submit: string;
    chatInstead: string;
    left: string;
    leftMore: string;
  };
  off: { heading: string; more: string };
  place(place: number): string;
  nobody: string;
  nobodyMore: string;
  leaveMessage: string;
  leaveMessageQuestion: string;
  leaveMessageDetail: string;
  absent: string;
  absentMore: string;
  appOnly: string;
  appOnlyMore: string;
  delivered: string;
  jump(count: number): string;
  divider: string;
  attention(count: number, title: string): string;
  soundOn: string;
  soundOff: string;
  closeChat: string;
  lost: { title: string; heading: string; more: string; home: string };
}

/** A whole dictionary. */
export type Texts = typeof en;
