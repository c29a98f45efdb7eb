// Makes the pictures of docs/pictures/.
// From samples: TILLNOTE_SAMPLES=FOLDER node shots.mjs [OUT]
// From a running server: TILLNOTE_URL, TILLNOTE_EMAIL, TILLNOTE_PASSWORD, TILLNOTE_STORE, [TILLNOTE_DAY=latest]
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchBrowser, serveSamples } from "./browser.mjs";

const out = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../docs/pictures");
const live = process.env.TILLNOTE_URL;
const samples = live ? null : await serveSamples();
const store = `${live}/stores/${process.env.TILLNOTE_STORE}`;
const day = process.env.TILLNOTE_DAY ?? "latest";
const loopPages = ["actions", "goals", "asks", "recipients", "lanes"];
const paths = live
  ? { digest: `${store}/${day}`, stores: `${live}/`, spanish: `${store}/${day}?lang=es`, history: `${store}/history?reason=103`,
      signIn: `${live}/sign-in`, actionsSpanish: `${store}/actions?lang=es`,
      district: `${live}/districts/${process.env.TILLNOTE_DISTRICT ?? "north"}`,
      ...Object.fromEntries(loopPages.map((name) => [name, `${store}/${name}`])) }
  : { digest: `${samples.url}/full.html`, stores: `${samples.url}/stores.html`, signIn: `${samples.url}/sign-in.html`,
      spanish: `${samples.url}/full-es.html`, history: `${samples.url}/history.html`, mail: `${samples.url}/mail-full.html`,
      actionsSpanish: `${samples.url}/actions-es.html`, districtAsks: `${samples.url}/district-asks.html`,
      district: `${samples.url}/district.html`, districtMail: `${samples.url}/mail-district-digest.html`,
      districtRecipients: `${samples.url}/district-recipients.html`, districts: `${samples.url}/districts.html`,
      districtGoals: `${samples.url}/district-goals.html`,
      ...Object.fromEntries(loopPages.map((name) => [name, `${samples.url}/${name}.html`])) };

const shots = [
  { name: "sign-in", path: paths.signIn, width: 900, height: 620, whole: false, signedOut: true },
  { name: "digest", path: paths.digest, width: 900, height: 800, whole: true },
  { name: "digest-dark", path: paths.digest, width: 900, height: 800, whole: true, colorScheme: "dark" },
  { name: "digest-phone", path: paths.digest, width: 320, height: 640, whole: true },
  { name: "digest-es", path: paths.spanish, width: 900, height: 800, whole: true },
  { name: "digest-print", path: paths.digest, paper: "Letter" },
  { name: "history", path: paths.history, width: 900, height: 800, whole: true },
  ...loopPages.map((name) => ({ name, path: paths[name], width: 900, height: 620, whole: true })),
  { name: "actions-es", path: paths.actionsSpanish, width: 900, height: 620, whole: true },
  { name: "district", path: paths.district, width: 1080, height: 800, whole: true },
  { name: "district-dark", path: paths.district, width: 1080, height: 800, whole: true, colorScheme: "dark" },
  { name: "district-phone", path: paths.district, width: 320, height: 640, whole: true },
  { name: "district-print", path: paths.district, paper: "Letter" },
  { name: "stores", path: paths.stores, width: 900, height: 620, whole: true },
];
// A server's mails are files; the sample's is looked at as on a phone. A manager sees no district.
if (!live) {
  shots.push({ name: "districts", path: paths.districts, width: 1080, height: 800, whole: true },
    { name: "district-goals", path: paths.districtGoals, width: 900, height: 620, whole: true },
    { name: "district-asks", path: paths.districtAsks, width: 900, height: 620, whole: true },
    { name: "district-mail", path: paths.districtMail, width: 640, height: 740, whole: true },
    { name: "district-recipients", path: paths.districtRecipients, width: 900, height: 620, whole: true },
    { name: "digest-mail", path: paths.mail, width: 375, height: 740, whole: true });
}

/** The page as paper, drawn by poppler. */
async function print(page, shot) {
  const folder = await mkdtemp(join(tmpdir(), "tillnote-shot-"));
  try {
    const pdf = join(folder, "page.pdf");
    await page.pdf({ path: pdf, format: shot.paper });
    execFileSync("pdftoppm", ["-r", "110", "-png", "-singlefile", pdf, join(out, shot.name)]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function signIn(page) {
  await page.goto(paths.signIn);
  await page.fill("#email", process.env.TILLNOTE_EMAIL);
  await page.fill("#password", process.env.TILLNOTE_PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
}

const browser = await launchBrowser();
try {
  await mkdir(out, { recursive: true });
  for (const shot of shots) {
    const context = await browser.newContext({ viewport: { width: shot.width ?? 900, height: shot.height ?? 800 },
      colorScheme: shot.colorScheme ?? "light", reducedMotion: "reduce" });
    const page = await context.newPage();
    if (live && !shot.signedOut) await signIn(page);
    await page.goto(shot.path);
    await (shot.paper ? print(page, shot) : page.screenshot({ path: join(out, `${shot.name}.png`), fullPage: shot.whole }));
    await context.close();
    console.log(join(out, `${shot.name}.png`));
  }
} finally {
  await browser.close();
  await samples?.close();
}
