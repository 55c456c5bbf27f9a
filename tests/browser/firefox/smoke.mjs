// Every figure of the built book in Firefox:  node smoke.mjs <firefox> <address of the book> <figures as JSON>
// For each figure: a key on a slider, a drag of a handle, Reset. Prints what the reader then has, as JSON.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [, , executablePath, book, asked] = process.argv;
const AIM = new Function(
  `return ${readFileSync(new URL("../pointing.js", import.meta.url), "utf-8").replace(/^\/\/.*\n/, "")}`
)();
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** What the page shows, as soon as it is so, or after ten seconds: the tests then say what is not. */
async function shown(page, name, isSo) {
  for (const end = Date.now() + 10_000; ; await pause(30)) {
    const now = await page.evaluate(READ, name);
    if (isSo(now) || Date.now() > end) return now;
  }
}

/** What the page shows of a figure: its state, by its link; what was spoken; its graph, and ticks to read it by. */
const READ = (name) => {
  const link = document.querySelector(`.live-figure a[href*="#fig=${name}&"]`);
  const root = link.closest(".live-figure");
  const ticks = (kind, axis) =>
    [...root.querySelectorAll(`.tick-${kind}`)].map((tick) => [
      Number(tick.textContent.replace("−", "-")),
      Number(tick.getAttribute(axis)),
    ]);
  const first = (kind) => root.querySelector("svg.stage")?.querySelectorAll(`.tick-${kind}`).length;
  const graph = root.querySelector("path.sum, path.rectified, .map-letter");
  return {
    link: link.getAttribute("href"),
    spoken: root.querySelector(".spoken").textContent,
    path: graph?.getAttribute("d") ?? "",
    x: ticks("x", "x"),
    y: ticks("y", "y").slice(0, first("y")),
    alive: document.documentElement.dataset.figures,
    cells: [...root.querySelectorAll("button.entry")].map((cell) => cell.textContent),
  };
};

/** Skip all predictions, and let the figures that waited be laid out. */
const SKIP = () => {
  document.querySelectorAll("fieldset.prediction.asks .skip").forEach((button) => button.click());
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return frame().then(frame).then(frame);
};

/** So far to the left; or to the right, where there is nothing to the left. */
const ASIDE = (grip) => {
  const [here, picture] = [grip, grip.ownerSVGElement].map((e) => e.getBoundingClientRect());
  return here.left - picture.left < 70 ? 30 : -30;
};

async function used(page, name, slider) {
  const root = await page.evaluateHandle(
    (each) => document.querySelector(`.live-figure a[href*="#fig=${each}&"]`).closest(".live-figure"),
    name
  );
  const control = await root.$(`[aria-label="${slider}"]`);
  await control.evaluate((e) => {
    e.scrollIntoView({ block: "center" });
    e.focus();
  });
  const start = await page.evaluate(READ, name);
  await page.keyboard.press("ArrowUp");
  const keyed = await shown(page, name, ({ spoken }) => spoken !== start.spoken);
  const [grip, entry] = [await root.$(".handle .grip"), (await root.$$("button.entry")).at(-1)];
  if (grip) {
    const [x, y] = await grip.evaluate(AIM);
    await page.mouse.move(x, y);
    await page.mouse.down();
    // not along the ray of a handle that turns
    await page.mouse.move(x + (await grip.evaluate(ASIDE)), y - 25, { steps: 5 });
    await page.mouse.up();
  } else if (entry) await entry.click();
  else await page.keyboard.press("PageUp"); // nothing but a slider
  const dragged = await shown(page, name, ({ spoken }) => spoken !== keyed.spoken);
  await (await root.$(".tools button:last-of-type")).click();
  return { start, keyed, dragged, reset: await shown(page, name, ({ link }) => link === start.link) };
}

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const faults = [];
const done = {};
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1100, height: 900 });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  for (const [address, figures] of Object.entries(JSON.parse(asked))) {
    await page.goto(book + address);
    await page.waitForSelector("html[data-figures=alive]");
    await page.evaluate(SKIP);
    for (const [name, slider] of Object.entries(figures)) done[name] = await used(page, name, slider);
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify({ faults, done }));
