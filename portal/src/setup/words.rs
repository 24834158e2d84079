//! The words of the command line for settings, roles and rights, and the account in such words.

use corporate_protocol::{AccountSettings, Bilingual, ChatAfterUpgrade, Queue, QueueId, Role};

use super::SetupError;
use crate::store::Agent;

pub(super) fn describe(settings: &AccountSettings, queues: &[Queue], agents: &[Agent]) -> String {
    let on = |on: bool| if on { "on" } else { "off" };
    let days = settings.retention_days.map_or_else(|| "none".to_owned(), |days| days.to_string());
    let mut lines = vec![
        format!("company     {}", settings.company),
        format!("chat after  {}", chat_after(settings.chat_after)),
        format!("web chat    {}", on(settings.web_chat)),
        format!("retention   {days}"),
    ];
    lines.extend(settings.embed_origins.iter().map(|origin| format!("embedded    {origin}")));
    lines.extend(queues.iter().map(|Queue { id, name: Bilingual { de, en } }| {
        format!("queue       {}  {en} / {de}", id.as_str())
    }));
    lines.extend(agents.iter().map(agent));
    lines.join("\n") + "\n"
}

fn agent(agent: &Agent) -> String {
    let reports = if agent.may_open_reports { ", reports" } else { "" };
    let roles: Vec<&str> = agent.roles.iter().copied().map(role).collect();
    let queues: Vec<&str> = agent.queues.iter().map(QueueId::as_str).collect();
    let queues = if queues.is_empty() { String::new() } else { format!("  {}", queues.join(" ")) };
    let (email, name, roles) = (&agent.email, agent.name.as_str(), roles.join(", "));
    format!("agent       {email}  {name}  {roles}{reports}{queues}")
}

pub(super) fn read_role(word: &str) -> Result<Role, SetupError> {
    match word {
        "agent" => Ok(Role::Agent),
        "manager" => Ok(Role::Manager),
        "administrator" => Ok(Role::Administrator),
        _ => Err(SetupError::Invalid("a role is agent, manager or administrator")),
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Manager => "manager",
        Role::Administrator => "administrator",
    }
}

pub(super) fn read_chat_after(word: &str) -> Result<ChatAfterUpgrade, SetupError> {
    match word {
        "transfer" => Ok(ChatAfterUpgrade::Transfer),
        "web_only" => Ok(ChatAfterUpgrade::WebOnly),
        "both" => Ok(ChatAfterUpgrade::Both),
        _ => Err(SetupError::Invalid("chat after is transfer, web_only or both")),
    }
}

const fn chat_after(setting: ChatAfterUpgrade) -> &'static str {
    match setting {
        ChatAfterUpgrade::Transfer => "transfer",
        ChatAfterUpgrade::WebOnly => "web_only",
        ChatAfterUpgrade::Both => "both",
    }
}
