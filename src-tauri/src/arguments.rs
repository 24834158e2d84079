//! The command line. There is little to say on it, and nothing secret.

use corporate_protocol::Code;

mod link_address;

/// What `--help` prints.
pub const HELP: &str = "\
Corporate Customer: chat with support and show your screen

Usage: corporate-customer [--handoff | --help | --version | corpcustomer://join/CODE]

  --handoff   join the session whose ticket is read from standard input;
              used by the opener
  --help      print this text
  --version   print the version
";

/// What the program is started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// By the opener, which has a ticket.
    Handoff,
    /// By a person.
    Plain,
    /// By a link from a browser, with the code of a hand-off.
    Link(Code),
    /// By a link that is none of ours.
    BadLink,
    /// To print [`HELP`].
    Help,
    /// To print the version.
    Version,
    /// With arguments that are not understood.
    NotUnderstood,
}

impl Start {
    /// Reads the arguments that follow the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Self {
        let mut arguments = arguments.into_iter();
        let (first, more) = (arguments.next(), arguments.next());
        match (first.as_deref(), more) {
            (None, _) => Self::Plain,
            (Some("--handoff"), None) => Self::Handoff,
            (Some("--help" | "-h"), None) => Self::Help,
            (Some("--version" | "-V"), None) => Self::Version,
            (Some(link), None) if link_address::is_ours(link) => {
                link_address::parse(link).map_or(Self::BadLink, Self::Link)
            }
            _ => Self::NotUnderstood,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Start {
        Start::parse(arguments.iter().map(|text| (*text).to_owned()))
    }

    #[test]
    fn each_way_to_start_is_known() {
        assert_eq!(parse(&[]), Start::Plain);
        assert_eq!(parse(&["--handoff"]), Start::Handoff);
        assert_eq!(parse(&["--help"]), Start::Help);
        assert_eq!(parse(&["--version"]), Start::Version);
        let code = Code::parse("K7QM-2XRB-9TFD").expect("a code");
        assert_eq!(parse(&["corpcustomer://join/K7QM-2XRB-9TFD"]), Start::Link(code));
        assert_eq!(parse(&["corpcustomer://evil"]), Start::BadLink);
    }

    #[test]
    fn anything_else_is_refused() {
        for arguments in [
            &["--ticket=x"][..],
            &["--handoff", "--help"],
            &["--handoff=x"],
            &["corpcustomer://join/K7QM-2XRB-9TFD", "--handoff"],
            &["https://example.com"],
            &[""],
        ] {
            assert_eq!(parse(arguments), Start::NotUnderstood, "{arguments:?}");
        }
    }
}
