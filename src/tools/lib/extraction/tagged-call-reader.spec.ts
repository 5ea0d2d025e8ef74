import { toolOf } from '../../../../test/support/extraction';
import type { StreamPart } from '../../../protocol/stream-part';
import { TaggedCallReader } from './tagged-call-reader';
import { ToolCallEmitter } from './tool-call-emitter';
import { ToolDirectory } from '../tool-directory';

const tool = toolOf(
  'run',
  { code: { type: 'string' }, count: { type: 'integer' }, any: {} },
  { required: ['code'] },
);

describe('TaggedCallReader', () => {
  it('should stream a string as it comes', () => {
    const { reader, emitter, push } = newReader();
    push('run\n<arg_key>code</arg_key>\n<arg_value>if (a');
    expect(json(emitter.take())).toBe('{"code":"if (a');
    push(' < b) {\n</arg_');
    expect(json(emitter.take())).toBe(' < b) {\\n');
    push('x></arg_value></tool_call> after');
    expect(json(emitter.take())).toBe('</arg_x>"}');
    expect(reader.status).toBe('done');
  });

  it('should give other values when they are complete', () => {
    const { emitter, push } = newReader();
    push('run\n<arg_key>count</arg_key>\n<arg_value>4');
    expect(json(emitter.take())).toBe('{"count":');
    push('2</arg_value>');
    expect(json(emitter.take())).toBe('42');
  });

  it.each([
    ['text', '"text"'],
    ['True', 'true'],
    ['{"a": [1]}', '{"a": [1]}'],
    ['{"a": [1', '"{\\"a\\": [1"'],
    ['', '""'],
  ])('should read the value %p of an open schema as %s', (written, value) => {
    const { emitter, push } = newReader();
    push(`run\n<arg_key>any</arg_key>\n<arg_value>${written}</arg_value>\n</tool_call>`);
    expect(json(emitter.take())).toBe(`{"any":${value}}`);
  });

  it('should give back what follows the call', () => {
    const { push } = newReader();
    expect(push('run\n</tool_call> after')).toBe(' after');
  });

  it('should take a line break that is written as an escape', () => {
    const { emitter, push } = newReader();
    push('run\\n<arg_key>code</arg_key>\\n');
    expect(emitter.take()).toMatchObject([{ name: 'run' }, { delta: '{"code":"' }]);
  });

  it.each(['walk', 'r u', 'runner', 'run it', '```', 'run <b>'])(
    'should see at once that %p names no tool',
    (written) => {
      const { reader, push } = newReader();
      push(written);
      expect(reader.status).toBe('rejected');
    },
  );

  it.each(['r', 'ru', 'run', 'run \t', 'run</tool', 'RUN', 'functions.r', 'run\\'])(
    'should wait after %p',
    (written) => {
      const { reader, push } = newReader();
      push(written);
      expect(reader.status).toBe('reading');
    },
  );

  it('should give up where no tag can follow', () => {
    const early = newReader();
    early.push('run\nsome text');
    expect(early.reader.status).toBe('rejected');
    const late = newReader();
    late.push('run\n<arg_key>code</arg_key>\n<arg_value>x</arg_value>\nsome text');
    expect(late.reader.status).toBe('broken');
  });

  it('should complete a call without its last tag only when the model stopped there', () => {
    const text = 'run\n<arg_key>code</arg_key>\n<arg_value>x</arg_value>\n';
    const stopped = newReader();
    stopped.reader.end(stopped.push(text), false);
    expect(stopped.reader.status).toBe('done');
    const cut = newReader();
    cut.reader.end(cut.push(text), true);
    expect(cut.reader.status).toBe('broken');
  });

  it('should not complete a call that lacks a required argument', () => {
    const { reader, push } = newReader();
    reader.end(push('run\n<arg_key>count</arg_key>\n<arg_value>1</arg_value>\n'), false);
    expect(reader.status).toBe('broken');
  });
});

function newReader(): {
  readonly reader: TaggedCallReader;
  readonly emitter: ToolCallEmitter;
  /** Gives what was not consumed; it comes again before the next text. */
  readonly push: (text: string) => string;
} {
  const emitter = new ToolCallEmitter(() => 'call_1');
  const reader = new TaggedCallReader(new ToolDirectory([tool]), emitter);
  let rest = '';
  const push = (text: string): string => {
    rest += text;
    rest = rest.slice(reader.push(rest));
    return rest;
  };
  return { reader, emitter, push };
}

function json(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.type === 'tool-input-delta' ? part.delta : '')).join('');
}
