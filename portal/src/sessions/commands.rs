//! Commands of participants: what the protocol's rules need to know of the account, an agent's
//! limit of sessions, and answers about consent that come too late.

use corporate_protocol::{
    AgentId, AgentInSession, Author, ChatAfterUpgrade, Command, CommandBody, Consent, ErrorCode,
    EventBody, HandoffId, RefusedConsent, Seq, Surroundings, decide, limits,
};

use super::{Live, Overview, SessionError, Sessions};

/// How long after the end of a question for consent a yes is still on its way.
const CONSENT_GRACE_SECONDS: i64 = 15;

impl Sessions {
    /// Carries a participant's command out, once.
    ///
    /// # Errors
    /// [`SessionError::Refused`] where it may not be done, or not now.
    pub(crate) async fn command(
        &self,
        live: &Live,
        author: &Author,
        command: &Command,
    ) -> Result<Seq, SessionError> {
        let around = self.surroundings(live, &command.body).await?;
        let taker = match (author, &command.body) {
            (Author::Agent { id, .. }, CommandBody::Take) => Some(*id),
            _ => None,
        };
        if let Some(agent) = taker {
            self.reserve(live, agent, command).await?;
        }
        let is_yes = matches!(command.body, CommandBody::AnswerConsent { granted: true, .. });
        let done = self
            .append(live, author, Some(command.id), |state| {
                if is_yes && self.asked_too_long_ago(&live.overview()) {
                    return Err(ErrorCode::NotNow);
                }
                decide(state, author, &command.body, &around)
            })
            .await;
        if let Some(agent) = taker
            && !live.overview().state.has_agent(agent)
        {
            self.workload.release(agent, live.id);
        }
        if is_yes && done.is_err() {
            self.note_unanswered(live).await?;
        }
        done
    }

    /// What the account knows of whom or what the command names.
    async fn surroundings(
        &self,
        live: &Live,
        command: &CommandBody,
    ) -> Result<Surroundings, SessionError> {
        let mut around = Surroundings::new(HandoffId::random(), ChatAfterUpgrade::default());
        match command {
            // Where there is no web chat it can't stay.
            CommandBody::Upgrade if live.overview().state.web_chat_off => {
                around.chat_after = ChatAfterUpgrade::Transfer;
            }
            CommandBody::Upgrade => {
                around.chat_after = self.store.account().await?.settings.chat_after;
            }
            CommandBody::Invite { agent, .. } => {
                let found = self.store.agent(*agent).await?;
                around.agent = found
                    .filter(crate::store::Agent::takes_sessions)
                    .map(|agent| AgentInSession { id: agent.id, name: agent.name });
            }
            CommandBody::HandToQueue { queue } => {
                let queues = self.store.queues().await?;
                around.queue_known = queues.iter().any(|known| known.id == *queue);
            }
            _ => {}
        }
        Ok(around)
    }

    /// Counts the session for an agent who is about to take it.
    async fn reserve(
        &self,
        live: &Live,
        agent: AgentId,
        command: &Command,
    ) -> Result<(), SessionError> {
        let most = self.store.agent(agent).await?.map_or(0, |agent| agent.most_sessions);
        let room = self.workload.reserve(agent, live.id, most);
        // What was done before is confirmed, whatever has come since.
        if room || self.store.command(live.id, command.id).await?.is_some() {
            return Ok(());
        }
        Err(ErrorCode::SessionLimit.into())
    }

    /// Whether the question that stands was asked so long ago that it counts as answered by no.
    fn asked_too_long_ago(&self, overview: &Overview) -> bool {
        let seconds = limits::CONSENT_SECONDS as i64 + CONSENT_GRACE_SECONDS;
        overview.state.consent == Consent::Asked
            && overview.consent_asked_at.plus_seconds(seconds) <= self.now()
    }

    /// Closes a question that nobody has answered in time, so that it can be asked again.
    async fn note_unanswered(&self, live: &Live) -> Result<(), SessionError> {
        let refused = EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer };
        self.note(live, &Author::Portal, |_| {
            self.asked_too_long_ago(&live.overview()).then(|| refused.clone())
        })
        .await
    }
}
