//! An X server for one test, on a free display number, gone with the test; and a client to paint.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use corporate_capture::{Capturer, Monitor, Options, Rect};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, CreateGCAux, Gcontext, Rectangle, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// Longer than anything here takes, on any machine.
pub(crate) const SOON: Duration = Duration::from_secs(10);

/// An Xvfb that ends with the test.
pub(crate) struct Display {
    server: Child,
    pub(crate) name: String,
}

impl Display {
    pub(crate) fn start(screen: &str) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts: install the package xvfb, these tests cannot do without");
        let stdout = server.stdout.take().expect("a pipe");
        let mut number = String::new();
        BufReader::new(stdout).read_line(&mut number).expect("Xvfb tells its display");
        assert!(!number.trim().is_empty(), "Xvfb ended without telling its display");
        Self { server, name: format!(":{}", number.trim()) }
    }

    pub(crate) fn monitor(&self) -> Monitor {
        let monitors = corporate_capture::monitors_of(Some(&self.name)).expect("monitors");
        monitors.first().expect("one monitor").clone()
    }

    pub(crate) fn options(&self) -> Options {
        Options { display: Some(self.name.clone()), ..Options::default() }
    }

    pub(crate) fn capture(&self) -> Capturer {
        Capturer::start(&self.monitor(), &self.options()).expect("a capturer")
    }

    pub(crate) fn painter(&self) -> Painter {
        Painter::connect(&self.name)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// A client that paints on the root window, and waits until the server has done it.
pub(crate) struct Painter {
    pub(crate) x: RustConnection,
    pub(crate) root: Window,
    context: Gcontext,
}

impl Painter {
    fn connect(name: &str) -> Self {
        let (x, screen) = RustConnection::connect(Some(name)).expect("a connection");
        let root = x.setup().roots[screen].root;
        let context = x.generate_id().expect("an id");
        x.create_gc(context, root, &CreateGCAux::new()).expect("a context");
        Self { x, root, context }
    }

    pub(crate) fn fill(&self, rect: Rect, colour: u32) {
        let change = x11rb::protocol::xproto::ChangeGCAux::new().foreground(colour);
        self.x.change_gc(self.context, &change).expect("a colour");
        let Rect { x, y, width, height } = rect;
        let area = [Rectangle { x: x as i16, y: y as i16, width, height }];
        self.x.poly_fill_rectangle(self.root, self.context, &area).expect("a rectangle");
        self.sync();
    }

    /// Waits until the server has done everything so far.
    pub(crate) fn sync(&self) {
        self.x.sync().expect("the server answers");
    }

    /// Whether the server still lives and answers.
    pub(crate) fn answers(&self) -> bool {
        let cookie = self.x.get_property(false, self.root, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 1);
        cookie.is_ok_and(|cookie| cookie.reply().is_ok())
    }
}
