// The JavaScript of the book runs in these browsers, Safari 16 on a phone among them: its syntax and built-in objects
// (es-x), and what browsers bring along (compat), are held to them. Functions end after 50 lines. And the figures'
// scripts go one way: a part of the kit uses only the parts before it, a figure only the kit.

import { readFileSync } from "node:fs";

import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";
import globals from "globals";

const BASELINE = ["safari >= 16", "ios_saf >= 16", "chrome >= 109", "edge >= 109", "firefox >= 115"];

const newer = esx.configs["flat/restrict-to-es2022"].rules;
const ofIterators = Object.keys(newer).filter((rule) => rule.includes("iterator-prototype"));
const unchecked = Object.fromEntries(ofIterators.map((rule) => [rule, "off"]));

const FIGURES = new URL("../../relu_lib/figures/", import.meta.url);
const partsOf = (folder) => JSON.parse(readFileSync(new URL(`${folder}/parts.json`, FIGURES), "utf-8"));
// figures with parts of their own, in a folder of their own
const LARGE = ["approximator", "gradient-descent", "gallery"];

/** What a part of the kit, or of a figure, declares for those behind it. */
function declared(part) {
  const source = readFileSync(new URL(part, FIGURES), "utf-8");
  const names = source.matchAll(/^(?:export )?(?:async )?(?:class|const|function|let) (\w+)/gm);
  return Object.fromEntries(Array.from(names, ([, name]) => [name, "readonly"]));
}

/** Rules for files that know the browser and these names, and nothing else. */
const knowing = (files, names) => ({
  files,
  languageOptions: { globals: { ...globals.browser, ...names } },
  rules: { "no-undef": "error" },
});

/** Rules for the parts in a folder, each of which knows those before it and what is `known`; and what then is. */
function oneWay(folder, known) {
  const rules = partsOf(folder).map((part) => {
    const own = knowing([`relu_lib/figures/${folder}/${part}`], known);
    known = { ...known, ...declared(`${folder}/${part}`) };
    return own;
  });
  return { rules, known };
}
const kit = oneWay("kit", {});
const large = LARGE.map((name) => ({ name, ...oneWay(name, kit.known) }));

const TOO_NEW = [
  {
    selector: "CallExpression[optional!=true] > MemberExpression[property.name='checkVisibility']",
    message: "Safari has checkVisibility from 17.4 on: call it with ?.",
  },
  {
    selector: "MemberExpression[property.name='showPopover']",
    message: "Safari has popovers from 17 on.",
  },
];

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
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": ["error", ...TOO_NEW],
      "no-undef": "off",
    },
  },
  ...kit.rules,
  knowing(["relu_lib/figures/*.js"], kit.known),
  ...large.flatMap(({ name, rules, known }) => [...rules, knowing([`relu_lib/figures/${name}.js`], known)]),
];
