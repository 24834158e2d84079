//! A picture on the graphics card that the processor may read: parts of frames are copied into it
//! there, and it is mapped when somebody wants to see it.
#![expect(unsafe_code, reason = "calls of Direct3D")]

use windows::Win32::Graphics::Direct3D11::{
    D3D11_BOX, D3D11_CPU_ACCESS_READ, D3D11_MAP_READ, D3D11_MAPPED_SUBRESOURCE,
    D3D11_TEXTURE2D_DESC, D3D11_USAGE_STAGING, ID3D11Device, ID3D11DeviceContext,
    ID3D11Multithread, ID3D11Texture2D,
};
use windows::Win32::Graphics::Dxgi::Common::DXGI_SAMPLE_DESC;
use windows::core::Interface as _;
use windows_capture::frame::Frame;

use crate::{CaptureError, Rect};

/// The picture, and the context that copies and maps.
pub(super) struct Texture {
    context: ID3D11DeviceContext,
    picture: ID3D11Texture2D,
    height: usize,
}

// SAFETY: Direct3D 11 objects are bound to no thread. The context must not be used by two threads
// at once: ours is used under the lock around this value alone, and `protect` makes Direct3D itself
// keep the system's own uses of it apart from ours.
unsafe impl Send for Texture {}

/// Makes Direct3D take a lock around each use of this device's context.
pub(super) fn protect(device: &ID3D11Device) -> Result<(), CaptureError> {
    let failed = |error| CaptureError::system("sharing the graphics card", error);
    // SAFETY: plain calls on a device that lives as long as `device`.
    unsafe {
        let context = device.GetImmediateContext().map_err(failed)?;
        let lock: ID3D11Multithread = context.cast().map_err(failed)?;
        lock.SetMultithreadProtected(true).ok().ok();
    }
    Ok(())
}

impl Texture {
    /// Makes one of a frame's size and form.
    pub(super) fn new(frame: &Frame<'_>) -> Result<Self, CaptureError> {
        let failed = |error| CaptureError::system("making a texture", error);
        let form = D3D11_TEXTURE2D_DESC {
            MipLevels: 1,
            ArraySize: 1,
            SampleDesc: DXGI_SAMPLE_DESC { Count: 1, Quality: 0 },
            Usage: D3D11_USAGE_STAGING,
            BindFlags: 0,
            CPUAccessFlags: D3D11_CPU_ACCESS_READ.0 as u32,
            MiscFlags: 0,
            ..*frame.desc()
        };
        let mut texture = None;
        // SAFETY: `form` and `texture` outlive the call.
        unsafe {
            let into = Some(&raw mut texture);
            frame.device().CreateTexture2D(&raw const form, None, into).map_err(failed)?;
        }
        let picture = texture.ok_or_else(|| failed(windows::core::Error::empty()))?;
        let context = frame.device_context().clone();
        Ok(Self { context, picture, height: frame.height() as usize })
    }

    /// Copies a part of a frame of the same size to the same place, on the graphics card.
    pub(super) fn copy(&mut self, frame: &Frame<'_>, rect: Rect) {
        let part = D3D11_BOX {
            left: rect.x.into(),
            top: rect.y.into(),
            front: 0,
            right: rect.right(),
            bottom: rect.bottom(),
            back: 1,
        };
        let (x, y) = (rect.x.into(), rect.y.into());
        let source = frame.as_raw_texture();
        // SAFETY: both textures have one size and form, `part` lies inside of it, and the texture
        // is not mapped: `Mapped` borrows it mutably.
        unsafe {
            let part = Some(&raw const part);
            self.context.CopySubresourceRegion(&self.picture, 0, x, y, 0, source, 0, part);
        }
    }

    /// Waits for all copies and lets the processor read.
    ///
    /// # Errors
    /// [`CaptureError::MonitorChanged`], so that the capture starts anew: mapping fails where the
    /// graphics card was reset or taken away.
    pub(super) fn map(&mut self) -> Result<Mapped<'_>, CaptureError> {
        let mut mapped = D3D11_MAPPED_SUBRESOURCE::default();
        // SAFETY: `mapped` outlives the call; the texture was made for reading and isn't mapped.
        let result =
            unsafe { self.context.Map(&self.picture, 0, D3D11_MAP_READ, 0, Some(&raw mut mapped)) };
        result.map_err(|error| {
            tracing::warn!(%error, "the graphics card's picture cannot be read");
            CaptureError::MonitorChanged
        })?;
        Ok(Mapped { texture: self, mapped })
    }
}

/// A texture's pixels while it is mapped.
pub(super) struct Mapped<'a> {
    texture: &'a mut Texture,
    mapped: D3D11_MAPPED_SUBRESOURCE,
}

impl Mapped<'_> {
    /// All rows, `pitch` bytes apart.
    pub(super) const fn bytes(&self) -> &[u8] {
        let bytes = self.texture.height * self.pitch();
        // SAFETY: Map has succeeded: `pData` points to `height` rows of RowPitch bytes, which
        // nobody writes to until Unmap, and that is in the drop.
        unsafe { std::slice::from_raw_parts(self.mapped.pData.cast(), bytes) }
    }

    /// Bytes from one row to the next.
    pub(super) const fn pitch(&self) -> usize {
        self.mapped.RowPitch as usize
    }
}

impl Drop for Mapped<'_> {
    fn drop(&mut self) {
        // SAFETY: mapped by `Texture::map`, and unmapped nowhere else.
        unsafe { self.texture.context.Unmap(&self.texture.picture, 0) };
    }
}
