//! What the demo's account is set to: texts, replies and the pages that may embed its chat, so
//! that there is something of everything to look at.

use corporate_protocol::settings::CannedReply;
use corporate_protocol::{AccountSettings, Bilingual, ChatAfterUpgrade};

/// Where a page of one's own is easily served from to try the embedded chat.
const EMBEDDING: [&str; 2] = ["http://localhost:8090", "http://127.0.0.1:8090"];

/// Sets a new account up.
pub(super) fn set_up(settings: &mut AccountSettings) {
    "Muster Support".clone_into(&mut settings.company);
    settings.chat_after = ChatAfterUpgrade::Both;
    settings.texts.welcome = text(
        "Willkommen beim Muster Support. Beschreiben Sie kurz Ihr Anliegen: \
         Es ist gleich jemand für Sie da.",
        "Welcome to Muster Support. Tell us briefly what it is about: \
         somebody will be with you in a moment.",
    );
    settings.embed_origins = EMBEDDING.map(str::to_owned).to_vec();
    settings.replies = vec![
        reply(
            "hallo",
            "Guten Tag {customer}, mein Name ist {agent} vom {company}. Wie kann ich Ihnen helfen?",
            "Hello {customer}, my name is {agent} from {company}. How can I help you?",
        ),
        reply(
            "bildschirm",
            "Darf ich mir das zusammen mit Ihnen auf Ihrem Bildschirm ansehen? \
             Sie entscheiden gleich selbst, ob Sie ihn zeigen.",
            "May I look at this together with you on your screen? \
             You decide yourself in a moment whether to show it.",
        ),
        reply(
            "ende",
            "Vielen Dank für Ihre Geduld, {customer}. Ihr Anliegen in „{queue}“ ist damit erledigt.",
            "Thank you for your patience, {customer}. Your question in “{queue}” is settled now.",
        ),
    ];
}

fn text(de: &str, en: &str) -> Bilingual {
    Bilingual { de: de.to_owned(), en: en.to_owned() }
}

fn reply(shortcut: &str, de: &str, en: &str) -> CannedReply {
    CannedReply { shortcut: shortcut.to_owned(), text: text(de, en) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_set_up_as_any_account_may_be() {
        let mut settings = AccountSettings::default();
        set_up(&mut settings);
        assert_eq!(settings.check(), Ok(()));
    }
}
