// Handing in, in Firefox:  node hand-in.mjs <firefox> <address of a chapter> <label of an exercise>
// A question is answered, a cell edited, the chapter handed in; all is forgotten, and the file opened. Prints what the
// reader then has, as JSON.
import puppeteer from "puppeteer-core";

const [, , executablePath, address, label] = process.argv;
const PATIENCE = 20_000; // milliseconds
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const faults = [];
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(String(error.message)));
  await page.goto(address);
  const until = async (isSo) => {
    for (const end = Date.now() + PATIENCE; !(await page.evaluate(isSo)); await pause(50))
      if (Date.now() > end) throw new Error(`not so: ${isSo}`);
  };
  const words = () => page.$eval(".strip-words", (e) => e.textContent);
  await page.evaluate((name) => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => make.call(URL, (self.savedBlob = blob)); // a test cannot look into downloads
    HTMLAnchorElement.prototype.click = function saves() {
      self.savedAs = this.download;
    };
    document.querySelector("fieldset.question .right input").click();
    self.work.edits.keep(`check:${name}`, "typed in Firefox");
    document.querySelector(".strip-hand-in").click();
  }, label);
  await until(() => Boolean(document.querySelector("dialog.hand-in[open] input")));
  await page.type("dialog.hand-in input", "Ada");
  await page.evaluate(() => document.querySelector("dialog.hand-in form button").click());
  await until(() => self.savedAs);
  const [before, name, text] = [await words(), ...(await page.evaluate(async () => [savedAs, await savedBlob.text()]))];
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.evaluate((content) => {
    const files = new DataTransfer();
    files.items.add(new File([content], "mine.ipynb"));
    const chooser = document.querySelector(".strip input[type=file]");
    chooser.files = files.files;
    chooser.dispatchEvent(new Event("change"));
  }, text);
  await until(() => document.querySelector(".strip-said").textContent);
  const said = await page.$eval(".strip-said", (e) => e.textContent);
  const code = await page.evaluate((which) => self.work.edits.all()[`check:${which}`], label);
  process.stdout.write(JSON.stringify({ before, name, after: await words(), said, code, faults }));
} finally {
  await browser.close();
}
