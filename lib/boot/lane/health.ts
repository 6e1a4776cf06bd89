/** `GET /api/health`: whether machines can boot from here, for load balancers and launchers. */
import { changes } from '@/lib/core/changes';
import { roster } from '../roster/roster';
import { json, type TextAnswer } from './exchange';

/** 200 when machines get answers, though the database may be away; 503 before that. */
export function answerHealth(): TextAnswer {
  const { state, hostCount, version } = roster();
  const ok = state !== 'empty';
  return json(
    {
      ok,
      roster: { state, hosts: hostCount, version },
      database: { connected: changes().connected },
    },
    ok ? 200 : 503,
  );
}
