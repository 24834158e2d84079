//! Which windows belong on the screen. Pure, so that every case has a test.

use corporate_protocol::{Phase, Sharing};

use crate::view::{AppView, ConnectionView};

/// Which windows belong on the screen, and whether the program has anything left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a window, or the end")]
pub(super) struct Arrangement {
    pub(super) chat: bool,
    pub(super) consent: bool,
    pub(super) bar: bool,
    pub(super) join: bool,
    pub(super) farewell: bool,
    pub(super) end: bool,
}

/// What matters beside the view.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Around {
    /// As the account's setting and the customer say.
    pub(super) wants_chat: bool,
    /// The customer has closed the chat window.
    pub(super) dismissed: bool,
    /// There is an invitation by link, or a refusal of one.
    pub(super) invited: bool,
    /// The app can be removed, and the customer has not closed what said that the session has ended.
    pub(super) offers_removal: bool,
}

impl Arrangement {
    pub(super) fn of(view: &AppView, around: Around) -> Self {
        let Around { wants_chat, dismissed, invited, offers_removal } = around;
        let over = view.connection == ConnectionView::Ended;
        let sharing = view.state.as_ref().map_or(Sharing::Off, |state| state.sharing);
        let consent = !over && view.consent_seconds_left.is_some();
        let bar = !over && sharing != Sharing::Off;
        // Without a chat window nothing else would offer the removal. Where this app alone is out
        // of the session, another may be in it, and nothing can be removed.
        let farewell = offers_removal && !wants_chat && over && has_ended(view);
        let shows_something = wants_chat || consent || bar || invited || farewell;
        // Where chat goes on in the browser only, the app stays without a window between two
        // questions for consent; it ends with the session.
        let end = !shows_something && (dismissed || over);
        Self { chat: wants_chat, consent, bar, join: invited, farewell, end }
    }
}

/// Whether there was a session that is over for everybody.
fn has_ended(view: &AppView) -> bool {
    let Some(state) = &view.state else { return false };
    state.phase == Phase::Ended || view.problem.is_none()
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{ErrorCode, Language, SessionState};

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
        let Arrangement { chat, consent, bar, join, farewell, end } = arrangement;
        let all = [
            ("chat", chat),
            ("consent", consent),
            ("bar", bar),
            ("join", join),
            ("farewell", farewell),
            ("end", end),
        ];
        let there = all.iter().filter_map(|(name, there)| there.then_some(*name));
        there.collect::<Vec<_>>().join(" ")
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
            let around = Around { wants_chat, dismissed, ..Around::default() };
            let arrangement = Arrangement::of(&view, around);
            assert_eq!(windows(arrangement), expected, "{view:?} {wants_chat} {dismissed}");
        }
    }

    #[test]
    fn the_end_is_said_once_where_no_chat_window_says_it_and_all_can_be_removed() {
        use ConnectionView::{Ended, Online};
        let offered = Around { offers_removal: true, ..Around::default() };
        let over = view(Ended, Sharing::Off, false);
        assert_eq!(windows(Arrangement::of(&over, offered)), "farewell");
        let closed = Around { dismissed: true, ..offered };
        assert_eq!(windows(Arrangement::of(&over, closed)), "farewell");
        assert_eq!(
            windows(Arrangement::of(&over, Around { invited: true, ..closed })),
            "join farewell"
        );
        let chat = Around { wants_chat: true, ..offered };
        assert_eq!(windows(Arrangement::of(&over, chat)), "chat");
        // Closed, or nothing could remove it.
        assert_eq!(windows(Arrangement::of(&over, Around::default())), "end");
        // The session goes on, here or in another app.
        assert_eq!(windows(Arrangement::of(&view(Online, Sharing::Off, false), offered)), "");
        assert_eq!(windows(Arrangement::of(&view(Online, Sharing::Off, false), closed)), "end");
        let problem = Some(ErrorCode::NotInSession.to_string());
        let elsewhere = AppView { problem, ..over };
        assert_eq!(windows(Arrangement::of(&elsewhere, offered)), "end");
        let nothing = AppView::without_session(Language::En, None);
        assert_eq!(windows(Arrangement::of(&nothing, closed)), "end");
    }

    #[test]
    fn without_a_session_there_is_the_chat_window_until_it_is_closed() {
        let view = AppView::without_session(Language::De, None);
        let chat = Around { wants_chat: true, ..Around::default() };
        assert_eq!(windows(Arrangement::of(&view, chat)), "chat");
        let closed = Around { dismissed: true, ..Around::default() };
        assert_eq!(windows(Arrangement::of(&view, closed)), "end");
    }

    #[test]
    fn an_invitation_stands_alone_or_beside_a_session_and_keeps_the_program_running() {
        let invited = Around { invited: true, ..Around::default() };
        let chat = Around { wants_chat: true, ..invited };
        let nothing = AppView::without_session(Language::De, None);
        let closed = Around { dismissed: true, ..invited };
        assert_eq!(windows(Arrangement::of(&nothing, closed)), "join");
        assert_eq!(windows(Arrangement::of(&nothing, chat)), "chat join");
        let shown = view(ConnectionView::Online, Sharing::On, false);
        assert_eq!(windows(Arrangement::of(&shown, chat)), "chat bar join");
    }
}
