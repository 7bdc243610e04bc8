import type { ModelRequest } from '../../providers/model';

/** A request as it left, for "Show What Was Sent". */
export interface SentRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly run: string;
  readonly request: string;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly body: ModelRequest;
}
