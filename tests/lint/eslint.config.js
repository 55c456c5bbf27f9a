// The JavaScript of the book runs in these browsers, Safari 16 on a phone among them: its syntax and built-in objects
// (es-x), and what browsers bring along (compat), are held to them.

import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";

const BASELINE = ["safari >= 16", "ios_saf >= 16", "chrome >= 109", "edge >= 109", "firefox >= 115"];

const newer = esx.configs["flat/restrict-to-es2022"].rules;
const unchecked = Object.fromEntries(
  Object.keys(newer)
    .filter((rule) => rule.includes("iterator-prototype"))
    .map((rule) => [rule, "off"])
);

export default [
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    plugins: { compat, "es-x": esx },
    settings: {
      "es-x": { aggressive: true }, // a method is known by its name, whatever it is called on
      lintAllEsApis: true,
      targets: BASELINE,
    },
    rules: {
      ...newer,
      ...unchecked, // as arrays have methods of the same names
      "es-x/no-class-static-block": "error", // of ES2022, but Safari 16.0 has neither this
      "es-x/no-regexp-lookbehind-assertions": "error", // nor this
      "compat/compat": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[optional!=true] > MemberExpression[property.name='checkVisibility']",
          message: "Safari has checkVisibility from 17.4 on: call it with ?.",
        },
        { selector: "MemberExpression[property.name='showPopover']", message: "Safari has popovers from 17 on." },
      ],
      "no-undef": "off",
    },
  },
];
