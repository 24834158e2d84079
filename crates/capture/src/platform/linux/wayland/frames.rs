//! What PipeWire's thread leaves for the capture thread: a copy of the newest picture, of which only
//! the damaged rows are copied, the damage that nobody has read, and the cursor.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pipewire::spa::buffer::ChunkFlags;
use pipewire::spa::buffer::meta::{MetaBitmap, MetaCursor, MetaVideoDamage};
use pipewire::spa::param::video::VideoFormat;
use pipewire::stream::Stream;

use super::super::super::bell::Bell;
use super::super::super::damage::Damage;
use super::params::CURSOR_SIDE;
use crate::frame::BYTES_PER_PIXEL;
use crate::{CaptureError, CursorPosition, CursorShape, CursorUpdate, Rect};

/// The meeting place of both threads.
pub(super) struct Frames {
    bell: Arc<Bell>,
    size: [u16; 2],
    state: Mutex<State>,
}

/// The newest picture, rows without gaps, and what of it nobody has read.
#[derive(Default)]
pub(super) struct State {
    pub(super) picture: Vec<u8>,
    pub(super) damage: Damage,
    pub(super) cursor: Option<CursorUpdate>,
    pub(super) ended: Option<CaptureError>,
    position: Option<CursorPosition>,
}

impl Frames {
    pub(super) fn new(bell: &Arc<Bell>, size: [u16; 2]) -> Self {
        Self { bell: Arc::clone(bell), size, state: Mutex::default() }
    }

    pub(super) const fn size(&self) -> [u16; 2] {
        self.size
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn end(&self, reason: CaptureError) {
        self.state().ended.get_or_insert(reason);
        self.bell.ring();
    }

    /// Takes in all buffers that have come. Each has a whole picture, with what is damaged since the
    /// one before; each goes back at once.
    pub(super) fn take(&self, stream: &Stream) {
        while let Some(mut buffer) = stream.dequeue_buffer() {
            let mut state = self.state();
            if let Some(cursor) = buffer.find_meta::<MetaCursor>() {
                self.note_cursor(&mut state, cursor);
            }
            let whole = Rect::whole(self.size[0], self.size[1]);
            let named = buffer.find_meta::<MetaVideoDamage>().map(|damage| self.damaged(damage));
            let dirty = named.filter(|named| !named.is_empty() && !state.picture.is_empty());
            let dirty = dirty.unwrap_or_else(|| vec![whole]);
            let Some(data) = buffer.datas_mut().first_mut() else { continue };
            if data.as_raw().chunk.is_null() {
                continue;
            }
            let chunk = data.chunk();
            let (offset, stride) = (chunk.offset() as usize, chunk.stride());
            // A buffer without bytes has brought the cursor alone.
            let Ok(stride) = usize::try_from(stride) else { continue };
            let broken = chunk.flags().contains(ChunkFlags::CORRUPTED);
            if broken || chunk.size() == 0 || stride == 0 {
                continue;
            }
            let pixels = data.data().and_then(|bytes| bytes.get(offset..));
            let Some(pixels) = pixels else { continue };
            copy(&mut state.picture, self.size, pixels, stride, &dirty);
            for rect in dirty {
                state.damage.add(rect);
            }
        }
        self.bell.ring();
    }

    fn damaged(&self, damage: &MetaVideoDamage) -> Vec<Rect> {
        let place = [0, 0, self.size[0].into(), self.size[1].into()];
        let area = |region: &pipewire::spa::utils::Region| {
            let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
            let (at, size) = (region.position, region.size);
            Rect::on_monitor([at.x, at.y, side(size.width), side(size.height)], place)
        };
        damage.iter().filter_map(|region| area(region.region())).collect()
    }

    fn note_cursor(&self, state: &mut State, cursor: &MetaCursor) {
        if !cursor.is_valid() {
            return;
        }
        let at = cursor.position();
        let inside = (0..i32::from(self.size[0])).contains(&at.x)
            && (0..i32::from(self.size[1])).contains(&at.y);
        let position = if inside {
            CursorPosition::At { x: at.x, y: at.y }
        } else {
            CursorPosition::Elsewhere
        };
        let moved = state.position.replace(position) != Some(position);
        let hot = cursor.hotspot();
        let shape = cursor.bitmap().and_then(|bitmap| shape(bitmap, [hot.x, hot.y]));
        if moved || shape.is_some() {
            let news = state.cursor.get_or_insert_default();
            news.position = if moved { Some(position) } else { news.position };
            news.shape = shape.map(Arc::new).or_else(|| news.shape.take());
        }
    }
}

/// Copies the damaged parts of a picture whose rows begin `stride` bytes apart.
fn copy(picture: &mut Vec<u8>, size: [u16; 2], pixels: &[u8], stride: usize, dirty: &[Rect]) {
    let row_bytes = usize::from(size[0]) * BYTES_PER_PIXEL;
    picture.resize(row_bytes * usize::from(size[1]), 0);
    for rect in dirty {
        let left = usize::from(rect.x) * BYTES_PER_PIXEL;
        let across = left..left + usize::from(rect.width) * BYTES_PER_PIXEL;
        for row in usize::from(rect.y)..rect.bottom() as usize {
            let from = pixels.get(row * stride..).and_then(|pixels| pixels.get(across.clone()));
            let into = picture.get_mut(row * row_bytes..).and_then(|it| it.get_mut(across.clone()));
            let (Some(from), Some(into)) = (from, into) else { break };
            into.copy_from_slice(from);
        }
    }
}

/// A cursor's shape; `None` where it has none, or one that is not understood.
fn shape(bitmap: &MetaBitmap, hot: [i32; 2]) -> Option<CursorShape> {
    let size = bitmap.size();
    let stride = usize::try_from(bitmap.stride()).ok()?;
    let sides = 1..=CURSOR_SIDE;
    let rows = size.height as usize * stride;
    if !sides.contains(&size.width)
        || !sides.contains(&size.height)
        || stride < size.width as usize * 4
        || rows > (CURSOR_SIDE * CURSOR_SIDE * 4) as usize
    {
        return None;
    }
    let order: [usize; 4] = match bitmap.format() {
        VideoFormat::BGRA => [0, 1, 2, 3],
        VideoFormat::RGBA => [2, 1, 0, 3],
        VideoFormat::ARGB => [3, 2, 1, 0],
        VideoFormat::ABGR => [1, 2, 3, 0],
        _ => return None,
    };
    let row = |row: &[u8]| {
        let (pixels, _) = row[..size.width as usize * 4].as_chunks::<4>();
        pixels.iter().map(|pixel| u32::from_le_bytes(order.map(|part| pixel[part]))).collect()
    };
    let argb: Vec<Vec<u32>> = bitmap.bitmap_data()?.chunks_exact(stride).map(row).collect();
    let hot = hot.map(|at| at.clamp(0, CURSOR_SIDE as i32) as u16);
    CursorShape::from_premultiplied([size.width as u16, size.height as u16], hot, &argb.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_damaged_is_copied_and_a_short_picture_does_no_harm() {
        let mut picture = Vec::new();
        let pixels: Vec<u8> = (0..3 * 20).collect();
        let part = Rect { x: 1, y: 1, width: 2, height: 2 };
        copy(&mut picture, [4, 3], &pixels, 20, &[part]);
        assert_eq!(picture.len(), 4 * 4 * 3);
        assert_eq!(picture[16 + 4..16 + 12], [24, 25, 26, 27, 28, 29, 30, 31]);
        assert!(picture[..20].iter().all(|byte| *byte == 0), "above and beside it");
        copy(&mut picture, [4, 3], &pixels[..30], 20, &[Rect::whole(4, 3)]);
        assert_eq!(picture[..16], pixels[..16]);
        assert_eq!(picture[16..20], [0; 4], "a row that is cut short is missing");
    }
}
