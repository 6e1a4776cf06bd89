import type { Builder } from '@/lib/builds/builder';
import type { SyslinuxSpec } from './schema';

export const syslinuxBuilder: Builder<SyslinuxSpec> = {
  kind: 'syslinux',
  version: 1,
  tools: [],
  timeLimit: 10 * 60 * 1000,
  inputs: async () => [],
  async build() {
    throw new Error('not yet');
  },
};
