import type { RunEvent } from '../engine/events';
import { LIMIT_WORDS } from '../engine/metrics/limitWords';
import type { Usage } from '../providers/model';
import { cost, count, durationInLog } from './words';

export interface LogLine {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** One line of the log for one event. Events carry no source text and no secret, so neither does the log. */
export function logLine(event: RunEvent): LogLine {
  const { level, text } = lineOf(event);
  return { level, text: `[${event.run}] ${text}` };
}

function lineOf(event: RunEvent): LogLine {
  switch (event.type) {
    case 'run-started':
      return info(`${event.command}, provider ${event.provider}${event.model ? `, model ${event.model}` : ''}`);
    case 'model-used':
      return debug(`${event.provider}/${event.model}: strategy ${event.strategy}, at most ${count(event.maxItems, 'item')} in a request and ${count(event.concurrency, 'request')} at once${event.prices ? '' : '; its prices are not known'}`);
    case 'decided':
      return info(`${event.what}: ${event.because}`);
    case 'stage-started':
      return { level: 'trace', text: `${event.stage} …` };
    case 'stage-finished':
      return info(`${event.stage}: ${event.detail} (${durationInLog(event.ms)})`);
    case 'file-skipped':
      return info(`left out ${event.path || 'the folder'}: ${event.reason}`);
    case 'file-outlined':
      return debug(`${event.path}: ${count(event.symbols, 'symbol')}`);
    case 'file-planned':
      return debug(`${event.path}: ${count(event.items, 'item')} to ask for, ${event.fresh} fresh`);
    case 'spec-moved':
      return info(`${event.from} is ${event.path} now: its spec is taken along`);
    case 'spec-orphaned':
      return info(`${event.path}: ${event.source} is gone`);
    case 'spec-removed':
      return info(`removed ${event.path}`);
    case 'cache-looked-up':
      return { level: 'trace', text: `${event.item}: ${event.hit ? 'answered from the cache' : 'not in the cache'}${event.because === undefined ? '' : `: ${event.because}`}` };
    case 'batches-planned':
      return info(`${count(event.items, 'item')} in ${count(event.batches, 'request')}: ${event.because}; instructions ${event.instructions.marked === 'none' ? 'not marked for the prompt cache' : 'kept in the prompt cache'}: ${event.instructions.because}`);
    case 'request-queued':
      return debug(`request ${event.request} waits for a place: ${count(event.items, 'item')}, at most ${count(event.reservedTokens, 'token')}${event.reservedUsd === undefined ? '' : ` (${cost(event.reservedUsd)})`}`);
    case 'request-started':
      return info(`request ${event.request} to ${event.model}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`);
    case 'request-first-byte':
      return debug(`request ${event.request}: first byte after ${durationInLog(event.ms)}`);
    case 'request-ended': {
      const text = [`request ${event.request}: ${event.outcome} after ${durationInLog(event.ms)}`, event.usage && `${event.usageEstimated ? 'about ' : ''}${tokens(event.usage)}`, event.usage && cost(event.costUsd), event.detail].filter(Boolean).join(', ');
      return { level: event.outcome === 'complete' ? 'info' : 'warn', text };
    }
    case 'retry-waiting':
      return { level: 'warn', text: `request ${event.request}: waiting ${durationInLog(event.ms)} before attempt ${event.attempt + 1}: ${event.reason}` };
    case 'rate-waiting':
      return { level: 'warn', text: `request ${event.request}: waiting ${durationInLog(event.ms)} for the provider's limit of ${LIMIT_WORDS[event.limit]} a minute` };
    case 'places-changed':
      return info(`at most ${count(event.places, 'request')} at once now: ${event.because}`);
    case 'busy':
      return info(`other runs have all places: about ${durationInLog(event.ms)} until the first request leaves`);
    case 'item-done':
      return debug(`${event.item}: answered (${event.from})`);
    case 'item-failed':
      return { level: 'warn', text: `${event.item}: ${event.reason}` };
    case 'file-reviewed':
      return debug(`${event.path}: reviewed, ${event.findings === 0 ? 'nothing found' : `sent back with ${count(event.findings, 'finding')}`}`);
    case 'names-checked':
      return debug(`${event.path}#${event.section}: ${count(event.checked, 'name')} looked up${event.unverified.length > 0 ? `, not found: ${event.unverified.join(', ')}` : ''}`);
    case 'file-written':
      return event.complete ? info(`${event.path}: ${event.outcome}`) : debug(`${event.path}: ${event.outcome}, more to come`);
    case 'warning':
      return { level: 'warn', text: event.path === undefined ? event.message : `${event.path}: ${event.message}` };
    case 'run-finished':
      return { level: event.status === 'done' || event.status === 'cancelled' ? 'info' : 'error', text: `${event.status} after ${durationInLog(event.ms)}` };
  }
}

function info(text: string): LogLine {
  return { level: 'info', text };
}

function debug(text: string): LogLine {
  return { level: 'debug', text };
}

function tokens({ inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens }: Usage): string {
  return `${inputTokens} input + ${cacheReadTokens} cache read + ${cacheWrite5mTokens + cacheWrite1hTokens} cache write + ${outputTokens} output tokens`;
}
