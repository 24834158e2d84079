//! What is for those who sign in: the console, the management center, reports.

use corporate_protocol::report::{ReportExport, ReportFigures, ReportPage, SessionReport};
use corporate_protocol::{
    Account, AgentDetails, AuditEntry, LIST_PROTOCOL, ListMessage, ManagedAgent, NewPassword,
    Queue, QueueId,
};

use super::route::{Route, delete, get, post, put, socket};
use crate::controllers::{account, agents, audit, console, queues, reports};
use crate::web::rights::Rights;

/// Bytes of an account's settings, with as many texts and replies as there may be.
const SETTINGS_BYTES: usize = 4 * 1024 * 1024;

/// The rows of the console.
pub(super) fn console() -> Vec<Route> {
    vec![
        socket("/api/v1/console/sessions", LIST_PROTOCOL, console::sessions)
            .may(Rights::Agent, "The list view: all sessions of the agent's, then each change.")
            .tells::<ListMessage>(),
    ]
}

/// The rows of the management center.
pub(super) fn management() -> Vec<Route> {
    vec![
        get("/api/v1/account", account::get)
            .may(Rights::Manager, "All settings and their revision.")
            .answers::<Account>(),
        put("/api/v1/account", account::put)
            .may(Rights::Manager, "Changes settings, unless somebody else was faster.")
            .up_to(SETTINGS_BYTES)
            .takes::<Account>()
            .answers::<Account>(),
        get("/api/v1/queues", queues::list)
            .may(Rights::Manager, "All queues in their order.")
            .answers::<Vec<Queue>>(),
        put("/api/v1/queues", queues::order)
            .may(Rights::Manager, "Puts all queues in another order.")
            .takes::<Vec<QueueId>>()
            .answers::<Vec<Queue>>(),
        put("/api/v1/queues/{queue}", queues::put)
            .may(Rights::Manager, "Adds a queue at the end, or renames it.")
            .takes::<Queue>()
            .answers::<Queue>(),
        delete("/api/v1/queues/{queue}", queues::remove)
            .may(Rights::Manager, "Removes a queue that nobody waits in."),
        get("/api/v1/audit", audit::list)
            .may(Rights::Manager, "Who changed what, newest first.")
            .asks::<audit::From>()
            .answers::<Vec<AuditEntry>>(),
    ]
}

/// The rows of agents who are managed by others.
pub(super) fn agents() -> Vec<Route> {
    vec![
        get("/api/v1/agents", agents::list)
            .may(Rights::Manager, "All agents, by e-mail address.")
            .answers::<Vec<ManagedAgent>>(),
        post("/api/v1/agents", agents::add)
            .may(Rights::Manager, "Adds an agent; shows the password this once.")
            .takes::<AgentDetails>()
            .creates::<NewPassword>(),
        put("/api/v1/agents/{agent}", agents::change)
            .may(Rights::Manager, "Changes an agent; who loses a role is signed out.")
            .takes::<AgentDetails>()
            .answers::<ManagedAgent>(),
        delete("/api/v1/agents/{agent}", agents::remove)
            .may(Rights::Manager, "Removes an agent, who leaves all sessions."),
        post("/api/v1/agents/{agent}/password", agents::password)
            .may(Rights::Manager, "Gives an agent a new password; shows it this once.")
            .answers::<NewPassword>(),
        delete("/api/v1/agents/{agent}/second-factor", agents::reset_second_factor)
            .may(Rights::Manager, "Takes the second factor away from who has lost it."),
    ]
}

/// The rows of the reports: the right to them on every one.
pub(super) fn reports() -> Vec<Route> {
    vec![
        get("/api/v1/reports/sessions", reports::list)
            .may(Rights::Reports, "The sessions that fit a filter, page by page.")
            .asks::<reports::ListQuery>()
            .answers::<ReportPage>(),
        get("/api/v1/reports/figures", reports::figures)
            .may(Rights::Reports, "How many sessions there were, and how long they took.")
            .asks::<reports::FiguresQuery>()
            .answers::<ReportFigures>(),
        get("/api/v1/reports/sessions.csv", reports::export_csv)
            .may(Rights::Reports, "The sessions that fit a filter, as CSV; at most 10000.")
            .asks::<reports::ExportQuery>()
            .sends("text/csv"),
        get("/api/v1/reports/sessions.json", reports::export_json)
            .may(Rights::Reports, "The sessions that fit a filter, as JSON; at most 10000.")
            .asks::<reports::ExportQuery>()
            .answers::<ReportExport>(),
        get("/api/v1/reports/sessions/{session}", reports::one)
            .may(Rights::Reports, "Everything about one session.")
            .answers::<SessionReport>(),
        get("/api/v1/reports/sessions/{session}/report.txt", reports::save_txt)
            .may(Rights::Reports, "The transcript of a session.")
            .asks::<reports::How>()
            .sends("text/plain"),
        get("/api/v1/reports/sessions/{session}/report.csv", reports::save_csv)
            .may(Rights::Reports, "The log of a session, one record an event.")
            .asks::<reports::How>()
            .sends("text/csv"),
        get("/api/v1/reports/sessions/{session}/report.json", reports::save_json)
            .may(Rights::Reports, "Everything about one session, as a file.")
            .answers::<SessionReport>(),
    ]
}
