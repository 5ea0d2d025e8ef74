import type { UpstreamDefinition } from '../config/upstreams/upstream-definition';
import type { UpstreamDriver } from './upstream-driver';

/** A configured upstream and the driver that talks to it. */
export interface ConfiguredUpstream {
  readonly definition: UpstreamDefinition;
  readonly driver: UpstreamDriver;
}

/** All configured upstreams, in the order of preference. */
export type Upstreams = readonly ConfiguredUpstream[];

export const Upstreams = Symbol('Upstreams');
