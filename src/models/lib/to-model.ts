import type { ModelProfile } from '../../protocol/model-profile';
import type { ModelDto } from '../dto/model.dto';

/** OpenAI's model object, with what the model can do beside it. */
export function toModel(profile: ModelProfile): ModelDto {
  return {
    id: profile.id,
    object: 'model',
    created: profile.created,
    owned_by: profile.ownedBy,
    capabilities: { ...profile.capabilities },
    context_window: profile.contextWindow,
    max_output_tokens: profile.maxOutputTokens,
  };
}
