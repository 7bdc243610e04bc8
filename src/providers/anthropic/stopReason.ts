import type { StopReason } from '../model';

/** `other` for what a request without tools cannot have (`tool_use`, `pause_turn`) and for what came after this was written. */
export function stopFromAnthropic(raw: string | null | undefined): StopReason {
  switch (raw) {
    case 'end_turn':
    case 'stop_sequence':
      return 'complete';
    case 'max_tokens':
      return 'length';
    case 'model_context_window_exceeded':
      return 'context';
    case 'refusal':
      return 'refusal';
    default:
      return 'other';
  }
}
