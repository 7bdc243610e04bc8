/**
 * Bytes to text and back, the same for whoever reads (gather) and writes (the stores of the command line and the editor).
 * Pure: bytes in, bytes out.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';
export type LineEnding = 'lf' | 'crlf';

/** How a text lies on the disk, apart from what it says. */
export interface TextShape {
  readonly encoding: Encoding;
  readonly hadBom: boolean;
  /** The more frequent one; `lf` for a text without line breaks or with as many of each. */
  readonly eol: LineEnding;
}

export type Decoded =
  | { readonly text: string; readonly shape: TextShape; readonly undecodable?: undefined }
  /** `reason`: a clause for people, such as `not valid UTF-8`. */
  | { readonly undecodable: 'binary' | 'invalid'; readonly reason: string };

/** What a file gets that does not exist yet. */
export const NEW_FILE_SHAPE: TextShape = { encoding: 'utf-8', hadBom: false, eol: 'lf' };

const BOM = '\uFEFF';
const NAMES: Record<Encoding, string> = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' };

/**
 * UTF-8, with or without a byte order mark, or UTF-16 with one. Strict: a byte that is not valid makes the file undecodable,
 * since a replacement character would be written back over what a person wrote. The text comes without the mark, with its
 * line breaks as they are.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  // FF FE 00 00 would be UTF-32; as UTF-16 it starts with a NUL, and no text does.
  if (startsWith(bytes, 0xff, 0xfe)) return decodeAs('utf-16le', bytes.subarray(2), true);
  if (startsWith(bytes, 0xfe, 0xff)) return decodeAs('utf-16be', swapPairs(bytes.subarray(2)), true);
  if (bytes.includes(0)) return { undecodable: 'binary', reason: 'a binary file' };
  const hadBom = startsWith(bytes, 0xef, 0xbb, 0xbf);
  return decodeAs('utf-8', hadBom ? bytes.subarray(3) : bytes, hadBom);
}

/** The bytes of a text in a given shape. Every line break becomes the shape's, unless they are to be kept; a lone carriage return stays. */
export function encodeText(text: string, shape: TextShape, { keepLineBreaks = false } = {}): Uint8Array {
  const bare = text.startsWith(BOM) ? text.slice(1) : text;
  const unified = keepLineBreaks ? bare : withLineFeeds(bare);
  const body = (shape.hadBom ? BOM : '') + (shape.eol === 'crlf' && !keepLineBreaks ? unified.replace(/\n/g, '\r\n') : unified);
  if (shape.encoding === 'utf-8') return new TextEncoder().encode(body);
  const bytes = new Uint8Array(body.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < body.length; i++) view.setUint16(i * 2, body.charCodeAt(i), shape.encoding === 'utf-16le');
  return bytes;
}

/** Same words, whatever the line endings: then a file is left as it is, mixed line endings and all. */
export function sameText(one: string, other: string): boolean {
  return one === other || withLineFeeds(one) === withLineFeeds(other);
}

/** A line break with several carriage returns, which careless conversions leave, is one too: else it would be another one each time it is read. */
export function withLineFeeds(text: string): string {
  return text.includes('\r\n') ? text.replace(/\r+\n/g, '\n') : text;
}

export function lineEndingOf(text: string): LineEnding {
  let lineFeeds = 0;
  let pairs = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lineFeeds++;
    if (text.charCodeAt(at - 1) === 0x0d) pairs++;
  }
  return pairs * 2 > lineFeeds ? 'crlf' : 'lf';
}

function decodeAs(encoding: Encoding, bytes: Uint8Array, hadBom: boolean): Decoded {
  try {
    // The pairs of UTF-16 BE are swapped beforehand: not every build of Node knows that label. ignoreBOM keeps a second mark as text.
    const label = encoding === 'utf-8' ? 'utf-8' : 'utf-16le';
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.includes('\0')) return { undecodable: 'binary', reason: 'a binary file' };
    return { text, shape: { encoding, hadBom, eol: lineEndingOf(text) } };
  } catch {
    return { undecodable: 'invalid', reason: `not valid ${NAMES[encoding]}` };
  }
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes);
  for (let i = 0; i + 1 < swapped.length; i += 2) {
    const first = swapped[i] as number;
    swapped[i] = swapped[i + 1] as number;
    swapped[i + 1] = first;
  }
  return swapped;
}
