//! The door's key: 32 random bytes in a file of the data folder, readable by the portal's user
//! only. Whoever takes the database alone can neither read second factors, nor try recovery codes,
//! nor make device cookies. Portals that share a database must share this file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use corporate_protocol::{AgentId, SecretHash};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

const FILE_NAME: &str = "door.key";
const NONCE_BYTES: usize = 12;

/// Half of a device cookie is chance, half proves it.
pub(super) type DeviceNonce = [u8; 16];

/// Seals and proves with the door's key.
pub(super) struct Vault {
    cipher: ChaCha20Poly1305,
    devices: [u8; 32],
    recovery: [u8; 32],
}

impl Vault {
    /// Reads the key, or makes one where there is none.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let key = read_or_make(&folder.join(FILE_NAME))?;
        let part = |purpose: &[u8]| mac(&key, &[purpose]);
        Ok(Self {
            cipher: ChaCha20Poly1305::new(&part(b"second factors").into()),
            devices: part(b"devices"),
            recovery: part(b"recovery codes"),
        })
    }

    /// Encrypts an agent's secret; it opens for the same agent only.
    pub(super) fn seal(&self, agent: AgentId, secret: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let agent = agent.as_uuid();
        let payload = Payload { msg: secret, aad: agent.as_bytes() };
        let sealed = self.cipher.encrypt(Nonce::from_slice(&nonce), payload).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts it again; nothing where it was sealed for somebody else or with another key.
    pub(super) fn unseal(&self, agent: AgentId, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let agent = agent.as_uuid();
        let payload = Payload { msg: sealed, aad: agent.as_bytes() };
        self.cipher.decrypt(Nonce::from_slice(nonce), payload).ok()
    }

    /// What a device shows from now on when this agent signs in there, until the agent's
    /// generation grows.
    pub(super) fn device(&self, agent: AgentId, generation: i64) -> [u8; 32] {
        let nonce: DeviceNonce = rand::random();
        let mut token = [0; 32];
        token[..16].copy_from_slice(&nonce);
        token[16..].copy_from_slice(&self.proof(agent, generation, &nonce));
        token
    }

    /// The device, where the agent has signed in on it before.
    pub(super) fn known_device(
        &self,
        agent: AgentId,
        generation: i64,
        token: &[u8; 32],
    ) -> Option<DeviceNonce> {
        let nonce: DeviceNonce = token[..16].try_into().ok()?;
        bool::from(self.proof(agent, generation, &nonce).ct_eq(&token[16..])).then_some(nonce)
    }

    fn proof(&self, agent: AgentId, generation: i64, nonce: &DeviceNonce) -> [u8; 16] {
        let generation = generation.to_be_bytes();
        let whole = mac(&self.devices, &[agent.as_uuid().as_bytes(), &generation, nonce]);
        std::array::from_fn(|at| whole[at])
    }

    /// The form in which a recovery code is kept.
    pub(super) fn recovery_hash(&self, agent: AgentId, code: &str) -> SecretHash {
        SecretHash(mac(&self.recovery, &[agent.as_uuid().as_bytes(), code.as_bytes()]))
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn read_or_make(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| io::Error::other("the door's key is damaged")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(path)?;
            fs::read(path)?.try_into().map_err(|_| io::Error::other("the door's key is damaged"))
        }
        Err(error) => Err(error),
    }
}

/// Makes the file whole or not at all; where another portal was faster, that one's key counts.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // A temporary file is readable by its user only.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&rand::random::<[u8; 32]>())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => {
            #[cfg(unix)]
            File::open(folder)?.sync_all()?;
            Ok(())
        }
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_for_the_same_agent_with_the_same_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = Vault::open(folder.path()).expect("a vault");
        let (anna, ben) = (AgentId::random(), AgentId::random());
        let sealed = vault.seal(anna, b"secret").expect("sealed");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        let again = Vault::open(folder.path()).expect("the same key");
        assert_eq!(again.unseal(anna, &sealed).expect("opened"), b"secret");
        assert_eq!(again.unseal(ben, &sealed), None);
        let other = tempfile::tempdir().expect("a folder");
        let other = Vault::open(other.path()).expect("another key");
        assert_eq!(other.unseal(anna, &sealed), None);
        for cut in 0..sealed.len() {
            assert_eq!(again.unseal(anna, &sealed[..cut]), None);
        }
    }

    #[test]
    fn a_device_is_known_to_its_agent_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = Vault::open(folder.path()).expect("a vault");
        let (anna, ben) = (AgentId::random(), AgentId::random());
        let token = vault.device(anna, 3);
        assert!(vault.known_device(anna, 3, &token).is_some());
        assert!(vault.known_device(anna, 4, &token).is_none(), "the generation has grown");
        assert!(vault.known_device(ben, 3, &token).is_none());
        for bit in [0, 127, 128, 255] {
            let mut changed = token;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(vault.known_device(anna, 3, &changed).is_none(), "{bit}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_key_and_a_damaged_one_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        Vault::open(folder.path()).expect("a vault");
        let path = folder.path().join(FILE_NAME);
        let mode = path.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(&path, b"short").expect("written");
        assert!(Vault::open(folder.path()).is_err());
    }
}
