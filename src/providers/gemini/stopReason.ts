import type { StopReason } from '../model';

/** `other` for what a request without tools cannot have (`MALFORMED_FUNCTION_CALL`, `LANGUAGE`, …) and for what came after this was written. */
export function stopFromGemini(raw: string): StopReason {
  switch (raw) {
    case 'STOP':
      return 'complete';
    case 'MAX_TOKENS':
      return 'length';
    case 'SAFETY':
    case 'RECITATION':
    case 'BLOCKLIST':
    case 'PROHIBITED_CONTENT':
    case 'SPII':
      return 'refusal';
    default:
      return 'other';
  }
}
