'use client';

import { Card } from '@/app/_ui/card';
import { Curl } from '@/app/_ui/curl';
import type { MediaKind } from '@/lib/builds/builder';
import { requestOf } from '../_rest/request';
import { SpecText } from '../_rest/spec-text';
import type { AskedSpec } from './spec';

/** The spec as it grows, and the call that asks for the same. */
export function SpecView({ kind, spec }: { kind: MediaKind; spec: AskedSpec }) {
  const request = requestOf({ kind, spec });
  return (
    <Card title="As JSON" actions={<Curl {...request} />} flush>
      <p className="border-b border-line px-4 py-2 font-mono text-xs text-muted">
        {request.method} {request.path}
      </p>
      <SpecText spec={spec} className="max-h-96 min-h-40" />
    </Card>
  );
}
