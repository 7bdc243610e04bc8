import type { Project } from './project';

/** How a service says that it did not do what it was asked for, apart from how that is answered over HTTP. */
export interface Failure {
  readonly status: number;
  /** not, found */
  readonly words: readonly string[];
  readonly meaning: string;
}

const KNOWN: readonly Failure[] = [
  { status: 400, words: ['invalid', 'input'], meaning: 'the input breaks a rule' },
  { status: 401, words: ['unauthorized'], meaning: 'nobody is signed in' },
  { status: 402, words: ['payment', 'required'], meaning: 'it has to be paid for first' },
  { status: 403, words: ['forbidden'], meaning: 'the caller may not do this' },
  { status: 404, words: ['not', 'found'], meaning: 'there is no such thing' },
  { status: 406, words: ['not', 'acceptable'], meaning: 'no answer is of a kind that the caller takes' },
  { status: 409, words: ['conflict'], meaning: 'the present state stands against it' },
  { status: 410, words: ['gone'], meaning: 'it was there and is there no more' },
  { status: 412, words: ['precondition', 'failed'], meaning: 'a condition of the caller does not hold' },
  { status: 413, words: ['too', 'large'], meaning: 'the input is too large' },
  { status: 415, words: ['unsupported', 'media', 'type'], meaning: 'the input is of a kind that is not taken' },
  { status: 422, words: ['unprocessable'], meaning: 'the input can be read, but nothing can be done with it' },
  { status: 423, words: ['locked'], meaning: 'somebody else is changing it' },
  { status: 424, words: ['failed', 'dependency'], meaning: 'something that it depends on failed' },
  { status: 429, words: ['too', 'many', 'requests'], meaning: 'the caller asks too often' },
  { status: 501, words: ['not', 'supported'], meaning: 'this is not offered' },
  { status: 502, words: ['bad', 'gateway'], meaning: 'another service gave no usable answer' },
  { status: 503, words: ['unavailable'], meaning: 'it cannot be done at the moment' },
  { status: 504, words: ['gateway', 'timeout'], meaning: 'another service took too long' },
];

const ALWAYS: ReadonlySet<number> = new Set([400, 404, 409]);

/** Those that any service has, and those that the contracts name. */
export function failuresOf({ resources }: Project): Failure[] {
  const named = new Set(resources.flatMap(({ operations }) => operations.flatMap(({ failures }) => failures.map(({ status }) => status))));
  return KNOWN.filter(({ status }) => ALWAYS.has(status) || named.has(status));
}
