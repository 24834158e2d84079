// German words of an agent's own account. Read through `ownTexts()` only.
import type { OwnTexts } from "./en-own";

export const deOwn: OwnTexts = {
  wait: (seconds) =>
    `Zu viele Versuche. Bitte versuchen Sie es in ${seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} erneut.`,
  steps: {
    factorHeading: "Zweiter Faktor",
    factorLead: "Geben Sie die sechs Ziffern ein, die Ihre Authentifizierungs-App jetzt zeigt.",
    factor: "Code aus der App",
    recoveryLead: "Geben Sie einen Ihrer Wiederherstellungscodes ein. Jeder von ihnen gilt einmal.",
    recovery: "Wiederherstellungscode",
    useRecovery: "Stattdessen Wiederherstellungscode verwenden",
    useApp: "Stattdessen die App verwenden",
    submit: "Weiter",
    working: "Wird geprüft …",
    back: "Zurück",
    passwordHeading: "Neues Kennwort wählen",
    passwordLead:
      "Ihr Kennwort hat jemand anderes festgelegt. Wählen Sie eines, das nur Sie kennen; danach geht es weiter.",
  },
  account: {
    open: "Mein Konto",
    title: "Mein Konto",
    close: "Schließen",
    signedInAs: (name, email) => `${name}, ${email}`,
  },
  password: {
    heading: "Kennwort",
    lead: "Ein neues Kennwort beendet Ihre Anmeldungen auf anderen Geräten.",
    rule: "12 bis 200 Zeichen. Gut sind einige Wörter ohne Zusammenhang; nicht gut sind Ihr Name, Ihre E-Mail-Adresse oder der Name der Firma.",
    old: "Bisheriges Kennwort",
    new: "Neues Kennwort",
    again: "Neues Kennwort wiederholen",
    submit: "Kennwort ändern",
    working: "Wird geändert …",
    done: "Ihr Kennwort ist geändert. Andere Geräte sind abgemeldet.",
    tooShort: "Bitte verwenden Sie mindestens 12 Zeichen.",
    different: "Das stimmt nicht mit dem neuen Kennwort überein.",
    wrong: "Das ist nicht Ihr bisheriges Kennwort.",
  },
  factor: {
    heading: "Zweiter Faktor",
    off: "Aus. Das Kennwort allein öffnet Ihr Konto.",
    on: "Ein. Nach dem Kennwort wird ein Code aus Ihrer Authentifizierungs-App verlangt.",
    left: (count) =>
      count === 1
        ? "1 Wiederherstellungscode ist übrig."
        : `${count} Wiederherstellungscodes sind übrig.`,
    few: "Neue Wiederherstellungscodes erhalten Sie, wenn Sie den zweiten Faktor aus- und wieder einschalten.",
    password: "Ihr Kennwort",
    begin: "Zweiten Faktor einrichten",
    scan: "Scannen Sie dieses Bild mit einer Authentifizierungs-App, oder tippen Sie den Schlüssel dort ein.",
    picture: "QR-Code für die Authentifizierungs-App",
    key: "Schlüssel zum Eintippen",
    code: "Code aus der App",
    confirm: "Einschalten",
    working: "Wird geprüft …",
    proof: "Code aus der App oder Wiederherstellungscode",
    turnOffLead:
      "Zum Ausschalten zeigen Sie beides noch einmal. Ihre anderen Geräte werden abgemeldet.",
    turnOff: "Zweiten Faktor ausschalten",
    turnedOff: "Der zweite Faktor ist aus.",
    cancel: "Abbrechen",
  },
  recovery: {
    heading: "Ihre Wiederherstellungscodes",
    lead: "Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden. Jeder Code ersetzt die App einmal. Sie werden nicht noch einmal gezeigt.",
    copy: "Kopieren",
    copied: "Kopiert.",
    copyFailed: "Das Kopieren ist nicht gelungen. Bitte markieren Sie die Codes.",
    save: "Als Textdatei speichern",
    fileName: "wiederherstellungscodes.txt",
    done: "Ich habe sie aufbewahrt",
  },
  devices: {
    heading: "Geräte",
    lead: "Hier sind Sie zurzeit angemeldet.",
    current: "dieses Gerät",
    unknown: "Unbekanntes Gerät",
    on: (browser, system) => `${browser} unter ${system}`,
    since: (time) => `angemeldet ${time}`,
    used: (time) => `zuletzt verwendet ${time}`,
    end: "Abmelden",
    ended: "Dort abgemeldet.",
    everywhere: "Überall abmelden",
    everywhereQuestion: "Auf allen Geräten abmelden?",
    everywhereDetail:
      "Auch dieses Gerät wird abgemeldet. Laufende Sitzungen bleiben bis zu Ihrer Rückkehr bestehen.",
  },
};
