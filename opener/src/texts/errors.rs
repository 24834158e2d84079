//! What the user reads about each error: what has happened, and what to do next.

mod english;
mod german;

use corporate_protocol::Language;

use crate::OpenerError;

/// The sentences about an error. `portal` is the portal's address.
#[must_use]
pub fn sentence(error: &OpenerError, language: Language, portal: &str) -> String {
    match language {
        Language::De => german::sentence(error, portal),
        Language::En => english::sentence(error, portal),
    }
}

#[cfg(test)]
mod tests;
