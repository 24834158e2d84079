// English words of the way from web chat to app, as the customer reads them: where each browser has
// its downloads, what each system asks. Read through `texts().upgrade` only.
export const upgrade = {
  heading: "Upgrade to a standard session",
  // The link stands between the two halves.
  before:
    "An upgrade to a standard session is under way. If the download does not start by itself, ",
  link: "click here",
  after: ".",
  preparing: "Your download is being prepared …",
  file: "File",
  next: "What to do next",
  app: {
    lead: "Corporate Customer seems to be on this computer already. Open it to go on.",
    open: "Open Corporate Customer",
    instead: "Download instead",
    asks: "Your browser may ask whether it may open Corporate Customer: say yes. Corporate Customer then shows who is helping you and asks whether you want to join.",
    nothing: "Nothing happens? Then it may no longer be here. Choose “Download instead”.",
  },
  code: {
    label: "Code for the opener",
    hint: "The opener knows it from its file name. Type it in only if the opener asks for it.",
    copy: "Copy code",
    copied: "Copied.",
    notCopied: "It could not be copied. Please mark the code and copy it yourself.",
  },
  where: {
    chrome:
      "Find the file: at the top right of Chrome, beside the address, choose the download arrow.",
    edge: "Find the file: at the top right of Edge, choose the download arrow, if the list is not open already.",
    firefox:
      "Find the file: at the top right of Firefox, beside the address, choose the download arrow.",
    safari: "Find the file: at the top right of Safari, choose the arrow in a circle.",
    other: "Find the file: in your browser's list of downloads, or in your Downloads folder.",
  },
  picture: {
    chrome:
      "In Chrome, the download arrow is at the top right beside the address; below it, a list with the file opens.",
    edge: "In Edge, the download arrow is at the top right of the toolbar; below it, a list with the file and “Open file” opens.",
    firefox:
      "In Firefox, the download arrow is at the top right beside the address; below it, a list with the file opens.",
    safari:
      "In Safari, the arrow in a circle is at the right end of the toolbar; below it, a list with the file opens.",
    other: "The file is in the folder named Downloads.",
  },
  openFile: "Open file",
  folder: "Downloads",
  keep: {
    chrome: "If Chrome holds the file back, choose it in the list and then “Keep”.",
    edge: "If Edge holds the file back, choose the three dots beside it, then “Keep”, “Show more” and “Keep anyway”.",
    firefox: "If Firefox holds the file back, choose it in the list and then “Allow download”.",
    safari: "If Safari asks whether this page may download files, choose “Allow”.",
    other: "If your browser asks what to do with the file, choose to keep it.",
  },
  run: {
    windows: ["Open the file."],
    // A command follows the first one.
    macos: [
      "Start the file: open the program Terminal and enter this line.",
      "If macOS stops the file, which Apple has not checked: go on only if you are in contact with us and the file came from this page. Choose “Done”, open System Settings, Privacy & Security, scroll down to the file's name and choose “Open Anyway”. If nothing opens then, enter the line again.",
    ],
    linux: [
      "Choose the folder beside the file to see it where it is.",
      "Allow it to run: right click, Properties, “Executable as Program”.",
      "Open it with a double click.",
    ],
  },
  confirm: (host: string) =>
    `The opener shows our name, who is helping you and the address ${host}. Continue only if they are right.`,
  consent: "Corporate Customer then asks you whether we may see your screen.",
  // On Linux a command follows the last one.
  trouble: {
    windows: {
      question: "Windows warns about the file?",
      answers: (file: string | null) => [
        "“Windows protected your PC” appears for every program that Windows has not often seen. The warning is there for your safety: go on only if you are in contact with us and the file came from this page.",
        file === null
          ? "Then choose “More info”. The app's name must begin with “Corporate-Opener”. Choose “Run anyway”."
          : `Then choose “More info”. The app's name must be “${file}”; a number in brackets may have been added. Choose “Run anyway”.`,
        "The opener never needs an administrator. If Windows asks for an administrator's password, choose “No”; if there is no “Run anyway”, choose “Don't run”. Tell us here in the chat.",
      ],
    },
    macos: {
      question: "macOS does not open the file?",
      answers: (_: string | null) => [
        "A double click does not start the file, or shows it as text: enter the line in the program Terminal instead. You find it in Applications, Utilities.",
        "macOS stops programs that Apple has not checked. The warning is there for your safety.",
      ],
    },
    linux: {
      question: "The file does not start?",
      answers: (_: string | null) => [
        "The opener never needs an administrator. If you are asked for a password, cancel and tell us here in the chat.",
        "Some desktops start no programs by double click. Open a terminal and enter:",
      ],
    },
  },
  phone: {
    heading: "Please go on at a computer",
    runs: "To show a screen, Corporate Customer is needed. It runs on computers with Windows, macOS or Linux, not on phones and tablets.",
    byCode: (host: string) =>
      `Is it about a computer? Open ${host} on that computer, ask us here for a code, and enter it there.`,
    byChat: (host: string) =>
      `Is it about a computer? Open ${host} on that computer and start a chat there.`,
    stay: "On this device you can go on chatting as before.",
  },
  safe: "Nobody sees your screen before you say OK there.",
  validUntil: (time: string) => `Works once, until ${time}.`,
  fetched: "The file has been downloaded already. If you cannot find it, get a new link.",
  expired: "This link has expired.",
  newLink: "Get a new link",
  failed: "The download could not be prepared.",
  started: "The opener is running. Corporate Customer will open in a moment.",
  startedByLink:
    "Corporate Customer has been opened. It asks you there whether you want to join the session.",
  stuck: "Nothing happens? Get a new link: it downloads a new file for you to open.",
  joined: "Corporate Customer is connected.",
};
