// English words of the desktop app's windows. Read through `appTexts()` only.
export const enApp = {
  chat: {
    title: (company: string) => `Chat with ${company}`,
    noSession: "You are not in a session.",
    noSessionMore: [
      "Open the support page of your company in the browser and start a chat.",
      "When the agent asks to see your screen, the page offers you a download. Open it: this window then shows your chat.",
      "Nobody sees your screen before you say OK.",
    ],
    connecting: "Connecting to your session …",
    offline:
      "The connection is interrupted. We are reconnecting; what you write is kept and sent then.",
    asked: "We ask you in a window of its own whether we may see your screen.",
    sharing: (names: string) => `${names} can see your screen.`,
    sharingMore: "You can pause or stop at any time in the small bar.",
    paused: "Sharing is paused. Nobody sees your screen.",
    saved: "The chat history has been saved.",
    remove: "Remove Corporate Customer from this computer",
    goOn: "You can go on in the chat in your browser. Ask there for a new link if you need one.",
  },
  consent: {
    title: "May we see your screen?",
    asks: (names: string, company: string) =>
      `${names} of ${company} would like to see your screen in order to help you.`,
    seenHeading: "What we see",
    seen: (monitor: string) => [
      monitor === ""
        ? "Everything on the shared monitor, messages that pop up on it as well."
        : `Everything on ${monitor}, messages that pop up on it as well.`,
      "Your mouse pointer.",
    ],
    unseenHeading: "What we do not see and cannot do",
    unseen: [
      "Your other monitors, unless you show one yourself.",
      "Your camera, microphone and files.",
      "We cannot use your mouse or keyboard.",
    ],
    control: "Close first what nobody should see. You can pause or stop sharing at any time.",
    left: (time: string) => `Without your answer within ${time} nothing is shown.`,
    failed: "Your answer could not be passed on. Nothing is shown. Please try again.",
    over: "This question is no longer open. Nothing is shown because of it.",
  },
  join: {
    title: "Join this session?",
    refused: "This link was not followed",
    checkingTitle: "An invitation is being checked",
    checking: "Asking the portal who invites you …",
    joining: "Joining the session …",
    asks: (agent: string, company: string) =>
      `${agent} of ${company} invites you to a session in which you chat, and may show your screen if you agree to it then.`,
    portal: "Portal",
    care: "Say Yes only if you are in contact with them right now and know this address.",
  },
  farewell: {
    title: "The session has ended",
    stays:
      "Nobody sees your screen. Corporate Customer stays on this computer for the next time, unless you remove it.",
  },
  bar: {
    title: "Screen sharing",
    sharing: (names: string) => `${names} can see your screen`,
    starting: "Sharing is starting …",
    paused: "Paused: nobody sees your screen",
    offline: "The connection is interrupted",
    off: "Nobody sees your screen",
    pause: "Pause",
    resume: "Resume",
    stop: "Stop sharing",
    failed: "That did not work. Please try again.",
    screens: "Shown screen",
    screen: (number: number, width: number, height: number) =>
      `Show screen ${number} (${width} × ${height})`,
    asksFor: (name: string, number: number) => `${name} asks to see screen ${number}`,
    show: "Show",
    notNow: "Not now",
    seconds: (left: string) => `Without an answer it is not shown: ${left}`,
  },
  /** For the app's own failures; those of the portal have their words in `errors`. */
  problems: {
    capture: "The screen could not be read. Nothing is shown. You can go on chatting.",
    monitor:
      "The monitor that you agreed to share is not there any more. Nothing is shown; no other monitor takes its place. The support team can ask you again.",
    not_permitted:
      "Your system does not let the app see the screen. Nothing is shown. On a Mac, please allow it under System Settings > Privacy & Security > Screen Recording, and start the app again; elsewhere the support team can ask you again. You can go on chatting.",
    not_supported: "Sharing the screen is not possible on this system yet. You can go on chatting.",
    encode:
      "The picture of the screen could not be prepared. Nothing is shown. You can go on chatting.",
    save: "The chat history could not be saved. Please check your Downloads folder and try again.",
    not_secure:
      "The connection to the support portal is not secure: its certificate is not trusted here. Please ask whoever looks after your network.",
    proxy:
      "Your network's proxy does not let the app through to the support portal. Please ask whoever looks after your network.",
    link_invalid:
      "This call of the app is not valid; nothing has been done. Please use the link or the download in your chat.",
    link_waiting:
      "Another link was opened meanwhile and was not followed. Please answer this question first, and then open that link again.",
    session_running:
      "You are in a session already, which goes on. Please end it first if you want to join another one, and then open the link again.",
    no_portal:
      "This computer's settings name no support portal that can be used. Please ask whoever looks after this computer.",
    not_removable: "Corporate Customer cannot be removed from here.",
  },
  support: "the support team",
};

/** The shape of the app's dictionary in every language. */
export type AppTexts = typeof enApp;
