// Prints each reason sheet, renders the paper as a printer would, and reads every bar as a scanner would.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, samplesFolder, sheetPages } from "./browser.mjs";

const printDotsPerInch = 300;

let browser;
let folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "tillnote-sheet-"));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function expectedTexts() {
  const lines = (await readFile(join(process.env.TILLNOTE_CATALOG, "reasons.tsv"), "utf8")).trim().split("\n").slice(1);
  return lines.map((line) => `~TN${line.split("\t")[0]}`).sort();
}

for (const [name, paper] of Object.entries(sheetPages)) {
  test(`${name}: a scanner reads every bar of the printed sheet`, async () => {
    const page = await browser.newPage();
    const path = join(folder, `${name}.pdf`);
    try {
      await page.goto(`file://${join(samplesFolder(), `${name}.html`)}`);
      await page.pdf({ path, preferCSSPageSize: true });
    } finally {
      await page.close();
    }
    const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
    assert.match(info, new RegExp(`Page size:\\s+${paper.replaceAll(".", "\\.")}`));
    execFileSync("pdftoppm", ["-r", String(printDotsPerInch), "-gray", "-png", path, join(folder, name)]);
    const images = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`) && file.endsWith(".png"));
    assert.ok(images.length >= 1);
    const read = images.flatMap((file) =>
      execFileSync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Scode128.enable", join(folder, file)], { encoding: "utf8" })
        .trim().split("\n"));
    assert.deepEqual(read.sort(), await expectedTexts());
  });
}
