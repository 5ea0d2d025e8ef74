import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { ModelProfile } from '../../protocol/model-profile';

/** Throws a `GatewayError` that names the first image of a request whose model sees none. */
export function assertImagesFit(request: GenerationRequest, profile: ModelProfile): void {
  if (profile.capabilities.vision) return;
  for (const message of request.messages) {
    const image = message.content.find((part) => part.type === 'image');
    if (image !== undefined) {
      throw invalidRequest(
        `The model '${profile.id}' does not take images.`,
        image.path,
        'image_not_supported',
      );
    }
  }
}
