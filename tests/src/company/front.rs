//! TLS before the portal: a certificate for a name of the company's, from an authority of the
//! company's own that only its machines believe.

#[path = "../../../opener/tests/handoff/trust/authority.rs"]
mod authority;

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use self::authority::Authority;
use crate::portal::LISTEN;

/// The last year of the certificate.
const LAST_YEAR: i32 = 2099;

/// A running front; ends with this value.
pub(super) struct Front {
    address: SocketAddr,
    authority: String,
    server: JoinHandle<()>,
}

impl Front {
    /// Starts it with a certificate for this name.
    pub(super) async fn start(name: &str) -> Result<Self> {
        let authority = Authority::new(1, "Company");
        let acceptor = TlsAcceptor::from(authority.server(name, LAST_YEAR));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((visitor, _)) = listener.accept().await {
                // Who speaks no TLS gets no further; both ends see a cut.
                lines.spawn(pass(visitor, acceptor.clone()));
                while lines.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, authority: authority.pem(), server })
    }

    /// Where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The authority's certificate, as systems keep theirs.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(visitor: TcpStream, acceptor: TlsAcceptor) -> Result<()> {
    let mut visitor = acceptor.accept(visitor).await?;
    let mut portal = TcpStream::connect(LISTEN).await?;
    copy_bidirectional(&mut visitor, &mut portal).await?;
    Ok(())
}
