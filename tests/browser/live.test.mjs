// Against a running server, the way a manager and a cashier use it.
// TILLNOTE_URL, TILLNOTE_EMAIL, TILLNOTE_PASSWORD, TILLNOTE_STORE, and TILLNOTE_TAP: a shell command that makes one tap on
// an enrolled lane of that store, for example "build/bin/tillnote-lane --state var/lane tap 101".
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { launchBrowser, watchComplaints } from "./browser.mjs";

const names = ["TILLNOTE_URL", "TILLNOTE_EMAIL", "TILLNOTE_PASSWORD", "TILLNOTE_STORE", "TILLNOTE_TAP"];
const missing = names.filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`Set ${missing.join(", ")}; see the head of live.test.mjs.`);
}
const [url, email, password, store, tap] = names.map((name) => process.env[name]);
const shownWithinMs = 2000; // CONTRACT: a stored note shows within 2 s
const deliveredWithinMs = 5000;

let browser;
let context;
let page;
let complaints;
before(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 900, height: 800 } });
  page = await context.newPage();
  complaints = watchComplaints(page);
});
after(() => browser.close());

async function tabTo(selector) {
  for (let press = 0; press < 100; ++press) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`the keyboard never reached ${selector}`);
}

async function pressEnterAndArrive() {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function remarksToday() {
  await page.goto(`${url}/stores/${store}/today`);
  const fact = await page.locator(".facts li", { hasText: /remarks?\b/ }).first().innerText();
  return Number(/([\d,]+) remark/.exec(fact)[1].replaceAll(",", ""));
}

test("a manager signs in with the keyboard alone and sees the digest", async () => {
  await page.goto(`${url}/stores/${store}/latest`);
  assert.match(page.url(), /\/sign-in/);
  await tabTo("#email");
  await page.keyboard.type(email);
  await tabTo("#password");
  await page.keyboard.type(password);
  await pressEnterAndArrive();
  assert.ok(!page.url().includes("/sign-in"), page.url());
  await page.goto(`${url}/stores/${store}/latest`);
  assert.match(await page.locator("h1").innerText(), /^\w+day, \d{1,2} \w+ \d{4}$/);
});

test("a tap on a lane shows in today's digest", async () => {
  const earlier = await remarksToday();
  execFileSync("sh", ["-c", tap], { stdio: "inherit" });
  const deadline = Date.now() + deliveredWithinMs + shownWithinMs;
  let now = await remarksToday();
  while (now <= earlier && Date.now() < deadline) {
    await page.waitForTimeout(100);
    now = await remarksToday();
  }
  assert.equal(now, earlier + 1);
});

test("previous and next lead a day back and forth", async () => {
  await page.goto(`${url}/stores/${store}/latest`);
  const heading = await page.locator("h1").innerText();
  await tabTo("a[rel=prev]");
  await pressEnterAndArrive();
  assert.notEqual(await page.locator("h1").innerText(), heading);
  await tabTo("a[rel=next]");
  await pressEnterAndArrive();
  assert.equal(await page.locator("h1").innerText(), heading);
});

test("the list of stores leads to the store", async () => {
  await page.goto(`${url}/`);
  await page.locator(`a[href^="/stores/${store}/"]`).first().click();
  assert.ok(page.url().startsWith(`${url}/stores/${store}/`), page.url());
});

test("nothing on the way broke the content security policy", () => {
  assert.deepEqual(complaints, []);
});

test("signing out with the keyboard ends the session", async () => {
  await page.goto(`${url}/stores/${store}/latest`);
  await tabTo("form[action='/sign-out'] button");
  await pressEnterAndArrive();
  await page.goto(`${url}/stores/${store}/latest`);
  assert.match(page.url(), /\/sign-in/);
});

test("a wrong password says so and keeps the e-mail", async () => {
  const fresh = await browser.newPage();
  await fresh.goto(`${url}/sign-in`);
  await fresh.fill("#email", email);
  await fresh.fill("#password", `${password}-wrong`);
  await Promise.all([fresh.waitForEvent("load"), fresh.keyboard.press("Enter")]);
  assert.equal(await fresh.locator("[role=alert]").count(), 1);
  assert.equal(await fresh.inputValue("#email"), email);
});
