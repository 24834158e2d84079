//! What is to be seen and heard at each moment of a hand-off and of a removal.

use corporate_protocol::{ErrorCode, PersonName};
use corporate_proxy::Proxy;

use super::*;
use crate::window::picture::{Focus, Key};

const RETRY: Ways = Ways { can_retry: true, has_older_app: false };

fn scene() -> Scene {
    Scene::new(Language::En, "https://support.example.com".to_owned())
}

fn session(language: Language) -> SessionInfo {
    SessionInfo {
        company: "Muster GmbH".to_owned(),
        agent: PersonName::parse("Anna").expect("a name"),
        language,
    }
}

fn report(scene: &mut Scene, step: Step) -> Option<Outcome> {
    scene.take(Report::Step(step), Instant::now())
}

fn picture(scene: &Scene) -> Picture {
    scene.picture(Ways::default())
}

/// Lets the moment be seen for a while.
fn settle(scene: &mut Scene) {
    let now = Instant::now();
    scene.look(now);
    scene.look(now + SETTLED);
}

/// A scene in which the session is known and the user is asked.
fn asking(language: Language) -> Scene {
    let mut scene = scene();
    scene.begin(true);
    scene.take(Report::Session(session(language)), Instant::now());
    report(&mut scene, Step::Checking);
    report(&mut scene, Step::Asking);
    scene
}

#[test]
fn without_a_code_it_asks_for_one() {
    let mut scene = scene();
    settle(&mut scene);
    let picture = picture(&scene);
    assert_eq!(picture.form, Form::Code("C_ode"));
    assert!(picture.primary.is_none() && !picture.is_error);
    assert_eq!(picture.focus(), Focus::Code);
    assert_eq!(picture.default_key(), Some(Key::Proceed));
    assert_eq!(scene.outcome(), Some(Outcome::Cancelled));
}

#[test]
fn the_question_names_company_agent_and_portal_and_enter_goes_on() {
    for (language, sentence) in [
        (Language::En, "Go on only if you are talking with them"),
        (Language::De, "Machen Sie nur weiter, wenn Sie mit ihnen in Kontakt sind"),
    ] {
        let mut scene = asking(language);
        settle(&mut scene);
        let picture = picture(&scene);
        assert!(picture.detail.starts_with(sentence), "{}", picture.detail);
        assert_eq!(picture.session, Some(session(language)));
        assert!(picture.has_facts);
        assert_eq!(picture.primary.map(|button| button.action), Some(Action::GoOn));
        assert_eq!(picture.default_key(), Some(Key::Primary));
        assert_eq!(picture.focus(), Focus::Key(Key::Primary));
        for heard in ["Muster GmbH", "Anna", "https://support.example.com", sentence] {
            assert!(picture.announcement.contains(heard), "{}", picture.announcement);
        }
    }
}

#[test]
fn an_enter_that_was_meant_for_something_before_answers_no_question() {
    let mut scene = asking(Language::En);
    let begin = Instant::now();
    for after in [Duration::ZERO, Duration::from_millis(200), Duration::from_millis(699)] {
        scene.look(begin + after);
        let early = picture(&scene);
        assert_eq!((early.default_key(), early.focus()), (None, Focus::Nothing), "{after:?}");
        assert_eq!(early.primary.map(|button| button.action), Some(Action::GoOn));
    }
    // What comes meanwhile makes it neither shorter nor longer.
    report(&mut scene, Step::Downloading { done_bytes: 1, total_bytes: 4 });
    assert!(!scene.is_settled());
    let before = picture(&scene);
    scene.look(begin + Duration::from_millis(700));
    let settled = picture(&scene);
    assert_eq!(settled.default_key(), Some(Key::Primary));
    assert_eq!(settled.focus(), Focus::Key(Key::Primary));
    assert_eq!(settled.moment, before.moment, "an entry would lose what was selected in it");
}

#[test]
fn an_enter_while_something_is_under_way_does_not_cancel_it() {
    let mut scene = scene();
    scene.begin(true);
    for step in [Step::Redeeming, Step::Checking] {
        report(&mut scene, step);
        settle(&mut scene);
        let picture = picture(&scene);
        assert_eq!((picture.default_key(), picture.focus()), (None, Focus::Nothing));
        assert!(picture.leave.is_some());
    }
    scene.stop();
    settle(&mut scene);
    assert_eq!(picture(&scene).focus(), Focus::Nothing);
}

#[test]
fn everything_is_removed_by_no_early_enter() {
    let mut scene = Scene::of_removal(Language::En);
    scene.look(Instant::now());
    assert_eq!((picture(&scene).default_key(), picture(&scene).focus()), (None, Focus::Nothing));
    settle(&mut scene);
    assert_eq!(picture(&scene).default_key(), Some(Key::Primary));
}

#[test]
fn the_download_goes_on_behind_the_question_and_moves_no_focus() {
    let mut scene = asking(Language::En);
    let before = picture(&scene);
    report(&mut scene, Step::Downloading { done_bytes: 1_000_000, total_bytes: 4_000_000 });
    let during = picture(&scene);
    assert_eq!(during.headline, before.headline);
    assert!(matches!(during.progress, Progress::Part(..)));
    assert_eq!((during.moment, &during.announcement), (before.moment, &before.announcement));
    report(&mut scene, Step::Asking);
    let after = picture(&scene);
    assert_eq!((after.progress, after.moment), (Progress::Hidden, before.moment));
    scene.confirm();
    let going = picture(&scene);
    assert_eq!(going.headline, "Starting Corporate Customer …");
    assert!(going.primary.is_none() && going.moment > before.moment);
}

#[test]
fn an_answer_stands_though_the_question_comes_late() {
    let mut scene = asking(Language::En);
    report(&mut scene, Step::Downloading { done_bytes: 1, total_bytes: 4 });
    scene.confirm();
    report(&mut scene, Step::Asking);
    assert_eq!(picture(&scene).headline, "Downloading the app …");
    // Another code is another session.
    scene.begin(true);
    report(&mut scene, Step::Asking);
    assert_eq!(picture(&scene).primary.map(|button| button.action), Some(Action::GoOn));
}

#[test]
fn progress_is_shown_in_the_language_that_the_portal_told_with_the_time_left() {
    let mut scene = scene();
    scene.begin(true);
    assert_eq!(picture(&scene).progress, Progress::Busy);
    let start = Instant::now();
    scene.take(Report::Session(session(Language::De)), start);
    let step = |done_bytes| Report::Step(Step::Downloading { done_bytes, total_bytes: 60_000_000 });
    scene.take(step(1_500_000), start);
    let first = picture(&scene);
    assert_eq!(first.progress, Progress::Part(0.025, "1,5 von 60,0 MB".to_owned()));
    assert_eq!(first.headline, "Die App wird heruntergeladen …");
    scene.take(step(15_000_000), start + Duration::from_secs(9));
    let words = "15,0 von 60,0 MB, noch etwa 30 Sekunden".to_owned();
    let second = picture(&scene);
    assert_eq!(second.progress, Progress::Part(0.25, words));
    assert_eq!(first.announcement, "Die App wird heruntergeladen … 0 %");
    assert_eq!(second.announcement, "Die App wird heruntergeladen … 25 %");
}

#[test]
fn retry_is_offered_only_where_it_can_help() {
    let mut scene = scene();
    report(&mut scene, Step::Failed(OpenerError::DownloadTampered));
    let retry = scene.picture(RETRY).primary.expect("a button");
    assert_eq!(retry, Button { action: Action::Retry, label: "_Retry" });
    assert!(scene.picture(Ways::default()).primary.is_none());
    report(&mut scene, Step::Failed(OpenerError::Portal(ErrorCode::CodeUsed)));
    let picture = scene.picture(RETRY);
    assert!(picture.primary.is_none() && picture.is_error);
    assert_eq!(picture.form, Form::Code("Another c_ode"));
    assert_eq!(scene.outcome(), Some(Outcome::Failed));
    scene.mistyped();
    settle(&mut scene);
    let picture = scene.picture(RETRY);
    assert_eq!((picture.default_key(), picture.focus()), (Some(Key::Proceed), Focus::Code));
    assert_eq!(picture.second.map(|button| button.action), Some(Action::Retry));
}

#[test]
fn an_older_app_is_offered_beside_retry() {
    let mut scene = scene();
    report(&mut scene, Step::Failed(OpenerError::DownloadTampered));
    let picture = scene.picture(Ways { can_retry: true, has_older_app: true });
    assert_eq!(picture.primary.map(|button| button.action), Some(Action::Retry));
    assert_eq!(picture.second.map(|button| button.action), Some(Action::UseOlderApp));
    assert!(picture.detail.contains("the app that is already on this computer"));
}

fn proxy() -> Proxy {
    Proxy::parse("http://proxy.example:3128").expect("a proxy")
}

#[test]
fn a_proxy_is_signed_in_to_and_a_wrong_password_is_said() {
    let mut scene = scene();
    scene.begin(true);
    report(&mut scene, Step::Failed(OpenerError::ProxySignIn(proxy())));
    let first = scene.picture(RETRY);
    assert_eq!((&first.form, first.focus()), (&Form::SignIn, Focus::User));
    assert_eq!(first.primary.map(|button| button.action), Some(Action::SignIn));
    assert!(!first.is_error && first.detail.contains("proxy.example:3128"), "{}", first.detail);
    assert_eq!(scene.outcome(), Some(Outcome::Cancelled));
    scene.sign_in();
    scene.begin(false);
    report(&mut scene, Step::Failed(OpenerError::ProxySignIn(proxy())));
    let second = scene.picture(RETRY);
    assert!(second.is_error && second.detail.contains("did not accept"));
    assert!(second.moment > first.moment);
    assert_ne!(second.announcement, first.announcement);
}

#[test]
fn a_cancelled_run_leaves_and_shows_no_further_steps() {
    let mut scene = scene();
    scene.begin(true);
    scene.stop();
    report(&mut scene, Step::Checking);
    assert_eq!(picture(&scene).headline, "Cancelling …");
    let last = Step::Failed(OpenerError::Cancelled);
    assert_eq!(report(&mut scene, last), Some(Outcome::Cancelled));
    assert_eq!(report(&mut scene, Step::Done), Some(Outcome::Started));
}

#[test]
fn a_removal_is_asked_for_and_tells_how_it_went() {
    let mut scene = Scene::of_removal(Language::En);
    let asked = picture(&scene);
    assert!(!asked.has_facts);
    assert_eq!(asked.primary.map(|button| button.action), Some(Action::Remove));
    assert_eq!(scene.outcome(), Some(Outcome::Cancelled));
    scene.remove();
    assert_eq!((picture(&scene).leave, scene.outcome()), (None, None));
    scene.removed(Err(OpenerError::AppOpen));
    let failed = picture(&scene);
    assert!(failed.is_error && failed.detail.contains("still open"));
    assert_eq!(failed.primary.map(|button| button.action), Some(Action::Remove));
    assert_eq!(scene.outcome(), Some(Outcome::Failed));
    scene.removed(Ok(()));
    assert_eq!(picture(&scene).headline, "Corporate Customer has been removed");
    assert_eq!(scene.outcome(), Some(Outcome::Removed));
}
