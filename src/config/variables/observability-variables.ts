import { IsIn, IsOptional, Matches } from 'class-validator';
import { Describe } from '../describe-variable';
import { IsSwitch } from '../variable-constraints';

/** From the least to the most talkative. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What operators see of the gateway. */
export class ObservabilityVariables {
  @Describe({
    en: 'Least urgent level that is logged: `silent`, `fatal`, `error`, `warn`, `info` (one line per request), `debug` or `trace`.',
    zh: '记录的最低日志级别：`silent`、`fatal`、`error`、`warn`、`info`（每个请求一行）、`debug` 或 `trace`。',
  })
  @IsIn(LOG_LEVELS)
  LOG_LEVEL: LogLevel = 'info';

  @Describe(
    {
      en: 'Also logs the start of each request and excerpts of question and answer; sets the level to `debug`.',
      zh: '另外记录每个请求的开始以及问题和回答的摘录；并把日志级别设为 `debug`。',
    },
    { default: { en: '`true`, but `false` in production', zh: '`true`，生产环境下为 `false`' } },
  )
  @IsOptional()
  @IsSwitch()
  DEBUG_LOGGING?: boolean;

  @Describe({
    en: 'Serves metrics for Prometheus at `/metrics`.',
    zh: '在 `/metrics` 提供 Prometheus 指标。',
  })
  @IsSwitch()
  METRICS_ENABLED = true;

  @Describe(
    {
      en: 'Token that whoever reads `/metrics` must present as `Authorization: Bearer`; without it anybody may.',
      zh: '读取 `/metrics` 时须以 `Authorization: Bearer` 出示的令牌；未设置则任何人都可读取。',
    },
    { isSecret: true },
  )
  @Matches(/^[\x21-\x7e]*$/, {
    message: 'METRICS_TOKEN must consist of printable ASCII characters without blanks',
  })
  METRICS_TOKEN = '';
}
