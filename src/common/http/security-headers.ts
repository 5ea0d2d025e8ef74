import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

type Headers = readonly (readonly [string, string])[];

/** Nothing of an answer of the API is to be run or shown by a browser. */
const API_POLICY = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** The page of the documentation loads its own files, and Swagger UI styles its elements. */
const PAGE_POLICY = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'frame-ancestors': ["'none'"],
};

const PAGE_PATH = /^\/docs(\/|$)/;

/** Middleware: headers that keep browsers from making more of an answer than it is. */
export function securityHeaders(): (
  request: Request,
  response: Response,
  next: NextFunction,
) => void {
  const forApi = headersOf(API_POLICY);
  const forPage = headersOf(PAGE_POLICY);
  return (request, response, next) => {
    for (const [name, value] of PAGE_PATH.test(request.path) ? forPage : forApi) {
      response.setHeader(name, value);
    }
    next();
  };
}

/** What helmet sets for a policy. It depends on no request, so helmet is asked once and not for each. */
function headersOf(directives: Readonly<Record<string, string[]>>): Headers {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    xFrameOptions: { action: 'deny' },
    // Whoever ends TLS in front of the gateway knows whether every subdomain has it.
    strictTransportSecurity: false,
    // For browsers that nobody uses any more.
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
  });
  protect(request, response, (error?: unknown) => {
    if (error !== undefined) throw new Error('helmet refused its options.', { cause: error });
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
