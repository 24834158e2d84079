// Which processor this computer has, where the browser tells: browsers built on Chromium do, once they
// are asked. Refuses to guess from the user agent, in which Macs and many ARM computers are called
// Intel; the portal then chooses what is right for most. Used for the opener's download.

/** A processor as the portal names it. */
export type Processor = "x86_64" | "aarch64";

/** The part of `navigator` that tells; not in all browsers, nor in all pages. */
export interface Told {
  userAgentData?: {
    getHighEntropyValues(names: string[]): Promise<{ architecture?: string; bitness?: string }>;
  };
}

/** How long the browser may take: a download that waits longer is worse than the usual one. */
const waitMs = 1000;

const names: Record<string, Processor> = { "x86 64": "x86_64", "arm 64": "aarch64" };

/** The processor, or null where the browser does not say in time, or names one we don't know. */
export async function processorOf(browser: Told): Promise<Processor | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), waitMs));
  return Promise.race([ask(browser).catch(() => null), late]);
}

async function ask({ userAgentData }: Told): Promise<Processor | null> {
  const told = await userAgentData?.getHighEntropyValues(["architecture", "bitness"]);
  return names[`${told?.architecture} ${told?.bitness}`] ?? null;
}
