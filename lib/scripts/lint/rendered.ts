/**
 * Checks of a template whose tags choose or repeat parts of YAML, JSON or
 * XML: only what it renders to is whole, so that is looked at, with the
 * values of a host that does not exist.
 */
import { exampleVariables } from '../template/example';
import { renderScript } from '../template/render';
import type { Source } from '../template/schema';
import { hasFlow } from './blanks';
import { checkScript } from './check';
import { linesOf } from './place';
import type { Finding } from './schema';

/** What does not hang on the example's values. */
const lasting =
  /\/(yaml|json|xml|schema-unknown|schema-missing|first-line|no-autoinstall|root|namespace|butane|empty)$/;

export function renderedFindings(given: {
  source: Source;
  include: (title: string) => Source | null;
}): Finding[] {
  const { source, include } = given;
  const whole = ['autoinstall', 'ignition', 'autoyast'].includes(source.dialect ?? '');
  if (!source.template || !whole || !hasFlow(source.text)) return [];
  const rendered = renderScript({
    source,
    variables: exampleVariables(),
    include,
    maskSecrets: true,
  });
  // Why it cannot be rendered is told by those who look at templates.
  if (!rendered.ok) return [];
  const ours = linesOf(source.text);
  const theirs = linesOf(rendered.text);
  return checkScript({ ...source, template: false, text: rendered.text })
    .filter(({ rule }) => lasting.test(rule))
    .map((one) => {
      const text = theirs[one.line - 1]?.text ?? '';
      const same = ours.filter((line) => line.text === text);
      // A line that came through as it was is found again; another has its number told.
      const [only] = same.length === 1 ? same : [];
      if (only) return { ...one, line: only.number };
      const message = `Rendered for an example, line ${one.line} ("${text.trim().slice(0, 60)}"): ${one.message}`;
      return { ...one, message, line: 1, column: 1, endColumn: 2 };
    });
}
