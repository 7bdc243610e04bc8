import { expect, test } from 'vitest';
import { specOf } from './golden';

test('the spec of a Go file reads as its reviewer left it', async () => {
  await expect(await specOf('go', 'queue.go')).toMatchFileSnapshot('../../fixtures/golden/queue.go.spec.md');
});
