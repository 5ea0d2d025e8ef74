import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { JsonBody, SimulatedFailure, SimulatedRequest } from './dialect';
import { messagesOf, rolesOf } from './request-messages';

const MAX_OUTPUT = 131_072;
const ROLES = new Set<unknown>(['system', 'user', 'assistant', 'tool']);

/** A rule of the official API: the message when the request breaks it. */
type Rule = (body: JsonBody) => string | false;

const RULES: readonly Rule[] = [
  (body) => rolesOf(body).some((role) => !ROLES.has(role)) && 'Incorrect role information',
  (body) => !rolesOf(body).includes('user') && 'The messages parameter is illegal.',
  (body) => hasEmptyPart(body) && 'The text of a content part must not be empty.',
  ({ temperature }) => isOutside(temperature, 0, 1) && 'The temperature parameter is illegal.',
  ({ top_p: share }) => isOutside(share, 0.01, 1) && 'The top_p parameter is illegal.',
  ({ max_tokens: limit }) => isOutside(limit, 1, MAX_OUTPUT) && 'max_tokens is out of range.',
  ({ stop }) => stop !== undefined && !isStop(stop) && 'stop must be an array of one string.',
  ({ user_id: user }) => user !== undefined && !isUserId(user) && 'user_id is illegal.',
  ({ response_format: format }) => !isFormat(format) && 'response_format is illegal.',
  ({ tool_choice: choice }) =>
    ![undefined, 'auto'].includes(choice as string) && 'Tool choice must be auto',
  ({ tools, tool_choice: choice }) =>
    choice !== undefined && !isFilled(tools) && 'tool_choice needs tools.',
  ({ tools }) => tools !== undefined && !isFilled(tools) && 'tools must not be empty.',
];

/** Why the official API would refuse a request; parameters that it does not know are no reason. */
export function checkOfficialRequest(
  { headers, body }: SimulatedRequest,
  models: readonly string[] | undefined,
): SimulatedFailure | undefined {
  if (!/^Bearer \S+$/.test(headers.authorization ?? '')) {
    return { status: 401, code: '1000', message: 'Authentication Failed' };
  }
  if (models?.includes(String(body['model'])) === false) {
    return { status: 400, code: '1211', message: 'Unknown Model, please check the model code.' };
  }
  const message = RULES.map((rule) => rule(body)).find((broken) => broken !== false);
  return message === undefined
    ? undefined
    : { status: 400, code: message.startsWith('The messages') ? '1214' : '1210', message };
}

function isOutside(value: unknown, low: number, high: number): boolean {
  return value !== undefined && (typeof value !== 'number' || value < low || value > high);
}

function isStop(stop: unknown): boolean {
  return Array.isArray(stop) && stop.length <= 1 && stop.every((one) => typeof one === 'string');
}

function isUserId(user: unknown): boolean {
  return typeof user === 'string' && user.length >= 6 && user.length <= 128;
}

function isFormat(format: unknown): boolean {
  if (format === undefined) return true;
  return isJsonObject(format) && ['text', 'json_object'].includes(String(format['type']));
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function hasEmptyPart(body: JsonBody): boolean {
  return messagesOf(body).some(
    ({ content }) =>
      Array.isArray(content) &&
      content.some((part) => isJsonObject(part) && part['type'] === 'text' && part['text'] === ''),
  );
}
