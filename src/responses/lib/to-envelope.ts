import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { OutputFormat } from '../../protocol/output-format';
import type { ToolDefinition } from '../../protocol/tool-definition';
import type { CreateResponseDto } from '../dto/create-response.dto';
import type { ResponseEnvelope } from '../dto/response.dto';
import type { ResponseParameters } from './to-generation-request';

/** What the service decides of a response. */
export interface ResponseIdentity {
  readonly id: string;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly isStored: boolean;
}

/** What a response repeats of its request: as it was understood, tools without effect left out. */
export function toEnvelope(
  body: CreateResponseDto,
  parameters: ResponseParameters,
  { id, createdAt, isStored }: ResponseIdentity,
): ResponseEnvelope {
  const { effort = null, summary = null } = body.reasoning ?? {};
  const { tools, toolChoice } = parameters;
  return {
    id,
    object: 'response',
    created_at: createdAt,
    background: false,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: parameters.model,
    parallel_tool_calls: parameters.allowsParallelCalls,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort, summary },
    store: isStored,
    temperature: body.temperature ?? null,
    text: { format: toTextFormat(parameters.outputFormat) },
    tool_choice: isJsonObject(body.tool_choice) ? body.tool_choice : toolChoice.type,
    tools: tools.map(toTool),
    top_p: body.top_p ?? null,
    truncation: 'disabled',
  };
}

function toTool({ name, description, parameters, strict }: ToolDefinition): object {
  return { type: 'function', name, description: description ?? null, parameters, strict };
}

function toTextFormat(format: OutputFormat): object {
  if (format.type === 'text') return { type: 'text' };
  if (format.type === 'json-object') return { type: 'json_object' };
  const { name, description, schema, strict } = format;
  return {
    type: 'json_schema',
    name,
    ...(description === undefined ? {} : { description }),
    schema,
    strict,
  };
}
