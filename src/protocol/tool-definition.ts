/** A function that the model may call; `parameters` is its JSON Schema as the client sent it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The arguments must match the schema: a mismatch is not passed on. */
  readonly strict: boolean;
}

/** Which calls the client wants. */
export type ToolChoice =
  | { readonly type: 'none' | 'auto' | 'required' }
  /** One call of this function. */
  | { readonly type: 'function'; readonly name: string };
