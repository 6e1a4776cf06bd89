import type { Builder } from '@/lib/builds/builder';
import type { IpxeSpec } from './schema';

export const ipxeBuilder: Builder<IpxeSpec> = {
  kind: 'ipxe',
  version: 1,
  tools: [],
  timeLimit: 10 * 60 * 1000,
  inputs: async () => [],
  async build() {
    throw new Error('not yet');
  },
};
