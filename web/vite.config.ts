import { defineConfig } from "vite";

/** Names without hashes: a bundle that is kept in the repository changes only where it changes. */
const names = {
  entryFileNames: "assets/[name].js",
  chunkFileNames: "assets/[name].js",
  assetFileNames: "assets/[name][extname]",
};

const common = {
  target: "es2022",
  // Colours for light and dark stand in one declaration (`light-dark`), which these know without help.
  cssTarget: ["chrome123", "firefox120", "safari17.5"],
  outDir: "dist",
  modulePreload: { polyfill: false },
  reportCompressedSize: false,
};

/**
 * Two bundles of one source: the page, and with `--mode report` what the program puts into every page that it writes,
 * which is one script and one style sheet with everything in them. The page comes first: it empties the folder.
 */
export default defineConfig(({ mode }) =>
  mode === "report"
    ? {
        publicDir: false,
        define: { "process.env.NODE_ENV": '"production"' },
        build: {
          ...common,
          emptyOutDir: false,
          lib: {
            entry: "src/report/main.ts",
            formats: ["iife"],
            name: "tauride",
            fileName: () => "report.js",
            cssFileName: "report",
          },
        },
      }
    : {
        base: "./",
        build: { ...common, emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: { output: names } },
        worker: { format: "es", rolldownOptions: { output: names } },
      },
);
