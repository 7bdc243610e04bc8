import type { Confirmed, GenerateRequest } from '../request';
import type { Run } from '../run';
import { CONFIRM_ABOVE, needsConfirmation, type Estimate } from './estimate';

/** Asks a person before expensive work. While a dialog waits, the clock stands still. A "no" is a cancellation. */
export async function confirmEstimate(estimate: Estimate, request: Pick<GenerateRequest, 'confirm' | 'confirmAbove'>, run: Run): Promise<Confirmed> {
  if (!request.confirm || !needsConfirmation(estimate, request.confirmAbove ?? CONFIRM_ABOVE)) return true;
  const confirmed = await run.pausing(() => request.confirm!(estimate));
  if (!confirmed) run.deadline.cancel();
  run.signal.throwIfAborted();
  return confirmed;
}
