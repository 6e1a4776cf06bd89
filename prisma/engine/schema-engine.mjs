#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which would have to be downloaded: it takes the same
 * arguments, speaks the same JSON-RPC on stdio, and lets the WebAssembly build of the engine work
 * over `pg`. See docs/decisions/ for why.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { version } from '@prisma/schema-engine-wasm/schema_engine_bg';
import {
  checkConnection,
  createDatabase,
  dropDatabase,
  EngineDatabase,
  parseUrl,
} from './database.mjs';
import { describeError } from './errors.mjs';
import { loadSchemaEngine } from './load-engine.mjs';

const readsHistory = new Set(['evaluateDataLoss', 'createMigration']);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean', short: 'V' },
  },
});

if (options.version) {
  await loadSchemaEngine();
  process.stdout.write(`schema-engine-cli ${version()}\n`);
} else if (positionals[0] === 'cli') {
  await runCommand(positionals[1]);
} else {
  await serveRpc();
}

/** `cli can-connect-to-database` and its two siblings: exit 0, or one JSON line on stderr and exit 1. */
async function runCommand(command) {
  const commands = {
    'can-connect-to-database': checkConnection,
    'create-database': createDatabase,
    'drop-database': dropDatabase,
  };
  try {
    const run = commands[command];
    if (!run) throw new Error(`The schema engine has no command "${command}".`);
    await run(target());
  } catch (error) {
    const { error_code, message } = describeError(error);
    const entry = {
      level: 'ERROR',
      target: 'schema_engine::logger',
      fields: { error_code, message },
    };
    // The CLI skips the first line of stderr before it parses the rest.
    process.stderr.write(`\n${JSON.stringify(entry)}\n`);
    process.exitCode = 1;
  }
}

/** Answers requests in their order until stdin ends. */
async function serveRpc() {
  const database = new EngineDatabase(() => target());
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue; // the CLI's acknowledgement of a `print`
    const adapter = bindMigrationAwareSqlAdapterFactory(database);
    try {
      send({ jsonrpc: '2.0', id, result: (await call({ adapter, method, params })) ?? {} });
    } catch (error) {
      const message = 'An error happened. Check the data field for details.';
      const data = describeError(error, adapter.errorRegistry);
      send({ jsonrpc: '2.0', id, error: { code: 4466, message, data } });
    } finally {
      await database.close();
    }
  }
}

async function call({ adapter, method, params }) {
  if (method === 'createDatabase') return { databaseName: await createDatabase(target(params)) };
  const engine = await openEngine(adapter);
  if (method === 'getDatabaseVersion') return engine.version(null);
  if (typeof engine[method] !== 'function') throw new Error(`Unknown method "${method}".`);
  if (readsHistory.has(method)) {
    // These two look for the schema of the migrations in a cache, and cannot open a shadow database
    // themselves as the native engine does. The diagnosis can, and leaves the schema in the cache.
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  const result = await engine[method](params);
  // The native engine prints a diff through the CLI; the WebAssembly one returns it.
  if (method === 'diff' && typeof result.stdout === 'string') {
    send({ jsonrpc: '2.0', id: 'print', method: 'print', params: { content: result.stdout } });
    return { ...result, stdout: null };
  }
  return result;
}

/** One engine a request: it takes the factory of the shadow database with the first use. */
async function openEngine(adapter) {
  const SchemaEngine = await loadSchemaEngine();
  const datamodels = await Promise.all(
    (options.datamodels ?? []).map(async (path) => [path, await readFile(path, 'utf8')]),
  );
  const given = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return SchemaEngine.new(given, () => {}, adapter);
}

/** The database that `--datasource` names, or the one that a request carries. */
function target(params) {
  const url = params?.datasource?.url ?? JSON.parse(options.datasource ?? '{}').url;
  if (!url) throw new Error('No database: set DATABASE_URL.');
  return parseUrl(url);
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
