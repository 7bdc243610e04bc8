import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** The quickest level makes code and tables a quarter of their size already, and a small window does with little memory. */
const FAST = { level: 1, windowBits: 13, memLevel: 6 } as const;

/**
 * Puts a value aside that is needed again much later, if ever: thousands of files wait while a model answers, and V8 lets its heap grow to several times what is
 * alive in it. The value must survive JSON. Reading it again is cheap as long as nobody needed the memory.
 */
export function pack<T extends object>(value: T): () => T {
  const packed = deflateRawSync(Buffer.from(JSON.stringify(value)), FAST);
  // A copy: what zlib returns is the beginning of a larger buffer.
  const bytes = packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength);
  let known = new WeakRef(value);
  return () => {
    let read = known.deref();
    if (!read) {
      read = JSON.parse(inflateRawSync(bytes).toString()) as T;
      known = new WeakRef(read);
    }
    return read;
  };
}
