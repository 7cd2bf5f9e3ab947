// What `make check` looks for in scripts beside their types.
import js from "@eslint/js";
import globals from "globals";

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  { rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" } },
  {
    files: ["static/*.js", "pwa/web/templates/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["static/sw.js", "static/remove.js"],
    languageOptions: {
      sourceType: "script",
      globals: { ...globals.serviceworker, RELEASES: "readonly", URGENT: "readonly" },
    },
    // Packs mark places in a line by control characters.
    rules: { "no-control-regex": "off" },
  },
  { files: ["pwa/web/templates/*.js"], languageOptions: { sourceType: "script" } },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.nodeBuiltin } },
];
