// Python in the page, in Firefox:  node live.mjs <firefox> <address of a chapter>
// Ready; all cells; a figure both ways; Stop; Restart. Prints what the reader then has, as JSON.
// The chapter has a ThreeReLUs().
import puppeteer from "puppeteer-core";

const [, , executablePath, address] = process.argv;
const PATIENCE = 60_000; // milliseconds
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const faults = [];
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(String(error.message)));
  await page.goto(address);
  const until = async (isSo, ...given) => {
    for (const end = Date.now() + PATIENCE; !(await page.evaluate(isSo, ...given)); await pause(50))
      if (Date.now() > end) throw new Error(`not so: ${isSo}; ${await page.$eval(".live-said", (e) => e.textContent)}`);
  };
  await page.evaluate(() => {
    self.cellAt = (n) => document.querySelectorAll("div.cell[data-live]")[n];
    self.press = (n, name) =>
      [...cellAt(n).querySelectorAll(".live-tools button")].find((each) => each.textContent === name).click();
    self.bar = (name) =>
      [...document.querySelectorAll(".live-bar button")].find((each) => each.textContent === name).click();
    self.resting = () => !document.querySelector("div.cell:is([data-live=waiting], [data-live=running])");
    document.querySelector(".live-start").click();
  });
  await until(() => document.documentElement.dataset.live === "ready");
  await page.evaluate(() => bar("Run all cells"));
  await pause(100);
  await until(() => resting());
  const states = await page.evaluate(() =>
    [...document.querySelectorAll("div.cell[data-live]")].map((e) => e.dataset.live)
  );
  const run = async (n, code) => {
    await page.evaluate(
      (number, text) => {
        cellAt(number).querySelector(".CodeMirror").CodeMirror.setValue(text);
        press(number, "Run");
      },
      n,
      code
    );
    await pause(100);
    await until(() => resting());
    return page.evaluate((number) => cellAt(number).querySelector(".live-output").innerText.trim(), n);
  };
  // the figure: moved by key, read by Python, set by Python
  const figure = await page.evaluate(() =>
    [...document.querySelectorAll("div.cell[data-live]")].findIndex((cell) =>
      cell.querySelector(".CodeMirror").CodeMirror.getValue().includes("ThreeReLUs()")
    )
  );
  const slider = await page.evaluateHandle(
    (n) => cellAt(n).querySelector('.live-output [aria-label="slope m1"]'),
    figure
  );
  await slider.evaluate((e) => {
    e.scrollIntoView({ block: "center" });
    e.focus();
  });
  await page.keyboard.press("ArrowUp");
  const moved = [await slider.evaluate((e) => e.value), await run(figure + 1, "fig.m1")];
  await run(figure + 1, "fig.m1 = 0.5");
  await until((e) => e.value === "0.5", slider);
  await run(2, "kept = 5");
  await page.evaluate(() => {
    cellAt(2).querySelector(".CodeMirror").CodeMirror.setValue("while True: pass");
    press(2, "Run");
  });
  await pause(1500);
  await page.evaluate(() => press(2, "Stop"));
  await until(() => resting());
  const stopped = await page.evaluate(() => cellAt(2).dataset.live);
  const kept = await run(2, "kept");
  await page.evaluate(() => bar("Restart Python"));
  await until(() => document.querySelector(".live-said").textContent.includes("knows nothing"));
  const known = await run(2, "'kept' in globals()");
  process.stdout.write(JSON.stringify({ states, moved, stopped, kept, known, faults }));
} finally {
  await browser.close();
}
