// Usage: node check-recorded.mjs FOLDER [OPENAPI.yaml]
// Lints the document, then checks every exchange recorded in FOLDER (one JSON file each: method, path, status, headers with
// lower-case names, body, request_body or null). Exit 1 on any failure and when nothing was recorded, 2 on wrong usage.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, nameOf } from './check.mjs';
import { defaultPath, Document, lint, METHODS } from './document.mjs';

const [folder, documentPath = defaultPath] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node check-recorded.mjs FOLDER [OPENAPI.yaml]');
  process.exit(2);
}

const document = Document.load(documentPath);
const faults = lint(document);
for (const fault of faults) console.log(`document: ${fault}`);

let checked = 0;
let failed = faults.length;
const seen = new Set();
if (faults.length === 0) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
    const exchange = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const differences = check(document, exchange);
    checked += 1;
    failed += differences.length > 0 ? 1 : 0;
    seen.add(document.expectation(exchange.method, exchange.path).operation?.operationId);
    for (const difference of differences) console.log(`${file}: ${nameOf(document, exchange)}: ${difference}`);
  }
  if (checked === 0) console.log(`nothing was recorded in ${folder}`);
  const unseen = Object.values(document.root.paths)
    .flatMap((item) => METHODS.filter((verb) => item[verb]).map((verb) => item[verb].operationId))
    .filter((id) => !seen.has(id));
  if (unseen.length > 0) console.log(`never recorded: ${unseen.join(', ')}`);
}
console.log(`${checked} checked, ${failed} failed`);
process.exit(failed > 0 || checked === 0 ? 1 : 0);
