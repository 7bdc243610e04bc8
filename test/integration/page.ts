// What a test inside the extension host can do with the page that shows its window.
import type { PageAnswer, PageRequest } from '../host/bridge';

/** For example `await onPage({ do: 'text', selector: '.statusbar' })`. */
export async function onPage(request: PageRequest): Promise<string | number | null> {
  const response = await fetch(process.env.SPECWRIGHT_TEST_BRIDGE!, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as PageAnswer;
  if ('error' in answer) throw new Error(`${request.do} on the page: ${answer.error}`);
  return answer.value;
}
