/** What a failure means for the key that the request was sent with, in the order of severity. */
export type KeyConsequence =
  /** Not the key's doing. */
  | { readonly kind: 'none' }
  /** Too many requests at once: send fewer with this key. */
  | { readonly kind: 'slow-down' }
  /** Too many requests in a short time: rest the key for some seconds. */
  | { readonly kind: 'cool-down'; readonly seconds: number }
  /** The key has nothing left to spend: it rests until its quota is renewed. */
  | { readonly kind: 'bench'; readonly seconds: number }
  /** The key is wrong or locked: it rests for minutes, in case that an operator restores it. */
  | { readonly kind: 'out' };
