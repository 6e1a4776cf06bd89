/** The runner of each task. */
import type { TaskRegistry } from '@/lib/jobs/tasks';
import { run as build } from './build';
import { run as checkScript } from './check-script';
import { run as importImage } from './import-image';
import { run as probeHost } from './probe-host';
import { run as probeNetwork } from './probe-network';
import { run as probeNode } from './probe-node';
import { run as prune } from './prune';
import { run as publish } from './publish';
import { run as updateSource } from './update-source';

export const taskRegistry: TaskRegistry = {
  build,
  'check-script': checkScript,
  'import-image': importImage,
  publish,
  'probe-host': probeHost,
  'probe-node': probeNode,
  'probe-network': probeNetwork,
  prune,
  'update-source': updateSource,
};
