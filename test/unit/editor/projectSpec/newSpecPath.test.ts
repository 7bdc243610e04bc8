import { expect, test } from 'vitest';
import { isProjectSpec } from '../../../../src/engine/project/read/isProjectSpec';
import { newSpecPath, newSpecPathProblem, projectNameProblem } from '../../../../src/editor/projectSpec/newSpecPath';

test.each([
  ['Library Lending', 'library-lending.spec.yaml'],
  ['Café "Zoë" 2', 'cafe-zoe-2.spec.yaml'],
  ['図書館', 'project.spec.yaml'],
])('the spec of %j is proposed as %s, which is a path that is taken', (name, path) => {
  expect(newSpecPath(name)).toBe(path);
  expect(newSpecPathProblem(path)).toBeUndefined();
  expect(isProjectSpec(path, '')).toBe(true);
});

test.each([
  ['specs/library.spec.yml', undefined],
  ['library.yaml', /ends in \.spec\.yaml/],
  ['.spec.yaml', /ends in/],
  ['specs/.spec.yaml', /ends in/],
  ['', /ends in/],
  ['/tmp/library.spec.yaml', /inside of the folder/],
  ['C:/library.spec.yaml', /inside of the folder/],
  ['../library.spec.yaml', /inside of the folder/],
  ['specs\\library.spec.yaml', /"\/" between folders/],
])('where a new spec is to lie: %j', (typed, problem) => {
  if (problem) expect(newSpecPathProblem(typed)).toMatch(problem);
  else expect(newSpecPathProblem(typed)).toBeUndefined();
});

test.each([
  ['Library Lending', undefined],
  [' ', undefined],
  ['図書館', /At least one letter/],
  ['a'.repeat(101), /At most 100/],
])('the name of a new project: %j', (typed, problem) => {
  if (problem) expect(projectNameProblem(typed)).toMatch(problem);
  else expect(projectNameProblem(typed)).toBeUndefined();
});
