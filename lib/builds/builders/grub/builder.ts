import type { Builder } from '@/lib/builds/builder';
import type { GrubSpec } from './schema';

export const grubBuilder: Builder<GrubSpec> = {
  kind: 'grub',
  version: 1,
  tools: [],
  timeLimit: 10 * 60 * 1000,
  inputs: async () => [],
  async build() {
    throw new Error('not yet');
  },
};
