import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { Public } from '../../common/decorators/public.decorator';
import { VERSION } from '../../common/version';
import { AboutDto } from '../dto/health.dto';

@Public()
@ApiTags('Operations')
@Controller()
export class AboutController {
  /**
   * Names the service.
   * @remarks Some clients use it as a sign of life.
   */
  @Get()
  @ApiOperation({ operationId: 'getAbout' })
  @ApiOkResponse({ type: AboutDto, description: 'Name, version and links.' })
  @ApiErrors(500)
  about(): AboutDto {
    return {
      name: 'glm-gateway',
      version: VERSION,
      links: {
        docs: '/docs',
        openapi: '/docs-json',
        models: '/v1/models',
        chat_completions: '/v1/chat/completions',
        responses: '/v1/responses',
        messages: '/v1/messages',
      },
    };
  }
}
