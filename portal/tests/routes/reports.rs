//! `/api/v1/reports/…`

mod export;
mod figures;
mod list;
mod one;
mod save;

use corporate_protocol::CommandBody;

use crate::support::{Agent, Customer, TestPortal};

/// Erika asks, Anna takes the session after half a minute, answers, and ends it a minute later.
async fn finished(portal: &TestPortal, name: &str) -> Customer {
    let customer = Customer::start(portal, name, "Der Drucker streikt.").await;
    portal.clock.pass_seconds(30);
    let mut anna = Agent::anna(portal).await.take(portal, customer.session).await;
    anna.say("Guten Tag!").await;
    portal.clock.pass_seconds(60);
    anna.do_it(CommandBody::End).await;
    customer
}
