import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeaders,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiAnthropicErrors } from '../../common/decorators/api-anthropic-errors.decorator';
import { AnthropicErrorResponseDto } from '../../common/dto/anthropic-error-response.dto';
import { headerReference, RATE_LIMIT_HEADERS } from '../../common/openapi/documented-headers';
import { EVENT_DTOS } from '../dto/message-events.dto';
import { MessageRequestDto } from '../dto/message-request.dto';
import { MessageDto } from '../dto/message.dto';
import {
  EVENT_EXAMPLES,
  MESSAGE_EXAMPLE,
  REQUEST_EXAMPLES,
  STREAM_EXAMPLE,
} from './message-examples';
import { ANTHROPIC_HEADERS, THINKING_PROCESSING_HEADER } from './message-headers';

const DESCRIPTION = `Without \`stream\` the answer is one JSON document. With \`"stream": true\` it is a stream of server-sent events, each named by the \`type\` of its data; \`message_stop\` ends a complete answer. \`ping\` events and lines that start with \`:\` keep the connection alive. A failure before anything was sent has its own status; a later one is one event \`error\`, and there is no \`message_stop\`.

A short stream:

\`\`\`text
${STREAM_EXAMPLE.trim()}
\`\`\``;

const EVENT_SCHEMA = {
  description: 'The `data` of one event: the body holds many of them.',
  oneOf: [...EVENT_DTOS, AnthropicErrorResponseDto].map((dto) => ({ $ref: getSchemaPath(dto) })),
};

/** Documents the endpoint: one request, and an answer that is a document or a stream of events. */
export function ApiCreateMessage(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(MessageDto, ...EVENT_DTOS),
    ApiOperation({ operationId: 'createMessage', description: DESCRIPTION }),
    ApiHeaders([...ANTHROPIC_HEADERS, THINKING_PROCESSING_HEADER]),
    ApiBody({ type: MessageRequestDto, examples: REQUEST_EXAMPLES }),
    ApiOkResponse({
      description: 'The answer, or the stream of its events.',
      headers: {
        'request-id': headerReference('AnthropicRequestId'),
        'x-upstream': headerReference('Upstream'),
        'x-ignored-parameters': headerReference('IgnoredParameters'),
        ...RATE_LIMIT_HEADERS,
      },
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath(MessageDto) },
          example: MESSAGE_EXAMPLE,
        },
        'text/event-stream': { schema: EVENT_SCHEMA, examples: EVENT_EXAMPLES },
      },
    }),
    ApiAnthropicErrors(400, 401, 404, 413, 415, 429, 500, 502, 503, 504, 529),
  );
}
