/** All builders, by kind. Only workers load this: builders start programs. */
import { type Builders, knownBuilder } from '../known-builder';
import { specSchemas } from '../specs';
import { agentBuilder } from './agent/builder';
import { imageBuilder } from './image/builder';
import { ipxeBuilder } from './ipxe/builder';

export const builders: Builders = {
  ipxe: knownBuilder({ builder: ipxeBuilder, schema: specSchemas.ipxe }),
  agent: knownBuilder({ builder: agentBuilder, schema: specSchemas.agent }),
  image: knownBuilder({ builder: imageBuilder, schema: specSchemas.image }),
};
