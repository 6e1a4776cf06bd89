import { expect, test } from 'vitest';
import { decodeOffer, encodeDiscover } from './dhcp-packet';

const discover = encodeDiscover({ xid: 0xdeadbeef, mac: '02:00:00:00:00:01', userClass: 'us' });

test('a question as firmware would ask it, answered by broadcast', () => {
  expect(discover.length).toBeGreaterThanOrEqual(300);
  expect(discover.subarray(0, 12).toString('hex')).toBe('01010600deadbeef00008000');
  expect(discover.subarray(28, 34).toString('hex')).toBe('020000000001');
  expect(discover.subarray(236, 243).toString('hex')).toBe('63825363350101');
  expect(discover.toString('latin1')).toContain('PXEClient:Arch:00007');
});

function offer(options: string): Buffer {
  const bytes = Buffer.alloc(240);
  bytes[0] = 2;
  bytes.writeUInt32BE(0xdeadbeef, 4);
  Buffer.from([10, 77, 0, 150]).copy(bytes, 16);
  bytes.write('their.efi', 108, 'latin1');
  Buffer.from('63825363', 'hex').copy(bytes, 236);
  return Buffer.concat([bytes, Buffer.from(options, 'hex')]);
}

test('an offer: who, what address, which boot file', () => {
  const bytes = offer('0035010236040a4d00fe03040a4d0001ff');
  expect(decodeOffer({ bytes, xid: 0xdeadbeef, sender: '10.77.0.2' })).toEqual({
    server: '10.77.0.254',
    offered: '10.77.0.150',
    bootFile: 'their.efi',
    router: '10.77.0.1',
  });
  // Without option 54, whoever sent it.
  const bare = offer('350102ff');
  expect(decodeOffer({ bytes: bare, xid: 0xdeadbeef, sender: '10.77.0.2' })?.server).toBe(
    '10.77.0.2',
  );
});

test('what is no offer to our question', () => {
  const xid = 0xdeadbeef;
  const sender = '10.77.0.2';
  expect(decodeOffer({ bytes: offer('350102ff'), xid: 1, sender })).toBeNull();
  expect(decodeOffer({ bytes: offer('350105ff'), xid, sender })).toBeNull();
  expect(decodeOffer({ bytes: discover, xid, sender })).toBeNull();
  expect(decodeOffer({ bytes: Buffer.from('hello'), xid, sender })).toBeNull();
  // An option that claims to be longer than the packet.
  expect(decodeOffer({ bytes: offer('35ff02'), xid, sender })).toBeNull();
});
