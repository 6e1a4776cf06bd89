/**
 * What a template sees: the variables, and nothing else. A name that is not
 * there is an error even within `{% if %}`; only labels and parameters, whose
 * names people choose, may be asked for with `{% if %}` and `default`.
 */
import { mask } from './literal';
import type { Variables } from './schema';

type Fields = Record<string, unknown>;

/** Hides a value's prototype, for names that people choose. */
function bare(fields: Fields): Fields {
  return Object.assign(Object.create(null), fields);
}

/** An object that answers for no other name than its own; reading is told to `seen`. */
function strict(path: string, fields: Fields, seen?: (name: string) => void): Fields {
  return new Proxy(fields, {
    getOwnPropertyDescriptor(target, key) {
      const found = Reflect.getOwnPropertyDescriptor(target, key);
      if (typeof key === 'string') {
        if (!found) throw new Error(unknownVariable(path, key));
        seen?.(key);
      }
      return found;
    },
    get: (target, key) => (Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined),
  });
}

/** The sentence for a name that there is none of. */
export function unknownVariable(path: string, key: string): string {
  if (path === 'secrets') return `there is no secret named ${key}`;
  if (path === 'urls.scripts') return `there is no script titled "${key}"`;
  return `there is no variable ${path === '' ? key : `${path}.${key}`}`;
}

/** The scope and the globals of a rendering, for liquidjs. */
export function scopeOf(given: {
  variables: Variables;
  maskSecrets: boolean;
  onSecret: (name: string) => void;
}): { scope: object; globals: object } {
  const { variables, maskSecrets, onSecret } = given;
  const { host, profile, urls, ssh_keys, secrets } = variables;
  const masked = maskSecrets
    ? Object.fromEntries(Object.keys(secrets).map((name) => [name, mask]))
    : secrets;
  return {
    scope: bare({
      host: strict('host', { ...host, labels: chosen(host.labels), params: chosen(host.params) }),
      profile: strict('profile', { ...profile, params: chosen(profile.params) }),
      urls: strict('urls', { ...urls, scripts: strict('urls.scripts', chosen(urls.scripts)) }),
      ssh_keys: [...ssh_keys],
      given: bare({}),
      secrets: strict('secrets', masked === secrets ? chosen(secrets) : bare(masked), onSecret),
    }),
    // liquidjs asks the globals last, for whatever nobody knows.
    globals: strict('', {}),
  };
}

const anyNames = new WeakSet<object>();

function chosen(fields: Fields): Fields {
  return anyNames.has(fields) ? fields : bare(fields);
}

/** An object that has every name, each with the same value: for checks without a host. */
export function anyName(value: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  const found = new Proxy(fields, {
    getOwnPropertyDescriptor: (_target, key) =>
      typeof key === 'string'
        ? { value, enumerable: true, configurable: true, writable: true }
        : undefined,
    get: (_target, key) => (typeof key === 'string' && key !== 'toLiquid' ? value : undefined),
  });
  anyNames.add(found);
  return found;
}
