/**
 * What `npm run …` starts: brings what this clone lacks (npm packages, Node 24, the generated
 * client, system packages), then hands over to the real command. Plain JavaScript without
 * dependencies, because it runs before there are any, on whatever Node the machine has.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringClient } from './bootstrap/client.mjs';
import { bringModules, nodeProgram } from './bootstrap/modules.mjs';
import { bringPackages } from './bootstrap/packages.mjs';
import { handOver, say } from './bootstrap/processes.mjs';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where a source of iPXE is named, what compiles it is tested and measured, too. */
const compile = process.env.IPXE_SOURCE ? ['compile'] : [];

/**
 * Each command: the program, and for what it needs packages of the system. A command that `needs`
 * them stops where they cannot be installed; another goes on, and the product says what it lacks.
 */
const commands = {
  up: { script: 'workers/launch.ts', args: ['up'], packages: ['run'] },
  dev: { script: 'workers/launch.ts', args: ['dev'], packages: ['run'] },
  admin: { script: 'workers/launch.ts', args: ['admin'], packages: [] },
  check: { script: 'workers/check.ts', args: [], packages: [] },
  verify: {
    script: 'workers/verify.ts',
    args: [],
    packages: ['run', 'lab', 'lint', 'browser', ...compile],
    needs: true,
  },
  demo: { script: 'e2e/demo.ts', args: [], packages: ['run', 'lab'], needs: true },
  bench: {
    script: 'e2e/bench.ts',
    args: [],
    packages: ['run', 'lab', 'bench', ...compile],
    needs: true,
  },
};

const oldest = 20;

async function main([name, ...rest]) {
  const command = commands[name];
  if (!command) {
    say(`Usage: node workers/bootstrap.mjs ${Object.keys(commands).join('|')}`);
    return 2;
  }
  if (Number.parseInt(process.versions.node, 10) < oldest) {
    say(`This is Node ${process.versions.node}; at least ${oldest} is needed to begin with.`);
    return 1;
  }
  process.chdir(project);
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.env.CHECKPOINT_DISABLE = '1'; // Prisma's call home

  await bringModules(project);
  const node = nodeProgram(project);
  process.env.PATH = `${path.dirname(node)}:${project}/node_modules/.bin:${process.env.PATH ?? ''}`;
  const complete = await bringPackages({ purposes: command.packages });
  if (!complete && command.needs) return 1;
  await bringClient({ project, node });

  if (!existsSync(command.script)) {
    say(`${command.script} is not here.`);
    return 1;
  }
  return handOver(node, ['--import', 'tsx', command.script, ...command.args, ...rest]);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    say(error.message);
    process.exit(1);
  },
);
