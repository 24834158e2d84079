// German words of the way from web chat to app, as the customer reads them (Sie). Read through
// `texts().upgrade` only.
import type { Texts } from "./words";

export const upgrade: Texts["upgrade"] = {
  heading: "Upgrade auf eine Standardsitzung",
  before:
    "Ein Upgrade auf eine Standardsitzung ist im Gange. Falls der Download nicht von selbst startet, ",
  link: "klicken Sie hier",
  after: ".",
  preparing: "Ihr Download wird vorbereitet …",
  file: "Datei",
  next: "Wie es weitergeht",
  app: {
    lead: "Corporate Customer scheint schon auf diesem Computer zu sein. Öffnen Sie es, um fortzufahren.",
    open: "Corporate Customer öffnen",
    instead: "Stattdessen herunterladen",
    asks: "Vielleicht fragt Ihr Browser, ob er Corporate Customer öffnen darf: Bestätigen Sie. Corporate Customer zeigt dann, wer Ihnen hilft, und fragt, ob Sie teilnehmen möchten.",
    nothing:
      "Es passiert nichts? Dann ist es vielleicht nicht mehr da. Wählen Sie „Stattdessen herunterladen“.",
  },
  code: {
    label: "Code für den Opener",
    hint: "Der Opener kennt ihn aus seinem Dateinamen. Geben Sie ihn nur ein, wenn der Opener danach fragt.",
    copy: "Code kopieren",
    copied: "Kopiert.",
    notCopied: "Das Kopieren ging nicht. Bitte markieren Sie den Code und kopieren Sie ihn selbst.",
  },
  where: {
    chrome:
      "Finden Sie die Datei: Wählen Sie rechts oben in Chrome, neben der Adresse, den Download-Pfeil.",
    edge: "Finden Sie die Datei: Wählen Sie rechts oben in Edge den Download-Pfeil, falls die Liste nicht schon offen ist.",
    firefox:
      "Finden Sie die Datei: Wählen Sie rechts oben in Firefox, neben der Adresse, den Download-Pfeil.",
    safari: "Finden Sie die Datei: Wählen Sie rechts oben in Safari den Pfeil im Kreis.",
    other: "Finden Sie die Datei: in der Download-Liste Ihres Browsers oder im Ordner „Downloads“.",
  },
  picture: {
    chrome:
      "In Chrome ist der Download-Pfeil rechts oben neben der Adresse; darunter öffnet sich eine Liste mit der Datei.",
    edge: "In Edge ist der Download-Pfeil rechts oben in der Symbolleiste; darunter öffnet sich eine Liste mit der Datei und „Datei öffnen“.",
    firefox:
      "In Firefox ist der Download-Pfeil rechts oben neben der Adresse; darunter öffnet sich eine Liste mit der Datei.",
    safari:
      "In Safari ist der Pfeil im Kreis am rechten Ende der Symbolleiste; darunter öffnet sich eine Liste mit der Datei.",
    other: "Die Datei liegt im Ordner mit dem Namen Downloads.",
  },
  openFile: "Datei öffnen",
  folder: "Downloads",
  keep: {
    chrome:
      "Falls Chrome die Datei zurückhält, wählen Sie sie in der Liste und dann „Beibehalten“.",
    edge: "Falls Edge die Datei zurückhält, wählen Sie die drei Punkte daneben, dann „Beibehalten“, „Mehr anzeigen“ und „Trotzdem beibehalten“.",
    firefox:
      "Falls Firefox die Datei zurückhält, wählen Sie sie in der Liste und dann „Download erlauben“.",
    safari: "Falls Safari fragt, ob diese Seite Dateien laden darf, wählen Sie „Erlauben“.",
    other: "Falls Ihr Browser fragt, was mit der Datei geschehen soll, behalten Sie sie.",
  },
  run: {
    windows: ["Öffnen Sie die Datei."],
    macos: [
      "Starten Sie die Datei: Öffnen Sie das Programm Terminal und geben Sie diese Zeile ein.",
      "Falls macOS die Datei anhält, die Apple nicht geprüft hat: Fahren Sie nur fort, wenn Sie mit uns in Kontakt sind und die Datei von dieser Seite kam. Wählen Sie „Fertig“, öffnen Sie Systemeinstellungen, Datenschutz & Sicherheit, blättern Sie zum Namen der Datei und wählen Sie „Dennoch öffnen“. Öffnet sich dann nichts, geben Sie die Zeile erneut ein.",
    ],
    linux: [
      "Wählen Sie den Ordner neben der Datei, um sie an ihrem Ort zu sehen.",
      "Erlauben Sie das Ausführen: Rechtsklick, Eigenschaften, „Als Programm ausführbar“.",
      "Öffnen Sie sie mit einem Doppelklick.",
    ],
  },
  confirm: (host) =>
    `Der Opener zeigt unseren Namen, wer Ihnen hilft, und die Adresse ${host}. Fahren Sie nur fort, wenn sie stimmen.`,
  consent: "Corporate Customer fragt Sie dann, ob wir Ihren Bildschirm sehen dürfen.",
  trouble: {
    windows: {
      question: "Windows warnt vor der Datei?",
      answers: (file) => [
        "„Der Computer wurde durch Windows geschützt“ erscheint bei jedem Programm, das Windows noch nicht oft gesehen hat. Die Warnung dient Ihrer Sicherheit: Fahren Sie nur fort, wenn Sie mit uns in Kontakt sind und die Datei von dieser Seite kam.",
        file === null
          ? "Wählen Sie dann „Weitere Informationen“. Der Name der App muss mit „Corporate-Opener“ beginnen. Wählen Sie „Trotzdem ausführen“."
          : `Wählen Sie dann „Weitere Informationen“. Der Name der App muss „${file}“ sein; eine Zahl in Klammern kann hinzugekommen sein. Wählen Sie „Trotzdem ausführen“.`,
        "Der Opener braucht nie einen Administrator. Fragt Windows nach dem Kennwort eines Administrators, wählen Sie „Nein“; fehlt „Trotzdem ausführen“, wählen Sie „Nicht ausführen“. Sagen Sie es uns hier im Chat.",
      ],
    },
    macos: {
      question: "macOS öffnet die Datei nicht?",
      answers: () => [
        "Ein Doppelklick startet die Datei nicht oder zeigt sie als Text: Geben Sie stattdessen die Zeile im Programm Terminal ein. Sie finden es in Programme, Dienstprogramme.",
        "macOS hält Programme an, die Apple nicht geprüft hat. Die Warnung dient Ihrer Sicherheit.",
      ],
    },
    linux: {
      question: "Die Datei startet nicht?",
      answers: () => [
        "Der Opener braucht nie einen Administrator. Werden Sie nach einem Kennwort gefragt, brechen Sie ab und sagen Sie es uns hier im Chat.",
        "Manche Systeme starten keine Programme per Doppelklick. Öffnen Sie ein Terminal und geben Sie ein:",
      ],
    },
  },
  phone: {
    heading: "Bitte machen Sie an einem Computer weiter",
    runs: "Um einen Bildschirm zu zeigen, ist Corporate Customer nötig. Es läuft auf Computern mit Windows, macOS oder Linux, nicht auf Telefonen und Tablets.",
    byCode: (host) =>
      `Geht es um einen Computer? Öffnen Sie dort ${host}, bitten Sie uns hier um einen Code und geben Sie ihn dort ein.`,
    byChat: (host) =>
      `Geht es um einen Computer? Öffnen Sie dort ${host} und starten Sie einen Chat.`,
    stay: "Auf diesem Gerät können Sie wie bisher weiterchatten.",
  },
  safe: "Niemand sieht Ihren Bildschirm, bevor Sie dort OK wählen.",
  validUntil: (time) => `Gilt einmal, bis ${time} Uhr.`,
  fetched:
    "Die Datei wurde schon heruntergeladen. Falls Sie sie nicht finden, fordern Sie einen neuen Link an.",
  expired: "Dieser Link ist abgelaufen.",
  newLink: "Neuen Link anfordern",
  failed: "Der Download konnte nicht vorbereitet werden.",
  started: "Der Opener läuft. Corporate Customer öffnet sich gleich.",
  startedByLink:
    "Corporate Customer wurde geöffnet. Es fragt Sie dort, ob Sie an der Sitzung teilnehmen möchten.",
  stuck:
    "Es passiert nichts? Fordern Sie einen neuen Link an: Er lädt eine neue Datei herunter, die Sie öffnen können.",
  joined: "Corporate Customer ist verbunden.",
};
