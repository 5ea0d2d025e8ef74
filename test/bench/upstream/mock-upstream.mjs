import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import { readPlan } from './plan.mjs';
import { stamp } from './stamp.mjs';
import { documentOf, framesOf } from './wire.mjs';

/**
 * An upstream that costs next to nothing: answers that come all at once are encoded once, others are
 * written event by event, each with the time at which it left. Prints its address when it listens.
 */
const STREAM = { 'content-type': 'text/event-stream' };
const untimed = (index) => ` word${String(index)}`;
const timed = () => ` #${stamp()}`;
const encoded = new Map();

function encode(key, create) {
  const known = encoded.get(key);
  if (known !== undefined) return known;
  const bytes = create();
  encoded.set(key, bytes);
  return bytes;
}

function answer(request, response, body) {
  const dialect = request.url.startsWith('/api/') ? 'web' : 'openai';
  const plan = readPlan(body);
  const key = `${dialect} ${plan.kind} ${plan.chunks}`;
  if (dialect === 'openai' && !body.includes('"stream":true')) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(encode(`document ${key}`, () => documentOf(plan, untimed)));
    return;
  }
  response.writeHead(200, STREAM);
  if (plan.interval === 0) {
    response.end(encode(key, () => Buffer.from([...framesOf(plan, dialect, untimed)].join(''))));
    return;
  }
  const frames = framesOf(plan, dialect, timed);
  const send = () => {
    const { value, done } = frames.next();
    if (done) {
      clearInterval(timer);
      response.end();
    } else if (value !== '') {
      response.write(value);
    }
  };
  const timer = setInterval(send, plan.interval);
  response.once('close', () => clearInterval(timer));
  send();
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    // Only the plan matters, which stands at the end: of a long conversation the rest is not decoded.
    const bytes = Buffer.concat(chunks);
    answer(request, response, bytes.toString('latin1'));
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
