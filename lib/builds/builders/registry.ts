/** All builders, by kind. Only workers load this: builders start programs. */
import { type Builders, knownBuilder } from '../known-builder';
import { specSchemas } from '../specs';
import { agentBuilder } from './agent/builder';
import { grubBuilder } from './grub/builder';
import { imageBuilder } from './image/builder';
import { ipxeBuilder } from './ipxe/builder';
import { isoBuilder } from './iso/builder';
import { loadersBuilder } from './loaders/builder';
import { syslinuxBuilder } from './syslinux/builder';

export const builders: Builders = {
  loaders: knownBuilder({ builder: loadersBuilder, schema: specSchemas.loaders }),
  agent: knownBuilder({ builder: agentBuilder, schema: specSchemas.agent }),
  image: knownBuilder({ builder: imageBuilder, schema: specSchemas.image }),
  ipxe: knownBuilder({ builder: ipxeBuilder, schema: specSchemas.ipxe }),
  grub: knownBuilder({ builder: grubBuilder, schema: specSchemas.grub }),
  syslinux: knownBuilder({ builder: syslinuxBuilder, schema: specSchemas.syslinux }),
  iso: knownBuilder({ builder: isoBuilder, schema: specSchemas.iso }),
};
