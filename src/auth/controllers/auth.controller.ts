import { Controller, Get, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { requestContext } from '../../common/http/request-context';
import { IdentityDto } from '../dto/identity.dto';

@ApiTags('Operations')
@ApiBearerAuth()
@Controller('auth')
export class AuthController {
  /** Tells whether the key is accepted, and its name in the logs. */
  @Get('whoami')
  @ApiOperation({ operationId: 'identifyKey' })
  @ApiOkResponse({ type: IdentityDto, description: 'The key is accepted.' })
  @ApiErrors(401, 500)
  whoami(@Res({ passthrough: true }) response: Response): IdentityDto {
    return { object: 'api_key', key_id: requestContext(response).keyId ?? '' };
  }
}
