import { expect, test } from 'vitest';
import { manifest } from './manifest';
import { openApiDocument } from './openapi';
import { loadRoutes } from './routes';

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: { required?: string[] } }> };
}

const document = await openApiDocument({ server: 'http://10.77.0.1:3000', manifest });
const paths = document.paths as Record<string, Record<string, Operation>>;

test('names every route that comes through the door, each by an id of its own', async () => {
  const routes = (await loadRoutes(manifest)).filter(({ meta }) => meta);
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(routes.length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
});

test('tells parameters, bodies and who may ask', () => {
  const change = paths['/api/teams/{id}/members/{userId}']?.patch;
  expect(change?.parameters).toMatchObject([
    { name: 'id', in: 'path', required: true },
    { name: 'userId', in: 'path', required: true },
  ]);
  expect(paths['/api/audit']?.get?.parameters).toMatchObject([
    { name: 'limit', in: 'query', required: false },
    { name: 'before', in: 'query', required: false },
  ]);
  const body = paths['/api/tokens']?.post?.requestBody?.content['application/json'];
  expect(body?.schema.required).toEqual(['name', 'role']);
  expect(paths['/api/openapi.json']?.get?.security).toEqual([]);
  expect(paths['/api/tokens']?.get?.security).toBeUndefined();
});
