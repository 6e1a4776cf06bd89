/** `POST installs/TOKEN/events`, by agents in JSON, by shell scripts as a form or a query with a log. */
import { isAppError, reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { isQueryReport, reportOfFields } from '@/lib/hosts/installs/reports/form';
import { takeReport } from '@/lib/hosts/installs/reports/mutations';
import { agentEvent } from '@/lib/hosts/installs/reports/schema';
import { outputLimit } from '@/lib/hosts/installs/reports/told';
import { json, type MachineAnswer, type MachineRequest } from '../exchange';

/** Largest report in JSON or as a form, in bytes: the output of a script is at most 64 KiB, escaped. */
const reportLimit = 256 * 1024;

/** Takes the report. Only POST changes anything: a link checker or a retrying proxy must not end an install. */
export async function answerReport(given: {
  id: string;
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { id, request } = given;
  if (request.method !== 'POST') {
    const answer = json({ ok: false, reason: 'Reports are sent by POST.' }, 405);
    answer.headers.Allow = 'POST';
    return answer;
  }
  const read = await readReport(request);
  if (!read.ok) return json(read, read.status);
  try {
    const answer = await takeReport({ installId: id, event: read.event });
    if (!answer) return json({ ok: false, reason: 'This install is gone.' }, 410);
    return json(answer, answer.ok ? 200 : 409);
  } catch (error) {
    logger('lane').warn({ install: id, reason: reasonOf(error) }, 'a report could not be kept');
    return awayToReports();
  }
}

/** Said in JSON, as the agent reads it. */
export function awayToReports(): MachineAnswer {
  const answer = json(
    { ok: false, reason: 'The database is away. Report again in some seconds.' },
    503,
  );
  answer.headers['Retry-After'] = '5';
  return answer;
}

async function readReport(request: MachineRequest) {
  const value = await readFields(request);
  if (!value.ok) return value;
  const parsed = agentEvent.safeParse(value.fields);
  if (parsed.success) return { ok: true as const, event: parsed.data };
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'report'}: ${issue.message}`,
  );
  return { ok: false as const, status: 422, reason: problems.join('; ').slice(0, 1_000) };
}

type ReadFields = { ok: true; fields: unknown } | { ok: false; status: number; reason: string };

/** What a machine told in a POST: a query with a log as its body, JSON, or a form. */
export async function readFields(request: MachineRequest): Promise<ReadFields> {
  const { search } = request;
  try {
    if (isQueryReport(search)) {
      const log = await request.tail(outputLimit);
      return { ok: true, fields: reportOfFields({ fields: new URLSearchParams(search), log }) };
    }
    const body = await request.body(reportLimit);
    if (isForm({ body, request })) {
      return { ok: true, fields: reportOfFields({ fields: new URLSearchParams(body.trim()) }) };
    }
    return { ok: true, fields: JSON.parse(body) };
  } catch (error) {
    if (isAppError(error)) return { ok: false, status: error.status, reason: error.message };
    return { ok: false, status: 400, reason: `The report is not JSON: ${reasonOf(error)}` };
  }
}

/** curl and wget call every body a form, so what looks like JSON is JSON. */
function isForm({ body, request }: { body: string; request: MachineRequest }): boolean {
  const said = request.header('content-type') ?? '';
  return said.startsWith('application/x-www-form-urlencoded') && !/^\s*\{/.test(body);
}
