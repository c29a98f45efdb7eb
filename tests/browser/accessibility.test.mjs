import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { mailPages, samplePages, useBrowser } from "./browser.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const views = [
  { name: "light", width: 900, colorScheme: "light" },
  { name: "dark", width: 900, colorScheme: "dark" },
  { name: "phone", width: 320, colorScheme: "light" },
  { name: "forced colours", width: 900, colorScheme: "light", forcedColors: "active" },
];

const used = useBrowser();

for (const view of views) {
  for (const name of [...samplePages, ...mailPages]) {
    test(`${name} has no WCAG 2.2 AA violation (${view.name})`, async () => {
      const context = await used.browser.newContext({ viewport: { width: view.width, height: 800 }, colorScheme: view.colorScheme,
        forcedColors: view.forcedColors ?? "none" });
      try {
        const page = await context.newPage();
        await page.goto(`${used.samples.url}/${name}.html`);
        // What is folded away counts, too.
        await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => { folded.open = true; }));
        await page.evaluate(axeSource);
        const result = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), tags);
        assert.ok(result.passes.length > 10, "axe looked at hardly anything");
        const found = result.violations.map((violation) =>
          `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
        assert.deepEqual(found, []);
      } finally {
        await context.close();
      }
    });
  }
}
