// The peer of S1: what a good Node developer would write for the same job. One process, Fastify with schema validation and
// a compiled response schema, a pg pool, one prepared durable insert per request, answered after its commit.
// Environment: PEER_PORT, PEER_POOL, PGHOST, PGDATABASE, PGUSER, PEER_TOKENS (lines "token store lane enrolment_id").
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import pg from 'pg';

const lanes = new Map();
for (const line of readFileSync(process.env.PEER_TOKENS, 'utf8').trim().split('\n')) {
  const [token, store, lane, enrolment] = line.split(' ');
  lanes.set(createHash('sha256').update(token).digest('hex'), { store, lane: Number(lane), enrolment });
}

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)$' };
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const note = {
  type: 'object',
  additionalProperties: false,
  required: ['note_id', 'seq', 'reason', 'tapped_at', 'source', 'remark_key'],
  properties: {
    note_id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' },
    seq: { ...count, minimum: 1 },
    reason: { type: 'string', pattern: '^[A-Za-z0-9-]{1,20}$' },
    tapped_at: time,
    mono_ms: count,
    boot_id: uuid,
    source: { enum: ['touch', 'key', 'hotkey', 'scan', 'http', 'script'] },
    remark_key: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
    comment: { type: 'string', maxLength: 140 },
  },
};
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['outbox_id', 'sent_at', 'notes'],
    properties: {
      enrolment_id: uuid,
      outbox_id: uuid,
      sent_at: time,
      boot_id: uuid,
      sent_mono_ms: count,
      pending: count,
      notes: { type: 'array', minItems: 1, maxItems: 1, items: note },
      undos: { type: 'array', maxItems: 0 },
      showings: { type: 'array', maxItems: 0 },
    },
  },
  response: { 201: { type: 'object', properties: { id: { type: 'string' }, status: { type: 'string' } } } },
};

const pool = new pg.Pool({ max: Number(process.env.PEER_POOL), idleTimeoutMillis: 0 });
const insert = { name: 'insert-note', text: readFileSync(new URL('insert.sql', import.meta.url), 'utf8') };

const app = Fastify({ logger: false, ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
app.post('/v1/notes', { schema }, async (request, reply) => {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const lane = lanes.get(createHash('sha256').update(token).digest('hex'));
  if (!lane) {
    return reply.code(401).send();
  }
  const { body } = request;
  const [one] = body.notes;
  const tappedMs = Date.parse(one.tapped_at) + Date.now() - Date.parse(body.sent_at);
  const tapped = new Date(tappedMs).toISOString();
  const tapDate = new Date(parseInt(one.note_id.slice(0, 8) + one.note_id.slice(9, 13), 16)).toISOString().slice(0, 10);
  const values = [lane.store, tapDate, one.note_id, lane.lane, lane.enrolment, body.outbox_id, one.seq, one.reason, one.tapped_at,
    tapped, tapped.slice(0, 10), one.source, one.remark_key, one.mono_ms ?? null, one.boot_id ?? body.boot_id ?? null];
  const done = await pool.query({ ...insert, values });
  return reply.code(201).send({ id: one.note_id, status: done.rowCount === 1 ? 'stored' : 'exists' });
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PEER_PORT) });
