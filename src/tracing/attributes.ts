/**
 * Names of span attributes. Those of generative AI are still in development, and change: this is
 * the only file that knows them (https://github.com/open-telemetry/semantic-conventions-genai).
 */
export const GEN_AI = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
} as const;

/** The operation of all generations, among the names that the conventions know. */
export const CHAT = 'chat';

/** The stable conventions for HTTP, servers and errors. */
export const HTTP = {
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
} as const;

/** What no convention has a name for. */
export const GATEWAY = {
  requestId: 'glm_gateway.request_id',
  keyId: 'glm_gateway.key_id',
  outcome: 'glm_gateway.outcome',
  upstream: 'glm_gateway.upstream',
  attempts: 'glm_gateway.upstream_attempts',
  estimated: 'glm_gateway.usage_estimated',
} as const;
