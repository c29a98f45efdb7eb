// What "shown inert" means, asked of a page in the browser: nothing ran, nothing was fetched from elsewhere, nothing was made of it,
// and nothing lies in the browser that a script could read.
import assert from "node:assert/strict";
import { watchComplaints } from "../browser.mjs";

// Before anything of the page: what a text that got through would call, and what the policy then reports.
function listen() {
  globalThis.hits = [];
  globalThis.hit = globalThis.h = (which) => globalThis.hits.push(`ran: ${which}`);
  document.addEventListener("securitypolicyviolation", (event) =>
    globalThis.hits.push(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
}

/** What the page is made of, and what it has put into the browser: { built, strange, text, hits, kept }. Runs in the browser. */
async function takeApart(origin) {
  const built = {};
  const strange = [];
  const words = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.tagName.toLowerCase();
    const shape = [...element.attributes].map(({ name, value }) => (["class", "name", "type", "role", "style"].includes(name) ? `${name}=${value}` : name));
    const key = `${tag}[${shape.sort().join(" ")}]`;
    built[key] = (built[key] ?? 0) + 1;
    const refresh = tag === "meta" && element.hasAttribute("http-equiv") && !/^(content-type)$/i.test(element.getAttribute("http-equiv"));
    if (["script", "iframe", "object", "embed", "base", "applet", "frame", "foreignobject", "animate", "math"].includes(tag) || refresh) strange.push(key);
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "srcdoc") strange.push(`${key} ${name}=${value}`);
      if (["href", "src", "action", "formaction", "xlink:href", "data", "srcset", "background", "poster", "ping"].includes(name)) {
        const address = new URL(value, document.baseURI);
        const phone = address.protocol === "otpauth:" && tag === "a";
        if (address.origin !== origin && !phone && !value.startsWith("#")) strange.push(`${key} ${name}=${value}`);
      }
      if (["value", "aria-label", "title", "placeholder", "content"].includes(name)) words.push(value);
    }
    if ("value" in element && typeof element.value === "string") words.push(element.value);
  }
  words.push(document.title, document.documentElement.textContent);
  const kept = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name),
    ...document.cookie.split("; ").filter(Boolean)];
  return { built, strange, text: words.join("\n"), hits: globalThis.hits ?? ["nobody listened"], kept };
}

/** A page of `context` that writes down whatever should not happen. */
export async function watchedPage(context) {
  const page = await context.newPage();
  await page.addInitScript(listen);
  const happened = watchComplaints(page);
  page.on("dialog", async (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("popup", () => happened.push("popup"));
  page.on("download", () => happened.push("download"));
  return { page, happened };
}

/**
 * Looks at what `page` shows now. `home`: the only place it may have asked and may lead to. `expected` matches complaints that
 * the caller wants, such as the status of an answer that refuses. Returns { built, text }.
 */
export async function expectInert({ page, happened }, home, what, expected = /$^/) {
  const origin = new URL(home).origin;
  const { built, strange, text, hits, kept } = await page.evaluate(takeApart, origin);
  const complaints = happened.splice(0).filter((complaint) => !expected.test(complaint));
  assert.deepEqual({ strange, hits, complaints, kept }, { strange: [], hits: [], complaints: [], kept: [] }, what);
  return { built, text };
}

/** Fails where the hostile page has another element or attribute than the harmless one. */
export function expectSameBuild(hostile, plain, what) {
  const differences = [...new Set([...Object.keys(hostile), ...Object.keys(plain)])]
    .filter((key) => hostile[key] !== plain[key])
    .map((key) => `${key}: ${plain[key] ?? 0} with harmless text, ${hostile[key] ?? 0} with hostile text`);
  assert.deepEqual(differences, [], what);
}
