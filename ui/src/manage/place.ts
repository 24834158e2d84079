// Where in the management center an address leads, and who may go there. Pure; the page and its
// navigation read it. Refuses nothing by itself: the portal keeps the rights.
import type { AgentId } from "../lib/protocol.generated";

/** The sections in the order of the navigation. */
export const sections = [
  "reports",
  "account",
  "chat",
  "files",
  "replies",
  "embed",
  "queues",
  "agents",
  "audit",
] as const;

export type Section = (typeof sections)[number];

/** A section and what stands behind it, such as an agent's id. */
export interface Place {
  section: Section;
  rest: string;
}

/** What is known of the person for the navigation. */
export interface Rights {
  id: AgentId;
  roles: readonly string[];
  may_open_reports: boolean;
}

/** Whether somebody may set up the account, its queues and its agents. */
export const manages = (who: Rights): boolean =>
  who.roles.includes("manager") || who.roles.includes("administrator");

/** The sections that somebody may open. */
export function openTo(who: Rights): Section[] {
  return sections.filter((one) => (one === "reports" ? who.may_open_reports : manages(who)));
}

/** The place that an address asks for: `#/agents/<id>`, `#reports`; the older `#/sessions/<id>` is
    a report. None where the address names no place. */
export function placeOf(hash: string): Place | null {
  const [, name = "", rest = ""] = /^#\/?([a-z]+)(?:\/(.*))?$/.exec(hash) ?? [];
  if (name === "sessions") return { section: "reports", rest };
  const section = sections.find((one) => one === name);
  return section === undefined ? null : { section, rest };
}

/** The address of a place, within the page. */
export const hashOf = (section: Section, rest = ""): string =>
  rest === "" ? `#/${section}` : `#/${section}/${rest}`;

/** Whether an address within the page is a target of the page itself, such as its content. */
export const isAnchor = (hash: string): boolean => hash === "#content";
