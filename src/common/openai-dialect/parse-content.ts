import { invalidRequest } from '../../protocol/gateway-error';
import type { ContentPart } from '../../protocol/generation-request';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Maps a message's `content`: a string, an array of parts, `null` or nothing. Empty text parts are
 * dropped, because upstreams refuse them. Throws a `GatewayError` that names the part at fault.
 */
export function parseContent(content: unknown, path: string): readonly ContentPart[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return toText(content);
  if (!Array.isArray(content)) {
    throw invalidRequest('The content must be a string, an array of parts or null.', path);
  }
  return content.flatMap((part: unknown, index) => parsePart(part, `${path}[${String(index)}]`));
}

function parsePart(part: unknown, path: string): readonly ContentPart[] {
  if (typeof part === 'string') return toText(part);
  if (!isJsonObject(part)) throw invalidRequest('A content part must be an object.', path);
  const type = asString(part['type']);
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return toText(requireString(part, 'text', path));
    case 'refusal':
      return toText(requireString(part, 'refusal', path));
    case 'image_url':
    case 'input_image':
      return [toImage(part, path)];
    default:
      throw invalidRequest(
        `Content parts of type '${(type ?? '').slice(0, 40)}' are not supported.`,
        path,
        'unsupported_content',
      );
  }
}

function toImage(part: JsonObject, path: string): ContentPart {
  const image = part['image_url'];
  if ((image ?? null) === null && typeof part['file_id'] === 'string') {
    throw invalidRequest(
      'Images by file_id are not supported: send image_url.',
      path,
      'unsupported_content',
    );
  }
  const url = isJsonObject(image) ? image['url'] : image;
  if (typeof url !== 'string' || !/^(data:image\/|https?:\/\/)/i.test(url)) {
    throw invalidRequest('An image must be a data URL or an http(s) address.', path);
  }
  const detail = asString(isJsonObject(image) ? image['detail'] : part['detail']);
  return { type: 'image', url, detail, path };
}

function toText(text: string): readonly ContentPart[] {
  return text.length > 0 ? [{ type: 'text', text }] : [];
}

function requireString(part: JsonObject, name: string, path: string): string {
  const value = part[name];
  if (typeof value !== 'string')
    throw invalidRequest(`${name} must be a string.`, `${path}.${name}`);
  return value;
}
