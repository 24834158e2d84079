//! A virtual X display of 1920x1080 with a window manager and, where asked for, real programs on
//! it; and pictures of what it shows. Display numbers are the server's choice.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use x11rb::connection::Connection;
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo};
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt,
    EventMask, GetPropertyReply, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::picture::{Area, Picture};
use crate::process::{Crew, Owned};
use crate::wait::{until, until_true};

/// Width of the displays of stories, in pixels.
pub const WIDTH: u16 = 1920;
/// Height of the displays of stories, in pixels.
pub const HEIGHT: u16 = 1080;

/// The Return key, as X names it (keysymdef.h).
const RETURN: u32 = 0xff0d;
/// The Escape key.
const ESCAPE: u32 = 0xff1b;
/// The Tab key.
const TAB: u32 = 0xff09;

/// Colour of the empty desktop, red, green and blue.
const DESKTOP: u32 = 0x0033_5566;

/// A running display.
pub struct Display {
    name: String,
    connection: RustConnection,
    root: u32,
    size: (u16, u16),
    programs: Vec<Owned>,
    server: Owned,
}

impl Display {
    /// Starts an X server and a window manager on it. `label` names their logs.
    ///
    /// # Errors
    /// Where one of them is not installed or does not come up.
    pub async fn start(crew: &Crew, label: &str) -> Result<Self> {
        Self::sized(crew, label, (WIDTH, HEIGHT)).await
    }

    /// As [`start`](Self::start), of another width and height.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn sized(crew: &Crew, label: &str, size: (u16, u16)) -> Result<Self> {
        let mut server = Command::new("Xvfb");
        let screen = format!("{}x{}x24", size.0, size.1);
        server.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp"]);
        server.args(["-noreset", "-dpi", "96"]);
        let mut server = crew.start(&format!("{label}-xvfb"), &mut server, true)?;
        let stdout = server.stdout().context("the X server's output is a pipe")?;
        let number = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).map(|_| line)
        });
        let number = number.await??;
        let name = format!(":{}", number.trim().parse::<u32>().context("an X server's number")?);
        let (connection, screen) = RustConnection::connect(Some(&name))?;
        let root = connection.setup().roots[screen].root;
        let paint = ChangeWindowAttributesAux::new().background_pixel(DESKTOP);
        connection.change_window_attributes(root, &paint)?;
        connection.clear_area(false, root, 0, 0, 0, 0)?.check()?;
        let mut display = Self { name, connection, root, size, programs: Vec::new(), server };
        display.run(crew, &format!("{label}-openbox"), &mut Command::new("openbox"))?;
        let managed = display.connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK")?;
        let managed = managed.reply()?.atom;
        until_true("the window manager", 20, async || display.has_property(managed)).await?;
        Ok(display)
    }

    /// Makes two monitors of the display, side by side.
    ///
    /// # Errors
    /// Where the X server does not let it.
    pub fn split(&self) -> Result<()> {
        let resources = self.connection.randr_get_screen_resources_current(self.root)?.reply()?;
        let half = WIDTH / 2;
        for (name, x, outputs) in [("left", 0, resources.outputs), ("right", half, Vec::new())] {
            let name = self.connection.intern_atom(false, name.as_bytes())?.reply()?.atom;
            let monitor = MonitorInfo {
                name,
                primary: x == 0,
                automatic: false,
                x: i16::try_from(x)?,
                y: 0,
                width: half,
                height: HEIGHT,
                width_in_millimeters: 250,
                height_in_millimeters: 280,
                outputs,
            };
            self.connection.randr_set_monitor(self.root, monitor)?.check()?;
        }
        Ok(())
    }

    /// The name to put into `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process of its X server.
    pub fn server_id(&self) -> u32 {
        self.server.id()
    }

    /// Runs a program on this display for as long as it stands.
    ///
    /// # Errors
    /// Where the program cannot be started.
    pub fn run(&mut self, crew: &Crew, label: &str, command: &mut Command) -> Result<()> {
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY");
        let program = crew.start(label, command, false)?;
        self.programs.push(program);
        Ok(())
    }

    /// The whole screen as it is now, without the pointer.
    ///
    /// # Errors
    /// Where the X server is gone.
    pub fn picture(&self) -> Result<Picture> {
        let image = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            0,
            0,
            self.size.0,
            self.size.1,
            u32::MAX,
        )?;
        let pixels = image.reply()?.data;
        Picture::from_bgrx(usize::from(self.size.0), usize::from(self.size.1), &pixels)
    }

    /// The titles of the windows that the window manager knows.
    ///
    /// # Errors
    /// Where the X server is gone.
    pub fn windows(&self) -> Result<Vec<Window>> {
        let list = self.property(self.root, b"_NET_CLIENT_LIST")?;
        let ids: Vec<u32> = list.value32().map(Iterator::collect).unwrap_or_default();
        let mut windows = Vec::new();
        for id in ids {
            // A window may close while it is looked at.
            let Ok(title) = self.property(id, b"_NET_WM_NAME") else { continue };
            let title = String::from_utf8_lossy(&title.value).into_owned();
            let pid = self.property(id, b"_NET_WM_PID").ok();
            let pid = pid.and_then(|pid| pid.value32()?.next()).unwrap_or_default();
            windows.push(Window { id, title, pid });
        }
        Ok(windows)
    }

    /// Waits for a window with this in its title and puts it into an area.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn place(&self, title: &str, area: Area) -> Result<()> {
        let window = until(&format!("the window \"{title}\""), 20, async || {
            Ok(self.windows()?.into_iter().find(|window| window.title.contains(title)))
        })
        .await?;
        let place = ConfigureWindowAux::new()
            .x(i32::try_from(area.x)?)
            .y(i32::try_from(area.y)?)
            .width(u32::try_from(area.width)?)
            .height(u32::try_from(area.height)?);
        self.connection.configure_window(window.id, &place)?.check()?;
        Ok(())
    }

    /// Where the inside of a window is.
    ///
    /// # Errors
    /// Where the window is gone.
    pub fn inside(&self, window: &Window) -> Result<Area> {
        let size = self.connection.get_geometry(window.id)?.reply()?;
        let place = self.connection.translate_coordinates(window.id, self.root, 0, 0)?.reply()?;
        Ok(Area {
            x: usize::try_from(place.dst_x)?,
            y: usize::try_from(place.dst_y)?,
            width: size.width.into(),
            height: size.height.into(),
        })
    }

    /// Closes a window as its close button does.
    ///
    /// # Errors
    /// Where the X server is gone.
    pub fn close(&self, window: &Window) -> Result<()> {
        let close = self.connection.intern_atom(false, b"_NET_CLOSE_WINDOW")?.reply()?.atom;
        let message = ClientMessageEvent::new(32, window.id, close, [0; 5]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection.send_event(false, self.root, mask, message)?.check()?;
        Ok(())
    }

    /// Presses Return on the keyboard, with this window in front.
    ///
    /// # Errors
    /// Where the window does not come to the front in time.
    pub async fn press_return(&self, window: &Window) -> Result<()> {
        self.press(window, RETURN).await
    }

    /// Presses Escape on the keyboard, with this window in front.
    ///
    /// # Errors
    /// Where the window does not come to the front in time.
    pub async fn press_escape(&self, window: &Window) -> Result<()> {
        self.press(window, ESCAPE).await
    }

    /// Presses Tab on the keyboard, with this window in front.
    ///
    /// # Errors
    /// Where the window does not come to the front in time.
    pub async fn press_tab(&self, window: &Window) -> Result<()> {
        self.press(window, TAB).await
    }

    async fn press(&self, window: &Window, key: u32) -> Result<()> {
        let activate = self.connection.intern_atom(false, b"_NET_ACTIVE_WINDOW")?.reply()?.atom;
        // 2: asked by the user and not by a program.
        let message = ClientMessageEvent::new(32, window.id, activate, [2, 0, 0, 0, 0]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection.send_event(false, self.root, mask, message)?.check()?;
        until_true("the window in front", 20, async || {
            let active = self.property(self.root, b"_NET_ACTIVE_WINDOW")?;
            Ok(active.value32().and_then(|mut ids| ids.next()) == Some(window.id))
        })
        .await?;
        let code = self.key_code(key)?;
        for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            self.connection.xtest_fake_input(event, code, 0, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    /// The key of the keyboard that gives this symbol.
    fn key_code(&self, symbol: u32) -> Result<u8> {
        let (first, last) =
            (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let keys = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let each = usize::from(keys.keysyms_per_keycode.max(1));
        let place = keys.keysyms.chunks(each).position(|key| key.contains(&symbol));
        let place = place.context("a key with this symbol")?;
        Ok(first + u8::try_from(place)?)
    }

    fn property(&self, window: u32, name: &[u8]) -> Result<GetPropertyReply> {
        let name = self.connection.intern_atom(false, name)?.reply()?.atom;
        Ok(self.connection.get_property(false, window, name, AtomEnum::ANY, 0, 1024)?.reply()?)
    }

    fn has_property(&self, property: u32) -> Result<bool> {
        let value = self.connection.get_property(false, self.root, property, 0u32, 0, 1)?;
        Ok(value.reply()?.type_ != 0)
    }
}

/// A window on a display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    id: u32,
    /// What its title bar says.
    pub title: String,
    /// The process that it belongs to; 0 where that is not told.
    pub pid: u32,
}

/// A terminal on a display that shows what is written to it, line by line: a real program whose
/// picture a story can change.
pub struct Terminal {
    text: PathBuf,
}

impl Terminal {
    /// Where the terminal stands: its columns and rows are chosen so that its text lies inside.
    pub const AREA: Area = Area { x: 1220, y: 640, width: 640, height: 340 };

    /// Opens the terminal.
    ///
    /// # Errors
    /// Where xterm is not installed or the folder cannot be written.
    pub async fn open(display: &mut Display, crew: &Crew, folder: &Path) -> Result<Self> {
        let text = folder.join("terminal.txt");
        fs::write(&text, "user@office:~$\n")?;
        let Area { x, y, .. } = Self::AREA;
        let mut xterm = Command::new("xterm");
        xterm.args(["-geometry", &format!("106x26+{x}+{y}"), "-fn", "fixed", "-T", "Terminal"]);
        xterm.args(["-bg", "white", "-fg", "black", "-e", "tail", "-n", "+1", "-f"]).arg(&text);
        let before = display.picture()?;
        display.run(crew, "terminal", &mut xterm)?;
        until_true("the terminal's window", 20, async || {
            Ok(display.picture()?.distance(&before, Self::AREA)? > 20.0)
        })
        .await?;
        Ok(Self { text })
    }

    /// Prints lines into it, and waits until they are on the screen.
    ///
    /// # Errors
    /// Where they do not appear.
    pub async fn print(&self, display: &Display, lines: &str) -> Result<()> {
        let before = display.picture()?;
        let mut file = File::options().append(true).open(&self.text)?;
        writeln!(file, "{lines}")?;
        until_true("the terminal's new lines", 20, async || {
            Ok(display.picture()?.distance(&before, Self::AREA)? > 1.0)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_display_shows_what_a_program_prints_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let crew = Crew::new(folder.path()).expect("a crew");
        let mut display = Display::start(&crew, "test").await.expect("a display");
        let terminal =
            Terminal::open(&mut display, &crew, folder.path()).await.expect("a terminal");
        let many = "\u{1b}[42m################################\n".repeat(10);
        terminal.print(&display, &many).await.expect("printed");
        assert_eq!(crew.running("xterm").len(), 1);
        drop(display);
        assert_eq!(crew.running(""), Vec::<u32>::new());
    }
}
