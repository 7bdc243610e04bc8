import { expect, test } from 'vitest';
import { byPrecedence, hasAmbiguous } from '../../../src/engine/project/routes';
import { contract } from './samples';

const routes = (...endpoints: string[]) => endpoints.map((endpoint) => contract(endpoint, '', {}));
const sorted = (...endpoints: string[]) => byPrecedence(routes(...endpoints), (one) => [one]).map(({ id }) => id);

test('what would be hidden comes first, all else stays where it is', () => {
  expect(sorted('GET /pets/{id}', 'POST /pets', 'GET /pets/search', 'DELETE /pets/{id}', 'GET /pets/%73earch2')).toEqual(['POST /pets', 'GET /pets/search', 'DELETE /pets/{id}', 'GET /pets/%73earch2', 'GET /pets/{id}']);
  expect(sorted('GET /{a}/{b}', 'GET /pets/{b}', 'GET /pets/mine')).toEqual(['GET /pets/mine', 'GET /pets/{b}', 'GET /{a}/{b}']);
});

test('routers are ordered by what they hide; where they hide each other the first stays first', () => {
  const order = (...routers: string[][]) => byPrecedence(routers, (router) => routes(...router)).map(([first]) => first);
  expect(order(['GET /users/{id}'], ['GET /health'], ['GET /users/roles'])).toEqual(['GET /health', 'GET /users/roles', 'GET /users/{id}']);
  expect(order(['GET /a/{x}', 'GET /b/c'], ['GET /b/{x}', 'GET /a/c'])).toEqual(['GET /a/{x}', 'GET /b/{x}']);
});

test('routes are ambiguous where one request may be for both and neither says more', () => {
  expect(hasAmbiguous(routes('GET /pets/{id}/photo', 'GET /pets/mine/{part}'))).toBe(true);
  expect(hasAmbiguous(routes('GET /pets/{id}/photo', 'POST /pets/mine/{part}', 'GET /pets/{id}', 'GET /pets/mine', 'GET /pets/{id}/{part}', 'GET /users/mine/{part}'))).toBe(false);
});
