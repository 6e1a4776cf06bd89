import type { Builder } from '@/lib/builds/builder';
import type { IsoSpec } from './schema';

export const isoBuilder: Builder<IsoSpec> = {
  kind: 'iso',
  version: 1,
  tools: [],
  timeLimit: 10 * 60 * 1000,
  inputs: async () => [],
  async build() {
    throw new Error('not yet');
  },
};
