// Debian's chromium through playwright-core, and a tiny server that serves the samples as the real one would.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const chromiumPath = process.env.TILLNOTE_CHROMIUM ?? "/usr/bin/chromium";

const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const contentTypes = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".json": "application/json" };

// What the pages must live with. The server sends the same or stricter.
export const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

export function launchBrowser() {
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

/** The folder render_sample wrote; TILLNOTE_SAMPLES names it. */
export function samplesFolder() {
  const folder = process.env.TILLNOTE_SAMPLES;
  if (!folder) {
    throw new Error("Set TILLNOTE_SAMPLES to the folder that render_sample wrote.");
  }
  return folder;
}

export const digestPages = ["full", "complete", "empty-open", "closed", "unheard", "young", "busy", "long-names", "quiet", "running",
  "amended", "full-es", "young-es"];
export const samplePages = [...digestPages, "history", "history-es", "history-search", "history-empty", "sign-in", "sign-in-error",
  "stores", "stores-empty", "lanes", "lanes-problem", "lanes-empty", "admin-audit", "admin-audit-es", "admin-audit-empty", "admin-users", "admin-users-es",
  "admin-user", "admin-user-es", "admin-user-own", "admin", "problem", "actions", "actions-es", "actions-empty",
  "goals", "goals-es", "goals-empty", "asks", "asks-es", "asks-empty", "district-asks", "district-asks-es",
  "recipients", "recipients-es", "recipients-empty", "district", "district-es", "district-quiet", "district-wide", "district-wide-es",
  "district-empty",
  "districts", "district-digest", "district-digest-es", "district-digest-quiet", "district-digest-wide", "district-recipients",
  "district-goals", "district-goals-es",
  "admin-stores", "admin-stores-es", "admin-stores-empty", "admin-store", "admin-store-es", "admin-store-closing",
  "admin-lanes", "admin-lanes-es", "admin-lanes-empty", "admin-catalog", "admin-catalog-es", "admin-catalog-empty",
  "admin-reason", "admin-reason-es", "admin-reason-ended", "admin-catalog-change", "admin-catalog-change-es",
  "admin-catalog-change-none", "admin-recipients", "admin-recipients-es", "admin-recipients-empty",
  "admin-retention", "admin-retention-es", "admin-retention-empty",
  "district-recipients-es", "poster-letter", "poster-a4-es", "unsubscribe", "unsubscribe-es", "unsubscribe-done",
  ...["account-needed", "account-pending", "account-codes", "account", "sign-in-code", "forgotten-password", "forgotten-password-asked",
    "set-password", "set-password-done", "setup"].flatMap((name) => [name, `${name}-es`])];
/** What a mail program shows: styles of its own, no style sheet, no policy. */
export const mailPages = ["mail-full", "mail-es", "mail-young", "mail-unheard",
  "mail-district-digest", "mail-district-digest-es", "mail-district-digest-quiet", "mail-district-digest-wide",
  "mail-alert", "mail-alert-es", "mail-account-reset", "mail-account-reset-es", "mail-account-invitation",
  "mail-account-invitation-es"];
/** The poster for the entrance, each by its paper. */
export const posterPages = { "poster-letter": "612 x 792", "poster-a4-es": "594.96 x 841.92", "poster-letter-some": "612 x 792",
  "poster-a4-few": "594.96 x 841.92", "poster-letter-none": "612 x 792" };
/** What is printed and never served; each by its paper. */
export const sheetPages = { "sheet-letter": "612 x 792", "sheet-a4-es": "594.96 x 841.92", "sheet-a4-en-large": "594.96 x 841.92" };
/** Everything that is shown, mailed or printed. */
export const allPages = [...new Set([...samplePages, ...Object.keys(posterPages), ...mailPages, ...Object.keys(sheetPages)])];

/** Serves the samples on a free port of loopback. Returns { url, close }. */
export async function serveSamples() {
  const root = samplesFolder();
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    if (path === "/favicon.ico") {
      // A browser asks for it where a page names no icon, as a mail does not.
      response.writeHead(204).end();
      return;
    }
    try {
      const body = await readFile(join(root, path));
      const ownStyles = path.startsWith("/mail-") || path.startsWith("/sheet-");
      const policy = ownStyles ? {} : { "Content-Security-Policy": contentSecurityPolicy };
      response.writeHead(200, { "Content-Type": contentTypes[extname(path)] ?? "application/octet-stream", ...policy,
        "X-Content-Type-Options": "nosniff" });
      response.end(body);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }) };
}

/**
 * A browser for all tests of one file, with the samples served and a folder for what is printed, where they are wanted.
 * The members are there once the first test begins: { browser, samples, folder }.
 */
export function useBrowser({ served = true, printing = false } = {}) {
  const used = {};
  before(async () => {
    used.browser = await launchBrowser();
    if (served) used.samples = await serveSamples();
    if (printing) used.folder = await mkdtemp(join(tmpdir(), "tillnote-print-"));
  });
  after(async () => {
    await used.browser.close();
    await used.samples?.close();
    if (used.folder) await rm(used.folder, { recursive: true });
  });
  return used;
}

/** What poppler says of a printed page: { pages, size } with the size in points. */
export function describePaper(path) {
  const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
  return { pages: Number(/^Pages:\s+(\d+)$/m.exec(info)[1]), size: /^Page size:\s+([\d.]+ x [\d.]+)/m.exec(info)[1] };
}

/** The words of a printed page, as they lie on it. */
export function readPaper(path) {
  return execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
}

/** Everything the page complains about: CSP, console errors, failed requests, exceptions. */
export function watchComplaints(page) {
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // The reader went on before the picture had come. What a policy or the server stopped fails otherwise.
    if (why !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()} (${why})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}
