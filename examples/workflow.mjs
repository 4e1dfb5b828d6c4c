// A client of MCP Orchestrator in one file, with nothing but Node (20 or newer):
//
//   node workflow.mjs run "How do tides come about?"
//   node workflow.mjs verify SECRET ID TIMESTAMP SIGNATURE < body
//
// The server is that of ORCHESTRATOR_URL, else http://127.0.0.1:5060; its key, if it has one, that of ORCHESTRATOR_API_KEY.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const SERVER = process.env.ORCHESTRATOR_URL || 'http://127.0.0.1:5060';
const KEY = process.env.ORCHESTRATOR_API_KEY ? { Authorization: `Bearer ${process.env.ORCHESTRATOR_API_KEY}` } : {};
const ATTEMPTS = 10;
const TOLERANCE_SECONDS = 300;

const call = (path, { headers = {}, ...rest } = {}) => fetch(new URL(path, SERVER), { headers: { ...KEY, ...headers }, ...rest });

// Answers the path of the workflow. The key makes it safe to send the request again.
async function start(task) {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({ pattern: 'beltalowda', input: { task }, config: { num_agents: 5 } }),
  };
  for (let attempt = 1; ; attempt++) {
    const response = await call('/v1/workflows', request).catch((failure) => {
      if (attempt === ATTEMPTS) throw failure;
    });
    if (response?.ok) return response.headers.get('Location');
    if (response && (response.status !== 503 || attempt === ATTEMPTS)) {
      throw new Error(`not started: ${response.status} ${await response.text()}`);
    }
    await pause(500 * attempt);
  }
}

// Events of one connection, as server-sent events are written: fields, and a blank line behind each event.
async function* events(response) {
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const lines = text.slice(0, end).split('\n');
      const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (field('event')) yield { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
    }
  }
}

// Prints the events to the last one. A connection that breaks is opened again, behind the last event that came.
async function follow(workflow) {
  let last;
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    try {
      const headers = { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) };
      const response = await call(`${workflow}/events`, { headers });
      if (response.status === 204) return;
      if (!response.ok) throw new Error(`no events: ${response.status}`);
      for await (const { id, event } of events(response)) {
        if (event === 'stream_closed') return;
        if (!id) continue;
        console.log(`event ${id} ${event}`);
        last = id;
        attempts = 0;
      }
    } catch (failure) {
      if (failure.message.startsWith('no events')) throw failure;
      console.error(`the connection broke, coming back behind ${last}`);
    }
    await pause(200);
  }
  throw new Error('the server does not answer');
}

// Whether a webhook comes from who knows the secret (Standard Webhooks): HMAC-SHA256 over id, timestamp and body. To be computed
// from the bytes that came, before anything parses them. While secrets change, the header webhook-signature has several.
export function verify(secret, id, timestamp, signature, body, now = Date.now() / 1000) {
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.`).update(body).digest();
  const fresh = Math.abs(now - Number(timestamp)) <= TOLERANCE_SECONDS;
  return fresh && signature.split(' ').filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'run') {
  const workflow = await start(rest[0]);
  console.log(`started ${workflow}`);
  await follow(workflow);
  console.log(await (await call(`${workflow}/documents/report.md`)).text());
} else if (command === 'verify') {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  const body = Buffer.concat(parts);
  const valid = verify(...rest, body);
  console.log(valid ? 'valid' : 'not valid');
  process.exitCode = valid ? 0 : 1;
} else if (command) {
  throw new Error('run TASK, or verify SECRET ID TIMESTAMP SIGNATURE');
}
