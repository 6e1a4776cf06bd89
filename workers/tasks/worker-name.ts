/** The name under which this process takes builds and imports; no other ever has the same. */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { shared } from '@/lib/core/shared';

export function workerName(): string {
  return shared(
    'worker-name',
    () => `${os.hostname()}.${process.pid}.${randomBytes(4).toString('hex')}`,
  );
}
