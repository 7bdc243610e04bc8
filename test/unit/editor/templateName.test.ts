import { expect, test } from 'vitest';
import { templateNameProblem } from '../../../src/editor/templateName';

test.each([
  ['our-design', undefined],
  [' brief_2 ', undefined],
  ['', undefined],
  ['our design', /Letters, digits/],
  ['../up', /Letters, digits/],
  ['a.eta', /Letters, digits/],
  ['Reference', /"Reference" is built in\. Choose another/],
  ['MINE', /There is a template "MINE" already\. Choose another name, or edit that one\./],
])('the name %j of a new template', (typed, problem) => {
  const said = templateNameProblem(typed, ['reference', 'detailed-design'], ['mine']);
  if (problem) expect(said).toMatch(problem);
  else expect(said).toBeUndefined();
});
