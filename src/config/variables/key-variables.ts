import { IsOptional, IsString } from 'class-validator';
import { Describe } from '../describe-variable';
import { IsRedisUrl, IsWhole } from '../variable-constraints';

const MOST_REQUESTS = 1_000_000;
const MOST_TOKENS = 1_000_000_000;

/** What a key may use, and what one process takes on. */
export class KeyVariables {
  @Describe({
    en: 'JSON file with named keys and their limits; see "Keys and limits". It holds hashes only and is read again when it changes.',
    zh: '列出具名密钥及其限额的 JSON 文件，见“密钥与限额”一节；其中只有哈希值，文件改变后自动重新读取。',
  })
  @IsOptional()
  @IsString()
  KEYS_FILE?: string;

  @Describe({
    en: 'Requests per minute that a key may make, unless `KEYS_FILE` says otherwise; 0: no limit.',
    zh: '每个密钥每分钟的请求数，除非 `KEYS_FILE` 另有规定；0 表示不限。',
  })
  @IsWhole(0, MOST_REQUESTS)
  KEY_RPM = 0;

  @Describe({
    en: 'Tokens per minute that a key may use, input and output together; 0: no limit.',
    zh: '每个密钥每分钟的 token 数，输入与输出合计；0 表示不限。',
  })
  @IsWhole(0, MOST_TOKENS)
  KEY_TPM = 0;

  @Describe({
    en: 'Requests that a key may have in progress at a time; 0: no limit.',
    zh: '每个密钥同时进行的请求数；0 表示不限。',
  })
  @IsWhole(0, MOST_REQUESTS)
  KEY_CONCURRENCY = 0;

  @Describe({
    en: 'Generations that this process runs at a time, for all keys together; above it are 503 and no readiness. 0: no limit.',
    zh: '本进程同时进行的生成请求数，所有密钥合计；超过时返回 503，且就绪探针失败。0 表示不限。',
  })
  @IsWhole(0, MOST_REQUESTS)
  MAX_INFLIGHT = 1000;

  @Describe(
    {
      en: 'Redis in which replicas count together and keep responses, as `redis://` or `rediss://`. Without it, and while it does not answer, each replica is on its own.',
      zh: '供各副本共同计数并保留回答的 Redis，地址形如 `redis://` 或 `rediss://`。未设置或它不应答时，各副本各自为政。',
    },
    { isSecret: true },
  )
  @IsOptional()
  @IsRedisUrl()
  REDIS_URL?: string;
}
