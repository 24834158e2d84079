//! Memory shared with the X server, for reading pixels without sending them through a socket.
//! The file behind it is ours and sealed against shrinking, so that reading it can't fault.
#![expect(unsafe_code, reason = "mapping shared memory")]

use std::os::fd::OwnedFd;
use std::ptr::NonNull;

use rustix::fs::{MemfdFlags, SealFlags};
use rustix::mm::{MapFlags, ProtFlags};

/// Memory that the X server writes and this process reads.
pub(super) struct Segment {
    start: NonNull<u8>,
    bytes: usize,
}

impl Segment {
    /// Makes the memory, at least one byte, and the file to hand to the server.
    pub(super) fn new(bytes: usize) -> rustix::io::Result<(Self, OwnedFd)> {
        let bytes = bytes.max(1);
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let file = rustix::fs::memfd_create("corporate-capture", flags)?;
        rustix::fs::ftruncate(&file, bytes as u64)?;
        rustix::fs::fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::SEAL)?;
        // SAFETY: a new mapping at an address that the system chooses cannot overlap anything;
        // the file is `bytes` long and sealed against becoming shorter.
        let start = unsafe {
            rustix::mm::mmap(
                std::ptr::null_mut(),
                bytes,
                ProtFlags::READ,
                MapFlags::SHARED,
                &file,
                0,
            )?
        };
        let start = NonNull::new(start.cast()).ok_or(rustix::io::Errno::NOMEM)?;
        Ok((Self { start, bytes }, file))
    }

    /// The bytes as they are now. The server has answered every request that writes to them, and
    /// gets none while the slice lives: `&mut` keeps the caller from sending one through here.
    pub(super) fn bytes(&mut self) -> &[u8] {
        // SAFETY: the mapping is `bytes` long and lives until the drop. Nobody writes to it: the
        // server does so only between a request and its reply (MIT-SHM, GetImage), and the one
        // caller has waited for all replies. Any byte is a valid `u8`.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.bytes) }
    }
}

// SAFETY: the memory is owned by this value alone and bound to no thread.
unsafe impl Send for Segment {}

impl Drop for Segment {
    fn drop(&mut self) {
        // SAFETY: exactly the mapping made in `new`; no slice of it outlives the borrow of self.
        let unmapped = unsafe { rustix::mm::munmap(self.start.as_ptr().cast(), self.bytes) };
        debug_assert!(unmapped.is_ok(), "a mapping of ours can be unmapped");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_the_file_is_read_from_memory() {
        let (mut segment, file) = Segment::new(5_000).expect("shared memory");
        assert_eq!(segment.bytes().len(), 5_000);
        rustix::io::pwrite(&file, b"pixels", 4_096).expect("a write");
        assert_eq!(&segment.bytes()[4_096..4_102], b"pixels");
        assert!(rustix::fs::ftruncate(&file, 10).is_err(), "it must not become shorter");
    }
}
