import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { lookUp } from './lookup';

test('what is no name, and what is no server, is refused by field', async () => {
  for (const domain of ['', 'a b', '-x', `${'a'.repeat(64)}.test`, 'a..b', 'a\nb']) {
    await expect(lookUp({ domain, dnsServer: '127.0.0.1' })).rejects.toMatchObject({
      fields: [{ field: 'domain' }],
    });
  }
  for (const dnsServer of ['', 'name.test', '10.0.0.256', 'http://10.0.0.1']) {
    await expect(lookUp({ domain: 'a.test', dnsServer })).rejects.toMatchObject({
      fields: [{ field: 'dnsServer' }],
    });
  }
});

test('a server that keeps silent is told so, within the limit', async () => {
  const silent = createSocket('udp4');
  silent.bind(0, '127.0.0.1');
  await once(silent, 'listening');
  const dnsServer = `127.0.0.1:${silent.address().port}`;
  const answer = await lookUp({ domain: 'a.test', dnsServer });
  expect(answer).toMatchObject({
    domain: 'a.test',
    addresses: [],
    reason: 'The server did not answer in time.',
  });
  expect(answer.milliseconds).toBeLessThan(10_000);
  silent.close();
}, 15_000);
