import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../common/decorators/public.decorator';
import { VERSION } from '../../common/version';
import { AboutDto } from '../dto/health.dto';

@Public()
@ApiTags('Operations')
@Controller()
export class AboutController {
  /** Names the service. Clients use it as a sign of life. */
  @Get()
  about(): AboutDto {
    return {
      name: 'glm-gateway',
      version: VERSION,
      links: {
        docs: '/docs',
        openapi: '/docs-json',
        models: '/v1/models',
        chat_completions: '/v1/chat/completions',
      },
    };
  }
}
