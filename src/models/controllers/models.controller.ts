import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { ModelDto, ModelListDto } from '../dto/model.dto';
import { toModel } from '../lib/to-model';
import { ModelsService } from '../services/models.service';

@ApiTags('Models')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  /**
   * Lists the models that this gateway serves.
   * @remarks Aliases without `*` are listed as models; patterns are shown with the model that they stand for.
   */
  @Get()
  @ApiOperation({ operationId: 'listModels' })
  @ApiOkResponse({ type: ModelListDto, description: 'All models.' })
  @ApiErrors(401, 500)
  list(): Observable<ModelListDto> {
    return this.models
      .refresh()
      .pipe(map(() => ({ object: 'list', data: this.models.list().map(toModel) })));
  }

  /**
   * Describes one model.
   * @remarks Case does not matter. The slashes of a name may be sent as they are or as `%2F`.
   */
  @Get('*id')
  @ApiOperation({ operationId: 'retrieveModel' })
  @ApiParam({
    name: 'id',
    type: String,
    description: 'Name of the model, or a name that an alias stands for.',
    example: 'GLM-4.5',
  })
  @ApiOkResponse({ type: ModelDto, description: 'The model.' })
  @ApiErrors(400, 401, 404, 500)
  retrieve(@Param('id') id: string | readonly string[]): Observable<ModelDto> {
    const name = typeof id === 'string' ? id : id.join('/');
    return this.models.refresh().pipe(map(() => toModel(this.models.describe(name))));
  }
}
