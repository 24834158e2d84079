//! An account's settings, as the management center edits them and the portal keeps them: one
//! document with a revision, checked as a whole. Everything in it has a default, so that a
//! document of an older portal can still be read.

use serde::{Deserialize, Serialize};

use crate::{ChatAfterUpgrade, Language, limits};

/// Characters of one of an account's texts.
pub const TEXT_CHARS: usize = 2_000;
/// Characters of a name or a short label in the settings.
pub const LABEL_CHARS: usize = 80;
/// Canned replies of an account.
pub const REPLIES: usize = 200;
/// Queues of an account.
pub const QUEUES: usize = 100;
/// Agents of an account.
pub const AGENTS: usize = 2_000;
/// Origins of pages that may embed the chat.
pub const EMBED_ORIGINS: usize = 50;

/// A text in both languages. Where one is empty the other is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Bilingual {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in a language, or in the other where there is none.
    pub fn of(&self, language: Language) -> &str {
        let (wanted, other) = match language {
            Language::De => (&self.de, &self.en),
            Language::En => (&self.en, &self.de),
        };
        if wanted.trim().is_empty() { other } else { wanted }
    }

    fn is_empty(&self) -> bool {
        self.de.trim().is_empty() && self.en.trim().is_empty()
    }

    /// Checks it as a name: short, on one line, there in one language at least.
    ///
    /// # Errors
    /// [`SettingError`] with the path of what does not fit, below `field`.
    pub(crate) fn check_name(&self, field: &str) -> Result<(), SettingError> {
        ensure(field, !self.is_empty())?;
        let fits = |text: &str| text.trim().is_empty() || is_label(text);
        ensure(&format!("{field}.de"), fits(&self.de))?;
        ensure(&format!("{field}.en"), fits(&self.en))
    }

    fn check_text(&self, field: &str) -> Result<(), SettingError> {
        ensure(&format!("{field}.de"), is_text(&self.de))?;
        ensure(&format!("{field}.en"), is_text(&self.en))
    }
}

/// Whether a field of the form before a chat is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldRule {
    /// It must be filled in.
    #[default]
    Required,
    /// It may be left empty.
    Optional,
    /// It is not there.
    Hidden,
}

/// The ways in which a session can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each way is there or not, whatever the others")]
pub struct Modes {
    /// A link or button, next free agent.
    pub web: bool,
    /// Customers choose a queue and see their place.
    pub queue: bool,
    /// An agent reads out a code.
    pub phone: bool,
    /// A message with an e-mail address while nobody is there.
    pub message: bool,
}

impl Default for Modes {
    fn default() -> Self {
        Self { web: true, queue: true, phone: true, message: true }
    }
}

/// The form before a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ChatForm {
    /// The customer's name.
    pub name: FieldRule,
    /// The first question.
    pub question: FieldRule,
    /// The e-mail address.
    pub email: FieldRule,
    /// What must be agreed to, such as that the chat is kept; no tick box where it is empty.
    pub terms: Bilingual,
    /// Where the terms can be read in full: an `https` address, or empty.
    pub terms_link: String,
}

impl Default for ChatForm {
    fn default() -> Self {
        Self {
            name: FieldRule::Required,
            question: FieldRule::Required,
            email: FieldRule::Hidden,
            terms: Bilingual::default(),
            terms_link: String::new(),
        }
    }
}

/// Texts of the account's own; the product's where they are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AccountTexts {
    /// Above the form.
    pub welcome: Bilingual,
    /// While the customer waits.
    pub waiting: Bilingual,
    /// Where nobody is there.
    pub nobody: Bilingual,
    /// After the end.
    pub ended: Bilingual,
}

/// Which files may be sent in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FileRules {
    /// Whether files can be sent at all.
    pub allowed: bool,
    /// Bytes of one file, at most [`limits::FILE_BYTES`].
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub most_bytes: u64,
    /// Endings in lower case, without the dot.
    pub endings: Vec<String>,
}

impl Default for FileRules {
    fn default() -> Self {
        let endings = [
            "png", "jpg", "jpeg", "gif", "webp", "pdf", "txt", "log", "csv", "docx", "xlsx", "zip",
        ];
        Self {
            allowed: true,
            most_bytes: 20 * 1024 * 1024,
            endings: endings.map(str::to_owned).to_vec(),
        }
    }
}

/// A reply that agents keep at hand. `{customer}`, `{agent}`, `{company}` and `{queue}` in it are
/// filled in when it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CannedReply {
    /// What an agent types after `/` to find it.
    pub shortcut: String,
    /// The reply.
    pub text: Bilingual,
}

/// Everything that can be set for an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AccountSettings {
    /// The name that customers see.
    pub company: String,
    /// Whether sessions are chats at first; off, a phone code leads straight to the app.
    pub web_chat: bool,
    /// How sessions begin.
    pub modes: Modes,
    /// Where customers chat once the app has joined.
    pub chat_after: ChatAfterUpgrade,
    /// The form before a chat.
    pub form: ChatForm,
    /// Texts of the account's own.
    pub texts: AccountTexts,
    /// Languages that customers get; the first one where a browser asks for none of them.
    pub languages: Vec<Language>,
    /// Which files may be sent.
    pub files: FileRules,
    /// Replies that agents keep at hand.
    pub replies: Vec<CannedReply>,
    /// Origins of pages that may embed the chat, such as `https://www.example.com`.
    pub embed_origins: Vec<String>,
    /// Days after its end after which a session is deleted; kept where there is none.
    pub retention_days: Option<u32>,
    /// Chats that may be open at once, of all customers.
    pub most_open_chats: u32,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            company: "Support".to_owned(),
            web_chat: true,
            modes: Modes::default(),
            chat_after: ChatAfterUpgrade::default(),
            form: ChatForm::default(),
            texts: AccountTexts::default(),
            languages: vec![Language::En, Language::De],
            files: FileRules::default(),
            replies: Vec::new(),
            embed_origins: Vec::new(),
            retention_days: None,
            most_open_chats: 1_000,
        }
    }
}

/// The settings as `GET` and `PUT /api/v1/account` carry them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// Counts changes; a `PUT` names the one that was edited.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub revision: u64,
    /// The settings.
    pub settings: AccountSettings,
}

/// Which setting is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the setting {0} can't have this value")]
pub struct SettingError(pub String);

impl AccountSettings {
    /// Checks every value; the portal keeps only settings that pass.
    ///
    /// # Errors
    /// [`SettingError`] with the path of the first one that does not.
    pub fn check(&self) -> Result<(), SettingError> {
        let Self { form, texts, files, .. } = self;
        ensure("company", is_label(&self.company))?;
        form.terms.check_text("form.terms")?;
        let link = !form.terms.is_empty() && is_link(&form.terms_link);
        ensure("form.terms_link", form.terms_link.is_empty() || link)?;
        let named = [
            ("welcome", &texts.welcome),
            ("waiting", &texts.waiting),
            ("nobody", &texts.nobody),
            ("ended", &texts.ended),
        ];
        for (name, text) in named {
            text.check_text(&format!("texts.{name}"))?;
        }
        let languages = &self.languages;
        let twice = languages.len() > 1 && languages.first() == languages.last();
        ensure("languages", (1..=2).contains(&languages.len()) && !twice)?;
        ensure("files.most_bytes", (1..=limits::FILE_BYTES).contains(&files.most_bytes))?;
        let endings =
            files.endings.len() <= 100 && files.endings.iter().all(|text| is_ending(text));
        ensure("files.endings", endings && (!files.allowed || !files.endings.is_empty()))?;
        self.check_replies()?;
        ensure("embed_origins", self.embed_origins.len() <= EMBED_ORIGINS)?;
        for (number, origin) in self.embed_origins.iter().enumerate() {
            ensure(&format!("embed_origins.{number}"), is_origin(origin))?;
        }
        let days = self.retention_days.is_none_or(|days| (1..=3_650).contains(&days));
        ensure("retention_days", days)?;
        ensure("most_open_chats", (1..=100_000).contains(&self.most_open_chats))
    }

    fn check_replies(&self) -> Result<(), SettingError> {
        ensure("replies", self.replies.len() <= REPLIES)?;
        for (number, reply) in self.replies.iter().enumerate() {
            let short = (1..=40).contains(&reply.shortcut.chars().count())
                && reply.shortcut.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
            let once =
                self.replies.iter().filter(|other| other.shortcut == reply.shortcut).count() == 1;
            ensure(&format!("replies.{number}.shortcut"), short && once)?;
            ensure(&format!("replies.{number}.text"), !reply.text.is_empty())?;
            reply.text.check_text(&format!("replies.{number}.text"))?;
        }
        Ok(())
    }
}

fn ensure(field: &str, fits: bool) -> Result<(), SettingError> {
    if fits { Ok(()) } else { Err(SettingError(field.to_owned())) }
}

fn is_label(text: &str) -> bool {
    let visible = text.chars().any(|c| !c.is_whitespace() && !crate::text::is_invisible(c));
    let odd = |c: char| c.is_control() || crate::text::turns_direction(c);
    visible && text.chars().count() <= LABEL_CHARS && !text.contains(odd)
}

fn is_text(text: &str) -> bool {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.chars().count() <= TEXT_CHARS && !text.contains(odd)
}

fn is_link(text: &str) -> bool {
    let url = url::Url::parse(text);
    text.len() <= limits::PAGE_ADDRESS_CHARS
        && url
            .is_ok_and(|url| url.scheme() == "https" && url.has_host() && url.username().is_empty())
}

fn is_ending(text: &str) -> bool {
    (1..=12).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// An origin as a browser writes it, fit for a security policy: no wildcard and nothing that ends
/// a directive. Plain `http` on loopback only.
fn is_origin(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-:/[]".contains(&b);
    if !text.bytes().all(plain) {
        return false;
    }
    let Ok(url) = url::Url::parse(text) else { return false };
    let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    scheme && url.origin().ascii_serialization() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(change: impl FnOnce(&mut AccountSettings)) -> String {
        let mut settings = AccountSettings::default();
        change(&mut settings);
        settings.check().expect_err("a bad setting").0
    }

    #[test]
    fn the_defaults_pass_and_an_empty_document_is_the_defaults() {
        assert_eq!(AccountSettings::default().check(), Ok(()));
        let empty: AccountSettings = serde_json::from_str("{}").expect("settings");
        assert_eq!(empty, AccountSettings::default());
    }

    #[test]
    fn each_bad_setting_is_named() {
        assert_eq!(broken(|s| s.company = " \u{200b}".to_owned()), "company");
        assert_eq!(broken(|s| s.languages.clear()), "languages");
        assert_eq!(broken(|s| s.languages = vec![Language::De, Language::De]), "languages");
        assert_eq!(broken(|s| s.files.most_bytes = u64::MAX), "files.most_bytes");
        assert_eq!(broken(|s| s.files.endings.push("EXE".to_owned())), "files.endings");
        assert_eq!(broken(|s| s.retention_days = Some(0)), "retention_days");
        assert_eq!(broken(|s| s.texts.nobody.de = "x".repeat(2_001)), "texts.nobody.de");
        assert_eq!(broken(|s| s.company = "Muster\u{202e}".to_owned()), "company");
        let link = |s: &mut AccountSettings| s.form.terms_link = "https://a.example".to_owned();
        assert_eq!(broken(link), "form.terms_link", "a link to no terms");
        let unsafe_link = |s: &mut AccountSettings| {
            s.form.terms.en = "The chat is kept".to_owned();
            s.form.terms_link = "javascript:alert(1)".to_owned();
        };
        assert_eq!(broken(unsafe_link), "form.terms_link");
        let origins =
            ["https://a.example/", "http://a.example", "https://*", "https://a;b", "*", "null"];
        for origin in origins {
            assert_eq!(broken(|s| s.embed_origins.push(origin.to_owned())), "embed_origins.0");
        }
        let reply = CannedReply { shortcut: "hi".to_owned(), ..CannedReply::default() };
        assert_eq!(broken(|s| s.replies.push(reply)), "replies.0.text");
    }

    #[test]
    fn a_text_falls_back_to_the_other_language() {
        let text = Bilingual { de: " ".to_owned(), en: "Hello".to_owned() };
        assert_eq!(text.of(Language::De), "Hello");
    }
}
