/** `POST installs/TOKEN/localnode`: the system that was installed says where it is. */
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { readMachineInstall } from '@/lib/hosts/installs/data';
import { registers } from '@/lib/hosts/installs/gate';
import { registerFromInstall } from '@/lib/hosts/local-nodes/mutations';
import { nodeReport } from '@/lib/hosts/local-nodes/schema';
import { json, type MachineAnswer, type MachineRequest } from '../exchange';
import { awayToReports, readFields } from './report';

/** Registers it; the gate is asked in the store, for this is no matter of milliseconds. */
export async function answerLocalNode(given: {
  id: string;
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { id, request } = given;
  if (request.method !== 'POST') {
    const answer = json({ ok: false, reason: 'A system registers itself by POST.' }, 405);
    answer.headers.Allow = 'POST';
    return answer;
  }
  const read = await readFields(request);
  if (!read.ok) return json(read, read.status);
  const parsed = nodeReport.safeParse(read.fields);
  if (!parsed.success) {
    const reason = parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`);
    return json({ ok: false, reason: reason.join('; ').slice(0, 1_000) }, 422);
  }
  try {
    const install = await readMachineInstall(id);
    if (!install) return gone();
    const gate = registers(install.gate);
    if (!gate.ok) return json(gate, 409);
    const from = request.address;
    const answer = await registerFromInstall({ installId: id, report: parsed.data, from });
    return answer ? json(answer, answer.ok ? 200 : 409) : gone();
  } catch (error) {
    logger('lane').warn({ install: id, reason: reasonOf(error) }, 'a system was not registered');
    return awayToReports();
  }
}

function gone(): MachineAnswer {
  return json({ ok: false, reason: 'This install is gone.' }, 410);
}
