import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { describePaper, digestPages, readPaper, useBrowser } from "./browser.mjs";

const used = useBrowser({ printing: true });

async function printed(name, format) {
  const page = await used.browser.newPage({ colorScheme: "dark" });
  try {
    await page.goto(`${used.samples.url}/${name}.html`);
    const path = join(used.folder, `${name}-${format}.pdf`);
    await page.pdf({ path, format });
    return { pages: describePaper(path).pages, text: readPaper(path) };
  } finally {
    await page.close();
  }
}

for (const format of ["A4", "Letter"]) {
  for (const name of digestPages) {
    test(`${name} prints on exactly one ${format} page`, async () => {
      const { pages, text } = await printed(name, format);
      assert.equal(pages, 1);
      assert.match(text, /16 November 2026|16 de noviembre de 2026/);
      assert.doesNotMatch(text, /Sign out|Cerrar sesión|I'm on it|Yo me encargo/);
    });
  }
  for (const name of ["district-digest", "district-digest-es", "district-digest-quiet", "district-digest-wide"]) {
    for (const form of [name, `mail-${name}`]) {
      test(`${form} prints on exactly one ${format} page`, async () => {
        const { pages, text } = await printed(form, format);
        assert.equal(pages, 1);
        assert.match(text, /There is no ranking|No hay clasificación/);
        assert.doesNotMatch(text, /Sign out|Cerrar sesión/);
      });
    }
  }
  for (const name of ["district", "district-es", "district-quiet"]) {
    test(`${name} prints on two ${format} pages`, async () => {
      const { pages, text } = await printed(name, format);
      assert.equal(pages, 2);
      assert.match(text, /There is no ranking|No hay clasificación/);
      assert.match(text, /Valley/);
      assert.doesNotMatch(text, /Sign out|Cerrar sesión/);
      assert.doesNotMatch(text, /the CSV has all|el CSV las tiene/);
    });
  }
  for (const name of ["district-wide", "district-wide-es"]) {
    test(`${name} prints twenty of forty stores on two ${format} pages, those outside before all`, async () => {
      const { pages, text } = await printed(name, format);
      assert.equal(pages, 2);
      assert.match(text, /20 more stores: the CSV has all|20 tiendas más: el CSV las tiene todas/);
      const table = text.slice(text.search(/every figure|todas las cifras/i));
      for (const store of ["Store 2", "Store 3", "Store 4", "Store 11", "Store 12", "Store 13", "Store 14"]) {
        assert.match(table, new RegExp(`${store}\\b`));
      }
      assert.match(text, /There is no ranking|No hay clasificación/);
    });
  }
}
