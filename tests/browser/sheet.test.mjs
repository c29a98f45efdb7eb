// Prints each reason sheet, renders the paper as a printer would, and reads every bar as a scanner would.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { describePaper, samplesFolder, sheetPages, useBrowser } from "./browser.mjs";

const printDotsPerInch = 300;
const used = useBrowser({ served: false, printing: true });

async function expectedTexts() {
  const lines = (await readFile(join(process.env.TILLNOTE_CATALOG, "reasons.tsv"), "utf8")).trim().split("\n").slice(1);
  return lines.map((line) => `~TN${line.split("\t")[0]}`).sort();
}

for (const [name, paper] of Object.entries(sheetPages)) {
  test(`${name}: a scanner reads every bar of the printed sheet`, async () => {
    const page = await used.browser.newPage();
    const path = join(used.folder, `${name}.pdf`);
    try {
      await page.goto(`file://${join(samplesFolder(), `${name}.html`)}`);
      await page.pdf({ path, preferCSSPageSize: true });
    } finally {
      await page.close();
    }
    assert.equal(describePaper(path).size, paper);
    execFileSync("pdftoppm", ["-r", String(printDotsPerInch), "-gray", "-png", path, join(used.folder, name)]);
    const images = (await readdir(used.folder)).filter((file) => file.startsWith(`${name}-`) && file.endsWith(".png"));
    assert.ok(images.length >= 1);
    const read = images.flatMap((file) =>
      execFileSync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Scode128.enable", join(used.folder, file)], { encoding: "utf8" })
        .trim().split("\n"));
    assert.deepEqual(read.sort(), await expectedTexts());
  });
}
