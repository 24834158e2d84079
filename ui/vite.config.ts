// Builds the pages twice: `--mode portal` for the portal program, `--mode app` for the desktop app.
// Refuses inlined assets, since both are served under a strict Content-Security-Policy.
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const pages: Record<string, string[]> = {
  portal: ["index", "chat", "console", "manage", "404"],
  app: ["chat", "consent", "bar", "join", "farewell"],
};

/** Where `npm run dev` finds a running portal. */
const portal = process.env["CORPORATE_PORTAL_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig(({ mode }) => {
  const folder = mode === "app" ? "app" : "portal";
  const input = (pages[folder] ?? []).map((page) => here(`./${folder}/${page}.html`));
  return {
    root: mode === "test" ? here("./") : here(`./${folder}`),
    publicDir: mode === "app" ? false : here("./public"),
    plugins: [svelte({ configFile: here("./svelte.config.js") })],
    resolve: {
      alias: { "/src": here("./src") },
      // Without it vitest would take the server's half of Svelte.
      ...(mode === "test" ? { conditions: ["browser"] } : {}),
    },
    build: {
      outDir: here(`./dist/${folder}`),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: "es2022",
      rolldownOptions: { input },
    },
    worker: { format: "es" },
    server: {
      fs: { allow: [here("./")] },
      proxy: {
        "/api": { target: portal, ws: true, changeOrigin: true },
        "/download": { target: portal, changeOrigin: true },
      },
    },
    // Tests in browsers wait for them much of the time: two at once even where there are two cores.
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.ts"],
      maxWorkers: 2,
      testTimeout: 20_000,
    },
  };
});
