//! Which windows belong on the screen. Pure, so that every case has a test.

use corporate_protocol::Sharing;

use crate::view::{AppView, ConnectionView};

/// Which windows belong on the screen, and whether the program has anything left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a window, or the end")]
pub(super) struct Arrangement {
    pub(super) chat: bool,
    pub(super) consent: bool,
    pub(super) bar: bool,
    pub(super) join: bool,
    pub(super) end: bool,
}

impl Arrangement {
    /// `wants_chat`: as the account's setting and the customer say; `dismissed`: the customer has
    /// closed the chat window; `join`: there is an invitation by link, or a refusal of one.
    pub(super) fn of(view: &AppView, wants_chat: bool, dismissed: bool, join: bool) -> Self {
        let over = view.connection == ConnectionView::Ended;
        let sharing = view.state.as_ref().map_or(Sharing::Off, |state| state.sharing);
        let consent = !over && view.consent_seconds_left.is_some();
        let bar = !over && sharing != Sharing::Off;
        let shows_something = wants_chat || consent || bar || join;
        // Where chat goes on in the browser only, the app stays without a window between two
        // questions for consent; it ends with the session.
        let end = !shows_something && (dismissed || over);
        Self { chat: wants_chat, consent, bar, join, end }
    }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{Language, SessionState};

    use super::*;

    fn view(connection: ConnectionView, sharing: Sharing, asked: bool) -> AppView {
        let state = SessionState { sharing, ..SessionState::default() };
        AppView {
            connection,
            state: Some(state),
            consent_seconds_left: asked.then_some(60),
            ..AppView::without_session(Language::En, None)
        }
    }

    fn windows(arrangement: Arrangement) -> String {
        let Arrangement { chat, consent, bar, join, end } = arrangement;
        [("chat", chat), ("consent", consent), ("bar", bar), ("join", join), ("end", end)]
            .iter()
            .filter_map(|(name, there)| there.then_some(*name))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn each_state_has_its_windows() {
        use ConnectionView::{Ended, Offline, Online};
        use Sharing::{Off, On, Paused};
        let cases = [
            // connection, sharing, asked, wants chat, dismissed, windows
            (Online, Off, false, true, false, "chat"),
            (Online, Off, true, true, false, "chat consent"),
            (Online, On, false, true, false, "chat bar"),
            (Offline, Paused, false, true, false, "chat bar"),
            (Ended, Off, false, true, false, "chat"),
            (Ended, On, true, true, false, "chat"),
            // The chat window was closed: the bar stays; with nothing left the program ends.
            (Online, On, false, false, true, "bar"),
            (Online, Off, true, false, true, "consent"),
            (Online, Off, false, false, true, "end"),
            (Ended, Off, false, false, true, "end"),
            // Chat goes on in the browser.
            (Online, Off, false, false, false, ""),
            (Online, Off, true, false, false, "consent"),
            (Online, On, false, false, false, "bar"),
            (Ended, Off, false, false, false, "end"),
        ];
        for (connection, sharing, asked, wants_chat, dismissed, expected) in cases {
            let view = view(connection, sharing, asked);
            let arrangement = Arrangement::of(&view, wants_chat, dismissed, false);
            assert_eq!(windows(arrangement), expected, "{view:?} {wants_chat} {dismissed}");
        }
    }

    #[test]
    fn without_a_session_there_is_the_chat_window_until_it_is_closed() {
        let view = AppView::without_session(Language::De, None);
        assert_eq!(windows(Arrangement::of(&view, true, false, false)), "chat");
        assert_eq!(windows(Arrangement::of(&view, false, true, false)), "end");
    }

    #[test]
    fn an_invitation_stands_alone_or_beside_a_session_and_keeps_the_program_running() {
        let nothing = AppView::without_session(Language::De, None);
        assert_eq!(windows(Arrangement::of(&nothing, false, true, true)), "join");
        assert_eq!(windows(Arrangement::of(&nothing, true, false, true)), "chat join");
        let shown = view(ConnectionView::Online, Sharing::On, false);
        assert_eq!(windows(Arrangement::of(&shown, true, false, true)), "chat bar join");
    }
}
