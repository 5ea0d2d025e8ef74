import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { IS_PUBLIC } from '../../common/decorators/public.decorator';
import { requestContext } from '../../common/http/request-context';
import { GatewayError } from '../../protocol/gateway-error';
import { parseApiKey } from '../lib/parse-credentials';
import { ApiKeyService } from '../services/api-key.service';

/** Lets a request pass when it carries an accepted key or its route is public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyService,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, targets) === true) {
      return true;
    }
    const http = context.switchToHttp();
    const text = parseApiKey(http.getRequest<Request>().headers);
    const key = text === undefined ? undefined : this.keys.identify(text);
    if (key === undefined) throw unauthenticated(text);
    const request = requestContext(http.getResponse<Response>());
    request.keyId = key.id;
    request.keyLimits = key.limits;
    return true;
  }
}

function unauthenticated(key: string | undefined): GatewayError {
  const message =
    key === undefined
      ? 'No API key was given: send it as "Authorization: Bearer <key>" or "x-api-key: <key>".'
      : 'The API key is not valid.';
  return new GatewayError('unauthenticated', message, { code: 'invalid_api_key' });
}
