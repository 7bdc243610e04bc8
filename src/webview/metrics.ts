import { MetricsView } from './metricsView';
import { usePageLanguage } from './pageLanguage';
import type { HostMessage, ViewMessage } from './protocol';
import type { ViewState } from './shell';

declare function acquireVsCodeApi(): { postMessage(message: ViewMessage): void; getState(): unknown; setState(state: ViewState): void };

/** The view in its panel. */
usePageLanguage();
const api = acquireVsCodeApi();
const kept = api.getState();
const view = new MetricsView(
  {
    show: (key, compared) => api.postMessage({ type: 'show', ...(key !== undefined && { key }), ...(compared !== undefined && { compared }) }),
    openFile: (path) => api.postMessage({ type: 'openFile', path }),
    openSetting: (setting) => api.postMessage({ type: 'openSetting', setting }),
    runCommand: (command) => api.postMessage({ type: 'runCommand', command }),
    keep: (state) => api.setState(state),
  },
  typeof kept === 'object' && kept !== null ? kept : {},
);
document.body.append(view.element);
addEventListener('message', ({ data }: MessageEvent<HostMessage>) => view.take(data));
const { key, compared } = view.state;
api.postMessage({ type: 'ready', ...(key !== undefined && { key }), ...(compared !== undefined && { compared }) });
