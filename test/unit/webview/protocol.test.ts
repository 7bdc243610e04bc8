import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/editor/contributions';
import { readViewMessage, VIEW_COMMANDS } from '../../../src/webview/protocol';

describe('what the view asks for', () => {
  test.each([
    { type: 'ready' },
    { type: 'show', key: '1 run 1', compared: '2 run 2' },
    { type: 'openFile', path: 'src/queue.ts' },
    { type: 'openSetting', setting: 'batch.strategy' },
    { type: 'runCommand', command: 'generateSpec' },
  ])('is taken: %j', (message) => expect(readViewMessage(message)).toEqual(message));

  test.each([
    undefined, null, 'ready', 7, [], {},
    { type: 'evaluate', text: '1' },
    { type: 'show', key: 7 },
    { type: 'openFile' },
    { type: 'openFile', path: '' },
    { type: 'openFile', path: 'x'.repeat(5000) },
    { type: 'openSetting', setting: '@ext:other' },
    { type: 'runCommand', command: 'clearCache' },
    { type: 'runCommand', command: 'workbench.action.quit' },
    { type: 'runCommand', command: 'toString' },
  ])('is not: %j', (message) => expect(readViewMessage(message)).toBeUndefined());

  test('has nothing in it that was not expected', () => {
    expect(readViewMessage({ type: 'runCommand', command: 'generateSpec', args: ['x'] })).toEqual({ type: 'runCommand', command: 'generateSpec' });
  });

  test('commands are ours', () => {
    expect(VIEW_COMMANDS.filter((name) => !(name in COMMANDS))).toEqual([]);
  });
});
