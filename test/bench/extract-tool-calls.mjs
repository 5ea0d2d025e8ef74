import { createRequire } from 'node:module';

/**
 * CPU time of the extractor per token of the answer, for prose and for one long call in each form,
 * as deltas of about a token. The cost must not grow with the length. Runs on the built service.
 */
const require = createRequire(import.meta.url);
const { ToolCallExtractor } = require('../../dist/tools/lib/extraction/extract-tool-calls.js');
const { ToolDirectory } = require('../../dist/tools/lib/tool-directory.js');

const SIZES = [1_000, 10_000, 100_000];
/** Tokens per measurement: shorter answers are read more often. */
const TOTAL = 400_000;
const TOKENS = [
  'const ',
  'value',
  ' = ',
  'a < b',
  ' && ',
  '`x`',
  ';\n',
  '  return',
  ' "',
  '北京',
  '" }',
];

const tools = new ToolDirectory([
  {
    name: 'write_file',
    strict: false,
    parameters: { type: 'object', properties: { content: { type: 'string' } } },
  },
]);

const inJson = (token) => JSON.stringify(token).slice(1, -1);
const inJsonTwice = (token) => inJson(inJson(token));
const whole = (token) => token;

const forms = {
  prose: { head: '', tail: '', write: whole },
  'code block': { head: '```js\n', tail: '\n```\n', write: whole },
  'ordinary JSON': { head: '{"text":"', tail: '"}', write: inJson },
  'GLM tags': {
    head: '<tool_call>write_file\n<arg_key>content</arg_key>\n<arg_value>',
    tail: '</arg_value>\n</tool_call>',
    write: whole,
  },
  'GLM tags, buffered': {
    head: '<tool_call>write_file\n<arg_key>open</arg_key>\n<arg_value>',
    tail: '</arg_value>\n</tool_call>',
    write: whole,
  },
  'Hermes JSON': {
    head: '<tool_call>{"name":"write_file","arguments":{"content":"',
    tail: '"}}</tool_call>',
    write: inJson,
  },
  'fenced JSON': {
    head: '```json\n{"tool_calls":[{"function":{"name":"write_file","arguments":{"content":"',
    tail: '"}}}]}\n```',
    write: inJson,
  },
  'bare JSON': {
    head: '{"tool_calls":[{"function":{"name":"write_file","arguments":{"content":"',
    tail: '"}}}]}',
    write: inJson,
  },
  'arguments as text': {
    head: '{"tool_calls":[{"function":{"name":"write_file","arguments":"{\\"content\\":\\"',
    tail: '\\"}"}}]}',
    write: inJsonTwice,
  },
  'arguments first': {
    head: '{"tool_calls":[{"function":{"arguments":{"content":"',
    tail: '"},"name":"write_file"}}]}',
    write: inJson,
  },
  spoken: { head: '调用函数：write_file 参数：{"content":"', tail: '"}', write: inJson },
};
const callForms = Object.keys(forms).slice(3);

console.log(
  `CPU ns per token${SIZES.map((size) => `${String(size)} tokens`.padStart(16)).join('')}${'one delta'.padStart(12)}`,
);
for (const name of Object.keys(forms)) {
  measure(name, SIZES[0]);
  const costs = SIZES.map((size) => measure(name, size));
  const inOne = measure(name, SIZES.at(-1), true);
  const cells = [...costs.map((cost) => format(cost).padStart(16)), format(inOne).padStart(12)];
  console.log(name.padEnd(16), ...cells.map((cell, index) => (index === 0 ? cell.slice(1) : cell)));
}

function measure(name, size, isOneDelta = false) {
  const { head, tail, write } = forms[name];
  const tokens = Array.from({ length: size }, (_, index) => write(TOKENS[index % TOKENS.length]));
  const deltas = isOneDelta ? [head + tokens.join('') + tail] : [head, ...tokens, tail];
  const parts = deltas.map((text) => ({ type: 'text', text }));
  const rounds = Math.max(1, Math.round(TOTAL / size));
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) read(name, parts);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (rounds * size);
}

function read(name, parts) {
  const extractor = new ToolCallExtractor({
    tools,
    newId: () => 'call_1',
    allowsParallelCalls: true,
    firstIndex: 0,
  });
  let calls = 0;
  const count = (found) => {
    for (const part of found) if (part.type === 'tool-input-end') calls += 1;
  };
  for (const part of parts) count(extractor.push(part));
  count(extractor.push({ type: 'finish', reason: 'stop' }));
  if (calls !== Number(callForms.includes(name)))
    throw new Error(`${name}: ${String(calls)} calls`);
}

function format(nanoseconds) {
  return nanoseconds.toFixed(0);
}
