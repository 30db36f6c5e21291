// The rules for the scripts of stage 03's page, which need nothing else to run.
const browser = [
  "addEventListener", "atob", "document", "history", "location", "matchMedia", "navigator", "requestAnimationFrame",
  "scrollTo", "URLSearchParams",
];

export default [{
  files: ["**/*.js"],
  linterOptions: { reportUnusedDisableDirectives: "error" },
  languageOptions: { ecmaVersion: 2025, sourceType: "module", globals: Object.fromEntries(browser.map(name => [name, "readonly"])) },
  rules: {
    "no-undef": "error", "no-unused-vars": "error", "no-redeclare": "error", "no-dupe-keys": "error", "no-dupe-class-members": "error",
    "no-unreachable": "error", "no-fallthrough": "error", "no-const-assign": "error", "no-import-assign": "error", "no-self-assign": "error",
    "no-unsafe-finally": "error", "no-cond-assign": "error", "no-constant-condition": "error", "no-shadow-restricted-names": "error",
    "no-eval": "error", "no-implied-eval": "error", "no-var": "error", "prefer-const": "error", eqeqeq: "error", "no-empty": "error",
    "valid-typeof": "error", "use-isnan": "error", "no-sparse-arrays": "error", "no-loss-of-precision": "error", "getter-return": "error",
  },
}];
