import { URL } from 'node:url';
import { Buffer } from 'node:buffer';
import { Agent, createServer, request as httpRequest } from 'node:http';

/**
 * The practical limit: a gateway by hand on `node:http` that parses each event of the upstream and
 * writes it again, and does nothing else. No checks, no errors, no backpressure, no log.
 * Environment: UPSTREAM, the address of the chat endpoint.
 */
const upstream = new URL(process.env.UPSTREAM);
const isWeb = upstream.pathname.startsWith('/api/');
const agent = new Agent({ keepAlive: true });

function toUpstream({ messages, model }) {
  return JSON.stringify({ model, messages, stream: true });
}

function deltaOf(data) {
  if (data === '[DONE]') return undefined;
  const event = JSON.parse(data);
  if (!isWeb) return event.choices[0]?.delta;
  const { phase, delta_content: content } = event.data;
  if (content === undefined) return undefined;
  return phase === 'thinking' ? { reasoning_content: content } : { content };
}

function forEachDelta(incoming, onDelta, onEnd) {
  let rest = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (text) => {
    rest += text;
    let end = rest.indexOf('\n\n');
    while (end >= 0) {
      const delta = deltaOf(rest.slice('data: '.length, end));
      if (delta !== undefined) onDelta(delta);
      rest = rest.slice(end + 2);
      end = rest.indexOf('\n\n');
    }
  });
  incoming.on('end', onEnd);
}

function stream(incoming, response, model) {
  const chunk = (delta, finish) =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_790_000_000, model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  forEachDelta(
    incoming,
    (delta) => chunk(delta, null),
    () => {
      chunk({}, 'stop');
      response.end('data: [DONE]\n\n');
    },
  );
}

function fold(incoming, response, model) {
  let content = '';
  forEachDelta(
    incoming,
    (delta) => {
      content += delta.content ?? '';
    },
    () => {
      const message = { role: 'assistant', content };
      const choices = [{ index: 0, message, finish_reason: 'stop' }];
      const document = {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1_790_000_000,
        model,
        choices,
      };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(document));
    },
  );
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const options = {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    };
    httpRequest(upstream, options, (incoming) => {
      if (body.stream) stream(incoming, response, body.model);
      else fold(incoming, response, body.model);
    }).end(toUpstream(body));
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
