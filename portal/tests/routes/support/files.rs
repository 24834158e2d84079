//! Sending files as pages do, and as no page would.

use std::path::PathBuf;

use corporate_portal::setup::Setup;
use corporate_protocol::{AccountSettings, FileId, FileInfo, SessionId};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Answer, Request, TestPortal, soon};

/// Where a file is.
pub(crate) fn file_path(session: SessionId, file: FileId) -> String {
    format!("/api/v1/sessions/{session}/files/{file}")
}

/// A request that sends a file; the name as it stands in the header.
pub(crate) fn file_request(
    session: SessionId,
    file: FileId,
    name: &str,
    bytes: impl Into<Vec<u8>>,
) -> Request {
    Request::new("PUT", file_path(session, file)).header("x-file-name", name).body(bytes.into())
}

/// Sends a file that is taken.
pub(crate) async fn sent(
    portal: &TestPortal,
    secret: (&'static str, &str),
    session: SessionId,
    name: &str,
    bytes: impl Into<Vec<u8>>,
) -> FileInfo {
    let request = file_request(session, FileId::random(), name, bytes).header(secret.0, secret.1);
    let answer = portal.send(request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

impl TestPortal {
    /// Changes the account's settings as the program's subcommands do.
    pub(crate) async fn change_settings(&self, change: impl Fn(&mut AccountSettings)) {
        let setup = Setup::open(self.config()).await.expect("a store");
        setup.change_settings(change).await.expect("good settings");
        setup.close().await;
    }

    /// The folder of the files.
    pub(crate) fn files(&self) -> PathBuf {
        self.config().data.join("files")
    }

    /// Everything that is kept of files, as paths below their folder.
    pub(crate) fn kept_files(&self) -> Vec<String> {
        let mut kept = Vec::new();
        for folder in std::fs::read_dir(self.files()).expect("a folder") {
            let folder = folder.expect("an entry").path();
            for file in std::fs::read_dir(folder).expect("a folder") {
                let path = file.expect("an entry").path();
                let path = path.strip_prefix(self.files()).expect("a path below");
                kept.push(path.to_str().expect("UTF-8").to_owned());
            }
        }
        kept.sort();
        kept
    }
}

/// An upload by hand, part by part.
pub(crate) struct SlowUpload(TcpStream);

impl SlowUpload {
    /// Sends the head of a request that announces so many bytes, or none.
    pub(crate) async fn begin(
        portal: &TestPortal,
        cookie: &str,
        session: SessionId,
        announced: &str,
    ) -> Self {
        Self::begin_as(portal, cookie, session, FileId::random(), announced).await
    }

    /// The same, under this id.
    pub(crate) async fn begin_as(
        portal: &TestPortal,
        cookie: &str,
        session: SessionId,
        file: FileId,
        announced: &str,
    ) -> Self {
        let mut stream = TcpStream::connect(portal.address).await.expect("a connection");
        let head = format!(
            "PUT {} HTTP/1.1\r\nhost: {}\r\norigin: {}\r\ncookie: {cookie}\r\n\
             x-file-name: slow.txt\r\n{announced}\r\n",
            file_path(session, file),
            portal.address,
            portal.origin(),
        );
        stream.write_all(head.as_bytes()).await.expect("sent");
        Self(stream)
    }

    pub(crate) async fn send(&mut self, bytes: usize) {
        self.0.write_all(&vec![b'x'; bytes]).await.expect("sent");
    }

    /// Sends nothing more, and is gone.
    pub(crate) fn cut(self) {
        drop(self.0);
    }

    /// The beginning of the answer, with its status line.
    pub(crate) async fn answer(mut self) -> String {
        let mut bytes = vec![0; 4096];
        let mut read = 0;
        while !has_body(&bytes[..read]) {
            let more = soon("an answer", self.0.read(&mut bytes[read..])).await.expect("bytes");
            if more == 0 {
                break;
            }
            read += more;
        }
        String::from_utf8_lossy(&bytes[..read]).into_owned()
    }
}

fn has_body(bytes: &[u8]) -> bool {
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n");
    end.is_some_and(|end| bytes.len() > end + 4)
}

/// The status of an answer that was read by hand.
pub(crate) fn status_of(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in {answer:?}"))
}

/// Fetches something under a secret.
pub(crate) async fn fetched(
    portal: &TestPortal,
    secret: (&'static str, &str),
    path: &str,
) -> Answer {
    portal.send_bare(Request::get(path).header(secret.0, secret.1)).await
}
