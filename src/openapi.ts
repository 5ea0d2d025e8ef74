import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createApp } from './app.setup';
import { validateEnvironment } from './config/validate-environment';
import { createOpenApiDocument } from './openapi/openapi-document';

const PATH = 'docs/openapi.json';

/** Writes the OpenAPI document, or with `--check` tells whether the written one is current. */
async function run(): Promise<void> {
  const app = await createApp(validateEnvironment({}), { isSilent: true });
  const document: unknown = JSON.parse(JSON.stringify(createOpenApiDocument(app)));
  await app.close();
  if (!process.argv.includes('--check')) {
    writeFileSync(PATH, `${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  const written = existsSync(PATH)
    ? (JSON.parse(readFileSync(PATH, 'utf8')) as unknown)
    : undefined;
  if (JSON.stringify(written) !== JSON.stringify(document)) {
    throw new Error(`${PATH} is stale: run "npm run openapi" and commit the result.`);
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
