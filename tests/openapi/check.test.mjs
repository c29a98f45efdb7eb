// The checker itself: what it must accept, and that it sees every kind of difference. Run: node --test
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { check } from './check.mjs';
import { defaultPath, Document, lint } from './document.mjs';

const document = Document.load();
const program = fileURLToPath(new URL('check-recorded.mjs', import.meta.url));

const security = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'x-request-id': 'r-1',
};
const json = { ...security, 'content-type': 'application/json' };
const id = '8f14e45f-ceea-467a-9538-1d2f8a3c4b5d';
const noteId = '0190163d-8694-739b-aea5-966c26f8ad91';

function exchange(method, path, status, headers, body, requestBody = null) {
  const text = (value) => (value === null || typeof value === 'string' ? value : JSON.stringify(value));
  return { method, path, status, headers, body: text(body), request_body: text(requestBody) };
}

function problem(method, path, status, type, headers = {}) {
  const body = { type: `/problems/${type}`, title: 'Title', status, detail: 'What to do.', request_id: 'r-1', retry: 'no' };
  return exchange(method, path, status, { ...security, 'content-type': 'application/problem+json', ...headers }, body);
}

const notes = exchange(
  'POST', '/v1/notes', 200, json,
  { have_seq: 1, results: [{ id: noteId, status: 'quarantined', problem: 'unknown_reason' }] },
  { outbox_id: id, sent_at: '2026-11-22T01:41:18Z',
    notes: [{ note_id: noteId, seq: 1, reason: '101', tapped_at: '2026-11-21T19:41:17-06:00', source: 'touch', remark_key: 'abcdefgh_-ABCDE1' }] },
);

const digestBody = {
  store: { id: 'store-1', name: 'Elm Street', district: 'north' }, day: '2026-11-21', zone: 'America/Chicago',
  starts_at: '2026-11-21T10:00:00.000Z', ends_at: '2026-11-22T10:00:00.000Z', state: 'open', edition: null,
  completeness: { lanes_heard: 3, lanes_expected: 4, notes_received: 9, notes_missing: 1, percent: 75, silent: [{ lane: 5, last_heard_at: null }] },
  notes_unplaced: 0, traffic: null, remarks: 1,
  reasons: [{ reason: '101', department: 'produce', theme: 'price', polarity: 'praise', label: 'Produce price good', remarks: 1, usual: null,
              baseline: { days: 0, remarks: 0, of: 0 }, signal: 'too_little', tests: null }],
  walk_first: [], larger_shares: [], more_of_every_kind: [], baseline: { days: 0, weeks: 0, enough: false }, alerts: [], why_here: { days: 28, remarks: 40, shares: [{ reason: '901', remarks: 40, share: 0.5, low: 0.4, high: 0.6 }] },
  competitors: [{ reason: '801', remarks: 1, share: null, low: null, high: null }], together: [], asks: [], goals: [], events: [],
  open_actions: [], closed_actions: [], changes: [],
};
const digest = exchange('GET', '/v1/stores/store-1/digests/today', 200, { ...json, etag: '"abc"' }, digestBody);

test('the document has no fault', () => {
  assert.deepEqual(lint(document), []);
});

test('exchanges as documented pass', () => {
  for (const good of [
    notes,
    digest,
    exchange('GET', '/v1/stores/store-1/digests/latest', 304, { ...security, etag: 'W/"abc"' }, ''),
    exchange('POST', '/v1/enrolments', 201, json,
      { enrolment_id: id, secret: 's'.repeat(43), code: 'ABCD-EFGH', expires_at: '2026-11-22T01:51:18.000Z', interval_ms: 2000 }, { device: 'lane 5' }),
    exchange('GET', `/v1/enrolments/${id}`, 200, json, { state: 'pending', interval_ms: 2000 }),
    exchange('GET', `/v1/enrolments/${id}`, 200, json, { state: 'approved', interval_ms: 0, token: 't', store: 'store-1', lane: 5 }),
    exchange('GET', '/v1/enrolments?state=pending', 200, json, { enrolments: [] }),
    exchange('POST', '/v1/enrolments/ABCD-EFGH/approval', 204, security, '', { store: 'store-1', lane: 5 }),
    exchange('DELETE', '/v1/sessions/current', 204, security, ''),
    exchange('HEAD', '/livez', 200, json, ''),
    exchange('GET', '/', 303, { ...security, location: '/sign-in?next=%2F' }, ''),
    exchange('GET', '/sign-in', 200, { ...security, 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'a=b' }, '<!DOCTYPE html><p>'),
    problem('GET', '/v1/stores', 401, 'unauthenticated', { 'www-authenticate': 'Bearer' }),
    problem('POST', '/v1/notes', 503, 'busy', { 'retry-after': '1' }),
    problem('GET', '/nowhere', 404, 'not-found'),
    problem('PUT', '/v1/notes', 405, 'method-not-allowed', { allow: 'POST' }),
    problem('GET', '/nowhere', 421, 'misdirected-host'),
  ]) {
    assert.deepEqual(check(document, good), [], `${good.method} ${good.path}`);
  }
});

test('every kind of difference is seen', () => {
  const without = (source, header) => ({ ...source, headers: Object.fromEntries(Object.entries(source.headers).filter(([name]) => name !== header)) });
  const changed = (source, change) => ({ ...source, body: JSON.stringify({ ...JSON.parse(source.body), ...change }) });
  for (const [bad, expected] of [
    [{ ...notes, status: 201 }, /status 201 is not documented/],
    [{ ...notes, headers: { ...notes.headers, 'content-type': 'text/html' } }, /content type text\/html is not documented/],
    [without(notes, 'content-type'), /content type \(none\)/],
    [without(notes, 'x-request-id'), /X-Request-Id is missing/],
    [without(notes, 'content-security-policy'), /Content-Security-Policy is missing/],
    [{ ...notes, headers: { ...notes.headers, 'x-content-type-options': 'sniff' } }, /X-Content-Type-Options is "sniff"/],
    [{ ...notes, body: '{' }, /not JSON/],
    [changed(notes, { extra: 1 }), /additional properties/],
    [changed(notes, { have_seq: '1' }), /must be integer/],
    [changed(notes, { results: [{ id: noteId, status: 'kept' }] }), /allowed values/],
    [{ ...notes, request_body: notes.request_body.replace('"seq":1', '"seq":0') }, /accepted request body differs/],
    [{ ...notes, request_body: notes.request_body.replace('touch', 'mouse') }, /accepted request body differs/],
    [without(digest, 'etag'), /ETag is missing/],
    [changed(digest, { remarks: undefined }), /required property 'remarks'/],
    [changed(digest, { alerts: [1] }), /alerts\/0 must be object/],
    [changed(digest, { walk_first: [1] }), /must be object/],
    [exchange('DELETE', '/v1/sessions/current', 204, security, 'x'), /a body .* is not documented/],
    [exchange('HEAD', '/livez', 200, json, 'x'), /HEAD has a body/],
    [exchange('GET', `/v1/enrolments/${id}`, 200, json, { state: 'approved', interval_ms: 0 }), /required property 'token'/],
    [exchange('GET', `/v1/enrolments/${id}`, 200, json, { state: 'pending', interval_ms: 0, token: 't' }), /boolean schema is false/],
    [exchange('GET', '/', 303, { ...security, location: 'https://elsewhere/' }, ''), /Location/],
    [problem('GET', '/v1/stores', 401, 'unauthenticated'), /WWW-Authenticate is missing/],
    [problem('POST', '/v1/notes', 503, 'busy'), /Retry-After is missing/],
    [problem('PUT', '/v1/notes', 405, 'method-not-allowed'), /Allow is missing/],
    [problem('GET', '/v1/stores', 403, 'not-found'), /the body differs/],
    [problem('GET', '/v1/stores', 400, 'made-up'), /the body differs/],
    [problem('GET', '/nowhere', 403, 'forbidden'), /status 403 is not documented/],
    [problem('PUT', '/v1/notes', 404, 'not-found'), /status 404 is not documented/],
  ]) {
    const differences = check(document, bad);
    assert.ok(differences.some((difference) => expected.test(difference)), `${expected}: ${JSON.stringify(differences)}`);
  }
});

test('fixed segments win over parameters', () => {
  assert.equal(document.template('/v1/enrolments/x/approval'), '/v1/enrolments/{code}/approval');
  assert.equal(document.template('/v1/sessions/current'), '/v1/sessions/current');
  assert.equal(document.template('/v1/enrolments/'), undefined);
  assert.equal(document.template('/stores/store-1/latest'), '/stores/{store}/{day}');
});

test('faults of the document are seen', () => {
  const source = readFileSync(defaultPath, 'utf8');
  for (const [from, to, expected] of [
    ["$ref: '#/components/schemas/Health'", "$ref: '#/components/schemas/Wealth'", /leads nowhere/],
    ['operationId: isReady', 'operationId: isAlive', /used twice/],
    ['operationId: isReady', 'nothing: isReady', /no operationId/],
    ['- {$ref: \'#/components/parameters/EnrolmentId\'}', '- {$ref: \'#/components/parameters/Store\'}', /path parameter id is not declared/],
    ['additionalProperties: false', 'additionalProperties: true', /refuse additional/],
  ]) {
    assert.ok(source.includes(from), from);
    const faults = lint(new Document(source.replace(from, to)));
    if (expected !== undefined) assert.ok(faults.some((fault) => expected.test(fault)), `${expected}: ${JSON.stringify(faults)}`);
  }
});

test('the program says how many it checked and fails on a difference and on nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillnote-openapi-'));
  try {
    const empty = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
    assert.equal(empty.status, 1);
    assert.match(empty.stdout, /0 checked, 0 failed/);
    writeFileSync(join(folder, '1.json'), JSON.stringify(notes));
    assert.match(execFileSync(process.execPath, [program, folder], { encoding: 'utf8' }), /1 checked, 0 failed\n$/);
    writeFileSync(join(folder, '2.json'), JSON.stringify({ ...notes, status: 418 }));
    const failed = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /2\.json: POST \/v1\/notes 418/);
    assert.match(failed.stdout, /2 checked, 1 failed\n$/);
    assert.equal(spawnSync(process.execPath, [program]).status, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
