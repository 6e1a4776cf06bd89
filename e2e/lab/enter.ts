/**
 * Runs a program on a wire of its own: `tsx e2e/lab/enter.ts PROGRAM ARGS…`.
 * Inside, `LAB_NAMESPACE` names the namespace and `http_proxy` leads to the
 * package mirror. When the program ends, or this process is ended by a
 * signal, everything is taken down; the exit code is the program's.
 */
import { openMirrorProxy } from '@/e2e/lab/mirror-proxy';
import { Namespace } from '@/e2e/lab/namespace';

/** Runs `argv` inside a fresh namespace and gives its exit code (128 + n after signal n). */
export async function enterLab({
  argv,
  env,
}: {
  argv: string[];
  env: NodeJS.ProcessEnv;
}): Promise<number> {
  const namespace = await Namespace.create();
  const proxy = await openMirrorProxy({ namespace });
  const child = namespace.spawnInside(argv, {
    stdio: 'inherit',
    env: { ...env, ...proxy.environment, LAB_NAMESPACE: namespace.name },
  });
  // The terminal signals the whole group; a signal to us alone is handed on, and we wait.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 128 + 15));
    });
  } finally {
    await proxy.close();
    await namespace.remove();
  }
}

if (import.meta.filename === process.argv[1]) {
  const argv = process.argv.slice(2);
  if (argv.length === 0) {
    console.error('Usage: tsx e2e/lab/enter.ts PROGRAM [ARGUMENT…]');
    process.exit(2);
  }
  process.exit(await enterLab({ argv, env: process.env }));
}
