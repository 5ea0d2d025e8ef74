import { EventEmitter } from 'node:events';
import { ConfigService } from '@nestjs/config';
import type { Response } from 'express';
import { InFlight } from './in-flight';

function newInFlight(cap: number): InFlight {
  return new InFlight(new ConfigService({ MAX_INFLIGHT: cap }));
}

function newResponse(closed = false): Response {
  return Object.assign(new EventEmitter(), { closed }) as unknown as Response;
}

describe('InFlight', () => {
  it('should count a request until its response is over', () => {
    const inFlight = newInFlight(2);
    const response = newResponse();
    expect(inFlight.admit(response)).toBe(true);
    expect(inFlight.count).toBe(1);
    response.emit('close');
    response.emit('close');
    expect(inFlight.count).toBe(0);
  });

  it('should admit no more than the cap, and again once there is room', () => {
    const inFlight = newInFlight(1);
    const first = newResponse();
    expect(inFlight.admit(first)).toBe(true);
    expect(inFlight.isFull).toBe(true);
    expect(inFlight.admit(newResponse())).toBe(false);
    expect(inFlight.count).toBe(1);
    first.emit('close');
    expect(inFlight.isFull).toBe(false);
    expect(inFlight.admit(newResponse())).toBe(true);
  });

  it('should never be full without a cap', () => {
    const inFlight = newInFlight(0);
    for (let count = 0; count < 10; count += 1) expect(inFlight.admit(newResponse())).toBe(true);
    expect(inFlight.isFull).toBe(false);
  });

  it('should not count a response that is over already', () => {
    const inFlight = newInFlight(1);
    inFlight.admit(newResponse(true));
    expect(inFlight.count).toBe(0);
  });
});
