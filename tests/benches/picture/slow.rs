//! A slow line between two cards that are programs (TUN): what one sends is read here, and written
//! to the other when a line of that quality would deliver it. Used in place of `tc netem`, which
//! many kernels are built without; the same arithmetic on all machines.
#![expect(unsafe_code, reason = "naming a card is an ioctl")]

use std::collections::VecDeque;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use corporate_stories::glass::line::{Line, Quality};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::ioctl::{Setter, ioctl};

/// Largest packet.
const PACKET: usize = 1500;
/// At least so often each direction looks whether it is to end.
const NAP: Duration = Duration::from_millis(50);
/// `TUNSETIFF`, `IFF_TUN | IFF_NO_PI` (linux/if_tun.h).
const NAME_CARD: u32 = 0x4004_54ca;
const PLAIN_PACKETS: u16 = 0x1001;

/// The part of `struct ifreq` that is used, and its size (linux/if.h).
#[repr(C)]
struct CardRequest {
    name: [u8; 16],
    flags: u16,
    rest: [u8; 22],
}

/// A running line; its cards are gone when it is dropped.
pub(crate) struct SlowLine {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl SlowLine {
    /// Makes both cards in this network namespace, and the line between them.
    pub(crate) fn start(names: [&str; 2], quality: Quality) -> Result<Self> {
        let [one, other] = [card(names[0])?, card(names[1])?];
        let stop = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let mut threads = Vec::new();
        for (name, from, to) in
            [(names[0], one.try_clone()?, other.try_clone()?), (names[1], other, one)]
        {
            let told = Arc::clone(&stop);
            let carry = move || carry(from, to, quality, begun, &told);
            threads.push(std::thread::Builder::new().name(name.to_owned()).spawn(carry)?);
        }
        Ok(Self { stop, threads })
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ended = thread.join();
        }
    }
}

fn card(name: &str) -> Result<File> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file =
        rustix::fs::open("/dev/net/tun", flags, Mode::empty()).context("open /dev/net/tun")?;
    let mut request = CardRequest { name: [0; 16], flags: PLAIN_PACKETS, rest: [0; 22] };
    ensure!(name.len() < request.name.len(), "a card's name is short");
    request.name[..name.len()].copy_from_slice(name.as_bytes());
    // SAFETY: TUNSETIFF reads a `struct ifreq`, as which the request is laid out, 40 bytes.
    unsafe { ioctl(&file, Setter::<{ NAME_CARD as _ }, CardRequest>::new(request)) }
        .with_context(|| format!("make the card {name}"))?;
    Ok(File::from(file))
}

/// Carries packets one way until it is told to stop.
fn carry(mut from: File, mut to: File, quality: Quality, begun: Instant, stop: &AtomicBool) {
    let mut line = Line::new(quality);
    let mut waiting: VecDeque<(Duration, Vec<u8>)> = VecDeque::new();
    let mut packet = [0; PACKET + 100];
    while !stop.load(Ordering::Relaxed) {
        let due = waiting.front().map_or(NAP, |(due, _)| due.saturating_sub(begun.elapsed()));
        let pause = due.min(NAP);
        let pause = Timespec { tv_sec: 0, tv_nsec: pause.subsec_nanos().into() };
        let mut ready = [PollFd::new(&from, PollFlags::IN)];
        let _interrupted = poll(&mut ready, Some(&pause));
        loop {
            match from.read(&mut packet) {
                Ok(bytes) => {
                    let arrives = line.take(begun.elapsed(), bytes);
                    waiting.extend(arrives.map(|at| (at, packet[..bytes].to_vec())));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                // A card that is not switched on yet gives nothing.
                Err(_) => break,
            }
        }
        while waiting.front().is_some_and(|(due, _)| *due <= begun.elapsed()) {
            // What a card refuses is lost, as on any line.
            let _refused = waiting.pop_front().map(|(_, packet)| to.write(&packet));
        }
    }
}
