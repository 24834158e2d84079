//! The form before a chat, checked by the account's rules: which fields must be there, which may,
//! and which are not looked at.

use corporate_protocol::settings::{ChatForm, FieldRule};
use corporate_protocol::{EmailAddress, ErrorCode, Language, MessageText, Mode, PersonName};

/// The form as the page sent it.
#[derive(Default)]
pub(crate) struct Filled {
    /// The customer's name.
    pub name: Option<String>,
    /// The question.
    pub question: Option<String>,
    /// Where an answer goes.
    pub email: Option<String>,
    /// Whether the terms were agreed to.
    pub terms_accepted: bool,
}

/// Shows nothing of what was typed.
impl std::fmt::Debug for Filled {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Filled(…)")
    }
}

/// The form's words as they go into the log.
pub(crate) struct Words {
    pub customer: PersonName,
    pub question: Option<MessageText>,
    pub email: Option<EmailAddress>,
    pub terms_accepted: bool,
}

/// Which field is not as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {code}")]
pub(crate) struct FormError {
    /// What is wrong with it.
    pub code: ErrorCode,
    /// Its name in the request.
    pub field: &'static str,
}

impl Filled {
    /// Checks the form; a name that nobody needs becomes the word for a guest.
    ///
    /// # Errors
    /// [`FormError`] with the first field that is not as it must be.
    pub(crate) fn check(
        &self,
        form: &ChatForm,
        mode: Mode,
        language: Language,
    ) -> Result<Words, FormError> {
        let bad = |field, code| FormError { code, field };
        let name = read(form.name, self.name.as_deref(), |text| PersonName::parse(text).ok());
        let name = name.map_err(|()| bad("name", ErrorCode::NameInvalid))?;
        // A message that is left needs words and a way back; who reads out a code has asked.
        let (question, email) = match mode {
            Mode::Message => (FieldRule::Required, FieldRule::Required),
            Mode::Phone => (FieldRule::Hidden, form.email),
            Mode::Web | Mode::Queue => (form.question, form.email),
        };
        let question =
            read(question, self.question.as_deref(), |text| MessageText::parse(text).ok());
        let email = read(email, self.email.as_deref(), |text| EmailAddress::parse(text).ok());
        let words = Words {
            customer: name.unwrap_or_else(|| guest(language)),
            question: question.map_err(|()| bad("question", ErrorCode::MessageInvalid))?,
            email: email.map_err(|()| bad("email", ErrorCode::EmailInvalid))?,
            terms_accepted: self.terms_accepted && has_terms(form),
        };
        if has_terms(form) && !self.terms_accepted {
            return Err(bad("terms_accepted", ErrorCode::TermsNotAccepted));
        }
        Ok(words)
    }
}

fn has_terms(form: &ChatForm) -> bool {
    !form.terms.of(Language::En).trim().is_empty()
}

/// Reads one field by its rule; an error where it is unfit, or missing and needed.
fn read<T>(
    rule: FieldRule,
    text: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ()> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match (rule, text) {
        (FieldRule::Hidden, _) | (FieldRule::Optional, None) => Ok(None),
        (FieldRule::Required, None) => Err(()),
        (_, Some(text)) => parse(text).map(Some).ok_or(()),
    }
}

fn guest(language: Language) -> PersonName {
    let word = match language {
        Language::De => "Gast",
        Language::En => "Guest",
    };
    PersonName::parse(word).expect("a word is a name")
}

#[cfg(test)]
mod tests {
    use corporate_protocol::Bilingual;

    use super::*;

    fn filled(name: &str, question: &str, email: &str) -> Filled {
        let some = |text: &str| Some(text.to_owned());
        Filled {
            name: some(name),
            question: some(question),
            email: some(email),
            terms_accepted: false,
        }
    }

    fn fault(form: &ChatForm, mode: Mode, filled: &Filled) -> Option<(&'static str, ErrorCode)> {
        let checked = filled.check(form, mode, Language::De);
        checked.err().map(|error| (error.field, error.code))
    }

    #[test]
    fn each_field_follows_its_rule() {
        let needed = ChatForm { email: FieldRule::Required, ..ChatForm::default() };
        let name = Some(("name", ErrorCode::NameInvalid));
        let question = Some(("question", ErrorCode::MessageInvalid));
        let email = Some(("email", ErrorCode::EmailInvalid));
        assert_eq!(fault(&needed, Mode::Web, &filled(" ", "Hi", "a@b.de")), name);
        assert_eq!(fault(&needed, Mode::Web, &filled("Erika", "", "a@b.de")), question);
        assert_eq!(fault(&needed, Mode::Web, &filled("Erika", "Hi", "")), email);
        assert_eq!(fault(&needed, Mode::Web, &filled("Erika", "Hi", "a@b.de")), None);
        let (name, question, email) = (FieldRule::Optional, FieldRule::Hidden, FieldRule::Optional);
        let loose = ChatForm { name, question, email, ..ChatForm::default() };
        let unfit = Some(("email", ErrorCode::EmailInvalid));
        assert_eq!(fault(&loose, Mode::Web, &filled("", "", "not one")), unfit);
        let words = filled("", "ignored", "").check(&loose, Mode::Web, Language::De);
        let words = words.expect("good");
        assert_eq!((words.customer.as_str(), words.question, words.email), ("Gast", None, None));
    }

    #[test]
    fn a_message_needs_words_and_an_address_whatever_the_form_says() {
        let hidden = FieldRule::Hidden;
        let form =
            ChatForm { name: hidden, question: hidden, email: hidden, ..ChatForm::default() };
        let question = Some(("question", ErrorCode::MessageInvalid));
        let email = Some(("email", ErrorCode::EmailInvalid));
        assert_eq!(fault(&form, Mode::Message, &filled("", "", "a@b.de")), question);
        assert_eq!(fault(&form, Mode::Message, &filled("", "Hi", "")), email);
        assert_eq!(fault(&form, Mode::Message, &filled("", "Hi", "a@b.de")), None);
        assert_eq!(fault(&form, Mode::Phone, &filled("", "", "")), None);
    }

    #[test]
    fn terms_must_be_agreed_to_where_there_are_any() {
        let terms = Bilingual { de: "Der Chat wird gespeichert.".to_owned(), en: String::new() };
        let form = ChatForm { terms, ..ChatForm::default() };
        let mut filled = filled("Erika", "Hi", "");
        let missing = Some(("terms_accepted", ErrorCode::TermsNotAccepted));
        assert_eq!(fault(&form, Mode::Web, &filled), missing);
        filled.terms_accepted = true;
        assert_eq!(fault(&form, Mode::Web, &filled), None);
    }
}
