//! What the stream tells decoders about itself: read here bit by bit, because a decoder that is
//! told nothing holds pictures back.

use std::time::Instant;

use corporate_encode::{Encoder, Options};
use corporate_protocol::screen::Operation;

use crate::scene::Scene;

/// Reads bits of a raw byte sequence payload (ITU-T H.264, 7.2 and 9.1).
struct Bits {
    bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    /// Drops the bytes that keep start codes out of a unit's content.
    fn new(unit: &[u8]) -> Self {
        let mut bytes: Vec<u8> = Vec::new();
        for byte in unit {
            if *byte != 3 || !bytes.ends_with(&[0, 0]) {
                bytes.push(*byte);
            }
        }
        Self { bytes, at: 0 }
    }

    fn bits(&mut self, count: u32) -> u32 {
        (0..count).fold(0, |value, _| {
            let bit = self.bytes[self.at / 8] >> (7 - self.at % 8) & 1;
            self.at += 1;
            value << 1 | u32::from(bit)
        })
    }

    fn flag(&mut self) -> bool {
        self.bits(1) == 1
    }

    fn number(&mut self) -> u32 {
        let zeros = (0..32).take_while(|_| !self.flag()).count() as u32;
        (1 << zeros) - 1 + self.bits(zeros)
    }
}

#[derive(Debug, PartialEq)]
struct Parameters {
    profile: u32,
    blocks: (u32, u32),
    /// In pixels, right and below.
    crop: (u32, u32),
    full_range: bool,
    /// Primaries, transfer and matrix.
    colours: (u32, u32, u32),
    reordered: u32,
    held: u32,
}

/// Reads a sequence parameter set (7.3.2.1.1 and E.1.1) of the baseline profile.
fn parse(unit: &[u8]) -> Parameters {
    let mut bits = Bits::new(unit);
    assert_eq!(bits.bits(8) & 0x1f, 7);
    let profile = bits.bits(8);
    bits.bits(16);
    bits.number();
    bits.number();
    let order = bits.number();
    assert!(order == 0 || order == 2, "order type {order}");
    if order == 0 {
        bits.number();
    }
    let references = bits.number();
    assert_eq!(references, 1);
    bits.flag();
    let blocks = (bits.number() + 1, bits.number() + 1);
    assert!(bits.flag(), "whole frames, not fields");
    bits.flag();
    let mut crop = (0, 0);
    if bits.flag() {
        let [_, right, _, below] = [0; 4].map(|_| bits.number());
        crop = (right * 2, below * 2);
    }
    assert!(bits.flag(), "it has a VUI");
    assert!(!bits.flag(), "no aspect ratio");
    assert!(!bits.flag(), "no overscan");
    assert!(bits.flag(), "the kind of video");
    bits.bits(3);
    let full_range = bits.flag();
    assert!(bits.flag(), "colours");
    let colours = (bits.bits(8), bits.bits(8), bits.bits(8));
    assert_eq!(bits.bits(5), 0, "no place of chroma, no timing, no buffers, no structure");
    assert!(bits.flag(), "bitstream_restriction");
    bits.flag();
    (0..4).for_each(|_| {
        bits.number();
    });
    let (reordered, held) = (bits.number(), bits.number());
    Parameters { profile, blocks, crop, full_range, colours, reordered, held }
}

fn parameters(width: u16, height: u16) -> Parameters {
    let scene = Scene::text(width, height);
    let mut encoder = Encoder::new(width, height, Options::default()).expect("an encoder");
    let encoded = encoder.encode(&scene.picture(), &[], true, Instant::now()).expect("a frame");
    let [Operation::Video { data, .. }] = &encoded.operations[..] else { panic!("no video") };
    let unit = openh264::nal_units(data).next().expect("a unit");
    let start = unit.iter().position(|byte| *byte == 1).expect("a start code");
    parse(&unit[start + 1..])
}

#[test]
fn decoders_are_told_to_hold_nothing_back() {
    let told = parameters(1_920, 1_080);
    assert_eq!((told.reordered, told.held), (0, 1));
}

#[test]
fn colours_are_bt709_in_limited_range() {
    let told = parameters(640, 480);
    assert_eq!((told.full_range, told.colours), (false, (1, 1, 1)));
    assert_eq!(told.profile, 66);
}

#[test]
fn padding_is_cropped_to_the_next_even_size() {
    let told = parameters(1_366, 767);
    assert_eq!((told.blocks, told.crop), ((86, 48), (10, 0)));
    let told = parameters(1_919, 1_080);
    assert_eq!((told.blocks, told.crop), ((120, 68), (0, 8)));
}

/// The crate that builds openh264 leaves its assembler out without a word where nasm is missing,
/// and every picture then takes several times as long.
#[test]
#[cfg(target_arch = "x86_64")]
fn openh264_was_built_with_its_assembler() {
    let program = std::fs::read(std::env::current_exe().expect("this test")).expect("its bytes");
    for (name, set) in [("SampleSad16x16", "sse2"), ("SampleSatd16x16", "sse41")] {
        // Put together here, so that this text itself is not what is found.
        let symbol = format!("Wels{name}_{set}");
        let found = program.windows(symbol.len()).any(|bytes| bytes == symbol.as_bytes());
        assert!(found, "{symbol} is missing: install nasm and build openh264-sys2 again");
    }
}
