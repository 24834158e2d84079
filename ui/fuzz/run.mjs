// Runs the fuzzing of the viewer: `npm run fuzz -- --minutes 10 --seed 7`. Loads it through Vite,
// since it is TypeScript; ends with code 1 and what to repeat where something was found.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { createServer } from "vite";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const vite = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  appType: "custom",
});
try {
  const { fuzz } = await vite.ssrLoadModule("/fuzz/screen.ts");
  process.exitCode = await fuzz(Number(values.seed), Number(values.minutes));
} finally {
  await vite.close();
}
