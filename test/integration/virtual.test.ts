import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, generateOne, shown, until } from './editor';

/** The least of a file system that is not on the disk. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  watch = () => new vscode.Disposable(() => {});
  createDirectory = () => {};
  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }
  rename = () => {};
  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.files.get(uri.path);
    if (file) return { type: vscode.FileType.File, size: file.length, ctime: 0, mtime: 0 };
    if ([...this.files.keys()].some((path) => path.startsWith(`${uri.path}/`))) return { type: vscode.FileType.Directory, size: 0, ctime: 0, mtime: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const inside = [...this.files.keys()].filter((path) => path.startsWith(`${uri.path}/`)).map((path) => path.slice(uri.path.length + 1));
    return inside.map((path) => [path.split('/')[0]!, path.includes('/') ? vscode.FileType.Directory : vscode.FileType.File]);
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const file = this.files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.files.set(uri.path, content);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }
}

describe('a file that is not on the disk', () => {
  const memory = new MemoryFiles();
  let registration: vscode.Disposable;
  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider('memory', memory);
    await until(() => vscode.workspace.fs.isWritableFileSystem('memory') === true, 'the provider');
  });
  after(async () => {
    await closeEditors();
    registration.dispose();
  });

  it('is read and written through its provider', async () => {
    const uri = vscode.Uri.from({ scheme: 'memory', path: '/project/queue.py' });
    memory.files.set(uri.path, Buffer.from('def first(items: list[str]) -> str:\n    """The first item."""\n    return items[0]\n'));
    const run = await generateOne(uri);
    assert.deepEqual([run.status, run.files[0]?.spec], ['done', 'specs/queue.py.spec.md']);
    const spec = Buffer.from(memory.files.get('/project/specs/queue.py.spec.md') ?? []).toString();
    assert.ok(spec.includes('first') && spec.includes('The first item.'), spec);
    await shown(uri.with({ path: '/project/specs/queue.py.spec.md' }));
    const again = await generateOne(uri);
    assert.equal(again.files[0]?.status, 'unchanged');
  });

  it('takes its spec along when it moves, and leaves none behind', async () => {
    const code = Buffer.from('def last(items: list[str]) -> str:\n    """The last item."""\n    return items[-1]\n');
    const folder = vscode.Uri.from({ scheme: 'memory', path: '/moving' });
    memory.files.set('/moving/old.py', code);
    await generateOne(folder);
    memory.files.delete('/moving/old.py');
    memory.files.set('/moving/new.py', code);
    const run = await generateOne(folder);
    assert.deepEqual(run.files.map(({ source, status }) => [source, status]), [['new.py', 'moved']]);
    assert.deepEqual([...memory.files.keys()].filter((path) => path.startsWith('/moving/')).sort(), ['/moving/new.py', '/moving/specs/new.py.spec.md']);
  });
});
