/** OpenAI's error object. */
export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** Reads an error answer and checks what all of them have: the shape, and an id to ask about. */
export async function readError(response: Response): Promise<ErrorObject> {
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{1,64}$/);
  return checkError(await response.json());
}

/** The error object of a parsed body, which has nothing but the error in OpenAI's shape. */
export function checkError(body: unknown): ErrorObject {
  expect(Object.keys(body as object)).toEqual(['error']);
  const { error } = body as { readonly error: ErrorObject };
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'type']);
  expect(error.message).toMatch(/\S/);
  expect(error.type).toMatch(/^[a-z_]+$/);
  return error;
}
