/**
 * Reports as a line of shell can send them. An installer has curl or wget and
 * no JSON, so a report is also taken
 *
 *   from the query, with the log as the body, byte for byte:
 *     curl --data-binary @/tmp/post.log "$install/events?type=failed&reason=no+disk"
 *   or from a form:
 *     curl -d type=finished "$install/events"
 */

/** Fields that are numbers; all others stay text. */
const numbers = new Set([
  'seq',
  'exitCode',
  'durationMs',
  'percent',
  'bytes',
  'total',
  'bytesPerSecond',
  'secondsLeft',
]);
/** Fields that are lists, one value for each time they are named. */
const lists = new Set(['addresses', 'sshHostKeys']);

/** True when the query is the report, and the body its log. */
export function isQueryReport(search: string): boolean {
  return new URLSearchParams(search).has('type');
}

/** A report of a query or a form as the value that JSON would have brought. `log` becomes its output. */
export function reportOfFields(given: {
  fields: URLSearchParams;
  log?: string;
}): Record<string, unknown> {
  const { fields, log } = given;
  const report: Record<string, unknown> = {};
  for (const name of new Set(fields.keys())) {
    if (lists.has(name)) report[name] = fields.getAll(name);
    else report[name] = readField(name, fields.get(name) ?? '');
  }
  if (log) report.output = log;
  return report;
}

function readField(name: string, text: string): unknown {
  if (!numbers.has(name)) return text;
  // Not a number: the schema says so, with the field's name.
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
