import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { anthropicErrorResponses } from '../common/openapi/documented-anthropic-errors';
import { errorResponses } from '../common/openapi/documented-errors';
import { DOCUMENTED_HEADERS } from '../common/openapi/documented-headers';
import { VERSION } from '../common/version';
import { publishDocument } from './lib/publish-document';

const DESCRIPTION = `The APIs of OpenAI and of Anthropic in front of Z.ai's GLM models. Clients of OpenAI work with \`/v1\` of this service as their base URL, those of Anthropic with the service itself.

## Errors
Every error has OpenAI's shape: \`{"error": {"message", "type", "param", "code"}}\`. All four keys are always there; \`param\` and \`code\` may be null. Below \`/v1/messages\` it has Anthropic's: \`{"type": "error", "error": {"type", "message", "details"}, "request_id"}\`, where the message begins with the field at fault and \`details.error_code\` is the code. Two errors belong to no operation: an unknown path is a \`404\` with the code \`unknown_url\`, and a known path with another method is a \`405\` with the code \`method_not_allowed\` and the right methods in the header \`allow\`. A request that does not arrive in time is a \`408\` with the code \`request_timeout\`; one whose head is too large a \`431\` with \`headers_too_large\`.

## Request ids
Every response names its request in the header \`x-request-id\`, and so do the logs. A request that brings an id of 1 to 64 letters, digits, \`-\` and \`_\` in this header keeps it.`;

const FRAME: Omit<OpenAPIObject, 'paths'> = {
  openapi: '3.1.0',
  info: {
    title: 'GLM Gateway',
    description: DESCRIPTION,
    version: VERSION,
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  servers: [{ url: '/', description: 'The service that serves this document.' }],
  tags: [
    { name: 'Chat', description: 'Answers from a model.' },
    {
      name: 'Responses',
      description: "The same in OpenAI's newer API, which keeps conversations.",
    },
    { name: 'Messages', description: 'Answers from a model, in the dialect of Anthropic.' },
    { name: 'Models', description: 'The models that requests can name.' },
    { name: 'Tools', description: 'Function calling, for models that have none of their own.' },
    { name: 'Operations', description: 'For those who run the service.' },
  ],
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: 'One of the keys in `AUTH_TOKEN` or `KEYS_FILE`.',
      },
      apiKey: {
        type: 'apiKey',
        in: 'header',
        name: 'x-api-key',
        description: 'The same key, as clients of Anthropic send it; any operation takes it.',
      },
    },
    headers: DOCUMENTED_HEADERS,
    responses: { ...errorResponses(), ...anthropicErrorResponses() },
  },
};

/** The OpenAPI document of the service, made from its routes and their DTOs. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, FRAME);
  return publishDocument(document) as unknown as OpenAPIObject;
}

/** Serves the document as a page at `/docs`, and as `/docs-json` and `/docs-yaml`. */
export function serveOpenApiDocument(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app), {
    customSiteTitle: FRAME.info.title,
  });
}
