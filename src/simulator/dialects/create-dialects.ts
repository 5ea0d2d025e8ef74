import type { Dialect, DialectName, SimulatorSettings } from './dialect';
import { createOfficialDialect } from './official-dialect';
import { createVllmDialect } from './vllm-dialect';
import { webDialect } from './web-dialect';

/** Every protocol, as the operator of the simulated upstream has set it up. */
export function createDialects(
  settings: SimulatorSettings,
): Readonly<Record<DialectName, Dialect>> {
  return {
    web: webDialect,
    official: createOfficialDialect(settings),
    vllm: createVllmDialect(settings),
  };
}
