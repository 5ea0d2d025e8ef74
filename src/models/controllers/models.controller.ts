import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { ModelDto, ModelListDto } from '../dto/model.dto';
import { toModel } from '../lib/to-model';
import { ModelsService } from '../services/models.service';

@ApiTags('Models')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  /** Lists the models that this gateway serves. */
  @Get()
  @ApiErrors(401)
  list(): ModelListDto {
    return { object: 'list', data: this.models.list().map(toModel) };
  }

  /** Describes one model. The name may contain slashes; case does not matter. */
  @Get('*id')
  @ApiParam({ name: 'id', type: String, example: 'GLM-4.5' })
  @ApiErrors(401, 404)
  retrieve(@Param('id') id: string | readonly string[]): ModelDto {
    return toModel(this.models.resolve(typeof id === 'string' ? id : id.join('/')));
  }
}
