import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startListening } from './start-process.mjs';

export function hasNginx() {
  try {
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    execFileSync('nginx', ['-v'], { env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** nginx as a plain proxy: it looks at nothing that it passes on. */
export async function startNginx(upstream) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nginx-'));
  const file = join(folder, 'nginx.conf');
  const port = await freePort();
  writeFileSync(file, configuration(folder, port, upstream));
  const nginx = await startListening('nginx', ['-c', file, '-p', folder], port);
  return {
    ...nginx,
    stop: async () => {
      const exitCode = await nginx.stop();
      rmSync(folder, { recursive: true });
      return exitCode;
    },
  };
}

function configuration(folder, port, { host }) {
  return `daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 32m;
  upstream mock { server ${host}; keepalive 256; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://mock;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 1h;
    }
  }
}
`;
}
