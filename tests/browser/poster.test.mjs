// Prints each poster as a printer would: one page of its own paper, nothing cut off, type that reads from the door.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, posterPages, serveSamples } from "./browser.mjs";

const smallestPoints = 13;

let browser;
let samples;
let folder;
before(async () => {
  browser = await launchBrowser();
  samples = await serveSamples();
  folder = await mkdtemp(join(tmpdir(), "tillnote-poster-"));
});
after(async () => {
  await browser.close();
  await samples.close();
  await rm(folder, { recursive: true });
});

for (const [name, paper] of Object.entries(posterPages)) {
  test(`${name} is one printed page of its paper`, async () => {
    const page = await browser.newPage({ colorScheme: "dark" });
    const path = join(folder, `${name}.pdf`);
    try {
      await page.goto(`${samples.url}/${name}.html`);
      await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
    } finally {
      await page.close();
    }
    const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
    assert.equal(/^Pages:\s+(\d+)$/m.exec(info)[1], "1");
    assert.match(info, new RegExp(`Page size:\\s+${paper.replaceAll(".", "\\.")}`));
    assert.match(execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }), /Oak Street/);
  });

  test(`${name} cuts nothing off and has no small type`, async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1200 } });
    try {
      await page.goto(`${samples.url}/${name}.html`);
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
