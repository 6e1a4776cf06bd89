import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';

const host = {
  name: 'node-1',
  state: 'installed' as const,
  macs: ['52:54:00:77:00:01', '52:54:00:77:00:02'],
  address: '10.77.0.101',
  profile: { id: '1', name: 'a "quoted", profile' },
  profileBy: 'rule' as const,
  labels: { rack: 'a4', note: 'next, please' },
  lastSeenAt: '2026-11-23T00:00:00.000Z',
};

describe('csvOf', () => {
  it('quotes what must be quoted', () => {
    expect(csvOf([host])).toBe(
      'name,state,macs,address,profile,profile by,labels,last seen\r\n' +
        'node-1,installed,52:54:00:77:00:01 52:54:00:77:00:02,10.77.0.101,"a ""quoted"", profile",rule,"rack=a4 note=next, please",2026-11-23T00:00:00.000Z\r\n',
    );
  });

  it('keeps a spreadsheet from running a name', () => {
    const csv = csvOf([{ ...host, profile: { id: '1', name: '=HYPERLINK("x")' } }]);
    expect(csv).toContain('"\'=HYPERLINK(""x"")"');
  });
});
