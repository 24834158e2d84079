// The German dictionary (Sie). Read through `texts()` only.
import { customer, files } from "./de-customer";
import { errors } from "./de-errors";
import { desk } from "./de-console";
import { log, logForCustomer } from "./de-log";
import { upgrade } from "./de-upgrade";
import type { Texts } from "./words";

export const de: Texts = {
  close: "Schließen",
  yes: "Ja",
  no: "Nein",
  ok: "OK",
  cancel: "Abbrechen",
  tryAgain: "Erneut versuchen",
  loading: "Einen Augenblick …",
  language: "Sprache",
  signOut: "Abmelden",
  skipToContent: "Zum Inhalt springen",
  systems: { linux: "Linux", windows: "Windows", macos: "macOS" },
  languages: { de: "Deutsch", en: "Englisch" },
  errors,
  log,
  logForCustomer,
  files,
  customer,

  messages: {
    label: "Nachrichten",
    you: "Sie",
    sending: "Wird gesendet …",
    sent: "Gesendet",
    notSent: "Nicht gesendet.",
    editAgain: "Bearbeiten",
    remove: "Entfernen",
    isTyping: (name) => `${name} schreibt …`,
    message: "Nachricht",
    placeholder: "Nachricht schreiben …",
    send: "Senden",
    left: (count) => `noch ${count} Zeichen`,
    tooLong: (count) => `${count} Zeichen zu viel`,
  },

  connection: {
    connecting: "Verbindung wird hergestellt …",
    lost: "Die Verbindung ist unterbrochen. Wir verbinden neu; was Sie schreiben, bleibt erhalten und wird dann gesendet.",
    retry: "Jetzt neu verbinden",
  },

  portal: {
    title: (company) => `Support von ${company}`,
    heading: "Wie können wir Ihnen helfen?",
    lead: "Schreiben Sie unserem Support direkt hier im Browser. Sie müssen nichts installieren.",
    start: "Chat starten",
    points: [
      [
        "Ein Mensch antwortet",
        "Sie chatten mit einem Supportmitarbeiter, nicht mit einer Maschine.",
      ],
      [
        "Sie behalten die Kontrolle",
        "Niemand sieht Ihren Bildschirm ohne Ihr OK, und Sie können jederzeit aufhören.",
      ],
      ["Zum Behalten", "Speichern Sie den ganzen Chat jederzeit als Textdatei."],
    ],
    forAgents: "Für Supportmitarbeiter",
    console: "Konsole",
    manage: "Management Center",
  },

  chat: {
    title: (company) => `Chat mit ${company}`,
    name: "Ihr Name",
    question: "Ihre Frage",
    questionHint: "Worum geht es? Ein, zwei Sätze genügen.",
    queue: "Thema",
    start: "Chat starten",
    starting: "Wird gestartet …",
    privacy: "Nur unser Support liest diesen Chat.",
    waiting: "Vielen Dank. Wir suchen einen freien Supportmitarbeiter.",
    waitingMore:
      "Bitte lassen Sie diese Seite geöffnet. Sie können unten schon Einzelheiten ergänzen.",
    withAgents: (names) => `Sie chatten mit ${names}`,
    agentAway: "Der Supportmitarbeiter ist zurzeit nicht verbunden.",
    save: "Chatverlauf speichern",
    end: "Sitzung beenden",
    endQuestion: "Möchten Sie die Sitzung beenden?",
    endDetail:
      "Der Chat wird für beide Seiten geschlossen. Den Chatverlauf können Sie danach noch speichern.",
    ended: "Die Sitzung ist beendet.",
    endedMore: "Vielen Dank für das Gespräch. Den Chatverlauf können Sie noch speichern.",
    startNew: "Neuen Chat starten",
    moved: "Dieser Chat wird in Corporate Customer fortgesetzt.",
    movedMore:
      "Bitte schreiben Sie in der App weiter, die auch alle früheren Nachrichten zeigt. Diese Seite können Sie schließen.",
    webOnly: "Sie chatten hier weiter. Die App zeigt Ihren Bildschirm erst nach Ihrem OK.",
    both: "Sie können hier oder in der App chatten: beide zeigen alle Nachrichten.",
    sharing: (names) => `${names} kann Ihren Bildschirm sehen.`,
    sharingMore:
      "In der Leiste von Corporate Customer können Sie jederzeit anhalten oder die Freigabe beenden.",
    paused: "Die Freigabe ist angehalten. Niemand sieht Ihren Bildschirm.",
    openElsewhere: "Dieser Chat kann nicht mehr geöffnet werden.",
  },

  upgrade,

  signIn: {
    heading: "Anmelden",
    email: "E-Mail",
    password: "Kennwort",
    submit: "Anmelden",
    working: "Anmeldung läuft …",
  },

  console: desk,
};
