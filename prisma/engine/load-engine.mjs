import { readFile } from 'node:fs/promises';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The engine looks for this global to say why it panicked, and fails over its absence otherwise. */
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', fields: { message } })}\n`);
  },
};

let loaded;

/**
 * Instantiates Prisma's schema engine from its WebAssembly package.
 *
 * Done by hand, because importing a `.wasm` file as a module works only in some Node versions and
 * prints a warning to stderr in others, and Prisma's CLI parses our stderr.
 *
 * @returns {Promise<typeof bindings.SchemaEngine>} the engine class, ready for `SchemaEngine.new()`
 */
export async function loadSchemaEngine() {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate() {
  const script = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(new URL('./schema_engine_bg.wasm', script));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}
