import { labEnvironment } from '@/e2e/lab/environment';
import { Namespace } from '@/e2e/lab/namespace';

/** The namespace that this process runs in; throws when it was not started by `enter.ts`. */
export function currentNamespace(): Namespace {
  const name = labEnvironment().namespace;
  if (!name) throw new Error('Not on a wire: start this by `tsx e2e/lab/enter.ts …`.');
  return Namespace.attach(name);
}
