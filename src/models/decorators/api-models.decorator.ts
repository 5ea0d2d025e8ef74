import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { AnthropicModelDto, AnthropicModelListDto } from '../dto/anthropic-model.dto';
import { ModelDto, ModelListDto } from '../dto/model.dto';

const VERSION_HEADER = {
  name: 'anthropic-version',
  required: false,
  description:
    "Sent by Anthropic's SDKs. With any value the answer has Anthropic's form, else OpenAI's.",
  schema: { type: 'string', example: '2023-06-01' },
};

const CURSOR = { required: false, schema: { type: 'string' } };

/** Documents the list of models, in the form that the client knows. */
export function ApiModelList(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ModelListDto, AnthropicModelListDto),
    ApiOperation({ operationId: 'listModels' }),
    ApiHeader(VERSION_HEADER),
    ApiQuery({
      name: 'limit',
      required: false,
      description: "In Anthropic's form: the most models to give; 1000 if absent.",
      schema: { type: 'integer', minimum: 1, maximum: 1000 },
    }),
    ApiQuery({
      ...CURSOR,
      name: 'after_id',
      description: "In Anthropic's form: give the models after this one.",
    }),
    ApiQuery({
      ...CURSOR,
      name: 'before_id',
      description: "In Anthropic's form: give the last models before this one.",
    }),
    ApiOkResponse({
      description: 'All models, or a page of them.',
      schema: oneOf(ModelListDto, AnthropicModelListDto),
    }),
    ApiErrors(400, 401, 500),
  );
}

/** Documents one model, in the form that the client knows. */
export function ApiModel(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ModelDto, AnthropicModelDto),
    ApiOperation({ operationId: 'retrieveModel' }),
    ApiHeader(VERSION_HEADER),
    ApiParam({
      name: 'id',
      type: String,
      description: 'Name of the model, or a name that an alias stands for.',
      example: 'GLM-4.5',
    }),
    ApiOkResponse({ description: 'The model.', schema: oneOf(ModelDto, AnthropicModelDto) }),
    ApiErrors(400, 401, 404, 500),
  );
}

type Schema = Parameters<typeof getSchemaPath>[0];

function oneOf(...types: readonly Schema[]): { oneOf: { $ref: string }[] } {
  return { oneOf: types.map((type) => ({ $ref: getSchemaPath(type) })) };
}
