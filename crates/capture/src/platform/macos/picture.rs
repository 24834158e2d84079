//! What ScreenCaptureKit says with a frame, and the frame's pixels.
#![expect(unsafe_code, reason = "calls of Core Media and Core Video")]

use std::ptr::NonNull;

use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2_core_foundation::{CFDictionary, CFRetained, CGRect};
use objc2_core_graphics::CGRectMakeWithDictionaryRepresentation;
use objc2_core_media::CMSampleBuffer;
use objc2_core_video::{
    CVPixelBuffer, CVPixelBufferGetBaseAddress, CVPixelBufferGetBytesPerRow,
    CVPixelBufferGetHeight, CVPixelBufferGetPixelFormatType, CVPixelBufferGetWidth,
    CVPixelBufferLockBaseAddress, CVPixelBufferLockFlags, CVPixelBufferUnlockBaseAddress,
    kCVPixelFormatType_32BGRA, kCVReturnSuccess,
};
use objc2_foundation::{NSArray, NSDictionary, NSNumber, NSString, NSValue};
use objc2_screen_capture_kit::{
    SCFrameStatus, SCStreamFrameInfoDirtyRects, SCStreamFrameInfoStatus,
};

use crate::Rect;

/// A frame's pixels, which the system changes no more.
pub(super) struct Picture(CFRetained<CVPixelBuffer>);

// SAFETY: Core Video's buffers are bound to no thread, their counting is atomic, and the pixels are
// only read, between lock and unlock.
unsafe impl Send for Picture {}

/// A frame with something new in it.
pub(super) struct News {
    pub(super) picture: Picture,
    /// What is new, in pixels; everything where the system does not say.
    pub(super) dirty: Vec<Rect>,
}

impl News {
    /// What a sample brings: `None` where it has no picture, as while nothing changes.
    pub(super) fn of(sample: &CMSampleBuffer) -> Option<Self> {
        let about = attachments(sample)?;
        // SAFETY: a constant of the framework, set before any of its code can call us.
        let status = about.objectForKey(unsafe { SCStreamFrameInfoStatus })?;
        if status.downcast_ref::<NSNumber>()?.integerValue() != SCFrameStatus::Complete.0 {
            return None;
        }
        // SAFETY: plain question to a sample that lives as long as the call into us.
        let picture = Picture(unsafe { sample.image_buffer() }?);
        let [width, height] = picture.size();
        let dirty = dirty(&about, [width, height]).filter(|dirty| !dirty.is_empty());
        let dirty = dirty.unwrap_or_else(|| vec![Rect::whole(width, height)]);
        Some(Self { picture, dirty })
    }
}

/// What the system has written about the one picture of a sample.
fn attachments(sample: &CMSampleBuffer) -> Option<Retained<NSDictionary<NSString, AnyObject>>> {
    // SAFETY: plain question, as above.
    let all = unsafe { sample.sample_attachments_array(false) }?;
    let all: NonNull<NSArray<NSDictionary<NSString, AnyObject>>> = CFRetained::as_ptr(&all).cast();
    // SAFETY: CFArray and NSArray are the same objects, and this one holds dictionaries with the
    // names of attachments (CMSampleBuffer.h). It lives until `all` goes.
    unsafe { all.as_ref() }.firstObject()
}

fn dirty(about: &NSDictionary<NSString, AnyObject>, size: [u16; 2]) -> Option<Vec<Rect>> {
    // SAFETY: a constant of the framework, as above.
    let rects = about.objectForKey(unsafe { SCStreamFrameInfoDirtyRects })?;
    let rects = rects.downcast_ref::<NSArray>()?;
    let place = [0, 0, size[0].into(), size[1].into()];
    let inside = |rect: CGRect| Rect::on_monitor(outward(rect), place);
    // One that can't be read makes all of them worthless.
    let rects: Option<Vec<CGRect>> = rects.iter().map(|rect| read(&rect)).collect();
    Some(rects?.into_iter().filter_map(inside).collect())
}

/// A rectangle, which the system's header calls a value and the system gives as a dictionary.
fn read(rect: &AnyObject) -> Option<CGRect> {
    if let Some(value) = rect.downcast_ref::<NSValue>() {
        return value.get_rect();
    }
    let dictionary: NonNull<CFDictionary> =
        NonNull::from(rect.downcast_ref::<NSDictionary>()?).cast();
    let mut rect = CGRect::default();
    // SAFETY: CFDictionary and NSDictionary are the same objects; what is in it is checked by the
    // function, which writes only to `rect`.
    let is_one =
        unsafe { CGRectMakeWithDictionaryRepresentation(Some(dictionary.as_ref()), &raw mut rect) };
    is_one.then_some(rect)
}

/// The smallest rectangle of whole pixels around one: x, y, width, height.
fn outward(rect: CGRect) -> [i32; 4] {
    let (x, y) = (rect.origin.x.floor(), rect.origin.y.floor());
    let right = (rect.origin.x + rect.size.width).ceil();
    let bottom = (rect.origin.y + rect.size.height).ceil();
    [x, y, right - x, bottom - y].map(|side| side as i32)
}

impl Picture {
    /// Width and height; zero where they can be no monitor's.
    pub(super) fn size(&self) -> [u16; 2] {
        let sides = [CVPixelBufferGetWidth(&self.0), CVPixelBufferGetHeight(&self.0)];
        sides.map(|side| u16::try_from(side).unwrap_or(0))
    }

    /// Shows the pixels, rows of B, G, R, A, and the bytes from one row to the next; `None` where
    /// the system does not let them be read.
    pub(super) fn show<T>(&self, see: impl FnOnce(&[u8], usize) -> T) -> Option<T> {
        if CVPixelBufferGetPixelFormatType(&self.0) != kCVPixelFormatType_32BGRA {
            return None;
        }
        let reading = CVPixelBufferLockFlags::ReadOnly;
        // SAFETY: unlocked below, with the same flags.
        if unsafe { CVPixelBufferLockBaseAddress(&self.0, reading) } != kCVReturnSuccess {
            return None;
        }
        let pitch = CVPixelBufferGetBytesPerRow(&self.0);
        let bytes = CVPixelBufferGetHeight(&self.0) * pitch;
        let base = NonNull::new(CVPixelBufferGetBaseAddress(&self.0));
        // SAFETY: while the buffer is locked `base` points to as many rows of `pitch` bytes as the
        // buffer is high (it has one plane, as its form says), which nobody writes to.
        let seen = base.map(|base| unsafe {
            see(std::slice::from_raw_parts(base.cast().as_ptr(), bytes), pitch)
        });
        // SAFETY: locked above.
        unsafe { CVPixelBufferUnlockBaseAddress(&self.0, reading) };
        seen
    }
}
