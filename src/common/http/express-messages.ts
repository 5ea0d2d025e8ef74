import type { Express } from 'express';
import { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The classes for `createServer` whose requests and responses are what Express makes of Node's.
 * Express changes the prototype of both; V8 then knows each object by a shape of its own, and every
 * access to a property of it misses the inline caches. Nothing changes where the prototype is right.
 */
export function expressMessages(app: Express): {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
} {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  app.request = inherit(ExpressRequest.prototype, app.request);
  app.response = inherit(ExpressResponse.prototype, app.response);
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

function inherit<Base extends object>(prototype: object, base: Base): Base {
  return Object.setPrototypeOf(prototype, base) as Base;
}
