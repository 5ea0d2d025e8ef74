import { IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { Describe } from '../describe-variable';
import { IsList, IsPort, IsWhole } from '../variable-constraints';

/** Who may call the gateway, and how it runs. */
export class AccessVariables {
  @Describe({
    en: '`production` makes `AUTH_TOKEN` or `KEYS_FILE` mandatory and turns debug logging off by default.',
    zh: '`production` 时必须设置 `AUTH_TOKEN` 或 `KEYS_FILE`，并默认关闭调试日志。',
  })
  @IsString()
  NODE_ENV = 'development';

  @Describe(
    {
      en: 'Key that clients must present; several, comma-separated, for rotation. Without it and without `KEYS_FILE` a random key is made at start and printed once; in production the start fails.',
      zh: '客户端必须出示的密钥；可用逗号分隔多个，便于轮换。若它与 `KEYS_FILE` 都未设置，启动时随机生成一个并只打印一次；生产环境下则拒绝启动。',
    },
    { isSecret: true },
  )
  @IsList()
  @Matches(/^[\x21-\x7e]+$/, {
    each: true,
    message: 'AUTH_TOKEN must hold keys of printable ASCII characters without blanks',
  })
  AUTH_TOKEN: string[] = [];

  @Describe(
    {
      en: 'Secret with which reasoning is signed and sealed that clients of `/v1/messages` and `/v1/responses` keep and send back; the same on all replicas. Without it the first `AUTH_TOKEN` serves, and without both a random one until the next start.',
      zh: '用于签名和封存思考内容的密钥：`/v1/messages` 与 `/v1/responses` 的客户端会保存思考内容并在后续请求中送回；所有副本须一致。未设置时使用第一个 `AUTH_TOKEN`；两者都没有时使用随机值，重启后失效。',
    },
    { isSecret: true },
  )
  @IsOptional()
  @IsString()
  REASONING_KEY?: string;

  @Describe({ en: 'Address to listen on.', zh: '监听地址。' })
  @IsNotEmpty()
  LISTEN_HOST = '0.0.0.0';

  @Describe({
    en: 'Port to listen on; 0 takes any free one.',
    zh: '监听端口；0 表示任取一个空闲端口。',
  })
  @IsPort()
  LISTEN_PORT = 8080;

  @Describe({
    en: 'Origins that browsers may call from, comma-separated; `*` allows all.',
    zh: '允许浏览器调用的来源，以逗号分隔；`*` 表示全部。',
  })
  @IsList()
  @IsNotEmpty({ each: true })
  CORS_ORIGINS: string[] = ['*'];

  @Describe({ en: 'Largest request body, in MiB.', zh: '请求体的最大长度，单位 MiB。' })
  @IsWhole(1, 512)
  BODY_LIMIT_MB = 16;
}
