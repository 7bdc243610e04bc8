import { InputError } from '../engine/inputError';

/** Where spans are taken below the address of a collector. Source: opentelemetry.io/docs/specs/otel/protocol/exporter. */
const TRACES_PATH = 'v1/traces';

/**
 * Where traces go: to what `--traces-endpoint` says, else to what OpenTelemetry's own variables do. `undefined`: nobody asked for any.
 * @throws InputError for an address that cannot be one
 */
export function tracesEndpoint(option: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (option !== undefined) return below(option, '--traces-endpoint');
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env.OTEL_TRACES_EXPORTER?.toLowerCase() === 'none') return undefined;
  if (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return checked(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT').href;
  return env.OTEL_EXPORTER_OTLP_ENDPOINT ? below(env.OTEL_EXPORTER_OTLP_ENDPOINT, 'OTEL_EXPORTER_OTLP_ENDPOINT') : undefined;
}

function below(address: string, name: string): string {
  const url = checked(address, name);
  if (!url.pathname.endsWith(`/${TRACES_PATH}`)) url.pathname = `${url.pathname.replace(/\/$/, '')}/${TRACES_PATH}`;
  return url.href;
}

function checked(address: string, name: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new InputError(`${name} must be the address of a collector, such as http://127.0.0.1:4318, not "${address}".`);
  return url;
}
