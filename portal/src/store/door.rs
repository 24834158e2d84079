//! What a store keeps of the door: on which devices agents are signed in, their second factors
//! and recovery codes. Secrets arrive sealed or hashed; the store can't read them.

use corporate_protocol::{AgentId, SecretHash, SignInId, Timestamp};

use super::{Answer, AuditNote, Lock};

/// A sign-in that begins.
#[derive(Clone)]
pub(crate) struct NewSignIn {
    /// Its secret.
    pub hash: SecretHash,
    /// Its name.
    pub id: SignInId,
    /// Whose it is.
    pub agent: AgentId,
    /// Such as `Firefox 150`.
    pub browser: Option<String>,
    /// Such as `Windows`.
    pub system: Option<String>,
    /// When it begins.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What was opened.
    pub opened: Opened,
}

/// What somebody has opened: a sign-in begins only where it is still the same.
#[derive(Clone)]
pub(crate) struct Opened {
    /// The password's hash and what goes with it.
    pub lock: Lock,
    /// The sealed secret of the second factor, where there was one.
    pub second_factor: Option<Vec<u8>>,
}

/// A sign-in that is there.
#[derive(Clone, Debug)]
pub(crate) struct SignInRecord {
    /// Its secret.
    pub hash: SecretHash,
    /// Its name.
    pub id: SignInId,
    /// The browser, in words.
    pub browser: Option<String>,
    /// The system, in words.
    pub system: Option<String>,
    /// When it began.
    pub signed_in_at: Timestamp,
    /// When it was used last, as far as was noted.
    pub used_at: Timestamp,
}

/// An agent's second factor.
#[derive(Clone, Default)]
pub(crate) struct SecondFactorRecord {
    /// The sealed secret that is asked for.
    pub secret: Option<Vec<u8>>,
    /// A sealed secret that has yet to be confirmed.
    pub pending: Option<Vec<u8>>,
    /// Recovery codes that are left.
    pub recovery_codes: u32,
}

/// Keeps sign-ins and second factors.
pub(crate) trait DoorStore {
    /// Keeps a sign-in, notes it with the agent, and forgets those that are over. False where the
    /// agent has another password or second factor by now, or was signed out everywhere.
    fn begin_sign_in<'a>(&'a self, sign_in: &'a NewSignIn) -> Answer<'a, bool>;
    /// An agent's sign-ins, the last used first.
    fn sign_ins(&self, agent: AgentId, now: Timestamp) -> Answer<'_, Vec<SignInRecord>>;
    /// Notes that a sign-in is used.
    fn touch_sign_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, ()>;
    /// Ends one of an agent's sign-ins; false where there is none of this name.
    fn end_sign_in(&self, agent: AgentId, id: SignInId) -> Answer<'_, bool>;
    /// Ends all of an agent's sign-ins and makes all devices unknown.
    fn end_sign_ins<'a>(&'a self, agent: AgentId, note: &'a AuditNote) -> Answer<'a, ()>;
    /// An agent's second factor; empty where there is none.
    fn second_factor(&self, agent: AgentId) -> Answer<'_, SecondFactorRecord>;
    /// The agents who have confirmed a second factor.
    fn second_factors(&self) -> Answer<'_, Vec<AgentId>>;
    /// Keeps a sealed secret that has yet to be confirmed.
    fn put_second_factor<'a>(&'a self, agent: AgentId, sealed: &'a [u8]) -> Answer<'a, ()>;
    /// Makes this pending secret the one that is asked for, its step used, with new recovery
    /// codes; false where another one waits or one is in use.
    fn confirm_second_factor<'a>(
        &'a self,
        agent: AgentId,
        sealed: &'a [u8],
        step: i64,
        recovery_codes: &'a [SecretHash],
        note: &'a AuditNote,
    ) -> Answer<'a, bool>;
    /// Uses a time step up; false where it or a later one was used.
    fn use_step(&self, agent: AgentId, step: i64) -> Answer<'_, bool>;
    /// Uses a recovery code up; false where there is no such code.
    fn use_recovery_code(&self, agent: AgentId, hash: SecretHash) -> Answer<'_, bool>;
    /// Takes the second factor and its recovery codes away; ends all sign-ins but `keep`, where
    /// one is named. False where there is no second factor.
    fn remove_second_factor<'a>(
        &'a self,
        agent: AgentId,
        keep: Option<SecretHash>,
        note: &'a AuditNote,
    ) -> Answer<'a, bool>;
}
