// German sentences for what happens in a session: as agents and reports read them, and as the
// customer does. Read through `texts()` only.
import { monitorName } from "./monitor";
import type { LogWords } from "./words";

export const log: LogWords = {
  sessionStarted: (customer, queue) =>
    `${customer} hat einen Chat begonnen (Warteschlange: ${queue})`,
  agentJoined: (agent) => `${agent} ist der Sitzung beigetreten`,
  agentInvited: (agent, by) =>
    by ? `${by} hat ${agent} hinzugebeten` : `${agent} wurde hinzugebeten`,
  agentTakesOver: (agent, by) =>
    by ? `${by} hat ${agent} gebeten zu übernehmen` : `${agent} wurde gebeten zu übernehmen`,
  invitationWithdrawn: () => "Eine Einladung wurde zurückgenommen",
  agentLeft: (agent) => `${agent} hat die Sitzung verlassen`,
  handedToQueue: (queue, by) =>
    by
      ? `${by} hat die Sitzung an die Warteschlange ${queue} übergeben`
      : `Die Sitzung ging an die Warteschlange ${queue}`,
  fileSentByCustomer: (file) => `Der Kunde hat eine Datei gesendet: ${file}`,
  fileSentByAgent: (file, agent) => `${agent} hat eine Datei gesendet: ${file}`,
  upgradeOffered: (agent) => `${agent} hat eine Standardsitzung angeboten`,
  upgradeCancelled: (agent) => `${agent} hat das Angebot zurückgenommen`,
  codeMade: (by) =>
    by
      ? `${by} hat einen Code für den Opener zum Vorlesen erstellt`
      : "Ein Code für den Opener wurde erstellt",
  codeExpired: () => "Der Code für den Opener ist abgelaufen, ohne dass er benutzt wurde",
  openerFetched: (system) => `Der Opener wurde heruntergeladen (${system})`,
  openerStarted: (system) => `Der Opener wurde gestartet (${system})`,
  handoffRefused: (reason) => `Eine Übergabe wurde abgelehnt: ${reason}`,
  appJoined: (system, version) => `Corporate Customer ${version} ist beigetreten (${system})`,
  appLeft: () => "Corporate Customer hat die Sitzung verlassen",
  consentAsked: () => "Der Kunde wird um Zustimmung gebeten, den Bildschirm zu zeigen",
  consentGiven: () => "Der Kunde hat der Freigabe des Bildschirms zugestimmt",
  consentDeclined: () => "Der Kunde hat die Freigabe des Bildschirms abgelehnt",
  consentNoAnswer: () => "Der Kunde hat nicht rechtzeitig geantwortet: keine Freigabe",
  sharingStarted: (monitor, width, height) =>
    `Freigabe begonnen: ${monitorName(monitor, "Bildschirm")}, ${width} × ${height}`,
  monitorAsked: (agent, monitor) => `${agent} bittet darum, Bildschirm ${monitor} zu sehen`,
  monitorShown: (monitor, width, height) =>
    `Der Kunde zeigt jetzt Bildschirm ${monitor}, ${width} × ${height}`,
  monitorDeclined: (monitor) => `Der Kunde zeigt Bildschirm ${monitor} nicht`,
  monitorNoAnswer: (monitor) => `Keine Antwort: Bildschirm ${monitor} wird nicht gezeigt`,
  sharingPaused: () => "Der Kunde hat die Freigabe angehalten",
  sharingResumed: () => "Der Kunde hat die Freigabe fortgesetzt",
  sharingStoppedByCustomer: () => "Der Kunde hat die Freigabe beendet",
  sharingStoppedByAgent: (agent) => `${agent} hat die Freigabe beendet`,
  endedByCustomer: () => "Der Kunde hat die Sitzung beendet",
  endedByAgent: (agent) => `${agent} hat die Sitzung beendet`,
  endedByAbsence: () => "Die Sitzung wurde beendet, weil der Kunde zu lange fort war",
};

export const logForCustomer: LogWords = {
  sessionStarted: () => "",
  agentJoined: (agent) => `${agent} ist jetzt für Sie da`,
  agentInvited: (agent, by) => (by ? `${by} hat ${agent} hinzugebeten` : ""),
  agentTakesOver: (agent, by) => (by ? `${by} hat ${agent} gebeten zu übernehmen` : ""),
  invitationWithdrawn: () => "",
  agentLeft: (agent) => `${agent} hat den Chat verlassen`,
  handedToQueue: (queue) => `Sie warten auf den nächsten Supportmitarbeiter (${queue})`,
  fileSentByCustomer: (file) => `Sie haben eine Datei gesendet: ${file}`,
  fileSentByAgent: (file, agent) => `${agent} hat eine Datei gesendet: ${file}`,
  upgradeOffered: (agent) => `${agent} möchte mit Ihnen auf Ihren Bildschirm schauen`,
  upgradeCancelled: (agent) =>
    `${agent} hat das Angebot zurückgenommen. Sie können hier weiterchatten.`,
  codeMade: (by) => (by ? `${by} liest Ihnen einen Code für den Opener vor` : ""),
  codeExpired: () => "",
  openerFetched: () => "",
  openerStarted: () => "Der Opener oder Corporate Customer wurde gestartet",
  handoffRefused: (reason) => `Der Opener konnte nicht fortfahren. ${reason}`,
  appJoined: () => "Corporate Customer ist verbunden",
  appLeft: () => "Corporate Customer wurde geschlossen. Sie können hier weiterchatten.",
  consentAsked: (agent) => `Corporate Customer fragt Sie, ob ${agent} Ihren Bildschirm sehen darf`,
  consentGiven: () => "Sie haben der Freigabe Ihres Bildschirms zugestimmt",
  consentDeclined: () => "Sie haben abgelehnt. Ihr Bildschirm wird nicht gezeigt.",
  consentNoAnswer: () => "Es kam keine Antwort. Ihr Bildschirm wird nicht gezeigt.",
  sharingStarted: () => "Ihr Bildschirm wird jetzt gezeigt",
  monitorAsked: (agent, monitor) =>
    `${agent} möchte Bildschirm ${monitor} sehen. Sie entscheiden in der kleinen Leiste.`,
  monitorShown: (monitor) => `Sie zeigen jetzt Bildschirm ${monitor}`,
  monitorDeclined: (monitor) => `Sie zeigen Bildschirm ${monitor} nicht`,
  monitorNoAnswer: (monitor) => `Es kam keine Antwort. Bildschirm ${monitor} wird nicht gezeigt.`,
  sharingPaused: () => "Sie haben die Freigabe angehalten",
  sharingResumed: () => "Ihr Bildschirm wird wieder gezeigt",
  sharingStoppedByCustomer: () => "Sie haben die Freigabe beendet",
  sharingStoppedByAgent: (agent) =>
    `${agent} hat die Freigabe beendet. Niemand sieht Ihren Bildschirm.`,
  endedByCustomer: () => "Sie haben die Sitzung beendet",
  endedByAgent: (agent) => `${agent} hat die Sitzung beendet`,
  endedByAbsence: () => "Die Sitzung wurde beendet, weil diese Seite lange geschlossen war",
};
