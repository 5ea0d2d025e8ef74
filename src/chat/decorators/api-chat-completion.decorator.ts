import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';
import { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { ChatCompletionDto } from '../dto/chat-completion.dto';
import { ContentPartDto } from '../dto/chat-message.dto';

/** Documents the endpoint: one request, and an answer that is a document or a stream of events. */
export function ApiChatCompletion(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ChatCompletionDto, ChatCompletionChunkDto, ContentPartDto),
    ApiHeader({
      name: 'x-thinking-processing',
      required: false,
      description: 'Overrides where reasoning goes.',
      schema: { type: 'string', enum: ['think', 'strip', 'raw'] },
    }),
    ApiBody({
      type: ChatCompletionRequestDto,
      examples: {
        simple: { value: { model: 'GLM-4.5', messages: [{ role: 'user', content: 'Hello!' }] } },
        stream: {
          value: {
            model: 'GLM-4.5-Thinking',
            stream: true,
            stream_options: { include_usage: true },
            messages: [{ role: 'user', content: 'Which is larger, 9.11 or 9.9?' }],
          },
        },
      },
    }),
    ApiOkResponse({
      description: 'The answer: JSON, or with `stream` server-sent events that end with `[DONE]`.',
      headers: {
        'x-request-id': { description: 'Names the request in logs.', schema: { type: 'string' } },
        'x-ignored-parameters': {
          description: 'Parameters of the request that had no effect, comma-separated.',
          schema: { type: 'string' },
        },
      },
      content: {
        'application/json': { schema: { $ref: getSchemaPath(ChatCompletionDto) } },
        'text/event-stream': {
          schema: { $ref: getSchemaPath(ChatCompletionChunkDto) },
          example: STREAM_EXAMPLE,
        },
      },
    }),
    ApiErrors(400, 401, 404, 413, 415, 429, 502, 503, 504),
  );
}

const STREAM_EXAMPLE = [
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1756870000,"model":"GLM-4.5","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}',
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1756870000,"model":"GLM-4.5","choices":[{"index":0,"delta":{"content":"Hi!"},"finish_reason":null}]}',
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1756870000,"model":"GLM-4.5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
  'data: [DONE]',
  '',
].join('\n\n');
