// German words of the customer's pages beyond a running chat, and of files. Read through `texts()`.
import type { CustomerWords, FileWords } from "./words";

export const files: FileWords = {
  file: "Datei",
  attach: "Dateien anhängen",
  dropHere: "Dateien hier ablegen, um sie zu senden",
  download: (name) => `${name} herunterladen`,
  picture: (name) => `Bild: ${name}`,
  progress: (name) => `${name} wird gesendet`,
  cancel: (name) => `${name} abbrechen`,
  retry: (name) => `${name} erneut senden`,
  remove: (name) => `${name} entfernen`,
  failed: (name) => `${name} wurde nicht gesendet.`,
  tooLarge: (most) => `Die Datei ist größer als ${most}.`,
  typeRefused: (endings) =>
    `Dateien dieser Art können nicht gesendet werden. Erlaubt sind: ${endings}.`,
  empty: "Die Datei ist leer.",
  waiting: "Wartet …",
  inChat: "Diese Datei können Sie im Web-Chat öffnen.",
  pasted: "Bild",
};

export const customer: CustomerWords = {
  code: {
    heading: "Sie telefonieren mit uns?",
    lead: "Geben Sie den Code ein, den unser Supportmitarbeiter Ihnen vorliest.",
    label: "Ihr Code",
    hint: (digits) => `${digits} Ziffern, so wie Sie sie gehört haben`,
    submit: "Verbinden",
    working: "Wird verbunden …",
    incomplete: (digits, typed) => `Der Code hat ${digits} Ziffern. Sie haben ${typed} eingegeben.`,
    wait: (seconds) =>
      `Zu viele Versuche. Bitte warten Sie ${seconds === 1 ? "eine Sekunde" : `${seconds} Sekunden`}.`,
  },
  form: {
    optional: (label) => `${label} (freiwillig)`,
    email: "Ihre E-Mail-Adresse",
    emailHint: "Damit wir antworten können, falls der Chat unterbrochen wird.",
    emailForAnswer: "An diese Adresse senden wir unsere Antwort.",
    nextFree: "Nächster freier Supportmitarbeiter",
    termsLink: "Bedingungen ganz lesen",
    newTab: "öffnet einen neuen Tab",
    wait: (seconds) =>
      `Sie können es in ${seconds === 1 ? "einer Sekunde" : `${seconds} Sekunden`} erneut versuchen.`,
  },
  message: {
    heading: "Hinterlassen Sie uns eine Nachricht",
    lead: "Zurzeit ist niemand da. Hinterlassen Sie uns eine Nachricht; wir antworten per E-Mail.",
    question: "Ihre Nachricht",
    submit: "Nachricht hinterlassen",
    chatInstead: "Stattdessen einen Chat starten",
    left: "Vielen Dank. Wir haben Ihre Nachricht erhalten.",
    leftMore:
      "Wir antworten per E-Mail. Hat ein Supportmitarbeiter früher Zeit, sehen Sie die Antwort auch hier, solange diese Seite offen ist.",
  },
  off: {
    heading: "Der Chat ist geschlossen",
    more: "Zurzeit kann hier kein Chat gestartet werden. Wenn Sie von einem Supportmitarbeiter einen Code haben, geben Sie ihn auf der Startseite ein.",
  },
  place: (place) =>
    place === 1
      ? "Sie sind als Nächstes an der Reihe."
      : `Sie sind an ${place}. Stelle der Warteschlange.`,
  nobody: "Zurzeit ist niemand da.",
  nobodyMore:
    "Sie können hier weiter warten oder eine Nachricht hinterlassen, die wir per E-Mail beantworten.",
  leaveMessage: "Nachricht hinterlassen",
  leaveMessageQuestion: "Statt zu warten eine Nachricht hinterlassen?",
  leaveMessageDetail:
    "Dieser Chat endet. Was Sie geschrieben haben, wird in die Nachricht übernommen, und wir antworten per E-Mail.",
  absent: "Die Sitzung wurde beendet, weil diese Seite lange geschlossen war.",
  absentMore:
    "Sie können jederzeit einen neuen Chat starten. Den Verlauf dieses Chats können Sie noch speichern.",
  appOnly: "Ihre Sitzung geht in Corporate Customer weiter.",
  appOnlyMore: "Öffnen Sie die heruntergeladene Datei. Sie chatten dann in der App mit uns.",
  delivered: "Zugestellt",
  jump: (count) =>
    count === 0
      ? "Neueste Nachrichten"
      : count === 1
        ? "1 neue Nachricht"
        : `${count} neue Nachrichten`,
  divider: "Neue Nachrichten",
  attention: (count, title) => `(${count}) ${title}`,
  soundOn: "Ton einschalten",
  soundOff: "Ton ausschalten",
  closeChat: "Chatfenster schließen",
  lost: {
    title: "Seite nicht gefunden",
    heading: "Diese Seite gibt es nicht",
    more: "Die Adresse ist vielleicht falsch geschrieben, oder die Seite ist umgezogen.",
    home: "Zur Startseite",
  },
};
