import type { GatewayProcess } from './gateway-process';
import type { Stack } from './stack';

/** One line of the log. */
export type Line = GatewayProcess['logLines'][number];

/** The line about the end of an exchange, once it is there. */
export async function endOf(stack: Stack, id: string): Promise<Line | undefined> {
  await stack.gateway.outputMatching(new RegExp(`"event":"response","request_id":"${id}".*\n`));
  return stack.gateway.logLines.find(
    (line) => line['event'] === 'response' && line['request_id'] === id,
  );
}
