import { isJsonObject } from '../../protocol/json/safe-parse-json';

/** As in the estimates of usage: fits English and Chinese text well enough. */
const BYTES_PER_TOKEN = 4;

/** What an image costs, roughly, however many bytes it has. */
const TOKENS_PER_IMAGE = 1000;

/** Names of the parameter for the largest answer, in the dialects that have one. */
const ANSWER_LIMITS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens'] as const;

/** What a request may cost, in tokens. */
export interface Cost {
  readonly input: number;
  /** The largest answer that was asked for; 0 when the request does not say. */
  readonly output: number;
}

/**
 * Estimates the cost of a request from the length of its body, without reading its texts again.
 * Images are embedded as text of a length that says nothing of their tokens: they are left out.
 */
export function estimateCost(body: unknown, bodyBytes: number): Cost {
  if (!isJsonObject(body)) return { input: tokensOf(bodyBytes), output: 0 };
  const images = embeddedImages(body['messages'] ?? body['input']);
  const imageBytes = images.reduce((sum, length) => sum + length, 0);
  return {
    input: tokensOf(Math.max(0, bodyBytes - imageBytes)) + images.length * TOKENS_PER_IMAGE,
    output: Math.max(0, ...ANSWER_LIMITS.map((name) => wholeNumber(body[name]))),
  };
}

/** Tokens that text of so many bytes makes, roughly. */
export function tokensOf(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** Lengths of the images that the parts of the messages embed, and those of results in them. */
function embeddedImages(messages: unknown): readonly number[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown) =>
    partsOf(message).flatMap((part) => [part, ...partsOf(part)].flatMap(imageLength)),
  );
}

function partsOf(holder: unknown): readonly unknown[] {
  // Results of functions have their parts in `output`.
  const content = isJsonObject(holder) ? (holder['content'] ?? holder['output']) : undefined;
  return Array.isArray(content) ? content : [];
}

function imageLength(part: unknown): readonly number[] {
  if (!isJsonObject(part)) return [];
  const { image_url: image, source } = part;
  const url = isJsonObject(image) ? image['url'] : image;
  if (typeof url === 'string' && url.startsWith('data:')) return [url.length];
  const data = part['type'] === 'image' && isJsonObject(source) ? source['data'] : undefined;
  return typeof data === 'string' ? [data.length] : [];
}

function wholeNumber(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
