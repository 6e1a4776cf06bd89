/** The filters of templates: a choice of liquidjs's, and our own. */
import { type FilterImplOptions, type Liquid, filters as theirs, toValue } from 'liquidjs';
import { cryptedPassword } from './crypt';
import { demandCleanValue, literal, Refusal, scalarText, type Value } from './literal';
import { Text } from './pieces';
import { plainFilters, type Target, targets } from './schema';

/** Makes the text of a value that a filter has escaped. */
export type Escaped = (given: { value: string; escaped: Target | 'raw' }) => Text;

/**
 * Gives a liquid our filters and no others. What is left out: filters that
 * read a clock or dice, so that a script rendered again is the same; those
 * that take expressions as texts; and those of HTML.
 */
export function registerFilters(given: { liquid: Liquid; escaped: Escaped }): void {
  const { liquid, escaped } = given;
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  const known: Record<string, FilterImplOptions | undefined> = theirs;
  for (const name of plainFilters) {
    const filter = known[name];
    if (filter) liquid.registerFilter(name, onPlainValues(filter));
  }
  for (const target of targets) {
    if (target === 'other') continue;
    liquid.registerFilter(target, (value: unknown) =>
      escaped({ value: literal(target, plainValue(value)), escaped: target }),
    );
  }
  liquid.registerFilter('raw', (value: unknown) =>
    escaped({ value: scalarText(plainValue(value)), escaped: 'raw' }),
  );
  liquid.registerFilter('crypt', (value: unknown) =>
    cryptedPassword(scalarText(plainValue(value))),
  );
}

/** A filter of liquidjs, some of which look at what they get without asking for its value. */
function onPlainValues(filter: FilterImplOptions): FilterImplOptions {
  if (typeof filter !== 'function') return filter;
  return function (this: ThisParameterType<typeof filter>, ...values: unknown[]) {
    const [value, ...rest] = values.map((one) => (one instanceof Text ? one.valueOf() : one));
    return filter.apply(this, [value, ...rest]);
  };
}

/** A value that a filter can escape. Throws a Refusal for one that is not known, or not clean. */
export function plainValue(given: unknown): Value {
  const value: unknown = toValue(given);
  if (value === null || value === undefined) throw new Refusal('is not known for this host');
  demandCleanValue(value);
  return value;
}
