import { parse } from "smol-toml";
import { defineConfig, type Plugin } from "vite";

/** TOML files as modules: the report's words are the page's words. */
const toml: Plugin = {
  name: "toml",
  transform(code, id) {
    return id.endsWith(".toml") ? { code: `export default ${JSON.stringify(parse(code))}`, map: null } : null;
  },
};

/** Names without hashes: a bundle that is kept in the repository changes only where it changes. */
const names = {
  entryFileNames: "assets/[name].js",
  chunkFileNames: "assets/[name].js",
  assetFileNames: "assets/[name][extname]",
};

export default defineConfig({
  base: "./",
  plugins: [toml],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: names },
  },
  worker: { format: "es", rolldownOptions: { output: names } },
});
