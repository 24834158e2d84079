//! The wire format of the shared screen: byte-exact fixtures that vitest reads too, round trips of
//! arbitrary messages, and arbitrary bytes, which must never do more than be refused.
//!
//! `CORPORATE_WRITE_FIXTURES=1 cargo test -p corporate-protocol` writes fixtures for new messages;
//! a changed byte in an old one is a change of the protocol.

use std::path::PathBuf;

use corporate_protocol::limits;
use corporate_protocol::screen::{
    Acknowledgement, Cursor, Error, Frame, FrameTimes, FrameView, Message, Operation,
    PatchEncoding, Pointer, Rect, RefreshReason, RefreshRequest, add_relay_time, peek_sequence,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn times() -> FrameTimes {
    FrameTimes {
        captured_at_us: 1_795_348_800_123_456,
        capture_us: 70,
        encode_us: 8_600,
        send_us: 15,
        relay_us: 0,
    }
}

fn frame(refresh: bool, operations: Vec<Operation>) -> Message {
    Message::Frame(Frame {
        sequence: 0x0102_0304,
        monitor: 1,
        width: 1920,
        height: 1080,
        refresh,
        times: times(),
        operations,
    })
}

fn samples() -> Vec<(&'static str, Message)> {
    let rect = Rect { x: 10, y: 20, width: 300, height: 40 };
    let whole = Rect { x: 0, y: 0, width: 1920, height: 1080 };
    vec![
        ("frame-empty", frame(false, vec![])),
        (
            "frame-video-key",
            frame(
                true,
                vec![Operation::Video {
                    key: true,
                    rects: vec![whole],
                    data: vec![0, 0, 0, 1, 0x67],
                }],
            ),
        ),
        (
            "frame-video-two-rects",
            frame(
                false,
                vec![Operation::Video {
                    key: false,
                    rects: vec![rect, Rect { x: 1919, y: 1079, width: 1, height: 1 }],
                    data: vec![0, 0, 0, 1, 0x41, 0x9a],
                }],
            ),
        ),
        (
            "frame-patches",
            frame(
                false,
                vec![
                    Operation::Patch {
                        rect,
                        encoding: PatchEncoding::ZstdBgrx,
                        data: vec![0x28, 0xb5, 0x2f, 0xfd],
                    },
                    Operation::Patch {
                        rect,
                        encoding: PatchEncoding::Png,
                        data: vec![0x89, 0x50, 0x4e, 0x47],
                    },
                ],
            ),
        ),
        (
            "frame-packed",
            frame(
                false,
                vec![
                    Operation::Patch {
                        rect,
                        encoding: PatchEncoding::ZstdIndexed,
                        data: vec![0x28, 0xb5, 0x2f, 0xfd, 0x20],
                    },
                    Operation::Patch {
                        rect,
                        encoding: PatchEncoding::ZstdResidual,
                        data: vec![0x28, 0xb5, 0x2f, 0xfd, 0x60],
                    },
                ],
            ),
        ),
        (
            "frame-planes",
            frame(
                false,
                vec![Operation::Patch {
                    rect,
                    encoding: PatchEncoding::ZstdPlanes,
                    data: vec![0x28, 0xb5, 0x2f, 0xfd, 0x60],
                }],
            ),
        ),
        ("frame-move", frame(false, vec![Operation::Move { from_x: 10, from_y: 60, to: rect }])),
        (
            "frame-cursor",
            frame(
                false,
                vec![
                    Operation::Cursor(Cursor::Hidden),
                    Operation::Cursor(Cursor::Position { x: -3, y: 1079 }),
                    Operation::Cursor(Cursor::Shape {
                        hot_x: 1,
                        hot_y: 0,
                        width: 2,
                        height: 1,
                        rgba: vec![255, 0, 0, 255, 0, 0, 255, 128],
                    }),
                ],
            ),
        ),
        (
            "acknowledgement",
            Message::Acknowledgement(Acknowledgement {
                sequence: 0x0102_0304,
                decode_us: 2_500,
                paint_us: 900,
            }),
        ),
        (
            "refresh-joined",
            Message::RefreshRequest(RefreshRequest { reason: RefreshReason::Joined }),
        ),
        (
            "refresh-decoder-error",
            Message::RefreshRequest(RefreshRequest { reason: RefreshReason::DecoderError }),
        ),
        (
            "refresh-no-video",
            Message::RefreshRequest(RefreshRequest { reason: RefreshReason::NoVideo }),
        ),
        ("pointer-at", Message::Pointer(Pointer::At { monitor: 1, x: 1919, y: 0x0203 })),
        ("pointer-away", Message::Pointer(Pointer::Away)),
    ]
}

fn describe_rect(rect: Rect) -> Value {
    json!({ "x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height })
}

fn describe_operation(operation: &Operation) -> Value {
    match operation {
        Operation::Video { key, rects, data } => {
            let rects: Vec<Value> = rects.iter().copied().map(describe_rect).collect();
            json!({ "kind": "video", "key": key, "rects": rects, "data": data })
        }
        Operation::Patch { rect, encoding, data } => {
            let encoding = match encoding {
                PatchEncoding::ZstdBgrx => "zstd_bgrx",
                PatchEncoding::Png => "png",
                PatchEncoding::ZstdIndexed => "zstd_indexed",
                PatchEncoding::ZstdResidual => "zstd_residual",
                PatchEncoding::ZstdPlanes => "zstd_planes",
            };
            json!({ "kind": "patch", "rect": describe_rect(*rect), "encoding": encoding, "data": data })
        }
        Operation::Move { from_x, from_y, to } => {
            json!({ "kind": "move", "from_x": from_x, "from_y": from_y, "to": describe_rect(*to) })
        }
        Operation::Cursor(Cursor::Hidden) => json!({ "kind": "cursor", "form": "hidden" }),
        Operation::Cursor(Cursor::Position { x, y }) => {
            json!({ "kind": "cursor", "form": "position", "x": x, "y": y })
        }
        Operation::Cursor(Cursor::Shape { hot_x, hot_y, width, height, rgba }) => json!({
            "kind": "cursor", "form": "shape", "hot_x": hot_x, "hot_y": hot_y,
            "width": width, "height": height, "rgba": rgba,
        }),
    }
}

fn describe(message: &Message) -> Value {
    match message {
        Message::Frame(frame) => json!({
            "kind": "frame",
            "sequence": frame.sequence,
            "monitor": frame.monitor,
            "width": frame.width,
            "height": frame.height,
            "refresh": frame.refresh,
            "times": {
                "captured_at_us": frame.times.captured_at_us,
                "capture_us": frame.times.capture_us,
                "encode_us": frame.times.encode_us,
                "send_us": frame.times.send_us,
                "relay_us": frame.times.relay_us,
            },
            "operations": frame.operations.iter().map(describe_operation).collect::<Vec<_>>(),
        }),
        Message::Acknowledgement(ack) => json!({
            "kind": "acknowledgement", "sequence": ack.sequence,
            "decode_us": ack.decode_us, "paint_us": ack.paint_us,
        }),
        Message::RefreshRequest(request) => {
            json!({ "kind": "refresh_request", "reason": request.reason as u16 })
        }
        Message::Pointer(Pointer::Away) => json!({ "kind": "pointer", "form": "away" }),
        Message::Pointer(Pointer::At { monitor, x, y }) => {
            json!({ "kind": "pointer", "form": "at", "monitor": monitor, "x": x, "y": y })
        }
    }
}

fn fixture(name: &str, ending: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(format!("{name}.{ending}"))
}

#[test]
fn every_message_has_the_bytes_of_its_fixture() {
    for (name, message) in samples() {
        let (bytes, shown) = (fixture(name, "bin"), fixture(name, "json"));
        if std::env::var_os("CORPORATE_WRITE_FIXTURES").is_some() && !bytes.exists() {
            std::fs::write(&bytes, message.encode()).expect("fixture written");
            let text = serde_json::to_string_pretty(&describe(&message)).expect("JSON");
            std::fs::write(&shown, text + "\n").expect("fixture written");
        }
        let bytes = std::fs::read(&bytes).expect(name);
        let shown = std::fs::read_to_string(&shown).expect(name);
        assert_eq!(message.encode(), bytes, "{name}");
        assert_eq!(Message::decode(&bytes).as_ref(), Ok(&message), "{name}");
        let shown: Value = serde_json::from_str(&shown).expect(name);
        assert_eq!(describe(&message), shown, "{name}");
    }
}

#[test]
fn a_fixture_cut_anywhere_is_truncated_and_a_longer_one_is_refused() {
    for (name, message) in samples() {
        let bytes = message.encode();
        for end in 0..bytes.len() {
            assert_eq!(Message::decode(&bytes[..end]), Err(Error::Truncated), "{name} {end}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert_eq!(Message::decode(&longer), Err(Error::TrailingBytes), "{name}");
    }
}

#[test]
fn what_is_not_of_this_version_or_reserved_is_named() {
    let mut bytes = samples()[0].1.encode();
    bytes[1] = 2;
    assert_eq!(Message::decode(&bytes), Err(Error::Version(2)));
    for kind in [0, 5, 255] {
        assert_eq!(Message::decode(&[kind, 1]), Err(Error::Unknown(kind)));
    }
}

#[test]
fn a_pointer_has_one_of_two_forms() {
    let bytes = Pointer::At { monitor: 2, x: 3, y: 4 }.encode();
    assert_eq!(bytes, [4, 1, 1, 0, 2, 0, 3, 0, 4, 0]);
    let with_form = |form: u8| Message::decode(&[4, 1, form, 0, 2, 0, 3, 0, 4, 0]);
    assert_eq!(with_form(0), Ok(Message::Pointer(Pointer::Away)));
    assert_eq!(with_form(2), Err(Error::Unknown(2)));
    assert_eq!(Message::decode(&[4, 1, 0, 1, 0, 0, 0, 0, 0, 0]), Err(Error::Unknown(255)));
}

#[test]
fn a_message_that_is_no_frame_is_none_in_place_either() {
    for (name, message) in samples() {
        let bytes = message.encode();
        let is_frame = matches!(message, Message::Frame(_));
        assert_eq!(FrameView::check(&bytes).is_ok(), is_frame, "{name}");
        assert!(is_frame || FrameView::check(&bytes) == Err(Error::Unknown(bytes[0])), "{name}");
    }
}

#[test]
fn counts_and_sizes_above_their_limits_reserve_nothing() {
    let empty = samples()[0].1.encode();
    let with = |at: usize, value: u16| {
        let mut bytes = empty.clone();
        bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
        Message::decode(&bytes)
    };
    assert_eq!(with(10, limits::PICTURE_SIDE + 1), Err(Error::TooLarge));
    assert_eq!(with(12, 0), Err(Error::TooLarge));
    assert_eq!(with(14, limits::OPERATIONS as u16 + 1), Err(Error::TooLarge));
    assert_eq!(with(14, limits::OPERATIONS as u16), Err(Error::Truncated));
    let huge = vec![1; limits::SCREEN_MESSAGE_BYTES + 1];
    assert_eq!(Message::decode(&huge), Err(Error::TooLarge));
}

#[test]
fn nothing_reaches_out_of_the_picture() {
    let far = Rect { x: 1919, y: 0, width: 2, height: 1 };
    let inside = Rect { x: 0, y: 0, width: 2, height: 1 };
    let bad = [
        Operation::Patch { rect: far, encoding: PatchEncoding::Png, data: vec![] },
        Operation::Video { key: false, rects: vec![inside, far], data: vec![] },
        Operation::Move { from_x: 1919, from_y: 0, to: inside },
        Operation::Move { from_x: 0, from_y: 0, to: far },
        Operation::Patch {
            rect: Rect { width: 0, ..inside },
            encoding: PatchEncoding::Png,
            data: vec![],
        },
    ];
    for operation in bad {
        let bytes = frame(false, vec![operation.clone()]).encode();
        assert_eq!(Message::decode(&bytes), Err(Error::OutsidePicture), "{operation:?}");
    }
}

#[test]
fn the_relay_adds_its_time_to_frames_only() {
    let mut bytes = frame(false, vec![]).encode();
    add_relay_time(&mut bytes, 40);
    add_relay_time(&mut bytes, 2);
    let Ok(Message::Frame(read)) = Message::decode(&bytes) else { panic!("still a frame") };
    assert_eq!(read.times.relay_us, 42);
    assert_eq!(peek_sequence(&bytes), Some(0x0102_0304));
    let mut ack = Acknowledgement { sequence: 7, decode_us: 0, paint_us: 0 }.encode();
    let before = ack.clone();
    add_relay_time(&mut ack, 42);
    assert_eq!((peek_sequence(&ack), ack), (None, before));
}

prop_compose! {
    fn any_rect(width: u16, height: u16)
        (x in 0..width, y in 0..height)
        (x in Just(x), y in Just(y), w in 1..=width - x, h in 1..=height - y) -> Rect {
        Rect { x, y, width: w, height: h }
    }
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..200)
}

fn any_encoding() -> impl Strategy<Value = PatchEncoding> {
    prop::sample::select(vec![
        PatchEncoding::ZstdBgrx,
        PatchEncoding::Png,
        PatchEncoding::ZstdIndexed,
        PatchEncoding::ZstdResidual,
        PatchEncoding::ZstdPlanes,
    ])
}

fn any_operation(width: u16, height: u16) -> impl Strategy<Value = Operation> {
    let rect = || any_rect(width, height);
    prop_oneof![
        (any::<bool>(), prop::collection::vec(rect(), 0..6), any_bytes())
            .prop_map(|(key, rects, data)| Operation::Video { key, rects, data }),
        (rect(), any_encoding(), any_bytes()).prop_map(|(rect, encoding, data)| Operation::Patch {
            rect,
            encoding,
            data
        }),
        rect().prop_map(|to| Operation::Move { from_x: 0, from_y: 0, to }),
        Just(Operation::Cursor(Cursor::Hidden)),
        any::<(i32, i32)>().prop_map(|(x, y)| Operation::Cursor(Cursor::Position { x, y })),
        (1_u16..9, 1_u16..9).prop_map(|(w, h)| {
            let rgba = vec![9; usize::from(w) * usize::from(h) * 4];
            Operation::Cursor(Cursor::Shape { hot_x: 0, hot_y: 1, width: w, height: h, rgba })
        }),
    ]
}

fn any_frame() -> impl Strategy<Value = Frame> {
    (1..=limits::PICTURE_SIDE, 1..=limits::PICTURE_SIDE).prop_flat_map(|(width, height)| {
        let operations = prop::collection::vec(any_operation(width, height), 0..8);
        (operations, any::<(u32, u16, bool, u64)>(), any::<[u32; 4]>()).prop_map(
            move |(operations, (sequence, monitor, refresh, captured_at_us), durations)| {
                let [capture_us, encode_us, send_us, relay_us] = durations;
                let times = FrameTimes { captured_at_us, capture_us, encode_us, send_us, relay_us };
                Frame { sequence, monitor, width, height, refresh, times, operations }
            },
        )
    })
}

/// What is read in place must be what is read as a copy, and must be refused where that is.
fn agrees_in_place(bytes: &[u8]) {
    let (read, view) = (Message::decode(bytes), FrameView::check(bytes));
    match (read, view) {
        (Ok(Message::Frame(frame)), Ok(view)) => {
            let seen = (view.sequence, view.monitor, view.width, view.height, view.refresh);
            let read = (frame.sequence, frame.monitor, frame.width, frame.height, frame.refresh);
            assert_eq!((seen, view.times), (read, frame.times));
            let operations: Vec<Operation> = view.operations().map(Operation::from).collect();
            assert_eq!(operations, frame.operations);
        }
        (Ok(_), Err(error)) => assert_eq!(error, Error::Unknown(bytes[0])),
        (Err(read), Err(seen)) => {
            let other_kind = seen == Error::Unknown(bytes.first().copied().unwrap_or_default());
            assert!(read == seen || other_kind, "{read:?} {seen:?}");
        }
        (read, view) => panic!("{read:?} {view:?}"),
    }
}

proptest! {
    #[test]
    fn every_pointer_survives_the_wire(place in any::<Option<(u16, u16, u16)>>()) {
        let pointer = place.map_or(Pointer::Away, |(monitor, x, y)| Pointer::At { monitor, x, y });
        let message = Message::Pointer(pointer);
        prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn every_frame_survives_the_wire(frame in any_frame()) {
        let message = Message::Frame(frame);
        agrees_in_place(&message.encode());
        prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        agrees_in_place(&bytes);
        if let Ok(message) = Message::decode(&bytes) {
            let again = Message::decode(&message.encode());
            prop_assert_eq!(again, Ok(message));
        }
    }

    #[test]
    fn a_damaged_frame_is_read_or_refused(
        frame in any_frame(), at in any::<prop::sample::Index>(), value in any::<u8>(),
    ) {
        let mut bytes = Message::Frame(frame).encode();
        let at = at.index(bytes.len());
        bytes[at] = value;
        agrees_in_place(&bytes);
        // The flags' and the key's unused bits are not kept, so only the meaning must agree.
        if let Ok(message) = Message::decode(&bytes) {
            prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
        }
    }
}
