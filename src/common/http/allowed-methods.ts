import type { AbstractHttpAdapter } from '@nestjs/core';

/** The part of Express' router that tells which methods a path has. */
interface RouterLayer {
  match(path: string): boolean;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
}

/** The HTTP methods that the routes of `path` accept; empty for an unknown path. */
export function allowedMethods(adapter: AbstractHttpAdapter, path: string): readonly string[] {
  const { router } = adapter.getInstance<{ readonly router: { readonly stack: RouterLayer[] } }>();
  const routes = router.stack.flatMap((layer) =>
    layer.route !== undefined && matches(layer, path) ? [layer.route] : [],
  );
  const methods = routes.flatMap(({ methods }) =>
    Object.keys(methods).filter((name) => methods[name]),
  );
  return [...new Set(methods.map((method) => method.toUpperCase()))].sort();
}

/** A path that is not decodable matches no route. */
function matches(layer: RouterLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
