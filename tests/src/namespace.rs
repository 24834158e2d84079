//! A machine with another `/etc`, for one program alone: the machine's policy stands there, and
//! only root may write it. Needs a kernel that lets this user make a mount namespace; who isn't
//! root is root in there, in a user namespace.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Binds a folder over `/etc` and becomes the program, so that the process keeps its id.
const AS_ROOT: &str = "mount --bind \"$1\" /etc && shift && exec \"$@\"";

/// The same where the machine's folders belong to a root who is nobody here: they are bound into
/// a new root folder beside the first.
const AS_USER: &str = r#"
set -e
etc=$1
root=$1.root
shift
mkdir -p "$root"
mount -t tmpfs -o mode=755 machine "$root"
for entry in /*; do
    here=$root$entry
    if [ -L "$entry" ]; then
        cp -P "$entry" "$here"
    elif [ "$entry" = /etc ]; then
        mkdir "$here"
        mount --rbind "$etc" "$here"
    elif [ -d "$entry" ]; then
        mkdir "$here"
        mount --rbind "$entry" "$here"
    fi
done
exec chroot "$root" "$@"
"#;

/// How this user makes such a machine: options of `unshare`, and what is done in there.
#[derive(Clone, Copy)]
pub struct Namespace {
    options: &'static [&'static str],
    script: &'static str,
}

/// As root.
const ROOT: Namespace = Namespace { options: &["--mount"], script: AS_ROOT };
/// As anybody else.
const USER: Namespace = Namespace { options: &["--map-root-user", "--mount"], script: AS_USER };

impl Namespace {
    /// The way that is open to this user.
    ///
    /// # Errors
    /// Where none is. What needs it has then not been tested.
    pub fn of_this_user() -> Result<Self> {
        let is_open = |way: &Self| {
            let made = Command::new("unshare").args(way.options).arg("true").output();
            made.is_ok_and(|output| output.status.success())
        };
        [ROOT, USER].into_iter().find(is_open).context(
            "this machine lets this user make no mount namespace, which tests of its policy need: \
             run them as root, in a container with CAP_SYS_ADMIN, or allow user namespaces",
        )
    }

    /// A namespace of root itself, for a step that needs one; where this user is somebody else, says
    /// that the step is left out. Root in a user namespace has another number out here, to which the
    /// session bus does not talk.
    ///
    /// # Errors
    /// Where this user can make no namespace at all.
    pub fn of_root(step: &str) -> Result<Option<Self>> {
        let namespace = Self::of_this_user()?;
        if !namespace.is_root() {
            eprintln!("left out, needs root: {step}");
        }
        Ok(Some(namespace).filter(|namespace| namespace.is_root()))
    }

    /// Whether this user can give files to others.
    pub fn is_root(self) -> bool {
        self.options == ROOT.options
    }

    /// Copies `/etc` to a folder that is not there yet; what this user may not read is left out.
    ///
    /// # Errors
    /// Where it cannot be copied.
    pub fn copy_etc(self, folder: &Path) -> Result<()> {
        let copied = Command::new("cp").arg("-a").arg("/etc").arg(folder).output()?;
        let said = String::from_utf8_lossy(&copied.stderr);
        ensure!(copied.status.success() || !self.is_root(), "/etc could not be copied: {said}");
        Ok(())
    }

    /// A command that runs a program with this folder as its `/etc`; arguments are added by the
    /// caller.
    pub fn with_etc(self, etc: &Path, program: &Path) -> Command {
        let mut command = Command::new("unshare");
        command.args(self.options).args(["sh", "-c", self.script, "sh"]).arg(etc).arg(program);
        command
    }
}
