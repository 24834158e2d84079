//! openh264 as this product needs it: one access unit for each picture, at a quantiser that the
//! caller chooses anew each time, key pictures only on request. Uses the raw interface, since the
//! safe one of crate `openh264` can't change the quantiser of a running encoder.
#![expect(unsafe_code, reason = "calling openh264")]

use std::ffi::c_int;
use std::ptr::{NonNull, null_mut};

use openh264::OpenH264API;
use openh264_sys2::{
    API as _, CAMERA_VIDEO_REAL_TIME, CONSTANT_ID, DEBLOCKING_IDC_0, ENCODER_OPTION_DATAFORMAT,
    ENCODER_OPTION_SVC_ENCODE_PARAM_EXT, ENCODER_OPTION_TRACE_LEVEL, ISVCEncoder, ISVCEncoderVtbl,
    LOW_COMPLEXITY, PRO_BASELINE, RC_OFF_MODE, SEncParamExt, SFrameBSInfo, SM_SINGLE_SLICE,
    SSourcePicture, WELS_LOG_QUIET, videoFormatI420, videoFrameTypeIDR,
};

use crate::EncodeError;
use crate::i420::I420;

/// Macroblocks of the largest picture (level 5.2 of ITU-T H.264, table A-1).
const MACROBLOCKS: u32 = 36_864;
/// Longest side; wider pictures are left to patches, since decoders differ in what they take.
const SIDE: u32 = 8_192;
/// What the VUI says about colours: ITU-R BT.709 (ITU-T H.264, tables E-3 to E-5).
const BT709: u8 = 1;
/// The VUI's number for "not said" as the kind of video.
const UNSPECIFIED: u8 = 5;
/// Only a figure for the level; pictures come when something changes.
const PICTURES_PER_SECOND: f32 = 60.0;

/// One encoded picture.
pub(crate) struct AccessUnit {
    pub(crate) key: bool,
    /// Annex B; a key picture brings its parameter sets.
    pub(crate) data: Vec<u8>,
}

/// A running openh264 encoder.
pub(crate) struct Video {
    api: OpenH264API,
    encoder: NonNull<ISVCEncoder>,
    parameters: Box<SEncParamExt>,
    output: Box<SFrameBSInfo>,
    picture: u32,
}

/// Whether openh264 can encode pictures of this size.
pub(crate) fn can_encode(width: u32, height: u32) -> bool {
    width.div_ceil(16) * height.div_ceil(16) <= MACROBLOCKS && width.max(height) <= SIDE
}

impl Video {
    /// Starts an encoder for pictures of this even size.
    pub(crate) fn new(width: u32, height: u32) -> Result<Self, EncodeError> {
        let api = OpenH264API::from_source();
        let mut encoder: *mut ISVCEncoder = null_mut();
        // SAFETY: the pointer given is valid for the write of one pointer.
        let code = unsafe { api.WelsCreateSVCEncoder(&raw mut encoder) };
        check("creating an encoder", code)?;
        let encoder = NonNull::new(encoder)
            .ok_or(EncodeError::Video { doing: "creating an encoder", code: 0 })?;
        let parameters = Box::<SEncParamExt>::default();
        let output = Box::<SFrameBSInfo>::default();
        let mut video = Self { api, encoder, parameters, output, picture: 0 };
        video.initialise(width, height)?;
        Ok(video)
    }

    fn initialise(&mut self, width: u32, height: u32) -> Result<(), EncodeError> {
        let (encoder, parameters) = (self.encoder.as_ptr(), &raw mut *self.parameters);
        let get = self.function(|table| table.GetDefaultParams)?;
        // SAFETY: the encoder is alive, the parameters are a valid place for the answer.
        check("asking for parameters", unsafe { get(encoder, parameters) })?;
        set_up(&mut self.parameters, width, height);
        let start = self.function(|table| table.InitializeExt)?;
        // SAFETY: the encoder is alive and copies the parameters.
        check("setting parameters", unsafe { start(encoder, parameters) })?;
        self.set("silencing it", ENCODER_OPTION_TRACE_LEVEL, &mut { WELS_LOG_QUIET })?;
        self.set("choosing I420", ENCODER_OPTION_DATAFORMAT, &mut { videoFormatI420 })
    }

    /// Encodes the next picture at a quantiser of 0 (best) to 51.
    pub(crate) fn encode(
        &mut self,
        picture: &I420,
        quantiser: u8,
        key: bool,
    ) -> Result<AccessUnit, EncodeError> {
        self.set_quantiser(quantiser)?;
        if key {
            let force = self.function(|table| table.ForceIntraFrame)?;
            // SAFETY: the encoder is alive and initialised.
            check("asking for a key picture", unsafe { force(self.encoder.as_ptr(), true) })?;
        }
        let parameters = (self.parameters.iPicWidth, self.parameters.iPicHeight);
        if parameters != (picture.width() as c_int, picture.height() as c_int) {
            return Err(EncodeError::Picture);
        }
        let source = self.source(picture);
        let encode = self.function(|table| table.EncodeFrame)?;
        *self.output = SFrameBSInfo::default();
        // SAFETY: the encoder is alive and initialised; the source's planes have the size that
        // its fields say (`I420` keeps that) and live through the call, which only reads them.
        let code =
            unsafe { encode(self.encoder.as_ptr(), &raw const source, &raw mut *self.output) };
        check("encoding", code)?;
        self.picture = self.picture.wrapping_add(1);
        let data = self.collect();
        if data.is_empty() {
            return Err(EncodeError::Video { doing: "encoding: it skipped the picture", code: 0 });
        }
        Ok(AccessUnit { key: self.output.eFrameType == videoFrameTypeIDR, data })
    }

    /// The picture as openh264 wants it.
    fn source(&self, picture: &I420) -> SSourcePicture {
        let [y, u, v] = picture.planes();
        SSourcePicture {
            iColorFormat: videoFormatI420,
            iStride: [picture.width() as c_int, y_to_c(picture), y_to_c(picture), 0],
            // Only read through, though the type does not say so.
            pData: [
                y.as_ptr().cast_mut(),
                u.as_ptr().cast_mut(),
                v.as_ptr().cast_mut(),
                null_mut(),
            ],
            iPicWidth: picture.width() as c_int,
            iPicHeight: picture.height() as c_int,
            uiTimeStamp: i64::from(self.picture) * 16,
            ..SSourcePicture::default()
        }
    }

    /// Copies the access unit out of the encoder's memory.
    fn collect(&self) -> Vec<u8> {
        let layers = usize::try_from(self.output.iLayerNum).unwrap_or(0);
        let mut data =
            Vec::with_capacity(usize::try_from(self.output.iFrameSizeInBytes).unwrap_or(0));
        for layer in self.output.sLayerInfo.iter().take(layers) {
            let count = usize::try_from(layer.iNalCount).unwrap_or(0);
            if count == 0 || layer.pNalLengthInByte.is_null() || layer.pBsBuf.is_null() {
                continue;
            }
            // SAFETY: the encoder has just filled `iNalCount` lengths in memory that stays valid
            // until its next call.
            let lengths = unsafe { std::slice::from_raw_parts(layer.pNalLengthInByte, count) };
            let bytes = lengths.iter().filter_map(|length| usize::try_from(*length).ok()).sum();
            // SAFETY: as above; the units of a layer lie one behind the other in its buffer.
            data.extend_from_slice(unsafe { std::slice::from_raw_parts(layer.pBsBuf, bytes) });
        }
        data
    }

    fn set_quantiser(&mut self, quantiser: u8) -> Result<(), EncodeError> {
        let quantiser = c_int::from(quantiser.min(51));
        if self.parameters.sSpatialLayers[0].iDLayerQp == quantiser {
            return Ok(());
        }
        self.parameters.sSpatialLayers[0].iDLayerQp = quantiser;
        // A copy: the encoder gets no pointer to what this value relies on. Only the quantiser
        // differs, so it goes on without a key picture (`WelsEncoderParamAdjust`).
        let mut parameters = self.parameters.clone();
        self.set("setting the quantiser", ENCODER_OPTION_SVC_ENCODE_PARAM_EXT, &mut *parameters)
    }

    /// Sets an option; `value` must have the type that openh264 expects for it.
    fn set<T>(
        &mut self,
        doing: &'static str,
        option: c_int,
        value: &mut T,
    ) -> Result<(), EncodeError> {
        let set = self.function(|table| table.SetOption)?;
        // SAFETY: the encoder is alive; the three options set here take an `int` or a
        // `SEncParamExt`, which the three callers give, and copy it.
        check(doing, unsafe { set(self.encoder.as_ptr(), option as _, (&raw mut *value).cast()) })
    }

    /// One function of the encoder's table.
    fn function<F>(
        &self,
        get: impl FnOnce(&ISVCEncoderVtbl) -> Option<F>,
    ) -> Result<F, EncodeError> {
        // SAFETY: a living encoder begins with a pointer to its table, which is never changed.
        let table = unsafe { (*self.encoder.as_ptr()).as_ref() };
        table.and_then(get).ok_or(EncodeError::Video { doing: "calling it", code: 0 })
    }
}

// SAFETY: the encoder is used through `&mut self` only and is bound to no thread.
unsafe impl Send for Video {}

impl Drop for Video {
    fn drop(&mut self) {
        let encoder = self.encoder.as_ptr();
        if let Ok(end) = self.function(|table| table.Uninitialize) {
            // SAFETY: the encoder is alive; what was never initialised is left as it is.
            unsafe { end(encoder) };
        }
        // SAFETY: made by `WelsCreateSVCEncoder`, destroyed once, not used afterwards.
        unsafe { self.api.WelsDestroySVCEncoder(encoder) };
    }
}

fn y_to_c(picture: &I420) -> c_int {
    (picture.width() / 2) as c_int
}

fn check(doing: &'static str, code: c_int) -> Result<(), EncodeError> {
    if code == 0 { Ok(()) } else { Err(EncodeError::Video { doing, code: code.into() }) }
}

/// Everything that is not as openh264 has it by itself. No rate control of its own (the caller
/// has one), nothing skipped, no key pictures unasked: not periodic, not at a change of scene.
fn set_up(parameters: &mut SEncParamExt, width: u32, height: u32) {
    let (width, height) = (width as c_int, height as c_int);
    parameters.iUsageType = CAMERA_VIDEO_REAL_TIME;
    parameters.iPicWidth = width;
    parameters.iPicHeight = height;
    parameters.iRCMode = RC_OFF_MODE;
    parameters.fMaxFrameRate = PICTURES_PER_SECOND;
    parameters.iComplexityMode = LOW_COMPLEXITY;
    parameters.uiIntraPeriod = 0;
    parameters.iNumRefFrame = 1;
    parameters.eSpsPpsIdStrategy = CONSTANT_ID;
    parameters.iMultipleThreadIdc = 1;
    parameters.iLoopFilterDisableIdc = DEBLOCKING_IDC_0;
    parameters.bEnableFrameSkip = false;
    parameters.bEnableSceneChangeDetect = false;
    parameters.bEnableAdaptiveQuant = false;
    // Would keep slightly changed blocks as they were, and so wrong.
    parameters.bEnableBackgroundDetection = false;
    parameters.bEnableLongTermReference = false;
    parameters.iSpatialLayerNum = 1;
    parameters.iTemporalLayerNum = 1;
    let layer = &mut parameters.sSpatialLayers[0];
    layer.iVideoWidth = width;
    layer.iVideoHeight = height;
    layer.fFrameRate = PICTURES_PER_SECOND;
    layer.uiProfileIdc = PRO_BASELINE;
    layer.sSliceArgument.uiSliceMode = SM_SINGLE_SLICE;
    layer.sSliceArgument.uiSliceNum = 1;
    layer.bVideoSignalTypePresent = true;
    layer.uiVideoFormat = UNSPECIFIED;
    layer.bFullRange = false;
    layer.bColorDescriptionPresent = true;
    layer.uiColorPrimaries = BT709;
    layer.uiTransferCharacteristics = BT709;
    layer.uiColorMatrix = BT709;
}
