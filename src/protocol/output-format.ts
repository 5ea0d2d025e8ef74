/** The form that the text of an answer must have. */
export type OutputFormat =
  | { readonly type: 'text' }
  /** One JSON object. */
  | { readonly type: 'json-object' }
  | JsonSchemaFormat;

/** One JSON value that fits a schema. */
export interface JsonSchemaFormat {
  readonly type: 'json-schema';
  readonly name: string;
  readonly description?: string | undefined;
  readonly schema: Readonly<Record<string, unknown>>;
  /** An answer that does not fit is an error; without it, JSON that does not fit is passed on. */
  readonly strict: boolean;
}
