// The English dictionary, which is also the model for all others. Read through `texts()` only.
import { customer, files } from "./en-customer";
import { errors } from "./en-errors";
import { desk } from "./en-console";
import { log, logForCustomer } from "./en-log";
import { upgrade } from "./en-upgrade";

export const en = {
  close: "Close",
  yes: "Yes",
  no: "No",
  ok: "OK",
  cancel: "Cancel",
  tryAgain: "Try again",
  loading: "One moment …",
  language: "Language",
  signOut: "Sign out",
  skipToContent: "Skip to content",
  systems: { linux: "Linux", windows: "Windows", macos: "macOS" },
  languages: { de: "German", en: "English" },
  errors,
  log,
  logForCustomer,
  files,
  customer,

  messages: {
    label: "Messages",
    you: "You",
    sending: "Sending …",
    sent: "Sent",
    notSent: "Not sent.",
    editAgain: "Edit again",
    remove: "Remove",
    isTyping: (name: string) => `${name} is typing …`,
    message: "Message",
    placeholder: "Write a message …",
    send: "Send",
    left: (count: number) => `${count} characters left`,
    tooLong: (count: number) => `${count} characters too many`,
  },

  connection: {
    connecting: "Connecting …",
    lost: "The connection is interrupted. We are reconnecting; what you write is kept and sent then.",
    retry: "Reconnect now",
  },

  portal: {
    title: (company: string) => `Support by ${company}`,
    heading: "How can we help you?",
    lead: "Write to our support team right here in your browser. There is nothing to install.",
    start: "Start chat",
    points: [
      ["A person answers", "You chat with an agent of our team, not with a machine."],
      [
        "You stay in control",
        "Nobody sees your screen unless you say OK, and you can stop at any time.",
      ],
      ["Yours to keep", "Save the whole conversation as a text file whenever you like."],
    ],
    forAgents: "For agents",
    console: "Console",
    manage: "Management center",
  },

  chat: {
    title: (company: string) => `Chat with ${company}`,
    name: "Your name",
    question: "Your question",
    questionHint: "What is it about? A sentence or two is enough.",
    queue: "Topic",
    start: "Start chat",
    starting: "Starting …",
    privacy: "Only our support team reads this chat.",
    waiting: "Thank you. We are looking for a free agent.",
    waitingMore: "Please keep this page open. You can already add details below.",
    withAgents: (names: string) => `You are chatting with ${names}`,
    agentAway: "The agent is not connected at the moment.",
    save: "Save chat history",
    end: "End session",
    endQuestion: "Do you want to end the session?",
    endDetail: "The chat will be closed for both sides. You can still save the chat history.",
    ended: "The session has ended.",
    endedMore: "Thank you for talking to us. You can still save the chat history.",
    startNew: "Start a new chat",
    moved: "This chat has moved to Corporate Customer.",
    movedMore:
      "Please go on in the app, which shows all earlier messages. You may close this page.",
    webOnly: "You go on chatting here. The app shares your screen once you say OK.",
    both: "You can chat here or in the app: both show every message.",
    sharing: (names: string) => `${names} can see your screen.`,
    sharingMore: "You can pause or stop at any time in the bar of Corporate Customer.",
    paused: "Sharing is paused. Nobody sees your screen.",
    openElsewhere: "This chat cannot be opened any more.",
  },

  upgrade,

  signIn: {
    heading: "Sign in",
    email: "E-mail",
    password: "Password",
    submit: "Sign in",
    working: "Signing in …",
  },

  console: desk,
};
