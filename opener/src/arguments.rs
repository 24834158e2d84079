//! The command line: `--help`, `--version`, and `--uninstall` with or without `--quiet`. Anything
//! else is refused rather than passed over, so that nobody comes to rely on it.

use std::ffi::OsString;

/// What the command line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// Nothing: open the window.
    Open,
    /// Say how the program is used.
    Help,
    /// Say which version it is.
    Version,
    /// Remove everything that was brought.
    Uninstall {
        /// Without a window and without asking.
        quiet: bool,
    },
}

/// An argument that the opener does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown argument {0:?}")]
pub struct UnknownArgument(pub OsString);

impl Arguments {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    /// [`UnknownArgument`] for the first that is not known, or not in this place.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, UnknownArgument> {
        let mut asked = Self::Open;
        for argument in arguments {
            let next = match (asked, argument.to_str()) {
                (_, Some("--help" | "-h")) => Self::Help,
                (_, Some("--version" | "-V")) => Self::Version,
                (Self::Open, Some("--uninstall")) => Self::Uninstall { quiet: false },
                (Self::Uninstall { quiet: false }, Some("--quiet")) => {
                    Self::Uninstall { quiet: true }
                }
                _ => return Err(UnknownArgument(argument)),
            };
            if !matches!(asked, Self::Help | Self::Version) {
                asked = next;
            }
        }
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, UnknownArgument> {
        Arguments::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn only_a_few_arguments_are_known() {
        assert_eq!(parse(&[]), Ok(Arguments::Open));
        assert_eq!(parse(&["--help"]), Ok(Arguments::Help));
        assert_eq!(parse(&["-V", "--help"]), Ok(Arguments::Version));
        assert_eq!(parse(&["--uninstall"]), Ok(Arguments::Uninstall { quiet: false }));
        let quiet = parse(&["--uninstall", "--quiet"]);
        assert_eq!(quiet, Ok(Arguments::Uninstall { quiet: true }));
        assert_eq!(parse(&["--uninstall", "--help"]), Ok(Arguments::Help));
        for bad in ["--origin", "K7QM-2XRB-9TFD", "", "--key=x", "corpcustomer://join/x"] {
            assert_eq!(parse(&["--help", bad]), Err(UnknownArgument(bad.into())), "{bad}");
            assert_eq!(parse(&["--uninstall", bad]), Err(UnknownArgument(bad.into())), "{bad}");
        }
    }

    #[test]
    fn nothing_is_removed_by_a_command_line_that_says_something_else_too() {
        for bad in [
            &["--quiet"][..],
            &["--quiet", "--uninstall"],
            &["--uninstall", "--uninstall"],
            &["--uninstall", "--quiet", "--quiet"],
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }
}
