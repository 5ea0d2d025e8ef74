import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeaders, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiAnthropicErrors } from '../../common/decorators/api-anthropic-errors.decorator';
import { headerReference } from '../../common/openapi/documented-headers';
import { CountTokensRequestDto } from '../dto/message-request.dto';
import { MessageTokenCountDto } from '../dto/message.dto';
import { COUNT_EXAMPLES } from './message-examples';
import { ANTHROPIC_HEADERS } from './message-headers';

/** Documents the endpoint that counts tokens. */
export function ApiCountTokens(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: 'countMessageTokens' }),
    ApiHeaders([...ANTHROPIC_HEADERS]),
    ApiBody({ type: CountTokensRequestDto, examples: COUNT_EXAMPLES }),
    ApiOkResponse({
      type: MessageTokenCountDto,
      description: 'The estimate.',
      headers: { 'request-id': headerReference('AnthropicRequestId') },
    }),
    ApiAnthropicErrors(400, 401, 404, 413, 415, 500),
  );
}
