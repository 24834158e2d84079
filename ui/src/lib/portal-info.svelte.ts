// Company, queues and version of this portal, fetched once for a page. Used by every page.
import { get, type PortalInfo } from "./api";
import { language } from "./texts/texts.svelte";

let info = $state.raw<PortalInfo>({ company: "Corporate Customer", queues: [], version: "" });

/** What is known of the portal now. */
export const portalInfo = (): PortalInfo => info;

/** Fetches it. */
export async function loadPortalInfo(): Promise<void> {
  info = await get<PortalInfo>("/api/v1/portal");
}

/** A queue's name for people. */
export function queueName(id: string): string {
  return info.queues.find((queue) => queue.id === id)?.name[language()] ?? id;
}
