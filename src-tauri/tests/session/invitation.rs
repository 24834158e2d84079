//! Invitations by link: what the portal is asked, in which order, and what the customer sees by then.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use corporate_customer::claim::Claims;
use corporate_customer::invitation::{Ending, Invitation, InvitationView, SESSION_RUNNING, Stage};
use corporate_protocol::{
    Code, ErrorCode, EventBody, JoinRequest, Language, PortalOrigin, Problem, RenewRequest, Secret,
    SessionId,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};

use crate::portal::{Portal, until};

/// A portal that answers each path as it was told to.
struct Door {
    origin: PortalOrigin,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    unanswered: Arc<Mutex<Vec<TcpStream>>>,
    task: JoinHandle<()>,
}

type Answer = (u16, String);

impl Door {
    /// `answer` gives what comes for the n-th request, counted from 0, of a path.
    async fn start(answer: impl Fn(&str, usize) -> Option<Answer> + Send + 'static) -> Self {
        Self::before(None, answer).await
    }

    /// The same with a portal behind it, which has the sockets.
    async fn before(
        portal: Option<&Portal>,
        answer: impl Fn(&str, usize) -> Option<Answer> + Send + 'static,
    ) -> Self {
        let sockets = portal.map(|portal| portal.origin.to_string().replace("http://", ""));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        let unanswered = Arc::new(Mutex::new(Vec::new()));
        let kept = unanswered.clone();
        let task = tokio::spawn(async move {
            // Dropped, and with them what is passed on, when this task is.
            let mut passed_on = JoinSet::new();
            loop {
                let (mut stream, _) = listener.accept().await.expect("a client");
                if let Some(address) = sockets.clone()
                    && is_socket(&stream).await
                {
                    passed_on.spawn(pass_on(stream, address));
                    continue;
                }
                let Some((path, body)) = request(&mut stream).await else { continue };
                let before = {
                    let mut seen = seen.lock().expect("no panic");
                    let before = seen.iter().filter(|(earlier, _)| *earlier == path).count();
                    seen.push((path.clone(), body));
                    before
                };
                match answer(&path, before) {
                    Some(answer) => reply(&mut stream, answer).await,
                    None => kept.lock().expect("no panic").push(stream),
                }
            }
        });
        Self { origin, asked, unanswered, task }
    }

    /// Whether somebody still waits for an answer that does not come.
    fn is_waited_at(&self) -> bool {
        let unanswered = self.unanswered.lock().expect("no panic");
        let read = unanswered.last().map(|stream| stream.try_read(&mut [0]));
        read.is_some_and(|read| read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock))
    }

    /// Answers what was not answered so far.
    async fn answer_at_last(&self, answer: Answer) {
        let stream = self.unanswered.lock().expect("no panic").pop();
        reply(&mut stream.expect("a request"), answer).await;
    }

    fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().map(|(path, _)| path.rsplit('/').next().unwrap_or_default().into()).collect()
    }

    fn bodies(&self, path: &str) -> Vec<Value> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().filter(|(asked, _)| asked.ends_with(path)).map(|(_, it)| it.clone()).collect()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Requests for sockets are the only ones that bring nothing along.
async fn is_socket(stream: &TcpStream) -> bool {
    let mut first = [0];
    matches!(stream.peek(&mut first).await, Ok(1)) && first == *b"G"
}

async fn pass_on(mut stream: TcpStream, address: String) {
    let mut there = TcpStream::connect(address).await.expect("the portal");
    // However it ends, it has ended.
    let _cut = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
}

/// The path and the body of a request; none where the client has gone.
async fn request(stream: &mut TcpStream) -> Option<(String, Value)> {
    let mut asked = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        asked.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&asked);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        if body.len() == length.and_then(|text| text.parse().ok()).unwrap_or(0) {
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            return Some((path, serde_json::from_str(body).expect("JSON")));
        }
    }
}

async fn reply(stream: &mut TcpStream, (status, body): Answer) {
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    // A client that has gone wants no answer.
    let _gone = stream.write_all(answer.as_bytes()).await;
}

fn ticket(number: usize) -> Secret {
    let mut bytes = [7; 32];
    bytes[..size_of::<usize>()].copy_from_slice(&number.to_be_bytes());
    Secret::from_random(bytes)
}

fn refusal(code: ErrorCode) -> Answer {
    (code.status(), serde_json::to_string(&Problem::new(code)).expect("JSON"))
}

/// A portal where everything goes well; renewals bring the tickets 2, 3, ….
fn willing(path: &str, before: usize) -> Answer {
    let answer = match path.rsplit('/').next() {
        Some("redeem") => json!({
            "ticket": ticket(1).reveal(), "company": "Muster GmbH", "agent": "Anna",
            "language": "de", "release": { "manifest": "{}", "signature": "" },
        }),
        Some("renew") => json!({ "ticket": ticket(before + 2).reveal() }),
        _ => return joined(SessionId::random()),
    };
    (200, answer.to_string())
}

fn joined(session: SessionId) -> Answer {
    let answer = json!({
        "session": session, "credential": ticket(99).reveal(),
        "company": "Muster GmbH", "language": "de", "chat_after": "both",
    });
    (200, answer.to_string())
}

/// An invitation under way, with everything that its window would have shown.
struct Guest {
    views: Arc<Mutex<Vec<InvitationView>>>,
    answers: mpsc::Sender<bool>,
    ending: JoinHandle<Ending>,
}

impl Guest {
    fn invited(origin: &PortalOrigin, renew_after: Duration) -> Self {
        Self::asked_under(&Claims::in_folder(None), origin, renew_after)
    }

    fn asked_under(claims: &Claims, origin: &PortalOrigin, renew_after: Duration) -> Self {
        let question = claims.question().expect("free");
        let views = Arc::new(Mutex::new(Vec::new()));
        let (answers, answered) = mpsc::channel(4);
        let shown = views.clone();
        let show = move |view: &InvitationView| shown.lock().expect("no panic").push(view.clone());
        let view = InvitationView::checking(origin, Language::En);
        let invitation = Invitation::new(origin.clone(), view, answered, show);
        let code = Code::parse("K7QM-2XRB-9TFD").expect("a code");
        let ending = tokio::spawn(invitation.renewing_after(renew_after).follow(code, question));
        Self { views, answers, ending }
    }

    fn views(&self) -> Vec<InvitationView> {
        self.views.lock().expect("no panic").clone()
    }

    async fn asked(&self) {
        until("the question", || !self.views().is_empty()).await;
    }

    async fn says(&self, yes: bool) {
        self.answers.send(yes).await.expect("somebody listens");
    }

    async fn ending(self) -> Ending {
        self.ending.await.expect("no panic")
    }
}

const LATER: Duration = Duration::from_mins(2);

#[tokio::test]
async fn nothing_is_joined_before_the_customer_knows_who_asks_and_says_yes() {
    let door = Door::start(|path, before| Some(willing(path, before))).await;
    let guest = Guest::invited(&door.origin, LATER);
    guest.asked().await;
    let view = guest.views().remove(0);
    assert_eq!((view.company.as_str(), view.agent.as_str()), ("Muster GmbH", "Anna"));
    assert_eq!((view.portal, view.stage), (door.origin.to_string(), Stage::Asking));
    assert_eq!(view.language, Language::De);
    assert_eq!(door.paths(), ["redeem"]);
    guest.says(true).await;
    let Ending::Joined(joined, _) = guest.ending().await else { panic!("not joined") };
    assert_eq!(joined.credential.hash(), ticket(99).hash());
    assert_eq!(door.paths(), ["redeem", "join"]);
    let join: JoinRequest = serde_json::from_value(door.bodies("join").remove(0)).expect("JSON");
    assert_eq!(join.ticket.hash(), ticket(1).hash());
}

#[tokio::test]
async fn a_no_or_nobody_joins_nothing() {
    for says_no in [true, false] {
        let door = Door::start(|path, before| Some(willing(path, before))).await;
        let mut guest = Guest::invited(&door.origin, LATER);
        guest.asked().await;
        if says_no {
            guest.says(false).await;
        } else {
            guest.answers = mpsc::channel(1).0;
        }
        assert!(matches!(guest.ending().await, Ending::Declined));
        assert_eq!(door.paths(), ["redeem"]);
    }
}

#[tokio::test]
async fn a_yes_from_before_the_question_is_to_nothing() {
    let door = Door::start(|path, before| Some(willing(path, before))).await;
    let guest = Guest::invited(&door.origin, LATER);
    guest.says(true).await;
    guest.asked().await;
    guest.says(false).await;
    assert!(matches!(guest.ending().await, Ending::Declined));
    assert_eq!(door.paths(), ["redeem"]);
}

#[tokio::test]
async fn a_no_does_not_wait_for_a_portal_that_says_nothing() {
    let door = Door::start(|_, _| None).await;
    let guest = Guest::invited(&door.origin, LATER);
    until("a request", || door.is_waited_at()).await;
    guest.says(false).await;
    assert!(matches!(guest.ending().await, Ending::Declined));
    assert!(door.is_waited_at(), "the answer was waited for");
}

/// A portal that is willing, but says nothing to a ticket that is to be exchanged.
async fn silent_at_renewals() -> Door {
    Door::start(|path, before| (!path.ends_with("renew")).then(|| willing(path, before))).await
}

/// Bug: a No waited for the portal while a ticket was exchanged.
#[tokio::test]
async fn a_no_does_not_wait_for_a_fresh_ticket() {
    let door = silent_at_renewals().await;
    let guest = Guest::invited(&door.origin, Duration::from_millis(1));
    until("a renewal", || door.is_waited_at()).await;
    guest.says(false).await;
    assert!(matches!(guest.ending().await, Ending::Declined));
    assert!(door.is_waited_at(), "the answer was waited for");
    assert_eq!(door.paths(), ["redeem", "renew"]);
}

#[tokio::test]
async fn a_yes_while_a_ticket_is_exchanged_joins_with_the_fresh_one() {
    let door = silent_at_renewals().await;
    let guest = Guest::invited(&door.origin, Duration::from_millis(1));
    until("a renewal", || door.is_waited_at()).await;
    guest.says(true).await;
    door.answer_at_last(willing("renew", 0)).await;
    assert!(matches!(guest.ending().await, Ending::Joined(..)));
    assert_eq!(door.paths(), ["redeem", "renew", "join"]);
    let join: JoinRequest = serde_json::from_value(door.bodies("join").remove(0)).expect("JSON");
    assert_eq!(join.ticket.hash(), ticket(2).hash());
}

/// Bug: a No after the Yes was not heard any more, and the session was joined.
#[tokio::test]
async fn a_no_after_the_yes_is_heard_and_what_was_joined_is_left() {
    let portal = Portal::start().await;
    let joins = |path: &str| path.ends_with("join");
    let door = Door::before(Some(&portal), move |path, before| {
        (!joins(path)).then(|| willing(path, before))
    })
    .await;
    let guest = Guest::invited(&door.origin, LATER);
    guest.asked().await;
    guest.says(true).await;
    until("the request", || door.is_waited_at()).await;
    guest.says(false).await;
    let Ending::TakenBack(session) = guest.ending().await else { panic!("the No was not heard") };
    door.answer_at_last(joined(portal.session)).await;
    session.undo().await;
    assert!(portal.events().contains(&EventBody::AppLeft), "{:?}", portal.events());
}

#[tokio::test]
async fn what_was_taken_back_and_not_joined_needs_no_leaving() {
    let joins = |path: &str| path.ends_with("join");
    let door = Door::start(move |path, before| (!joins(path)).then(|| willing(path, before))).await;
    let guest = Guest::invited(&door.origin, LATER);
    guest.asked().await;
    guest.says(true).await;
    until("the request", || door.is_waited_at()).await;
    guest.says(false).await;
    let Ending::TakenBack(session) = guest.ending().await else { panic!("the No was not heard") };
    door.answer_at_last(refusal(ErrorCode::TicketUsed)).await;
    session.undo().await;
    assert_eq!(door.paths(), ["redeem", "join"]);
}

/// Bug: a link joined beside a session that an opener had started while it asked.
#[tokio::test]
async fn nothing_is_joined_beside_a_session_that_has_begun_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let claims = Claims::in_folder(Some(folder.path().to_owned()));
    let door = Door::start(|path, before| Some(willing(path, before))).await;
    let guest = Guest::asked_under(&claims, &door.origin, LATER);
    guest.asked().await;
    let by_opener = claims.session().expect("a claim");
    guest.says(true).await;
    let ending = guest.ending().await;
    assert!(matches!(&ending, Ending::Refused(told) if told == SESSION_RUNNING), "{ending:?}");
    assert_eq!(door.paths(), ["redeem"]);
    drop(by_opener);
    assert!(claims.question().is_ok(), "the question is not given up");
}

#[tokio::test]
async fn a_session_that_was_joined_keeps_other_links_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let claims = Claims::in_folder(Some(folder.path().to_owned()));
    let door = Door::start(|path, before| Some(willing(path, before))).await;
    let guest = Guest::asked_under(&claims, &door.origin, LATER);
    guest.asked().await;
    guest.says(true).await;
    let Ending::Joined(_, claim) = guest.ending().await else { panic!("not joined") };
    assert!(claims.question().is_err());
    drop(claim);
    assert!(claims.question().is_ok());
}

#[tokio::test]
async fn a_ticket_stays_fresh_while_the_customer_thinks() {
    let door = Door::start(|path, before| Some(willing(path, before))).await;
    let guest = Guest::invited(&door.origin, Duration::from_millis(1));
    until("two renewals", || door.bodies("renew").len() >= 2).await;
    guest.says(true).await;
    assert!(matches!(guest.ending().await, Ending::Joined(..)));
    let shown: Vec<RenewRequest> = door
        .bodies("renew")
        .into_iter()
        .map(|body| serde_json::from_value(body).expect("JSON"))
        .collect();
    for (number, request) in shown.iter().enumerate() {
        assert_eq!(request.ticket.hash(), ticket(number + 1).hash(), "each is shown once");
    }
    let join: JoinRequest = serde_json::from_value(door.bodies("join").remove(0)).expect("JSON");
    assert_eq!(join.ticket.hash(), ticket(shown.len() + 1).hash());
}

#[tokio::test]
async fn whatever_is_refused_has_its_reason() {
    let cases = [
        ("redeem", ErrorCode::CodeUsed, "code_used"),
        ("redeem", ErrorCode::CodeExpired, "code_expired"),
        ("redeem", ErrorCode::RateLimited, "rate_limited"),
        ("renew", ErrorCode::TicketExpired, "ticket_expired"),
        ("join", ErrorCode::TicketUsed, "ticket_used"),
    ];
    for (step, code, problem) in cases {
        let door = Door::start(move |path, before| {
            Some(if path.ends_with(step) { refusal(code) } else { willing(path, before) })
        })
        .await;
        let renew_after = if step == "renew" { Duration::from_millis(1) } else { LATER };
        let guest = Guest::invited(&door.origin, renew_after);
        if step == "join" {
            guest.asked().await;
            guest.says(true).await;
        }
        // An answer is still possible, and comes too late.
        let answers = guest.answers.clone();
        let ending = guest.ending().await;
        assert!(matches!(&ending, Ending::Refused(told) if told == problem), "{step}: {ending:?}");
        assert!(answers.send(true).await.is_err(), "{step}: somebody hears it");
    }
}

#[tokio::test]
async fn a_portal_that_is_not_there_or_not_ours_is_named_so() {
    // Nobody listens there, and no other test will: no program gets this port by chance.
    let origin = PortalOrigin::parse("http://127.0.0.1:1").expect("an origin");
    let ending = Guest::invited(&origin, LATER).ending().await;
    assert!(matches!(&ending, Ending::Refused(told) if told == "offline"), "{ending:?}");
    let door = Door::start(|_, _| Some((200, "<html>Please sign in</html>".to_owned()))).await;
    let ending = Guest::invited(&door.origin, LATER).ending().await;
    assert!(matches!(&ending, Ending::Refused(told) if told == "unexpected"), "{ending:?}");
}
