// The figures' modules as a browser gets them, and the numbers that relu_lib gives.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";

const FIGURES = new URL("../../relu_lib/figures/", import.meta.url);
const read = (url) => readFileSync(url, "utf-8");
export const golden = (name) => JSON.parse(read(new URL(`../golden/${name}.json`, import.meta.url)));
export const shownFits = JSON.parse(read(new URL("gallery/fits.json", FIGURES)));
export const placed = JSON.parse(read(new URL("approximator/placed.json", FIGURES)));

/** The parts of the kit, or those that a large figure has of its own, in their order. */
function partsOf(folder) {
  const listed = new URL(`${folder}/parts.json`, FIGURES);
  const parts = existsSync(listed) ? JSON.parse(read(listed)) : [];
  return parts.map((part) => read(new URL(`${folder}/${part}`, FIGURES))).join("\n");
}

/** A figure's module as a browser gets it, the kit in front; or the kit alone. */
export function load(name) {
  const source = `${partsOf("kit")}\n${name ? `${partsOf(name)}\n${read(new URL(`${name}.js`, FIGURES))}` : ""}`;
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

/** Equal to the last digits that rounding leaves, at any size; null stands for NaN. */
export function close(got, wanted, what, within = 1e-12) {
  if (Array.isArray(wanted)) {
    assert.equal(got.length, wanted.length, what);
    wanted.forEach((each, i) => close(got[i], each, `${what}[${i}]`, within));
  } else if (wanted === null) assert.ok(Number.isNaN(got), `${what} is ${got}, not NaN`);
  else assert.ok(Math.abs(got - wanted) <= within * Math.max(1, Math.abs(wanted)), `${what}: ${got}, not ${wanted}`);
}

export function cases(name) {
  const all = golden(name);
  assert.ok(all.length >= 40, `${name} has golden numbers`);
  return all;
}
