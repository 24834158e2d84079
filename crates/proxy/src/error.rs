//! Why a proxy that is named can't be used. Going around it in silence could be against the will of
//! whoever runs the machine.

/// What is wrong with a proxy's address. Never shows the address, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// It can't be read.
    #[error("the proxy's address is not of the form http://[name:password@]host[:port]")]
    AddressInvalid,
    /// It is read, but such proxies are not known here.
    #[error("the proxy is neither one for HTTP nor one for HTTPS")]
    SchemeUnsupported,
}
