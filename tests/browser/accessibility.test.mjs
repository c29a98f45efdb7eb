import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { allPages, useBrowser } from "./browser.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Nothing is read from elsewhere, so there is nothing to load beforehand.
const options = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], preload: false,
  resultTypes: ["violations"] };
const views = [
  { name: "light", width: 900 },
  { name: "dark", width: 900, colorScheme: "dark" },
  { name: "phone", width: 320 },
  { name: "dark phone", width: 320, colorScheme: "dark" },
  // A window of 1280 pixels has 640 left.
  { name: "200% zoom", width: 640, colorScheme: "dark" },
  { name: "forced colours", width: 900, forcedColors: "active" },
];

const used = useBrowser();
let page;

async function findViolations(view) {
  await page.setViewportSize({ width: view.width, height: 800 });
  await page.emulateMedia({ colorScheme: view.colorScheme ?? "light", forcedColors: view.forcedColors ?? "none" });
  const result = await page.evaluate((chosen) => globalThis.axe.run(chosen), options);
  assert.ok(result.passes.length > 10, `axe looked at hardly anything (${view.name})`);
  return result.violations.map((violation) =>
    `${view.name}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}

// A page is loaded once and looked at in every view, which costs a third of loading it for each.
for (const name of allPages) {
  test(`${name} has no WCAG 2.2 AA violation`, async () => {
    page ??= await used.browser.newPage();
    await page.goto(`${used.samples.url}/${name}.html`);
    // What is folded away counts, too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => { folded.open = true; }));
    await page.evaluate(axeSource);
    const found = [];
    for (const view of views) found.push(...await findViolations(view));
    assert.deepEqual(found, []);
  });
}
