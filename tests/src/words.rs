//! The accessible names that stories look for, in both languages, as the architecture fixes them.

use corporate_protocol::Language;

/// Names of buttons and fields in one language.
#[derive(Debug)]
pub struct Words {
    /// The language's code, as in `?lang=`.
    pub code: &'static str,
    /// The language as the protocol knows it.
    pub language: Language,
    /// Button that starts a chat.
    pub start_chat: &'static str,
    /// Field.
    pub your_name: &'static str,
    /// Field.
    pub your_question: &'static str,
    /// Field.
    pub message: &'static str,
    /// Button.
    pub send: &'static str,
    /// Link below the chat.
    pub save_chat_history: &'static str,
    /// Button in the console's toolbar.
    pub upgrade: &'static str,
    /// Button.
    pub yes: &'static str,
    /// Button.
    pub no: &'static str,
    /// Button beside the steps of an upgrade.
    pub read_out: &'static str,
    /// The letters of the code that is read out.
    pub code_to_read_out: &'static str,
    /// Button of dialogs.
    pub close: &'static str,
    /// Button of the consent window.
    pub ok: &'static str,
    /// Button of the consent window.
    pub cancel: &'static str,
    /// Button of the opener that goes on, by default.
    pub go_on: &'static str,
    /// Button of the opener that goes on with the app that was there before.
    pub older_app: &'static str,
    /// Button of the app that removes it.
    pub remove_app: &'static str,
    /// What the opener asks then.
    pub removal: &'static str,
    /// Button of the opener that does it.
    pub remove: &'static str,
    /// What the opener says afterwards.
    pub removed: &'static str,
    /// What the app's last window says, and what stays.
    pub farewell: [&'static str; 2],
    /// Field.
    pub email: &'static str,
    /// Field.
    pub password: &'static str,
    /// Button.
    pub sign_in: &'static str,
    /// Button in the list view.
    pub take: &'static str,
    /// Button.
    pub end_session: &'static str,
    /// Button of the bar.
    pub pause: &'static str,
    /// Button of the bar, in the place of Pause.
    pub resume: &'static str,
    /// Button of the bar.
    pub stop_sharing: &'static str,
    /// Button of the console that asks for the second of two halves; buttons of the bar.
    pub second_screen: (&'static str, &'static str, &'static str),
    /// What the console says after a no.
    pub screen_refused: &'static str,
    /// Button of the bar that shows the first of two halves.
    pub first_screen: &'static str,
    /// What the customer asks in the stories.
    pub question: &'static str,
    /// What the agent answers first.
    pub answer: &'static str,
    /// What the customer writes while the opener is on its way.
    pub meanwhile: &'static str,
    /// What the customer writes in the app.
    pub from_app: &'static str,
    /// What the agent answers to that.
    pub to_app: &'static str,
    /// What the customer writes in the browser while the app is there.
    pub from_web: &'static str,
    /// What the customer writes last.
    pub meanwhile_too: &'static str,
    /// What the agent writes last.
    pub answer_too: &'static str,
    /// The notice that the session is over.
    pub ended: &'static str,
    /// The notice that the chat has moved to the app.
    pub moved: &'static str,
    /// The notice that the chat stays in the browser.
    pub web_only: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    code: "en",
    language: Language::En,
    start_chat: "Start chat",
    your_name: "Your name",
    your_question: "Your question",
    message: "Message",
    send: "Send",
    save_chat_history: "Save chat history",
    upgrade: "Upgrade to standard session",
    yes: "Yes",
    no: "No",
    read_out: "Read out a code",
    code_to_read_out: "Code, letter by letter",
    close: "Close",
    ok: "OK",
    cancel: "Cancel",
    go_on: "Continue",
    older_app: "Use the earlier version",
    remove_app: "Remove Corporate Customer from this computer",
    removal: "Remove Corporate Customer?",
    remove: "Remove",
    removed: "Corporate Customer has been removed",
    farewell: ["The session has ended", "Corporate Customer stays on this computer"],
    email: "E-mail",
    password: "Password",
    sign_in: "Sign in",
    take: "Take",
    end_session: "End session",
    pause: "Pause",
    resume: "Resume",
    stop_sharing: "Stop sharing",
    second_screen: ("Ask to see screen 2 (960 × 1080)", "Show", "Not now"),
    screen_refused: "The customer does not show screen 2",
    first_screen: "Show screen 1 (960 × 1080)",
    question: "My invoice prints with the wrong logo. Can you help?",
    answer: "Good morning! Yes, let us look at it together.",
    meanwhile: "The download has started, one moment please.",
    from_app: "I can see the app now, and the terminal on the right.",
    to_app: "Perfect, I can see it too. Your logo is fixed.",
    from_web: "And I can still write to you in the browser.",
    meanwhile_too: "Thank you, that is all for today.",
    answer_too: "I am still here if anything else comes up.",
    ended: "The session has ended.",
    moved: "This chat has moved to Corporate Customer.",
    web_only: "You go on chatting here.",
};

/// German.
pub static GERMAN: Words = Words {
    code: "de",
    language: Language::De,
    start_chat: "Chat starten",
    your_name: "Ihr Name",
    your_question: "Ihre Frage",
    message: "Nachricht",
    send: "Senden",
    save_chat_history: "Chatverlauf speichern",
    upgrade: "Upgrade auf Standardsitzung",
    yes: "Ja",
    no: "Nein",
    read_out: "Code vorlesen",
    code_to_read_out: "Code, Zeichen für Zeichen",
    close: "Schließen",
    ok: "OK",
    cancel: "Abbrechen",
    go_on: "Weiter",
    older_app: "Frühere Version verwenden",
    remove_app: "Corporate Customer von diesem Computer entfernen",
    removal: "Corporate Customer entfernen?",
    remove: "Entfernen",
    removed: "Corporate Customer ist entfernt",
    farewell: ["Die Sitzung ist beendet", "Corporate Customer bleibt für das nächste Mal"],
    email: "E-Mail",
    password: "Kennwort",
    sign_in: "Anmelden",
    take: "Übernehmen",
    end_session: "Sitzung beenden",
    pause: "Pause",
    resume: "Fortsetzen",
    stop_sharing: "Freigabe beenden",
    second_screen: ("Um Bildschirm 2 bitten (960 × 1080)", "Zeigen", "Nicht jetzt"),
    screen_refused: "Der Kunde zeigt Bildschirm 2 nicht",
    first_screen: "Bildschirm 1 zeigen (960 × 1080)",
    question: "Meine Rechnung druckt das falsche Logo. Können Sie helfen?",
    answer: "Guten Morgen! Gern, wir schauen es uns gemeinsam an.",
    meanwhile: "Der Download läuft, einen Augenblick bitte.",
    from_app: "Ich sehe jetzt die App und rechts das Terminal.",
    to_app: "Sehr gut, ich sehe es auch. Ihr Logo stimmt wieder.",
    from_web: "Und im Browser kann ich Ihnen auch noch schreiben.",
    meanwhile_too: "Vielen Dank, das war es für heute.",
    answer_too: "Ich bin weiter da, falls noch etwas ist.",
    ended: "Die Sitzung ist beendet.",
    moved: "Dieser Chat wird in Corporate Customer fortgesetzt.",
    web_only: "Sie chatten hier weiter.",
};

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::De => &GERMAN,
            Language::En => &ENGLISH,
        }
    }
}
