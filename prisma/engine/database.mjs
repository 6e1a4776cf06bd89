import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/**
 * Postgres' one-byte `"char"`: the adapter refuses it, and the engine reads it from the catalogues
 * as a character. So it passes the adapter as text, and is called a character afterwards.
 */
const OID_CHAR = 18;
const OID_TEXT = 25;

/** The database that every Postgres has, to create or drop another one from. */
const MAINTENANCE_DATABASE = 'postgres';

class EnginePool extends pg.Pool {
  /** By the rows of a result: which of its columns are `"char"`. */
  charColumns = new WeakMap();

  async query(...args) {
    const result = await super.query(...args);
    const found = (result.fields ?? []).flatMap(({ dataTypeID }, i) =>
      dataTypeID === OID_CHAR ? [i] : [],
    );
    for (const i of found) result.fields[i].dataTypeID = OID_TEXT;
    if (found.length > 0) this.charColumns.set(result.rows, found);
    return result;
  }
}

/**
 * Takes a Postgres URL apart. Fields and never a `connectionString`: pg lets the string win over
 * `database`, and the shadow database would then be the real one.
 *
 * @param {string} url
 * @returns {{ connection: import('pg').PoolConfig, schema: string }}
 */
export function parseUrl(url) {
  const client = new pg.Client({ connectionString: url });
  const schema = new URL(url).searchParams.get('schema') ?? 'public';
  const { host, port, user, password, database, ssl } = client;
  return {
    connection: { host, port, user, password: password ?? undefined, database, ssl },
    schema,
  };
}

/** Opens one connection, runs `work` with it, and closes it whatever happens. */
async function withClient(connection, work) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Resolves when the database lets us in; rejects with pg's error. */
export async function checkConnection({ connection }) {
  await withClient(connection, (client) => client.query('SELECT 1'));
}

/** Creates the database that the connection names. Resolves to its name. */
export async function createDatabase({ connection }) {
  const name = pg.escapeIdentifier(connection.database);
  await withClient({ ...connection, database: MAINTENANCE_DATABASE }, (client) =>
    client.query(`CREATE DATABASE ${name}`),
  );
  return connection.database;
}

/** Drops the database that the connection names, with everybody who is connected to it. */
export async function dropDatabase({ connection }) {
  const name = pg.escapeIdentifier(connection.database);
  await withClient({ ...connection, database: MAINTENANCE_DATABASE }, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  );
}

/** What the engine gets its connections from: the real database, and a shadow to try migrations in. */
export class EngineDatabase extends PrismaPg {
  #target;
  #closers = new Set();

  /** @param {() => ReturnType<typeof parseUrl>} target asked only when a connection is needed */
  constructor(target) {
    super({});
    this.#target = target;
  }

  async connect() {
    const { connection, schema } = this.#target();
    return this.#open({ connection, schema, afterwards: async () => {} });
  }

  async connectToShadowDb() {
    const { connection: real, schema } = this.#target();
    const database = `prisma_migrate_shadow_db_${globalThis.crypto.randomUUID()}`;
    const connection = { ...real, database };
    await createDatabase({ connection });
    return this.#open({ connection, schema, afterwards: () => dropDatabase({ connection }) });
  }

  async #open({ connection, schema, afterwards }) {
    const pool = new EnginePool(connection);
    const adapter = await new PrismaPg(pool, { schema }).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const i of pool.charColumns.get(result.rows) ?? []) {
        result.columnTypes[i] = ColumnTypeEnum.Character;
      }
      return result;
    };
    // The adapter splits a script at every semicolon, which cuts function bodies into pieces.
    // Postgres takes a whole script in one message.
    adapter.executeScript = async (script) => {
      try {
        await pool.query(script);
      } catch (error) {
        adapter.onError(error);
      }
    };
    adapter.dispose = async () => {
      if (!this.#closers.delete(adapter.dispose)) return;
      await pool.end();
      await afterwards();
    };
    this.#closers.add(adapter.dispose);
    return adapter;
  }

  /** Closes what the engine has left open, shadow databases included. */
  async close() {
    await Promise.all([...this.#closers].map((dispose) => dispose()));
  }
}
