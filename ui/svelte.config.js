// Svelte's options, read by Vite and svelte-check: runes everywhere, no preprocessors.
/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default { compilerOptions: { runes: true } };
