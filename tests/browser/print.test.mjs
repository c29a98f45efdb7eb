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
