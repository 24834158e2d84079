//! The console's list socket: all open sessions, then each change of any.

use corporate_protocol::{ErrorCode, LIST_PROTOCOL, ListMessage, SessionId};

use super::wire::{Gone, Incoming, Wire, close_code};
use crate::bus::Heard;
use crate::sessions::SessionError;
use crate::state::{Services, Shared};
use crate::web::Member;

/// The sub-protocol that it speaks.
pub(crate) const PROTOCOL: &str = LIST_PROTOCOL;

/// Serves an agent until one side ends it.
pub(crate) async fn run(services: Shared, member: Member, mut wire: Wire) {
    let code = match talk(&services, &member, &mut wire).await {
        Ok(code) => code,
        Err(Gone) => return,
    };
    wire.close(close_code(code), code).await;
}

async fn talk(services: &Services, member: &Member, wire: &mut Wire) -> Result<ErrorCode, Gone> {
    // Listens before it reads, so that nothing falls in between.
    let mut notices = services.bus.subscribe_all();
    let mut sign_outs = services.door.sign_outs();
    if let Err(code) = send_all(services, wire).await? {
        return Ok(code);
    }
    loop {
        let step = tokio::select! {
            () = services.stop.cancelled() => Err(ErrorCode::Unavailable),
            _ = sign_outs.changed() => still_signed_in(services, member).await,
            heard = notices.next() => match heard {
                Heard::Notice(session, _) => send_one(services, session, wire).await?,
                Heard::Missed => send_all(services, wire).await?,
                Heard::Closed => Err(ErrorCode::Unavailable),
            },
            incoming = wire.next() => match incoming {
                Incoming::Tick => still_signed_in(services, member).await,
                Incoming::Gone => return Err(Gone),
                // Nothing is to be said on this socket.
                Incoming::Text(_) | Incoming::Binary(_) | Incoming::Broken => {
                    Err(ErrorCode::BadRequest)
                }
            },
        };
        if let Err(code) = step {
            return Ok(code);
        }
    }
}

async fn still_signed_in(services: &Services, member: &Member) -> Result<(), ErrorCode> {
    if member.still_signed_in(services).await { Ok(()) } else { Err(ErrorCode::NotSignedIn) }
}

async fn send_all(services: &Services, wire: &mut Wire) -> Result<Result<(), ErrorCode>, Gone> {
    match services.sessions.all_open().await {
        Ok(open) => {
            let sessions = open.iter().filter_map(|live| live.overview().summary()).collect();
            wire.text(&ListMessage::Sessions { sessions }).await.map(Ok)
        }
        Err(error) => Ok(Err(failed(&error))),
    }
}

async fn send_one(
    services: &Services,
    session: SessionId,
    wire: &mut Wire,
) -> Result<Result<(), ErrorCode>, Gone> {
    match services.sessions.open(session).await {
        Ok(live) => match live.overview().summary() {
            Some(session) => wire.text(&ListMessage::Changed { session }).await.map(Ok),
            None => Ok(Ok(())),
        },
        Err(error) => Ok(Err(failed(&error))),
    }
}

fn failed(error: &SessionError) -> ErrorCode {
    tracing::error!(%error, "list socket failed");
    error.code()
}
