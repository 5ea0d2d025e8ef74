import type { ModelDto } from '../dto/model.dto';
import type { ListedModel } from './alias-table';

/** OpenAI's model object, with what the model can do beside it. */
export function toModel(model: ListedModel): ModelDto {
  return {
    id: model.id,
    object: 'model',
    created: model.created,
    owned_by: model.ownedBy,
    capabilities: { ...model.capabilities },
    context_window: model.contextWindow,
    max_output_tokens: model.maxOutputTokens,
    ...(model.aliasOf === undefined ? {} : { alias_of: model.aliasOf }),
    ...(model.aliases.length > 0 ? { aliases: [...model.aliases] } : {}),
  };
}
