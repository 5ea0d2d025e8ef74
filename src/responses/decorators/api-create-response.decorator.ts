import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';
import { THINKING_HEADER } from '../../answer/lib/parse-thinking-mode';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { headerReference, RATE_LIMIT_HEADERS } from '../../common/openapi/documented-headers';
import { CreateResponseDto } from '../dto/create-response.dto';
import { ResponseEventDto } from '../dto/response-event.dto';
import { ResponseDto } from '../dto/response.dto';
import {
  EVENT_EXAMPLES,
  REQUEST_EXAMPLES,
  RESPONSE_EXAMPLE,
  STREAM_EXAMPLE,
} from './response-examples';

const DESCRIPTION = `Without \`stream\` the answer is one JSON document. With \`"stream": true\` it is a stream of server-sent events whose names are the \`type\` of their \`data\`; \`response.completed\` or \`response.incomplete\` ends it. A failure before anything was sent has its own status; a later one is an event \`error\`, and then \`response.failed\`.

A short stream, where \`…\` stands for the rest of the response:

\`\`\`text
${STREAM_EXAMPLE.trim()}
\`\`\``;

/** Documents the endpoint: one request, and an answer that is a document or a stream of events. */
export function ApiCreateResponse(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ResponseDto, ResponseEventDto),
    ApiOperation({ operationId: 'createResponse', description: DESCRIPTION }),
    ApiHeader({
      name: THINKING_HEADER,
      required: false,
      description: "Where the model's reasoning goes, instead of what is configured.",
      schema: { type: 'string', enum: ['think', 'strip', 'raw'] },
    }),
    ApiBody({ type: CreateResponseDto, examples: REQUEST_EXAMPLES }),
    ApiOkResponse({
      description: 'The response, or the stream of its events.',
      headers: {
        'x-upstream': headerReference('Upstream'),
        'x-ignored-parameters': headerReference('IgnoredParameters'),
        ...RATE_LIMIT_HEADERS,
      },
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath(ResponseDto) },
          example: RESPONSE_EXAMPLE,
        },
        'text/event-stream': {
          schema: { $ref: getSchemaPath(ResponseEventDto) },
          examples: EVENT_EXAMPLES,
        },
      },
    }),
    ApiErrors(400, 401, 404, 413, 415, 429, 500, 502, 503, 504),
  );
}
