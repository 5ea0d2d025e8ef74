import type { UpstreamDefinition } from '../../config/upstreams/upstream-definition';
import type { ModelProfile } from '../../protocol/model-profile';
import { OFFICIAL_MODELS } from './catalogues/official-models';
import { WEB_FLAGSHIP, WEB_MODELS } from './catalogues/web-models';
import { type CatalogueEntry, toModelProfile } from './model-catalogue';

/** The configurable public names. */
export interface ModelNames {
  readonly primary: string;
  readonly thinking: string;
  readonly search: string;
}

/** A model that an upstream says it serves. */
export interface LiveModel {
  readonly id: string;
  /** Tokens, when the upstream tells. */
  readonly contextWindow: number | undefined;
}

/** From what a catalogue is made. */
export interface CatalogueSources {
  /** In the order of preference. */
  readonly upstreams: readonly UpstreamDefinition[];
  readonly names: ModelNames;
  /** Of `MODELS_FILE`. */
  readonly described: readonly CatalogueEntry[];
  /** By name of the upstream; absent where nothing was asked or answered. */
  readonly live: ReadonlyMap<string, readonly LiveModel[]>;
}

/**
 * The models of all upstreams, by lower-case id. A model that several upstreams serve is described
 * by the first of them and has a route to each.
 */
export function buildCatalogue(sources: CatalogueSources): ReadonlyMap<string, ModelProfile> {
  const catalogue = new Map<string, ModelProfile>();
  for (const upstream of sources.upstreams) {
    // Later entries replace earlier ones of the same name: the file has the last word.
    const entries = new Map(entriesOf(upstream, sources).map((entry) => [keyOf(entry.id), entry]));
    for (const [key, entry] of entries) {
      const profile = toModelProfile(entry, upstream.name);
      const known = catalogue.get(key);
      catalogue.set(
        key,
        known === undefined ? profile : { ...known, routes: [...known.routes, ...profile.routes] },
      );
    }
  }
  return catalogue;
}

function entriesOf(
  upstream: UpstreamDefinition,
  { names, described: allDescribed, live }: CatalogueSources,
): readonly CatalogueEntry[] {
  const described = allDescribed.filter(
    (entry) => (entry.upstream ?? upstream.name) === upstream.name,
  );
  if (upstream.models !== undefined) {
    return mappedEntries(toMapped(upstream, upstream.models, described), names, described);
  }
  const known = knownModels(upstream);
  const alive = live.get(upstream.name);
  const served = alive === undefined ? known : alive.map((model) => describeLive(model, known));
  const flagship =
    find(served, names.primary) ??
    (alive === undefined ? undefined : served[0]) ??
    defaultFlagship(upstream, names);
  const named = namedEntries(names, served, flagship);
  const searching = knownModels(upstream).length > 0 ? named : named.map(withoutSearch);
  return [...served, ...searching, ...described];
}

/** The models that a definition lists, described by the file, else by what is known of them. */
function toMapped(
  { protocol }: UpstreamDefinition,
  models: ReadonlyMap<string, string>,
  described: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const web = [...WEB_MODELS, WEB_FLAGSHIP];
  // The same name means another variant on each side.
  const known = protocol === 'web' ? [...web, ...OFFICIAL_MODELS] : [...OFFICIAL_MODELS, ...web];
  return [...models].map(([id, modelId]) => {
    const entry = find(described, id) ?? find([...described, ...known], modelId) ?? find(known, id);
    return { ...entry, id, modelId };
  });
}

/** The models that a definition lists, and the configurable names as far as it lists the primary. */
function mappedEntries(
  listed: readonly CatalogueEntry[],
  names: ModelNames,
  described: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const named = namedEntries(names, listed, find(listed, names.primary));
  // The file has the last word on these as well.
  return [...listed, ...named, ...listed.filter(({ id }) => find(described, id) !== undefined)];
}

/** The configurable names, as far as something is served under them or by the flagship. */
function namedEntries(
  { primary, thinking, search }: ModelNames,
  served: readonly CatalogueEntry[],
  flagship: CatalogueEntry | undefined,
): readonly CatalogueEntry[] {
  const named = (id: string, facts: Partial<CatalogueEntry>): readonly CatalogueEntry[] => {
    const base = find(served, id) ?? flagship;
    if (base === undefined) return [];
    const entry = { ...base, thinksByDefault: false, searches: false, ...facts, id };
    const { capabilities } = base;
    return capabilities !== undefined && entry.searches
      ? [{ ...entry, capabilities: { ...capabilities, search: true } }]
      : [entry];
  };
  return [
    ...named(search, { searches: true }),
    ...named(thinking, { thinksByDefault: true }),
    ...named(primary, {}),
  ];
}

/** Only Z.ai searches; elsewhere the name stands for the model alone. */
function withoutSearch(entry: CatalogueEntry): CatalogueEntry {
  const { capabilities } = entry;
  return {
    ...entry,
    searches: false,
    ...(capabilities === undefined ? {} : { capabilities: { ...capabilities, search: false } }),
  };
}

function knownModels(upstream: UpstreamDefinition): readonly CatalogueEntry[] {
  if (upstream.protocol === 'web') return WEB_MODELS;
  return upstream.dialect === 'zai' ? OFFICIAL_MODELS : [];
}

function defaultFlagship(upstream: UpstreamDefinition, { primary }: ModelNames): CatalogueEntry {
  if (upstream.protocol === 'web') return WEB_FLAGSHIP;
  const [official] = OFFICIAL_MODELS;
  // A server of one's own serves the model under the name that is configured.
  const own = { id: primary, modelId: primary };
  return upstream.dialect === 'zai' ? (official ?? own) : own;
}

function describeLive(
  { id, contextWindow }: LiveModel,
  known: readonly CatalogueEntry[],
): CatalogueEntry {
  // A server may tell capitals apart: its own spelling is asked for.
  const entry = { ...find(known, id), id, modelId: id };
  return contextWindow === undefined ? entry : { ...entry, contextWindow };
}

function find(entries: readonly CatalogueEntry[], id: string): CatalogueEntry | undefined {
  return entries.find((entry) => keyOf(entry.id) === keyOf(id));
}

function keyOf(id: string): string {
  return id.toLowerCase();
}
