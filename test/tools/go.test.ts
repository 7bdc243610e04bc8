import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Body } from '../../src/engine/project/projectPlan';
import { library } from '../unit/project/samples';
import { complaints, outputOf, samplesFor, temporaryFolder, writeProject } from './projects';
import { testJourneys } from './testJourneys';

/** Nothing is fetched: what is planned needs the standard library alone. */
const ENV = { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' };

const minor = Number(/go1\.(\d+)/.exec((await outputOf('go', ['version'])) ?? '')?.[1]);
if (!minor) console.log('Skipped: Go is not installed (Debian: apt-get install golang-go).');
else if (minor < 22) console.log(`Go 1.${minor} is installed: projects for Go 1.22, which route by net/http itself, are not compiled here.`);

const versions = Number.isNaN(minor) ? ['1.22'] : minor < 22 ? [`1.${minor}`] : ['1.21', '1.22'];

describe.skipIf(Number.isNaN(minor))('Go', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(versions)('skeletons for Go %s build, pass go vet, and are as gofmt writes them', async (languageVersion) => {
    const root = path.join(folder, `skeletons-${languageVersion}`);
    for (const [name, spec] of Object.entries(await samplesFor('go'))) await writeProject(path.join(root, name), spec, { languageVersion });
    for (const name of await readdir(root)) {
      for (const args of [['build', './...'], ['vet', './...']]) expect(`${name}: ${await complaints('go', args, path.join(root, name), ENV)}`).toBe(`${name}: `);
    }
    expect(await outputOf('gofmt', ['-l', root])).toBe('');
  });

  test.each(versions)('for Go %s, requests reach their operations, are checked, and errors have their statuses', async (languageVersion) => {
    const root = path.join(folder, `served-${languageVersion}`);
    const bodies = new Map<string, Body>([
      ['BookService.Get', { code: 'return s.books.Get(ctx, id)', imports: [] }],
      ['BookService.List', { code: 'if query.Limit != nil && *query.Limit > 9 {\n  return nil, fmt.Errorf("%w: limit", model.ErrConflict)\n}\nreturn []model.Book{{Title: strings.ToUpper("emma")}}, nil', imports: ['"strings"', 'import "fmt"'] }],
      ['CopyService.Delete', { code: 'return nil', imports: [] }],
    ]);
    await writeProject(root, library('go'), { languageVersion, bodies });
    await writeFile(path.join(root, 'internal/handler/router_test.go'), ROUTER_TEST);
    expect(await complaints('go', ['test', './internal/handler/'], root, ENV)).toBe('');
  });
});

// For the newest version that is installed, as far as the profile knows it.
describe.skipIf(Number.isNaN(minor))('Go that compiles, and compiles after an edit:', () => testJourneys('go', versions.at(-1)!));

const ROUTER_TEST = `package handler

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/library/internal/service"
	"example.com/library/internal/storage"
)

func TestRouter(t *testing.T) {
	books, copies, members, loans := storage.NewMemoryBookStore(), storage.NewMemoryCopyStore(), storage.NewMemoryMemberStore(), storage.NewMemoryLoanStore()
	router := NewRouter(
		NewBookHandler(service.NewBookService(books, copies)), NewCopyHandler(service.NewCopyService(copies, books, loans)),
		NewMemberHandler(service.NewMemberService(members, loans)), NewLoanHandler(service.NewLoanService(loans, copies, members)),
	)
	const id = "6f1b1f0e-8a1d-4c52-9d0a-0d6f8f3c9b11"
	for _, c := range []struct {
		method, url, body string
		status            int
		says              string
	}{
		{"GET", "/books", "", 200, "EMMA"},
		{"GET", "/books?limit=3", "", 200, "EMMA"},
		{"GET", "/books?limit=10", "", 409, "limit"},
		{"GET", "/books?limit=x", "", 400, "limit must be a whole number"},
		{"GET", "/books/" + id, "", 404, "not found"},
		{"GET", "/books/7", "", 400, "id must be a UUID"},
		{"POST", "/books", "{", 400, "cannot be read"},
		{"POST", "/books", \`{"isbn":"","title":"Emma"}\`, 400, "isbn must not be empty"},
		{"POST", "/books", \`{"isbn":"1","title":"Emma","authors":["Austen"]}\`, 500, "Internal Server Error"},
		{"POST", "/members", \`{"name":"Ann","email":"ann","address":{"street":"a","zip":"b","city":"c"}}\`, 400, "email must be an email address"},
		{"GET", "/members/" + id + "/loans?state=lost", "", 400, "state"},
		{"DELETE", "/copies/" + id, "", 204, ""},
		{"PUT", "/books", "", 405, ""},
		{"GET", "/nowhere", "", 404, ""},
	} {
		answer := httptest.NewRecorder()
		router.ServeHTTP(answer, httptest.NewRequest(c.method, c.url, strings.NewReader(c.body)))
		if answer.Code != c.status || !strings.Contains(answer.Body.String(), c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.url, answer.Code, answer.Body)
		}
	}
	_ = http.MethodGet
}
`;
