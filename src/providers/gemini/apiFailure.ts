import type { WireError, WireErrorDetail } from './wire';

/** The API said no: as an HTTP answer, or as an event under HTTP 200, which has no `status`. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** Of HTTP. */
  readonly status?: number;
  /** Of HTTP, or what an event calls its code. */
  readonly code: number;
  /** A name of google.rpc.Code, such as `PERMISSION_DENIED`. */
  readonly rpcStatus?: string;
  readonly details: readonly WireErrorDetail[];
  readonly headers?: Headers;

  constructor(error: WireError, http?: { readonly status: number; readonly headers: Headers }) {
    super(error.message ?? '');
    this.code = http?.status ?? error.code ?? 0;
    this.rpcStatus = error.status;
    this.details = error.details ?? [];
    this.status = http?.status;
    this.headers = http?.headers;
  }
}

/** Reads the body of a refusal. What is not Google's JSON (a proxy's page, for example) has nothing to say. */
export async function apiFailureOf(response: Response): Promise<ApiFailure> {
  const text = await response.text();
  return new ApiFailure(wireErrorIn(text) ?? {}, { status: response.status, headers: response.headers });
}

function wireErrorIn(text: string): WireError | undefined {
  try {
    const parsed = JSON.parse(text) as { error?: WireError } | readonly { error?: WireError }[];
    // Some endpoints wrap their only element in an array.
    const body = Array.isArray(parsed) ? (parsed as readonly { error?: WireError }[])[0] : (parsed as { error?: WireError });
    return typeof body?.error === 'object' ? body.error : undefined;
  } catch {
    return undefined;
  }
}
