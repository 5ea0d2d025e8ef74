import { childOf, parseTraceContext, toTraceHeaders } from './trace-context';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('parseTraceContext', () => {
  it.each([`00-${TRACE}-${SPAN}-01`, `01-${TRACE}-${SPAN}-01`, `42-${TRACE}-${SPAN}-01-more`])(
    'should read %s',
    (header) => {
      expect(parseTraceContext(header, 'a=1,b=2')).toEqual({
        traceId: TRACE,
        spanId: SPAN,
        flags: '01',
        state: 'a=1,b=2',
      });
    },
  );

  it.each([
    undefined,
    '',
    'x',
    TRACE,
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
    ` 00-${TRACE}-${SPAN}-01`,
    `42-${TRACE}-${SPAN}-01-${'x'.repeat(500)}`,
  ])('should take %j for absent', (header) => {
    expect(parseTraceContext(header, 'a=1')).toBeUndefined();
  });

  it.each([undefined, '', 'a=1\n', 'x'.repeat(513)])(
    'should keep the trace without the state %j',
    (state) => {
      expect(parseTraceContext(`00-${TRACE}-${SPAN}-01`, state)).toMatchObject({
        traceId: TRACE,
        state: undefined,
      });
    },
  );
});

describe('toTraceHeaders', () => {
  const parent = { traceId: TRACE, spanId: SPAN, flags: '01', state: 'a=1' };

  it('should tell the next one of the same trace and another parent', () => {
    const child = childOf(parent);
    expect(child.spanId).toMatch(/^[\da-f]{16}$/);
    expect(child.spanId).not.toBe(SPAN);
    expect(toTraceHeaders(child)).toEqual({
      traceparent: `00-${TRACE}-${child.spanId}-01`,
      tracestate: 'a=1',
    });
  });

  it('should tell nothing where there is nothing to tell', () => {
    expect(toTraceHeaders(undefined)).toEqual({});
    expect(toTraceHeaders({ ...parent, state: undefined })).not.toHaveProperty('tracestate');
  });
});
