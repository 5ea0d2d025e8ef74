/** The key of an `Authorization: Bearer …` header; the scheme in any case, as RFC 9110 wants it. */
export function parseBearerKey(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
