/**
 * One value for the whole process. The server and Next's bundles hold their
 * own copies of every module, so what must exist once (connections, the
 * roster, the event bus) is kept on globalThis under one symbol.
 */
const key = Symbol.for('provisioner.shared');

type Registry = Map<string, unknown>;

function registry(): Registry {
  const holder = globalThis as typeof globalThis & { [key]?: Registry };
  holder[key] ??= new Map();
  return holder[key];
}

/** The value named `name`, made by `make` at the first call. */
export function shared<T>(name: string, make: () => T): T {
  const values = registry();
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
