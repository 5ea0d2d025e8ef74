import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { ThinkingField, ThinkingMode } from '../protocol/generation-request';
import type { CallFormat } from '../protocol/call-format';
import { Describe } from './describe-variable';

const MAX_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Every setting of the gateway, read from the environment and `.env`. */
export class EnvironmentVariables {
  @Describe('`production` makes `AUTH_TOKEN` mandatory and turns debug logging off by default.')
  @IsString()
  NODE_ENV = 'development';

  @Describe('Chat URL of the upstream.')
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  API_ENDPOINT = 'https://chat.z.ai/api/chat/completions';

  @Describe(
    'Key that clients must present; several, comma-separated, for rotation. Without it a random key is made at start and printed once, except in production, where it is required.',
    { isSecret: true },
  )
  @Transform(({ value }) => splitList(value))
  @Matches(/^[\x21-\x7e]+$/, {
    each: true,
    message: 'AUTH_TOKEN must hold keys of printable ASCII characters without blanks',
  })
  AUTH_TOKEN: string[] = [];

  @Describe('Upstream token, used when anonymous mode is off or fails.', { isSecret: true })
  @Matches(/^[\x21-\x7e]*$/, {
    message: 'BACKUP_TOKEN must consist of printable ASCII characters without blanks',
  })
  BACKUP_TOKEN = '';

  @Describe('Public name of the default model.')
  @IsNotEmpty()
  PRIMARY_MODEL = 'GLM-4.5';

  @Describe('Public name of the model that always thinks.')
  @IsNotEmpty()
  THINKING_MODEL = 'GLM-4.5-Thinking';

  @Describe('Public name of the model that searches the web.')
  @IsNotEmpty()
  SEARCH_MODEL = 'GLM-4.5-Search';

  @Describe('JSON file with more models; see "Models".')
  @IsOptional()
  @IsString()
  MODELS_FILE?: string;

  @Describe('Address to listen on.')
  @IsNotEmpty()
  LISTEN_HOST = '0.0.0.0';

  @Describe('Port to listen on; 0 takes any free one.')
  @IsPort()
  LISTEN_PORT = 8080;

  @Describe('One JSON log line per request and per end of response.', {
    default: '`true`, but `false` in production',
  })
  @IsOptional()
  @IsSwitch()
  DEBUG_LOGGING?: boolean;

  @Describe(
    'Where reasoning goes: `think` keeps it, `strip` drops it, `raw` shows the upstream’s document.',
  )
  @IsIn(['think', 'strip', 'raw'])
  THINKING_PROCESSING: ThinkingMode = 'think';

  @Describe('Where `think` puts it: `reasoning_content`, or `content` as `<thinking>…</thinking>`.')
  @IsIn(['reasoning_content', 'content'])
  THINKING_FIELD: ThinkingField = 'reasoning_content';

  @Describe('Fetch a guest token for each request, so that requests share no conversation.')
  @IsSwitch()
  ANONYMOUS_MODE = true;

  @Describe('Seconds for which a guest token is reused; 0 fetches one per request.')
  @IsWhole(0, 86_400)
  ANONYMOUS_TOKEN_TTL_S = 0;

  @Describe('Function calling; when off, tools are ignored.')
  @IsSwitch()
  TOOL_SUPPORT = true;

  @Describe(
    'How a model without native tools is to write calls: `glm` (GLM’s own tags) or `json` (a fenced object).',
  )
  @IsIn(['glm', 'json'])
  TOOL_PROMPT_FORMAT: CallFormat = 'glm';

  @Describe('Longest time to connect to the upstream, in milliseconds.')
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_CONNECT_TIMEOUT_MS = 10_000;

  @Describe(
    'Longest silence of the upstream, before the first byte and between bytes, in milliseconds.',
  )
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_TIMEOUT_MS = 120_000;

  @Describe('Largest single event that the upstream may send, in KiB.')
  @IsWhole(16, 65_536)
  UPSTREAM_EVENT_LIMIT_KB = 4096;

  @Describe(
    'Silence after which a stream gets a keep-alive comment, in milliseconds. Until the first one, an error still sets the HTTP status.',
  )
  @IsWhole(10, MAX_MILLISECONDS)
  KEEP_ALIVE_INTERVAL_MS = 15_000;

  @Describe('A client that reads nothing for so long is cut off, in milliseconds.')
  @IsWhole(10, MAX_MILLISECONDS)
  STALL_TIMEOUT_MS = 60_000;

  @Describe('Origins that browsers may call from, comma-separated; `*` allows all.')
  @Transform(({ value }) => splitList(value))
  @IsNotEmpty({ each: true })
  CORS_ORIGINS: string[] = ['*'];

  @Describe('Largest request body, in MiB.')
  @IsWhole(1, 512)
  BODY_LIMIT_MB = 16;
}

/** Makes an instance from raw variables; an empty variable counts as absent. */
export function toEnvironmentVariables(
  raw: Readonly<Record<string, string | undefined>>,
): EnvironmentVariables {
  const known = new EnvironmentVariables();
  const names = Object.keys(known).concat('MODELS_FILE', 'DEBUG_LOGGING');
  const present = names.flatMap((name) => {
    const value = raw[name]?.trim();
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return plainToInstance(EnvironmentVariables, Object.fromEntries(present), {
    exposeDefaultValues: true,
  });
}

function splitList(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item.length > 0);
}

function IsSwitch(): PropertyDecorator {
  return all(
    Transform(({ value }) =>
      value === 'true' ? true : value === 'false' ? false : (value as unknown),
    ),
    IsBoolean({ message: '$property must be true or false' }),
  );
}

function IsWhole(min: number, max: number): PropertyDecorator {
  const message = `$property must be a whole number from ${String(min)} to ${String(max)}`;
  return all(
    Transform(({ value }) => (typeof value === 'string' ? Number(value) : (value as unknown))),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

function IsPort(): PropertyDecorator {
  return IsWhole(0, 65_535);
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
