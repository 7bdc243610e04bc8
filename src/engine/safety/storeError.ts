export type StoreErrorCode = 'read-only' | 'full' | 'name-too-long' | 'not-a-file' | 'undecodable' | 'link' | 'failed';

/** A file could not be read or written by the store. The message names the path and the next step. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly path: string,
    readonly code: StoreErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
