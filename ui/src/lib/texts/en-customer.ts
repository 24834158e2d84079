// English words of the customer's pages beyond a running chat, and of files. Read through `texts()`.
import type { CustomerWords, FileWords } from "./words";

export const files: FileWords = {
  file: "File",
  attach: "Attach files",
  dropHere: "Drop the files here to send them",
  download: (name) => `Download ${name}`,
  picture: (name) => `Picture: ${name}`,
  progress: (name) => `Sending ${name}`,
  cancel: (name) => `Cancel ${name}`,
  retry: (name) => `Send ${name} again`,
  remove: (name) => `Remove ${name}`,
  failed: (name) => `${name} was not sent.`,
  tooLarge: (most) => `The file is larger than ${most}.`,
  typeRefused: (endings) => `Files of this type cannot be sent. Allowed: ${endings}.`,
  empty: "The file is empty.",
  waiting: "Waiting …",
  inChat: "You can open this file in the web chat.",
  pasted: "Picture",
};

export const customer: CustomerWords = {
  code: {
    heading: "On the phone with us?",
    lead: "Enter the code that our agent reads out to you.",
    label: "Your code",
    hint: (digits) => `${digits} digits, as you heard them`,
    submit: "Connect",
    working: "Connecting …",
    incomplete: (digits, typed) => `The code has ${digits} digits. You have entered ${typed}.`,
    wait: (seconds) =>
      `Too many attempts. Please wait ${seconds === 1 ? "one second" : `${seconds} seconds`}.`,
  },
  form: {
    optional: (label) => `${label} (optional)`,
    email: "Your e-mail address",
    emailHint: "So that we can answer if the chat is interrupted.",
    emailForAnswer: "We send our answer to this address.",
    nextFree: "Next free agent",
    termsLink: "Read the full terms",
    newTab: "opens in a new tab",
    wait: (seconds) =>
      `You can try again in ${seconds === 1 ? "one second" : `${seconds} seconds`}.`,
  },
  message: {
    heading: "Leave us a message",
    lead: "Nobody is available at the moment. Leave us a message, and we will answer by e-mail.",
    question: "Your message",
    submit: "Leave message",
    chatInstead: "Start a chat instead",
    left: "Thank you. We have received your message.",
    leftMore:
      "We will answer by e-mail. If an agent has time earlier, the answer also appears here while this page is open.",
  },
  off: {
    heading: "The chat is closed",
    more: "Chats cannot be started here at the moment. If an agent has given you a code, enter it on the first page.",
  },
  place: (place) =>
    place === 1 ? "You are next in line." : `You are number ${place} in the queue.`,
  nobody: "Nobody is available at the moment.",
  nobodyMore: "You may keep waiting here, or leave a message that we answer by e-mail.",
  leaveMessage: "Leave a message",
  leaveMessageQuestion: "Leave a message instead of waiting?",
  leaveMessageDetail:
    "This chat ends. What you wrote is taken over into the message, and we answer by e-mail.",
  absent: "The session ended because this page was closed for a long time.",
  absentMore: "You can start a new chat whenever you like. This chat can still be saved.",
  appOnly: "Your session goes on in Corporate Customer.",
  appOnlyMore: "Open the downloaded file. You chat with us in the app then.",
  delivered: "Delivered",
  jump: (count) =>
    count === 0 ? "Newest messages" : count === 1 ? "1 new message" : `${count} new messages`,
  divider: "New messages",
  attention: (count, title) => `(${count}) ${title}`,
  soundOn: "Switch sound on",
  soundOff: "Switch sound off",
  closeChat: "Close chat window",
  lost: {
    title: "Page not found",
    heading: "There is no such page",
    more: "The address may be mistyped, or the page has moved.",
    home: "To the first page",
  },
};
