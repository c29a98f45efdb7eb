import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, samplePages, serveSamples, watchComplaints } from "./browser.mjs";

let browser;
let samples;
before(async () => {
  browser = await launchBrowser();
  samples = await serveSamples();
});
after(async () => {
  await browser.close();
  await samples.close();
});

/** Runs `look` on a fresh page of the sample; the context is closed whatever happens. */
async function withPage(name, options, look) {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    const complaints = watchComplaints(page);
    await page.goto(`${samples.url}/${name}.html`);
    return await look(page, complaints);
  } finally {
    await context.close();
  }
}

/** Elements that reach beyond the window to the right, apart from those hidden for screen readers. */
function sticksOut() {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(".unseen, .skip") && element.getBoundingClientRect().right > width + 0.5)
    .map((element) => `${element.tagName}.${element.getAttribute("class")} ${element.getBoundingClientRect().right}`);
}

for (const name of samplePages) {
  test(`${name} keeps to the content security policy and complains about nothing`, () =>
    withPage(name, {}, async (page, complaints) => {
      assert.ok(await page.evaluate(() => document.styleSheets.length === 1), "the style sheet was not loaded");
      assert.deepEqual(complaints, []);
    }));

  test(`${name} needs no sideways scrolling at 320 px`, () =>
    withPage(name, { viewport: { width: 320, height: 640 } }, async (page) => {
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    }));

  test(`${name} can be read at 200% text size`, () =>
    withPage(name, { viewport: { width: 640, height: 640 } }, async (page) => {
      await page.evaluate(() => { document.documentElement.style.setProperty("font-size", "200%"); });
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 640);
    }));

  test(`${name} shows where the keyboard is on every link, field and button`, () =>
    withPage(name, {}, async (page) => {
      const expected = await page.evaluate(() =>
        document.querySelectorAll("a[href], button, input:not([type=hidden]), select").length);
      // Year, month, day and the calendar of a date are stops of their own.
      const presses = expected + await page.evaluate(() => 3 * document.querySelectorAll("input[type=date]").length);
      const seen = [];
      for (let press = 0; press < presses; ++press) {
        await page.keyboard.press("Tab");
        seen.push(await page.evaluate(() => {
          const element = document.activeElement;
          element.dataset.seen = "yes";
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          return { tag: element.tagName, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
            onScreen: box.right > 0 && box.bottom > 0 && box.width > 0 };
        }));
      }
      assert.equal(await page.evaluate(() => document.querySelectorAll("[data-seen]").length), expected);
      for (const focus of seen) {
        assert.ok(["A", "BUTTON", "INPUT", "SELECT"].includes(focus.tag), JSON.stringify(focus));
        assert.ok(focus.outline !== "none" && focus.width >= 2, JSON.stringify(focus));
        assert.ok(focus.onScreen, JSON.stringify(focus));
      }
    }));

  test(`${name} does not shift while it loads`, () =>
    withPage(name, {}, async (page) => {
      const shift = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }));
      assert.equal(shift, 0);
    }));

  test(`${name} has targets a finger can hit`, () =>
    withPage(name, { viewport: { width: 320, height: 640 } }, async (page) => {
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, input:not([type=hidden]), select")]
          .map((element) => ({ tag: element.tagName, height: element.getBoundingClientRect().height }))
          .filter((target) => target.height < 24));
      assert.deepEqual(small, []);
    }));
}

test("the digest turns dark with the reader's preference", () =>
  withPage("full", { colorScheme: "dark" }, async (page) => {
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(background, "rgb(20, 26, 23)");
  }));

test("forced colours keep signs, facts and charts apart", () =>
  withPage("full", { forcedColors: "active" }, async (page) => {
    const look = await page.evaluate(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return { sign: style(".sign.praise").borderTopColor, page: style("body").backgroundColor,
        warning: style(".facts .warning").borderTopColor, share: style(".bar .share").fill, track: style(".bar .track").fill,
        day: style(".trend .day").fill, today: style(".trend .this").fill };
    });
    assert.notEqual(look.sign, look.page);
    assert.notEqual(look.warning, look.page);
    assert.notEqual(look.share, look.track);
    assert.notEqual(look.day, look.today);
  }));

test("the skip link leads past the days to the digest", () =>
  withPage("full", {}, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "All stores");
  }));

test("the page works without JavaScript, for it has none", () =>
  withPage("full", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("script").count(), 0);
    assert.equal(await page.locator("h1").innerText(), "Monday, 16 November 2026");
  }));
