//! The command line: `--help` and `--version`. Anything else is refused rather than passed over,
//! so that nobody comes to rely on it.

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
}

/// An argument that the opener does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown argument {0:?}")]
pub struct UnknownArgument(pub OsString);

impl Arguments {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    /// [`UnknownArgument`] for the first that is not known.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, UnknownArgument> {
        let mut asked = Self::Open;
        for argument in arguments {
            let next = match argument.to_str() {
                Some("--help" | "-h") => Self::Help,
                Some("--version" | "-V") => Self::Version,
                _ => return Err(UnknownArgument(argument)),
            };
            if asked == Self::Open {
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
    fn only_help_and_version_are_known() {
        assert_eq!(parse(&[]), Ok(Arguments::Open));
        assert_eq!(parse(&["--help"]), Ok(Arguments::Help));
        assert_eq!(parse(&["-V", "--help"]), Ok(Arguments::Version));
        for bad in ["--origin", "K7QM-2XRB-9TFD", "", "--key=x", "corpcustomer://join/x"] {
            assert_eq!(parse(&["--help", bad]), Err(UnknownArgument(bad.into())), "{bad}");
        }
    }
}
