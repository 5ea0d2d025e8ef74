import { cpuTime } from '../../../../../test/support/cpu-time';
import fc from 'fast-check';
import { cuts, textOver } from '../../../../../test/support/arbitraries';
import {
  folded,
  reasoning,
  rewrite,
  STOP,
  streamed,
  text,
} from '../../../../../test/support/parts';
import { cutAt } from '../../../../../test/support/splits';
import type { StreamPart } from '../../../../protocol/stream-part';
import { runTransform } from '../../../../protocol/transform';
import { ThinkTagSplitter } from './split-think-tags';

const CALL: StreamPart = { type: 'tool-input-start', index: 0, id: 'call_1', name: 'f' };

describe('ThinkTagSplitter', () => {
  it.each([
    { it: 'at the start', said: '<think>R</think>A', R: 'R', A: 'A' },
    { it: 'after blanks', said: ' \n<think>R</think>A', R: 'R', A: ' \nA' },
    { it: 'empty', said: '<think></think>A', R: '', A: 'A' },
    { it: 'never closed', said: '<think>R', R: 'R', A: '' },
    { it: 'twice', said: '<think>R</think>A\n<think>S</think>B', R: 'RS', A: 'A\nB' },
    { it: 'inside a line', said: 'the <think> tag', R: '', A: 'the <think> tag' },
    { it: 'a pair inside a line', said: 'a <think>b</think> c', R: '', A: 'a <think>b</think> c' },
    {
      it: 'in code',
      said: 'A\n```\n<think>R</think>\n```\nB',
      R: '',
      A: 'A\n```\n<think>R</think>\n```\nB',
    },
    { it: 'after code', said: 'A\n```\nx\n```\n<think>R</think>B', R: 'R', A: 'A\n```\nx\n```\nB' },
    { it: 'quoted', said: 'A `</think>` "</think>"', R: '', A: 'A `</think>` "</think>"' },
    { it: 'after a quotation', said: 'It is "R"</think>A', R: 'It is "R"', A: 'A' },
    { it: 'last, after a quotation', said: 'It is `R`</think>', R: 'It is `R`', A: '' },
    { it: 'closed twice', said: '<think>R</think>A</think>B', R: 'R', A: 'AB' },
    { it: 'a mere beginning', said: 'a <thin', R: '', A: 'a <thin' },
    { it: 'other tags', said: '<thinking>x</thinking>', R: '', A: '<thinking>x</thinking>' },
    { it: 'inside reasoning', said: '<think>a <think> b</think>A', R: 'a <think> b', A: 'A' },
    { it: 'alone', said: 'R</think>A', R: 'R', A: 'A' },
    { it: 'alone, after code', said: 'x\n```\ny\n```\nR</think>A', R: 'x\n```\ny\n```\nR', A: 'A' },
    { it: 'alone at the start', said: '</think>A', R: '', A: 'A' },
  ])('should read a tag $it, however it is cut', ({ said, R, A }) => {
    for (let at = 0; at <= said.length; at += 1) {
      for (const mayThinkInText of [false, true]) {
        const parts = split([text(said.slice(0, at)), text(said.slice(at))], mayThinkInText);
        expect(folded(parts)).toMatchObject({ reasoning: R, text: A });
      }
    }
  });

  it('should take text back that a lone closing tag makes reasoning', () => {
    expect(split([text('Let me'), text(' see.</think>'), text('A')])).toEqual([
      text('Let me'),
      text(' see.'),
      rewrite('reasoning', 'Let me see.'),
      rewrite('text', ''),
      text('A'),
    ]);
  });

  it('should give nothing to take back where thinking is expected', () => {
    expect(split([text('Let me'), text(' see.</think>'), text('A')], true)).toEqual([
      reasoning('Let me see.'),
      text('A'),
    ]);
  });

  it.each<[string, StreamPart]>([
    ['reasoning', reasoning('R')],
    ['a call', CALL],
    ['the finish', STOP],
  ])('should take what it held back for text when %s comes', (_what, part) => {
    const splitter = new ThinkTagSplitter({ mayThinkInText: true });
    expect(splitter.push(text('held'))).toEqual([]);
    expect(splitter.push(part)).toEqual([text('held'), part]);
    expect(splitter.push(text('more'))).toEqual([text('more')]);
  });

  it('should hold back 32 KiB at most', () => {
    const splitter = new ThinkTagSplitter({ mayThinkInText: true });
    const piece = text('x'.repeat(1024));
    const parts = Array.from({ length: 40 }, () => splitter.push(piece));
    expect(parts.slice(0, 32).flat()).toEqual([]);
    expect(streamed(parts.slice(0, 33).flat())).toHaveLength(33 * 1024);
    expect(streamed(parts.flat())).toHaveLength(40 * 1024);
    expect(folded([...parts.flat(), ...splitter.push(text('</think>A'))])).toMatchObject({
      reasoning: 'x'.repeat(40 * 1024),
      text: 'A',
    });
  });

  it('should drop a closing tag after a reasoning field', () => {
    for (const mayThinkInText of [false, true]) {
      const parts = split([reasoning('R'), text('</thi'), text('nk>\nA')], mayThinkInText);
      expect(parts).toEqual([reasoning('R'), text('\nA')]);
    }
  });

  it('should end reasoning where a call begins', () => {
    expect(split([text('<think>R'), CALL, text('</think>A')])).toEqual([
      reasoning('R'),
      CALL,
      text('A'),
    ]);
  });

  it('should hold back nothing but a possible tag', () => {
    const splitter = new ThinkTagSplitter({ mayThinkInText: false });
    expect(splitter.push(text('a </thi'))).toEqual([text('a ')]);
    expect(splitter.push(text('s'))).toEqual([text('</this')]);
  });

  it('should read any text the same, however it is cut', () => {
    const anything = textOver(['<think>', '</think>', '<', 'a', '\n', '```', '`', '"', ' '], 14);
    fc.assert(
      fc.property(anything, cuts, fc.boolean(), (said, at, mayThinkInText) => {
        const whole = folded(split([text(said)], mayThinkInText));
        const pieces = folded(split(cutAt(said, at).map(text), mayThinkInText));
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it('should take linear time', () => {
    const pieces = Array.from({ length: 50_000 }, () => text('<th a </thin'));
    const time = cpuTime(() => {
      split(pieces, true);
    });
    expect(time).toBeLessThan(5000);
  });
});

function split(parts: readonly StreamPart[], mayThinkInText = false): readonly StreamPart[] {
  return runTransform(new ThinkTagSplitter({ mayThinkInText }), parts);
}
