//! Every secret that the portal makes, from the operating system's random numbers.

use corporate_protocol::{Code, Secret, SecretHash};
use sha2::{Digest as _, Sha256};

/// A new ticket or credential.
pub(crate) fn secret() -> Secret {
    Secret::from_random(rand::random())
}

/// A new hand-off code.
pub(crate) fn code() -> Code {
    loop {
        if let Some(code) = Code::from_random(&rand::random()) {
            return code;
        }
    }
}

/// The form in which a code is stored.
pub(crate) fn code_hash(code: &Code) -> SecretHash {
    SecretHash(Sha256::digest(code.to_string()).into())
}

/// A password that people can type: 16 letters and digits that can't be mixed up, 78 bits.
pub(crate) fn password() -> String {
    let letters: String = [code(), code()].iter().map(Code::to_string).collect();
    letters.chars().filter(|letter| *letter != '-').take(16).collect::<String>().to_lowercase()
}
