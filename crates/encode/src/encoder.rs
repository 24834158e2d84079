//! The encoder: chooses the tool for each part of an update and keeps account of what the viewer
//! holds inexactly. One for each screen socket and monitor, owned by the app's encoder thread.

use std::time::{Duration, Instant};

use corporate_protocol::limits;
use corporate_protocol::screen::{Operation, Rect};

use crate::EncodeError;
use crate::h264::{self, Video};
use crate::i420::I420;
use crate::patch::{self, Packer};
use crate::picture::Picture;
use crate::quality::Quality;
use crate::region;
use crate::tiles::Tiles;

/// A rectangle of more pixels is not tried as patches.
const PATCH_PIXELS: u64 = 1024 * 1024;
/// What changed so shortly before counts as moving.
const MOVING: Duration = Duration::from_millis(250);
/// What moves gets this part of the bytes for patches.
const MOVING_PART: usize = 8;
/// Bytes of one frame where no video can help.
const WITHOUT_VIDEO_BYTES: usize = 4 * 1024 * 1024;

/// How to encode.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Bytes that one update should have at most; quality and choice of tools follow from it.
    pub update_bytes: usize,
    /// Bytes that one step of sharpening has at most, unless a single tile has more.
    pub sharpen_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { update_bytes: 64 * 1024, sharpen_bytes: 64 * 1024 }
    }
}

/// What becomes of one update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    /// What the viewer has to do, in this order. Empty where there is nothing to do.
    pub operations: Vec<Operation>,
    /// Whether the whole picture follows from these operations alone: goes into the frame's flag.
    pub refresh: bool,
    /// Converting and encoding, in microseconds.
    pub encode_us: u32,
}

/// Encodes the pictures of one monitor for one stream of frames.
pub struct Encoder {
    width: u16,
    height: u16,
    options: Options,
    /// None where the picture is larger than H.264 allows.
    video: Option<(Video, I420)>,
    packer: Packer,
    tiles: Tiles,
    quality: Quality,
    /// The viewer has nothing, or what it has is unknown.
    lost: bool,
}

impl Encoder {
    /// Makes an encoder for pictures of this size.
    ///
    /// # Errors
    /// [`EncodeError::Size`] for a size that no frame can have, [`EncodeError::Video`] where
    /// openh264 cannot be set up.
    pub fn new(width: u16, height: u16, options: Options) -> Result<Self, EncodeError> {
        let sides = 1..=limits::PICTURE_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(EncodeError::Size { width, height });
        }
        let video = if h264::can_encode(width.into(), height.into()) {
            let planes = I420::new(width, height);
            Some((Video::new(planes.width(), planes.height())?, planes))
        } else {
            tracing::warn!(width, height, "too large for H.264, everything travels as patches");
            None
        };
        Ok(Self {
            width,
            height,
            options,
            video,
            packer: Packer::new()?,
            tiles: Tiles::new(width, height),
            quality: Quality::default(),
            lost: true,
        })
    }

    /// Encodes what is new. `picture` is the whole picture as it is now, `damage` what differs
    /// from the picture of the call before; rectangles outside are cut, in any order and number.
    /// `refresh` (new viewer, its decoder failed) makes the whole picture anew; so do the first
    /// call and the one after an error. `now` never goes back from call to call.
    ///
    /// Call it only when the operations will be sent: the viewer must get every one of them.
    ///
    /// # Errors
    /// [`EncodeError::Picture`] where the picture has another size; [`EncodeError::Video`] and
    /// [`EncodeError::Pack`] where encoding fails.
    pub fn encode(
        &mut self,
        picture: &Picture<'_>,
        damage: &[Rect],
        refresh: bool,
        now: Instant,
    ) -> Result<Encoded, EncodeError> {
        self.check(picture)?;
        let start = Instant::now();
        // Until it has worked, the viewer may lack what this call was to give it.
        let refresh = std::mem::replace(&mut self.lost, true) || refresh;
        let operations = if refresh {
            self.refresh(picture, now)?
        } else {
            let region = region::simplified(damage, self.width, self.height);
            self.update(picture, &region, now)?
        };
        self.lost = false;
        Ok(Encoded { operations, refresh, encode_us: microseconds(start) })
    }

    /// Makes a part of what the viewer holds inexactly exact, in one step of bounded bytes; `None`
    /// where nothing has stood still long enough. Call it only while nothing new waits, with the
    /// picture of the latest [`Encoder::encode`] or a newer one.
    ///
    /// # Errors
    /// As [`Encoder::encode`].
    pub fn sharpen(
        &mut self,
        picture: &Picture<'_>,
        now: Instant,
    ) -> Result<Option<Encoded>, EncodeError> {
        self.check(picture)?;
        if self.lost {
            return Ok(None);
        }
        let start = Instant::now();
        let operations = self.sharpen_within(picture, self.options.sharpen_bytes, now)?;
        let encode_us = microseconds(start);
        let encoded = Encoded { operations, refresh: false, encode_us };
        Ok((!encoded.operations.is_empty()).then_some(encoded))
    }

    /// When [`Encoder::sharpen`] has something to do, which may be before `now`; `None` while
    /// everything is exact.
    pub fn sharpen_at(&self, now: Instant) -> Option<Instant> {
        if self.lost { None } else { self.tiles.due_at(now) }
    }

    /// How much of the picture the viewer holds exactly, 0.0 to 1.0.
    pub fn exact_share(&self) -> f32 {
        self.tiles.exact_share()
    }

    /// Sets [`Options::update_bytes`] from now on, as the line allows.
    pub const fn set_update_bytes(&mut self, update_bytes: usize) {
        self.options.update_bytes = update_bytes;
    }

    fn check(&self, picture: &Picture<'_>) -> Result<(), EncodeError> {
        let fits = (picture.width(), picture.height()) == (self.width, self.height);
        if fits { Ok(()) } else { Err(EncodeError::Picture) }
    }

    fn whole(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.width, height: self.height }
    }

    fn refresh(
        &mut self,
        picture: &Picture<'_>,
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        self.encode_video(picture, vec![self.whole()], true, now)
    }

    /// The small and the flat as patches, smallest first, the rest as video.
    fn update(
        &mut self,
        picture: &Picture<'_>,
        region: &[Rect],
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        let mut rects = region.to_vec();
        rects.sort_by_key(Rect::area);
        let mut operations = Vec::new();
        let mut left = self.options.update_bytes;
        let mut moving = Vec::new();
        for rect in rects {
            let limit = if self.tiles.changed_within(rect, MOVING, now) {
                self.options.update_bytes / MOVING_PART
            } else {
                self.options.update_bytes
            };
            match self.pack_within(picture, rect, left.min(limit))? {
                Some(patches) => {
                    left -= patches.iter().map(patch::bytes_of).sum::<usize>();
                    self.tiles.paint_exactly(rect, now);
                    operations.extend(patches);
                }
                None => moving.push(rect),
            }
        }
        if !moving.is_empty() {
            operations.extend(self.encode_video(picture, moving, false, now)?);
        }
        Ok(operations)
    }

    /// Packs a rectangle unless it takes more bytes than this.
    fn pack_within(
        &mut self,
        picture: &Picture<'_>,
        rect: Rect,
        most_bytes: usize,
    ) -> Result<Option<Vec<Operation>>, EncodeError> {
        if rect.area() > PATCH_PIXELS {
            return Ok(None);
        }
        let mut left = most_bytes;
        let mut patches = Vec::new();
        for piece in region::pieces(rect, patch::SIDE) {
            let patch = self.packer.pack(picture, piece)?;
            match left.checked_sub(patch::bytes_of(&patch)) {
                Some(rest) => left = rest,
                None => return Ok(None),
            }
            patches.push(patch);
        }
        Ok(Some(patches))
    }

    fn encode_video(
        &mut self,
        picture: &Picture<'_>,
        rects: Vec<Rect>,
        key: bool,
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        let Some((video, planes)) = &mut self.video else {
            for rect in rects {
                self.tiles.owe(rect);
            }
            return self.sharpen_within(picture, WITHOUT_VIDEO_BYTES, now);
        };
        for rect in &rects {
            planes.convert(picture, *rect)?;
            self.tiles.paint_inexactly(*rect, now);
        }
        let all = u64::from(self.width) * u64::from(self.height);
        let share = rects.iter().map(Rect::area).sum::<u64>() as f32 / all as f32;
        let unit = video.encode(planes, self.quality.quantiser(key, share), key)?;
        self.quality.learn(unit.key, unit.data.len(), self.options.update_bytes);
        Ok(vec![Operation::Video { key: unit.key, rects, data: unit.data }])
    }

    /// Makes tiles exact that stand still, at least one and then as many as the bytes allow.
    fn sharpen_within(
        &mut self,
        picture: &Picture<'_>,
        most_bytes: usize,
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        let mut operations: Vec<Operation> = Vec::new();
        let mut left = most_bytes;
        let mut due = self.tiles.due(now);
        while let Some(first) = due.first().copied() {
            let mut rect = together(&mut due, first);
            let patch = loop {
                let patch = self.packer.pack(picture, rect)?;
                let fits = patch::bytes_of(&patch) <= left;
                match halved(rect) {
                    _ if fits => break Some(patch),
                    Some(half) if operations.is_empty() => rect = half,
                    None if operations.is_empty() => break Some(patch),
                    _ => break None,
                }
            };
            let Some(patch) = patch else { break };
            left = left.saturating_sub(patch::bytes_of(&patch));
            self.tiles.sharpen(rect);
            operations.push(patch);
            if operations.len() == limits::OPERATIONS {
                break;
            }
        }
        Ok(operations)
    }
}

/// Takes the tiles of one patch out of the list: those in the same square of patch size as the
/// first, as one rectangle of nothing but such tiles.
fn together(due: &mut Vec<Rect>, first: Rect) -> Rect {
    let square = |rect: Rect| (rect.x / patch::SIDE, rect.y / patch::SIDE);
    let same: Vec<Rect> =
        due.iter().copied().filter(|rect| square(*rect) == square(first)).collect();
    let has = |x: u16, y: u16| same.iter().find(|rect| (rect.x, rect.y) == (x, y)).copied();
    // To the right as far as it goes, then down while whole rows are there.
    let mut row = vec![first];
    while let Some(next) = row.last().and_then(|last| has(last.x + last.width, last.y)) {
        row.push(next);
    }
    let width = row.iter().map(|rect| rect.width).sum();
    let mut height = first.height;
    while let Some(next) = has(first.x, first.y + height)
        && row.iter().all(|rect| has(rect.x, first.y + height).is_some())
    {
        height += next.height;
    }
    let joined = Rect { width, height, ..first };
    due.retain(|rect| region::intersection(*rect, joined).is_none());
    joined
}

/// The upper or left half of a rectangle, in whole tiles; `None` for a single tile.
fn halved(rect: Rect) -> Option<Rect> {
    let half = |side: u16| side.div_ceil(crate::tiles::SIDE) / 2 * crate::tiles::SIDE;
    match (half(rect.width), half(rect.height)) {
        (0, 0) => None,
        (width, height) if width > height => Some(Rect { width, ..rect }),
        (_, height) => Some(Rect { height, ..rect }),
    }
}

fn microseconds(start: Instant) -> u32 {
    u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX)
}
