import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { firstValueFrom } from 'rxjs';
import { ApiModel, ApiModelList } from '../decorators/api-models.decorator';
import type { AnthropicModelDto, AnthropicModelListDto } from '../dto/anthropic-model.dto';
import type { ModelDto, ModelListDto } from '../dto/model.dto';
import type { PageQuery } from '../lib/page-of-models';
import { toAnthropicList } from '../lib/to-anthropic-list';
import { toAnthropicModel } from '../lib/to-anthropic-model';
import { toModel } from '../lib/to-model';
import { ModelsService } from '../services/models.service';

/** What only clients of Anthropic's API send. */
const ANTHROPIC_HEADER = 'anthropic-version';

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
  @ApiModelList()
  async list(
    @Query() query: PageQuery,
    @Headers(ANTHROPIC_HEADER) version: string | undefined,
  ): Promise<ModelListDto | AnthropicModelListDto> {
    await firstValueFrom(this.models.refresh());
    const models = this.models.list();
    return version === undefined
      ? { object: 'list', data: models.map(toModel) }
      : toAnthropicList(models, query);
  }

  /**
   * Describes one model.
   * @remarks Case does not matter. The slashes of a name may be sent as they are or as `%2F`.
   */
  @Get('*id')
  @ApiModel()
  async retrieve(
    @Param('id') id: string | readonly string[],
    @Headers(ANTHROPIC_HEADER) version: string | undefined,
  ): Promise<ModelDto | AnthropicModelDto> {
    const name = typeof id === 'string' ? id : id.join('/');
    await firstValueFrom(this.models.refresh());
    const model = this.models.describe(name);
    return version === undefined ? toModel(model) : toAnthropicModel(model);
  }
}
