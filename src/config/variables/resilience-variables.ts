import { Describe } from '../describe-variable';
import { IsWhole, MAX_MILLISECONDS } from '../variable-constraints';

/** How long things may take, and what happens when the upstream fails or the service ends. */
export class ResilienceVariables {
  @Describe({
    en: 'Longest time from a request to the end of its answer, in milliseconds.',
    zh: '从请求到回答结束的最长时间，单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  GENERATION_TIMEOUT_MS = 600_000;

  @Describe({
    en: 'How often a request is sent again to an upstream that failed before any output, when there is no other upstream left.',
    zh: '上游在任何输出之前失败、且没有其他上游可用时，重新发送请求的次数。',
  })
  @IsWhole(0, 5)
  UPSTREAM_RETRIES = 1;

  @Describe({
    en: 'Faults in a row after which an upstream is left alone for a while; 0: never.',
    zh: '上游连续出错多少次之后暂停使用一段时间；0 表示从不暂停。',
  })
  @IsWhole(0, 10_000)
  BREAKER_FAILURES = 20;

  @Describe({
    en: 'How long it is left alone before one request is let through as a trial, in milliseconds.',
    zh: '暂停多久之后放行一个请求作为试探，单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  BREAKER_OPEN_MS = 10_000;

  @Describe({
    en: 'How long the service still takes requests after SIGTERM, not being ready, in milliseconds: as long as proxies need to notice.',
    zh: '收到 SIGTERM 之后，服务在未就绪状态下继续接受请求的时间，单位毫秒：代理察觉所需的时间。',
  })
  @IsWhole(0, MAX_MILLISECONDS)
  SHUTDOWN_DELAY_MS = 0;

  @Describe({
    en: 'How long running answers may take to end after that, in milliseconds; the rest is cut off with an error.',
    zh: '此后正在进行的回答还可持续的最长时间，单位毫秒；其余的以错误结束。',
  })
  @IsWhole(0, MAX_MILLISECONDS)
  DRAIN_TIMEOUT_MS = 30_000;

  @Describe({
    en: 'Longest time in which the head of a request must arrive, in milliseconds.',
    zh: '请求头必须到达的最长时间，单位毫秒。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  REQUEST_HEADERS_TIMEOUT_MS = 15_000;

  @Describe({
    en: 'Longest time in which a whole request must arrive, in milliseconds.',
    zh: '整个请求必须到达的最长时间，单位毫秒。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  REQUEST_TIMEOUT_MS = 60_000;

  @Describe({
    en: 'Connections of clients at a time, idle ones included; more are closed at once.',
    zh: '同时存在的客户端连接数，包括空闲连接；超出的立即关闭。',
  })
  @IsWhole(1, 1_000_000)
  MAX_CONNECTIONS = 10_000;
}
