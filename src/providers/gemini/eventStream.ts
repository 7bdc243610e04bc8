/**
 * The event stream in the only form that the SDK reads: `data: ` and its value in one line, then an empty line, and nothing else. A comment, which
 * gateways send to keep the connection open, or an event without data becomes an empty object: the SDK would choke on it, and it shows that the
 * stream is alive. `onError` gets the connection's own error, which the SDK replaces by one that says nothing.
 */
export function readableForSdk(body: ReadableStream<Uint8Array> | null, onError: (error: unknown) => void): ReadableStream<Uint8Array> {
  return ReadableStream.from(inOneForm(body, onError));
}

async function* inOneForm(body: ReadableStream<Uint8Array> | null, onError: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  try {
    for await (const bytes of body ?? []) {
      rest += decoder.decode(bytes, { stream: true });
      const { events, unfinished } = splitEvents(rest);
      rest = unfinished;
      if (events.length > 0) yield encoder.encode(events.map((event) => `data: ${event}\n\n`).join(''));
    }
    // What stands after the last empty line is no event: a server that was done has closed it.
  } catch (error) {
    onError(error);
    throw error;
  }
}

/** Values of the events that are whole. A line ends with LF or CRLF, an event with an empty line (HTML standard, 9.2.6). */
function splitEvents(text: string): { readonly events: readonly string[]; readonly unfinished: string } {
  const blocks = text.split(/\r?\n\r?\n/);
  const unfinished = blocks.pop()!;
  return { events: blocks.map(valueOf), unfinished };
}

function valueOf(block: string): string {
  const lines = block.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  // JSON has line breaks between its tokens only, so they may go.
  const value = lines.map((line) => line.slice('data:'.length).trim()).join(' ');
  return value === '' || value === '[DONE]' ? '{}' : value;
}
