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
 * Three bundles of one source: the page; with `--mode models` the page of the published models, which shares the style
 * sheet of the first; and with `--mode report` what the program puts into every page that it writes. Each has one script
 * with everything in it, since a page may be one file. The page comes first: it empties the folder.
 */
export default defineConfig(({ mode }) => {
  if (mode === "models")
    return {
      base: "./",
      publicDir: false,
      build: {
        ...common,
        emptyOutDir: false,
        assetsInlineLimit: 0,
        rolldownOptions: { input: "models.html", output: names },
      },
      worker: { format: "es", rolldownOptions: { output: names } },
    };
  return mode === "report"
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
      };
});
