import assert from "node:assert/strict";
import { test } from "node:test";
import { mailPages, samplePages, useBrowser, watchComplaints } from "./browser.mjs";

const used = useBrowser();

/** Runs `look` on a fresh page of the sample; the context is closed whatever happens. */
async function withPage(name, options, look) {
  const context = await used.browser.newContext({ viewport: { width: 900, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    const complaints = watchComplaints(page);
    await page.goto(`${used.samples.url}/${name}.html`);
    return await look(page, complaints);
  } finally {
    await context.close();
  }
}

/**
 * Elements that reach beyond the window to the right, apart from those hidden for screen readers. What folds is opened first:
 * folded away it has no place at all.
 */
function sticksOut() {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(".unseen, .skip") && element.getBoundingClientRect().right > width + 0.5)
    .map((element) => `${element.tagName}.${element.getAttribute("class")} ${element.getBoundingClientRect().right}`);
}

/** How far the page has moved while it came, as the browser itself adds it up. */
function layoutShift() {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
  });
}

/** How many places the keyboard must stop at; from here on the page keeps how each looked when it did. */
function watchFocus() {
  globalThis.stops = [];
  document.addEventListener("focusin", ({ target }) => {
    target.dataset.seen = "yes";
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    globalThis.stops.push({ tag: target.tagName, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),
      onScreen: box.right > 0 && box.bottom > 0 && box.width > 0 });
  });
  const places = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
    .filter((element) => element.checkVisibility());
  // Year, month, day and the calendar of a date are stops of their own, and so are the four parts of a time.
  const parts = places.filter((element) => element.matches("input:is([type=date], [type=time])"));
  return { places: places.length, presses: places.length + 3 * parts.length };
}

function tooSmallForAFinger() {
  return [...document.querySelectorAll("button, summary, select, input:not([type=hidden])")]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ tag: element.tagName, height: element.getBoundingClientRect().height }))
    .filter((target) => target.height < 24);
}

// A page is loaded once and looked at in one window after the other: loading it for each look took most of the time.
for (const name of samplePages) {
  test(`${name} is laid out for every window, hand and key`, (tested) =>
    withPage(name, {}, async (page, complaints) => {
      await tested.test("does not shift while it loads", async () => {
        assert.equal(await page.evaluate(layoutShift), 0);
      });

      await tested.test("shows where the keyboard is on every link, field and button", async () => {
        const { places, presses } = await page.evaluate(watchFocus);
        for (let press = 0; press < presses; ++press) await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.querySelectorAll("[data-seen]").length), places);
        for (const focus of await page.evaluate(() => globalThis.stops)) {
          assert.ok(["A", "BUTTON", "INPUT", "SELECT", "SUMMARY"].includes(focus.tag), JSON.stringify(focus));
          assert.ok(focus.outline !== "none" && focus.width >= 2, JSON.stringify(focus));
          assert.ok(focus.onScreen, JSON.stringify(focus));
        }
      });

      await page.setViewportSize({ width: 320, height: 640 });
      await tested.test("has targets a finger can hit", async () => {
        assert.deepEqual(await page.evaluate(tooSmallForAFinger), []);
      });

      await tested.test("needs no sideways scrolling at 320 px", async () => {
        assert.deepEqual(await page.evaluate(sticksOut), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
      });

      await page.setViewportSize({ width: 640, height: 640 });
      await tested.test("can be read at 200% text size", async () => {
        await page.evaluate(() => { document.documentElement.style.setProperty("font-size", "200%"); });
        assert.deepEqual(await page.evaluate(sticksOut), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 640);
      });

      await tested.test("keeps to the content security policy and complains about nothing", async () => {
        assert.ok(await page.evaluate(() => document.styleSheets.length === 1), "the style sheet was not loaded");
        assert.deepEqual(complaints, []);
      });
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
        day: style(".trend .day").fill, today: style(".trend .this").fill, band: style(".spark .band").fill,
        dot: style(".spark circle").fill };
    });
    assert.notEqual(look.sign, look.page);
    assert.notEqual(look.warning, look.page);
    assert.notEqual(look.share, look.track);
    assert.notEqual(look.day, look.today);
    assert.notEqual(look.band, look.dot);
  }));

test("forced colours tell a warning from other facts by more than its colour", () =>
  withPage("full", { forcedColors: "active" }, async (page) => {
    const widths = await page.evaluate(() => ["li.warning", "li:not(.warning)"].map((which) =>
      getComputedStyle(document.querySelector(`.facts ${which}`)).borderTopWidth));
    assert.notEqual(widths[0], widths[1]);
  }));

test("a warning has a ground of its own among the facts, and elsewhere none", async () => {
  const grounds = (name, selectors) => withPage(name, {}, (page) => page.evaluate((all) =>
    all.map((which) => getComputedStyle(document.querySelector(which)).backgroundColor), selectors));
  const [warning, plain] = await grounds("full", [".facts li.warning", ".facts li:not(.warning)"]);
  assert.notEqual(warning, plain);
  assert.deepEqual(await grounds("lanes", [".equipment .warning"]), ["rgba(0, 0, 0, 0)"]);
});

for (const [name, parts] of Object.entries({
  history: [".trend .whole", ".event circle"],
  goals: [".goal-bar .share", ".goal-bar .range", ".goal-bar .target"],
})) {
  test(`forced colours keep the chart of ${name} on the page`, () =>
    withPage(name, { forcedColors: "active" }, async (page) => {
      const look = await page.evaluate((selectors) => ({ paper: getComputedStyle(document.body).backgroundColor,
        fills: selectors.map((selector) => getComputedStyle(document.querySelector(selector)).fill) }), parts);
      for (const fill of look.fills) assert.notEqual(fill, look.paper);
    }));
}

for (const name of ["actions", "goals", "asks", "recipients", "district-asks", "lanes"]) {
  test(`forced colours keep the frames of ${name}`, () =>
    withPage(name, { forcedColors: "active" }, async (page) => {
      const lost = await page.evaluate(() => {
        const paper = getComputedStyle(document.body).backgroundColor;
        return [...document.querySelectorAll(".line, .card, main button, main input:not([type=hidden]), main select")]
          .filter((element) => element.checkVisibility())
          .filter((element) => {
            const style = getComputedStyle(element);
            return style.borderTopColor === paper && style.backgroundColor === paper;
          }).map((element) => element.outerHTML.slice(0, 80));
      });
      assert.deepEqual(lost, []);
    }));
}

test("a mistake is said at its field, which the keyboard finds with it", () =>
  withPage("recipients-empty", {}, async (page) => {
    const email = page.locator("#email");
    assert.equal(await email.getAttribute("aria-invalid"), "true");
    const said = page.locator(`#${await email.getAttribute("aria-describedby")}`);
    assert.match(await said.innerText(), /manager@shop\.example/);
    const [field, words] = [await email.boundingBox(), await said.boundingBox()];
    assert.ok(words.y >= field.y + field.height && words.y < field.y + 2 * field.height, JSON.stringify({ field, words }));
  }));

test("the skip link leads past the days to the digest", () =>
  withPage("full", {}, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^I'm on it/);
  }));

test("the mail's link leads a phone to the first line, where the next tap acknowledges it", async () => {
  const anchor = await withPage("mail-full", { viewport: { width: 360, height: 640 } }, (page) =>
    page.locator("a").first().evaluate((link) => new URL(link.href).hash));
  await withPage("full", { viewport: { width: 360, height: 640 } }, async (page) => {
    await page.goto(`${used.samples.url}/full.html${anchor}`);
    const button = page.locator(`${anchor} button[value=acknowledge]`);
    const box = await button.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 640, JSON.stringify(box));
    assert.ok(box.height >= 40 && box.width >= 80, JSON.stringify(box));
    const form = await button.evaluate((element) => Object.fromEntries(new FormData(element.form, element)));
    assert.deepEqual(form, { csrf_token: "sample-token", line_key: "department:produce:complaint", day: "2026-11-16",
      do: "acknowledge" });
  });
});

test("a reply is unfolded and typed without JavaScript", () =>
  withPage("full", { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }, async (page) => {
    const line = page.locator("#line-department-produce-complaint");
    await line.locator("summary", { hasText: "Done" }).click();
    await line.locator("input[name=reply]").fill("Bananas replaced 17:41");
    assert.ok(await line.locator("button[value=done]").isVisible());
  }));

test("the page offers the other language in its own words", () =>
  withPage("full-es", {}, async (page) => {
    const link = page.locator("a[hreflang=en]");
    assert.equal(await link.innerText(), "English");
    assert.match(await link.getAttribute("href"), /\?lang=en$/);
    assert.equal(await page.locator("h1").innerText(), "Lunes, 16 de noviembre de 2026");
  }));

for (const name of mailPages) {
  test(`${name} fits a phone and is complete without images`, () =>
    withPage(name, { viewport: { width: 320, height: 640 } }, async (page, complaints) => {
      assert.deepEqual(await page.evaluate(sticksOut), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
      assert.equal(await page.locator("img, svg, script, link").count(), 0);
      assert.deepEqual(complaints, []);
    }));

  test(`${name} turns dark with the reader's preference`, () =>
    withPage(name, { colorScheme: "dark" }, async (page) => {
      const look = await page.evaluate(() => ({ paper: getComputedStyle(document.body).backgroundColor,
        ink: getComputedStyle(document.querySelector("h1")).color }));
      assert.deepEqual(look, { paper: "rgb(20, 26, 23)", ink: "rgb(238, 242, 239)" });
    }));
}

test("the page works without JavaScript, for it has none", () =>
  withPage("full", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("script").count(), 0);
    assert.equal(await page.locator("h1").innerText(), "Monday, 16 November 2026");
  }));
