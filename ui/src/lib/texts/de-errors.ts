// German sentences for failures. Read through `texts()` only.
import type { ErrorWords } from "./words";

export const errors: ErrorWords = {
  bad_request: "Das Portal konnte diese Anfrage nicht lesen. Bitte laden Sie die Seite neu.",
  name_invalid: "Bitte geben Sie einen Namen mit 1 bis 80 Zeichen ein.",
  message_invalid: "Bitte geben Sie einen Text mit 1 bis 4.000 Zeichen ein.",
  queue_unknown: "Dieses Thema gibt es nicht mehr. Bitte wählen Sie ein anderes.",
  not_signed_in: "Sie sind nicht oder nicht mehr angemeldet. Bitte melden Sie sich an.",
  wrong_password: "E-Mail oder Kennwort ist falsch.",
  not_allowed: "Ihr Konto ist dazu nicht berechtigt.",
  foreign_origin: "Die Anfrage kam von einer fremden Seite und wurde abgelehnt.",
  not_in_session: "Sie nehmen an dieser Sitzung nicht teil.",
  no_consent: "Der Kunde hat der Freigabe des Bildschirms nicht zugestimmt.",
  not_found: "Das gibt es nicht oder nicht mehr.",
  code_unknown: "Diesen Code gibt es nicht. Bitte prüfen Sie Ihre Eingabe.",
  code_used: "Dieser Code wurde schon verwendet. Bitte fordern Sie einen neuen Link an.",
  code_expired: "Dieser Code ist abgelaufen. Bitte fordern Sie einen neuen Link an.",
  ticket_unknown: "Diese Einladung ist nicht bekannt. Bitte fordern Sie einen neuen Link an.",
  ticket_used: "Diese Einladung wurde schon verwendet. Bitte fordern Sie einen neuen Link an.",
  ticket_expired: "Diese Einladung ist abgelaufen. Bitte fordern Sie einen neuen Link an.",
  session_ended: "Die Sitzung ist beendet.",
  chat_moved: "Der Chat wird in Corporate Customer fortgesetzt.",
  already_taken: "Ein anderer Supportmitarbeiter hat diese Sitzung schon übernommen.",
  not_now: "Das ist im Augenblick nicht möglich, weil die Sitzung schon weiter ist.",
  too_large: "Das ist zu groß zum Senden.",
  version_unsupported: "Diese Seite ist veraltet. Bitte laden Sie sie neu.",
  rate_limited:
    "Das war zu oft in kurzer Zeit. Bitte warten Sie etwas und versuchen Sie es erneut.",
  internal: "Im Portal ist ein Fehler aufgetreten. Bitte versuchen Sie es erneut.",
  unavailable: "Das Portal startet gerade neu. Bitte warten Sie einen Augenblick.",
  release_missing: "Das Portal hat zurzeit keine App für dieses System.",
  offline:
    "Das Portal ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  unexpected: "Das Portal hat unerwartet geantwortet. Bitte versuchen Sie es erneut.",
};
