// Prints each poster as a printer would: one page of its own paper, nothing cut off, type that reads from the door.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { describePaper, posterPages, readPaper, useBrowser } from "./browser.mjs";

const smallestPoints = 13;
const used = useBrowser({ printing: true });

for (const [name, paper] of Object.entries(posterPages)) {
  test(`${name} is one printed page of its paper`, async () => {
    const page = await used.browser.newPage({ colorScheme: "dark" });
    const path = join(used.folder, `${name}.pdf`);
    try {
      await page.goto(`${used.samples.url}/${name}.html`);
      await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
    } finally {
      await page.close();
    }
    assert.deepEqual(describePaper(path), { pages: 1, size: paper });
    assert.match(readPaper(path), /Oak Street/);
  });

  test(`${name} cuts nothing off and has no small type`, async () => {
    const page = await used.browser.newPage({ viewport: { width: 1200, height: 1200 } });
    try {
      await page.goto(`${used.samples.url}/${name}.html`);
      await page.emulateMedia({ media: "print" });
      const look = await page.evaluate(() => {
        const main = document.querySelector("main");
        const paper = main.getBoundingClientRect();
        const texts = [...main.querySelectorAll("h1, p")];
        return { tooTall: main.scrollHeight - main.clientHeight, tooWide: main.scrollWidth - main.clientWidth,
          outside: texts.filter((text) => text.getBoundingClientRect().bottom > paper.bottom).length,
          points: Math.min(...texts.map((text) => Math.round(parseFloat(getComputedStyle(text).fontSize) * 7.5) / 10)) };
      });
      assert.ok(look.tooTall <= 0 && look.tooWide <= 0 && look.outside === 0, JSON.stringify(look));
      assert.ok(look.points >= smallestPoints, JSON.stringify(look));
    } finally {
      await page.close();
    }
  });
}
