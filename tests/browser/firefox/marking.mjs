// Marking a class, in Firefox:  node marking.mjs <firefox> <address of the page> <hand-ins as JSON: {name: notebook}>
// Prints the rows of marks and what was hard, as JSON.
import puppeteer from "puppeteer-core";

const [, , executablePath, address, handIns] = process.argv;
const PATIENCE = 90_000; // milliseconds
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  await page.goto(address);
  const words = () => page.evaluate(() => document.querySelector(".mark-a-class .said")?.textContent);
  const says = async (wanted) => {
    for (const end = Date.now() + PATIENCE; !(await words())?.includes(wanted); await pause(50))
      if (Date.now() > end) throw new Error(`not said: ${wanted}; but ${await words()}`);
  };
  await page.waitForSelector(".mark-a-class button");
  await page.evaluate((given) => {
    const files = new DataTransfer();
    for (const [name, text] of Object.entries(JSON.parse(given))) files.items.add(new File([text], name));
    const chooser = document.querySelector(".mark-a-class input[type=file]");
    chooser.files = files.files;
    chooser.dispatchEvent(new Event("change"));
  }, handIns);
  await says("of the chapter");
  await page.evaluate(() => document.querySelector(".mark-a-class button").click());
  await says("All ");
  const told = await page.evaluate(() => ({
    rows: [...document.querySelectorAll(".mark-a-class tbody tr")].map((row) =>
      [...row.cells].map((cell) => cell.textContent)
    ),
    hard: document.querySelector(".mark-a-class .results").textContent,
  }));
  process.stdout.write(JSON.stringify(told));
} finally {
  await browser.close();
}
