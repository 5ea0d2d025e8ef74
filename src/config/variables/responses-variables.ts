import { Describe } from '../describe-variable';
import { IsWhole } from '../variable-constraints';

/** How long answers of the Responses API are kept, and where. */
export class ResponsesVariables {
  @Describe({
    en: 'Seconds for which a response of `/v1/responses` is kept after its last use, unless the request says `"store": false`; 0 keeps none.',
    zh: '`/v1/responses` 的回答在最后一次使用之后保留的秒数，除非请求带有 `"store": false`；0 表示不保留。',
  })
  @IsWhole(0, 2_592_000)
  RESPONSES_TTL_S = 3600;

  @Describe({
    en: 'Memory for kept responses, in MiB; those that were not used for longest go first.',
    zh: '用于保留回答的内存，单位 MiB；最久未用的先被清除。',
  })
  @IsWhole(1, 65_536)
  RESPONSES_MEMORY_MB = 64;
}
