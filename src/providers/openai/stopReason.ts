import type { StopReason } from '../model';

/** Words of OpenAI, and of servers that speak its protocol. `other` for what a request without tools cannot have, and for what is not known. */
export function stopFromOpenAi(raw: string | undefined): StopReason {
  switch (raw) {
    case 'stop':
    case 'eos_token': // Text Generation Inference
    case 'stop_sequence':
      return 'complete';
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'model_length': // Mistral
      return 'context';
    case 'content_filter':
      return 'refusal';
    default:
      return 'other';
  }
}
