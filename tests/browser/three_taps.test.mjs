// From the morning's mail to the first line acknowledged, as a manager does it on a phone: three taps at most.
// Against a running server, signed in: TILLNOTE_URL, TILLNOTE_EMAIL, TILLNOTE_PASSWORD, and TILLNOTE_MAIL: the HTML of a mail
// that the server has sent, as a file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { useBrowser } from "./browser.mjs";

const names = ["TILLNOTE_URL", "TILLNOTE_EMAIL", "TILLNOTE_PASSWORD", "TILLNOTE_MAIL"];
const missing = names.filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`Set ${missing.join(", ")}; see the head of three_taps.test.mjs.`);
}
const [url, email, password, mail] = names.map((name) => process.env[name]);
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const tapsMax = 3;

const used = useBrowser({ served: false });

async function signIn(page) {
  await page.goto(`${url}/sign-in`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
  assert.ok(!page.url().includes("/sign-in"), page.url());
}

test("three taps lead from the mail to the first line acknowledged", async () => {
  const context = await used.browser.newContext(phone);
  try {
    const page = await context.newPage();
    await signIn(page);
    await page.goto(pathToFileURL(mail).href);
    let taps = 0;
    /** A tap counts only on what is within the screen already: scrolling to find it is no three taps. */
    const tap = async (target) => {
      const box = await target.boundingBox();
      assert.ok(box && box.width > 0 && box.height > 0, "there is nothing to tap");
      ++taps;
      await Promise.all([page.waitForEvent("load"), target.tap()]);
      return box;
    };
    const link = page.locator(`a[href^="${url}/stores/"]`).first();
    const anchor = new URL(await link.getAttribute("href")).hash;
    assert.match(anchor, /^#line-/, "the mail leads to its first line");
    await tap(link);
    const line = page.locator(anchor);
    assert.equal(await page.locator(".walk > li").first().getAttribute("id"), anchor.slice(1));
    const button = line.locator("button[value=acknowledge]");
    const box = await tap(button);
    assert.ok(box.y >= 0 && box.y + box.height <= phone.viewport.height, `the button lies off the screen: ${JSON.stringify(box)}`);
    assert.ok(taps <= tapsMax, `${taps} taps`);
    assert.equal(await button.count(), 0, "an acknowledged line offers no such button");
    assert.match(await line.locator(".standing").innerText(), /^Somebody is on it/);
  } finally {
    await context.close();
  }
});
