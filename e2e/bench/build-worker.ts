/** A worker that does builds and nothing else, so that no other work is measured. Says when it is at work. */
import { changes } from '@/lib/core/changes';
import { type TaskRegistry, taskNames } from '@/lib/jobs/tasks';
import { workOnJobs } from '@/lib/jobs/work';
import { run as build } from '@/workers/tasks/build';

const idle = Object.fromEntries(taskNames.map((name) => [name, async () => {}]));
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
changes().listen();
process.stdout.write('at work\n');
const registry = { ...idle, build } as unknown as TaskRegistry;
await workOnJobs({ registry, signal: stop.signal });
process.exit(0);
