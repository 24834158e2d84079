// English sentences for what happens in a session: as agents and reports read them, and as the
// customer does. Read through `texts()` only.
import { monitorName } from "./monitor";
import type { LogWords } from "./words";

export const log: LogWords = {
  sessionStarted: (customer, queue) => `${customer} started a chat (queue: ${queue})`,
  agentJoined: (agent) => `${agent} joined the session`,
  agentInvited: (agent, by) => (by ? `${by} asked ${agent} to join` : `${agent} was asked to join`),
  agentTakesOver: (agent, by) =>
    by ? `${by} asked ${agent} to take over` : `${agent} was asked to take over`,
  invitationWithdrawn: () => "An invitation was withdrawn",
  agentLeft: (agent) => `${agent} left the session`,
  handedToQueue: (queue, by) =>
    by
      ? `${by} handed the session to the queue ${queue}`
      : `The session went to the queue ${queue}`,
  fileSentByCustomer: (file) => `The customer sent a file: ${file}`,
  fileSentByAgent: (file, agent) => `${agent} sent a file: ${file}`,
  upgradeOffered: (agent) => `${agent} offered a standard session`,
  upgradeCancelled: (agent) => `${agent} took the offer back`,
  codeMade: (by) =>
    by ? `${by} made a code for the opener to read out` : "A code for the opener was made",
  codeExpired: () => "The code for the opener expired without being used",
  openerFetched: (system) => `The opener was downloaded (${system})`,
  openerStarted: (system) => `The opener was started (${system})`,
  handoffRefused: (reason) => `A hand-off was refused: ${reason}`,
  appJoined: (system, version) => `Corporate Customer ${version} joined (${system})`,
  appLeft: () => "Corporate Customer left the session",
  consentAsked: () => "The customer is asked for consent to see the screen",
  consentGiven: () => "The customer agreed to share the screen",
  consentDeclined: () => "The customer declined to share the screen",
  consentNoAnswer: () => "The customer did not answer in time: the screen is not shared",
  sharingStarted: (monitor, width, height) =>
    `Sharing started: ${monitorName(monitor, "Screen")}, ${width} × ${height}`,
  monitorAsked: (agent, monitor) => `${agent} asks to see screen ${monitor}`,
  monitorShown: (monitor, width, height) =>
    `The customer shows screen ${monitor} now, ${width} × ${height}`,
  monitorDeclined: (monitor) => `The customer does not show screen ${monitor}`,
  monitorNoAnswer: (monitor) => `No answer in time: screen ${monitor} is not shown`,
  sharingPaused: () => "The customer paused sharing",
  sharingResumed: () => "The customer resumed sharing",
  sharingStoppedByCustomer: () => "The customer stopped sharing",
  sharingStoppedByAgent: (agent) => `${agent} stopped sharing`,
  endedByCustomer: () => "The customer ended the session",
  endedByAgent: (agent) => `${agent} ended the session`,
  endedByAbsence: () => "The session ended because the customer was gone for too long",
};

export const logForCustomer: LogWords = {
  sessionStarted: () => "",
  agentJoined: (agent) => `${agent} is here to help you`,
  agentInvited: (agent, by) => (by ? `${by} asked ${agent} to join` : ""),
  agentTakesOver: (agent, by) => (by ? `${by} asked ${agent} to take over` : ""),
  invitationWithdrawn: () => "",
  agentLeft: (agent) => `${agent} left the chat`,
  handedToQueue: (queue) => `You are waiting for the next agent (${queue})`,
  fileSentByCustomer: (file) => `You sent a file: ${file}`,
  fileSentByAgent: (file, agent) => `${agent} sent a file: ${file}`,
  upgradeOffered: (agent) => `${agent} offered to look at your screen with you`,
  upgradeCancelled: (agent) => `${agent} took the offer back. You can go on chatting here.`,
  codeMade: (by) => (by ? `${by} reads out a code for the opener` : ""),
  codeExpired: () => "",
  openerFetched: () => "",
  openerStarted: () => "The opener or Corporate Customer has been started",
  handoffRefused: (reason) => `The opener could not continue. ${reason}`,
  appJoined: () => "Corporate Customer is connected",
  appLeft: () => "Corporate Customer was closed. You can go on chatting here.",
  consentAsked: (agent) => `Corporate Customer asks you whether ${agent} may see your screen`,
  consentGiven: () => "You agreed to share your screen",
  consentDeclined: () => "You declined. Your screen is not shared.",
  consentNoAnswer: () => "There was no answer in time. Your screen is not shared.",
  sharingStarted: () => "Your screen is now being shared",
  monitorAsked: (agent, monitor) =>
    `${agent} asks to see screen ${monitor}. You decide in the small bar.`,
  monitorShown: (monitor) => `You show screen ${monitor} now`,
  monitorDeclined: (monitor) => `You do not show screen ${monitor}`,
  monitorNoAnswer: (monitor) => `There was no answer in time. Screen ${monitor} is not shown.`,
  sharingPaused: () => "You paused sharing",
  sharingResumed: () => "Your screen is being shared again",
  sharingStoppedByCustomer: () => "You stopped sharing",
  sharingStoppedByAgent: (agent) => `${agent} stopped sharing. Nobody sees your screen.`,
  endedByCustomer: () => "You ended the session",
  endedByAgent: (agent) => `${agent} ended the session`,
  endedByAbsence: () => "The session ended because this page was closed for a long time",
};
