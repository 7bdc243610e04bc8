import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Body } from '../../src/engine/project/projectPlan';
import { library } from '../unit/project/samples';
import { installed } from './packages';
import { complaints, samplesFor, temporaryFolder, writeProject } from './projects';
import { testJourneys } from './testJourneys';

const root = await temporaryFolder();
const missing = inject('packagesMissing');
if (missing) console.log(`Skipped: ${missing}`);

afterAll(() => rm(root, { recursive: true, force: true }));
beforeAll(() => symlink(path.join(installed, 'node_modules'), path.join(root, 'node_modules')));

const compile = (folder: string, ...args: string[]) => complaints(process.execPath, [path.join(installed, 'node_modules/typescript/bin/tsc'), '-p', '.', ...args], folder);

test.skipIf(missing)('skeletons pass the compiler under strict', async () => {
  const { library: first, ...others } = await samplesFor('typescript');
  await writeProject(path.join(root, 'library'), first!);
  expect(await compile(path.join(root, 'library'), '--noEmit')).toBe('');
  // The others at once, by the same settings: the compiler starts once.
  for (const [name, spec] of Object.entries(others)) await writeProject(path.join(root, 'others', name), spec);
  await writeFile(path.join(root, 'others/package.json'), '{ "type": "module" }');
  await writeFile(path.join(root, 'others/tsconfig.json'), '{ "extends": "../library/tsconfig.json", "compilerOptions": { "rootDir": "." }, "include": ["*/src", "*/test"] }');
  expect(await compile(path.join(root, 'others'), '--noEmit')).toBe('');
});

test.skipIf(missing)('requests reach their operations, are checked, and errors have their statuses', async () => {
  const folder = path.join(root, 'served');
  const bodies = new Map<string, Body>([
    ['BookService.get', { code: 'return this.books.get(id);', imports: [] }],
    ['BookService.list', { code: "if ((query.limit ?? 0) > 9) throw new ConflictError('limit');\nreturn [{ id: randomUUID(), isbn: '1', title: 'EMMA', authors: [] }];", imports: ["import { randomUUID } from 'node:crypto';", "import { ConflictError } from '../errors.js';"] }],
    ['CopyService.delete', { code: 'return;', imports: [] }],
  ]);
  await writeProject(folder, library('typescript'), { bodies });
  await writeFile(path.join(folder, 'src/try.ts'), TRY);
  expect(await compile(folder)).toBe('');
  expect(await complaints(process.execPath, ['dist/src/try.js'], folder)).toBe('');
});

describe.skipIf(missing)('TypeScript that compiles, and compiles after an edit:', () => testJourneys('typescript', '5.9'));

const TRY = `import { buildApp } from './app.js';
import { BookService } from './services/book-service.js';
import { CopyService } from './services/copy-service.js';
import { LoanService } from './services/loan-service.js';
import { MemberService } from './services/member-service.js';
import { MemoryBookStore } from './storage/book-store.js';
import { MemoryCopyStore } from './storage/copy-store.js';
import { MemoryLoanStore } from './storage/loan-store.js';
import { MemoryMemberStore } from './storage/member-store.js';

const [books, copies, members, loans] = [new MemoryBookStore(), new MemoryCopyStore(), new MemoryMemberStore(), new MemoryLoanStore()];
const app = buildApp({ books: new BookService(books, copies), copies: new CopyService(copies, books, loans), members: new MemberService(members, loans), loans: new LoanService(loans, copies, members) });
const id = '6f1b1f0e-8a1d-4c52-9d0a-0d6f8f3c9b11';
const address = { street: 'a', zip: 'b', city: 'c' };
const cases: [string, string, object | undefined, number, string][] = [
  ['GET', '/books', undefined, 200, 'EMMA'],
  ['GET', '/books?limit=3', undefined, 200, 'EMMA'],
  ['GET', '/books?limit=10', undefined, 409, 'limit'],
  ['GET', '/books?limit=x', undefined, 400, 'limit must be integer'],
  ['GET', '/books/' + id, undefined, 404, 'there is no book'],
  ['GET', '/books/7', undefined, 400, 'uuid'],
  ['POST', '/books', { title: 'Emma' }, 400, 'isbn'],
  ['POST', '/books', { isbn: '1', title: 'Emma', authors: ['Austen'] }, 500, 'internal server error'],
  ['POST', '/members', { name: 'Ann', email: 'ann', address }, 400, 'email'],
  ['POST', '/members', { name: 'Ann', email: 'ann@example.com', address: {} }, 400, 'street'],
  ['GET', '/members/' + id + '/loans?state=lost', undefined, 400, 'state'],
  ['DELETE', '/copies/' + id, undefined, 204, ''],
  ['GET', '/nowhere', undefined, 404, ''],
];
for (const [method, url, payload, status, says] of cases) {
  const answer = await app.inject({ method: method as 'GET', url, ...(payload ? { payload } : {}) });
  if (answer.statusCode !== status || !answer.body.includes(says)) {
    console.error(method, url, answer.statusCode, answer.body);
    process.exitCode = 1;
  }
}
`;
