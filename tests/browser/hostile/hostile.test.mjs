// Every page, form, file, mail and print of a chain whose every text is hostile, beside one whose texts are harmless.
// Run by hostile_test.py, which fills both; TILLNOTE_CHAINS names a file that says where they are and what was put into them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launchBrowser } from "../browser.mjs";
import { expectInert, expectSameBuild, watchedPage } from "./inert.mjs";
import { fill, pages, pathOf, readRoutes, senderOf, sheets } from "./routes.mjs";

const { plain, hostile, texts, labels, shown } = JSON.parse(await readFile(process.env.TILLNOTE_CHAINS, "utf8"));
const routes = await readRoutes(hostile.url);
// What a browser says of an answer that refuses, and of a date field that was given back what was typed.
const refusal = /^4\d\d: |status of 4\d\d|does not conform to the required format/;
const seen = {};  // of the hostile chain, by pattern: all its text
const cookieNames = new Set();  // that any browser here was given

let browser;
before(async () => { browser = await launchBrowser(); });
after(() => browser.close());

/** Somebody at a browser; without the policy what got into a page would run. */
async function open(chain, role, { bypassCSP = false } = {}) {
  const context = await browser.newContext({ bypassCSP, viewport: { width: 900, height: 800 } });
  const watched = await watchedPage(context);
  const visitor = { chain, context, ...watched };
  if (role !== "nobody") await signIn(visitor, role);
  return visitor;
}

async function signIn({ chain, page }, role) {
  await page.goto(`${chain.url}/sign-in`);
  await page.fill("#email", chain.accounts[role]);
  await page.fill("#password", chain.password);
  await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
  assert.ok(!page.url().includes("/sign-in"), `${role}: ${page.url()}`);
}

/** Runs `work` with a visitor for each role, kept over all its pages. */
async function withVisitors(work, options) {
  const visitors = new Map();
  const visit = async (chain, role) => {
    const key = `${chain.url} ${role}`;
    if (!visitors.has(key)) visitors.set(key, await open(chain, role, options));
    return visitors.get(key);
  };
  try {
    await work(visit);
  } finally {
    for (const { context } of visitors.values()) {
      for (const { name, httpOnly } of await context.cookies()) cookieNames.add(httpOnly ? name : `${name}, not HttpOnly`);
      await context.close();
    }
  }
}

function* visitsOf(pattern) {
  for (const { by, queries = [""], status = 200, ...values } of pages[pattern]) {
    for (const query of queries) yield { by, query, status, values };
  }
}

async function lookAt(visitor, path, what, status = 200) {
  const answer = await visitor.page.goto(visitor.chain.url + path);
  assert.equal(answer.status(), status, what);
  assert.equal(await answer.headerValue("cache-control"), "no-store", what);
  return expectInert(visitor, visitor.chain.url, what, status === 200 ? undefined : new RegExp(`${status}`));
}

const htmlPages = routes.filter((route) => route.method === "get" && route.answers.includes("text/html"));

test("every page of the description is looked at, and no other", () => {
  assert.deepEqual(Object.keys(pages).sort(), htmlPages.map((route) => route.pattern).sort());
  const csv = routes.filter((route) => route.method === "get" && route.answers.includes("text/csv"));
  assert.deepEqual(Object.keys(sheets).sort(), csv.map((route) => route.pattern).sort());
});

/** Looks at a page of `chain` in a language, and keeps the words of the hostile one. */
async function lookAtPage(visit, chain, pattern, { by, query, status, values }, language) {
  const path = pathOf(pattern, chain, values) + fill(query, chain);
  const looked = await lookAt(await visit(chain, by), path + (path.includes("?") ? "&" : "?") + `lang=${language}`, `${path} ${language}`, status);
  if (by !== "nobody" && pattern !== "/stores/{store}/poster") {
    assert.equal(await (await visit(chain, by)).page.locator("form[action='/sign-out'] button").count(), 1, `${path} has no way out`);
  }
  if (chain === hostile) seen[pattern] = `${seen[pattern] ?? ""}\n${looked.text}`;
  return looked.built;
}

test("pages are built as with harmless text", async () => {
  await withVisitors(async (visit) => {
    for (const pattern of Object.keys(pages)) {
      for (const reached of visitsOf(pattern)) {
        const built = await Promise.all([hostile, plain].map((chain) => lookAtPage(visit, chain, pattern, reached, "en")));
        expectSameBuild(...built, `${pattern}${reached.query}`);
      }
    }
  });
});

// What the policy would stop runs here.
test("nothing runs on the same pages without the policy, in Spanish", async () => {
  await withVisitors(async (visit) => {
    for (const pattern of Object.keys(pages)) {
      for (const reached of visitsOf(pattern)) await lookAtPage(visit, hostile, pattern, reached, "es");
    }
  }, { bypassCSP: true });
});

test("each text stands on its pages as it was given", () => {
  const missing = [];
  const unknown = [...new Set(hostile.filled.map(({ field }) => field))].filter((field) => !shown[field]);
  assert.deepEqual(unknown, [], "say in hostile_test.py where these fields are shown");
  for (const { field, text } of hostile.filled) {
    for (const pattern of shown[field].pages ?? []) {
      if (!seen[pattern].includes(text)) missing.push(`${field} on ${pattern}: ${text}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("what stands in an address is inert, too", async () => {
  await withVisitors(async (visit) => {
    for (const { pattern, query } of htmlPages) {
      const visitor = await visit(hostile, pages[pattern][0].by);
      for (const [index, name] of (query.length > 0 ? query : ["lang"]).entries()) {
        const path = `${pathOf(pattern, hostile, pages[pattern][0])}?${name}=${encodeURIComponent(texts[(index * 5) % texts.length])}`;
        await visitor.page.goto(hostile.url + path);
        await expectInert(visitor, hostile.url, path, refusal);
      }
      if (pattern.includes("{")) {
        const path = pattern.replace(/\{\w+\}/g, encodeURIComponent(texts[1]));
        await visitor.page.goto(hostile.url + path);
        await expectInert(visitor, hostile.url, path, refusal);
      }
    }
  }, { bypassCSP: true });
});

test("no cell of a CSV is a formula", async () => {
  await withVisitors(async (visit) => {
    for (const [pattern, { by, queries }] of Object.entries(sheets)) {
      for (const query of queries) {
        const visitor = await visit(hostile, by);
        const path = pathOf(pattern, hostile) + fill(query, hostile);
        const answer = await visitor.context.request.get(hostile.url + path, { headers: { accept: "text/csv" } });
        assert.equal(answer.status(), 200, path);
        assert.match(answer.headers()["content-type"], /^text\/csv/, path);
        assert.match(answer.headers()["content-disposition"], /^attachment; filename="[\w.-]+"$/, path);
        const cells = readCsv(await answer.text());
        assert.ok(cells.length > 10, path);
        const formulas = cells.filter((cell) => /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/.test(cell) && !/^'/.test(cell) && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell));
        assert.deepEqual(formulas, [], path);
        seen[pattern] = `${seen[pattern] ?? ""}\n${cells.join("\n")}`;
      }
    }
    for (const { field, text } of hostile.filled) {
      for (const pattern of shown[field].sheets ?? []) assert.ok(seen[pattern].includes(text), `${field} in ${pattern}: ${text}`);
    }
  });
});

/** RFC 4180: the cells of a file, one after the other. */
function readCsv(text) {
  return [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(?:,|\r\n|$)/g)].map(([, quoted, bare]) => (quoted === undefined ? bare : quoted.replaceAll('""', '"')));
}

/** Sends a form as a page of the service would; the browser then shows the answer. */
async function sendForm(visitor, path, fields) {
  const { page, chain } = visitor;
  await page.goto(chain.url + (fields.start ?? "/sign-in"));
  const token = await page.evaluate(() => document.querySelector("input[name=csrf_token]")?.value ?? "");
  visitor.happened.splice(0);
  await Promise.all([page.waitForEvent("load"), page.evaluate(({ action, entries }) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action });
    for (const [name, value] of entries) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }, { action: path, entries: Object.entries({ ...fields.values, csrf_token: token }) })]);
}

// Labels are short, and so the page that asks whether a change is meant comes for short ones only. Nothing is confirmed here.
test("a change of the catalog is asked about with its labels inert", async () => {
  const start = "/admin/catalog/reasons/103";
  const added = { reason_code: "190", department: "produce", polarity: "complaint", starter: "yes" };
  await withVisitors(async (visit) => {
    const ask = async (chain, path, values) => {
      const visitor = await visit(chain, "admin");
      await visitor.page.goto(chain.url + start);
      const valid_from = await visitor.page.locator("input[name=valid_from]").first().inputValue();
      await sendForm(visitor, path, { start, values: { ...values, valid_from } });
      assert.equal(await visitor.page.locator("main form input[name=version]").count(), 1, `${path} is not asked about: ${JSON.stringify(values)}`);
      return expectInert(visitor, chain.url, `${path} ${JSON.stringify(values)}`);
    };
    const wording = (one, other) => ({ label_en: one, label_es: other, owner: one });
    for (const [index, label] of labels.entries()) {
      const beside = (index + 5) % labels.length;
      const other = labels[beside];
      for (const [path, more] of [[start, () => ({})], ["/admin/catalog/reasons", (theme) => ({ ...added, reason_theme: theme })]]) {
        const { text, built } = await ask(hostile, path, { ...wording(label, other), ...more(label) });
        for (const given of [label, other]) assert.ok(text.includes(given), `${path}: ${given}`);
        // As filled_chain.py words it, so that what is as it was is so in both.
        expectSameBuild(built, (await ask(plain, path, { ...wording(`W ${index}`, `W ${beside}`), ...more(`W ${index}`) })).built, path);
      }
    }
    // What else comes with a form is asked back as it came.
    await ask(hostile, start, { ...wording(labels[0], labels[1]), [texts[1]]: texts[0] });
  }, { bypassCSP: true });
});

// After all that looks for texts where they were put: a form of administrators takes what it is sent for the new name of the store.
test("what a form answers shows the typed text inert", async () => {
  const forms = routes.filter((route) => route.fields && route.pattern !== "/sign-out");
  assert.ok(forms.length > 20, `${forms.length} forms`);
  await withVisitors(async (visit) => {
    for (const [index, { pattern, fields }] of forms.entries()) {
      const role = senderOf(pattern);
      const visitor = await visit(hostile, role);
      const values = Object.fromEntries(fields.map((name, place) => [name, texts[(index + place) % texts.length]]));
      const start = pattern === "/set-password/{token}" ? pathOf(pattern, hostile, { token: hostile.password_token })
        : role === "nobody" ? "/sign-in" : "/account";
      await sendForm(visitor, pathOf(pattern, hostile), { values, start });
      await expectInert(visitor, hostile.url, `POST ${pattern}`, refusal);
    }
  }, { bypassCSP: true });
});

// Whoever may not read a route is refused by it; what it then says of the address is looked at, too.
for (const role of ["manager", "admin"]) test(`JSON opened in a browser is no page, for ${role}`, async () => {
  await withVisitors(async (visit) => {
    const visitor = await visit(hostile, role);
    for (const { pattern } of routes.filter((route) => route.method === "get" && route.answers.includes("application/json"))) {
      const answer = await visitor.page.goto(hostile.url + pathOf(pattern, hostile) + "?from=" + encodeURIComponent(texts[1]));
      assert.match(await answer.headerValue("content-type"), /^application\/(problem\+)?json/, pattern);
      assert.equal(await answer.headerValue("x-content-type-options"), "nosniff", pattern);
      const { built } = await expectInert(visitor, hostile.url, pattern, /^[45]\d\d: |status of [45]\d\d/);
      const tags = Object.keys(built).filter((key) => !/^(html|head|body|meta|pre|div)\[/.test(key));
      assert.deepEqual(tags, [], pattern);
    }
  });
});

test("mails and what is printed from the command line are inert", async () => {
  const visitor = await open(hostile, "nobody");
  try {
    assert.deepEqual(hostile.files.map(({ kind }) => kind), plain.files.map(({ kind }) => kind));
    for (const [index, { kind, path, base_url }] of hostile.files.entries()) {
      const built = [];
      for (const file of [path, plain.files[index].path]) {
        await visitor.page.goto(pathToFileURL(file).href);
        built.push((await expectInert(visitor, file === path ? base_url : plain.url, kind)).built);
      }
      expectSameBuild(...built, kind);
    }
  } finally {
    await visitor.context.close();
  }
});

test("prints hold the text and nothing else", async () => {
  await withVisitors(async (visit) => {
    for (const pattern of ["/stores/{store}/{day}", "/stores/{store}/poster", "/districts/{district}"]) {
      const visitor = await visit(hostile, pages[pattern][0].by);
      await visitor.page.emulateMedia({ media: "print" });
      const query = pattern.endsWith("poster") ? hostile.poster_lines : "";
      await lookAt(visitor, pathOf(pattern, hostile) + query, `${pattern} printed`);
      assert.ok((await visitor.page.pdf({ format: "A4" })).length > 1000, pattern);
    }
  }, { bypassCSP: true });
});

test("signing out clears what the browser keeps", async () => {
  const visitor = await open(hostile, "admin");
  try {
    const [answer] = await Promise.all([
      visitor.page.waitForResponse((response) => response.url().endsWith("/sign-out")),
      visitor.page.locator("form[action='/sign-out'] button").click()]);
    assert.equal(await answer.headerValue("clear-site-data"), '"cache", "cookies", "storage"');
    assert.equal(await answer.headerValue("cache-control"), "no-store");
    await visitor.page.waitForURL(/\/sign-in/);
    assert.deepEqual((await visitor.context.cookies()).filter(({ name }) => /session/.test(name)), []);
  } finally {
    await visitor.context.close();
  }
});

test("the browser was given these cookies and no other", () => {
  assert.deepEqual([...cookieNames].sort(), ["tillnote_form", "tillnote_lang", "tillnote_session"]);
});

/** A text as the service writes it into HTML. */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
}

// The test of this test: the same pages with the escaping taken away must be found out in each of the ways.
test("a page that does not escape is found out", async () => {
  for (const bypassCSP of [false, true]) {
    await withVisitors(async (visit) => {
      const visitor = await visit(hostile, "manager");
      await visitor.page.route("**/stores/**", async (route) => {
        const answer = await route.fetch();
        // A few of them: others would swallow what follows, or lead away before anybody looks.
        const raw = [texts[0], texts[1], texts[24]].reduce((body, text) => body.replaceAll(escaped(text), text), await answer.text());
        await route.fulfill({ response: answer, body: raw });
      });
      await visitor.page.goto(`${hostile.url}${pathOf("/stores/{store}/history", hostile)}?reason=103`);
      await visitor.page.waitForFunction(() => globalThis.hits.length > 0);
      await assert.rejects(() => expectInert(visitor, hostile.url, "unescaped"), (error) => {
        const { strange, hits, complaints } = error.actual;
        assert.ok(strange.some((found) => found.startsWith("script[")), "the script is found");
        assert.ok(strange.some((found) => found.includes("evil.invalid")), "the foreign address is found");
        assert.ok(hits.some((hit) => hit.startsWith(bypassCSP ? "ran: " : "policy: ")), "it ran, or the policy says that it would have");
        return complaints.length > 0;
      });
      visitor.happened.splice(0);
    }, { bypassCSP });
  }
});
