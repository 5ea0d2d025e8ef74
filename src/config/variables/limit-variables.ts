import { Describe } from '../describe-variable';
import { MAX_MILLISECONDS, IsWhole } from '../variable-constraints';

/** What bounds a request in time and size. */
export class LimitVariables {
  @Describe({
    en: 'Longest time to connect to the upstream, in milliseconds.',
    zh: '连接上游的最长时间，单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_CONNECT_TIMEOUT_MS = 10_000;

  @Describe({
    en: 'Longest silence of the upstream, before the first byte and between bytes, in milliseconds.',
    zh: '允许上游沉默的最长时间（首字节之前以及字节之间），单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_TIMEOUT_MS = 120_000;

  @Describe({
    en: 'Largest single event that the upstream may send, in KiB.',
    zh: '上游单个事件的最大长度，单位 KiB。',
  })
  @IsWhole(16, 65_536)
  UPSTREAM_EVENT_LIMIT_KB = 4096;

  @Describe({
    en: 'Silence after which a stream gets a keep-alive comment, in milliseconds. Until the first one, an error still sets the HTTP status.',
    zh: '流沉默多久之后发送一条保活注释，单位毫秒。在第一条之前，出错仍能设置 HTTP 状态码。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  KEEP_ALIVE_INTERVAL_MS = 15_000;

  @Describe({
    en: 'A client that reads nothing for so long is cut off, in milliseconds.',
    zh: '客户端多久不读取数据就断开连接，单位毫秒。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  STALL_TIMEOUT_MS = 60_000;
}
