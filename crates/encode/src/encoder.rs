//! The encoder: chooses the tool for each part of an update and keeps account of what the viewer
//! holds inexactly. One for each screen socket and monitor, owned by the app's encoder thread.

use std::time::{Duration, Instant};

use corporate_protocol::limits;
use corporate_protocol::screen::{Operation, Rect};

use crate::EncodeError;
use crate::h264::{self, Video};
use crate::i420::I420;
use crate::moves::MoveSearch;
use crate::patch::{self, Packer};
use crate::picture::Picture;
use crate::quality::{Quality, Task};
use crate::region;
use crate::shadow::{Move, Shadow};
use crate::tiles::Tiles;

/// What changed so shortly before counts as moving.
const MOVING: Duration = Duration::from_millis(250);
/// What moves travels as patches where these take no more bytes than this part of its pixels. Text and
/// windows do, even small letters with soft edges (0.7); photographs take twice as much.
const BYTES_FOR_PIXELS: (u64, u64) = (9, 10);
/// Bytes that a patch of what moves may have however small it is.
const SMALL_PATCH: usize = 512;
/// Of the updates of what travels as video, one in so many is tried as patches again.
const TRY_AGAIN: u32 = 16;
/// Pixels along one side of what is sharpened at once; whole tiles.
const SQUARE: u16 = 256;
/// Patches that such a square has at most.
const MOST_PATCHES: usize = 16;

/// How many bytes things may have. The line decides it, and it may change with every call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Of one update, about; quality and choice of tools follow from it.
    pub update_bytes: usize,
    /// Of one step of sharpening at most, unless a single tile has more.
    pub sharpen_bytes: usize,
    /// Of a key picture, about.
    pub key_bytes: usize,
    /// Whether viewers can decode video; else everything travels as patches.
    pub video: bool,
}

impl Default for Options {
    fn default() -> Self {
        let (update_bytes, sharpen_bytes) = (128 * 1024, 64 * 1024);
        Self { update_bytes, sharpen_bytes, key_bytes: 96 * 1024, video: true }
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

/// What became of a rectangle that was to travel as patches.
enum Packed {
    Patches(Vec<Operation>),
    /// They take more bytes than they may.
    TooMany {
        /// Whether they take many for their pixels, as film and photographs do.
        dear: bool,
    },
}

/// Encodes the pictures of one monitor for one stream of frames.
pub struct Encoder {
    width: u16,
    height: u16,
    options: Options,
    /// None where the picture is larger than H.264 allows.
    video: Option<(Video, I420)>,
    packer: Packer,
    shadow: Shadow,
    moves: MoveSearch,
    tiles: Tiles,
    quality: Quality,
    /// Where people look, as far as the cursor tells.
    look_at: Option<(i32, i32)>,
    /// Counts updates, so that what travels as video is tried as patches now and then.
    updates: u32,
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
            shadow: Shadow::new(width, height),
            moves: MoveSearch::default(),
            tiles: Tiles::new(width, height),
            quality: Quality::default(),
            look_at: None,
            updates: 0,
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

    /// Sets what the line allows from now on.
    pub const fn set_options(&mut self, options: Options) {
        self.options = options;
    }

    /// What is sharpened first lies near this place, in pixels of the picture: the cursor's.
    pub const fn look_at(&mut self, x: i32, y: i32) {
        self.look_at = Some((x, y));
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
        self.shadow.take(picture, self.whole());
        self.encode_video(picture, vec![self.whole()], true, now)
    }

    /// What moved as moves; of the rest the small and the flat as patches, smallest first, and what
    /// is left as video.
    fn update(
        &mut self,
        picture: &Picture<'_>,
        region: &[Rect],
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        self.updates = self.updates.wrapping_add(1);
        let mut operations = self.shift(picture, region, now);
        let mut rects = if operations.is_empty() {
            region.to_vec()
        } else {
            self.shadow.differences(picture, region)
        };
        for rect in &rects {
            self.shadow.take(picture, *rect);
        }
        rects.sort_by_key(Rect::area);
        let mut left = self.options.update_bytes;
        let mut moving = Vec::new();
        for rect in rects {
            let limit = self.patch_limit(rect, now).min(left);
            match self.pack_within(picture, rect, limit)? {
                Packed::Patches(patches) => {
                    left -= patches.iter().map(patch::bytes_of).sum::<usize>();
                    self.tiles.paint_exactly(rect, now);
                    operations.extend(patches);
                }
                Packed::TooMany { dear } => {
                    if dear {
                        self.tiles.note_film(rect, now);
                    }
                    moving.push(rect);
                }
            }
        }
        if !moving.is_empty() {
            operations.extend(self.encode_video(picture, moving, false, now)?);
        }
        Ok(operations)
    }

    /// Finds what moved and does it to what is known of the viewer.
    fn shift(&mut self, picture: &Picture<'_>, region: &[Rect], now: Instant) -> Vec<Operation> {
        let moves = self.moves.find(&self.shadow, picture, region);
        let mut operations = Vec::with_capacity(moves.len());
        for moved in moves {
            self.shadow.shift(&moved);
            self.tiles.shift(&moved, now);
            let Move { from_x, from_y, to } = moved;
            operations.push(Operation::Move { from_x, from_y, to });
        }
        operations
    }

    /// Bytes up to which a rectangle travels as patches.
    fn patch_limit(&self, rect: Rect, now: Instant) -> usize {
        if !self.has_video() {
            return usize::MAX;
        }
        if !self.tiles.changed_within(rect, MOVING, now) {
            return self.options.update_bytes;
        }
        // Where patches were dear a moment ago they are not tried again each time.
        let is_film = self.tiles.is_film(rect, MOVING, now);
        if is_film && !self.updates.is_multiple_of(TRY_AGAIN) {
            return 0;
        }
        let (bytes, pixels) = BYTES_FOR_PIXELS;
        SMALL_PATCH + usize::try_from(rect.area() * bytes / pixels).unwrap_or(usize::MAX)
    }

    /// Packs a rectangle unless it takes more bytes than this.
    fn pack_within(
        &mut self,
        picture: &Picture<'_>,
        rect: Rect,
        most_bytes: usize,
    ) -> Result<Packed, EncodeError> {
        let mut patches = Vec::new();
        let (mut bytes, mut pixels) = (0, 0);
        let dear = |bytes: usize, pixels: u64| {
            bytes as u64 * BYTES_FOR_PIXELS.1 > pixels * BYTES_FOR_PIXELS.0
        };
        for piece in patch::pieces(rect) {
            // Gives up early: what is dear at the beginning is so at the end.
            let expected = bytes as u64 * rect.area() / pixels.max(1);
            if bytes > most_bytes || expected / 2 > most_bytes as u64 || most_bytes == 0 {
                return Ok(Packed::TooMany { dear: dear(bytes, pixels) });
            }
            let first = patches.len();
            self.packer.pack(picture, piece, &mut patches)?;
            bytes += patches[first..].iter().map(patch::bytes_of).sum::<usize>();
            pixels += piece.area();
        }
        if bytes <= most_bytes {
            Ok(Packed::Patches(patches))
        } else {
            Ok(Packed::TooMany { dear: dear(bytes, pixels) })
        }
    }

    /// Whether video can be made and seen.
    const fn has_video(&self) -> bool {
        self.video.is_some() && self.options.video
    }

    fn encode_video(
        &mut self,
        picture: &Picture<'_>,
        rects: Vec<Rect>,
        key: bool,
        now: Instant,
    ) -> Result<Vec<Operation>, EncodeError> {
        let Some((video, planes)) = self.video.as_mut().filter(|_| self.options.video) else {
            for rect in rects {
                self.tiles.owe(rect);
            }
            let most = if key { self.options.key_bytes } else { self.options.update_bytes };
            return self.sharpen_within(picture, most, now);
        };
        for rect in &rects {
            planes.convert(picture, *rect)?;
            self.tiles.paint_inexactly(*rect, now);
        }
        let all = u64::from(self.width) * u64::from(self.height);
        let pixels = rects.iter().map(Rect::area).sum::<u64>();
        let most_bytes = if key { self.options.key_bytes } else { self.options.update_bytes };
        let task = Task { key, pixels, share: pixels as f32 / all as f32, most_bytes };
        let quantiser = self.quality.quantiser(&task, now);
        let unit = video.encode(planes, quantiser, key)?;
        let made = Task { key: unit.key, ..task };
        self.quality.learn(&made, quantiser, unit.data.len(), now);
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
        let mut due = self.tiles.due(now, self.look_at);
        while let Some(first) = due.first().copied() {
            let Some((rect, patches)) =
                self.sharpened(picture, together(&mut due, first), left, operations.is_empty())?
            else {
                break;
            };
            left = left.saturating_sub(patches.iter().map(patch::bytes_of).sum());
            self.tiles.sharpen(rect);
            operations.extend(patches);
            if operations.len() + MOST_PATCHES > limits::OPERATIONS {
                break;
            }
        }
        Ok(operations)
    }

    /// The patches of a rectangle of tiles, or where `must` holds of a part of it that has few enough
    /// bytes; a single tile has as many as it has.
    fn sharpened(
        &mut self,
        picture: &Picture<'_>,
        mut rect: Rect,
        most_bytes: usize,
        must: bool,
    ) -> Result<Option<(Rect, Vec<Operation>)>, EncodeError> {
        loop {
            let half = halved(rect);
            // A single tile has as many as it has.
            let most_bytes = if must && half.is_none() { usize::MAX } else { most_bytes };
            match (self.pack_within(picture, rect, most_bytes)?, half) {
                (Packed::Patches(patches), _) => return Ok(Some((rect, patches))),
                (Packed::TooMany { .. }, Some(half)) if must => rect = half,
                (Packed::TooMany { .. }, _) => return Ok(None),
            }
        }
    }
}

/// Takes tiles out of the list: those in the same square as the first, as one rectangle of nothing
/// but such tiles.
fn together(due: &mut Vec<Rect>, first: Rect) -> Rect {
    let square = |rect: Rect| (rect.x / SQUARE, rect.y / SQUARE);
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
