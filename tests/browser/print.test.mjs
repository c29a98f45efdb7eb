import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { describePaper, digestPages, readPaper, useBrowser } from "./browser.mjs";

const used = useBrowser({ printing: true });

for (const format of ["A4", "Letter"]) {
  for (const name of digestPages) {
    test(`${name} prints on exactly one ${format} page`, async () => {
      const page = await used.browser.newPage({ colorScheme: "dark" });
      try {
        await page.goto(`${used.samples.url}/${name}.html`);
        const path = join(used.folder, `${name}-${format}.pdf`);
        await page.pdf({ path, format });
        assert.equal(describePaper(path).pages, 1);
        const text = readPaper(path);
        assert.match(text, /16 November 2026|16 de noviembre de 2026/);
        assert.doesNotMatch(text, /Sign out|Cerrar sesión|I'm on it|Yo me encargo/);
      } finally {
        await page.close();
      }
    });
  }
}

for (const format of ["A4", "Letter"]) {
  for (const name of ["district", "district-es", "district-quiet"]) {
    test(`${name} prints on two ${format} pages`, async () => {
      const page = await browser.newPage({ colorScheme: "dark" });
      try {
        await page.goto(`${samples.url}/${name}.html`);
        const path = join(folder, `${name}-${format}.pdf`);
        await page.pdf({ path, format });
        const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
        assert.equal(/^Pages:\s+(\d+)$/m.exec(info)[1], "2");
        const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
        assert.match(text, /There is no ranking|No hay clasificación/);
        assert.match(text, /Valley/);
        assert.doesNotMatch(text, /Sign out|Cerrar sesión/);
      } finally {
        await page.close();
      }
    });
  }
}
