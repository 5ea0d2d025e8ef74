import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { ErrorResponseDto } from '../../common/dto/error-response.dto';
import { headerReference, RATE_LIMIT_HEADERS } from '../../common/openapi/documented-headers';
import { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';
import { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { ChatCompletionDto } from '../dto/chat-completion.dto';
import { ContentPartDto } from '../dto/chat-message.dto';
import {
  COMPLETION_EXAMPLE,
  EVENT_EXAMPLES,
  REQUEST_EXAMPLES,
  STREAM_EXAMPLE,
} from './chat-examples';

const DESCRIPTION = `Without \`stream\` the answer is one JSON document. With \`"stream": true\` it is a stream of server-sent events: each \`data\` line is one chunk as JSON, lines that start with \`:\` keep the connection alive, and the text \`[DONE]\` ends a complete answer. A failure before anything was sent has its own status; a later one is one more event, with an \`error\`, and there is no \`[DONE]\`.

A short stream:

\`\`\`text
${STREAM_EXAMPLE.trim()}
\`\`\``;

const THINKING_HEADER = {
  name: 'x-thinking-processing',
  required: false,
  description:
    "Where the model's reasoning goes, instead of what is configured: `think` keeps it, `strip` drops it, `raw` shows the document of the upstream.",
  schema: { type: 'string', enum: ['think', 'strip', 'raw'] },
};

const EVENT_SCHEMA = {
  description:
    'The `data` of one event: the body holds many of them. The last event of a complete answer is the text `[DONE]` instead.',
  oneOf: [
    { $ref: getSchemaPath(ChatCompletionChunkDto) },
    { $ref: getSchemaPath(ErrorResponseDto) },
  ],
};

/** Documents the endpoint: one request, and an answer that is a document or a stream of events. */
export function ApiChatCompletion(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ChatCompletionDto, ChatCompletionChunkDto, ContentPartDto),
    ApiOperation({ operationId: 'createChatCompletion', description: DESCRIPTION }),
    ApiHeader(THINKING_HEADER),
    ApiBody({ type: ChatCompletionRequestDto, examples: REQUEST_EXAMPLES }),
    ApiOkResponse({
      description: 'The answer, or the stream of its chunks.',
      headers: {
        'x-upstream': headerReference('Upstream'),
        'x-ignored-parameters': headerReference('IgnoredParameters'),
        ...RATE_LIMIT_HEADERS,
      },
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath(ChatCompletionDto) },
          example: COMPLETION_EXAMPLE,
        },
        'text/event-stream': { schema: EVENT_SCHEMA, examples: EVENT_EXAMPLES },
      },
    }),
    ApiErrors(400, 401, 404, 413, 415, 429, 500, 502, 503, 504),
  );
}
