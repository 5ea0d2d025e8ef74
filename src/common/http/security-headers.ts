import helmet from 'helmet';
import type { NextFunction, Request, Response } from 'express';

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

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
export function securityHeaders(): Middleware {
  const forApi = protect(API_POLICY);
  const forPage = protect(PAGE_POLICY);
  return (request, response, next) => {
    const protectResponse = PAGE_PATH.test(request.path) ? forPage : forApi;
    protectResponse(request, response, next);
  };
}

function protect(directives: Readonly<Record<string, string[]>>): Middleware {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    xFrameOptions: { action: 'deny' },
    // Whoever ends TLS in front of the gateway knows whether every subdomain has it.
    strictTransportSecurity: false,
    // For browsers that nobody uses any more.
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
  });
}
