// German words of the desktop app's windows. Read through `appTexts()` only.
import type { AppTexts } from "./en-app";

export const deApp: AppTexts = {
  chat: {
    title: (company) => `Chat mit ${company}`,
    noSession: "Sie sind in keiner Sitzung.",
    noSessionMore: [
      "Öffnen Sie die Support-Seite Ihres Unternehmens im Browser und beginnen Sie einen Chat.",
      "Wenn der Supportmitarbeiter Ihren Bildschirm sehen möchte, bietet die Seite Ihnen einen Download an. Öffnen Sie ihn: Dieses Fenster zeigt dann Ihren Chat.",
      "Niemand sieht Ihren Bildschirm, bevor Sie OK gesagt haben.",
    ],
    connecting: "Verbindung zu Ihrer Sitzung wird hergestellt …",
    offline:
      "Die Verbindung ist unterbrochen. Wir stellen sie wieder her; was Sie schreiben, bleibt erhalten und wird dann gesendet.",
    asked: "Wir fragen Sie in einem eigenen Fenster, ob wir Ihren Bildschirm sehen dürfen.",
    sharing: (names) => `${names} kann Ihren Bildschirm sehen.`,
    sharingMore: "In der kleinen Leiste können Sie jederzeit anhalten oder die Freigabe beenden.",
    paused: "Die Freigabe ist angehalten. Niemand sieht Ihren Bildschirm.",
    saved: "Der Chatverlauf wurde gespeichert.",
    remove: "Corporate Customer von diesem Computer entfernen",
    goOn: "Sie können im Chat in Ihrem Browser weitermachen. Bitten Sie dort um einen neuen Link, falls Sie einen brauchen.",
  },
  consent: {
    title: "Dürfen wir Ihren Bildschirm sehen?",
    asks: (names, company) =>
      `${names} von ${company} möchte Ihren Bildschirm sehen, um Ihnen zu helfen.`,
    seenHeading: "Was wir sehen",
    seen: (monitor) => [
      monitor === ""
        ? "Alles auf dem freigegebenen Monitor, auch Meldungen, die dort erscheinen."
        : `Alles auf ${monitor}, auch Meldungen, die dort erscheinen.`,
      "Ihren Mauszeiger.",
    ],
    unseenHeading: "Was wir nicht sehen und nicht können",
    unseen: [
      "Ihre anderen Monitore sehen wir nicht, solange Sie nicht selbst einen zeigen.",
      "Kamera, Mikrofon und Dateien sehen wir nicht.",
      "Maus und Tastatur können wir nicht bedienen.",
    ],
    control:
      "Schließen Sie vorher, was niemand sehen soll. Sie können die Freigabe jederzeit anhalten oder beenden.",
    left: (time) => `Ohne Ihre Antwort innerhalb von ${time} wird nichts gezeigt.`,
    failed:
      "Ihre Antwort konnte nicht weitergegeben werden. Es wird nichts gezeigt. Bitte versuchen Sie es erneut.",
    over: "Diese Frage ist nicht mehr offen. Es wird ihretwegen nichts gezeigt.",
  },
  join: {
    title: "An dieser Sitzung teilnehmen?",
    refused: "Dieser Link wurde nicht geöffnet",
    checkingTitle: "Eine Einladung wird geprüft",
    checking: "Das Portal wird gefragt, wer Sie einlädt …",
    joining: "Sie treten der Sitzung bei …",
    asks: (agent, company) =>
      `${agent} von ${company} lädt Sie zu einer Sitzung ein, in der Sie chatten und, wenn Sie dann zustimmen, Ihren Bildschirm zeigen können.`,
    portal: "Portal",
    care: "Sagen Sie nur Ja, wenn Sie gerade mit dem Support in Kontakt sind und diese Adresse kennen.",
  },
  farewell: {
    title: "Die Sitzung ist beendet",
    stays:
      "Niemand sieht Ihren Bildschirm. Corporate Customer bleibt für das nächste Mal auf diesem Computer, wenn Sie es nicht entfernen.",
  },
  bar: {
    title: "Bildschirmfreigabe",
    sharing: (names) => `${names} kann Ihren Bildschirm sehen`,
    starting: "Die Freigabe beginnt …",
    paused: "Angehalten: Niemand sieht Ihren Bildschirm",
    offline: "Die Verbindung ist unterbrochen",
    off: "Niemand sieht Ihren Bildschirm",
    pause: "Pause",
    resume: "Fortsetzen",
    stop: "Freigabe beenden",
    failed: "Das hat nicht funktioniert. Bitte versuchen Sie es erneut.",
    screens: "Gezeigter Bildschirm",
    screen: (number, width, height) => `Bildschirm ${number} zeigen (${width} × ${height})`,
    asksFor: (name, number) => `${name} möchte Bildschirm ${number} sehen`,
    show: "Zeigen",
    notNow: "Nicht jetzt",
    seconds: (left) => `Ohne Antwort wird er nicht gezeigt: ${left}`,
  },
  problems: {
    capture:
      "Der Bildschirm konnte nicht gelesen werden. Es wird nichts gezeigt. Sie können weiterchatten.",
    monitor:
      "Den Monitor, dem Sie zugestimmt haben, gibt es nicht mehr. Es wird nichts gezeigt, auch kein anderer Monitor. Der Support kann Sie erneut fragen.",
    encode:
      "Das Bild des Bildschirms konnte nicht vorbereitet werden. Es wird nichts gezeigt. Sie können weiterchatten.",
    not_permitted:
      "Ihr System lässt die App den Bildschirm nicht sehen. Es wird nichts gezeigt. Auf einem Mac erlauben Sie es bitte unter Systemeinstellungen > Datenschutz & Sicherheit > Bildschirmaufnahme und starten die App neu; sonst kann der Support Sie erneut fragen. Sie können weiterchatten.",
    not_supported:
      "Auf diesem System kann der Bildschirm noch nicht gezeigt werden. Sie können weiterchatten.",
    save: "Der Chatverlauf konnte nicht gespeichert werden. Bitte prüfen Sie Ihren Ordner „Downloads“ und versuchen Sie es erneut.",
    not_secure:
      "Die Verbindung zum Support-Portal ist nicht sicher: Seinem Zertifikat wird hier nicht vertraut. Bitte wenden Sie sich an die Betreuung Ihres Netzwerks.",
    proxy:
      "Der Proxy Ihres Netzwerks lässt die App nicht zum Support-Portal durch. Bitte wenden Sie sich an die Betreuung Ihres Netzwerks.",
    link_invalid:
      "Dieser Aufruf ist ungültig; es wurde nichts getan. Bitte nutzen Sie den Link oder den Download in Ihrem Chat.",
    link_waiting:
      "Inzwischen wurde ein weiterer Link angeklickt; er wurde nicht geöffnet. Bitte beantworten Sie zuerst diese Frage und öffnen Sie den Link dann erneut.",
    session_running:
      "Sie sind bereits in einer Sitzung; sie läuft weiter. Bitte beenden Sie diese zuerst, wenn Sie an einer anderen teilnehmen möchten, und öffnen Sie den Link dann erneut.",
    no_portal:
      "Die Einstellungen dieses Computers nennen kein Support-Portal, das sich nutzen lässt. Bitte wenden Sie sich an die Betreuung dieses Computers.",
    not_removable: "Corporate Customer kann von hier aus nicht entfernt werden.",
  },
  support: "der Support",
};
