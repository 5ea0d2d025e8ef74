import type { GenerationRequest } from '../../../protocol/generation-request';
import type { ToolDefinition } from '../../../protocol/tool-definition';

/** The tools that the model gets to see: none, all, or the one that the request demands. */
export function resolveOfferedTools({
  tools,
  toolChoice,
}: GenerationRequest): readonly ToolDefinition[] {
  switch (toolChoice.type) {
    case 'none':
      return [];
    case 'function':
      return tools.filter((tool) => tool.name === toolChoice.name);
    default:
      return tools;
  }
}
