//! What is asked of PipeWire: four bytes a pixel in memory, with damage and cursor beside them.

use std::io::Cursor;

use pipewire::spa;
use spa::param::ParamType;
use spa::param::format::{FormatProperties, MediaSubtype, MediaType};
use spa::param::video::VideoFormat;
use spa::pod::serialize::PodSerializer;
use spa::pod::{Object, Property, PropertyFlags, Value, object, property};
use spa::utils::{Choice, ChoiceEnum, ChoiceFlags, Fraction, Id, Rectangle, SpaTypes};

use crate::CaptureError;

/// Pixels along one side of a cursor that is taken; larger ones do not come.
pub(super) const CURSOR_SIDE: u32 = 256;
/// Rectangles that the producer may name; it names the box around them where there are more.
const DAMAGE: usize = 16;

/// The pictures: of any size and rate, B, G, R and a fourth byte.
pub(super) fn formats() -> Result<Vec<u8>, CaptureError> {
    let side = |pixels| Rectangle { width: pixels, height: pixels };
    let rate = |num| Fraction { num, denom: 1 };
    bytes(object!(
        SpaTypes::ObjectParamFormat,
        ParamType::EnumFormat,
        property!(FormatProperties::MediaType, Id, MediaType::Video),
        property!(FormatProperties::MediaSubtype, Id, MediaSubtype::Raw),
        property!(
            FormatProperties::VideoFormat,
            Choice,
            Enum,
            Id,
            VideoFormat::BGRx,
            VideoFormat::BGRx,
            VideoFormat::BGRA
        ),
        property!(
            FormatProperties::VideoSize,
            Choice,
            Range,
            Rectangle,
            side(1_024),
            side(1),
            side(u16::MAX.into())
        ),
        property!(
            FormatProperties::VideoFramerate,
            Choice,
            Range,
            Fraction,
            rate(60),
            rate(0),
            rate(240)
        )
    ))
}

/// Memory that this process can map.
pub(super) fn buffers() -> Result<Vec<u8>, CaptureError> {
    let kinds = (1 << spa::sys::SPA_DATA_MemFd) | (1 << spa::sys::SPA_DATA_MemPtr);
    let property = Property {
        key: spa::sys::SPA_PARAM_BUFFERS_dataType,
        flags: PropertyFlags::empty(),
        value: Value::Choice(spa::pod::ChoiceValue::Int(Choice(
            ChoiceFlags::empty(),
            ChoiceEnum::Flags { default: kinds, flags: vec![kinds] },
        ))),
    };
    bytes(Object {
        type_: SpaTypes::ObjectParamBuffers.as_raw(),
        id: ParamType::Buffers.as_raw(),
        properties: vec![property],
    })
}

/// Damage with each picture.
pub(super) fn damage() -> Result<Vec<u8>, CaptureError> {
    let region = size_of::<spa::sys::spa_meta_region>();
    meta(spa::sys::SPA_META_VideoDamage, region * DAMAGE, region)
}

/// The cursor with each picture.
pub(super) fn cursor() -> Result<Vec<u8>, CaptureError> {
    let head = size_of::<spa::sys::spa_meta_cursor>() + size_of::<spa::sys::spa_meta_bitmap>();
    let size = |side: u32| head + (side * side * 4) as usize;
    meta(spa::sys::SPA_META_Cursor, size(CURSOR_SIDE), size(1))
}

/// Asks for what goes beside the pictures, between a least and a largest number of bytes.
fn meta(kind: u32, largest: usize, least: usize) -> Result<Vec<u8>, CaptureError> {
    let property = |key, value| Property { key, flags: PropertyFlags::empty(), value };
    let (largest, least) = (largest as i32, least as i32);
    let size = ChoiceEnum::Range { default: largest, min: least, max: largest };
    let size = spa::pod::ChoiceValue::Int(Choice(ChoiceFlags::empty(), size));
    bytes(Object {
        type_: SpaTypes::ObjectParamMeta.as_raw(),
        id: ParamType::Meta.as_raw(),
        properties: vec![
            property(spa::sys::SPA_PARAM_META_type, Value::Id(Id(kind))),
            property(spa::sys::SPA_PARAM_META_size, Value::Choice(size)),
        ],
    })
}

fn bytes(object: Object) -> Result<Vec<u8>, CaptureError> {
    let written = PodSerializer::serialize(Cursor::new(Vec::new()), &Value::Object(object));
    let (written, _) = written
        .map_err(|_| CaptureError::system("asking PipeWire", "the wishes can't be written"))?;
    Ok(written.into_inner())
}
