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

/// Arguments that are looked at; none of ours takes more than one.
const MOST_ARGUMENTS: usize = 8;

/// What the program is started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// By the opener, which has a ticket.
    Handoff,
    /// By a person.
    Plain,
    /// By a link from a browser, with the code of a hand-off.
    Link(Code),
    /// By something else than a person at a command line, such as a link that is none of ours: it is
    /// to be refused in a window.
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
        let arguments: Vec<String> = arguments.into_iter().take(MOST_ARGUMENTS).collect();
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Self::Plain,
            ["--handoff"] => Self::Handoff,
            ["--help" | "-h"] => Self::Help,
            ["--version" | "-V"] => Self::Version,
            [link] if link_address::is_ours(link) => {
                link_address::parse(link).map_or(Self::BadLink, Self::Link)
            }
            // Whoever opens links may have taken one apart: what it brings is never an option.
            [first, ..]
                if !first.starts_with('-')
                    || arguments.iter().any(|it| link_address::is_ours(it)) =>
            {
                Self::BadLink
            }
            _ => Self::NotUnderstood,
        }
    }
}

/// What a later start asks of the app that runs already. Any program of this user can make one, with
/// whatever arguments it likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// To come to the front.
    Show,
    /// To ask about an invitation.
    Join(Code),
    /// Something that is to be refused.
    Refused,
}

impl Again {
    /// Reads all arguments of the later start, its program's name first.
    pub fn of_arguments(arguments: impl IntoIterator<Item = String>) -> Self {
        Self::of_start(&Start::parse(arguments.into_iter().skip(1)))
    }

    /// Reads a link that the system has brought.
    pub fn of_link(link: &str) -> Self {
        link_address::parse(link).map_or(Self::Refused, Self::Join)
    }

    /// What a start means to an app that runs. A ticket or an option means nothing to it.
    pub fn of_start(start: &Start) -> Self {
        match start {
            Start::Plain => Self::Show,
            Start::Link(code) => Self::Join(code.clone()),
            _ => Self::Refused,
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
    fn a_mistake_at_the_command_line_is_answered_there() {
        for arguments in [&["--ticket=x"][..], &["--handoff", "--help"], &["--handoff=x"], &["-x"]]
        {
            assert_eq!(parse(arguments), Start::NotUnderstood, "{arguments:?}");
        }
    }

    #[test]
    fn what_a_link_may_have_brought_is_refused_in_a_window() {
        let many = vec!["x"; 10_000];
        for arguments in [
            &["corpcustomer://join/K7QM-2XRB-9TFD", "--handoff"][..],
            &["--handoff", "corpcustomer://join/K7QM-2XRB-9TFD"],
            &["corpcustomer://join/K7QM-2XRB-9TFD", "corpcustomer://join/K7QM-2XRB-9TFD"],
            &["--version", "corpcustomer://join/K7QM-2XRB-9TFD"],
            &["CORPCUSTOMER:--handoff"],
            &["K7QM-2XRB-9TFD"],
            &["https://example.com"],
            &["file:///etc/passwd"],
            &["join/K7QM-2XRB-9TFD"],
            &[""],
            &many,
        ] {
            assert_eq!(parse(arguments), Start::BadLink, "{arguments:?}");
        }
    }

    #[test]
    fn a_later_start_can_show_the_app_or_name_a_code_and_nothing_else() {
        let again = |arguments: &[&str]| {
            Again::of_arguments(arguments.iter().map(|text| (*text).to_owned()))
        };
        let code = Code::parse("K7QM-2XRB-9TFD").expect("a code");
        assert_eq!(again(&["app"]), Again::Show);
        assert_eq!(again(&[]), Again::Show);
        let link = "corpcustomer://join/K7QM-2XRB-9TFD";
        assert_eq!(again(&["app", link]), Again::Join(code.clone()));
        assert_eq!(Again::of_link(link), Again::Join(code));
        for arguments in [
            &["app", "--handoff"][..],
            &["app", "--uninstall"],
            &["app", "--version"],
            &["app", link, "--handoff"],
            &["app", "{\"ticket\":\"x\"}"],
            &["app", "\u{fffd}"],
            &["app", "corpcustomer://end"],
        ] {
            assert_eq!(again(arguments), Again::Refused, "{arguments:?}");
        }
        assert_eq!(Again::of_link("--handoff"), Again::Refused);
    }
}
